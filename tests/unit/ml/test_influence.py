"""Intervals from influences: those of drawing borrowers anew, without the draws."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from ml import metrics
from ml.metrics import bootstrap

CASES: dict[str, tuple[Callable[..., Any], Callable[..., Any]]] = {
    "ks": (metrics.ks_interval, metrics.ks),
    "pr_auc": (metrics.pr_auc_interval, metrics.pr_auc),
    "observed_expected": (metrics.observed_expected_interval, metrics.observed_expected),
    "brier": (metrics.brier_interval, metrics.brier),
}


def book_of(rows: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    random = np.random.default_rng(1)
    borrower = np.sort(random.integers(0, rows // 3, rows))
    lasting = random.normal(size=rows // 3)[borrower]
    is_bad = random.random(rows) < 1 / (1 + np.exp(2.0 - lasting))
    risk = np.round(lasting + random.normal(size=rows), 1)
    return is_bad, 1 / (1 + np.exp(2.0 - risk)), borrower


@pytest.mark.parametrize("name", sorted(CASES))
def test_the_interval_is_about_as_wide_as_that_of_drawn_borrowers(
    name: str, monkeypatch: pytest.MonkeyPatch
):
    with_interval, plain = CASES[name]
    is_bad, pd, borrower = book_of(3000)
    monkeypatch.setattr(bootstrap, "DRAWS", 400)
    drawn = metrics.interval(lambda rows: plain(is_bad[rows], pd[rows]), is_bad, borrower, seed=2)
    own = with_interval(is_bad, pd, borrower)
    assert own.value == drawn.value == plain(is_bad, pd)
    assert own.high - own.low == pytest.approx(drawn.high - drawn.low, rel=0.15)
    assert own.low < own.value < own.high


@pytest.mark.parametrize("name", sorted(CASES))
def test_twelve_months_of_one_loan_are_not_twelve_loans(name: str):
    with_interval, _ = CASES[name]
    is_bad, pd, _ = book_of(600)
    loan = np.arange(600)
    once = with_interval(is_bad, pd, loan)
    twelve = with_interval(np.repeat(is_bad, 12), np.repeat(pd, 12), np.repeat(loan, 12))
    alone = with_interval(np.repeat(is_bad, 12), np.repeat(pd, 12), np.arange(7200))
    assert twelve.high - twelve.low == pytest.approx(once.high - once.low, rel=1e-6)
    assert alone.high - alone.low < 0.5 * (twelve.high - twelve.low)


def test_average_precision_s_influence_is_its_derivative(monkeypatch: pytest.MonkeyPatch):
    from sklearn.metrics import average_precision_score

    from ml.metrics import influence

    seen: list[np.ndarray] = []
    whole = influence.clustered_interval

    def spy(value: float, own: np.ndarray, cluster: np.ndarray) -> Any:
        seen.append(own)
        return whole(value, own, cluster)

    monkeypatch.setattr(influence, "clustered_interval", spy)
    is_bad, pd, borrower = book_of(400)
    metrics.pr_auc_interval(is_bad, pd, borrower)
    before = average_precision_score(is_bad, pd)
    for row in (*np.flatnonzero(is_bad)[:3], *np.flatnonzero(~is_bad)[:3]):
        weight = np.ones(400)
        weight[row] += 1e-5
        after = average_precision_score(is_bad, pd, sample_weight=weight)
        assert seen[0][row] == pytest.approx((after - before) / 1e-5, rel=1e-3)


def test_one_class_has_no_figure_and_no_interval():
    pd, borrower = np.linspace(0.1, 0.9, 9), np.arange(9)
    for labels in (np.zeros(9, dtype=bool), np.ones(9, dtype=bool)):
        assert metrics.ks_interval(labels, pd, borrower) is None
        assert metrics.pr_auc_interval(labels, pd, borrower) is None
        assert metrics.brier_interval(labels, pd, borrower) is None


def test_a_paired_difference_of_the_same_is_nothing_and_knows_who_is_ahead():
    is_bad, pd, borrower = book_of(900)
    worse = np.random.default_rng(3).permutation(pd)

    def area(rows: np.ndarray, risk: np.ndarray) -> float:
        return metrics.auc(is_bad[rows], risk[rows]) or 0.0

    same = metrics.paired_difference(area, is_bad, pd, pd, borrower, seed=1)
    ahead = metrics.paired_difference(area, is_bad, pd, worse, borrower, seed=1)
    assert same is not None
    assert ahead is not None
    assert (same.value, same.low, same.high) == (0.0, 0.0, 0.0)
    assert ahead.low > 0
