"""May the new champion replace the one in office? Checks on rows that neither side was fitted on.

The rows are those of the judges. The incumbent may have trained on some of them where the split has
one date only; that helps the incumbent, never the challenger.
"""

from __future__ import annotations

from dataclasses import dataclass

import pyarrow as pa

from ml.arrays import Flags, Floats
from ml.bundle import ModelBundle
from ml.candidates import Candidate, honest_pd
from ml.features import matrix_from_arrow
from ml.metrics import (
    auc_difference,
    count_reversals,
    freeze,
    gains_table,
    observed_expected_interval,
    psi,
    shares,
)
from ml.models import Sample
from ml.points import unclipped_score
from ml.promotion import PromotionRules
from ml.room import Room


@dataclass(frozen=True)
class Check:
    """One condition: what was measured, its interval where it has one, and what was asked."""

    name: str
    value: float | None
    low: float | None
    high: float | None
    asked: str
    is_passed: bool


@dataclass(frozen=True)
class Challenge:
    """`is_won` when every check passed; `reason` names the first that did not."""

    is_won: bool
    reason: str
    checks: tuple[Check, ...]


def challenge(challenger: Candidate, incumbent: ModelBundle, room: Room) -> Challenge:
    """Judge the challenger against the incumbent on the judges' rows of a training."""
    rows, sample, rules = room.judges, room.sample, room.settings.promotion
    pd = honest_pd(challenger, room.split)
    incumbent_margin = _incumbent_margin(incumbent, room.frame.filter(pa.array(rows)))
    checks = (
        _auc_gain(challenger, incumbent_margin, sample, rows, rules),
        _rank_order(sample, pd, rows, rules),
        _level(sample, pd, rows, rules),
        _stability(pd, room, rules),
        Check(
            "direction_violations",
            float(len(challenger.direction_violations)),
            None,
            None,
            "none",
            not challenger.direction_violations,
        ),
    )
    failed = [check for check in checks if not check.is_passed]
    reason = (
        f"challenger {challenger.name} passed every check"
        if not failed
        else f"the incumbent stays: {failed[0].name} is {_shown(failed[0].value)}, "
        f"asked: {failed[0].asked}"
    )
    return Challenge(not failed, reason, checks)


def _shown(value: float | None) -> str:
    return "not known" if value is None else f"{value:.4f}"


def _incumbent_margin(incumbent: ModelBundle, frame: pa.Table) -> Floats | None:
    """The incumbent's margins; None when the frame no longer has its features."""
    if any(spec.name not in frame.column_names for spec in incumbent.specs):
        return None
    return incumbent.model.margin(matrix_from_arrow(frame, incumbent.specs))


def _auc_gain(
    challenger: Candidate,
    incumbent_margin: Floats | None,
    sample: Sample,
    rows: Flags,
    rules: PromotionRules,
) -> Check:
    asked = f"above {rules.auc_gain_above:g} with its whole 95% interval"
    if incumbent_margin is None:
        return Check("auc_gain", None, None, None, "incumbent's features are gone", True)
    gain = auc_difference(
        sample.is_bad[rows], challenger.fit.margin[rows], incumbent_margin, sample.borrower[rows]
    )
    if gain is None:
        return Check("auc_gain", None, None, None, asked, False)
    is_passed = gain.low > rules.auc_gain_above
    return Check("auc_gain", gain.value, gain.low, gain.high, asked, is_passed)


def _rank_order(sample: Sample, pd: Floats, rows: Flags, rules: PromotionRules) -> Check:
    reversals = count_reversals(gains_table(sample.is_bad[rows], pd[rows]))
    asked = f"at most {rules.most_reversals}" if rules.most_reversals else "none"
    is_passed = reversals <= rules.most_reversals
    return Check("rank_reversals", float(reversals), None, None, asked, is_passed)


def _level(sample: Sample, pd: Floats, rows: Flags, rules: PromotionRules) -> Check:
    ratio = observed_expected_interval(sample.is_bad[rows], pd[rows], sample.borrower[rows])
    asked = f"{rules.observed_expected_low:g} to {rules.observed_expected_high:g}"
    if ratio is None:
        return Check("observed_expected", None, None, None, asked, False)
    is_inside = rules.observed_expected_low <= ratio.value <= rules.observed_expected_high
    return Check("observed_expected", ratio.value, ratio.low, ratio.high, asked, is_inside)


def _stability(pd: Floats, room: Room, rules: PromotionRules) -> Check:
    bins = freeze(unclipped_score(pd[room.split.is_training], room.scale))
    value = psi(bins.shares, shares(unclipped_score(pd[room.judges], room.scale), bins))
    asked = f"under {rules.most_psi:g}"
    return Check("score_psi", value, None, None, asked, value < rules.most_psi)
