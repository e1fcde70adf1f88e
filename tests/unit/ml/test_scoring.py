"""One row, one score: alone, in a batch, in any order, with gaps and strangers."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pyarrow as pa
import pytest

from ml.bundle import ModelBundle
from ml.points import clipped_score, unclipped_score
from ml.scoring import score
from tests.unit.ml import book


def test_a_row_scores_the_same_alone_and_in_any_batch(bundle: ModelBundle, book_frame: pa.Table):
    whole = score(bundle, book_frame)
    batched = score(bundle, book_frame, batch_rows=7)
    assert batched.scores.equals(whole.scores)
    assert batched.reasons.equals(whole.reasons)
    for row in (0, 11, 2399):
        alone = score(bundle, book_frame.slice(row, 1))
        assert alone.scores.equals(whole.scores.slice(row, 1))


def test_the_frame_s_order_is_kept(bundle: ModelBundle, book_frame: pa.Table):
    order = pa.array(np.random.default_rng(4).permutation(book_frame.num_rows))
    assert score(bundle, book_frame.take(order)).scores.equals(
        score(bundle, book_frame).scores.take(order)
    )


def test_the_score_follows_from_the_pd(bundle: ModelBundle, book_frame: pa.Table):
    scores = score(bundle, book_frame).scores
    pd = scores.column("pd_12m").to_numpy()
    unclipped = unclipped_score(pd, bundle.scale)
    assert (scores.column("risk_score_unclipped").to_numpy() == unclipped).all()
    assert (scores.column("risk_score").to_numpy() == clipped_score(unclipped, bundle.scale)).all()
    assert (bundle.calibrator.pd(scores.column("raw_margin").to_numpy()) == pd).all()


def test_unseen_codes_and_missing_values_are_scored_not_refused(bundle: ModelBundle):
    frame = book.frame(1)
    strange = book.replaced(frame, "employment_type_code", ["astronaut", None])
    for spec in bundle.specs:
        if not spec.is_category:
            strange = book.replaced(strange, spec.name, pa.array([None, None], pa.float64()))
    scores = score(bundle, strange).scores
    assert np.isfinite(scores.column("pd_12m").to_numpy()).all()
    hashes = scores.column("features_hash").to_pylist()
    assert hashes[0] == hashes[1]


def test_an_absent_feature_is_an_error_and_not_a_default_score(
    bundle: ModelBundle, book_frame: pa.Table
):
    with pytest.raises(ValueError, match="max_dpd_12m"):
        score(bundle, book_frame.drop_columns(["max_dpd_12m"]))


def test_a_model_that_gives_no_number_is_an_error(bundle: ModelBundle, book_frame: pa.Table):
    broken = replace(bundle.calibrator, calibrated=(float("nan"),) * len(bundle.calibrator.margins))
    with pytest.raises(RuntimeError, match="not a number"):
        score(replace(bundle, calibrator=broken), book_frame)


def test_no_rows_give_empty_tables_with_their_columns(bundle: ModelBundle, book_frame: pa.Table):
    nothing = score(bundle, book_frame.slice(0, 0))
    assert nothing.scores.num_rows == nothing.reasons.num_rows == 0
    assert "risk_band" in nothing.scores.column_names
    assert "reason_text" in nothing.reasons.column_names


def test_columns_that_are_no_features_change_nothing(bundle: ModelBundle, book_frame: pa.Table):
    noisy = book.replaced(book_frame, "customer_id", ["other"] * book_frame.num_rows)
    older = book.replaced(noisy, "age_years", np.full(book_frame.num_rows, 99))
    assert score(bundle, older).scores.equals(score(bundle, book_frame).scores)


def test_progress_ends_at_one(bundle: ModelBundle, book_frame: pa.Table):
    seen: list[float] = []
    score(bundle, book_frame, batch_rows=1000, progress=lambda *now: seen.append(now[1]))
    assert seen == pytest.approx([1000 / 2400, 2000 / 2400, 1.0])
