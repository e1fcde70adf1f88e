"""Drift is measured against bins frozen when the model was trained."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pytest

from ml.bundle import ModelBundle
from ml.drift import drift_tables
from ml.scoring import score
from tests.unit.ml import book


def _psi(bundle: ModelBundle, frame: pa.Table, item: str) -> dict[str, object]:
    unclipped = score(bundle, frame).scores.column("risk_score_unclipped").to_numpy()
    items, _ = drift_tables(bundle, frame, unclipped)
    return items.filter(pc.field("item") == item).to_pylist()[0]


def test_the_training_rows_have_not_drifted(bundle: ModelBundle, book_frame: pa.Table):
    for spec in bundle.specs:
        assert _psi(bundle, book_frame, spec.name)["psi"] == 0.0
    assert _psi(bundle, book_frame, "risk_score")["psi"] < 0.02


def test_fresh_rows_of_the_same_book_stay_near_their_critical_value(bundle: ModelBundle):
    fresh = book.frame(seed=99)
    row = _psi(bundle, fresh, "dti_ratio")
    assert row["psi"] < 2 * row["psi_critical_95"]


def test_a_shifted_feature_and_its_score_turn_red(bundle: ModelBundle, book_frame: pa.Table):
    delay = book_frame.column("max_dpd_12m").to_numpy()
    shifted = book.replaced(book_frame, "max_dpd_12m", delay + 60)
    assert _psi(bundle, shifted, "max_dpd_12m")["psi"] > 0.25
    assert _psi(bundle, shifted, "risk_score")["psi"] > 0.25
    assert _psi(bundle, shifted, "dti_ratio")["psi"] == 0.0


def test_missing_rates_stand_beside_their_reference(bundle: ModelBundle, book_frame: pa.Table):
    gone = book.replaced(
        book_frame, "credit_score", pa.array([None] * book_frame.num_rows, pa.int64())
    )
    row = _psi(bundle, gone, "credit_score")
    assert row["missing_share"] == 1.0
    assert row["reference_missing_share"] == pytest.approx(0.2, abs=0.03)
    assert row["psi"] > 0.25


def test_no_rows_have_no_psi(bundle: ModelBundle, book_frame: pa.Table):
    items, _ = drift_tables(bundle, book_frame.slice(0, 0), np.empty(0))
    assert items.column("psi").null_count == items.num_rows


def test_bins_of_every_item_add_up(bundle: ModelBundle, book_frame: pa.Table):
    unclipped = score(bundle, book_frame).scores.column("risk_score_unclipped").to_numpy()
    _, bins = drift_tables(bundle, book_frame, unclipped)
    sums = bins.group_by("item").aggregate([("share", "sum"), ("reference_share", "sum")])
    assert sums.num_rows == len(bundle.specs) + 1
    assert sums.column("share_sum").to_numpy() == pytest.approx(1.0)
    assert sums.column("reference_share_sum").to_numpy() == pytest.approx(1.0)


def test_a_category_has_a_bin_a_code(bundle: ModelBundle):
    assert len(bundle.feature_bins["employment_type_code"].edges) == len(book.EMPLOYMENT)
