"""The quality gate: real Taiwan data, folds grouped by client."""

from __future__ import annotations

import pyarrow.compute as pc
import pytest

from ml.outcome import TrainingOutcome
from ml.settings import TrainingSettings
from ml.training import train
from tests.unit.ml import taiwan

LIFTED = ("credit_utilization", "partial_payment_ratio", "payment_to_due_ratio_6m")


@pytest.fixture(scope="module")
def held() -> TrainingOutcome:
    return train(taiwan.frame(), taiwan.SPECS, "behaviour")


def _on_folds(outcome: TrainingOutcome, metric: str) -> dict[str, float]:
    rows = outcome.metrics.filter((pc.field("sample") == "folds") & (pc.field("metric") == metric))
    return dict(
        zip(rows.column("candidate").to_pylist(), rows.column("value").to_pylist(), strict=True)
    )


def test_the_champion_passes_the_gate_with_every_direction_on(held: TrainingOutcome):
    assert held.champion is not None
    assert held.champion.algorithm == "lightgbm"
    assert _on_folds(held, "auc")["lightgbm"] >= 0.77
    assert _on_folds(held, "ks")["lightgbm"] >= 0.41


def test_the_yardstick_shows_what_the_directions_cost(held: TrainingOutcome):
    cost = _on_folds(held, "auc")["lightgbm_unconstrained"] - _on_folds(held, "auc")["lightgbm"]
    assert 0.005 < cost < 0.02
    yardstick = next(one for one in held.candidates if one.name == "lightgbm_unconstrained")
    assert not yardstick.can_be_champion
    assert set(LIFTED) <= set(yardstick.direction_violations)


def test_lifting_what_a_revolving_card_lifts_wins_most_of_it_back():
    settings = TrainingSettings(lift_monotone=LIFTED, with_yardstick=False)
    lifted = train(taiwan.frame(), taiwan.SPECS, "behaviour", settings)
    assert _on_folds(lifted, "auc")["lightgbm"] >= 0.78
    assert _on_folds(lifted, "ks")["lightgbm"] >= 0.42


def test_the_level_is_right_and_the_deciles_are_in_order(held: TrainingOutcome):
    assert _on_folds(held, "observed_expected")["lightgbm"] == pytest.approx(1.0, abs=0.02)
    assert _on_folds(held, "hosmer_lemeshow_p")["lightgbm"] > 0.01
    assert _on_folds(held, "rank_reversals")["lightgbm"] == 0
