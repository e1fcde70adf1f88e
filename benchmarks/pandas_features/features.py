"""All of it for one date: read, settle, keep the ledgers, compute the features."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pandas as pd

from benchmarks.pandas_features import money, raw_files, terms
from benchmarks.pandas_features.behaviour import behaviour
from benchmarks.pandas_features.borrowers import customers_as_of, fresh_pulls
from benchmarks.pandas_features.ledger import keep_ledgers
from benchmarks.pandas_features.loans import loans_as_of
from benchmarks.pandas_features.relationship import other_loans, relationship
from benchmarks.pandas_features.repayments import (
    Repayments,
    dues_that_hold,
    in_order,
    receipts_that_hold,
    statuses_that_hold,
)

FACILITY = {"dpd": "dpd", "overdue": "overdue_amount", "outstanding": "principal_outstanding"}


def loan_features(
    folder: Path, as_of: pd.Timestamp, done: Callable[[str], None] = lambda _: None
) -> pd.DataFrame:
    """Every loan that is open at the date with its 66 features and its state at the day's end.

    `done` is called with the name of each stage when it is over.
    """
    loans = loans_as_of(raw_files.read_table(folder, "loans"), as_of)
    customers = customers_as_of(raw_files.read_table(folder, "customers"), as_of)
    pulls = fresh_pulls(raw_files.read_table(folder, "credit_history"), as_of)
    repayments = _repayments(folder, loans, as_of)
    done("what holds")
    ledger = keep_ledgers(repayments, loans, as_of)
    done("ledger")
    others = other_loans(loans)
    customers = customers.reindex(loans["customer_id"]).set_axis(loans.index)
    pulls = pulls.reindex(loans["customer_id"]).set_axis(loans.index)
    features = pd.concat(
        [
            loans["loan_id"],
            terms.applicant(customers, loans, others, ledger, as_of),
            terms.loan_terms(loans, ledger, as_of),
            money.affordability(customers, pulls, loans, others, ledger),
            money.bureau(pulls, loans, as_of),
            behaviour(ledger, loans, as_of),
            relationship(ledger, loans, others, customers["pincode"], as_of),
            ledger.facility[list(FACILITY)].rename(columns=FACILITY),
        ],
        axis=1,
    )
    features[["overdue_amount", "principal_outstanding"]] /= 100
    features = features[loans["is_open"]]
    done("features")
    return features


def _repayments(folder: Path, loans: pd.DataFrame, as_of: pd.Timestamp) -> Repayments:
    """Part after part, so that no more than one is held as it was told."""
    loan_ids = pd.Index(loans["loan_id"])
    dues = dues_that_hold(raw_files.read_dues(folder, loan_ids), loans, as_of)
    receipts = receipts_that_hold(raw_files.read_receipts(folder, loan_ids), as_of)
    statuses = statuses_that_hold(raw_files.read_statuses(folder, loan_ids), as_of)
    return in_order(dues, receipts, statuses, loans)
