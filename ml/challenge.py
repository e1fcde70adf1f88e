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
    observed_expected,
    psi,
    shares,
)
from ml.models import Sample
from ml.points import unclipped_score
from ml.room import Room

LEAST_OBSERVED_EXPECTED = 0.8
MOST_OBSERVED_EXPECTED = 1.25
MOST_PSI = 0.25


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
    rows, sample = room.judges, room.sample
    pd = honest_pd(challenger, room.split)
    incumbent_margin = _incumbent_margin(incumbent, room.frame.filter(pa.array(rows)))
    checks = (
        _auc_gain(challenger, incumbent_margin, sample, rows),
        _rank_order(sample, pd, rows),
        _level(sample, pd, rows),
        _stability(pd, room),
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
    challenger: Candidate, incumbent_margin: Floats | None, sample: Sample, rows: Flags
) -> Check:
    asked = "above zero with its whole 95% interval"
    if incumbent_margin is None:
        return Check("auc_gain", None, None, None, "incumbent's features are gone", True)
    gain = auc_difference(
        sample.is_bad[rows], challenger.fit.margin[rows], incumbent_margin, sample.borrower[rows]
    )
    if gain is None:
        return Check("auc_gain", None, None, None, asked, False)
    return Check("auc_gain", gain.value, gain.low, gain.high, asked, gain.low > 0)


def _rank_order(sample: Sample, pd: Floats, rows: Flags) -> Check:
    reversals = count_reversals(gains_table(sample.is_bad[rows], pd[rows]))
    return Check("rank_reversals", float(reversals), None, None, "none", reversals == 0)


def _level(sample: Sample, pd: Floats, rows: Flags) -> Check:
    ratio = observed_expected(sample.is_bad[rows], pd[rows])
    is_inside = ratio is not None and LEAST_OBSERVED_EXPECTED <= ratio <= MOST_OBSERVED_EXPECTED
    asked = f"{LEAST_OBSERVED_EXPECTED} to {MOST_OBSERVED_EXPECTED}"
    return Check("observed_expected", ratio, None, None, asked, is_inside)


def _stability(pd: Floats, room: Room) -> Check:
    bins = freeze(unclipped_score(pd[room.split.is_training], room.scale))
    value = psi(bins.shares, shares(unclipped_score(pd[room.judges], room.scale), bins))
    return Check("score_psi", value, None, None, f"under {MOST_PSI}", value < MOST_PSI)
