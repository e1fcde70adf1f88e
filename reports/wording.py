"""Words that more than one report uses: raw tables and statuses."""

from __future__ import annotations

from typing import Final

TABLES: Final = {
    "customers": "Customers",
    "loans": "Loans",
    "credit_history": "Credit history",
    "repayments": "Repayments",
    "outcomes": "Outcomes",
    "ledger_totals": "Ledger totals",
    "mart_loan_features": "Features",
}
STATUS_WORDS: Final = {"ok": "ok", "warn": "look", "fail": "fail", "info": "note"}
GRAVITY: Final = ("fail", "warn", "ok", "info")
"""Statuses, the worst first."""


def table_words(table_name: str) -> str:
    """A table's name; a new one prints under its own name."""
    return TABLES.get(table_name, table_name)


def file_and_row(file: str | None, row: int | None) -> str:
    """Where a raw row stood."""
    if file is None:
        return ""
    return file if row is None else f"{file}, row {row}"
