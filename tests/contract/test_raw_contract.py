"""What the raw contract promises of single rows, read off one small published warehouse."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import duckdb
import pytest

from tests.command_line import loanbook
from tests.contract.book import Book

HOSTILE = 'Tamil "Nadu", <script>alert(1)</script>\n\'; drop table loans; --'


def the_book() -> Book:
    book = Book()
    paid_in_three_parts(book)
    equal_receipts(book)
    bounced_and_reversed(book)
    record_times(book)
    schedules(book)
    reported_statuses(book)
    ends(book)
    strangers_and_texts(book)
    asked_and_signed(book)
    days_that_have_not_come(book)
    before_and_after(book)
    return book


def paid_in_three_parts(book: Book) -> None:
    book.loan("three parts")
    for number, amount in enumerate(("40.00", "30.00", "20.00"), start=1):
        receipt = {
            "receipt_id": f"p{number}",
            "payment_date": f"2025-06-0{number}",
            "amount_paid": amount,
        }
        book.due("three parts", 1, "2025-06-01", "100.00", **receipt)
    # the same receipt once more, beside another due
    again = {"receipt_id": "p1", "payment_date": "2025-06-01", "amount_paid": "40.00"}
    book.due("three parts", 2, "2025-06-20", "100.00", **again)


def equal_receipts(book: Book) -> None:
    book.loan("two equal payments")
    book.due("two equal payments", 1, "2025-06-01", "100.00")
    book.receipt("two equal payments", "2025-06-01", "50.00")
    book.receipt("two equal payments", "2025-06-01", "50.00")


def bounced_and_reversed(book: Book) -> None:
    book.loan("bounced")
    book.due("bounced", 1, "2025-06-01", "100.00")
    book.receipt("bounced", "2025-06-01", "100.00", receipt_id="b", payment_status="bounced")
    book.loan("reversed")
    book.due("reversed", 1, "2025-06-01", "100.00")
    book.receipt("reversed", "2025-06-01", "100.00", receipt_id="r1")
    book.receipt("reversed", "2025-06-11", "-100.00", receipt_id="r2", reverses_receipt_id="r1")


def record_times(book: Book) -> None:
    for loan_id, recorded_at in {
        "recorded at half past midnight": "2025-07-01 00:30:00",
        "recorded after the cutoff": "2025-07-01 02:00:01",
        "recorded in UTC before the cutoff": "2025-06-30T20:29:00Z",
        "recorded in UTC after the cutoff": "2025-06-30 20:31:00+00:00",
    }.items():
        book.loan(loan_id)
        book.due(loan_id, 1, "2025-06-30", "100.00")
        book.receipt(loan_id, "2025-06-30", "100.00", receipt_id="x", recorded_at=recorded_at)
    book.loan("raised instalment")
    book.due("raised instalment", 1, "2025-06-01", "100.00", due_recorded_at="2025-01-01 10:00:00")
    book.due("raised instalment", 1, "2025-06-01", "150.00", due_recorded_at="2025-05-01 10:00:00")
    book.due("raised instalment", 1, "2025-06-01", "900.00", due_recorded_at="2025-08-01 10:00:00")


def schedules(book: Book) -> None:
    terms = {"interest_rate_pct": "12", "loan_term_months": "12", "loan_amount": "100000.00"}
    book.loan("terms alone", first_due_date="2025-01-31", **terms)
    book.loan("receipts without dues", first_due_date="2025-01-31", **terms)
    book.receipt("receipts without dues", "2025-02-01", "500.00", receipt_id="r")
    book.loan("amounts alone", **terms)
    book.due("amounts alone", 1, "2025-05-31", "8884.88", principal_due="", interest_due="")
    book.receipt("amounts alone", "2025-05-31", "8884.88", receipt_id="r")


def reported_statuses(book: Book) -> None:
    for loan_id, day, dpd in (
        ("reported", "2025-05-31", 45),
        ("reported long ago", "2025-04-28", 45),
        ("reported ninety", "2025-06-29", 90),
    ):
        book.loan(loan_id, loan_type="card", loan_amount="")
        book.repayments.append(
            {
                "loan_id": loan_id,
                "status_date": day,
                "reported_dpd": dpd,
                "reported_outstanding": "-5.00",
            }
        )


def ends(book: Book) -> None:
    for loan_id, column, day in (
        ("closed this month", "closed_on", "2025-06-10"),
        ("closed last month", "closed_on", "2025-05-31"),
        ("settled this month", "settled_on", "2025-06-10"),
        ("written off", "written_off_on", "2025-06-10"),
    ):
        book.loan(loan_id, **{column: day})
        book.due(loan_id, 1, "2025-02-01", "100.00")
        book.due(loan_id, 2, "2025-06-20", "100.00")


def strangers_and_texts(book: Book) -> None:
    book.customer("hostile", state=HOSTILE)
    book.loan("hostile loan", customer_id="hostile")
    book.due("hostile loan", 1, "2025-12-01", "100.00")
    book.loan("orphan", customer_id="nobody")
    book.customers = [row for row in book.customers if row["customer_id"] != "nobody"]
    book.due("orphan", 1, "2025-06-25", "100.00")
    book.due("no such loan", 1, "2025-06-25", "100.00")


def asked_and_signed(book: Book) -> None:
    asked = {"status": "applied", "disbursed_on": "", "loan_amount": "500000.00"}
    signed = {"loan_amount": "1200.00", "interest_rate_pct": "0", "loan_term_months": "12"}
    for loan_id, terms in (
        ("asked for more", {}),
        ("asked for more, no dues", {"first_due_date": "2025-01-31", "emi_amount": "100.00"}),
    ):
        book.loan(loan_id, **asked, recorded_at="2024-12-01 10:00:00")
        book.loan(loan_id, **signed, **terms, recorded_at="2025-01-01 10:00:00")
    book.due("asked for more", 1, "2025-06-15", "100.00", principal_due="", interest_due="")


def days_that_have_not_come(book: Book) -> None:
    early = {"recorded_at": "2025-01-05 10:00:00"}
    book.loan("a status of 2030")
    book.due("a status of 2030", 1, "2025-06-15", "100.00")
    status = {"loan_id": "a status of 2030", "status_date": "2030-01-01", "reported_dpd": 500}
    book.repayments.append({**status, **early})
    terms = {"emi_amount": "100.00", "loan_term_months": "10", "interest_rate_pct": "0"}
    book.loan("a receipt of 2030", first_due_date="2025-06-15", **terms)
    book.receipt("a receipt of 2030", "2030-01-01", "99999.00", receipt_id="r", **early)


def before_and_after(book: Book) -> None:
    book.loan("taken back before a due")
    book.due("taken back before a due", 1, "2025-12-01", "100.00")
    bounced = {"receipt_id": "b", "payment_status": "bounced"}
    book.receipt("taken back before a due", "2025-06-01", "100.00", **bounced)
    book.receipt("taken back before a due", "2025-06-02", "-100.00", receipt_id="r")
    late_start = {"application_date": "2025-06-20", "disbursed_on": "2025-06-20"}
    book.loan("dues before it began", **late_start)
    book.due("dues before it began", 1, "2025-01-31", "100.00")
    book.loan("nothing but an amount", loan_amount="700.00")
    book.loan("written off early", customer_id="of both", written_off_on="2025-06-10")
    book.due("written off early", 1, "2025-05-20", "100.00")
    book.loan("paid beside it", customer_id="of both")
    book.due("paid beside it", 1, "2025-12-20", "100.00")


@pytest.fixture(scope="module")
def status(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, object]]:
    folder = tmp_path_factory.mktemp("contract")
    raw = the_book().write(folder / "raw")
    result = loanbook("build", "--raw", raw, "--home", folder / "home", "--as-of", "2025-06-30")
    assert result.returncode == 0, result.stderr
    with duckdb.connect(str(folder / "home/loanbook.duckdb"), read_only=True) as connection:
        cursor = connection.execute("select * from marts.loan_npa_status")
        names = [column[0] for column in cursor.description]
        rows = [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
        flags = connection.execute(
            "select case check_group when 'rows' then table_name || ', ' || item else item end, "
            "value from monitoring.data_quality where value > 0"
        )
        counts = {str(item): {"value": value} for item, value in flags.fetchall()}
    return {str(row["loan_id"]): row for row in rows} | counts


def overdue(status: dict[str, dict[str, object]], loan_id: str) -> tuple[object, object]:
    return status[loan_id]["overdue_amount"], status[loan_id]["dpd"]


def test_an_instalment_paid_in_three_parts_is_due_once_and_each_part_counts_once(
    status: dict[str, dict[str, object]],
) -> None:
    assert overdue(status, "three parts") == (Decimal("110.00"), 29)


def test_two_equal_payments_without_an_id_are_two(status: dict[str, dict[str, object]]) -> None:
    assert overdue(status, "two equal payments") == (Decimal("0.00"), 0)


@pytest.mark.parametrize("loan_id", ["bounced", "reversed"])
def test_money_that_bounced_or_was_taken_back_puts_the_old_due_date_back(
    loan_id: str, status: dict[str, dict[str, object]]
) -> None:
    assert overdue(status, loan_id) == (Decimal("100.00"), 29)


@pytest.mark.parametrize(
    ("loan_id", "is_overdue"),
    [
        ("recorded at half past midnight", False),
        ("recorded after the cutoff", True),
        ("recorded in UTC before the cutoff", False),
        ("recorded in UTC after the cutoff", True),
    ],
)
def test_a_receipt_counts_for_the_day_if_it_was_recorded_by_the_local_cutoff(
    loan_id: str, is_overdue: bool, status: dict[str, dict[str, object]]
) -> None:
    assert status[loan_id]["is_overdue"] is is_overdue


def test_of_a_due_the_newest_version_known_on_the_day_holds(
    status: dict[str, dict[str, object]],
) -> None:
    assert overdue(status, "raised instalment") == (Decimal("150.00"), 29)


def test_a_loan_with_nothing_but_terms_gets_its_schedule_from_them(
    status: dict[str, dict[str, object]],
) -> None:
    row = status["terms alone"]
    assert row["oldest_unpaid_due_date"] == date(2025, 1, 31)
    assert row["overdue_amount"] == 6 * Decimal("8884.88")
    assert row["principal_outstanding"] == Decimal("100000.00")


def test_receipts_without_dues_tell_no_days_past_due(status: dict[str, dict[str, object]]) -> None:
    assert status["receipts without dues"]["dpd"] is None
    assert status["open loans without days past due"]["value"] == 3


def test_parts_that_are_not_told_follow_from_the_balance_of_the_contract(
    status: dict[str, dict[str, object]],
) -> None:
    assert status["amounts alone"]["principal_outstanding"] == Decimal("92115.12")


def test_a_reported_status_is_carried_forward_unaged_for_62_days(
    status: dict[str, dict[str, object]],
) -> None:
    row = status["reported"]
    assert (row["dpd"], row["status_age_days"], row["dpd_source"]) == (45, 30, "reported")
    assert row["principal_outstanding"] == Decimal("-5.00")
    assert row["provision"] == Decimal("0.00")
    assert status["reported long ago"]["dpd"] is None
    assert status["reported ninety"]["npa_date"] == date(2025, 6, 29)


@pytest.mark.parametrize("loan_id", ["closed this month", "settled this month"])
def test_a_loan_that_ended_owes_nothing_and_stays_until_its_month_ends(
    loan_id: str, status: dict[str, dict[str, object]]
) -> None:
    row = status[loan_id]
    assert (row["principal_outstanding"], row["overdue_amount"], row["provision"]) == (0, 0, 0)
    assert row["borrower_class"] == "STANDARD"
    assert "closed last month" not in status


def test_a_written_off_loan_is_loss_with_nothing_outstanding_and_its_arrears_go_on(
    status: dict[str, dict[str, object]],
) -> None:
    row = status["written off"]
    assert (row["borrower_class"], row["principal_outstanding"], row["provision"]) == ("LOSS", 0, 0)
    assert overdue(status, "written off") == (Decimal("100.00"), 149)


def test_a_loan_without_a_customer_is_kept_and_a_due_without_a_loan_is_counted(
    status: dict[str, dict[str, object]],
) -> None:
    assert status["orphan"]["dpd"] == 5
    assert status["loans without a customer row"]["value"] == 1
    assert status["repayments, rows orphaned"]["value"] == 1


def test_a_hostile_text_does_nothing(status: dict[str, dict[str, object]]) -> None:
    assert status["hostile loan"]["facility_bucket"] == "STANDARD"


def test_the_ledger_follows_what_was_signed_and_not_what_was_asked_for(
    status: dict[str, dict[str, object]],
) -> None:
    assert status["asked for more"]["principal_outstanding"] == Decimal("1200.00")
    from_terms = status["asked for more, no dues"]
    assert from_terms["principal_outstanding"] == Decimal("1200.00")
    assert overdue(status, "asked for more, no dues") == (Decimal("600.00"), 150)


@pytest.mark.parametrize("loan_id", ["a status of 2030", "a receipt of 2030"])
def test_a_row_about_a_day_that_has_not_come_decides_nothing(
    loan_id: str, status: dict[str, dict[str, object]]
) -> None:
    assert overdue(status, loan_id) == (Decimal("100.00"), 15)


def test_money_taken_back_before_any_due_is_no_arrear(
    status: dict[str, dict[str, object]],
) -> None:
    row = status["taken back before a due"]
    assert (row["is_overdue"], row["dpd"], row["overdue_amount"]) == (False, 0, Decimal("0.00"))


def test_a_borrower_is_not_npa_before_the_loan_began(
    status: dict[str, dict[str, object]],
) -> None:
    assert status["dues before it began"]["npa_date"] == date(2025, 6, 20)


def test_what_was_lent_is_outstanding_where_there_is_neither_ledger_nor_status(
    status: dict[str, dict[str, object]],
) -> None:
    row = status["nothing but an amount"]
    assert (row["dpd"], row["principal_outstanding"]) == (None, Decimal("700.00"))
    assert row["provision"] == Decimal("2.80")


def test_the_arrears_of_a_written_off_loan_show_in_the_class_of_its_borrower(
    status: dict[str, dict[str, object]],
) -> None:
    assert status["paid beside it"]["borrower_class"] == "SMA-1"
    assert status["written off early"]["borrower_class"] == "LOSS"
