"""What each cut-off would have approved, at what bad rate, cost and expected loss."""

from __future__ import annotations

from typing import Any

import numpy as np

from ml.arrays import Flags, Floats
from ml.evaluation import Judged
from ml.metrics import Costs
from ml.points import Scale, unclipped_score

STEPS = 40


def cut_off_rows(judged: Judged, costs: Costs, scale: Scale) -> list[dict[str, Any]]:
    """Cut-offs that approve a fortieth more of the rows each, and the cheapest one by the costs.

    Rows with a PD under the cut-off are approved. The cheapest one is that of theory on a
    calibrated PD, not the one that happened to be cheapest on these rows.
    """
    if not judged.pd.size:
        return []
    steps = np.quantile(judged.pd, np.arange(1, STEPS + 1) / STEPS, method="inverted_cdf")
    # a step approves the row that it is taken from, so the cut-off lies just above its PD
    cut_offs = np.unique(np.append(np.nextafter(steps, 2.0), costs.cut_off))
    return [
        judged.key
        | {
            "cut_off_no": number,
            "cut_off": float(cut_off),
            "score": float(unclipped_score(np.asarray([cut_off]), scale)[0]),
            "is_cheapest": bool(cut_off == costs.cut_off),
        }
        | _what_it_does(judged, judged.pd < cut_off, costs, float(cut_off))
        for number, cut_off in enumerate(cut_offs, start=1)
    ]


def _what_it_does(
    judged: Judged, is_approved: Flags, costs: Costs, cut_off: float
) -> dict[str, Any]:
    bads = int(judged.is_bad.sum())
    approved_bads = int(judged.is_bad[is_approved].sum())
    approved, rows = int(is_approved.sum()), int(is_approved.size)
    declined = rows - approved
    return {
        "approved_rows": approved,
        "approved_bads": approved_bads,
        "approval_rate": approved / rows,
        "bad_rate": approved_bads / approved if approved else None,
        "mean_pd": float(judged.pd[is_approved].mean()) if approved else None,
        "declined_bad_share": (bads - approved_bads) / bads if bads else None,
        "declined_bad_rate": (bads - approved_bads) / declined if declined else None,
        "cost_a_row": costs.a_row(judged.is_bad, judged.pd, cut_off),
        **_money(judged, is_approved),
    }


def _money(judged: Judged, is_approved: Flags) -> dict[str, Any]:
    """Exposure and expected loss of what is approved; null where exposure or LGD is not told."""
    if judged.exposure is None or judged.lgd is None:
        return {"approved_exposure": None, "expected_loss": None, "expected_loss_rate": None}
    known = is_approved & ~np.isnan(judged.lgd)
    exposure: Floats = judged.exposure[known]
    loss = float(np.sum(judged.pd[known] * judged.lgd[known] * exposure))
    total = float(exposure.sum())
    return {
        "approved_exposure": total,
        "expected_loss": loss,
        "expected_loss_rate": loss / total if total > 0 else None,
    }
