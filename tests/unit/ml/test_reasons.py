"""Reasons: groups in the customer's words, only what raises the PD, four at most."""

from __future__ import annotations

from datetime import date

import numpy as np
import pyarrow as pa
import pytest

from ml.features import FeatureSpec
from ml.models import Contributions
from ml.reasons import check_sum, groups_of, reason_table

SPECS = (
    FeatureSpec("tier", "ordinal", reason_text="Credit bureau score", reason_group="bureau"),
    FeatureSpec("score", "int", reason_text="Credit score low", reason_group="bureau"),
    FeatureSpec("rate", "decimal", reason_text="(internal)", is_internal=True),
    FeatureSpec("age", "int", reason_text="(internal)", is_sensitive=True),
    FeatureSpec("foir", "decimal", reason_text="Outgoings high", reason_group="burden"),
    FeatureSpec("ltv", "decimal", reason_text="Loan high against value", reason_group="ltv"),
    FeatureSpec("late", "int", reason_text="Late before", reason_group="late"),
    FeatureSpec("job", "category", reason_text="Type of work", categories=("a", "b")),
)
FRAME = pa.table(
    {
        "loan_id": ["x"],
        "as_of_date": [date(2024, 3, 31)],
        "tier": [1],
        "score": [540],
        "rate": [19.5],
        "age": [22],
        "foir": [0.61234567],
        "ltv": pa.array([None], pa.float64()),
        "late": [2],
        "job": ["b"],
    }
)


def _reasons(*values: float) -> list[dict[str, object]]:
    parts = Contributions(-2.0, np.array([values]), np.array([sum(values) - 2.0]))
    return reason_table(FRAME, SPECS, parts).to_pylist()


def test_correlated_features_are_one_reason_named_by_the_strongest():
    rows = _reasons(0.1, 0.3, 0, 0, 0.35, 0, 0, 0)
    assert [(r["group"], r["feature"], r["value"]) for r in rows] == [
        ("bureau", "score", "540"),
        ("burden", "foir", "0.612346"),
    ]
    assert rows[0]["contribution"] == pytest.approx(0.4)
    assert rows[0]["reason_text"] == "Credit score low"


def test_internal_and_sensitive_features_are_never_told():
    assert _reasons(0, 0, 5.0, 5.0, 0, 0, 0, 0) == []
    assert "age" not in groups_of(SPECS).names


def test_only_what_raises_the_pd_is_a_reason():
    assert [r["group"] for r in _reasons(-0.5, 0.2, 0, 0, -0.1, 0, 0.2, -1)] == ["late"]


def test_four_at_most_strongest_first_with_ranks():
    rows = _reasons(0.1, 0, 0, 0, 0.2, 0.3, 0.4, 0.5)
    assert [r["group"] for r in rows] == ["job", "late", "ltv", "burden"]
    assert [r["rank"] for r in rows] == [1, 2, 3, 4]


def test_ties_keep_the_order_of_the_list():
    assert [r["group"] for r in _reasons(0.2, 0, 0, 0, 0.2, 0, 0.2, 0)] == [
        "bureau",
        "burden",
        "late",
    ]


def test_a_missing_value_is_said_to_be_missing():
    row = _reasons(0, 0, 0, 0, 0, 0.3, 0, 0)[0]
    assert row["value"] is None
    assert row["reason_text"] == "Not on record: loan high against value"


def test_a_category_is_told_by_its_name_and_stands_for_its_own_group():
    row = _reasons(0, 0, 0, 0, 0, 0, 0, 0.3)[0]
    assert (row["group"], row["value"]) == ("job", "b")


def test_parts_that_miss_the_margin_are_an_error():
    values = np.array([[0.5, 0.25], [0.0, 0.1]])
    check_sum(Contributions(-2.0, values, np.array([-1.25, -1.9])))
    for second in (-1.8, np.nan):
        with pytest.raises(RuntimeError, match="miss the raw margin"):
            check_sum(Contributions(-2.0, values, np.array([-1.25, second])))
