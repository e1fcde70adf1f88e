"""A raw book for the benchmarks: as many loans as asked for, 24 instalments each, as Parquet.

Everything about a loan follows from a hash of its number and the seed, so a book is the same
wherever it is made. Most loans are punctual; the wanted share owes something at the as-of date; a
few have what a ledger must bear: partial payments, reversals, bounces, corrected dues, late
records, reported statuses, closures.

    python -m benchmarks.book --loans 100000 --overdue 0.20 --out /tmp/book
"""

from __future__ import annotations

import argparse
from datetime import date
from pathlib import Path

import duckdb

from benchmarks.borrowers import BUREAU_ROWS, CUSTOMER_ROWS, CUSTOMERS

AS_OF_DATE = date(2025, 6, 30)
INSTALMENTS = 24

# Every sixth borrower has two loans.
_LOANS = """
create temp table loans as
with numbered as (
    select
        number,
        hash(number * 1000003 + $seed) as dice,
        'L' || lpad(cast(number as varchar), 9, '0') as loan_id,
        'C' || lpad(cast(number % ($loans - $loans // 7) as varchar), 9, '0') as customer_id
    from range($loans) as numbers (number)
),

drawn as (
    select
        *,
        (dice % 1000003) / 1000003.0 as overdue_draw,
        hash(dice + 1) % 10000 as kind_draw,
        hash(dice + 2) % 10000 as rare_draw,
        500 + hash(dice + 3) % 226 as days_on_book,
        (20000 + hash(dice + 4) % 480000) * 100 as loan_paise,
        800 + hash(dice + 5) % 1600 as rate_basis_points,
        1 + hash(dice + 6) % 12 as missed_count
    from numbered
)

select
    *,
    $as_of - cast(days_on_book as integer) as disbursed_on,
    overdue_draw < $overdue as is_overdue,
    kind_draw < 2000 as is_late_payer,
    rare_draw < 50 as has_statuses,
    rare_draw between 50 and 69 as is_silent,
    rare_draw between 70 and 169 as is_closed,
    rare_draw between 170 and 219 as is_written_off,
    rare_draw between 220 and 319 as has_reversal,
    rare_draw between 320 and 419 as has_bounce,
    rare_draw between 420 and 519 as has_corrected_due,
    rare_draw between 520 and 539 as has_late_record,
    rare_draw between 540 and 559 as has_conflict,
    rare_draw between 560 and 579 as has_repeated_rows,
    rare_draw between 580 and 599 as has_late_correction
from drawn
"""

_INSTALMENTS = """
create temp table instalments as
with dues as (
    select
        loans.*,
        instalment_number,
        cast(disbursed_on + to_months(cast(instalment_number as integer)) as date) as due_date,
        hash(dice + 100 + instalment_number) as row_dice,
        loan_paise // 24 + case when instalment_number = 24 then loan_paise % 24 else 0 end
            as principal_paise,
        ((loan_paise - (instalment_number - 1) * (loan_paise // 24)) * rate_basis_points + 60000)
            // 120000 as interest_paise
    from loans
    cross join range(1, 25) as numbers (instalment_number)
    where not is_silent
)

select
    *,
    principal_paise + interest_paise as due_paise,
    max(case when due_date <= $as_of then instalment_number end) over (partition by number)
        as last_fallen_number,
    -- early by up to three days, or late where the loan pays late, but by the as-of date
    least(
        due_date - cast(row_dice % 4 as integer)
        + case when is_late_payer then cast(row_dice % 37 as integer) else 0 end,
        greatest(due_date, $as_of)
    ) as paid_on
from dues
"""

