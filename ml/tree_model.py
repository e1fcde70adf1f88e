"""A model of trees whose leaves add up in log-odds: its margin, its parts, its JSON.

Whatever library grew the trees, they are plain questions here, and scoring needs none of them.
"""

from __future__ import annotations

import json
import sys
from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np

from ml.arrays import Floats
from ml.features import FeatureMatrix, FeatureSpec
from ml.models import Contributions
from ml.tree_shap import TreeTables, tree_tables
from ml.trees import Node, Tree

# A question that only a missing value answers with no: its threshold.
ANY_NUMBER = sys.float_info.max


@dataclass(frozen=True)
class TreeModel(ABC):
    """Trees over the features of `specs`.

    `fills` stands in where training had nothing missing, so that the trees never learnt what
    missing means; None says that they have. (A library reads a NaN it never saw as zero or sends it
    anywhere; a zero is a value with a meaning, so the training median is put there instead.)
    """

    specs: tuple[FeatureSpec, ...]
    fills: tuple[float | None, ...]

    @property
    @abstractmethod
    def algorithm(self) -> str:
        """Name of the kind of model."""

    @abstractmethod
    def grown(self) -> tuple[Tree, ...]:
        """The trees; a row's margin is the sum of its leaves."""

    @cached_property
    def _tables(self) -> TreeTables:
        return tree_tables(self.grown())

    def margin(self, matrix: FeatureMatrix) -> Floats:
        """Sum of the leaves that a row falls in, added in the order of the trees."""
        return self._tables.margin(filled(self.fills, matrix.values))

    def contributions(self, matrix: FeatureMatrix) -> Contributions:
        """Tree SHAP in log-odds; the reference is the training rows, as they fell into leaves."""
        margin, parts = self._tables.contributions(filled(self.fills, matrix.values))
        return Contributions(self._tables.base, parts, margin)


@dataclass(frozen=True)
class PlainTreeModel(TreeModel):
    """Trees kept as JSON; `kind` names what grew them."""

    kind: str
    trees: tuple[Tree, ...]

    @property
    def algorithm(self) -> str:
        """Name of the kind of model."""
        return self.kind

    def grown(self) -> tuple[Tree, ...]:
        """The trees."""
        return self.trees

    def to_files(self) -> dict[str, str]:
        """The trees as JSON, one a line, and the fills (null = missing was learnt)."""
        lines = ",\n".join(json.dumps(_tree_to_json(tree)) for tree in self.trees)
        return {
            "trees.json": f'{{"kind": {json.dumps(self.kind)}, "trees": [\n{lines}\n]}}\n',
            "fills.json": json.dumps(list(self.fills)) + "\n",
        }

    @classmethod
    def from_files(cls, files: dict[str, str], specs: tuple[FeatureSpec, ...]) -> PlainTreeModel:
        """The inverse of `to_files`."""
        content = json.loads(files["trees.json"])
        trees = tuple(_tree_from_json(tree) for tree in content["trees"])
        return cls(specs, tuple(json.loads(files["fills.json"])), content["kind"], trees)


_NODE_FIELDS = (
    "feature",
    "threshold",
    "codes",
    "is_missing_left",
    "left",
    "right",
    "left_share",
    "right_share",
)


def _tree_to_json(tree: Tree) -> dict[str, Any]:
    return {
        "leaves": list(tree.leaves),
        "nodes": [{name: getattr(node, name) for name in _NODE_FIELDS} for node in tree.nodes],
    }


def _tree_from_json(values: dict[str, Any]) -> Tree:
    nodes = tuple(
        Node(**(node | {"codes": None if node["codes"] is None else tuple(node["codes"])}))
        for node in values["nodes"]
    )
    return Tree(nodes, tuple(values["leaves"]))


def with_shares(tree: Tree, values: Floats) -> Tree:
    """The tree with the shares of `values` (rows, features) that go left and right at each node.

    They are the reference of its reasons: of a library that weighs rows or draws them, the shares
    that it tells are others. A node that no row reaches sends half to each side.
    """
    nodes = list(tree.nodes)
    waiting = [(0, np.arange(values.shape[0]))] if nodes else []
    while waiting:
        place, rows = waiting.pop()
        node = nodes[place]
        is_left = node.goes_left(values[rows, node.feature])
        share = float(is_left.mean()) if rows.size else 0.5
        nodes[place] = replace(node, left_share=share, right_share=1.0 - share)
        for child, own in ((node.left, rows[is_left]), (node.right, rows[~is_left])):
            if child >= 0:
                waiting.append((child, own))
    return replace(tree, nodes=tuple(nodes))


def training_fills(matrix: FeatureMatrix) -> tuple[float | None, ...]:
    """The median of each feature that is never missing; None for the others."""
    is_complete = np.asarray(~np.isnan(matrix.values).any(axis=0))
    return tuple(
        float(np.median(matrix.values[:, position])) if is_complete[position] else None
        for position in range(len(matrix.specs))
    )


def filled(fills: Sequence[float | None], values: Floats) -> Floats:
    """The values with each fill put in where its feature is missing."""
    known = np.asarray([np.nan if fill is None else fill for fill in fills], dtype=np.float64)
    return np.where(np.isnan(values), known, values)
