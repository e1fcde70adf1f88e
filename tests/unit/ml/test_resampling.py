"""Made-up bads lie between bads, inside a fit only."""

from __future__ import annotations

import dataclasses

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pytest

from ml.features import FeatureMatrix, FeatureSpec
from ml.models import Sample
from ml.resampling import with_made_up_bads
from ml.training import train
from tests.unit.ml import book

SPECS = (FeatureSpec("x", "decimal"), FeatureSpec("job", "category", categories=("a", "b")))


def small() -> Sample:
    """Ninety goods around 0, ten bads between 5 and 6, some without x."""
    x = np.concatenate([np.linspace(-1, 1, 90), np.linspace(5, 6, 8), [np.nan, np.nan]])
    job = np.concatenate([np.zeros(90), [0, 1] * 5])
    values = np.asfortranarray(np.column_stack([x, job]))
    return Sample(FeatureMatrix(SPECS, values), np.arange(100) >= 90, np.arange(100))


def test_made_up_bads_lie_between_bads_and_keep_their_category():
    sample = small()
    more = with_made_up_bads(sample, seed=1)
    made_up = more.matrix.values[100:]
    assert more.is_bad.mean() == pytest.approx(0.3, abs=0.01)
    assert more.is_bad[100:].all()
    known = made_up[~np.isnan(made_up[:, 0]), 0]
    assert ((known >= 5) & (known <= 6)).all()
    assert not np.isin(known, sample.matrix.values[:, 0]).all()
    assert set(made_up[:, 1]) == {0.0, 1.0}
    assert set(more.borrower[100:]) <= set(range(90, 100))
    assert (more.matrix.values[:100, 1] == sample.matrix.values[:, 1]).all()


def test_the_same_seed_makes_up_the_same_and_enough_bads_are_left_alone():
    first, second = (with_made_up_bads(small(), seed=1) for _ in range(2))
    assert first.matrix.values.tobytes() == second.matrix.values.tobytes()
    assert with_made_up_bads(first, seed=1) is first
    few = small().take(np.arange(93))
    assert with_made_up_bads(few, seed=1) is few


def test_calibration_mends_the_level_that_made_up_bads_shift(book_frame: pa.Table):
    smote = dataclasses.replace(book.QUICK, resampling="smote", candidates=("logistic",))
    found = train(book_frame, book.SPECS, "behaviour", smote)
    assert found.champion is not None
    rows = found.metrics.filter(
        (pc.field("sample") == "folds") & pc.field("metric").isin(["observed_expected", "rows"])
    ).to_pylist()
    level = {row["metric"]: row["value"] for row in rows}
    assert level["rows"] == book_frame.num_rows
    assert level["observed_expected"] == pytest.approx(1.0, abs=0.06)
    plain = train(
        book_frame, book.SPECS, "behaviour", dataclasses.replace(smote, resampling="none")
    ).champion
    assert plain is not None
    assert found.champion.model.base > plain.model.base + 0.3  # type: ignore[attr-defined]
