"""Exact tree SHAP from tables: the same figures as LightGBM's `pred_contrib`, many times faster.

The value of a leaf for a set S of known features is v x (1 or 0 for each feature in S, by whether
the row takes the leaf's side) x (the share of training rows on that side for each one not in S).
Its Shapley values depend on the row only through which sides it takes on the leaf's path. A path of
depth d has 2^d such patterns, so they are worked out once a model, and a row only looks them up.
(Lundberg et al., Nature Machine Intelligence 2020, path-dependent form; the tables follow Yang,
Fast TreeSHAP, 2021.)
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from ml.arrays import Flags, Floats, Ints
from ml.trees import Node, Tree

MOST_DEPTH = 8
CHUNK_ROWS = 4096


@dataclass(frozen=True)
class Step:
    """A node on the way down and the side that is taken there."""

    node: int
    is_left: bool


@dataclass(frozen=True)
class Stem:
    """A node with at least one leaf under it, and what its leaves give to each feature.

    `tables[k][pattern]` goes to `features[k]`; bit i of the pattern (the last node is bit 0) says
    whether the row goes left at that node of the path.
    """

    node: int
    features: tuple[int, ...]
    tables: tuple[Floats, ...]


@dataclass(frozen=True)
class Plan:
    """One tree ready for look-up: `parents[i]` is the node above node i, -1 for the root."""

    nodes: tuple[Node, ...]
    parents: tuple[int, ...]
    order: tuple[int, ...]
    stems: tuple[Stem, ...]
    expected: float


def plan(tree: Tree) -> Plan:
    """Work out the tables of one tree."""
    if not tree.nodes:
        return Plan((), (), (), (), tree.leaves[0])
    parents = [-1] * len(tree.nodes)
    for position, node in enumerate(tree.nodes):
        for child in (node.left, node.right):
            if child >= 0:
                parents[child] = position
    by_stem: dict[int, list[tuple[tuple[Step, ...], float]]] = {}
    expected = 0.0
    for path, value in _leaf_paths(tree):
        by_stem.setdefault(path[-1].node, []).append((path, value))
        expected += value * math.prod(_share(tree, step) for step in path)
    stems = tuple(_stem(tree, node, leaves) for node, leaves in sorted(by_stem.items()))
    return Plan(tree.nodes, tuple(parents), _downward(parents), stems, expected)


def add_contributions(plans: tuple[Plan, ...], values: Floats) -> Floats:
    """(rows, features) contributions of all trees, added in the order of the trees."""
    rows, width = values.shape
    result = np.empty((rows, width))
    for start in range(0, rows, CHUNK_ROWS):
        columns = np.ascontiguousarray(values[start : start + CHUNK_ROWS].T)
        totals = np.zeros(columns.shape)
        for tree in plans:
            _add_tree(tree, columns, totals)
        result[start : start + CHUNK_ROWS] = totals.T
    return result


def _add_tree(tree: Plan, columns: Floats, totals: Floats) -> None:
    patterns: dict[int, Ints] = {}
    found = np.empty(columns.shape[1])
    for position in tree.order:
        node, parent = tree.nodes[position], tree.parents[position]
        is_left = node.goes_left(columns[node.feature]).astype(np.int64)
        patterns[position] = is_left if parent < 0 else (patterns[parent] << 1) | is_left
    for stem in tree.stems:
        for feature, table in zip(stem.features, stem.tables, strict=True):
            np.take(table, patterns[stem.node], out=found, mode="clip")
            totals[feature] += found


def _downward(parents: list[int]) -> tuple[int, ...]:
    """Nodes in an order in which every parent stands before its children."""
    depth: dict[int, int] = {}

    def depth_of(node: int) -> int:
        if node not in depth:
            depth[node] = 0 if parents[node] < 0 else depth_of(parents[node]) + 1
        return depth[node]

    return tuple(sorted(range(len(parents)), key=lambda node: (depth_of(node), node)))


def _leaf_paths(tree: Tree) -> Iterator[tuple[tuple[Step, ...], float]]:
    waiting: list[tuple[int, tuple[Step, ...]]] = [(0, ())]
    while waiting:
        place, path = waiting.pop()
        if place < 0:
            yield path, tree.leaves[-place - 1]
            continue
        if len(path) >= MOST_DEPTH:
            raise ValueError(f"trees deeper than {MOST_DEPTH} are not supported")
        node = tree.nodes[place]
        waiting.append((node.left, (*path, Step(place, True))))
        waiting.append((node.right, (*path, Step(place, False))))


def _share(tree: Tree, step: Step) -> float:
    node = tree.nodes[step.node]
    return node.left_share if step.is_left else node.right_share


def _stem(tree: Tree, node: int, leaves: list[tuple[tuple[Step, ...], float]]) -> Stem:
    path = leaves[0][0]
    features = tuple(sorted({tree.nodes[step.node].feature for step in path}))
    patterns = np.arange(2 ** len(path))
    goes_left = [(patterns >> (len(path) - 1 - place) & 1) == 1 for place in range(len(path))]
    tables = np.zeros((len(features), patterns.size))
    for leaf_path, value in leaves:
        is_met: list[Flags] = []
        shares: list[float] = []
        for feature in features:
            own = [
                i for i, step in enumerate(leaf_path) if tree.nodes[step.node].feature == feature
            ]
            met = [goes_left[place] == leaf_path[place].is_left for place in own]
            is_met.append(np.logical_and.reduce(met))
            shares.append(math.prod(_share(tree, leaf_path[place]) for place in own))
        tables += value * _shapley(is_met, shares)
    return Stem(node, features, tuple(np.ascontiguousarray(table) for table in tables))


def _shapley(is_met: list[Flags], shares: list[float]) -> Floats:
    """(features, patterns) Shapley values of the game prod(met if known, else share)."""
    count = len(shares)
    known = [met.astype(np.float64) for met in is_met]
    result = np.zeros((count, known[0].size))
    for player in range(count):
        others = [other for other in range(count) if other != player]
        for size in range(count):
            weight = math.factorial(size) * math.factorial(count - size - 1) / math.factorial(count)
            for group in combinations(others, size):
                term = np.full(known[0].size, weight)
                for other in others:
                    term = term * (known[other] if other in group else shares[other])
                result[player] += term * (known[player] - shares[player])
    return result
