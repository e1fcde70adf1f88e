"""The decile gains table and its rank-ordering check."""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from ml.arrays import Flags, Floats


@dataclass(frozen=True)
class GainsRow:
    """One of ten equal groups, group 1 the riskiest; shares and rates are fractions."""

    group_no: int
    rows: int
    bads: int
    bad_rate: float
    mean_pd: float
    lowest_pd: float
    highest_pd: float
    cumulative_bad_share: float | None
    cumulative_good_share: float | None
    lift: float | None
    ks: float | None
    is_reversal: bool


def gains_table(is_bad: Flags, pd: Floats, groups: int = 10) -> tuple[GainsRow, ...]:
    """Rank by PD descending and cut into equal groups.

    Rows must come in the tie order (loan_id ascending): equal PDs keep it. A group is a reversal
    when its bad rate exceeds the one of the riskier group before it by over two standard errors.
    """
    if not is_bad.size:
        return ()
    order = np.argsort(-pd, kind="stable")
    edges = [order.size * step // groups for step in range(groups + 1)]
    parts = [order[a:b] for a, b in pairwise(edges) if b > a]
    total_bads = int(is_bad.sum())
    total_goods = is_bad.size - total_bads
    rows: list[GainsRow] = []
    seen_bads = seen_goods = 0
    for number, part in enumerate(parts, start=1):
        bads = int(is_bad[part].sum())
        seen_bads += bads
        seen_goods += part.size - bads
        bad_share = seen_bads / total_bads if total_bads else None
        good_share = seen_goods / total_goods if total_goods else None
        rate = bads / part.size
        rows.append(
            GainsRow(
                group_no=number,
                rows=int(part.size),
                bads=bads,
                bad_rate=rate,
                mean_pd=float(pd[part].mean()),
                lowest_pd=float(pd[part].min()),
                highest_pd=float(pd[part].max()),
                cumulative_bad_share=bad_share,
                cumulative_good_share=good_share,
                lift=rate * is_bad.size / total_bads if total_bads else None,
                ks=None if bad_share is None or good_share is None else abs(bad_share - good_share),
                is_reversal=bool(rows)
                and is_reversal(rows[-1].bads, rows[-1].rows, bads, part.size),
            )
        )
    return tuple(rows)


def is_reversal(riskier_bads: int, riskier_rows: int, safer_bads: int, safer_rows: int) -> bool:
    """Whether the safer group's bad rate is higher by more than two standard errors."""
    riskier, safer = riskier_bads / riskier_rows, safer_bads / safer_rows
    variance = riskier * (1 - riskier) / riskier_rows + safer * (1 - safer) / safer_rows
    return safer - riskier > 2.0 * math.sqrt(variance)


def count_reversals(table: tuple[GainsRow, ...]) -> int:
    """Number of reversals beyond two standard errors."""
    return sum(row.is_reversal for row in table)
