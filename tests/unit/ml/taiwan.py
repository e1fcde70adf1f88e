"""What the catalogue can take from the Taiwan credit-card file, for the quality gate."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import numpy as np
import pyarrow as pa
from pyarrow import csv

from ml.features import FeatureSpec

FILE = Path(__file__).resolve().parents[4] / "shared/data/taiwan/UCI_Credit_Card.csv"

SPECS = (
    FeatureSpec("loan_amount_log", "decimal", "A", 0, "Amount requested", "amount"),
    FeatureSpec("loan_amount_category", "ordinal", "A", 0, "Amount requested", "amount"),
    FeatureSpec(
        "age_years", "int", "A", 0, "(internal)", "age", is_internal=True, is_sensitive=True
    ),
    FeatureSpec("education_level", "ordinal", "A", -1, "(internal)", "education", is_internal=True),
    FeatureSpec("credit_utilization", "decimal", "A", 1, "Card use close to limits", "utilisation"),
    FeatureSpec("current_dpd", "int", "B", 1, "Payment overdue", "overdue"),
    FeatureSpec("max_dpd_12m", "int", "B", 1, "Worst delay in the last year", "delay"),
    FeatureSpec("avg_dpd_6m", "decimal", "B", 1, "Regular delays", "regular_delay"),
    FeatureSpec("dpd_trend_3v6", "decimal", "B", 1, "Delays growing", "trend"),
    FeatureSpec("late_payment_ratio", "decimal", "B", 1, "Share of instalments paid late", "late"),
    FeatureSpec("partial_payment_ratio", "decimal", "B", 1, "Part payments", "partial"),
    FeatureSpec("max_consecutive_late_12m", "int", "B", 1, "Several late in a row", "late"),
    FeatureSpec("payment_to_due_ratio_6m", "decimal", "B", -1, "Paid less than due", "paid"),
    FeatureSpec("days_since_last_payment", "int", "B", 1, "Long time since payment", "recency"),
    FeatureSpec("cure_count_12m", "int", "B", 1, "Repeated arrears", "cures"),
)


def frame(most_rows: int | None = None) -> pa.Table:
    """Labelled feature rows of the file, as of 2005-09-30."""
    raw = csv.read_csv(FILE)
    raw = raw if most_rows is None else raw.slice(0, most_rows)
    column = {name: raw.column(name).to_numpy().astype(float) for name in raw.column_names}
    late = np.column_stack([column[f"PAY_{month}"] for month in (0, 2, 3, 4, 5, 6)])
    bills = np.column_stack([column[f"BILL_AMT{month}"] for month in range(1, 7)])
    paid = np.column_stack([column[f"PAY_AMT{month}"] for month in range(1, 7)])
    dpd = 30.0 * np.maximum(late, 0.0)
    due = np.maximum(bills[:, 1:], 0.0)
    limit = column["LIMIT_BAL"]
    has_due = (due > 0).sum(axis=1)
    known_due = np.where(has_due > 0, has_due, np.nan)
    total_due = np.where(due.sum(axis=1) > 0, due.sum(axis=1), np.nan)
    schooling = column["EDUCATION"]
    education = np.select([schooling == 1, schooling == 2, schooling == 3], [3.0, 2.0, 1.0], np.nan)
    is_late = (dpd > 0) * 1.0
    values = {
        "loan_amount_log": np.log1p(limit),
        "loan_amount_category": np.digitize(limit, [100_000, 200_000, 300_000, 500_000]) * 1.0,
        "age_years": column["AGE"],
        "education_level": education,
        "credit_utilization": np.clip(np.maximum(bills[:, 0], 0.0) / limit, 0.0, 2.0),
        "current_dpd": dpd[:, 0],
        "max_dpd_12m": dpd.max(axis=1),
        "avg_dpd_6m": dpd.mean(axis=1),
        "dpd_trend_3v6": dpd[:, :3].mean(axis=1) - dpd[:, 3:].mean(axis=1),
        "late_payment_ratio": is_late.mean(axis=1),
        "partial_payment_ratio": ((paid[:, :5] > 0) & (paid[:, :5] < due)).sum(axis=1) / known_due,
        "max_consecutive_late_12m": _longest_run(is_late),
        "payment_to_due_ratio_6m": np.clip(paid[:, :5].sum(axis=1) / total_due, 0.0, 2.0),
        "days_since_last_payment": np.where(
            (paid > 0).any(axis=1), 30.0 * (paid > 0).argmax(axis=1), np.nan
        ),
        "cure_count_12m": ((dpd[:, 1:] >= 30) & (dpd[:, :-1] == 0)).sum(axis=1) * 1.0,
    }
    rows = raw.num_rows
    identity = [f"{number:06d}" for number in column["ID"].astype(int)]
    return pa.table(
        {
            "loan_id": identity,
            "customer_id": identity,
            "as_of_date": pa.array([date(2005, 9, 30)] * rows),
            "is_bad": column["default.payment.next.month"] > 0,
            "exposure": np.maximum(bills[:, 0], 0.0),
        }
        | {name: pa.array(numbers, from_pandas=True) for name, numbers in values.items()}
    )


def _longest_run(is_late: np.ndarray) -> np.ndarray:
    longest = running = np.zeros(is_late.shape[0])
    for month in range(is_late.shape[1]):
        running = (running + 1.0) * is_late[:, month]
        longest = np.maximum(longest, running)
    return longest
