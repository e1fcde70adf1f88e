"""Features cut into attributes: rates run with the direction, missing and unseen stand apart."""

from __future__ import annotations

import numpy as np
import pytest

from ml.characteristics import characteristic, short_between, weight_of_evidence
from ml.features import FeatureSpec

NUMBER = FeatureSpec("x", "decimal")
JOB = FeatureSpec("job", "category", categories=("a", "b", "rare"))


def drawn(rate: np.ndarray, seed: int = 1) -> np.ndarray:
    return np.random.default_rng(seed).random(rate.size) < rate


def test_weight_of_evidence_is_the_log_odds_against_all_rows_drawn_to_them_by_twenty_rows():
    found = weight_of_evidence(np.asarray([980, 0]), np.asarray([98, 0]), 0.1)
    assert found == pytest.approx([0.0, 0.0])
    worse = weight_of_evidence(np.asarray([180]), np.asarray([48]), 0.1)[0]
    assert worse == pytest.approx(np.log(0.25 / 0.75) - np.log(0.1 / 0.9))


@pytest.mark.parametrize("direction", [1, -1])
def test_bad_rates_run_with_the_direction_whatever_the_rows_say(direction: int):
    x = np.linspace(0, 10, 4000)
    is_bad = drawn(0.1 + 0.08 * np.sin(x))
    own = characteristic(x, is_bad, NUMBER, direction, 8)
    woe = np.asarray(own.woe[:-1])
    assert (np.diff(woe) * direction > 0).all()


def test_without_a_direction_a_hump_stays_a_hump():
    x = np.linspace(0, 10, 6000)
    own = characteristic(x, drawn(np.where(np.abs(x - 5) < 2, 0.3, 0.05)), NUMBER, 0, 6)
    woe = own.woe[:-1]
    assert max(woe) == max(woe[1:-1])
    assert 3 <= len(woe) <= 6


def test_a_number_that_tells_nothing_is_one_attribute():
    x = np.random.default_rng(5).normal(size=3000)
    own = characteristic(x, drawn(np.full(3000, 0.1), 6), NUMBER, 1, 6)
    assert len(own.edges) <= 1
    assert own.information_value < 0.02


def test_each_attribute_holds_a_twentieth_of_the_rows_and_the_counts_add_up():
    x = np.random.default_rng(2).exponential(size=2000)
    x[::9] = np.nan
    is_bad = drawn(np.clip(0.05 + 0.1 * np.nan_to_num(x), 0, 0.9))
    own = characteristic(x, is_bad, NUMBER, 1, 8)
    assert min(own.rows[:-1]) >= 100
    assert sum(own.rows) == 2000
    assert own.rows[-1] == int(np.isnan(x).sum())
    assert sum(own.bads) == int(is_bad.sum())
    assert (np.bincount(own.places(x), minlength=len(own.rows)) == own.rows).all()


def test_missing_that_training_never_saw_counts_neither_way():
    own = characteristic(np.linspace(0, 1, 1000), drawn(np.linspace(0, 0.4, 1000)), NUMBER, 1, 4)
    assert own.rows[-1] == 0
    assert own.woe[-1] == 0.0
    assert own.places(np.asarray([np.nan])).tolist() == [len(own.edges) + 1]


def test_rare_unseen_and_missing_codes_are_one_attribute():
    codes = np.asarray([0.0] * 500 + [1.0] * 480 + [2.0] * 15 + [3.0] * 5)
    is_bad = np.arange(1000) % 4 == 0
    own = characteristic(codes, is_bad, JOB, 0, 6)
    assert own.code_places == (0, 1, 2, 2)
    assert own.rows == (500, 480, 20)
    assert own.places(np.asarray([3.0, 2.0, 1.0])).tolist() == [2, 2, 1]


def test_an_edge_belongs_to_the_attribute_above_it():
    x = np.repeat([1.0, 2.0], 500)
    own = characteristic(
        x, np.concatenate([np.arange(500) < 25, np.arange(500) < 200]), NUMBER, 1, 4
    )
    assert own.edges == (2.0,)
    assert own.places(np.asarray([1.9999, 2.0])).tolist() == [0, 1]


def test_never_filled_is_one_attribute_beside_missing():
    own = characteristic(np.full(100, np.nan), np.arange(100) < 10, NUMBER, 1, 4)
    assert (own.edges, own.rows) == ((), (0, 100))


@pytest.mark.parametrize(
    ("low", "high", "expected"),
    [
        (0.0, 1.0, 1.0),
        (699.0, 701.0, 700.0),
        (0.123456, 0.123457, 0.123457),
        (-2.5, -1.5, -2.0),
        (1e6, 3e6, 3e6),
        (np.nextafter(0.3, 0), 0.3, 0.3),
    ],
)
def test_edges_are_short_decimals_between_the_values_they_part(
    low: float, high: float, expected: float
):
    assert short_between(float(low), high) == expected
    assert low < short_between(float(low), high) <= high
