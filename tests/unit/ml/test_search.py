"""What a candidate tries: its defaults, then what a seeded search proposes, within a budget."""

from __future__ import annotations

import dataclasses

import pyarrow as pa
import pytest

from ml.models import Range
from ml.search import Proposals, SearchBudget, trials_within
from ml.training import train
from tests.unit.ml import book

SPACE = {"c": Range(1e-3, 10.0, is_log=True), "depth": Range(2, 8, is_whole=True)}
DEFAULTS = ({"c": 0.1, "depth": 4, "kept": 7}, {"c": 0.01, "depth": 3, "kept": 7})


def asked(seed: int, count: int = 12) -> list[dict[str, float]]:
    """The sets of a search for a small c at depth 5."""
    proposals = Proposals(DEFAULTS, SPACE, count, seed)
    sets = []
    for number in range(proposals.count):
        params = dict(proposals.params(number))
        proposals.tell(-abs(params["c"] - 0.003) - abs(params["depth"] - 5))
        sets.append(params)
    return sets


def test_the_defaults_come_first_and_the_rest_stays_inside_the_space():
    sets = asked(seed=1)
    assert sets[:2] == [dict(own) for own in DEFAULTS]
    for own in sets[2:]:
        assert 1e-3 <= own["c"] <= 10.0
        assert own["depth"] in range(2, 9)
        assert own["kept"] == 7


def test_the_same_seed_asks_the_same_and_another_seed_asks_other_sets():
    assert asked(seed=1) == asked(seed=1)
    assert asked(seed=1)[2:] != asked(seed=2)[2:]


def test_a_search_learns_where_the_good_sets_are():
    depths = [own["depth"] for own in asked(seed=3, count=40)[25:]]
    assert sum(depth in (4, 5, 6) for depth in depths) > len(depths) / 2


def test_without_a_budget_only_the_defaults_are_tried():
    proposals = Proposals(DEFAULTS, SPACE, 2, seed=1)
    assert [proposals.params(number) for number in range(proposals.count)] == list(DEFAULTS)


@pytest.mark.parametrize(
    ("budget", "expected"),
    [
        (SearchBudget(), 2),
        (SearchBudget(trials=30), 30),
        (SearchBudget(trials=1), 2),
        (SearchBudget(minutes=5), 10),
        (SearchBudget(trials=8, minutes=5), 8),
        (SearchBudget(trials=80, minutes=5), 10),
        (SearchBudget(minutes=0.1), 2),
    ],
)
def test_minutes_are_turned_into_trials_before_the_search(budget: SearchBudget, expected: int):
    assert trials_within(budget, defaults=2, seconds_a_trial=10.0, candidates=3) == expected


def test_a_searched_training_keeps_every_trial_and_is_the_same_again(book_frame: pa.Table):
    settings = dataclasses.replace(
        book.QUICK, search=SearchBudget(trials=3), objective="f2", most_rounds=25
    )
    seen: list[str] = []
    first = train(book_frame, book.SPECS, "behaviour", settings, lambda said, _: seen.append(said))
    again = train(book_frame, book.SPECS, "behaviour", settings)
    rows = first.trials.to_pylist()
    assert [(r["candidate"], r["trial_no"]) for r in rows] == [
        (name, number) for name in ("logistic", "lightgbm") for number in (1, 2, 3)
    ]
    assert {r["objective"] for r in rows} == {"f2"}
    for name in ("logistic", "lightgbm"):
        own = [r for r in rows if r["candidate"] == name]
        chosen = [r["value"] for r in own if r["is_chosen"]]
        assert chosen == [max(r["value"] for r in own)]
    assert "training lightgbm, trial 3 of 3" in seen
    assert first.trials.equals(again.trials)
    assert first.champion is not None
    assert again.champion is not None
    assert first.champion.fingerprint == again.champion.fingerprint
