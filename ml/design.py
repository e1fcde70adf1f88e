"""Columns for libraries that know numbers only, and the way back from their splits to features.

A number is one column, missing stays missing; a category is one column a code, 1 where it holds.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ml.arrays import Floats
from ml.features import FeatureMatrix, FeatureSpec, held_directions
from ml.tree_model import ANY_NUMBER
from ml.trees import Node


@dataclass(frozen=True)
class Column:
    """A column of the design: the feature's position, and the code that it asks for, if any."""

    feature: int
    code: int | None


@dataclass(frozen=True)
class Split:
    """One split of a library's tree on a column; children and shares as in a `Node`."""

    column: int
    threshold: float
    is_missing_left: bool
    left: int
    right: int
    left_share: float
    right_share: float


def columns_of(specs: tuple[FeatureSpec, ...]) -> tuple[Column, ...]:
    """The columns of a design, in the order of the features."""
    return tuple(
        Column(position, code)
        for position, spec in enumerate(specs)
        for code in (range(spec.unknown_code + 1) if spec.is_category else (None,))
    )


def design_of(matrix: FeatureMatrix, columns: tuple[Column, ...]) -> Floats:
    """(rows, columns) in float64."""
    result = np.empty((matrix.rows, len(columns)), order="F")
    for place, column in enumerate(columns):
        values = matrix.values[:, column.feature]
        result[:, place] = values if column.code is None else values == column.code
    return result


def column_directions(
    specs: tuple[FeatureSpec, ...], columns: tuple[Column, ...], free: tuple[str, ...]
) -> list[int]:
    """The direction of risk of each column, 0 where it has none or is lifted."""
    directions = held_directions(specs, free)
    return [directions[column.feature] if column.code is None else 0 for column in columns]


def node_of(split: Split, columns: tuple[Column, ...], specs: tuple[FeatureSpec, ...]) -> Node:
    """The question on the feature that a split on a column of the design asks."""
    column = columns[split.column]
    codes: tuple[int, ...] | None = None
    if column.code is not None:  # left is where the code does not hold
        every = range(specs[column.feature].unknown_code + 1)
        codes = tuple(code for code in every if code != column.code)
    return Node(
        feature=column.feature,
        threshold=float(np.clip(split.threshold, -ANY_NUMBER, ANY_NUMBER)),
        codes=codes,
        is_missing_left=split.is_missing_left,
        left=split.left,
        right=split.right,
        left_share=split.left_share,
        right_share=split.right_share,
    )
