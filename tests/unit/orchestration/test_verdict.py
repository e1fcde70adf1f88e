"""What becomes of a trained champion: office, or a place among the candidates."""

from __future__ import annotations

import dataclasses
from datetime import date

import pytest

from ml.challenge import Challenge
from ml.outcome import TrainingOutcome
from ml.training import train
from orchestration.training import verdict
from orchestration.training_rows import Labels
from tests.unit.ml import book

DAY = date(2025, 6, 30)
LABELS = Labels("ledger", 2400, 350)


@pytest.fixture(scope="module")
def first() -> TrainingOutcome:
    only = dataclasses.replace(book.QUICK, candidates=("logistic",))
    return train(book.frame(), book.SPECS, "behaviour", only)


def challenged(first: TrainingOutcome, *, is_won: bool) -> TrainingOutcome:
    return dataclasses.replace(first, challenge=Challenge(is_won, "as the checks say", ()))


def test_the_first_champion_of_a_family_takes_office_whatever_the_setting(
    first: TrainingOutcome,
) -> None:
    for promote_in_night in (True, False):
        trained = verdict(first, DAY, LABELS, promote_in_night)
        assert trained.is_promoted
        assert str(trained.version).startswith("behaviour-20250630-")


def test_who_wins_the_challenge_takes_office_by_itself_or_waits(first: TrainingOutcome) -> None:
    won = challenged(first, is_won=True)
    assert verdict(won, DAY, LABELS, True).is_promoted
    waiting = verdict(won, DAY, LABELS, False)
    assert not waiting.is_promoted
    assert waiting.version is not None
    assert "waits for `loanbook promote`" in waiting.reason


def test_who_loses_the_challenge_is_a_candidate(first: TrainingOutcome) -> None:
    trained = verdict(challenged(first, is_won=False), DAY, LABELS, True)
    assert (trained.is_promoted, trained.reason) == (False, "as the checks say")
    assert trained.version is not None
