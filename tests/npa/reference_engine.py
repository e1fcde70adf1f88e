"""Asset classification of one borrower, day by day, in plain Python.

Written from the rules and not from the SQL, slow and obvious on purpose. Amounts are integer paise;
a day's state counts everything dated on the day.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta

NPA_DPD = 90


@dataclass(frozen=True)
class Due:
    """One instalment of the contract."""

    day: date
    principal: int
    interest: int

    @property
    def amount(self) -> int:
        return self.principal + self.interest


@dataclass(frozen=True)
class Receipt:
    """Money that came on a day; negative: a reversal."""

    day: date
    amount: int


@dataclass(frozen=True)
class Facility:
    """One loan of the borrower."""

    loan_id: str
    opened_on: date
    dues: tuple[Due, ...]
    receipts: tuple[Receipt, ...]
    closed_on: date | None = None


@dataclass
class FacilityDay:
    """A facility at the end of one day."""

    oldest_unpaid: date | None
    overdue: int
    advance: int
    outstanding: int

    def dpd(self, day: date) -> int:
        return (day - self.oldest_unpaid).days if self.oldest_unpaid else 0


@dataclass
class BorrowerDay:
    """A borrower at the end of one day."""

    npa_date: date | None
    borrower_class: str
    facilities: dict[str, FacilityDay] = field(default_factory=dict)


def facility_on(facility: Facility, day: date) -> FacilityDay:
    """Fill the fallen dues, oldest first, interest before principal, with all money so far."""
    principal_of_contract = sum(due.principal for due in facility.dues)
    if facility.closed_on and day >= facility.closed_on:
        return FacilityDay(None, 0, 0, 0)
    money = sum(receipt.amount for receipt in facility.receipts if receipt.day <= day)
    fallen = sorted((due for due in facility.dues if due.day <= day), key=lambda due: due.day)
    overdue = max(sum(due.amount for due in fallen) - max(money, 0), 0)
    advance = max(money - sum(due.amount for due in fallen), 0)
    oldest_unpaid = None
    principal_paid = 0
    for due in fallen:
        interest = min(max(money, 0), due.interest)
        principal = min(max(money, 0) - interest, due.principal)
        principal_paid += principal
        if interest + principal < due.amount and oldest_unpaid is None:
            oldest_unpaid = due.day
        money = max(money, 0) - interest - principal
    return FacilityDay(oldest_unpaid, overdue, advance, principal_of_contract - principal_paid)


def add_months(day: date, months: int) -> date:
    """The same day of a later month, or that month's last."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    first_of_next = date(year + (month + 1) // 12, (month + 1) % 12 + 1, 1)
    return min(
        first_of_next - timedelta(days=1), date(year, month + 1, 1) + timedelta(days=day.day - 1)
    )


def class_by_age(npa_date: date, day: date) -> str:
    """The ladder of a non-performing borrower without security."""
    for months, name in ((12, "SUBSTANDARD"), (24, "DOUBTFUL-1"), (48, "DOUBTFUL-2")):
        if day < add_months(npa_date, months):
            return name
    return "DOUBTFUL-3"


def bucket(state: FacilityDay, day: date) -> str:
    """The facility's own bucket."""
    if state.oldest_unpaid is None:
        return "STANDARD"
    dpd = state.dpd(day)
    if dpd >= NPA_DPD:
        return "NPA"
    return "SMA-2" if dpd >= 60 else "SMA-1" if dpd >= 30 else "SMA-0"


def borrower_days(facilities: list[Facility], last_day: date) -> dict[date, BorrowerDay]:
    """Every day from the first disbursal: in at 90 days past due, out when nothing is overdue."""
    days: dict[date, BorrowerDay] = {}
    npa_date: date | None = None
    day = min(facility.opened_on for facility in facilities)
    while day <= last_day:
        states = {f.loan_id: facility_on(f, day) for f in facilities if f.opened_on <= day}
        if all(state.oldest_unpaid is None for state in states.values()):
            npa_date = None
        elif npa_date is None and any(state.dpd(day) >= NPA_DPD for state in states.values()):
            npa_date = day
        if npa_date:
            borrower_class = class_by_age(npa_date, day)
        else:
            order = ["STANDARD", "SMA-0", "SMA-1", "SMA-2"]
            borrower_class = max((bucket(s, day) for s in states.values()), key=order.index)
        days[day] = BorrowerDay(npa_date, borrower_class, states)
        day += timedelta(days=1)
    return days
