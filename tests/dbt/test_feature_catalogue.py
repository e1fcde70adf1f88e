"""The catalogue is the one list of features: it equals the agreed list and what is built."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.dbt.conftest import Manifest

REPOSITORY = Path(__file__).parents[2]
AGREED_LIST = REPOSITORY.parent / "shared/spec/features.csv"
CATALOGUE = REPOSITORY / "dbt_project/models/marts/features/_features.yml"
GRAVEYARD = REPOSITORY / "dbt_project/seeds/features/retired_features.csv"
MART = "model.loanbook.mart_loan_features"

DATA_TYPES = {
    "int": "integer",
    "bool": "integer",
    "ordinal": "integer",
    "decimal": "double",
    "category": "varchar",
}
TEXTS = ("formula", "unit", "null_rule", "as_of_rule", "reason_text", "reason_group", "owner")

Feature = dict[str, Any]


def catalogue_columns() -> list[Feature]:
    models = yaml.safe_load(CATALOGUE.read_text())["models"]
    (mart,) = (model for model in models if model["name"] == "mart_loan_features")
    columns: list[Feature] = mart["columns"]
    return columns


def catalogue() -> list[Feature]:
    return [
        column | column["config"]["meta"]
        for column in catalogue_columns()
        if "number" in column.get("config", {}).get("meta", {})
    ]


def agreed() -> list[dict[str, str]]:
    with AGREED_LIST.open(newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.real_input
def test_the_catalogue_has_the_agreed_features_in_the_agreed_order() -> None:
    assert [(f["number"], f["name"]) for f in catalogue()] == [
        (int(row["no"]), row["feature"]) for row in agreed()
    ]


@pytest.mark.real_input
@pytest.mark.parametrize("key", ["dtype", "available", "monotone", "group", "unit", "reason_text"])
def test_the_catalogue_says_of_every_feature_what_was_agreed(key: str) -> None:
    assert {f["name"]: str(f[key]) for f in catalogue()} == {
        row["feature"]: row[key] for row in agreed()
    }


def test_fifty_features_are_known_at_application_and_sixteen_only_from_behaviour() -> None:
    available = [f["available"] for f in catalogue()]
    assert (available.count("A"), available.count("B"), len(available)) == (50, 16, 66)


def test_every_group_has_the_number_of_features_that_it_is_known_for() -> None:
    groups = [f["group"] for f in catalogue()]
    assert {group: groups.count(group) for group in groups} == {
        "applicant": 14,
        "loan": 13,
        "affordability": 8,
        "bureau": 15,
        "repayment behaviour": 12,
        "portfolio and relationship": 4,
    }


@pytest.mark.parametrize("feature", catalogue(), ids=lambda feature: feature["name"])
def test_a_feature_is_written_up_in_full(feature: Feature) -> None:
    assert feature["description"].endswith(".")
    for text in TEXTS:
        assert feature[text].strip(), text
    assert feature["data_type"] == DATA_TYPES[feature["dtype"]]
    assert feature["monotone"] in (-1, 0, 1)
    lowest, highest = feature["bounds"]
    assert lowest is None or highest is None or lowest < highest
    assert ("categories" in feature) == (feature["dtype"] == "category")
    assert feature["is_internal"] == (feature["reason_text"] == "(internal)")


@pytest.mark.parametrize("feature", catalogue(), ids=lambda feature: feature["name"])
def test_the_bins_of_a_feature_rise_and_lie_within_its_bounds(feature: Feature) -> None:
    if feature["dtype"] == "category":
        assert "bins" not in feature
        return
    bins = feature["bins"]
    assert bins == sorted(set(bins))
    assert len(bins) <= 12
    lowest, highest = feature["bounds"]
    assert lowest is None or bins[0] > lowest
    assert highest is None or bins[-1] <= highest
    if feature["dtype"] in {"bool", "ordinal"}:
        assert bins == list(range(lowest + 1, highest + 1))


def test_age_alone_is_kept_out_of_models_by_default() -> None:
    assert [f["name"] for f in catalogue() if f["is_sensitive"]] == ["age_years"]


def test_what_describes_people_beyond_their_credit_is_no_column_of_the_mart() -> None:
    columns = {column["name"] for column in catalogue_columns()}
    assert not columns & {"gender", "marital_status", "religion", "caste", "name", "pincode"}


def test_a_retired_name_is_in_no_column_of_the_mart_and_what_replaces_it_is_a_feature() -> None:
    with GRAVEYARD.open(newline="") as file:
        retired = list(csv.DictReader(file))
    columns = {column["name"] for column in catalogue_columns()}
    assert {"past_defaults", "historical_default_rate"} <= {row["feature"] for row in retired}
    assert not columns & {row["feature"] for row in retired}
    assert {row["replaced_by"] for row in retired if row["replaced_by"]} <= {
        feature["name"] for feature in catalogue()
    }
    assert all(row["retired_on"] and row["reason"] for row in retired)


def test_each_family_builds_its_own_features_and_no_others(manifest: Manifest) -> None:
    families = [
        node
        for node in manifest["nodes"].values()
        if node["resource_type"] == "model" and node["name"].startswith("int_features_")
    ]
    built: dict[str, str] = {}
    for family in families:
        group = (
            family["name"]
            .removeprefix("int_features_")
            .replace("relationship", "portfolio and relationship")
        )
        for name, column in family["columns"].items():
            if column["description"].startswith("Feature "):
                assert name not in built
                built[name] = group.replace("_", " ")
                assert column["description"] == f"Feature {number_of(name)} of the catalogue."
    assert built == {f["name"]: f["group"] for f in catalogue()}


def number_of(name: str) -> int:
    return next(f["number"] for f in catalogue() if f["name"] == name)


def upstream(manifest: Manifest, node: str) -> set[str]:
    found: set[str] = set()
    waiting = [node]
    while waiting:
        for parent in manifest["parent_map"].get(waiting.pop(), []):
            if parent not in found:
                found.add(parent)
                waiting.append(parent)
    return found


def test_no_label_score_or_model_stands_upstream_of_a_feature(manifest: Manifest) -> None:
    sources = upstream(manifest, MART)
    labels = {
        unique_id
        for unique_id, node in manifest["nodes"].items()
        if "labels" in Path(node["original_file_path"]).parts
    }
    assert labels
    assert not sources & labels
    forbidden = ("source.loanbook.scores.", "source.loanbook.ml.", "model.loanbook.loan_labels")
    assert not [source for source in sources if source.startswith(forbidden)]


@pytest.mark.parametrize("folder", ["exploration", "monitoring", "quality"])
def test_nothing_that_looks_at_features_stands_upstream_of_one(
    manifest: Manifest, folder: str
) -> None:
    looking = {
        unique_id
        for unique_id, node in manifest["nodes"].items()
        if node["resource_type"] == "model" and folder in Path(node["original_file_path"]).parts
    }
    assert looking
    assert not upstream(manifest, MART) & looking


def test_given_outcomes_name_days_to_features_and_never_say_how_they_ended(
    manifest: Manifest,
) -> None:
    sources = upstream(manifest, MART) | {MART}
    readers = sources & set(manifest["child_map"]["model.loanbook.stg_outcomes"])
    assert readers == {"model.loanbook.int_spine"}
    assert "is_bad" not in manifest["nodes"]["model.loanbook.int_spine"]["raw_code"]


def test_only_the_lagged_area_rate_reads_how_loans_ended(manifest: Manifest) -> None:
    cohort = "model.loanbook.int_area_cohort"
    families = {
        parent
        for parent in manifest["parent_map"][MART]
        if parent.startswith("model.loanbook.int_features_")
    }
    readers = {family for family in families if cohort in upstream(manifest, family)}
    assert readers == {"model.loanbook.int_features_relationship"}


@pytest.mark.parametrize("word", ["current_date", "now()", "today()", "random()", "getdate"])
def test_no_feature_asks_the_clock_or_dice(manifest: Manifest, word: str) -> None:
    for source in upstream(manifest, MART) | {MART}:
        code = manifest["nodes"].get(source, {}).get("raw_code", "")
        assert word not in code.lower(), source
