"""What a random book must hold for a comparison to mean something: each case that a rule names."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

from tests.features.reference_book import add_months, cutoff
from tests.features.reference_case import Case
from tests.features.reference_ledger import Ledger
from tests.features.reference_money import HEARD_OF_AFTER

DAY = timedelta(days=1)


def born_on(case: Case) -> date | None:
    day: date | None = case.customer["date_of_birth"]
    return day


def is_customer_known(case: Case) -> bool:
    return case.customer["customer_id"] is not None


def ledger(case: Case) -> Ledger | None:
    return case.ledger if case.is_behaviour else None


def pull_age(case: Case) -> int | None:
    return (case.day - case.pulls[-1]["pull_date"]).days if case.pulls else None


def earlier_pull_ages(case: Case) -> set[int]:
    if not case.pull:
        return set()
    return {(case.pull["pull_date"] - pull["pull_date"]).days for pull in case.pulls}


def begun_before_pull(case: Case) -> timedelta | None:
    if not case.pull or not case.loan["disbursed_on"]:
        return None
    waited: timedelta = case.pull["pull_date"] - case.loan["disbursed_on"]
    return waited


def receipts_known_late(case: Case) -> bool:
    """Money value-dated up to the day that was recorded after its cutoff."""
    return any(
        row["payment_date"] <= case.day and row["known_from"] > cutoff(case.day)
        for row in case.book.receipts[case.loan_id]
    )


def is_taken_back(case: Case, *, fully: bool) -> bool:
    if not ledger(case) or not case.ledger:
        return False
    named = {row["reverses_receipt_id"] for row in case.ledger.receipts}
    return any(
        payment["receipt_id"] in named and case.ledger.is_fully_reversed(payment) == fully
        for payment in case.ledger.payments()
    )


def versions(case: Case) -> list[dict[str, object]]:
    return [row for row in case.book.loans[case.loan_id] if row["known_from"] <= cutoff(case.day)]


def acts_tomorrow(case: Case, name: str) -> bool:
    return any(version[name] == case.day + DAY for version in versions(case))


def first_year_settles_on(case: Case) -> date | None:
    begun: date | None = case.loan["opened_on"]
    return add_months(begun, 12) + 5 * DAY if begun else None


def other_with(case: Case, status: str) -> bool:
    return any(other["status"] == status for other in case.others.values())


SITUATIONS: dict[str, Callable[[Case], object]] = {
    "a borrower of whom nothing is known": lambda case: not is_customer_known(case),
    "a birthday on 29 February": lambda case: (
        (born := born_on(case)) and (born.month, born.day) == (2, 29)
    ),
    "a birthday today": lambda case: (
        (born := born_on(case)) and (born.month, born.day) == (case.day.month, case.day.day)
    ),
    "a birthday tomorrow": lambda case: (
        (born := born_on(case))
        and (born.month, born.day) == ((case.day + DAY).month, (case.day + DAY).day)
    ),
    "an age told without a date of birth": lambda case: (
        not born_on(case) and case.customer["age_years"]
    ),
    "a child": lambda case: (born := born_on(case)) and add_months(born, 12 * 18) > case.day,
    "someone over a hundred": lambda case: (
        (born := born_on(case)) and add_months(born, 12 * 101) <= case.day
    ),
    "a job that begins tomorrow": lambda case: case.customer["job_start_date"] == case.day + DAY,
    "a relationship that begins tomorrow": lambda case: (
        case.customer["customer_since"] == case.day + DAY
    ),
    "a city tier that the contract does not know": lambda case: case.customer["city_tier"] == 7,
    "a customer's version recorded before the day and another after": lambda case: any(
        row["known_from"] > cutoff(case.day)
        for row in case.book.customers.get(case.loan["customer_id"], [])
        if is_customer_known(case)
    ),
    "an application of the day, disbursed on it": lambda case: (
        case.loan["application_date"] == case.loan["disbursed_on"] == case.day
    ),
    "an undecided application of someone with an open loan": lambda case: (
        case.loan["status"] == "applied" and other_with(case, "disbursed")
    ),
    "a decision that is made later": lambda case: (
        not case.loan["decided_on"]
        and any(row["decided_on"] for row in case.book.loans[case.loan_id])
    ),
    "a loan whose first day is assumed": lambda case: (
        case.loan["opened_on"] and not case.loan["disbursed_on"]
    ),
    "a loan disbursed on the 29th, 30th or 31st, on the last day of a shorter month": lambda case: (
        case.loan["opened_on"]
        and case.loan["opened_on"].day > case.day.day
        and (case.day + DAY).day == 1
    ),
    "a first year that settles today": lambda case: first_year_settles_on(case) == case.day,
    "a first year that settles tomorrow": lambda case: (
        first_year_settles_on(case) == case.day + DAY
    ),
    "a term in days that make no month": lambda case: case.loan["loan_term_months"] == 0,
    "a loan without an amount": lambda case: case.loan["loan_amount"] is None,
    "a loan in a currency with a rate": lambda case: case.loan["currency"] in ("USD", "EUR", "GBP"),
    "a loan in a currency without one": lambda case: case.loan["currency"] == "ZZZ",
    "a restructured loan": lambda case: (
        case.loan["is_distress_restructured"] and case.loan["restructured_on"] <= case.day
    ),
    "a rate that takes effect tomorrow": lambda case: acts_tomorrow(case, "rate_effective_on"),
    "a valuation of tomorrow": lambda case: acts_tomorrow(case, "collateral_valued_on"),
    "a collateral worth nothing": lambda case: (
        case.loan["is_secured"] and case.loan["collateral_value"] == 0
    ),
    "a version recorded in the last minute of the night": lambda case: any(
        version["known_from"] == cutoff(case.day) for version in versions(case)
    ),
    "a pull of today": lambda case: pull_age(case) == 0,
    "a pull just fresh": lambda case: pull_age(case) == 180,
    "a pull just stale": lambda case: pull_age(case) == 181,
    "a pull that was corrected": lambda case: (
        case.pull
        and any(
            row["pull_date"] == case.pull["pull_date"]
            and row["known_from"] < case.pull["known_from"]
            for row in case.book.pulls[case.loan["customer_id"]]
        )
    ),
    "a pull without a record behind it": lambda case: (
        case.pull and case.pull["total_accounts"] == 0
    ),
    "an account opened twelve months ago to the day": lambda case: (
        case.pull and case.pull["oldest_account_opened_on"] == add_months(case.day, -12)
    ),
    "an earlier pull 150 days before": lambda case: 150 in earlier_pull_ages(case),
    "an earlier pull 240 days before": lambda case: 240 in earlier_pull_ages(case),
    "an earlier pull just too old": lambda case: 241 in earlier_pull_ages(case),
    "a loan that the bureau has just heard of": lambda case: (
        begun_before_pull(case) == HEARD_OF_AFTER
    ),
    "a loan that it hears of tomorrow": lambda case: (
        begun_before_pull(case) == HEARD_OF_AFTER - DAY
    ),
    "a balance on no limit": lambda case: (
        case.pull and case.pull["revolving_limit"] == 0 and case.pull["revolving_balance"]
    ),
    "a debt that the bureau tells only as a ratio": lambda case: (
        case.pull
        and case.pull["total_outstanding"] is None
        and case.pull["debt_to_income"] is not None
    ),
    "a receipt that was recorded late": receipts_known_late,
    "a receipt that was taken back": lambda case: is_taken_back(case, fully=True),
    "a receipt that was taken back in part": lambda case: is_taken_back(case, fully=False),
    "a bounce": lambda case: (
        ledger(case)
        and case.ledger
        and any(row["payment_status"] == "bounced" for row in case.ledger.receipts)
    ),
    "a due of today": lambda case: (
        ledger(case) and case.ledger and any(due.day == case.day for due in case.ledger.dues)
    ),
    "an instalment that was changed since": lambda case: any(
        row["known_from"] > cutoff(case.day) and row["due_date"] <= case.day
        for row in case.book.dues[case.loan_id]
    ),
    "dues of which no part is told": lambda case: (
        ledger(case) and case.ledger and case.ledger.dues and not case.ledger.is_part_told
    ),
    "a loan known by its terms alone": lambda case: (
        ledger(case) and case.ledger and case.ledger.dues and not case.book.dues[case.loan_id]
    ),
    "dues that are told only later": lambda case: (
        ledger(case)
        and case.ledger
        and case.book.dues[case.loan_id]
        and min(row["known_from"] for row in case.book.dues[case.loan_id]) > cutoff(case.day)
    ),
    "receipts without dues": lambda case: (
        ledger(case) and case.ledger and case.ledger.receipts and not case.ledger.is_told
    ),
    "statuses without dues": lambda case: (
        ledger(case) and case.ledger and case.ledger.statuses and not case.ledger.dues
    ),
    "statuses beside dues": lambda case: (
        ledger(case) and case.ledger and case.ledger.statuses and case.ledger.dues
    ),
    "statuses that are too old": lambda case: (
        ledger(case) and case.ledger and case.ledger.statuses and case.ledger.dpd(case.day) is None
    ),
    "a loan of which no balance is ever reported, beside dues": lambda case: (
        ledger(case)
        and case.ledger
        and case.ledger.statuses
        and case.ledger.dues
        and not any(s["reported_outstanding"] is not None for s in case.ledger.statuses)
    ),
    "a credit balance": lambda case: (
        ledger(case) and case.ledger and (case.ledger.outstanding(case.day) or 0) < 0
    ),
    "a ledger that ends before the day": lambda case: (
        case.loan["observed_until"] and case.loan["observed_until"] < case.day
    ),
    "three loans of one borrower": lambda case: len(case.opened_others) >= 2,
    "another loan written off": lambda case: other_with(case, "written_off"),
    "another loan closed": lambda case: other_with(case, "closed"),
    "another loan settled": lambda case: other_with(case, "settled"),
    "another loan that is known only later": lambda case: any(
        all(row["known_from"] > cutoff(case.day) for row in case.book.loans[loan_id])
        and case.book.loans[loan_id][0]["application_date"] <= case.day
        for loan_id in case.book.loan_ids[case.loan["customer_id"]]
    ),
}
