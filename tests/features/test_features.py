"""The published features equal their rules, worked out row by row, and know no future."""

from __future__ import annotations

import math
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.dbt.test_feature_catalogue import Feature, catalogue, catalogue_columns
from tests.features.conftest import CatalogueAsBuilt
from tests.features.dice import DATES, Dice
from tests.features.feature_build import FeatureBuild, Published, changed_features
from tests.features.other_futures import (
    absurd_future,
    exchanged_future,
    read_tables,
    write_tables,
)
from tests.features.reference import WorkedOut
from tests.features.reference_case import Case
from tests.features.situations import SITUATIONS

# What rounding may do to a ratio; a figure that is nothing but rounding counts as 0.
RELATIVE_TOLERANCE = 1e-9
AROUND_ZERO = 1e-12


def is_same(feature: Feature, built: Any, expected: Any) -> bool:
    """Numbers, flags, orders and codes are equal; decimals to nine digits; a null is a null."""
    if built is None or expected is None or feature["dtype"] != "decimal":
        return bool(built == expected)
    return math.isclose(built, float(expected), rel_tol=RELATIVE_TOLERANCE, abs_tol=AROUND_ZERO)


def of_population(feature: Feature, published: Published) -> list[Any]:
    """The feature's values on the rows that may have one."""
    return [
        row[feature["name"]]
        for row in published.values()
        if feature["available"] == "A" or row["population"] == "behaviour"
    ]


PUBLISHED_AS_WRITTEN = (
    *("number", "description", "formula", "unit", "reason_group", "dtype", "available"),
    *("monotone", "null_rule", "as_of_rule", "reason_text", "is_internal", "is_sensitive", "owner"),
)

every_feature = pytest.mark.parametrize("feature", catalogue(), ids=lambda f: f["name"])


def test_every_open_loan_and_undecided_application_has_a_row_of_its_population(
    published: Published, worked_out: WorkedOut
) -> None:
    assert {key: row["population"] for key, row in published.items()} == {
        key: row["population"] for key, row in worked_out.features.items()
    }
    assert min(len({key for key in published if key[1] == day}) for day in DATES) > 50


@every_feature
def test_a_feature_equals_its_rule_on_every_row(
    feature: Feature, published: Published, worked_out: WorkedOut
) -> None:
    name = feature["name"]
    differing = {
        key: (row[name], worked_out.features[key][name])
        for key, row in published.items()
        if not is_same(feature, row[name], worked_out.features[key][name])
    }
    assert not differing


def test_the_mart_is_built_with_the_columns_types_and_comments_of_the_catalogue(
    catalogue_as_built: CatalogueAsBuilt,
) -> None:
    assert catalogue_as_built.columns == [
        {
            "column_name": column["name"],
            "data_type": column["data_type"].upper(),
            "comment": " ".join(column["description"].split()),
        }
        for column in catalogue_columns()
    ]


def test_the_published_catalogue_says_of_every_feature_what_is_written_once(
    catalogue_as_built: CatalogueAsBuilt,
) -> None:
    written = [
        {
            **{key: feature[key] for key in PUBLISHED_AS_WRITTEN},
            "feature": feature["name"],
            "feature_group": feature["group"],
            "categories": ", ".join(feature.get("categories", [])) or None,
            "bin_edges": ", ".join(map(str, feature.get("bins", []))) or None,
            "lowest": feature["bounds"][0],
            "highest": feature["bounds"][1],
        }
        for feature in catalogue()
    ]
    assert catalogue_as_built.features == written


@pytest.mark.parametrize("situation", SITUATIONS)
def test_the_random_book_holds_every_situation_that_a_rule_names(
    situation: str, worked_out: WorkedOut
) -> None:
    holds: Callable[[Case], object] = SITUATIONS[situation]
    assert any(holds(case) for case in worked_out.cases.values())


@every_feature
def test_the_random_book_makes_a_feature_say_all_that_it_can(
    feature: Feature, published: Published
) -> None:
    values = of_population(feature, published)
    told = {value for value in values if value is not None}
    if feature["dtype"] == "category":
        assert set(feature["categories"]) <= told
    elif feature["dtype"] in ("ordinal", "bool"):
        lowest, highest = feature["bounds"]
        assert told == set(range(lowest, highest + 1))
    else:
        assert len(told) >= 4
    # a behaviour row is of a disbursed loan
    never_null = ("never null", "application row, or not disbursed")
    assert (None in values) != feature["null_rule"].startswith(never_null)


@pytest.mark.parametrize(
    "feature",
    [f for f in catalogue() if "cap" in f["null_rule"] or "clipped" in f["formula"]],
    ids=lambda f: f["name"],
)
def test_the_random_book_reaches_where_a_feature_is_capped(
    feature: Feature, published: Published
) -> None:
    values = [value for value in of_population(feature, published) if value is not None]
    assert min(values) < max(values) == feature["bounds"][1]
    assert "clipped" not in feature["formula"] or min(values) == feature["bounds"][0]


def test_another_future_changes_nothing_that_was_said_before_it(
    raw: Path, feature_build: FeatureBuild, published: Published, tmp_path: Path
) -> None:
    """Poison and permutation at once; `make proofs` has each alone, over more books and days."""
    day, dice = DATES[-2], Dice(1)
    exchanged = exchanged_future(read_tables(raw), day, dice)
    other = write_tables(absurd_future(exchanged, day, dice), tmp_path / "other")
    rebuilt = feature_build.rows(other)
    assert changed_features(published, rebuilt, until=day) == {}
    assert "current_dpd" in changed_features(published, rebuilt, until=DATES[-1])
