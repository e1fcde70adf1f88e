"""Every metric against figures worked out by hand or published."""

from __future__ import annotations

import numpy as np
import pytest

from ml import metrics

RISK = np.array([0.9, 0.8, 0.7, 0.6, 0.55, 0.5, 0.4, 0.3, 0.2, 0.1])
IS_BAD = np.array([1, 1, 0, 1, 0, 0, 1, 0, 0, 0], dtype=bool)
ONE_CLASS = np.zeros(10, dtype=bool)


def test_the_worked_ten_rows_give_their_published_discrimination():
    assert metrics.ks(IS_BAD, RISK) == pytest.approx(0.583333, abs=1e-6)
    assert metrics.auc(IS_BAD, RISK) == pytest.approx(0.833333, abs=1e-6)
    assert metrics.gini(IS_BAD, RISK) == pytest.approx(0.666667, abs=1e-6)
    assert metrics.brier(IS_BAD, RISK) == pytest.approx(0.17525, abs=1e-9)


def test_ks_is_reached_after_the_fourth_row():
    bad_share, good_share, risk = metrics.cumulative_shares(IS_BAD, RISK)
    assert risk[int(np.argmax(bad_share - good_share))] == 0.6


def test_ties_count_half():
    assert metrics.auc(np.array([True, False]), np.array([0.3, 0.3])) == 0.5
    assert metrics.ks(np.array([True, False]), np.array([0.3, 0.3])) == 0.0


def test_one_class_has_no_discrimination():
    for metric in (metrics.auc, metrics.gini, metrics.ks, metrics.pr_auc, metrics.auc_interval):
        assert metric(ONE_CLASS, RISK) is None
        assert metric(~ONE_CLASS, RISK) is None


def test_average_precision_agrees_with_the_field_s_own():
    from sklearn.metrics import average_precision_score

    rounded = np.round(RISK, 1)
    assert metrics.pr_auc(IS_BAD, rounded) == pytest.approx(
        average_precision_score(IS_BAD, rounded)
    )


def test_de_long_s_interval_covers_the_bootstrap_s():
    random = np.random.default_rng(3)
    is_bad = random.random(800) < 0.2
    risk = random.normal(size=800) + is_bad
    interval = metrics.auc_interval(is_bad, risk)
    draws = [random.integers(0, 800, 800) for _ in range(300)]
    spread = np.std([metrics.auc(is_bad[draw], risk[draw]) for draw in draws])
    assert (interval.high - interval.low) / 2 == pytest.approx(1.96 * spread, rel=0.15)


def test_twelve_months_of_one_loan_are_not_twelve_loans():
    random = np.random.default_rng(5)
    is_bad = np.repeat(random.random(300) < 0.3, 12)
    risk = np.repeat(random.normal(size=300), 12) + is_bad
    loan = np.repeat(np.arange(300), 12)
    alone, together = metrics.auc_interval(is_bad, risk), metrics.auc_interval(is_bad, risk, loan)
    once = metrics.auc_interval(is_bad[::12], risk[::12])
    assert together.high - together.low > 3 * (alone.high - alone.low)
    assert together.high - together.low == pytest.approx(once.high - once.low, rel=1e-6)


def test_the_same_score_twice_differs_by_nothing():
    gap = metrics.auc_difference(IS_BAD, RISK, RISK)
    assert (gap.value, gap.low, gap.high) == (0.0, 0.0, 0.0)


def test_psi_of_the_worked_shares():
    expected, actual = [0.10, 0.20, 0.40, 0.20, 0.10], [0.08, 0.17, 0.38, 0.24, 0.13]
    terms = [metrics.psi([e], [a]) for e, a in zip(expected, actual, strict=True)]
    assert terms == pytest.approx([0.004463, 0.004876, 0.001026, 0.007293, 0.007871], abs=1e-6)
    assert metrics.psi(expected, actual) == pytest.approx(0.025528, abs=1e-6)


