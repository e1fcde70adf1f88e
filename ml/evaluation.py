"""The figures of one candidate on one sample, as rows of long tables."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from ml import metrics
from ml.arrays import Flags, Floats, Ints
from ml.points import Scale, clipped_score, unclipped_score

MOST_ROC_POINTS = 200
DISTRIBUTION_BINS = 30

Row = dict[str, Any]


@dataclass(frozen=True)
class Judged:
    """Rows of one sample with what one candidate says of them, in the order of loan_id.

    `margin` ranks the rows (calibration keeps its order); `pd` gives them their level.
    """

    candidate: str
    sample: str
    is_bad: Flags
    margin: Floats
    pd: Floats
    borrower: Ints
    exposure: Floats | None

    @property
    def key(self) -> Row:
        """The key columns of every table."""
        return {"candidate": self.candidate, "sample": self.sample}


def metric_rows(judged: Judged, cut_off: float) -> list[Row]:
    """Every metric of the sample; a metric that does not exist there (one class) has value null."""
    return [
        judged.key | {"metric": name, "value": value, "low": low, "high": high}
        for name, value, low, high in _metrics(judged, cut_off)
    ]


Figure = tuple[str, float | None, float | None, float | None]


def _metrics(judged: Judged, cut_off: float) -> Iterator[Figure]:
    yield from _counts(judged)
    yield from _discrimination(judged)
    yield from _level(judged)
    at = metrics.at_cut_off(judged.is_bad, judged.pd, cut_off)
    for name, value in (
        ("cut_off", cut_off),
        ("flagged_share", at.flagged_share),
        ("precision", at.precision),
        ("recall", at.recall),
        ("f1", at.f1),
        ("f2", at.f2),
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
    area = metrics.auc_interval(judged.is_bad, judged.margin, judged.borrower)
    if area is None:
        yield "auc", None, None, None
        yield "gini", None, None, None
    else:
        yield "auc", area.value, area.low, area.high
        yield "gini", 2 * area.value - 1, 2 * area.low - 1, 2 * area.high - 1
    yield "ks", metrics.ks(judged.is_bad, judged.margin), None, None
    yield "pr_auc", metrics.pr_auc(judged.is_bad, judged.margin), None, None
    reversals = metrics.count_reversals(metrics.gains_table(judged.is_bad, judged.pd))
    yield "rank_reversals", float(reversals), None, None


def _level(judged: Judged) -> Iterator[Figure]:
    is_bad, pd = judged.is_bad, judged.pd
    yield "mean_pd", float(pd.mean()) if pd.size else None, None, None
    yield "observed_expected", metrics.observed_expected(is_bad, pd), None, None
    yield "brier", metrics.brier(is_bad, pd), None, None
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
