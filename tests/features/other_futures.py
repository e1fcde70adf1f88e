"""The same book with another future: what is recorded, or happens, after a day is taken away,
made absurd, or dealt to other loans. Nothing that a feature says on the day may notice.

A book is its raw tables as text, since that is what a lender sends. A row lies in the future by
either clock: recorded after the day's cutoff, or about a later day and known already.
"""

from __future__ import annotations

import csv
from collections.abc import Callable
from datetime import date, datetime, timedelta
from pathlib import Path

from tests.features.dice import Dice
from tests.features.reference_book import cutoff

TextRow = dict[str, str]
Tables = dict[str, list[TextRow]]
Future = Callable[[Tables, date, Dice], Tables]

ENDS = ("closed_on", "settled_on", "written_off_on")
LATER_DATES = (*ENDS, "decided_on", "disbursed_on", "restructured_on", "observed_until")
DUE = ("instalment_number", "due_date", "amount_due", "principal_due", "interest_due")
RECEIPT = (
    *("receipt_id", "payment_date", "amount_paid", "reverses_receipt_id"),
    *("payment_method", "payment_status"),
)
STATUS = ("status_date", "reported_dpd", "reported_outstanding")
ABSURD_MONEY = "9999999.99"


def read_tables(folder: Path) -> Tables:
    tables = {}
    for path in sorted(folder.glob("*.csv")):
        with path.open(newline="") as file:
            tables[path.stem] = list(csv.DictReader(file))
    return tables


def write_tables(tables: Tables, folder: Path) -> Path:
    folder.mkdir(parents=True)
    for name, rows in tables.items():
        with (folder / f"{name}.csv").open("w", newline="") as file:
            writer = csv.DictWriter(file, list(rows[0]))
            writer.writeheader()
            writer.writerows(rows)
    return folder


def is_known(row: TextRow, day: date, event: str = "", recorded: str = "recorded_at") -> bool:
    """Whether the lender knew of the row by the day's cutoff: by its record, else by its event."""
    if row[recorded]:
        return datetime.fromisoformat(row[recorded]) <= cutoff(day)
    return not event or date.fromisoformat(row[event]) <= day


# -- a future that is taken away


def without_future(tables: Tables, day: date, dice: Dice) -> Tables:
    """Time machine: what was recorded by the cutoff; untimed rows without what came later."""
    return tables | {
        "customers": [row for row in tables["customers"] if is_known(row, day)],
        "loans": [
            row if row["recorded_at"] else without_later_fate(row, day)
            for row in tables["loans"]
            if is_known(row, day, "application_date")
        ],
        "credit_history": [
            row for row in tables["credit_history"] if is_known(row, day, "pull_date")
        ],
        "repayments": [
            known
            for known in (with_known_parts(row, day) for row in tables["repayments"])
            if any(known[column] for column in (*DUE, *RECEIPT, *STATUS))
        ],
    }


def without_later_fate(loan: TextRow, day: date) -> TextRow:
    later = [name for name in LATER_DATES if loan[name] > day.isoformat()]
    told = dict.fromkeys(later, "")
    if "disbursed_on" in later or "decided_on" in later:
        return loan | told | {"status": "applied"}
    return loan | told | ({"status": "disbursed"} if set(later) & set(ENDS) else {})


def with_known_parts(row: TextRow, day: date) -> TextRow:
    """A row of the repayments is up to three parts, each known from its own time."""
    known = dict(row)
    if row["instalment_number"] and not is_known(row, day, recorded="due_recorded_at"):
        known |= dict.fromkeys((*DUE, "due_recorded_at"), "")
    if row["payment_date"] and not is_known(row, day, "payment_date"):
        known |= dict.fromkeys(RECEIPT, "")
    if row["status_date"] and not is_known(row, day, "status_date"):
        known |= dict.fromkeys(STATUS, "")
    return known


# -- a future that is absurd


