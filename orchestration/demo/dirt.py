"""A few rows that break the contract's rules, as every real export has.

None of them touches a good row: each is a row of its own that a rule catches, or says once more
what another row says.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from orchestration.demo import columns
from orchestration.demo.arrays import Ints, Purpose, stream
from orchestration.demo.dates import MICROSECONDS_PER_DAY, day_number
from orchestration.demo.repayment_rows import RECEIPT_DIGITS, RECEIPTS_A_PART
from orchestration.demo.settings import DemoSettings

SMALLEST_DIRTY_BOOK = 1_000
"""A smaller book is clean."""

_LOANS_A_DIRTY_REPAYMENT = 500
_LOANS_A_DIRTY_RECORD = 2_000
_FIRST_DIRTY_RECEIPT = 9 * 10**7
_DIRTY_INSTALMENT = 900
_ORPHANS_FROM = 99_000_000


@dataclass(frozen=True)
class Dirt:
    """Dirty rows by table, and how many there are by what is wrong with them."""

    tables: dict[str, list[Any]]
    counts: dict[str, int]

    def rows(self, table: str) -> list[Any]:
        """Arrow tables to be appended to a table."""
        return self.tables.get(table, [])


@dataclass(frozen=True)
class _Bench:
    """Where dirty rows are made."""

    settings: DemoSettings
    part: int
    rng: np.random.Generator

    def some(self, table: Any, count: int) -> Any:
        """Copies of rows drawn from a table."""
        return table.take(pa.array(self.rng.integers(0, table.num_rows, count)))

    def receipt_ids(self, start: int, count: int) -> Any:
        """Receipt numbers that no good receipt has."""
        numbers = self.part * RECEIPTS_A_PART + _FIRST_DIRTY_RECEIPT + start + np.arange(count)
        return columns.numbered("R", numbers, RECEIPT_DIGITS)


def dirty_rows(settings: DemoSettings, part: int, tables: dict[str, Any]) -> Dirt:
    """The dirty rows of one part; about five in ten thousand of its repayments."""
    if settings.loans < SMALLEST_DIRTY_BOOK:
        return Dirt({}, {})
    bench = _Bench(settings, part, stream(settings.seed, Purpose.DIRT, part))
    loans = settings.loans_in_part(part)
    at_least = 1 if part == 0 else 0
    few = max(loans // _LOANS_A_DIRTY_RECORD, at_least)
    many = max(loans // _LOANS_A_DIRTY_REPAYMENT, at_least)
    recipes: tuple[tuple[str, str, Callable[[_Bench, Any, int], Any], int], ...] = (
        ("customers", "customers: birth in the future", _unborn, few),
        ("customers", "customers: negative income", _negative_income, few),
        ("loans", "loans: negative amount", _negative_loan, few),
        ("loans", "loans: unknown product", _unknown_product, few),
        ("credit_history", "credit_history: negative balance", _negative_balance, few),
        ("repayments", "repayments: receipt without an amount", _no_amount, many),
        ("repayments", "repayments: receipt of no loan", _orphan, many),
        ("repayments", "repayments: negative due", _negative_due, many),
        ("repayments", "repayments: the same row twice", _copy, many),
        ("repayments", "repayments: one receipt id, two amounts", _conflict, many),
    )
    made: dict[str, list[Any]] = {}
    counts: dict[str, int] = {}
    for table, name, recipe, count in recipes:
        if count and tables[table].num_rows:
            rows = recipe(bench, tables[table], count)
            made.setdefault(table, []).append(rows)
            counts[name] = rows.num_rows
    return Dirt(made, counts)


def _with(table: Any, **values: Any) -> Any:
    for name, value in values.items():
        position = table.schema.get_field_index(name)
        kind = table.schema.field(name).type
        column = (
            value
            if isinstance(value, pa.Array | pa.ChunkedArray)
            else pa.nulls(table.num_rows, kind)
        )
        table = table.set_column(position, name, column.cast(kind))
    return table


def _later(table: Any) -> Any:
    """Record times one second later: a version of its own."""
    return pc.add(table["recorded_at"], pa.scalar(1_000_000, pa.duration("us")))


def _unborn(bench: _Bench, table: Any, count: int) -> Any:
    rows = bench.some(table, count)
    future = np.full(count, day_number(bench.settings.as_of_date) + 4000)
    return _with(rows, date_of_birth=columns.day(future), recorded_at=_later(rows))


def _negative_income(bench: _Bench, table: Any, count: int) -> Any:
    rows = bench.some(table, count)
    return _with(
        rows, annual_income=columns.money(np.full(count, -4_500_000)), recorded_at=_later(rows)
    )


def _negative_loan(bench: _Bench, table: Any, count: int) -> Any:
    rows = bench.some(table, count)
    return _with(
        rows, loan_amount=columns.money(np.full(count, -1_000_000)), recorded_at=_later(rows)
    )


def _unknown_product(bench: _Bench, table: Any, count: int) -> Any:
    rows = bench.some(table, count)
    unknown = columns.word(np.zeros(count), ["balloon_2"])
    return _with(rows, loan_type=unknown, recorded_at=_later(rows))


def _negative_balance(bench: _Bench, table: Any, count: int) -> Any:
    """A pull of its own, some months before the one that it is copied from."""
    rows = bench.some(table, count)
    earlier = rows["pull_date"].cast(pa.int32()).to_numpy().astype(np.int64) - 97
    recorded_at = earlier * MICROSECONDS_PER_DAY
    return _with(
        rows,
        pull_date=columns.day(earlier),
        total_outstanding=columns.money(np.full(count, -250_000)),
        oldest_account_opened_on=None,
        last_delinquency_on=None,
        recorded_at=columns.moment(recorded_at),
    )


def _receipt_rows(bench: _Bench, table: Any, count: int) -> Any:
    """Copies of rows with a receipt, without their due part."""
    paid = np.flatnonzero(table["amount_paid"].is_valid().to_numpy())
    if not len(paid):
        return table.slice(0, 0)
    rows = table.take(pa.array(paid[bench.rng.integers(0, len(paid), count)]))
    empty = (
        "instalment_number",
        "due_date",
        "amount_due",
        "principal_due",
        "interest_due",
        "due_recorded_at",
        "reverses_receipt_id",
    )
    return _with(rows, **dict.fromkeys(empty))


def _no_amount(bench: _Bench, table: Any, count: int) -> Any:
    rows = _receipt_rows(bench, table, count)
    return _with(rows, receipt_id=bench.receipt_ids(0, rows.num_rows), amount_paid=None)


def _orphan(bench: _Bench, table: Any, count: int) -> Any:
    rows = _receipt_rows(bench, table, count)
    numbers: Ints = _ORPHANS_FROM + bench.part * 1000 + np.arange(rows.num_rows)
    return _with(
        rows,
        loan_id=columns.numbered("L", numbers, 8),
        receipt_id=bench.receipt_ids(100_000, rows.num_rows),
    )


def _negative_due(bench: _Bench, table: Any, count: int) -> Any:
    """An instalment with a number that no contract has."""
    with_due = np.flatnonzero(table["instalment_number"].is_valid().to_numpy())
    rows = table.take(pa.array(with_due[bench.rng.integers(0, len(with_due), count)]))
    empty = (
        "receipt_id",
        "payment_date",
        "amount_paid",
        "reverses_receipt_id",
        "payment_method",
        "payment_status",
        "recorded_at",
    )
    return _with(
        rows,
        instalment_number=columns.whole(_DIRTY_INSTALMENT + np.arange(count) % 100),
        amount_due=columns.money(np.full(count, -50_000)),
        **dict.fromkeys(empty),
    )


def _copy(bench: _Bench, table: Any, count: int) -> Any:
    return bench.some(table, count)


def _conflict(bench: _Bench, table: Any, count: int) -> Any:
    """Pairs of receipts under one id that nothing else uses, with different amounts."""
    rows = _receipt_rows(bench, table, count)
    rows = _with(rows, receipt_id=bench.receipt_ids(200_000, rows.num_rows))
    first = columns.money(np.full(rows.num_rows, 100_000))
    second = columns.money(np.full(rows.num_rows, 100_100))
    return pa.concat_tables([_with(rows, amount_paid=first), _with(rows, amount_paid=second)])
