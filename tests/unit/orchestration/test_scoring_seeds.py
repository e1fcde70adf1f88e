"""The seeds behind a decision: bands, losses given default, and what is advised."""

from __future__ import annotations

import csv
from decimal import Decimal
from itertools import pairwise

import numpy as np
import yaml

from ml.bands import Band, checked
from ml.points import clipped_score, scale_named, unclipped_score
from orchestration.dbt import PROJECT_DIR

SEEDS = PROJECT_DIR / "seeds" / "scoring"
CATALOGUE = PROJECT_DIR / "models" / "marts" / "features" / "_features.yml"


def rows(seed: str) -> list[dict[str, str]]:
    with (SEEDS / f"{seed}.csv").open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


def features() -> dict[str, dict[str, object]]:
    models = yaml.safe_load(CATALOGUE.read_text(encoding="utf-8"))["models"]
    (mart,) = [model for model in models if model["name"] == "mart_loan_features"]
    metas = {c["name"]: c.get("config", {}).get("meta", {}) for c in mart["columns"]}
    return {name: meta for name, meta in metas.items() if "number" in meta}


def test_every_pd_has_one_band_and_the_bands_rise() -> None:
    bands = rows("score_bands")
    checked([Band(b["band"], float(b["pd_below"]), "approve") for b in bands])
    assert bands[0]["pd_from"] == "0"
    for safer, riskier in pairwise(bands):
        assert safer["pd_below"] == riskier["pd_from"]
        assert int(safer["min_score"]) == int(riskier["max_score"]) + 1


def test_the_scores_beside_a_band_are_those_of_its_pds() -> None:
    scale = scale_named("b_300_900")
    for band in rows("score_bands"):
        riskiest = min(float(band["pd_below"]), 1.0)
        points = clipped_score(unclipped_score(np.array([riskiest]), scale), scale)
        assert int(band["min_score"]) == int(points[0]), band["band"]


def test_every_product_has_a_loss_given_default_with_and_without_security() -> None:
    products = features()["loan_type_code"]["categories"]
    assert isinstance(products, list)
    found = {(row["loan_type"], row["is_secured"]): Decimal(row["lgd"]) for row in rows("lgd")}
    assert set(found) == {(product, flag) for product in products for flag in ("true", "false")}
    for product in products:
        assert 0 < found[product, "true"] < found[product, "false"] < 1, product


def test_every_band_advises_and_names_only_reasons_that_may_be_told() -> None:
    tellable = {
        str(meta["reason_group"])
        for meta in features().values()
        if meta["available"] == "A" and not meta["is_internal"] and not meta["is_sensitive"]
    }
    texts = rows("recommendation_texts")
    keys = [(row["band"], row["reason_group"]) for row in texts]
    assert len(keys) == len(set(keys))
    assert {band for band, group in keys if not group} == {b["band"] for b in rows("score_bands")}
    assert {group for _, group in keys if group} == tellable
    starts = {"approve": "Approve", "refer": "Refer", "decline": "Decline"}
    decisions = {band["band"]: band["decision"] for band in rows("score_bands")}
    for row in texts:
        assert row["text"].startswith(starts[decisions[row["band"]]]), row