def absurd_future(tables: Tables, day: date, dice: Dice) -> Tables:
    """Poison: everything once more, absurdly: about the day after, and half of it too late.

    Of the other half nothing is told late, so that their ledger serves all days at once.
    """
    too_late = {"recorded_at": str(cutoff(day) + timedelta(minutes=1))}
    in_time = {"recorded_at": str(cutoff(day))}
    loans, borrowers = last_known(tables["loans"], day, "loan_id"), {}
    for loan in loans:
        borrowers.setdefault(loan["customer_id"], loan)
    customers = last_known(tables["customers"], day, "customer_id")
    pulls = {row["customer_id"]: row for row in tables["credit_history"]}
    repayments = tables["repayments"]
    told_late = [loan for loan in loans if dice.chance(0.5)]
    # tomorrow's money comes where dues are known, tomorrow's statuses where one was reported
    known = [with_known_parts(row, day) for row in repayments]
    with_dues = told_of(loans, known, "due_date")
    reported = told_of(loans, known, "status_date")
    return tables | {
        "customers": [
            *tables["customers"],
            *(absurd_customer(row) | too_late for row in customers),
            *(
                begun_tomorrow(row, day) | in_time
                for row in customers
                if is_untold(row) and is_earlier(row, day)
            ),
        ],
        "loans": [
            *tables["loans"],
            *(absurd_loan(row, day, dice) | too_late for row in told_late),
            *(new_loan(row, day - 400 * DAY) | too_late for row in borrowers.values()),
            *(ended_tomorrow(row, day) | in_time for row in loans if is_earlier(row, day)),
            *(new_loan(row, day + DAY) | in_time for row in borrowers.values()),
        ],
        "credit_history": [
            *tables["credit_history"],
            *(absurd_pull(row, day - DAY) | too_late for row in pulls.values()),
            *(absurd_pull(row, day + DAY) | in_time for row in pulls.values()),
        ],
        "repayments": [
            *repayments,
            *absurd_dues(repayments, told_late, day),
            *absurd_receipts(repayments, told_late, day - DAY, "late", too_late),
            *absurd_receipts(repayments, with_dues, day + DAY, "tomorrow's", in_time),
            *absurd_statuses(repayments, told_late, day - DAY, too_late),
            *absurd_statuses(repayments, reported, day + DAY, in_time),
        ],
    }


DAY = timedelta(days=1)


def last_known(rows: list[TextRow], day: date, key: str) -> list[TextRow]:
    """The version of each key that was known last; versions stand in the order of their records."""
    event = "application_date" if "application_date" in rows[0] else ""
    return list({row[key]: row for row in rows if is_known(row, day, event)}.values())


def is_earlier(row: TextRow, day: date) -> bool:
    """Whether another version can be recorded at the day's very cutoff."""
    return row["recorded_at"] != str(cutoff(day))


def is_untold(customer: TextRow) -> bool:
    """Whether a new version says nothing else: what was told with an age grows from its record."""
    is_dated = customer["date_of_birth"] or not customer["age_years"]
    starts = ("job_start_date", "customer_since")
    return bool(
        is_dated and not customer["years_of_experience"] and not all(customer[s] for s in starts)
    )


def begun_tomorrow(customer: TextRow, day: date) -> TextRow:
    starts = ("job_start_date", "customer_since")
    return customer | {start: str(day + DAY) for start in starts if not customer[start]}


def absurd_customer(customer: TextRow) -> TextRow:
    told = {"annual_income": "99999999999", "net_monthly_income": "99999999", "dependents": "99"}
    flags = ("income_verified", "phone_verified", "email_verified", "address_verified")
    dates = {"date_of_birth": "1955-05-05", "job_start_date": "1975-05-05"}
    since = {"customer_since": "1980-01-01", "years_of_experience": "40", "city_tier": "2"}
    return customer | told | dates | since | {"pincode": "000000"} | dict.fromkeys(flags, "true")


def absurd_loan(loan: TextRow, day: date, dice: Dice) -> TextRow:
    terms = {"loan_amount": "0.01", "interest_rate_pct": "99", "emi_amount": "0.01"}
    value = {"collateral_value": "1", "collateral_valued_on": str(day - DAY), "is_secured": "true"}
    begun = {"loan_type": "other", "disbursed_on": str(day - 2000 * DAY), "loan_term_months": "1"}
    absurd = loan | terms | value | begun | {"rate_effective_on": ""}
    if dice.chance(0.5):
        absurd |= {"status": "written_off", "written_off_on": str(day - DAY)}
    return absurd


