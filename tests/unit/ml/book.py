"""A small made-up book for the modelling tests: few features of every kind, seeded."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import numpy as np
import pyarrow as pa

from ml.features import FeatureSpec
from ml.settings import TrainingSettings

EMPLOYMENT = ("salaried", "self_employed", "retired")

SPECS = (
    FeatureSpec("loan_amount_log", "decimal", "A", 0, "Amount requested", "amount"),
    FeatureSpec("foir_ratio", "decimal", "A", 1, "Outgoings high against income", "burden"),
    FeatureSpec("dti_ratio", "decimal", "A", 1, "Repayments high against income", "burden"),
    FeatureSpec("is_secured", "bool", "A", -1, "No collateral", "collateral"),
    FeatureSpec("interest_rate_pct", "decimal", "A", 1, "(internal)", "", is_internal=True),
    FeatureSpec("age_years", "int", "A", 0, "(internal)", "", is_sensitive=True),
    FeatureSpec(
        "employment_type_code",
        "category",
        "A",
        0,
        "Type of employment",
        "job",
        categories=EMPLOYMENT,
    ),
    FeatureSpec("credit_score", "int", "A", -1, "Credit bureau score", "bureau"),
    FeatureSpec("max_dpd_12m", "int", "B", 1, "Worst delay in the last year", "delay"),
)

QUICK = TrainingSettings(
    folds=3,
    min_bads=30,
    oot_min_bads=10,
    candidates=("logistic", "lightgbm"),
    trials={
        "logistic": ({"c": 0.1},),
        "lightgbm": (
            {
                "learning_rate": 0.2,
                "max_depth": 3,
                "num_leaves": 8,
                "min_data_in_leaf": 20,
                "feature_fraction": 0.8,
                "lambda_l2": 10.0,
            },
        ),
        "random_forest": (
            {
                "trees": 20,
                "max_depth": 5,
                "min_data_in_leaf": 20,
                "feature_fraction_bynode": 0.5,
            },
        ),
    },
    most_rounds=40,
    with_yardstick=False,
)


def frame(
    borrowers: int = 1200,
    as_of_dates: Sequence[date] = (date(2024, 3, 31),),
    seed: int = 1,
    base: float = -2.2,
) -> pa.Table:
    """Two loans a borrower, one row a loan and date; about one row in seven is bad."""
    random = np.random.default_rng(seed)
    dates = len(as_of_dates)
    rows = borrowers * 2 * dates
    quality = np.repeat(random.normal(size=borrowers), 2 * dates)
    burden = 0.4 + 0.1 * random.normal(size=rows) + 0.08 * quality
    score = np.round(700 - 60 * quality + 30 * random.normal(size=rows))
    delay = np.maximum(0, np.round(20 * random.normal(size=rows) + 25 * quality))
    job = random.integers(0, 4, rows)
    secured = random.random(rows) < 0.4
    margin = (
        base + 0.9 * quality + 4 * (burden - 0.4) + 0.02 * delay - 0.6 * secured + 0.3 * (job == 1)
    )
    is_bad = random.random(rows) < 1 / (1 + np.exp(-margin))
    loan = [f"L{number:06d}" for number in range(borrowers * 2) for _ in as_of_dates]
    return pa.table(
        {
            "loan_id": loan,
            "customer_id": [f"C{int(name[1:]) // 2:06d}" for name in loan],
            "as_of_date": pa.array(list(as_of_dates) * (borrowers * 2), pa.date32()),
            "is_bad": is_bad,
            "exposure": np.round(random.random(rows) * 500_000, 2),
            "loan_amount_log": random.normal(12, 1, rows),
            "foir_ratio": _with_gaps(burden, random, 0.1),
            "dti_ratio": burden * 0.9 + 0.02 * random.normal(size=rows),
            "is_secured": secured,
            "interest_rate_pct": 12 + quality + 0.5 * random.normal(size=rows),
            "age_years": pa.array(random.integers(21, 65, rows)),
            "employment_type_code": [(*EMPLOYMENT, None)[number] for number in job],
            "credit_score": _with_gaps(score, random, 0.2).cast(pa.int64()),
            "max_dpd_12m": pa.array(delay.astype(np.int64)),
        }
    )


def month_ends(first_year: int, months: int) -> list[date]:
    """Month ends from January of the year on."""
    starts = np.datetime64(f"{first_year}-01", "M") + np.arange(1, months + 1)
    return [day.item() for day in starts.astype("datetime64[D]") - np.timedelta64(1, "D")]


def replaced(table: pa.Table, name: str, values: object) -> pa.Table:
    """The table with one column replaced."""
    return table.set_column(table.column_names.index(name), name, pa.array(values))


def _with_gaps(values: np.ndarray, random: np.random.Generator, share: float) -> pa.Array:
    return pa.array(np.where(random.random(values.size) < share, np.nan, values), from_pandas=True)
