"""Calibration sets the level and never the order."""

from __future__ import annotations

import numpy as np
import pytest

from ml.calibration import Calibrator, NotCalibratableError, choose, fit
from ml.log_odds import probability

RANDOM = np.random.default_rng(11)
MARGIN = RANDOM.normal(-2.0, 1.5, 20_000)
FOLD = np.arange(20_000) % 5


def _outcomes(log_odds: np.ndarray) -> np.ndarray:
    return np.random.default_rng(12).random(log_odds.size) < probability(log_odds)


def test_platt_finds_the_line_that_made_the_outcomes():
    calibrator = fit("platt", MARGIN, _outcomes(0.5 * MARGIN - 1.0))
    assert calibrator.log_odds(np.array([0.0, 1.0])) == pytest.approx([-1.0, -0.5], abs=0.08)


def test_the_mean_pd_is_the_bad_rate():
    is_bad = _outcomes(0.5 * MARGIN - 1.0)
    for method in ("platt", "isotonic"):
        assert fit(method, MARGIN, is_bad).pd(MARGIN).mean() == pytest.approx(
            is_bad.mean(), rel=0.02
        )


def test_isotonic_wins_where_the_bend_is_real_and_needs_enough_bads():
    is_bad = _outcomes(np.where(MARGIN < -2, -4.0, -1.0))
    bent, scores = choose(MARGIN, is_bad, FOLD, least_isotonic_bads=100)
    assert bent.method == "isotonic"
    assert scores["isotonic"] < scores["platt"]
    straight, scores = choose(MARGIN, is_bad, FOLD, least_isotonic_bads=10**6)
    assert straight.method == "platt"
    assert set(scores) == {"platt"}


@pytest.mark.parametrize("method", ["platt", "isotonic"])
def test_calibration_keeps_the_order_of_any_two_loans(method: str):
    calibrator = fit(method, MARGIN, _outcomes(np.where(MARGIN < -2, -4.0, -1.0)))
    beyond = np.sort(np.concatenate((MARGIN, [-40.0, -12.0, 9.0, 30.0])))
    assert (np.diff(calibrator.log_odds(beyond)) > 0).all()


def test_margins_that_rise_as_risk_falls_are_refused():
    is_bad = _outcomes(-MARGIN - 4.0)
    for method in ("platt", "isotonic"):
        with pytest.raises(NotCalibratableError, match="rise"):
            fit(method, MARGIN, is_bad)


def test_one_class_or_one_margin_cannot_be_calibrated():
    with pytest.raises(NotCalibratableError, match="one class"):
        fit("platt", MARGIN, np.zeros(MARGIN.size, dtype=bool))
    with pytest.raises(NotCalibratableError, match="same"):
        fit("platt", np.zeros(10), np.arange(10) < 3)


def test_a_calibrator_survives_json():
    calibrator = fit("isotonic", MARGIN, _outcomes(MARGIN))
    assert Calibrator.from_json(calibrator.to_json()) == calibrator
