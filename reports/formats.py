"""How figures are written: grouping, signs, percentages, dates, and what stands for nothing.

All functions take the exact figure and return text. Rounding is half-up, so that 0.125 prints as
0.13 whatever the platform. Nothing here is escaped: the templates do that.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import Literal

MINUS = "\u2212"
NOTHING = "\u2013"
NO_BREAK = "\u00a0"

Number = Decimal | float | int
Grouping = Literal["indian", "western"]

_LAKH_CRORE, _CRORE, _LAKH = 12, 7, 5
_BILLION, _MILLION, _THOUSAND = 9, 6, 3


def rounded(value: Number, decimals: int) -> Decimal:
    """The value rounded half-up to so many decimals; never a negative zero."""
    exact = value if isinstance(value, Decimal) else Decimal(str(value))
    result = exact.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)
    return abs(result) if result == 0 else result


def grouped(value: Number, decimals: int = 0, grouping: Grouping = "indian") -> str:
    """Digits in groups with a true minus sign.

    >>> grouped(Decimal("1234567.89"), 2)
    '12,34,567.89'
    >>> grouped(Decimal("1234567.89"), 2, "western")
    '1,234,567.89'
    """
    exact = rounded(value, decimals)
    whole, _, fraction = f"{abs(exact):f}".partition(".")
    sign = MINUS if exact < 0 else ""
    head, tail = whole[:-3], whole[-3:]
    step = 2 if grouping == "indian" else 3
    groups: list[str] = []
    while head:
        groups.insert(0, head[-step:])
        head = head[:-step]
    return sign + ",".join([*groups, tail]) + (f".{fraction}" if fraction else "")


def signed(text: str) -> str:
    """A change: a plus sign before what is not negative and not zero."""
    return f"+{text}" if shows_a_figure(text) and not text.startswith(MINUS) else text


def shows_a_figure(text: str) -> bool:
    """Whether a reader sees anything but zeros: 0.00 stands for no change, however small it is."""
    return any(digit in text for digit in "123456789")


def percent(ratio: Number | None, decimals: int = 2, sign: str = "%") -> str:
    """A fraction as a percentage; pass an empty `sign` where the column head carries the unit."""
    if ratio is None:
        return NOTHING
    exact = ratio if isinstance(ratio, Decimal) else Decimal(str(ratio))
    return f"{grouped(exact.scaleb(2), decimals)}{sign}"


def points(change: Number | None, decimals: int = 2) -> str:
    """A change between two fractions, in percentage points with its sign."""
    if change is None:
        return NOTHING
    return f"{signed(percent(change, decimals, sign=''))}{NO_BREAK}points"


def decimal_text(value: Number | None, decimals: int) -> str:
    """A plain figure with fixed decimals."""
    return NOTHING if value is None else grouped(value, decimals)


def significant(value: Number | None, grouping: Grouping = "indian", digits: int = 4) -> str:
    """A measured value to so many digits that count; zeros at its end are dropped.

    >>> significant(0.0312499), significant(1234567.8), significant(12.5)
    ('0.03125', '12,34,568', '12.5')
    """
    if value is None:
        return NOTHING
    exact = Decimal(str(value))
    decimals = 0 if not exact else max(0, digits - 1 - exact.adjusted())
    text = grouped(exact, min(decimals, 8), grouping)
    return text.rstrip("0").rstrip(".") if "." in text else text


def short_number(value: Number, grouping: Grouping = "indian") -> str:
    """A round number in as little room as there is, for an axis: 50k, 12L, 1.5cr; 1.2M.

    >>> short_number(1200000), short_number(1200000, "western"), short_number(0.25)
    ('12L', '1.2M', '0.25')
    """
    units: tuple[tuple[int, str], ...] = ((_CRORE, "cr"), (_LAKH, "L"), (_THOUSAND, "k"))
    if grouping == "western":
        units = ((_MILLION, "M"), (_THOUSAND, "k"))
    exact = Decimal(str(value))
    for exponent, unit in units:
        if abs(exact) >= 10**exponent:
            return significant(exact.scaleb(-exponent), grouping) + unit
    return significant(exact, grouping)


def long_date(day: date) -> str:
    """30 June 2025, with spaces that do not break."""
    return f"{day.day}{NO_BREAK}{day:%B}{NO_BREAK}{day.year}"


def short_date(day: date) -> str:
    """30 Jun 2025, with spaces that do not break."""
    return f"{day.day}{NO_BREAK}{day:%b}{NO_BREAK}{day.year}"


def day_and_month(day: date) -> str:
    """30 June, where the year is clear."""
    return f"{day.day}{NO_BREAK}{day:%B}"


def day_tick(day: date) -> str:
    """30 Jun, for the heads of a history of days."""
    return f"{day.day}{NO_BREAK}{day:%b}"


def month_tick(day: date) -> str:
    """Jun 25, for the axis of a chart over months."""
    return f"{day:%b} {day:%y}"


def moment(instant: datetime) -> str:
    """30 June 2025, 02:14 with the zone where one is given."""
    zone = f" {instant.tzname()}" if instant.tzinfo else ""
    return f"{long_date(instant.date())}, {instant:%H:%M}{zone}"


def counted(
    count: int, singular: str, plural: str | None = None, grouping: Grouping = "indian"
) -> str:
    """A count with its noun: 1 loan, 12,34,567 loans, no loans."""
    noun = singular if count == 1 else plural or f"{singular}s"
    return f"{grouped(count, 0, grouping) if count else 'no'} {noun}"


def listed(items: list[str]) -> str:
    """Names in a sentence: a, b and c."""
    if len(items) < 2:
        return "".join(items)
    return f"{', '.join(items[:-1])} and {items[-1]}"


@dataclass(frozen=True, slots=True)
class MoneyStyle:
    """How this report writes money: one unit for all of it, so that digits can be compared."""

    symbol: str
    unit: str
    exponent: int
    decimals: int
    grouping: Grouping

    @property
    def head(self) -> str:
        """The unit as it stands in a column head: ₹ crore."""
        return f"{self.symbol}{NO_BREAK}{self.unit}".strip() if self.unit else self.symbol

    def cell(self, amount: Number | None) -> str:
        """The amount in the report's unit, without the unit."""
        if amount is None:
            return NOTHING
        exact = amount if isinstance(amount, Decimal) else Decimal(str(amount))
        return grouped(exact.scaleb(-self.exponent), self.decimals, self.grouping)

    def scaled(self, amount: Number) -> float:
        """The amount in the report's unit, for the geometry of a picture."""
        exact = amount if isinstance(amount, Decimal) else Decimal(str(amount))
        return float(exact.scaleb(-self.exponent))

    def change(self, amount: Number | None) -> str:
        """A signed change in the report's unit, without the unit."""
        return NOTHING if amount is None else signed(self.cell(amount))

    def words(self, amount: Number | None) -> str:
        """The amount with symbol and unit, for a sentence: ₹1,234.56 crore."""
        if amount is None:
            return NOTHING
        text = self.cell(amount)
        sign, digits = (MINUS, text[1:]) if text.startswith(MINUS) else ("", text)
        gap = "" if len(self.symbol) == 1 else NO_BREAK
        return f"{sign}{self.symbol}{gap}{digits}{NO_BREAK + self.unit if self.unit else ''}"


