"""What a demo book is asked to be, and what came out of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any

SMALLEST_CALIBRATED_BOOK = 2_000
"""Below this many loans the share asked for is met on average, not in the single book."""


@dataclass(frozen=True)
class DemoSettings:
    """A synthetic loan book: equal settings give equal files, byte for byte.

    Attributes:
        loans: loans in the book, applications that came to nothing included.
        seed: any whole number from 0 on.
        months: months of history before `as_of_date`.
        as_of_date: the last day of the book; nothing happened after it.
        bad_rate: share of the disbursed loans with twelve observed months that reach
            90 days past due, or are written off, within twelve months of disbursal.
        loans_per_part: loans in one part file. The book depends on it, and on nothing
            else that has to do with how the work is shared out.
        threads: threads that build parts; None takes the machine's cores, eight at most. The
            book does not depend on it.

    Raises:
        ValueError: a figure is outside its range; the message says which and why.
    """

    loans: int
    seed: int = 7
    months: int = 60
    as_of_date: date = date(2025, 6, 30)
    bad_rate: float = 0.06
    loans_per_part: int = 25_000
    threads: int | None = None

    def __post_init__(self) -> None:
        ranges: tuple[tuple[str, float, float, float], ...] = (
            ("loans", self.loans, 1, 50_000_000),
            ("seed", self.seed, 0, 2**63 - 1),
            ("months", self.months, 15, 120),
            ("bad_rate", self.bad_rate, 0.005, 0.40),
            ("as_of_date year", self.as_of_date.year, 2015, 2060),
            ("loans_per_part", self.loans_per_part, 100, 200_000),
            ("threads", 1 if self.threads is None else self.threads, 1, 256),
        )
        for name, value, low, high in ranges:
            if not low <= value <= high:
                message = f"{name} is {value}, it must lie between {low} and {high}"
                raise ValueError(message)

    @property
    def parts(self) -> int:
        """Number of part files of each table."""
        return -(-self.loans // self.loans_per_part)

    def loans_in_part(self, part: int) -> int:
        """Number of loans in part `part` (0-based); only the last one may be smaller."""
        return min(self.loans_per_part, self.loans - part * self.loans_per_part)


@dataclass(frozen=True)
class DemoSummary:
    """What was written.

    Attributes:
        loans: loans in the book, each with one or more versions.
        customers: borrowers.
        disbursed: loans that were paid out.
        undecided: applications without a decision on the last day.
        instalments: contractual instalments of the disbursed loans, each counted once.
        receipts: receipt rows, the bounced and the reversing ones included.
        measured: disbursed loans with twelve observed months.
        bads: those of them that reached 90 days past due, or were written off, in them.
        bad_rate: bads / measured; 0 when nothing could be measured.
        rows: rows written by table, the dirty ones included.
        dirty_rows: rows that break a rule on purpose, by what is wrong with them.
        labels: Arrow table loan_id, disbursed_on, matured_on, is_bad (null: not mature),
            first_bad_on: the generator's own label, taken from the ledger that it wrote.
    """

    loans: int
    customers: int
    disbursed: int
    undecided: int
    instalments: int
    receipts: int
    measured: int
    bads: int
    bad_rate: float
    rows: dict[str, int]
    dirty_rows: dict[str, int]
    labels: Any = field(repr=False)
