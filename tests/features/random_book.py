"""A random loan book in the raw contract, with the gaps, corrections and late rows of real ones."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

from tests.features.dice import Dice
from tests.features.random_loans import RandomLoan
from tests.features.random_people import customer_versions, pulls
from tests.features.reference_book import Row

TABLES = ("customers", "loans", "credit_history", "repayments", "outcomes")


class RandomBook:
    """`tables` by name; the same for the same count and seed."""

    def __init__(self, loan_count: int, seed: int) -> None:
        dice = Dice(seed)
        self.tables: dict[str, list[Row]] = {name: [] for name in TABLES}
        pulls_of: dict[str, list[Row]] = {}
        for number in range(loan_count * 2 // 3):
            customer_id = f"C{number}"
            self.tables["customers"] += customer_versions(dice, customer_id)
            pulls_of[customer_id] = pulls(dice, customer_id)
            self.tables["credit_history"] += pulls_of[customer_id]
        # some borrowers are in no customer table
        borrowers = [*pulls_of, "C unknown"]
        for number in range(loan_count):
            customer_id = dice.choice(borrowers)
            loan = RandomLoan(dice, f"L{number}", customer_id, pulls_of.get(customer_id, []))
            self.tables["loans"] += loan.versions
            self.tables["repayments"] += loan.repayments
            self.tables["outcomes"] += loan.outcomes

    def write(self, folder: Path) -> Path:
        folder.mkdir(parents=True)
        for name, rows in self.tables.items():
            columns = list({column: None for row in rows for column in row})
            with (folder / f"{name}.csv").open("w", newline="") as file:
                writer = csv.writer(file)
                writer.writerow(columns)
                writer.writerows([text(row.get(column)) for column in columns] for row in rows)
        return folder


def text(value: Any) -> str:
    """A cell as CSV has it: nothing for None, true and false in small letters."""
    if value is None:
        return ""
    return str(value).lower() if isinstance(value, bool) else str(value)
