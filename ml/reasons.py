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


def check_sum(contributions: Contributions) -> None:
    """Base + contributions must be the raw margin; RuntimeError when they are not."""
    total = contributions.base + contributions.values.sum(axis=1)
    error = float(np.max(np.abs(total - contributions.margin), initial=0.0))
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
    strength, ranked = _strongest_groups(contributions.values, groups)
    row, place = np.nonzero(strength > LEAST_CONTRIBUTION)
    group = ranked[row, place]
    feature = _strongest_members(contributions.values, groups, row, group)
    value = _values_as_text(frame, specs, row, feature)
    rows = pa.array(row)
    return pa.table(
        {
            "loan_id": frame.column("loan_id").cast(pa.string()).take(rows),
            "as_of_date": frame.column("as_of_date").cast(pa.date32()).take(rows),
            "rank": pa.array((place + 1).astype(np.int32)),
            "feature": pa.array([spec.name for spec in specs]).take(pa.array(feature)),
            "group": pa.array(groups.names).take(pa.array(group)),
            "value": value,
            "contribution": pa.array(strength[row, place]),
            "reason_text": _texts(specs, feature, value),
        },
        schema=SCHEMA,
    )


def _strongest_groups(values: Floats, groups: ReasonGroups) -> tuple[Floats, Ints]:
    """(rows, places) sums of the strongest groups and their numbers, strongest first.

    One place is filled after the other; of equal groups the first of the list comes first.
    """
    sums = np.empty((values.shape[0], len(groups.members)))
    for number, members in enumerate(groups.members):
        sums[:, number] = _added_up(values, members)
    every = np.arange(values.shape[0])
    places = min(MOST_REASONS, len(groups.members))
    strength, ranked = np.empty((places, every.size)), np.empty((places, every.size), np.int64)
    for place in range(places):
        ranked[place] = np.argmax(sums, axis=1)
        strength[place] = sums[every, ranked[place]]
        sums[every, ranked[place]] = -np.inf
    return strength.T, ranked.T


def _added_up(values: Floats, members: tuple[int, ...]) -> Floats:
    """Sum over the members in their order, so that a row's sum does not depend on its batch."""
    total = values[:, members[0]]
    for position in members[1:]:
        total = total + values[:, position]
    return total


def _strongest_members(values: Floats, groups: ReasonGroups, row: Ints, group: Ints) -> Ints:
    """The member that gives most, one a reason; of equal ones the first."""
    feature: Ints = np.asarray([members[0] for members in groups.members], np.int64)[group]
    for number, members in enumerate(groups.members):
        if len(members) > 1:
            chosen = np.flatnonzero(group == number)
            rows = row[chosen]
            own = np.stack([values[rows, position] for position in members])
            feature[chosen] = np.asarray(members)[np.argmax(own, axis=0)]
    return feature


def _values_as_text(
    frame: pa.Table, specs: tuple[FeatureSpec, ...], row: Ints, feature: Ints
) -> pa.Array:
    """The named feature's value as text, one a reason; null where missing."""
    if not row.size:
        return pa.array([], type=pa.string())
    by_feature = np.argsort(feature.astype(np.int16), kind="stable")  # a radix sort: few features
    place = np.empty(row.size, dtype=np.int64)
    place[by_feature] = np.arange(row.size)
    ends = np.cumsum(np.bincount(feature, minlength=len(specs)))
    pieces = [
        value_text(frame.column(spec.name).take(pa.array(row[by_feature[end - count : end]])))
        for spec, end, count in zip(specs, ends, np.diff(ends, prepend=0), strict=True)
        if count
    ]
    return pa.concat_arrays(pieces).take(pa.array(place))


def value_text(column: pa.ChunkedArray) -> pa.Array:
    """Arrow values as text; fractions to six decimals."""
    if pa.types.is_floating(column.type):
        is_number = pc.is_finite(column)
        column = pc.if_else(is_number, pc.round(column.cast(pa.float64()), ndigits=6), None)
    return column.cast(pa.string()).combine_chunks()


def _texts(specs: tuple[FeatureSpec, ...], feature: Ints, value: pa.Array) -> pa.Array:
    known = [spec.reason_text or spec.name for spec in specs]
    missing = [MISSING_TEXT + text.lower() for text in known]
    is_missing = value.is_null().to_numpy(zero_copy_only=False)
    return pa.array(known + missing).take(pa.array(feature + len(specs) * is_missing))
