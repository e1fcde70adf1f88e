"""What happens in the book happens for a reason, and everything that lenders see happens in it."""

from __future__ import annotations

import pytest

from tests.unit.demo.conftest import Book

OUTCOMES = """
    with label as (select loan_id, is_bad from labels where is_bad is not null),
    applied as (
        select * from loans where loan_amount > 0 and loan_type <> 'balloon_2'
        qualify row_number() over (partition by loan_id order by recorded_at) = 1
    ),
    told as (
        select applied.loan_id, customers.*
        from applied asof join customers
            on applied.customer_id = customers.customer_id
            and applied.recorded_at >= customers.recorded_at
    ),
    pulled as (
        select applied.loan_id, credit_history.*
        from applied asof left join credit_history
            on applied.customer_id = credit_history.customer_id
            and applied.application_date >= credit_history.pull_date
    ),
    outcome as (
        select applied.*, label.is_bad::int as bad,
            told.employment_type, told.annual_income, told.years_of_experience,
            told.job_start_date, told.income_verified, told.pincode,
            pulled.credit_score, pulled.monthly_obligations, pulled.enquiries_6m,
            pulled.dpd_30_59_count_24m + 3 * pulled.dpd_60_89_count_24m as past_delays,
            pulled.revolving_balance / pulled.revolving_limit as utilisation,
            (coalesce(pulled.monthly_obligations, 0) + applied.emi_amount) * 12
                / told.annual_income as burden
        from label
        join applied using (loan_id) join told using (loan_id) join pulled using (loan_id)
    )
"""


@pytest.mark.parametrize(
    ("worse", "better"),
    [
        ("credit_score < 690", "credit_score > 760"),
        ("burden > 0.5", "burden < 0.25"),
        ("utilisation > 0.6", "utilisation < 0.3"),
        ("past_delays > 0", "past_delays = 0"),
        ("enquiries_6m >= 3", "enquiries_6m = 0"),
        ("employment_type = 'gig_or_daily'", "employment_type = 'salaried_govt'"),
        ("job_start_date > application_date - 365", "job_start_date < application_date - 3650"),
        ("not income_verified", "income_verified"),
        ("loan_type in ('personal', 'two_wheeler')", "loan_type in ('home', 'auto')"),
        ("month between 20 and 32", "month > 36"),
        ("lender_grade in ('E', 'F', 'G')", "lender_grade in ('A', 'B')"),
    ],
)
def test_who_is_worse_off_goes_bad_more_often(big_book: Book, worse: str, better: str) -> None:
    query = (
        OUTCOMES
        + """,
        disbursed as (
            select loan_id, any_value(lender_grade) as lender_grade,
                date_diff('month', date '2020-07-01', max(disbursed_on)) as month
            from loans where disbursed_on is not null group by loan_id
        )
        select avg(bad) from outcome left join disbursed using (loan_id) where """
    )
    query = query.replace("applied.*,", "applied.* exclude (lender_grade),")
    assert big_book.number(query + worse) > 1.25 * big_book.number(query + better)


def test_some_areas_pay_worse_than_others_by_more_than_chance(big_book: Book) -> None:
    spread = big_book.number(
        OUTCOMES
        + """, area as (
            select left(pincode, 3) as area, count(*) as n, sum(bad) as bads from outcome
            group by all having n > 60
        )
        select sum((bads - n * r) ** 2 / (n * r * (1 - r))) / count(*)
        from area, (select sum(bads) / sum(n) as r from area)"""
    )
    assert spread > 1.4


def test_what_customers_leave_out_is_not_left_out_by_chance(big_book: Book) -> None:
    silent = """
        select avg((monthly_fixed_outgoings is null)::int) from customers
        where employment_type in ({})"""
    assert big_book.number(silent.format("'gig_or_daily', 'self_employed_business'")) > (
        1.2 * big_book.number(silent.format("'salaried_govt', 'salaried_private'"))
    )
    for column in ("date_of_birth", "dependents", "education", "annual_income", "job_start_date"):
        missing = big_book.number(f"select avg(({column} is null)::int) from customers")
        assert 0.002 < missing < 0.35