_REPAYMENTS = """
copy (
with fallen as (
    select
        *,
        is_overdue and instalment_number > last_fallen_number - missed_count as is_missed,
        is_overdue and instalment_number = last_fallen_number - missed_count + 1
            and row_dice % 3 = 0 as is_part_paid,
        row_dice % 100 < 3 as is_split
    from instalments
    where not has_statuses
),

-- money beside each instalment: none, all of it, or two parts
payments as (
    select
        fallen.*,
        part,
        case
            when due_date > $as_of or is_missed and not is_part_paid then null
            when is_missed and part > 1 then null
            when is_missed or is_split and part = 1 then due_paise // 2
            when is_split then due_paise - due_paise // 2
            when part = 1 then due_paise
        end as paid_paise
    from fallen
    cross join (values (1), (2)) as parts (part)
    where part = 1 or is_split and due_date <= $as_of and not is_missed
),

written as (
    select
        loan_id,
        number,
        instalment_number,
        part,
        due_date,
        due_paise,
        principal_paise,
        interest_paise,
        cast(disbursed_on as timestamp) + interval 12 hour as due_recorded_at,
        case when paid_paise is not null
            then 'R' || lpad(cast((number * 24 + instalment_number) * 4 + part as varchar), 11, '0')
        end as receipt_id,
        case when paid_paise is not null then paid_on end as payment_date,
        paid_paise,
        cast(null as varchar) as reverses_receipt_id,
        case when paid_paise is not null then
            case number % 3 when 0 then 'upi' when 1 then 'auto_debit' else 'neft' end
        end as payment_method,
        case when paid_paise is not null then 'paid' end as payment_status,
        cast(null as date) as status_date,
        cast(null as integer) as reported_dpd,
        cast(null as bigint) as reported_paise,
        case when paid_paise is not null then
            cast(paid_on as timestamp) + interval 18 hour
            + case when has_late_record and instalment_number = last_fallen_number - 1
                then to_days($as_of - paid_on + 3) else to_days(0) end
        end as recorded_at
    from payments
),

-- a payment comes back and is made good ten days later, or bounces
returned as (
    select
        loan_id,
        number,
        instalment_number,
        5 + step as part,
        cast(null as date) as due_date,
        cast(null as bigint) as due_paise,
        cast(null as bigint) as principal_paise,
        cast(null as bigint) as interest_paise,
        cast(null as timestamp) as due_recorded_at,
        'X' || lpad(cast((number * 24 + instalment_number) * 4 + step as varchar), 11, '0')
            as receipt_id,
        paid_on + cast(2 + 8 * step as integer) as payment_date,
        case when has_reversal and step = 0 then -paid_paise else paid_paise end as paid_paise,
        case when has_reversal and step = 0
            then 'R' || lpad(cast((number * 24 + instalment_number) * 4 + part as varchar), 11, '0')
        end as reverses_receipt_id,
        'auto_debit' as payment_method,
        case when has_bounce then 'bounced' else 'paid' end as payment_status,
        cast(null as date) as status_date,
        cast(null as integer) as reported_dpd,
        cast(null as bigint) as reported_paise,
        cast(paid_on + cast(3 + 8 * step as integer) as timestamp) + interval 9 hour as recorded_at
    from payments
    cross join (values (0), (1)) as steps (step)
    where
        part = 1
        and paid_paise is not null
        and instalment_number = last_fallen_number - 2
        and (has_reversal or has_bounce and step = 0)
),

-- the due after the next is corrected a month before the as-of date, or the day after it
corrected as (
    select
        * replace (
            due_paise + 1000 as due_paise,
            principal_paise + 1000 as principal_paise,
            cast($as_of + case when number % 20 = 0 then 1 else -30 end as timestamp)
                + interval 11 hour as due_recorded_at,
            null as receipt_id, null as payment_date, null as paid_paise, null as payment_method,
            null as payment_status, null as recorded_at, 3 as part
        )
    from written
    where
        instalment_number in (20, 9)
        and part = 1
        and number in (
            select loans.number from loans where has_corrected_due or has_late_correction
        )
),

conflicting as (
    select * replace (due_paise + 100 as due_paise, 4 as part)
    from written
    where
        instalment_number = 3 and part = 1
        and number in (select loans.number from loans where has_conflict)
),

repeated as (
    select * from written
    where number in (select loans.number from loans where has_repeated_rows)
),

statuses as (
    select
        loan_id,
        number,
        instalment_number,
        1 as part,
        cast(null as date) as due_date,
        cast(null as bigint) as due_paise,
        cast(null as bigint) as principal_paise,
        cast(null as bigint) as interest_paise,
        cast(null as timestamp) as due_recorded_at,
        cast(null as varchar) as receipt_id,
        cast(null as date) as payment_date,
        cast(null as bigint) as paid_paise,
        cast(null as varchar) as reverses_receipt_id,
        cast(null as varchar) as payment_method,
        cast(null as varchar) as payment_status,
        due_date as status_date,
        case
            when is_overdue and instalment_number > last_fallen_number - missed_count
                then cast((instalment_number - last_fallen_number + missed_count) * 30 as integer)
            else 0
        end as reported_dpd,
        loan_paise - instalment_number * (loan_paise // 24) as reported_paise,
        cast(due_date as timestamp) + interval 18 hour as recorded_at
    from instalments
    where has_statuses and due_date <= $as_of
),

all_rows as (
    select * from written
    union all select * from returned
    union all select * from corrected
    union all select * from conflicting
    union all select * from repeated
    union all select * from statuses
)

select
    loan_id,
    case when due_date is not null then cast(instalment_number as integer) end as instalment_number,
    due_date,
    cast(due_paise / 100.0 as decimal(18, 2)) as amount_due,
    cast(principal_paise / 100.0 as decimal(18, 2)) as principal_due,
    cast(interest_paise / 100.0 as decimal(18, 2)) as interest_due,
    due_recorded_at,
    receipt_id,
    payment_date,
    cast(paid_paise / 100.0 as decimal(18, 2)) as amount_paid,
    reverses_receipt_id,
    payment_method,
    payment_status,
    status_date,
    reported_dpd,
    cast(reported_paise / 100.0 as decimal(18, 2)) as reported_outstanding,
    recorded_at
from all_rows
where number >= $from_loan and number < $to_loan
order by number, instalment_number, part
) to '{path}' (format parquet, compression zstd)
"""

