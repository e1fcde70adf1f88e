"""The files are the raw contract: columns, types, keys, and nothing from after the last day."""

from __future__ import annotations

from itertools import groupby
from operator import itemgetter

import pytest

from tests.unit.demo.conftest import Book

TEXT, WHOLE, DAY, MOMENT, YES_NO = "VARCHAR", "INTEGER", "DATE", "TIMESTAMP", "BOOLEAN"
MONEY, RATIO = "DECIMAL(18,2)", "DECIMAL(9,6)"
CONTRACT: dict[str, dict[str, str]] = {
    "customers": {
        "customer_id": TEXT, "date_of_birth": DAY, "age_years": WHOLE, "gender": TEXT,
        "marital_status": TEXT, "dependents": WHOLE, "education": TEXT, "employment_type": TEXT,
        "job_start_date": DAY, "years_of_experience": RATIO, "annual_income": MONEY,
        "net_monthly_income": MONEY, "monthly_fixed_outgoings": MONEY, "income_verified": YES_NO,
        "phone_verified": YES_NO, "email_verified": YES_NO, "address_verified": YES_NO,
        "pincode": TEXT, "city_tier": WHOLE, "state": TEXT, "home_ownership": TEXT,
        "profession": TEXT, "customer_since": DAY, "recorded_at": MOMENT,
    },
    "loans": {
        "loan_id": TEXT, "customer_id": TEXT, "loan_type": TEXT, "application_date": DAY,
        "loan_amount": MONEY, "status": TEXT, "decided_on": DAY, "disbursed_on": DAY,
        "closed_on": DAY, "settled_on": DAY, "written_off_on": DAY, "restructured_on": DAY,
        "fraud_reported_on": DAY, "loss_identified_on": DAY, "is_distress_restructured": YES_NO,
        "enterprise_size": TEXT, "rate_effective_on": DAY, "rate_reset_on": DAY,
        "lender_grade": TEXT, "loan_term_months": WHOLE, "loan_term_days": WHOLE,
        "observed_until": DAY, "interest_rate_pct": RATIO, "emi_amount": MONEY,
        "first_due_date": DAY, "loan_purpose": TEXT, "is_secured": YES_NO,
        "collateral_value": MONEY, "collateral_valued_on": DAY, "has_co_applicant": YES_NO,
        "channel": TEXT, "branch": TEXT, "currency": TEXT, "recorded_at": MOMENT,
    },
    "credit_history": {
        "customer_id": TEXT, "pull_date": DAY, "credit_score": WHOLE, "total_accounts": WHOLE,
        "active_accounts": WHOLE, "oldest_account_opened_on": DAY, "revolving_balance": MONEY,
        "revolving_limit": MONEY, "total_outstanding": MONEY, "unsecured_outstanding": MONEY,
        "monthly_obligations": MONEY, "overdue_amount": MONEY, "dpd_30_59_count_24m": WHOLE,
        "dpd_60_89_count_24m": WHOLE, "dpd_90_plus_count_24m": WHOLE, "last_delinquency_on": DAY,
        "enquiries_6m": WHOLE, "enquiries_12m": WHOLE, "revolving_utilization": RATIO,
        "debt_to_income": RATIO, "written_off_or_settled_count_60m": WHOLE, "recorded_at": MOMENT,
    },
    "repayments": {
        "loan_id": TEXT, "instalment_number": WHOLE, "due_date": DAY, "amount_due": MONEY,
        "principal_due": MONEY, "interest_due": MONEY, "due_recorded_at": MOMENT,
        "receipt_id": TEXT, "payment_date": DAY, "amount_paid": MONEY, "reverses_receipt_id": TEXT,
        "payment_method": TEXT, "payment_status": TEXT, "status_date": DAY, "reported_dpd": WHOLE,
        "reported_outstanding": MONEY, "recorded_at": MOMENT,
    },
}  # fmt: skip
EVENTS = {
    "customers": ("customer_since",),
    "loans": (
        "application_date", "decided_on", "disbursed_on", "closed_on", "settled_on",
        "written_off_on", "restructured_on", "fraud_reported_on", "loss_identified_on",
        "collateral_valued_on",
    ),
    "credit_history": ("pull_date", "last_delinquency_on", "oldest_account_opened_on"),
    "repayments": ("payment_date",),
}  # fmt: skip


@pytest.mark.parametrize("table", CONTRACT)
def test_a_table_has_the_columns_and_types_of_the_contract(book: Book, table: str) -> None:
    described = book.rows(f"describe {table}")
    assert {row[0]: row[1] for row in described} == CONTRACT[table]


@pytest.mark.parametrize("table", CONTRACT)
def test_nothing_is_recorded_after_the_night_of_the_last_day(book: Book, table: str) -> None:
    latest = book.number(f"select max(recorded_at)::varchar from {table}")
    assert latest <= "2025-07-01 02:00:00"


@pytest.mark.parametrize(("table", "day"), [(t, day) for t, days in EVENTS.items() for day in days])
def test_no_event_lies_after_the_day_on_which_it_was_recorded(
    book: Book, table: str, day: str
) -> None:
    early = book.number(
        f"select count(*) from {table} where {day} > least(recorded_at::date, date '2025-06-30')"
    )
    assert early == 0
    assert book.number(f"select count({day}) from {table}") > 0


def test_the_book_has_exactly_as_many_loans_as_were_asked_for(book: Book) -> None:
    assert book.number("select count(distinct loan_id) from loans") == book.settings.loans
    assert (
        book.number("select count(distinct customer_id) from customers") == book.summary.customers
    )


def test_every_loan_belongs_to_a_customer_who_was_known_when_it_was_applied_for(book: Book) -> None:
    unknown = book.number("""
        with applied as (
            select customer_id, application_date, min(recorded_at) as applied_at
            from loans group by all
        ),
        known as (select customer_id, min(recorded_at) as known_at from customers group by all)
        select count(*) from applied left join known using (customer_id)
        where known_at is null or known_at > applied_at""")
    assert unknown == 0


def test_versions_of_a_loan_walk_through_its_life_in_order(book: Book) -> None:
    steps = book.rows("""
        select loan_id, status from loans
        where loan_amount > 0 and loan_type <> 'balloon_2' order by loan_id, recorded_at""")
    walks = {
        tuple(status for status, _ in groupby(step[1] for step in loan))
        for _, loan in groupby(steps, key=itemgetter(0))
    }
    start = ("applied",)
    assert walks <= {
        start,
        (*start, "approved"),
        (*start, "rejected"),
        (*start, "withdrawn"),
        *(
            (*start, *approved, "disbursed", *end)
            for approved in ((), ("approved",))
            for end in ((), ("closed",), ("settled",), ("written_off",))
        ),
    }
    assert {walk[-1] for walk in walks} == {
        "applied", "approved", "rejected", "withdrawn", "disbursed", "closed", "settled",
        "written_off",
    }  # fmt: skip


def test_receipt_ids_are_given_once_but_for_the_rows_spoilt_on_purpose(book: Book) -> None:
    twice = book.number("""
        select count(*) from (
            select receipt_id from repayments where receipt_id is not null
            group by receipt_id having count(*) > 1
        )""")
    spoilt = book.summary.dirty_rows
    assert twice <= (
        spoilt["repayments: the same row twice"]
        + spoilt["repayments: one receipt id, two amounts"] // 2
    )
