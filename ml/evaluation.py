"""The figures of one candidate on one sample, as rows of long tables."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from ml import metrics
from ml.arrays import Dates, Flags, Floats, Ints
from ml.bands import Band, band_index
from ml.metrics import Costs, Estimate
from ml.points import Scale, clipped_score, unclipped_score

MOST_ROC_POINTS = 200
DISTRIBUTION_BINS = 30

Row = dict[str, Any]


@dataclass(frozen=True)
class Judged:
    """Rows of one sample with what one candidate says of them, in the order of loan_id.

    `margin` ranks the rows (calibration keeps its order); `pd` gives them their level. `lgd` is the
    share of `exposure` that is lost when a loan turns bad; NaN where it is not known.
    """

    candidate: str
    sample: str
    is_bad: Flags
    margin: Floats
    pd: Floats
    borrower: Ints
    as_of_date: Dates
    exposure: Floats | None
    lgd: Floats | None

    @property
    def key(self) -> Row:
        """The key columns of every table."""
        return {"candidate": self.candidate, "sample": self.sample}


def metric_rows(samples: Sequence[Judged], costs: Costs) -> list[Row]:
    """Every metric of a candidate's samples, that of training first.

    A metric that does not exist on a sample (one class only) has value null.
    """
    rows: list[Row] = []
    train_gini: float | None = None
    for judged in samples:
        own = {name: tuple(figures) for name, *figures in _metrics(judged, costs)}
        if judged.sample == "train":
            train_gini = own["gini"][0]
        else:
            own["gini_drop"] = (_drop(train_gini, own["gini"][0]), None, None)
        rows += [
            judged.key | {"metric": name, "value": value, "low": low, "high": high}
            for name, (value, low, high) in own.items()
        ]
    return rows


def _drop(before: float | None, after: float | None) -> float | None:
    """Relative fall of the Gini against training; null where either is unknown or not above 0."""
    return None if not before or after is None or before < 0 else (before - after) / before


Figure = tuple[str, float | None, float | None, float | None]


def _metrics(judged: Judged, costs: Costs) -> Iterator[Figure]:
    yield from _counts(judged)
    yield from _discrimination(judged)
    yield from _level(judged)
    at = metrics.at_cut_off(judged.is_bad, judged.pd, costs.cut_off)
    for name, value in (
        ("cut_off", costs.cut_off),
        ("flagged_share", at.flagged_share),
        ("precision", at.precision),
        ("recall", at.recall),
        ("f1", at.f1),
        ("f2", at.f2),
        ("cost_a_row", costs.a_row(judged.is_bad, judged.pd, costs.cut_off)),
        ("cost_a_row_all_approved", costs.a_row(judged.is_bad, judged.pd, math.inf)),
    ):
        yield name, value, None, None


def _counts(judged: Judged) -> Iterator[Figure]:
    rows, bads = int(judged.is_bad.size), int(judged.is_bad.sum())
    low, high = metrics.wilson(bads, rows) or (None, None)
    yield "rows", float(rows), None, None
    yield "bads", float(bads), None, None
    yield "bad_rate", bads / rows if rows else None, low, high
    if judged.exposure is not None and float(judged.exposure.sum()) > 0:
        share = float(judged.exposure[judged.is_bad].sum()) / float(judged.exposure.sum())
        yield "bad_rate_by_amount", share, None, None


def _discrimination(judged: Judged) -> Iterator[Figure]:
    rows = (judged.is_bad, judged.margin, judged.borrower)
    area = metrics.auc_interval(*rows)
    yield _estimated("auc", area)
    yield _estimated("gini", None if area is None else area.scaled(2.0, -1.0))
    yield _estimated("ks", metrics.ks_interval(*rows))
    yield _estimated("pr_auc", metrics.pr_auc_interval(*rows))
    ginis = [row["gini"] for row in month_rows(judged) if row["gini"] is not None]
    yield "gini_stability", metrics.gini_stability(ginis), None, None
    reversals = metrics.count_reversals(metrics.gains_table(judged.is_bad, judged.pd))
    yield "rank_reversals", float(reversals), None, None


def _level(judged: Judged) -> Iterator[Figure]:
    is_bad, pd, borrower = judged.is_bad, judged.pd, judged.borrower
    yield "mean_pd", float(pd.mean()) if pd.size else None, None, None
    ratio = metrics.observed_expected_interval(is_bad, pd, borrower)
    yield _estimated("observed_expected", ratio)
    yield _estimated("brier", metrics.brier_interval(is_bad, pd, borrower))
    yield "log_loss", metrics.log_loss(is_bad, pd), None, None
    bins = metrics.reliability(is_bad, pd)
    fit = metrics.hosmer_lemeshow(
        [part.mean_pd for part in bins],
        [part.rows for part in bins],
        [part.bads for part in bins],
        in_sample=judged.sample == "train",
    )
    yield "hosmer_lemeshow", fit.statistic if fit else None, None, None
    yield "hosmer_lemeshow_p", fit.p_value if fit else None, None, None


def _estimated(name: str, estimate: Estimate | None) -> Figure:
    if estimate is None:
        return name, None, None, None
    return name, estimate.value, estimate.low, estimate.high


def month_rows(judged: Judged) -> list[Row]:
    """How the candidate did on the rows of each month; a figure that one class denies is null."""
    month = judged.as_of_date.astype("datetime64[M]")
    return [_month_row(judged, month == own, own) for own in np.unique(month)]


def _month_row(judged: Judged, rows: Flags, month: np.datetime64) -> Row:
    is_bad, pd, borrower = judged.is_bad[rows], judged.pd[rows], judged.borrower[rows]
    area = metrics.auc_interval(is_bad, judged.margin[rows], borrower)
    ratio = metrics.observed_expected_interval(is_bad, pd, borrower)
    return judged.key | {
        "month": month.astype("datetime64[D]").item(),
        "rows": int(is_bad.size),
        "bads": int(is_bad.sum()),
        "bad_rate": float(is_bad.mean()),
        "mean_pd": float(pd.mean()),
        "observed_expected": None if ratio is None else ratio.value,
        "observed_expected_low": None if ratio is None else ratio.low,
        "observed_expected_high": None if ratio is None else ratio.high,
        "auc": None if area is None else area.value,
        "auc_low": None if area is None else area.low,
        "auc_high": None if area is None else area.high,
        "gini": None if area is None else 2 * area.value - 1,
        "ks": metrics.ks(is_bad, judged.margin[rows]),
    }


def band_rows(judged: Judged, bands: Sequence[Band]) -> list[Row]:
    """Observed against expected in each risk band; a band without rows has no row."""
    place = band_index(judged.pd, bands)
    edges = [0.0, *(band.pd_below for band in bands)]
    return [
        judged.key
        | {"band": band.code, "pd_from": edges[number], "pd_below": min(1.0, band.pd_below)}
        | _band_figures(judged, place == number)
        for number, band in enumerate(bands)
        if (place == number).any()
    ]


def _band_figures(judged: Judged, rows: Flags) -> Row:
    is_bad, pd = judged.is_bad[rows], judged.pd[rows]
    count, bads, mean_pd = int(is_bad.size), int(is_bad.sum()), float(pd.mean())
    low, high = metrics.wilson(bads, count) or (None, None)
    ratio = metrics.observed_expected_interval(is_bad, pd, judged.borrower[rows])
    return {
        "rows": count,
        "bads": bads,
        "mean_pd": mean_pd,
        "bad_rate": bads / count,
        "low": low,
        "high": high,
        "observed_expected": None if ratio is None else ratio.value,
        "observed_expected_low": None if ratio is None else ratio.low,
        "observed_expected_high": None if ratio is None else ratio.high,
        "z": metrics.grade_z(mean_pd, count, bads),
    }


def gains_rows(judged: Judged) -> list[Row]:
    """The decile gains table."""
    return [judged.key | asdict(row) for row in metrics.gains_table(judged.is_bad, judged.pd)]


def calibration_rows(judged: Judged) -> list[Row]:
    """The reliability curve."""
    bins = metrics.reliability(judged.is_bad, judged.pd)
    return [judged.key | {"bin_no": number} | asdict(part) for number, part in enumerate(bins, 1)]


def roc_rows(judged: Judged) -> list[Row]:
    """At most 200 points of the ROC curve, both ends and the KS point among them."""
    if not metrics.has_both_classes(judged.is_bad):
        return []
    bad_share, good_share, _ = metrics.cumulative_shares(judged.is_bad, judged.margin)
    bad_share, good_share = np.append(0.0, bad_share), np.append(0.0, good_share)
    widest = int(np.argmax(np.abs(bad_share - good_share)))
    steps = np.linspace(0, bad_share.size - 1, min(MOST_ROC_POINTS - 1, bad_share.size))
    chosen = np.unique(np.append(np.round(steps).astype(np.int64), widest))
    return [
        judged.key
        | {
            "point_no": number,
            "false_positive_rate": float(good_share[place]),
            "true_positive_rate": float(bad_share[place]),
            "is_ks_point": bool(place == widest),
        }
        for number, place in enumerate(chosen, start=1)
    ]


def distribution_rows(judged: Judged, scale: Scale) -> list[Row]:
    """Goods and bads by score, in thirty equal steps of the scale."""
    score = clipped_score(unclipped_score(judged.pd, scale), scale).astype(np.float64)
    edges = np.linspace(scale.lowest, scale.highest, DISTRIBUTION_BINS + 1)
    goods, _ = np.histogram(score[~judged.is_bad], edges)
    bads, _ = np.histogram(score[judged.is_bad], edges)
    return [
        judged.key
        | {
            "bin_no": number + 1,
            "score_from": float(edges[number]),
            "score_to": float(edges[number + 1]),
            "goods": int(goods[number]),
            "bads": int(bads[number]),
        }
        for number in range(DISTRIBUTION_BINS)
    ]
