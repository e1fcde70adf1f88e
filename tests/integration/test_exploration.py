"""How features lie and what labels say of them: counted again from the mart and the labels."""

from __future__ import annotations

import math
from bisect import bisect_right
from collections import Counter
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pytest
import yaml

from ml.metrics import wilson
from tests.integration.conftest import AS_OF_DATE, Night

TODAY = f"as_of_date = date '{AS_OF_DATE}'"
CATALOGUE = Path(__file__).parents[2] / "dbt_project/models/marts/features/_features.yml"


def features() -> dict[str, dict[str, Any]]:
    """The catalogue's features by name, read from its file."""
    models = yaml.safe_load(CATALOGUE.read_text(encoding="utf-8"))["models"]
    columns = next(model["columns"] for model in models if model["name"] == "mart_loan_features")
    metas = ((column["name"], column.get("config", {}).get("meta", {})) for column in columns)
    return {name: meta for name, meta in metas if "number" in meta}


NUMBERS = [name for name, meta in features().items() if meta["dtype"] != "category"]


def bin_of(feature: dict[str, Any], value: Any) -> int:
    """0 for what is missing, then from low to high, or the place of a code."""
    if value is None:
        return 0
    if feature["dtype"] == "category":
        codes = feature["categories"]
        return codes.index(value) + 1 if value in codes else len(codes) + 1
    return bisect_right(feature["bins"], value) + 1


@pytest.fixture(scope="module")
def tonight(first_night: Night) -> dict[str, dict[str, list[Any]]]:
    """Tonight's values of every feature, by population."""
    with duckdb.connect(str(first_night.warehouse), read_only=True) as connection:
        rows = connection.sql(
            f"select * from marts.mart_loan_features where {TODAY}"
        ).to_arrow_table()
    populations = rows["population"].to_pylist()
    return {
        population: {
            name: [
                value
                for value, own in zip(rows[name].to_pylist(), populations, strict=True)
                if own == population
            ]
            for name in features()
        }
        for population in set(populations)
    }


def test_statistics_are_those_of_the_marts_rows(
    first_night: Night, tonight: dict[str, dict[str, list[Any]]]
) -> None:
    names = (
        "row_count, missing_count, mean, standard_deviation, minimum, p1, p5, p25, median, p75, "
        "p95, p99, maximum, z_outlier_count, quartile_outlier_count"
    )
    profiles = first_night.rows(
        f"select population, feature, {names} from monitoring.feature_profile where {TODAY}"
    )
    assert len(profiles) == 66 + 50
    for population, name, *told in profiles:
        values = tonight[population][name]
        known = np.array([value for value in values if value is not None and name in NUMBERS])
        assert told[:2] == [len(values), sum(value is None for value in values)], name
        if not known.size:
            assert told[2:] == [None] * 13, name
            continue
        deviation = float(known.std(ddof=1)) if known.size > 1 else None
        quantiles = np.quantile(known, [0.01, 0.05, 0.25, 0.5, 0.75, 0.95, 0.99])
        reach = 1.5 * (quantiles[4] - quantiles[2])
        low, high = quantiles[2] - reach, quantiles[4] + reach
        counted = [
            math.fsum(known) / known.size, deviation, known.min(), *quantiles, known.max(),
            int((np.abs(known - known.mean()) > 3 * (deviation or math.inf)).sum()),
            int(((known < low) | (known > high)).sum()),
        ]  # fmt: skip
        for expected, found in zip(counted, told[2:], strict=True):
            assert (found is None) == (expected is None), name
            assert found is None or found == pytest.approx(expected, rel=1e-7, abs=1e-7), name


def test_the_histogram_counts_every_row_once(
    first_night: Night, tonight: dict[str, dict[str, list[Any]]]
) -> None:
    rows = first_night.rows(
        "select population, feature, bin, row_count from monitoring.feature_histogram "
        f"where {TODAY}"
    )
    told: dict[tuple[str, str], dict[int, int]] = {}
    for population, name, number, count in rows:
        told.setdefault((population, name), {})[number] = count
    for (population, name), counts in told.items():
        feature = features()[name]
        counted = Counter(bin_of(feature, value) for value in tonight[population][name])
        assert {number: count for number, count in counts.items() if count} == counted, name
        parts = feature.get("bins") or feature["categories"]
        assert sorted(counts) == list(range(len(parts) + 2)), name


def test_what_labels_say_of_a_bin_is_counted_from_the_labels(first_night: Night) -> None:
    for name, feature in features().items():
        pairs = first_night.rows(
            f"select labels.population, {name}, is_bad_12m from marts.loan_labels as labels "
            "inner join marts.mart_loan_features using (loan_id, as_of_date) "
            "where is_bad_12m is not null and exclusion_reason is null "
            f"and matured_on <= date '{AS_OF_DATE}'"
        )
        for population in ("behaviour", "application"):
            rows = [(bin_of(feature, value), bad) for own, value, bad in pairs if own == population]
            told = first_night.rows(
                "select bin, good_count, bad_count, bad_rate_low, bad_rate_high, "
                "weight_of_evidence, information_value from monitoring.feature_bad_rate "
                f"where population = '{population}' and feature = '{name}' order by bin"
            )
            if population == "application" and feature["available"] == "B":
                assert told == []
                continue
            assert len(told) == len(feature.get("bins") or feature["categories"]) + 2
            for found, expected in zip(told, evidence(rows, len(told)), strict=True):
                assert [None if part is None else float(part) for part in found] == [
                    None if part is None else pytest.approx(part, abs=1e-7) for part in expected
                ], name


def evidence(rows: list[tuple[int, bool]], bins: int) -> list[tuple[Any, ...]]:
    """Counts, interval, weight and part of the information value of every bin."""
    goods, bads = ([0] * bins for _ in range(2))
    for number, is_bad in rows:
        (bads if is_bad else goods)[number] += 1
    filled = sum(good + bad > 0 for good, bad in zip(goods, bads, strict=True))
    found: list[tuple[Any, ...]] = []
    for good, bad in zip(goods, bads, strict=True):
        if not good + bad:
            found.append((len(found), 0, 0, None, None, None, None))
            continue
        good_share = (good + 0.5) / (sum(goods) + 0.5 * filled)
        bad_share = (bad + 0.5) / (sum(bads) + 0.5 * filled)
        weight = math.log(good_share / bad_share)
        interval = wilson(bad, good + bad)
        assert interval is not None
        found.append((len(found), good, bad, *interval, weight, (good_share - bad_share) * weight))
    return found


def test_information_values_are_the_sums_of_their_bins(first_night: Night) -> None:
    rows = first_night.rows(
        "select told.feature, told.information_value, sum(bins.information_value), "
        "told.row_count, sum(bins.row_count) "
        "from monitoring.feature_information_value as told "
        "inner join monitoring.feature_bad_rate as bins using (labelled_on, population, feature) "
        "group by all"
    )
    assert rows
    for name, value, total, labelled, counted in rows:
        assert (value, labelled) == (total, counted), name
    strongest = max(rows, key=lambda row: row[1])
    assert strongest[0] in {"current_dpd", "max_dpd_12m", "late_payment_ratio", "avg_dpd_6m"}