def ended_tomorrow(loan: TextRow, day: date) -> TextRow:
    """The version as it is known, with a rate, a value and an end that act from the day after.

    An instalment that is not told follows from the version's rate, so that rate stays.
    """
    tomorrow = str(day + DAY)
    acting = {"collateral_value": "1", "collateral_valued_on": tomorrow}
    if loan["emi_amount"]:
        acting |= {"interest_rate_pct": "99", "rate_effective_on": tomorrow}
    if not loan["disbursed_on"] and loan["status"] == "applied":
        return loan | acting | {"disbursed_on": tomorrow, "status": "disbursed"}
    ends = {name: loan[name] or tomorrow for name in ENDS}
    return loan | acting | (ends if loan["status"] == "disbursed" else {})


def new_loan(loan: TextRow, first_day: date) -> TextRow:
    """Another loan of the borrower, in default from its first due on."""
    begun = {"application_date": str(first_day), "disbursed_on": str(first_day)}
    amounts = {"loan_amount": ABSURD_MONEY, "emi_amount": ABSURD_MONEY, "currency": ""}
    return (
        dict.fromkeys(loan, "")
        | {"loan_id": f"{first_day} of {loan['customer_id']}", "customer_id": loan["customer_id"]}
        | {"loan_type": loan["loan_type"], "status": "disbursed", "loan_term_months": "12"}
        | {"first_due_date": str(first_day + 30 * DAY)}
        | begun
        | amounts
    )


def absurd_pull(pull: TextRow, pulled_on: date) -> TextRow:
    counts = ("total_accounts", "active_accounts", "enquiries_6m", "enquiries_12m")
    delays = ("dpd_30_59_count_24m", "dpd_60_89_count_24m", "dpd_90_plus_count_24m")
    amounts = ("monthly_obligations", "total_outstanding", "unsecured_outstanding")
    return (
        pull
        | {"pull_date": str(pulled_on), "credit_score": "301"}
        | dict.fromkeys((*counts, *delays), "999")
        | dict.fromkeys((*amounts, "overdue_amount", "revolving_balance"), ABSURD_MONEY)
        | {"written_off_or_settled_count_60m": "99", "last_delinquency_on": str(pulled_on - DAY)}
    )


def absurd_dues(repayments: list[TextRow], loans: list[TextRow], day: date) -> list[TextRow]:
    """Of every loan its first instalment, raised, and one that nobody ever heard of."""
    loan_ids = {loan["loan_id"] for loan in loans}
    first_dues: dict[str, TextRow] = {}
    for row in repayments:
        if row["due_date"] and row["loan_id"] in loan_ids:
            first_dues.setdefault(row["loan_id"], row)
    told = {"due_recorded_at": str(cutoff(day) + timedelta(minutes=1)), "interest_due": "0"}
    amounts = {"amount_due": ABSURD_MONEY, "principal_due": ABSURD_MONEY}
    unheard_of = {"instalment_number": "9999", "due_date": str(day - 200 * DAY)}
    nothing = dict.fromkeys(repayments[0], "")
    raised = [{name: row[name] for name in ("loan_id", *DUE)} for row in first_dues.values()]
    new = [{"loan_id": loan_id} | unheard_of for loan_id in sorted(loan_ids)]
    return [nothing | due | told | amounts for due in (*raised, *new)]