_SYMBOLS = {"INR": "₹", "USD": "$", "EUR": "€", "GBP": "£"}


def round_amount(currency: str, amount: Decimal) -> str:
    """A round amount, such as the edge of a class: ₹5 lakh, ₹1 crore, ₹50,000.

    >>> round_amount("INR", Decimal("500000.00"))
    '₹5\xa0lakh'
    """
    is_rupee = currency == "INR"
    units = ((_CRORE, "crore"), (_LAKH, "lakh")) if is_rupee else ((_MILLION, "million"),)
    exponent, unit = next(((e, u) for e, u in units if abs(amount) >= 10**e), (0, ""))
    scaled = amount.scaleb(-exponent).normalize()
    decimals = max(0, -int(scaled.as_tuple().exponent))
    style = MoneyStyle(
        _SYMBOLS.get(currency, currency),
        unit,
        exponent,
        decimals,
        "indian" if is_rupee else "western",
    )
    return style.words(amount)


def money_style(currency: str, largest: Number | None) -> MoneyStyle:
    """The unit that suits a book of this size: crore or lakh for rupees, else million or thousand.

    `largest` is the largest amount of the report in whole units of the currency (null as zero).
    """
    size = abs(largest) if largest is not None else 0
    is_rupee = currency == "INR"
    symbol = _SYMBOLS.get(currency, currency)
    grouping: Grouping = "indian" if is_rupee else "western"
    big, small = (_CRORE, _LAKH) if is_rupee else (_MILLION, _THOUSAND)
    names = ("crore", "lakh") if is_rupee else ("million", "thousand")
    if size >= 10 ** (big + 6):
        huge, name = (_LAKH_CRORE, "lakh crore") if is_rupee else (_BILLION, "billion")
        return MoneyStyle(symbol, name, huge, 2, grouping)
    if size >= 10 ** (big + 1):
        return MoneyStyle(symbol, names[0], big, 2, grouping)
    if size >= 10 ** (small + 1):
        return MoneyStyle(symbol, names[1], small, 2, grouping)
    return MoneyStyle(symbol, "", 0, 2, grouping)
