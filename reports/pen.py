"""Cells, heads and phrases in one report's style: its money unit, its two dates."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from reports import formats as f
from reports.csv_link import csv_href
from reports.formats import MoneyStyle, Number
from reports.page import Cell, Column, Handle, Table


@dataclass(frozen=True, slots=True)
class Pen:
    """Writes figures the way this report writes them."""

    money: MoneyStyle
    currency: str
    as_of_date: date
    previous_on: date | None

    @property
    def today(self) -> str:
        """The report's date in words."""
        return f.long_date(self.as_of_date)

    @property
    def before(self) -> str:
        """The date that is compared with, in words."""
        return f.long_date(self.previous_on) if self.previous_on else "an earlier month-end"

    def words(self, text: str) -> Cell:
        """Words that are their own exact text."""
        return Cell(text, text)

    def count(self, value: int | None, reason: str = "") -> Cell:
        """A whole number."""
        text = f.NOTHING if value is None else f.grouped(value, 0, self.money.grouping)
        return Cell(text, value, reason)

    def amount(self, value: Number | None, reason: str = "", bar: float | None = None) -> Cell:
        """Money in the report's unit, exact in the CSV."""
        return Cell(self.money.cell(value), value, reason, bar=bar)

    def amount_change(self, value: Number | None, reason: str = "") -> Cell:
        """A signed change of money, in a lighter tone."""
        return Cell(self.money.change(value), value, reason, is_quiet=True)

    def share(self, value: Number | None, decimals: int = 2, reason: str = "") -> Cell:
        """A fraction as percent, the sign in the head."""
        return Cell(f.percent(value, decimals, sign=""), value, reason)

    def change_share(self, value: Number | None, reason: str = "", decimals: int = 1) -> Cell:
        """A signed change as percent, or in percentage points, the sign in the head."""
        return Cell(f.signed(f.percent(value, decimals, sign="")), value, reason, is_quiet=True)

    def figure(self, value: Number | None, decimals: int, reason: str = "") -> Cell:
        """A plain figure."""
        return Cell(f.decimal_text(value, decimals), value, reason)

    def loans(self, count: int) -> str:
        """So many loans, in words."""
        return f.counted(count, "loan", grouping=self.money.grouping)

    def between(self, low: Decimal | None, high: Decimal | None) -> str:
        """A class of amounts: up to ₹1 lakh, ₹1–5 lakh, over ₹50 lakh."""
        if low is None:
            return "any amount" if high is None else f"up to {f.round_amount(self.currency, high)}"
        start = f.round_amount(self.currency, low)
        if high is None:
            return f"over {start}"
        end = f.round_amount(self.currency, high)
        (start_digits, _, start_unit), (end_digits, _, end_unit) = (
            start.partition(f.NO_BREAK),
            end.partition(f.NO_BREAK),
        )
        if start_unit and start_unit == end_unit:
            return f"{start_digits}\u2013{end_digits.lstrip(self.money.symbol)} {end_unit}"
        return f"{start} to {end}"

    def source(self, *relations: str) -> str:
        """The footnote: relations and their date."""
        return f"{f.listed(list(relations))}, {self.today}"

    def money_column(self, head: str) -> Column:
        """A column of money with the unit in its head."""
        return Column(head, self.money.head)

    def table(
        self,
        key: str,
        caption: str,
        columns: tuple[Column, ...],
        rows: Sequence[tuple[Cell, ...]],
        *,
        total: tuple[Cell, ...] | None = None,
        rest: Sequence[tuple[Cell, ...]] = (),
        rest_label: str = "",
        note: str = "",
        source: str = "",
        empty: str = "There is nothing to list.",
        handles: tuple[Handle, ...] = (),
    ) -> Table:
        """A table with all its rows, exact, in a CSV link."""
        heads = [
            f"{column.head} ({column.unit})" if column.unit else column.head for column in columns
        ]
        exact_heads = [head.replace(f" ({self.money.head})", "") for head in heads]
        body = [*rows, *rest]
        return Table(
            key=key,
            caption=caption,
            columns=columns,
            rows=tuple(rows),
            total=total,
            rest=tuple(rest),
            rest_label=rest_label,
            note=note,
            source=source,
            empty=empty,
            handles=handles,
            csv_href=csv_href(exact_heads, [[cell.exact for cell in row] for row in body]),
        )


def moved(text: str, previous_text: str, *, is_up: bool) -> str:
    """rose to 4.31% from 4.12%, or stayed at 4.31% when both print the same."""
    if text == previous_text:
        return f"stayed at {text}"
    return f"{'rose' if is_up else 'fell'} to {text} from {previous_text}"
