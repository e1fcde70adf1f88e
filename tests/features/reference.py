"""The third witness: all 66 features of every loan on given days, worked out row by row.

Written from the definitions, in plain Python and day by day, and slow for it. Nothing here reads
the SQL, or what the SQL made; the dated seeds (policy rates, cut-offs, tiers, exchange rates) are
read as files.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from pathlib import Path

from tests.features.reference_behaviour import behaviour, cohort_on, relationship
from tests.features.reference_book import loan_at, read_book
from tests.features.reference_case import Case, Features
from tests.features.reference_ledger import Ledgers
from tests.features.reference_money import affordability, bureau
from tests.features.reference_terms import applicant, loan_terms


class WorkedOut:
    """`cases` and their `features` by (loan_id, day): open loans and undecided applications."""

    def __init__(self, raw: Path, dates: Iterable[date]) -> None:
        book = read_book(raw)
        ledgers = Ledgers(book)
        self.cases: dict[tuple[str, date], Case] = {}
        self.features: dict[tuple[str, date], Features] = {}
        for day in dates:
            cohort = cohort_on(book, day, ledgers)
            for loan_id in book.loans:
                loan = loan_at(book, loan_id, day)
                if loan and loan["status"] in ("disbursed", "applied"):
                    case = Case(book, loan_id, day, ledgers)
                    self.cases[loan_id, day] = case
                    self.features[loan_id, day] = {
                        "population": "behaviour" if case.is_behaviour else "application",
                        **applicant(case),
                        **loan_terms(case),
                        **affordability(case),
                        **bureau(case),
                        **behaviour(case),
                        **relationship(case, cohort),
                    }
