"""The rows of one date on their way through a model: read in batches, written with a meaning."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from orchestration.sql import identifier
from orchestration.warehouse import append, one_row

if TYPE_CHECKING:
    import duckdb
    import pyarrow as pa

    from ml.bands import Band
    from ml.bundle import ModelBundle
    from ml.points import Scale

_ROWS_TO_SCORE = """
create or replace table work.scoring.rows_to_score as
select
    features.loan_id,
    features.as_of_date,
    features.customer_id,
    features.population,
    case
        when status.is_npa then 'npa'
        when features.population = 'application' then 'application'
        when features.months_on_book >= 3 then 'behaviour'
        else 'application'
    end as wanted_family,
    loans.status = 'applied' as is_undecided,
    lgd.lgd,
    case
        when loans.status = 'applied' then loans.book_loan_amount
        else greatest(status.principal_outstanding, 0)
    end as exposure
from loanbook.marts.mart_loan_features as features
inner join work.intermediate.int_spine as spine
    on features.loan_id = spine.loan_id and features.as_of_date = spine.as_of_date
inner join work.intermediate.int_spine_loan as loans
    on features.loan_id = loans.loan_id and features.as_of_date = loans.as_of_date
left join loanbook.marts.loan_npa_status as status
    on features.loan_id = status.loan_id and features.as_of_date = status.as_of_date
left join work.seeds.lgd as lgd
    on
        features.loan_type_code = lgd.loan_type
        and (features.is_secured = 1) = lgd.is_secured
where features.as_of_date = $as_of_date and spine.is_run_row
"""

_WRITE_SCORES = """
insert into scores.loan_scores by name
select
    scored.* replace ($run_id as run_id, $scored_at as scored_at),