_LOAN_ROWS = """
copy (
with versions as (
    select
        *,
        version,
        case when version = 1 then cast(disbursed_on - 7 as timestamp) + interval 12 hour
            when is_closed or is_written_off
                then cast($as_of - cast(dice % 60 as integer) as timestamp) + interval 12 hour
            else cast(disbursed_on + 200 as timestamp) + interval 12 hour
        end as recorded_at
    from loans
    cross join (values (1), (2)) as numbers (version)
    where version = 1 or is_closed or is_written_off or number % 25 = 0
)

select
    loan_id,
    customer_id,
    case number % 5 when 0 then 'personal' when 1 then 'auto' when 2 then 'msme' when 3 then 'gold'
        else 'home' end as loan_type,
    disbursed_on - 7 as application_date,
    cast(loan_paise / 100.0 as decimal(18, 2)) as loan_amount,
    case when version = 1 then 'disbursed' when is_closed then 'closed'
        when is_written_off then 'written_off' else 'disbursed' end as status,
    disbursed_on,
    case when version = 2 and is_closed then cast(recorded_at as date) end as closed_on,
    case when version = 2 and is_written_off then cast(recorded_at as date) end as written_off_on,
    24 as loan_term_months,
    cast((rate_basis_points + case when version = 2 then 50 else 0 end) / 100.0 as decimal(9, 6))
        as interest_rate_pct,
    case when version = 2 and number % 50 = 0
        then disbursed_on + cast(180 + dice % 600 as integer) end as rate_effective_on,
    cast(disbursed_on + to_months(1) as date) as first_due_date,
    number % 5 != 0 as is_secured,
    case when number % 5 != 0 then
        cast(loan_paise * (case when version = 2 then 0.4 else 1.2 end) / 100.0 as decimal(18, 2))
    end as collateral_value,
    case when number % 5 != 0 then cast(recorded_at as date) end as collateral_valued_on,
    'branch' as channel,
    number % 7 = 0 as has_co_applicant,
    recorded_at
from versions
order by number, version
) to '{path}' (format parquet, compression zstd)
"""

# Loans in one part file of repayments: what is made at once must fit in memory.
_PART = 250_000


def write_book(folder: Path, loans: int, overdue: float, seed: int = 7) -> Path:
    """The four raw tables of a book in `folder`; the same arguments give the same rows."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "repayments").mkdir(exist_ok=True)
    book = {"loans": loans, "seed": seed, "overdue": overdue, "as_of": AS_OF_DATE}
    with duckdb.connect() as connection:
        connection.execute("set enable_progress_bar = false")

        def run(statement: str, **more: object) -> None:
            known = {**book, **more}
            used = {name: value for name, value in known.items() if f"${name}" in statement}
            connection.execute(statement, used)

        run(_LOANS)
        run(CUSTOMERS)
        for name, rows in (
            ("customers", CUSTOMER_ROWS),
            ("loans", _LOAN_ROWS),
            ("credit_history", BUREAU_ROWS),
        ):
            run(rows.replace("{path}", str(folder / f"{name}.parquet")))
        connection.execute("alter table loans rename to all_loans")
        for part, first in enumerate(range(0, loans, _PART)):
            path = folder / "repayments" / f"part-{part:03d}.parquet"
            connection.execute(
                f"create or replace temp table loans as select * from all_loans "
                f"where number >= {first} and number < {first + _PART}"
            )
            run(_INSTALMENTS.replace("create temp", "create or replace temp"))
            run(_REPAYMENTS.replace("{path}", str(path)), from_loan=first, to_loan=first + _PART)
    return folder


def main() -> None:
    """Write a book from the command line."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("--loans", type=int, default=100_000)
    parser.add_argument("--overdue", type=float, default=0.20)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--out", type=Path, required=True)
    arguments = parser.parse_args()
    write_book(arguments.out, arguments.loans, arguments.overdue, arguments.seed)


if __name__ == "__main__":
    main()
