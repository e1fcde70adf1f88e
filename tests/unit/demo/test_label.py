"""The label follows from the ledger and from nothing else."""

from __future__ import annotations

import pytest

from tests.unit.demo.conftest import Book
from tests.unit.demo.plain_ledger import PlainLoan, dpd_by_day, first_bad_day, read_loans


@pytest.fixture(scope="module")
def plain_loans(book: Book) -> dict[str, PlainLoan]:
    return read_loans(book.folder)


def test_every_disbursed_loan_has_a_label(book: Book, plain_loans: dict[str, PlainLoan]) -> None:
    assert set(book.summary.labels["loan_id"].to_pylist()) == set(plain_loans)
    assert len(plain_loans) == book.summary.disbursed


def test_a_plain_day_by_day_ledger_finds_the_same_first_bad_day_for_every_loan(
    book: Book, plain_loans: dict[str, PlainLoan]
) -> None:
    said = {row["loan_id"]: row["first_bad_on"] for row in book.summary.labels.to_pylist()}
    read = {
        loan_id: first_bad_day(loan, book.settings.as_of_date)
        for loan_id, loan in plain_loans.items()
    }
    assert {key: (said[key], read[key]) for key in said if said[key] != read[key]} == {}
    assert sum(day is not None for day in read.values()) > 100


def test_a_loan_is_unlabelled_until_its_twelve_months_are_over(book: Book) -> None:
    for row in book.summary.labels.to_pylist():
        assert (row["is_bad"] is None) == (row["matured_on"] > book.settings.as_of_date)
        if row["is_bad"]:
            assert row["disbursed_on"] < row["first_bad_on"] <= row["matured_on"]


def test_the_summary_counts_what_the_labels_say(book: Book) -> None:
    is_bad = [flag for flag in book.summary.labels["is_bad"].to_pylist() if flag is not None]
    assert (book.summary.measured, book.summary.bads) == (len(is_bad), sum(is_bad))
    assert book.summary.bad_rate == pytest.approx(sum(is_bad) / len(is_bad))


def test_a_closed_loan_owes_nothing_on_the_day_it_closes(
    book: Book, plain_loans: dict[str, PlainLoan]
) -> None:
    closed = [loan for loan in plain_loans.values() if loan.closed_on]
    assert len(closed) > 1_000
    still_owing = []
    for loan in closed:
        assert loan.closed_on is not None
        due = sum(amount for _, day, amount in loan.dues.values() if day < loan.closed_on)
        paid = sum(amount for day, amount in loan.receipts.values() if day <= loan.closed_on)
        # a receipt that the lender learnt of days later may fall out of the book's last nights
        if paid < due and (book.settings.as_of_date - loan.closed_on).days > 21:
            still_owing.append(loan.loan_id)
    assert still_owing == []


def test_a_written_off_loan_was_more_than_a_year_past_due(
    book: Book, plain_loans: dict[str, PlainLoan]
) -> None:
    written_off = [loan for loan in plain_loans.values() if loan.written_off_on]
    assert len(written_off) > 20
    for loan in written_off:
        dpd = dict(dpd_by_day(loan, loan.written_off_on))[loan.written_off_on]
        assert dpd > 365