def absurd_receipts(
    repayments: list[TextRow], loans: list[TextRow], paid_on: date, name: str, known: TextRow
) -> list[TextRow]:
    """Of every loan a receipt, a bounce, a huge debit and a reversal of its last receipt."""
    nothing = dict.fromkeys(repayments[0], "") | known | {"payment_date": str(paid_on)}
    last_receipts = {row["loan_id"]: row["receipt_id"] for row in repayments if row["receipt_id"]}
    absurd = []
    for loan_id in (loan["loan_id"] for loan in loans):
        paid = nothing | {"loan_id": loan_id, "amount_paid": ABSURD_MONEY}
        absurd += [
            paid | {"receipt_id": f"{name} receipt", "payment_method": "auto_debit"},
            paid | {"receipt_id": f"{name} bounce", "payment_status": "bounced"},
            paid | {"receipt_id": f"{name} debit", "amount_paid": f"-{ABSURD_MONEY[1:]}"},
        ]
        if loan_id in last_receipts:
            back = {"receipt_id": f"{name} reversal", "amount_paid": f"-{ABSURD_MONEY}"}
            absurd.append(paid | back | {"reverses_receipt_id": last_receipts[loan_id]})
    return absurd


def absurd_statuses(
    repayments: list[TextRow], loans: list[TextRow], day: date, known: TextRow
) -> list[TextRow]:
    told = {"reported_dpd": "999", "reported_outstanding": ABSURD_MONEY, "status_date": str(day)}
    nothing = dict.fromkeys(repayments[0], "") | known
    return [nothing | told | {"loan_id": loan["loan_id"]} for loan in loans]


def told_of(loans: list[TextRow], repayments: list[TextRow], part: str) -> list[TextRow]:
    """The loans of which some row of the repayments tells a part."""
    loan_ids = {row["loan_id"] for row in repayments if row[part]}
    return [loan for loan in loans if loan["loan_id"] in loan_ids]


# -- a future that befalls others


def exchanged_future(tables: Tables, day: date, dice: Dice) -> Tables:
    """Permutation: every loan gets the later receipts, statuses and end of another one."""
    of_other = shuffled(sorted({row["loan_id"] for row in tables["loans"]}), dice)
    reported = shuffled(
        sorted({row["loan_id"] for row in tables["repayments"] if row["status_date"]}), dice
    )
    return tables | {
        "loans": with_exchanged_ends(tables["loans"], day, dice),
        "repayments": [
            part
            for row in tables["repayments"]
            for part in exchanged_parts(row, day, of_other, reported)
        ],
        "outcomes": with_shuffled(tables["outcomes"], ("is_bad",), dice),
    }


def shuffled(names: list[str], dice: Dice) -> dict[str, str]:
    return dict(zip(names, dice.sample(names, len(names)), strict=True))


def exchanged_parts(
    row: TextRow, day: date, of_other: dict[str, str], reported: dict[str, str]
) -> list[TextRow]:
    """A row whose receipt or status lies ahead, with that part at the loan that it now befalls."""
    if row["payment_date"] > day.isoformat():
        due = row | dict.fromkeys(RECEIPT, "")
        receipt = row | dict.fromkeys((*DUE, "due_recorded_at"), "")
        receipt |= {"loan_id": of_other[row["loan_id"]], "receipt_id": "later " + row["receipt_id"]}
        if row["reverses_receipt_id"]:
            receipt["reverses_receipt_id"] = "later " + row["reverses_receipt_id"]
        return [due, receipt] if row["instalment_number"] else [receipt]
    if row["status_date"] > day.isoformat():
        return [row | {"loan_id": reported[row["loan_id"]]}]
    return [row]


def with_exchanged_ends(loans: list[TextRow], day: date, dice: Dice) -> list[TextRow]:
    """The ends that were told later among the loans of which anything was told later."""
    later = [
        number
        for number, row in enumerate(loans)
        if row["recorded_at"] and not is_known(row, day) and row["status"] != "applied"
    ]
    exchanged = list(loans)
    columns = ("status", *ENDS)
    for number, row in zip(
        later, with_shuffled([loans[number] for number in later], columns, dice), strict=True
    ):
        exchanged[number] = row
    return exchanged


def with_shuffled(rows: list[TextRow], columns: tuple[str, ...], dice: Dice) -> list[TextRow]:
    """The rows with what `columns` say dealt among them anew."""
    dealt = dice.sample(rows, len(rows))
    return [
        row | {column: other[column] for column in columns}
        for row, other in zip(rows, dealt, strict=True)
    ]
