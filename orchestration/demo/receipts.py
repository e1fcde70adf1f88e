"""Receipts as the ledger's months bring them forth, gathered into one table of arrays."""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from typing import Any

import numpy as np

from orchestration.demo.arrays import Flags, Ints

PAID, BOUNCED, REVERSAL = 0, 1, 2
_MORE_THAN_ANY_NUMBER = 1024


@dataclass(frozen=True)
class Receipts:
    """Receipts of one part, ordered by application, instalment and the order of events within it.

    Attributes:
        loan: number among the part's disbursed loans.
        number: instalment of the month in which the receipt came.
        is_loose: no due part stands beside it (a lump sum, a payment after maturity).
        day: value date.
        amount: paise; negative in a reversal; the presented amount where it bounced.
        kind: PAID, BOUNCED or REVERSAL.
        method: number of `codes.METHOD`.
        is_prompt: never recorded late, because another row depends on it.
    """

    loan: Ints
    number: Ints
    is_loose: Flags
    day: Ints
    amount: Ints
    kind: Ints
    method: Ints
    is_prompt: Flags

    def __len__(self) -> int:
        return len(self.loan)

    def take(self, rows: Ints | Flags) -> Receipts:
        """The receipts at the given positions."""
        return Receipts(*(getattr(self, column.name)[rows] for column in fields(self)))


@dataclass
class ReceiptBook:
    """Collects receipts month by month."""

    _pages: list[tuple[Any, ...]] = field(default_factory=list)

    def add(
        self,
        loan: Ints,
        number: int,
        day: Ints,
        amount: Ints,
        *,
        kind: int = PAID,
        method: Any,
        is_loose: bool = False,
        is_prompt: bool = False,
    ) -> None:
        """Enter receipts; the order of the calls is the order within a loan's instalment."""
        size = len(loan)
        if size:
            self._pages.append(
                (
                    loan,
                    np.full(size, number, dtype=np.int16),
                    np.full(size, is_loose),
                    day,
                    amount,
                    np.full(size, kind, dtype=np.int8),
                    np.broadcast_to(np.asarray(method, dtype=np.int8), size),
                    np.full(size, is_prompt),
                )
            )

    def close(self, last_day: int, rank: Ints) -> Receipts:
        """All receipts up to the last day, ordered by the loan's rank and the instalment."""
        if not self._pages:
            nothing: Any = np.empty(0, dtype=np.int64)
            return Receipts(*(nothing for _ in fields(Receipts)))
        everything = Receipts(
            *(np.concatenate(column) for column in zip(*self._pages, strict=True))
        )
        kept = np.flatnonzero(everything.day <= last_day)
        key = rank[everything.loan[kept]] * _MORE_THAN_ANY_NUMBER + everything.number[kept]
        return everything.take(kept[np.argsort(key, kind="stable")])
