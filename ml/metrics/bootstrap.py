"""Intervals by drawing borrowers anew: for figures that have no closed form."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from ml.arrays import Flags, Floats, Ints
from ml.metrics.discrimination import Estimate, has_both_classes

DRAWS = 200


def drawn_rows(cluster: Ints, draws: int, seed: int) -> list[Ints]:
    """For each draw the rows of as many clusters as there are, drawn with replacement."""
    order = np.argsort(cluster, kind="stable")
    _, starts, counts = np.unique(cluster[order], return_index=True, return_counts=True)
    random = np.random.default_rng(seed)
    drawn = []
    for _ in range(draws):
        chosen = random.integers(0, starts.size, starts.size)
        lengths = counts[chosen]
        ends = np.cumsum(lengths)
        within = np.arange(ends[-1]) - np.repeat(ends - lengths, lengths)
        drawn.append(order[np.repeat(starts[chosen], lengths) + within])
    return drawn


def interval(
    value: Callable[[Ints], float | None], is_bad: Flags, cluster: Ints, seed: int
) -> Estimate | None:
    """The figure on all rows with the 2.5 and 97.5% points of its draws; None where it has none.

    `value` takes row positions. Draws with one class only are left out.
    """
    own = value(np.arange(is_bad.size)) if has_both_classes(is_bad) else None
    if own is None:
        return None
    drawn = [
        found
        for rows in drawn_rows(cluster, DRAWS, seed)
        if has_both_classes(is_bad[rows]) and (found := value(rows)) is not None
    ]
    if not drawn:
        return None
    low, high = np.quantile(drawn, [0.025, 0.975])
    return Estimate(own, float(low), float(high))


def paired_difference(
    value: Callable[[Ints, Floats], float],
    is_bad: Flags,
    first: Floats,
    second: Floats,
    cluster: Ints,
    seed: int,
) -> Estimate | None:
    """`value` of the first minus that of the second, both on the same draws of clusters."""

    def gap(rows: Ints) -> float:
        return value(rows, first) - value(rows, second)

    return interval(gap, is_bad, cluster, seed)
