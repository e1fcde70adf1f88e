"""The worked classification cases as raw tables: one borrower a case."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

CASES_FILE = Path(__file__).parents[3] / "shared" / "spec" / "npa_cases.json"


def worked_cases() -> list[dict[str, Any]]:
    """All cases of the file, in its order; none where the file is not beside the repository."""
    if not CASES_FILE.is_file():
        return []
    cases: list[dict[str, Any]] = json.loads(CASES_FILE.read_text())["cases"]
    return cases


def checkpoint_dates(cases: list[dict[str, Any]]) -> list[str]:
    """Every date on which some case is checked, ascending."""
    return sorted({point["as_of"] for case in cases for point in case["checkpoints"]})


def write_raw_tables(cases: list[dict[str, Any]], folder: Path) -> None:
    """The four raw tables of the contract as CSV files in `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    _write(folder / "customers.csv", [{"customer_id": case["case_id"]} for case in cases])
    _write(folder / "loans.csv", [row for case in cases for row in _loan_rows(case)])
    _write(folder / "repayments.csv", [row for case in cases for row in _repayment_rows(case)])
    (folder / "credit_history.csv").write_text("customer_id,pull_date\n")


def loan_key(case: dict[str, Any], loan: dict[str, Any]) -> str:
    """The loan's id in the raw tables: the cases reuse L1."""
    return f"{case['case_id']}-{loan['loan_id']}"


def _loan_rows(case: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for loan in case["loans"]:
        first = {
            "loan_id": loan_key(case, loan),
            "customer_id": case["case_id"],
            "loan_type": loan["segment"],
            "application_date": loan["start_date"],
            "disbursed_on": loan["start_date"],
            "status": "disbursed",
            "loan_amount": loan["principal"],
            "interest_rate_pct": loan["annual_rate_pct"],
            "loan_term_months": loan["tenor_months"],
            "collateral_value": loan["security_ab_initio"],
            "collateral_valued_on": loan["start_date"],
            "recorded_at": f"{loan['start_date']} 12:00:00",
        }
        yield first
        for valuation in loan["security"]:
            if valuation["valuation_date"] > loan["start_date"]:
                yield first | {
                    "collateral_value": valuation["realisable_value"],
                    "collateral_valued_on": valuation["valuation_date"],
                    "recorded_at": f"{valuation['valuation_date']} 12:00:00",
                }


def _repayment_rows(case: dict[str, Any]) -> Iterator[dict[str, Any]]:
    blank = dict.fromkeys(
        ("instalment_number", "due_date", "amount_due", "principal_due", "interest_due"), ""
    ) | dict.fromkeys(("receipt_id", "payment_date", "amount_paid", "recorded_at"), "")
    for loan in case["loans"]:
        key = {"loan_id": loan_key(case, loan)}
        for due in loan["schedule"]:
            yield (
                key
                | blank
                | {
                    "instalment_number": due["no"],
                    "due_date": due["due_date"],
                    "amount_due": due["amount"],
                    "principal_due": due["principal"],
                    "interest_due": due["interest"],
                }
            )
        for number, payment in enumerate(loan["payments"], start=1):
            yield (
                key
                | blank
                | {
                    "receipt_id": f"R{number}",
                    "payment_date": payment["date"],
                    "amount_paid": payment["amount"],
                    "recorded_at": f"{payment['date']} 18:00:00",
                }
            )


def _write(path: Path, rows: list[dict[str, Any]]) -> None:
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, fieldnames=list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