from (
    select
        scored_loans.* exclude (recommendation_text),
        case
            when scored_loans.decision is not null then coalesce(texts.text, band_texts.text)
        end as recommendation_text
    from work.scoring.scored_loans
    left join work.scoring.scored_reasons
        on scored_loans.loan_id = scored_reasons.loan_id and scored_reasons.rank = 1
    left join work.seeds.recommendation_texts as texts
        on scored_loans.risk_band = texts.band and scored_reasons."group" = texts.reason_group
    left join work.seeds.recommendation_texts as band_texts
        on scored_loans.risk_band = band_texts.band and band_texts.reason_group is null
) as scored
order by scored.loan_id
"""


def read_bands(connection: duckdb.DuckDBPyConnection) -> tuple[Band, ...]:
    """The risk bands of the seed, safest first."""
    from ml.bands import Band, checked

    rows = connection.execute(
        "select band, pd_below, decision from work.seeds.score_bands order by pd_below"
    ).fetchall()
    return checked([Band(code, float(pd_below), decision) for code, pd_below, decision in rows])


@dataclass(frozen=True)
class Group:
    """Rows of one population that want one family."""

    population: str
    wanted_family: str
    rows: int


def start_scoring(connection: duckdb.DuckDBPyConnection, as_of_date: date) -> tuple[Group, ...]:
    """Find out who is scored on a date, by which family and at what exposure."""
    connection.execute("create schema if not exists work.scoring")
    connection.execute(_ROWS_TO_SCORE, {"as_of_date": as_of_date})
    for kept, like in (("scored_loans", "loan_scores"), ("scored_reasons", "loan_score_reasons")):
        connection.execute(
            f"create or replace table work.scoring.{kept} as from scores.{like} limit 0"
        )
    rows = connection.execute(
        "select population, wanted_family, count(*) from work.scoring.rows_to_score "
        "group by population, wanted_family order by population, wanted_family"
    ).fetchall()
    return tuple(Group(*row) for row in rows)


def take_rows(
    connection: duckdb.DuckDBPyConnection,
    group: Group,
    feature_names: tuple[str, ...],
    batch_rows: int,
) -> Iterator[pa.Table]:
    """The rows of a group with their features, in batches."""
    import pyarrow as pa

    columns = ", ".join(f"features.{identifier(name)}" for name in feature_names)
    # A cursor is a connection of its own: the batches are written on the other one meanwhile.
    reading = connection.cursor()
    rows = reading.sql(
        f"""
        select wanted.*, {columns}
        from work.scoring.rows_to_score as wanted
        inner join loanbook.marts.mart_loan_features as features
            on wanted.loan_id = features.loan_id and wanted.as_of_date = features.as_of_date
        where wanted.population = $population and wanted.wanted_family = $wanted_family
        order by wanted.loan_id
        """,
        params={"population": group.population, "wanted_family": group.wanted_family},
    )
    for batch in rows.to_arrow_reader(batch_rows):
        yield pa.Table.from_batches([batch])
    reading.close()


def scored_by_model(
    connection: duckdb.DuckDBPyConnection,
    rows: pa.Table,
    bundle: ModelBundle,
    version: str,
    bands: tuple[Band, ...],
) -> None:
    """Score a batch and keep its scores and reasons."""
    import pyarrow as pa

    from ml.scoring import score

    batch = score(bundle, rows, bands=bands, batch_rows=rows.num_rows)
    scores = batch.scores.drop_columns(["raw_margin"]).append_column(
        "model_version", pa.array([version] * rows.num_rows, pa.string())
    )
    append(connection, "work.scoring.scored_loans", _with_meaning(rows, scores, bands))
    append(connection, "work.scoring.scored_reasons", batch.reasons)


def scored_without_model(
    connection: duckdb.DuckDBPyConnection, rows: pa.Table, scale: Scale, bands: tuple[Band, ...]
) -> None:
    """Give loans that are NPA a PD of 1, its points and its band; they have no reasons."""
    import numpy as np
    import pyarrow as pa

    from ml.bands import band_codes
    from ml.points import clipped_score, unclipped_score

    pd = np.ones(rows.num_rows)
    unclipped = unclipped_score(pd, scale)
    scores = pa.table(
        {
            "loan_id": rows.column("loan_id"),
            "as_of_date": rows.column("as_of_date"),
            "pd_12m": pa.array(pd),
            "risk_score": pa.array(clipped_score(unclipped, scale), pa.int32()),
            "risk_score_unclipped": pa.array(unclipped),
            "risk_band": pa.array(band_codes(pd, bands), pa.string()),
        }
    )
    append(connection, "work.scoring.scored_loans", _with_meaning(rows, scores, bands))


def _with_meaning(rows: pa.Table, scores: pa.Table, bands: tuple[Band, ...]) -> pa.Table:
    """The scores with what they mean in money, and for undecided applications in a decision."""
    import pyarrow as pa

    from ml.decisions import decisions, expected_losses

    pd = scores.column("pd_12m").to_numpy()
    losses = expected_losses(
        pd.tolist(), rows.column("lgd").to_pylist(), rows.column("exposure").to_pylist()
    )
    decided = [
        decision if is_undecided else None
        for decision, is_undecided in zip(
            decisions(pd, bands), rows.column("is_undecided").to_pylist(), strict=True
        )
    ]
    return (
        scores.append_column("customer_id", rows.column("customer_id"))
        .append_column("population", rows.column("population"))
        .append_column("expected_loss", pa.array(losses, pa.decimal128(18, 2)))
        .append_column("decision", pa.array(decided, pa.string()))
    )


def write_scores(
    connection: duckdb.DuckDBPyConnection, as_of_date: date, run_id: str, scored_at: datetime
) -> dict[str, int]:
    """Replace the date's published scores and reasons; returns the rows of each table."""
    for table in ("loan_scores", "loan_score_reasons"):
        connection.execute(f"delete from scores.{table} where as_of_date = ?", [as_of_date])
    connection.execute(
        _WRITE_SCORES, {"run_id": run_id, "scored_at": scored_at.replace(tzinfo=None)}
    )
    connection.execute(
        "insert into scores.loan_score_reasons by name "
        "from work.scoring.scored_reasons order by loan_id, rank"
    )
    loans, reasons = one_row(
        connection,
        "select (select count(*) from work.scoring.scored_loans), "
        "(select count(*) from work.scoring.scored_reasons)",
    )
    return {"loan_scores": loans, "loan_score_reasons": reasons}
