"""LightGBM's text model as plain arrays: what each node asks and what each leaf says."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from ml.arrays import Flags, Floats

CATEGORY_BIT = 1
DEFAULT_LEFT_BIT = 2
BITS_A_WORD = 32


@dataclass(frozen=True)
class Node:
    """One question. A child >= 0 is a node; a child < 0 is leaf -child - 1. Shares sum to 1."""

    feature: int
    threshold: float
    codes: tuple[int, ...] | None
    is_missing_left: bool
    left: int
    right: int
    left_share: float
    right_share: float

    def goes_left(self, values: Floats) -> Flags:
        """Whether each value of the node's feature goes left, by LightGBM's own rules."""
        if self.codes is not None:
            is_asked = np.zeros(max(self.codes) + 2, dtype=bool)
            is_asked[list(self.codes)] = True
            return is_asked.take(values.astype(np.intp), mode="clip")
        if self.is_missing_left:
            return np.asarray(~(values > self.threshold))
        return np.asarray(values <= self.threshold)


@dataclass(frozen=True)
class Tree:
    """Nodes in LightGBM's order (the root first) and the value of each leaf."""

    nodes: tuple[Node, ...]
    leaves: tuple[float, ...]


def parse_trees(text: str) -> tuple[Tree, ...]:
    """The trees of a text model; raises ValueError on a kind of tree that is not known here."""
    body = text.split("end of trees", maxsplit=1)[0]
    return tuple(_tree(block) for block in body.split("\nTree=")[1:])


def _tree(block: str) -> Tree:
    fields = dict(line.split("=", 1) for line in block.splitlines() if "=" in line)
    if fields.get("is_linear", "0") != "0":
        raise ValueError("trees with linear leaves are not supported")
    leaves = tuple(float(value) for value in fields["leaf_value"].split())
    return Tree(tuple(_nodes(fields)) if len(leaves) > 1 else (), leaves)


def _nodes(fields: dict[str, str]) -> Iterator[Node]:
    def whole(name: str) -> list[int]:
        return [int(value) for value in fields.get(name, "").split()]

    left, right = whole("left_child"), whole("right_child")
    node_rows, leaf_rows = whole("internal_count"), whole("leaf_count")
    boundaries, words = whole("cat_boundaries"), whole("cat_threshold")
    thresholds = [float(value) for value in fields["threshold"].split()]
    rows = zip(whole("split_feature"), thresholds, whole("decision_type"), strict=True)

    def count(child: int) -> int:
        return node_rows[child] if child >= 0 else leaf_rows[-child - 1]

    for position, (feature, threshold, kind) in enumerate(rows):
        codes = None
        if kind & CATEGORY_BIT:
            place = int(threshold)
            codes = _codes(words[boundaries[place] : boundaries[place + 1]])
        total = node_rows[position]
        yield Node(
            feature=feature,
            threshold=threshold,
            codes=codes,
            is_missing_left=bool(kind & DEFAULT_LEFT_BIT),
            left=left[position],
            right=right[position],
            left_share=count(left[position]) / total,
            right_share=count(right[position]) / total,
        )


def _codes(words: list[int]) -> tuple[int, ...]:
    """Positions of the set bits, lowest first."""
    return tuple(
        number * BITS_A_WORD + bit
        for number, word in enumerate(words)
        for bit in range(BITS_A_WORD)
        if word >> bit & 1
    )
