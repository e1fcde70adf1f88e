"""PD to score, to band, to decision, to money."""

from __future__ import annotations

from decimal import Decimal

import numpy as np
import pytest

from ml.bands import DEFAULT_BANDS, Band, band_codes, checked
from ml.decisions import decisions, expected_loss, expected_losses
from ml.points import PRESETS, clipped_score, pd_at_score, scale_named, unclipped_score

A, B = PRESETS["a_300_850"], PRESETS["b_300_900"]
WORKED = [
    (0.0005, 706, 942),
    (0.001, 686, 902),
    (0.005, 640, 809),
    (0.01, 620, 769),
    (1 / 51, 600, 729),
    (0.02, 599, 728),
    (0.05, 572, 674),
    (0.0625, 565, 660),
    (0.10, 551, 631),
    (0.20, 527, 584),
    (0.30, 512, 553),
    (0.50, 487, 504),
    (0.80, 447, 424),
    (0.95, 402, 334),
]


def test_the_presets_have_their_factor_and_offset():
    assert (A.factor, A.offset) == pytest.approx((28.8539, 487.1229), abs=1e-4)
    assert (B.factor, B.offset) == pytest.approx((57.7078, 503.7244), abs=1e-4)


@pytest.mark.parametrize(("pd", "on_a", "on_b"), WORKED)
def test_worked_scores(pd: float, on_a: int, on_b: int):
    assert clipped_score(unclipped_score(np.array([pd]), A), A)[0] == on_a
    assert np.floor(unclipped_score(np.array([pd]), B) + 0.5)[0] == on_b


def test_scores_are_clipped_after_scaling_and_the_unclipped_one_is_kept():
    unclipped = unclipped_score(np.array([0.0005]), B)
    assert unclipped[0] == pytest.approx(942.4, abs=0.1)
    assert clipped_score(unclipped, B)[0] == 900
    assert clipped_score(unclipped, PRESETS["b_300_850"])[0] == 850


def test_a_half_point_rounds_up():
    assert clipped_score(np.array([550.5, 551.5]), B).tolist() == [551, 552]


def test_doubling_the_odds_adds_pdo():
    scores = unclipped_score(np.array([1 / 16, 1 / 31]), B)
    assert scores == pytest.approx([660.0, 700.0])


def test_a_score_leads_back_to_its_pd():
    pd = np.array([0.003, 0.04, 0.7])
    assert pd_at_score(unclipped_score(pd, A), A) == pytest.approx(pd)


def test_certain_pds_have_a_finite_score():
    assert np.isfinite(unclipped_score(np.array([0.0, 1.0]), B)).all()


def test_an_unknown_scale_is_named_in_the_error():
    with pytest.raises(ValueError, match="b_300_900"):
        scale_named("cibil")


def test_a_pd_on_a_bound_belongs_to_the_riskier_band():
    assert band_codes(np.array([0.0099, 0.01, 0.05, 1.0]), DEFAULT_BANDS).tolist() == list("ABDF")


def test_bands_must_rise_and_hold_every_pd():
    with pytest.raises(ValueError, match="rise"):
        checked([Band("A", 0.2, "approve"), Band("B", 0.1, "refer"), Band("C", 1.01, "decline")])
    with pytest.raises(ValueError, match="every PD"):
        checked([Band("A", 0.2, "approve")])


def test_default_bands_turn_down_where_declining_is_cheaper():
    decided = decisions(np.array([0.03, 0.08, 1 / 11 + 1e-9, 0.15]), DEFAULT_BANDS)
    assert decided.tolist() == ["approve", "refer", "decline", "decline"]


def test_expected_loss_of_the_worked_loan():
    assert expected_loss(0.03, Decimal("0.65"), Decimal("500000")) == Decimal("9750.00")


def test_expected_loss_rounds_half_up_to_the_paisa():
    assert expected_loss(0.5, Decimal("0.5"), Decimal("0.02")) == Decimal("0.01")
    assert expected_loss(Decimal("0.1"), Decimal("0.5"), Decimal("0.30")) == Decimal("0.02")


def test_no_expected_loss_without_lgd_or_exposure():
    found = expected_losses([0.1, 0.1], [None, Decimal("0.4")], [Decimal(100), None])
    assert found == [None, None]
