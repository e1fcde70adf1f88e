"""Features 51 to 66 by their rules: repayment behaviour, day by day, and other loans."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from itertools import groupby
from statistics import mean
from typing import Any

from tests.features.reference_book import Book, add_months, customer_at, loan_at, whole_months
from tests.features.reference_case import Case, Features
from tests.features.reference_ledger import Ledger, Ledgers

NAMES = (
    "current_dpd",
    "max_dpd_12m",
    "avg_dpd_6m",
    "dpd_trend_3v6",
    "late_payment_ratio",
    "partial_payment_ratio",
    "max_consecutive_late_12m",
    "payment_to_due_ratio_6m",
    "days_since_last_payment",
    "bounce_count_6m",
    "auto_debit_ratio_12m",
    "cure_count_12m",
)
Cohort = Mapping[str, tuple[tuple[Any, Any], bool]]


def days(first: date, last: date) -> Iterator[date]:
    return (first + timedelta(days=k) for k in range((last - first).days + 1))


def known_dpds(ledger: Ledger, first: date, last: date) -> list[int]:
    return [dpd for day in days(first, last) if (dpd := ledger.dpd(day)) is not None]


def behaviour(case: Case) -> Features:
    observed_until = case.loan["observed_until"]
    is_cut_short = observed_until is not None and observed_until < case.day
    if not case.is_behaviour or not case.ledger or not case.ledger.is_told or is_cut_short:
        return dict.fromkeys(NAMES)
    return {
        **dpd_features(case, case.ledger),
        **due_features(case, case.ledger),
        **receipt_features(case, case.ledger),
    }


def dpd_features(case: Case, ledger: Ledger) -> Features:
    day, opened_on = case.day, case.loan["opened_on"]
    months_on_book = whole_months(opened_on, day)
    first_day = max(add_months(day, -12) + timedelta(days=1), opened_on)
    points = [ledger.dpd(point) if point >= opened_on else None for point in month_ends(day)]
    known = [dpd for dpd in points if dpd is not None]
    return {
        "current_dpd": points[0],
        "max_dpd_12m": (
            max(known_dpds(ledger, first_day, day), default=None) if months_on_book >= 1 else None
        ),
        "avg_dpd_6m": mean(known) if len(known) >= 3 else None,
        "dpd_trend_3v6": (sum(known[:3]) - sum(known[3:])) / 3 if len(known) == 6 else None,
        "cure_count_12m": cures(case, ledger) if months_on_book >= 3 else None,
    }


def month_ends(day: date) -> list[date]:
    """The day itself and the five month-ends before it."""
    points = [day]
    while len(points) < 6:
        points.append(points[-1].replace(day=1) - timedelta(days=1))
    return points


def cures(case: Case, ledger: Ledger) -> int:
    window_opens = add_months(case.day, -12)
    count, worst = 0, 0
    for day in days(case.loan["opened_on"], case.day):
        dpd = ledger.dpd(day)
        if dpd is None:
            continue
        if ledger.is_clear(day):
            count += worst >= 30 and day > window_opens
            worst = 0
        else:
            worst = max(worst, dpd)
    return count


def due_features(case: Case, ledger: Ledger) -> Features:
    year_ago, half_year_ago = add_months(case.day, -12), add_months(case.day, -6)
    dues = [due for due in ledger.dues if year_ago < due.day <= case.day]
    covered = [ledger.covered_when_due(due) for due in dues]
    is_late = [part < due.amount for due, part in zip(dues, covered, strict=True)]
    is_partial = [late and part > 0 for late, part in zip(is_late, covered, strict=True)]
    runs = [len(list(run)) for late, run in groupby(is_late) if late]
    fallen = sum(due.amount for due in dues if due.day > half_year_ago)
    came = sum(
        r["amount_paid"]
        for r in ledger.receipts
        if r["payment_date"] > half_year_ago and r["payment_status"] != "bounced"
    )
    return {
        "late_payment_ratio": mean(is_late) if dues else None,
        "partial_payment_ratio": mean(is_partial) if dues else None,
        "max_consecutive_late_12m": max(runs, default=0) if dues else None,
        "payment_to_due_ratio_6m": min(max(came / fallen, 0), 2) if fallen else None,
    }


def receipt_features(case: Case, ledger: Ledger) -> Features:
    year_ago, half_year_ago = add_months(case.day, -12), add_months(case.day, -6)
    payments = ledger.payments()
    standing = [r["payment_date"] for r in payments if not ledger.is_fully_reversed(r)]
    first_dues = [due.day for due in ledger.dues[:1] if due.day <= case.day]
    last_money = max(standing, default=first_dues[0] if first_dues else None)
    of_year = [
        r["payment_method"] == "auto_debit" for r in payments if r["payment_date"] > year_ago
    ]
    return {
        "days_since_last_payment": (case.day - last_money).days if last_money else None,
        "bounce_count_6m": sum(
            r["payment_date"] > half_year_ago
            and (r["payment_status"] == "bounced" or r["amount_paid"] < 0)
            for r in ledger.receipts
        ),
        "auto_debit_ratio_12m": mean(of_year) if of_year else None,
    }


def relationship(case: Case, cohort: Cohort) -> Features:
    worst: list[int] = []
    present: list[int | None] = []
    for loan_id, other in case.opened_others.items():
        ledger = case.ledger_of(loan_id)
        last_day = min(other["observed_until"] or case.day, case.day)
        worst += known_dpds(ledger, other["opened_on"], last_day)
        if other["status"] == "disbursed":
            present.append(ledger.dpd(case.day) if last_day == case.day else None)
    known = [dpd for dpd in present if dpd is not None]
    return {
        "own_prior_loans_count": len(case.opened_others),
        "own_prior_worst_delay_days": max(worst, default=None),
        "area_product_bad_rate_lagged": area_rate(case, cohort),
        "borrower_max_dpd_other_loans": (
            max(known, default=None if present else 0) if case.is_behaviour else None
        ),
    }


def area_rate(case: Case, cohort: Cohort) -> float | None:
    others = [fate for loan_id, fate in cohort.items() if loan_id != case.loan_id]
    if not others:
        return None
    pincode = case.customer["pincode"]
    cell = (case.loan["loan_type"], pincode[:3]) if pincode else None
    portfolio_rate = mean(is_bad for _, is_bad in others)
    in_cell = [is_bad for place, is_bad in others if place == cell]
    return (sum(in_cell) + 200 * portfolio_rate) / (len(in_cell) + 200)


def cohort_on(book: Book, day: date, ledgers: Ledgers) -> Cohort:
    """Loans whose first twelve months and five days are over: their cell, and if they went bad."""
    cohort: dict[str, tuple[tuple[Any, Any], bool]] = {}
    for loan_id in book.loans:
        loan = loan_at(book, loan_id, day)
        if not loan or not loan["opened_on"]:
            continue
        last_day = add_months(loan["opened_on"], 12)
        is_cut_short = loan["observed_until"] is not None and loan["observed_until"] < last_day
        if is_cut_short or last_day + timedelta(days=5) > day:
            continue
        ledger = ledgers.of(loan_id, day)
        dpds = known_dpds(ledger, loan["opened_on"] + timedelta(1), last_day)
        is_written_off = bool(
            loan["written_off_on"] and loan["opened_on"] < loan["written_off_on"] <= last_day
        )
        if dpds or is_written_off:
            pincode = customer_at(book, loan["customer_id"], day)["pincode"]
            cell = (loan["loan_type"], pincode[:3] if pincode else None)
            cohort[loan_id] = (cell, is_written_off or max(dpds) >= 90)
    return cohort
