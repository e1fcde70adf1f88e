"""A scorecard: whole points that a reader can add, and that the model adds."""

from __future__ import annotations

import dataclasses

import numpy as np
import pyarrow as pa
import pytest

from ml.metrics import auc
from ml.models import Model, Sample
from ml.outcome import TrainingOutcome
from ml.points import scale_named
from ml.scorecard import ScorecardLearner, ScorecardModel
from ml.settings import DEFAULT_TRIALS
from ml.training import train
from tests.unit.ml import book

PARAMS = DEFAULT_TRIALS["scorecard"][0]


@pytest.fixture(scope="module")
def card(models: dict[str, Model]) -> ScorecardModel:
    found = models["scorecard"]
    assert isinstance(found, ScorecardModel)
    return found


@pytest.fixture(scope="module")
def card_outcome(book_frame: pa.Table) -> TrainingOutcome:
    only = dataclasses.replace(book.QUICK, candidates=("scorecard",))
    return train(book_frame, book.SPECS, "behaviour", only)


def test_points_are_whole_and_the_riskiest_attribute_has_none(card: ScorecardModel):
    assert card.on_the_card
    for _, _, own in card.on_the_card:
        assert all(isinstance(points, int) for points in own.points)
        assert min(own.points) == 0
        riskiest = int(np.argmax(own.woe))
        assert own.points[riskiest] == 0


def test_the_margin_is_what_the_points_stand_for(card: ScorecardModel, sample: Sample):
    scale = scale_named(book.QUICK.scale)
    points = card.total_points(sample.matrix)
    assert card.margin(sample.matrix) == pytest.approx(
        (scale.offset - points) / scale.factor, abs=1e-12
    )
    by_hand = card.start + sum(
        own.points[own.places(sample.matrix.values[:1, position])[0]]
        for position, _, own in card.on_the_card
    )
    assert points[0] == by_hand


def test_it_separates_about_as_well_as_the_regression(
    card: ScorecardModel, models: dict[str, Model], sample: Sample
):
    own = auc(sample.is_bad, card.margin(sample.matrix))
    other = auc(sample.is_bad, models["logistic"].margin(sample.matrix))
    assert own is not None
    assert other is not None
    assert own > other - 0.02


def test_of_near_copies_only_the_stronger_one_counts(card: ScorecardModel):
    names = {spec.name for _, spec, _ in card.on_the_card}
    assert "max_dpd_12m" in names
    assert len({"foir_ratio", "dti_ratio"} & names) == 1


def test_no_more_features_than_asked(sample: Sample):
    few = dict(PARAMS) | {"features": 2}
    learner = ScorecardLearner((), (few,), scale_named("b_300_900"))
    assert len(learner.fit(few, 1, sample).on_the_card) == 2


def test_rows_that_nothing_tells_apart_all_have_the_start(sample: Sample):
    blind = dataclasses.replace(
        sample, is_bad=np.random.default_rng(4).random(sample.is_bad.size) < 0.15
    )
    model = ScorecardLearner((), (PARAMS,), scale_named("b_300_900")).fit(PARAMS, 1, blind)
    assert model.on_the_card == ()
    assert set(model.total_points(sample.matrix)) == {model.start}


def test_the_points_table_tells_every_attribute_with_its_counts(card_outcome: TrainingOutcome):
    rows = card_outcome.scorecard.to_pylist()
    assert (rows[0]["feature"], rows[0]["attribute"]) == ("(start)", "every loan")
    champion = card_outcome.champion
    assert champion is not None
    for feature in {row["feature"] for row in rows[1:]}:
        own = [row for row in rows if row["feature"] == feature]
        assert [row["attribute_no"] for row in own] == list(range(1, len(own) + 1))
        assert sum(row["rows"] for row in own) == champion.facts.training_rows
        assert sum(row["bads"] for row in own) == champion.facts.training_bads
        assert own[-1]["attribute"] in {"missing", "missing, unseen or rare"}
    score = [row for row in rows if row["feature"] == "credit_score"]
    assert score[0]["attribute"].startswith("under ")
    assert score[0]["high"] == score[1]["low"]
    assert score[-2]["attribute"].endswith(" and more")
    points = [row["points"] for row in score[:-1]]
    assert points == sorted(points)


def test_the_bundle_of_any_champion_holds_the_card_as_sql(book_frame: pa.Table):
    both = dataclasses.replace(book.QUICK, candidates=("logistic", "scorecard"))
    champion = train(book_frame, book.SPECS, "behaviour", both).champion
    assert champion is not None
    assert champion.algorithm == "logistic"
    assert "from marts.mart_loan_features" in champion.documents["scorecard.sql"]
