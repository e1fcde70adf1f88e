"""Whether pandas and the warehouse computed the same."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from benchmarks.warehouse import Benchmark
from orchestration.sql import identifier, literal
from orchestration.warehouse import connect_build, one_row

# Decimals may differ by that share of themselves: the same sums in another order.
TOLERANCE = 1e-9


@dataclass(frozen=True)
class Agreement:
    """How many rows there are on either side, and on how many both say the same of each column."""

    rows: int
    agreeing: dict[str, int]

    @property
    def differing(self) -> dict[str, int]:
        """The columns that differ, and on how many rows."""
        return {name: self.rows - rows for name, rows in self.agreeing.items() if rows < self.rows}


def agreement(benchmark: Benchmark, rows: Path) -> Agreement:
    """Compare the rows that pandas wrote with the marts of the newest date, column by column.

    A loan that only one side has differs in every column.
    """
    told = f"read_parquet({literal(str(rows))})"
    with connect_build(benchmark.home, benchmark.settings) as connection:
        described = connection.execute(f"describe select * from {told}").fetchall()
        names = [(name, kind) for name, kind, *_ in described if name != "loan_id"]
        counts = ", ".join(f"count(*) filter (where {_is_same(*name)})" for name in names)
        count, *agreeing = one_row(
            connection,
            f"""
            with built as (
                select features.*, status.dpd, status.overdue_amount, status.principal_outstanding
                from marts.mart_loan_features as features
                inner join marts.loan_npa_status as status using (loan_id, as_of_date)
                where as_of_date = ? and population = 'behaviour'
            )

            select count(*), {counts}
            from built
            full outer join {told} as told on built.loan_id = told.loan_id
            """,
            [max(benchmark.as_of_dates)],
        )
    return Agreement(count, {name: rows for (name, _), rows in zip(names, agreeing, strict=True)})


def _is_same(name: str, kind: str) -> str:
    built, told = f"built.{identifier(name)}", f"told.{identifier(name)}"
    same = f"built.loan_id = told.loan_id and ({built} is not distinct from {told}"
    if kind != "VARCHAR":
        size = f"greatest(abs({built}), abs({told}))"
        same += f" or abs({built} - {told}) <= {TOLERANCE} * {size}"
    return same + ")"
