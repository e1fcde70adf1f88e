"""The rows that a model is trained on: settled labels with the features of their day.

Where the lender gave outcomes for a family they are its labels, else the ledger's are; the two are
never mixed.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from orchestration.sql import identifier
from orchestration.warehouse import read_table

if TYPE_CHECKING:
    import duckdb
    import pyarrow as pa

_SETTLED = """
from loanbook.marts.loan_labels as labels
where labels.population = $population
    and labels.is_bad_12m is not null
    and labels.exclusion_reason is null
    and labels.matured_on <= $as_of_date
"""


@dataclass(frozen=True)
class Labels:
    """How many settled labels a family has, and who gave them: outcomes, ledger, or nobody."""

    source: str | None
    rows: int
    bads: int


def count_labels(
    connection: duckdb.DuckDBPyConnection, population: str, as_of_date: date
) -> Labels:
    """The settled labels of a family: the lender's own outcomes where there are any."""
    rows = connection.execute(
        f"select label_source, count(*), count(*) filter (where is_bad_12m) {_SETTLED} "
        "group by label_source",
        {"population": population, "as_of_date": as_of_date},
    ).fetchall()
    found = {source: Labels(source, count, bads) for source, count, bads in rows}
    return found.get("outcomes") or found.get("ledger") or Labels(None, 0, 0)


def training_frame(
    connection: duckdb.DuckDBPyConnection,
    population: str,
    as_of_date: date,
    labels: Labels,
    feature_names: tuple[str, ...],
) -> pa.Table:
    """Labelled rows of a family with their features, one a pair of loan and date.

    `lgd` is the share of the exposure that the seed says is lost; null where the seed knows none.
    """
    columns = ", ".join(f"features.{identifier(name)}" for name in feature_names)
    return read_table(
        connection,
        f"""
        with labelled as (select * {_SETTLED} and labels.label_source = $label_source)

        select
            labelled.loan_id,
            labelled.customer_id,
            labelled.as_of_date,
            labelled.is_bad_12m as is_bad,
            labelled.exposure,
            lgd.lgd,
            {columns}
        from labelled
        inner join loanbook.marts.mart_loan_features as features
            on labelled.loan_id = features.loan_id and labelled.as_of_date = features.as_of_date
        left join work.seeds.lgd as lgd
            on
                features.loan_type_code = lgd.loan_type
                and (features.is_secured = 1) = lgd.is_secured
        order by labelled.loan_id, labelled.as_of_date
        """,
        {"population": population, "as_of_date": as_of_date, "label_source": labels.source},
    )
