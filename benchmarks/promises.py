"""What the product promises of its cost, and whether a figure keeps it."""

from __future__ import annotations

from dataclasses import dataclass

from benchmarks.report import line

# Of other books and histories the figures are printed without a limit.
LARGE_BOOK, SMALL_BOOK = 1_000_000, 100_000
HISTORY_MONTHS = 24
# By the share of loans overdue: who owes nothing costs little.
MOST_TIMES_THE_SCAN = {0.20: 45.0, 0.07: 25.0}
MOST_OF_PANDAS = 0.25
MOST_GIB = 4.0
MOST_GROWTH = 11.0
MOST_TIMES_ONE_DATE = 9.0


@dataclass(frozen=True)
class Promise:
    """A figure and the most that it may be; None where nothing is promised."""

    name: str
    figure: float
    limit: float | None

    @property
    def is_broken(self) -> bool:
        """Whether the figure is over what is promised."""
        return self.limit is not None and self.figure > self.limit

    def __str__(self) -> str:
        verdict = "over" if self.is_broken else "kept"
        promised = "" if self.limit is None else f"  at most {self.limit:g}: {verdict}"
        return line(self.name, self.figure) + promised
