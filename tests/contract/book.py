"""A hand-written raw book: rows as dictionaries, written as the contract's CSV files."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

Row = Mapping[str, object]

# The columns that a table must have, even where nobody gave a row.
_REQUIRED = {
    "customers": ("customer_id",),
    "loans": ("loan_id", "customer_id", "loan_type", "application_date"),
    "credit_history": ("customer_id", "pull_date"),
    "repayments": ("loan_id",),
}


@dataclass
class Book:
    """Rows of the four tables."""

    customers: list[Row] = field(default_factory=list)
    loans: list[Row] = field(default_factory=list)
    credit_history: list[Row] = field(default_factory=list)
    repayments: list[Row] = field(default_factory=list)

    def customer(self, customer_id: str, **values: object) -> None:
        """A customer row."""
        self.customers.append({"customer_id": customer_id, **values})

    def loan(self, loan_id: str, **values: object) -> None:
        """A personal loan of 1,000, disbursed on 1 January 2025 to a customer of its own."""
        customer_id = str(values.get("customer_id", f"of {loan_id}"))
        if not any(row["customer_id"] == customer_id for row in self.customers):
            self.customer(customer_id)
        defaults = {
            "customer_id": customer_id,
            "loan_type": "personal",
            "application_date": "2025-01-01",
            "disbursed_on": "2025-01-01",
            "status": "disbursed",
            "loan_amount": "1000.00",
        }
        self.loans.append({"loan_id": loan_id, **defaults, **values})

    def due(self, loan_id: str, number: int, due_date: str, amount: str, **values: object) -> None:
        """An instalment, all of it principal unless said else."""
        self.repayments.append(
            {
                "loan_id": loan_id,
                "instalment_number": number,
                "due_date": due_date,
                "amount_due": amount,
                "principal_due": amount,
                "interest_due": "0.00",
                **values,
            }
        )

    def receipt(self, loan_id: str, payment_date: str, amount: str, **values: object) -> None:
        """A receipt that stands beside no due."""
        self.repayments.append(
            {"loan_id": loan_id, "payment_date": payment_date, "amount_paid": amount, **values}
        )

    def write(self, folder: Path) -> Path:
        """The four files in `folder`, which is made."""
        folder.mkdir(parents=True, exist_ok=True)
        for table, required in _REQUIRED.items():
            rows: list[Row] = getattr(self, table)
            columns = dict.fromkeys([*required, *(name for row in rows for name in row)])
            with (folder / f"{table}.csv").open("w", newline="", encoding="utf-8") as file:
                writer = csv.DictWriter(file, fieldnames=list(columns), restval="")
                writer.writeheader()
                writer.writerows(rows)
        return folder