def test_psi_is_judged_against_its_sample_size():
    assert metrics.psi_critical(50_000, 5_000, 10) == pytest.approx(0.0035, abs=5e-5)
    assert metrics.psi_critical(50_000, 0, 10) is None


def test_missing_is_a_bin_of_its_own_even_when_the_reference_had_none():
    bins = metrics.freeze(np.arange(1000.0))
    assert len(bins.shares) == 11
    assert bins.shares[-1] == 0.0
    half_missing = np.where(np.arange(1000) % 2, np.nan, np.arange(1000.0))
    assert metrics.shares(half_missing, bins)[-1] == 0.5
    assert metrics.psi(bins.shares, metrics.shares(half_missing, bins)) > 0.25


def test_the_reference_has_no_drift_against_itself():
    values = np.random.default_rng(1).normal(size=5000)
    bins = metrics.freeze(values)
    assert metrics.psi(bins.shares, metrics.shares(values, bins)) == 0.0


def test_hosmer_lemeshow_and_grade_z_of_the_worked_grades():
    pds, rows, bads = [0.01, 0.02, 0.05, 0.10, 0.25], [1000] * 5, [8, 24, 55, 93, 270]
    z = [metrics.grade_z(*grade) for grade in zip(pds, rows, bads, strict=True)]
    assert z == pytest.approx([-0.64, 0.90, 0.73, -0.74, 1.46], abs=0.005)
    out_of_sample = metrics.hosmer_lemeshow(pds, rows, bads, in_sample=False)
    assert out_of_sample.statistic == pytest.approx(4.42446, abs=1e-5)
    assert out_of_sample.degrees == 5
    assert metrics.hosmer_lemeshow(pds, rows, bads, in_sample=True).degrees == 3


def test_wilson_s_interval_stays_inside_zero_and_one():
    assert metrics.wilson(0, 20) == pytest.approx((0.0, 0.161125), abs=1e-6)
    assert metrics.wilson(20, 20)[1] == 1.0
    assert metrics.wilson(0, 0) is None


def test_the_cheapest_cut_off_follows_the_costs():
    assert metrics.cost_optimal_cut_off(10_000, 100_000) == pytest.approx(0.0909, abs=5e-5)


def test_f2_of_the_published_precision_and_recall():
    assert metrics.f_beta(0.552, 0.654, 2.0) == pytest.approx(0.6307, abs=5e-5)


def test_nothing_flagged_has_no_precision():
    result = metrics.at_cut_off(IS_BAD, RISK, 0.95)
    assert (result.precision, result.recall) == (None, 0.0)


def test_gains_groups_are_equal_and_end_at_everything():
    table = metrics.gains_table(IS_BAD, RISK, groups=5)
    assert [row.rows for row in table] == [2] * 5
    assert [row.bads for row in table] == [2, 1, 0, 1, 0]
    assert table[-1].cumulative_bad_share == table[-1].cumulative_good_share == 1.0
    assert table[0].lift == pytest.approx(2.5)
    assert max(row.ks for row in table) == pytest.approx(0.583333, abs=1e-6)


def test_a_reversal_counts_only_beyond_two_standard_errors():
    assert metrics.is_reversal(10, 1000, 30, 1000)
    assert not metrics.is_reversal(10, 1000, 12, 1000)
    assert not metrics.is_reversal(30, 1000, 10, 1000)


def test_equal_pds_share_a_reliability_bin():
    bins = metrics.reliability(IS_BAD, np.full(10, 0.2))
    assert [(part.rows, part.bads) for part in bins] == [(10, 4)]


def test_steady_ginis_are_their_own_stability_and_falling_ones_are_punished():
    assert metrics.gini_stability([0.6, 0.6, 0.6]) == pytest.approx(0.6)
    assert metrics.gini_stability([0.62, 0.60, 0.58]) == pytest.approx(0.6 - 88 * 0.02)
    assert metrics.gini_stability([0.6, 0.6]) is None


def test_csi_of_points_has_a_sign():
    assert metrics.points_shift([0.5, 0.5], [0.25, 0.75], [10, 30]) == pytest.approx(5.0)