def test_borrowers_have_several_loans_and_several_pulls_and_some_none(big_book: Book) -> None:
    loans = """select avg((n > 1)::int), max(n) from
        (select count(distinct loan_id) as n from loans group by customer_id)"""
    several, most = big_book.rows(loans)[0]
    assert 0.2 < several < 0.4
    assert most >= 4
    pulls = """
        with pulls as (select customer_id, count(*) as n from credit_history group by customer_id)
        select avg((coalesce(n, 0) = 0)::int), avg((coalesce(n, 0) > 1)::int), max(n)
        from (select distinct customer_id from customers) left join pulls using (customer_id)"""
    never, several, most = big_book.rows(pulls)[0]
    assert 0.05 < never < 0.15
    assert several > 0.3
    assert most >= 5


def test_income_is_told_anew_later(big_book: Book) -> None:
    assert (
        big_book.number("""
        select avg((n > 1)::int) from
            (select count(distinct recorded_at) as n from customers group by customer_id)""")
        > 0.2
    )


HAPPENINGS = {
    "a bounce": "repayments where payment_status = 'bounced'",
    "a reversal": "repayments where amount_paid < 0 and reverses_receipt_id is not null",
    "a late payment": "repayments where payment_date between due_date + 5 and due_date + 30",
    "a part": "repayments where payment_status = 'paid' and amount_paid < 0.9 * amount_due",
    "an advance": "repayments where payment_date < due_date",
    "a lump sum": "repayments where amount_paid > 0 and instalment_number is null",
    "an unpaid due": "repayments where due_date < '2025-05-01' and receipt_id is null",
    "a due to come": "repayments where due_date > '2025-07-31'",
    "a receipt recorded days late": "repayments where recorded_at > payment_date + 3",
    "a prepayment": """loans join (
        select loan_id, max(due_date) as matures_on from repayments group by all
        ) using (loan_id) where closed_on < matures_on - 100""",
    "a write-off": "loans where status = 'written_off'",
    "a settlement": "loans where status = 'settled'",
    "a restructuring": "loans where is_distress_restructured and restructured_on is not null",
    "a revaluation": "loans where collateral_valued_on > disbursed_on",
    "a rate reset": "loans where loan_type = 'home' and rate_effective_on > disbursed_on",
    "a fraud": "loans where fraud_reported_on is not null",
    "a loss": "loans where loss_identified_on is not null",
    "an application without a decision": """(
        select arg_max(status, recorded_at) as status, any_value(application_date) as day
        from loans group by loan_id
        ) where status = 'applied' and day > date '2025-06-01'""",
    "a rejection": "loans where status = 'rejected'",
}


@pytest.mark.parametrize("happening", HAPPENINGS)
def test_the_book_holds(big_book: Book, happening: str) -> None:
    assert big_book.number(f"select count(*) from {HAPPENINGS[happening]}") > 3


def test_arrears_are_cured_and_return(big_book: Book) -> None:
    """Some loans that were three instalments behind are paid to their end."""
    cured = big_book.number("""
        select count(*) from labels
        join (select distinct loan_id, closed_on from loans where closed_on is not null)
        using (loan_id) where is_bad and closed_on > first_bad_on""")
    assert cured > 20


def test_a_reversal_takes_back_just_what_was_booked(big_book: Book) -> None:
    wrong = big_book.rows("""
        select back.loan_id from repayments as back
        left join repayments as booked on booked.receipt_id = back.reverses_receipt_id
        where back.reverses_receipt_id is not null and (
            booked.receipt_id is null or booked.loan_id <> back.loan_id
            or booked.amount_paid + back.amount_paid <> 0
            or booked.payment_date >= back.payment_date
            or booked.recorded_at >= back.recorded_at
        )""")
    assert wrong == []


def test_most_receipts_are_known_the_night_they_come_and_one_in_a_hundred_days_later(
    big_book: Book,
) -> None:
    in_time, days_late = big_book.rows("""
        select avg((recorded_at <= payment_date + interval 26 hour)::int),
            avg((recorded_at > payment_date + interval 48 hour)::int)
        from repayments where payment_date < '2025-06-01'""")[0]
    assert 0.92 < in_time < 0.98
    assert 0.003 < days_late < 0.02
