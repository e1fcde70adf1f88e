"""A few rows break the rules, and no good row suffers for it."""

from __future__ import annotations

from pathlib import Path

from orchestration.demo import DemoSettings, generate
from tests.unit.demo.conftest import Book


def test_every_kind_of_dirty_row_is_in_a_book_of_a_thousand_loans(tmp_path: Path) -> None:
    summary = generate(DemoSettings(loans=1_000), tmp_path)
    assert len(summary.dirty_rows) == 10
    assert min(summary.dirty_rows.values()) >= 1


def test_a_smaller_book_is_clean(tmp_path: Path) -> None:
    assert generate(DemoSettings(loans=900), tmp_path).dirty_rows == {}


def test_dirty_rows_are_about_five_in_ten_thousand(big_book: Book) -> None:
    for table, rows in big_book.summary.rows.items():
        dirty = sum(
            count for name, count in big_book.summary.dirty_rows.items() if name.startswith(table)
        )
        assert 0.0002 < dirty / rows < 0.0015


def test_what_is_reported_dirty_is_in_the_files(book: Book) -> None:
    found = {
        "customers: birth in the future": "customers where date_of_birth > '2025-06-30'",
        "customers: negative income": "customers where annual_income < 0",
        "loans: negative amount": "loans where loan_amount < 0",
        "loans: unknown product": "loans where loan_type = 'balloon_2'",
        "credit_history: negative balance": "credit_history where total_outstanding < 0",
        "repayments: receipt without an amount": (
            "repayments where payment_date is not null and amount_paid is null"
        ),
        "repayments: receipt of no loan": (
            "repayments where loan_id not in (select loan_id from loans)"
        ),
        "repayments: negative due": "repayments where amount_due < 0",
        "repayments: one receipt id, two amounts": """(
            from repayments where receipt_id in (
                select receipt_id from repayments
                group by all having count(distinct amount_paid) > 1))""",
    }
    counted = {name: book.number(f"select count(*) from {rows}") for name, rows in found.items()}
    assert counted == {name: book.summary.dirty_rows[name] for name in found}


def test_a_spoilt_version_never_is_the_only_one_of_its_loan_or_customer(book: Book) -> None:
    for table, key, is_good in (
        ("loans", "loan_id", "loan_amount > 0 and loan_type <> 'balloon_2'"),
        ("customers", "customer_id", "coalesce(annual_income, 1) > 0"),
    ):
        assert (
            book.number(
                f"select count(*) from (select {key} from {table} group by {key} "
                f"having not bool_or({is_good}))"
            )
            == 0
        )
