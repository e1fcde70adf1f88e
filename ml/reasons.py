"""Why a PD is above the average: up to four groups of features, in the catalogue's words.

Contributions are log-odds of the uncalibrated margin against the training mean. Correlated features
share a group and count once, together. Internal and sensitive features are never a reason.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from ml.arrays import Floats, Ints
from ml.features import FeatureSpec
from ml.models import Contributions

MOST_REASONS = 4
LEAST_CONTRIBUTION = 1e-9
MOST_SUM_ERROR = 1e-6
MISSING_TEXT = "Not on record: "

SCHEMA = pa.schema(
    [
        ("loan_id", pa.string()),
        ("as_of_date", pa.date32()),
        ("rank", pa.int32()),
        ("feature", pa.string()),
        ("group", pa.string()),
        ("value", pa.string()),
        ("contribution", pa.float64()),
        ("reason_text", pa.string()),
    ]
)


@dataclass(frozen=True)
class ReasonGroups:
    """Groups in the order of the feature list; `members` are positions in that list."""

    names: tuple[str, ...]
    members: tuple[tuple[int, ...], ...]


def groups_of(specs: tuple[FeatureSpec, ...]) -> ReasonGroups:
    """Group the features that may be told to a customer; one without a group stands alone."""
    members: dict[str, list[int]] = {}
    for position, spec in enumerate(specs):
        if not spec.is_internal and not spec.is_sensitive:
            members.setdefault(spec.reason_group or spec.name, []).append(position)
    return ReasonGroups(tuple(members), tuple(tuple(group) for group in members.values()))


def check_sum(contributions: Contributions, margin: Floats) -> None:
    """Base + contributions must be the raw margin; RuntimeError when they are not."""
    total = contributions.base + contributions.values.sum(axis=1)
    error = float(np.max(np.abs(total - margin), initial=0.0))
    if not error <= MOST_SUM_ERROR:
        raise RuntimeError(f"contributions miss the raw margin by {error:.2e} log-odds")


def reason_table(
    frame: pa.Table, specs: tuple[FeatureSpec, ...], contributions: Contributions
) -> pa.Table:
    """Up to four reasons a row of the frame, strongest first, ties in the order of the list.

    `frame` holds loan_id, as_of_date and the features. A row with no contribution above zero has no
    reason. Where the named value is missing, the text says so and claims nothing.
    """
    groups = groups_of(specs)
    if not groups.names or not frame.num_rows:
        return SCHEMA.empty_table()
    sums = np.column_stack([_added_up(contributions.values, own) for own in groups.members])
    ranked = np.argsort(-sums, axis=1, kind="stable")[:, :MOST_REASONS]
    strength = np.take_along_axis(sums, ranked, axis=1)
    row, place = np.nonzero(strength > LEAST_CONTRIBUTION)
    group = ranked[row, place]
    feature = _strongest_members(contributions.values, groups, row, group)
    value = _values_as_text(frame, specs, row, feature)
    names = pa.array([spec.name for spec in specs])
    return pa.table(
        {
            "loan_id": frame.column("loan_id").cast(pa.string()).take(pa.array(row)),
            "as_of_date": frame.column("as_of_date").cast(pa.date32()).take(pa.array(row)),
            "rank": pa.array((place + 1).astype(np.int32)),
            "feature": names.take(pa.array(feature)),
            "group": pa.array(list(groups.names)).take(pa.array(group)),
            "value": value,
            "contribution": pa.array(strength[row, place]),
            "reason_text": _texts(specs, feature, value),
        },
        schema=SCHEMA,
    )


def _added_up(values: Floats, members: tuple[int, ...]) -> Floats:
    """Sum over the members in their order, so that a row's sum does not depend on its batch."""
    total = np.zeros(values.shape[0])
    for position in members:
        total += values[:, position]
    return total


def _strongest_members(values: Floats, groups: ReasonGroups, row: Ints, group: Ints) -> Ints:
    feature = np.empty(row.size, dtype=np.int64)
    for number, members in enumerate(groups.members):
        chosen = group == number
        own = values[np.ix_(row[chosen], members)]
        feature[chosen] = np.asarray(members)[np.argmax(own, axis=1)]
    return feature


def _values_as_text(
    frame: pa.Table, specs: tuple[FeatureSpec, ...], row: Ints, feature: Ints
) -> pa.Array:
    """The named feature's value as text, one a reason; null where missing."""
    pieces, positions = [], []
    for number in np.unique(feature):
        chosen = np.flatnonzero(feature == number)
        column = frame.column(specs[number].name).take(pa.array(row[chosen]))
        pieces.append(value_text(column))
        positions.append(chosen)
    if not pieces:
        return pa.array([], type=pa.string())
    order = np.argsort(np.concatenate(positions), kind="stable")
    return pa.concat_arrays(pieces).take(pa.array(order))


def value_text(column: pa.ChunkedArray) -> pa.Array:
    """Arrow values as text; fractions to six decimals."""
    if pa.types.is_floating(column.type):
        is_number = pc.is_finite(column)
        column = pc.if_else(is_number, pc.round(column.cast(pa.float64()), ndigits=6), None)
    return column.cast(pa.string()).combine_chunks()


def _texts(specs: tuple[FeatureSpec, ...], feature: Ints, value: pa.Array) -> pa.Array:
    known = pa.array([spec.reason_text or spec.name for spec in specs]).take(pa.array(feature))
    missing = pc.binary_join_element_wise(MISSING_TEXT, pc.utf8_lower(known), "")
    return pc.if_else(pc.is_valid(value), known, missing)
