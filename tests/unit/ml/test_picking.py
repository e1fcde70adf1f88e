"""Which candidate becomes champion, and what is said of it."""

from __future__ import annotations

import dataclasses

import numpy as np
import pyarrow as pa
import pytest

from ml.calibration import Calibrator
from ml.candidates import Candidate
from ml.crossfit import CrossFit, Trial
from ml.models import Model, Sample
from ml.picking import pick
from ml.samples import Split, SplitRule, population_of, split
from tests.unit.ml import book

RULE = SplitRule(
    seed=1, folds=3, most_months=6, least_months=3, label_window_months=12, least_bads=20
)


@dataclasses.dataclass(frozen=True)
class Contest:
    """Rows to compete on, and a way to make candidates as good as wanted."""

    sample: Sample
    parts: Split
    model: Model

    def candidate(self, name: str, skill: float, seed: int, later: float = 0.0) -> Candidate:
        """Margins that know the labels with some skill, more of it (`later`) out of time."""
        noise = np.random.default_rng(seed).normal(size=self.sample.is_bad.size)
        strength = np.where(self.parts.is_out_of_time, skill + later, skill)
        margin = -2.0 + strength * self.sample.is_bad + noise
        calibrator = Calibrator("platt", (-1.0, 1.0), (-1.0, 1.0), 1.0)
        found = CrossFit(margin, self.model, (), Trial(name, 1, {}, 0.0, 1))
        return Candidate(name, True, found, calibrator, calibrator, margin, ())

    def won(self, *candidates: Candidate, **changes: object) -> tuple[str, str]:
        """Name of the champion and what is said."""
        settings = dataclasses.replace(book.QUICK, **changes)
        champion, reason = pick(candidates, self.sample, self.parts, settings)
        return ("" if champion is None else champion.name), reason


@pytest.fixture(scope="module")
def contest(sample: Sample, models: dict[str, Model], book_frame: pa.Table) -> Contest:
    return Contest(sample, split(population_of(book_frame)[0], RULE), models["logistic"])


@pytest.fixture(scope="module")
def dated_contest(models: dict[str, Model]) -> Contest:
    people, _ = population_of(book.frame(150, book.month_ends(2021, 30)))
    empty = Sample(models["logistic"].margin, people.is_bad, people.borrower)  # type: ignore[arg-type]
    return Contest(empty, split(people, RULE), models["logistic"])


def test_the_simpler_one_stays_where_the_gain_is_noise(contest: Contest):
    simple = contest.candidate("simple", 1.5, seed=1)
    better = contest.candidate("better", 1.6, seed=2)
    name, reason = contest.won(simple, better)
    assert name == "simple"
    assert "inside the noise: the simpler stays" in reason
    assert contest.won(better, simple)[1].endswith("the best")


def test_a_gain_beyond_the_noise_wins_and_tells_by_how_much(contest: Contest):
    simple, better = (
        contest.candidate("simple", 1.0, seed=1),
        contest.candidate("better", 2, seed=2),
    )
    name, reason = contest.won(simple, better)
    assert name == "better"
    assert "the best; simple is behind by 0." in reason
    assert "on the judges' rows" in reason


def test_two_small_steps_are_one_large_one(contest: Contest):
    """Each is inside the noise of the next, the first is not inside the noise of the last."""
    first, second, third = (
        contest.candidate(name, skill, seed=seed)
        for name, skill, seed in (("first", 1.5, 1), ("second", 1.65, 2), ("third", 1.8, 3))
    )
    assert contest.won(first, second)[0] == "first"
    assert contest.won(second, third)[0] == "second"
    assert contest.won(first, second, third)[0] == "second"


def test_the_folds_decide_where_the_later_rows_are_too_few(dated_contest: Contest):
    simple = dated_contest.candidate("simple", 1.6, seed=1)
    better = dated_contest.candidate("better", 1.85, seed=2)
    judges = dated_contest.parts.is_judging_sample & dated_contest.parts.is_judge
    assert judges.sum() < dated_contest.parts.is_training.sum() / 2
    name, reason = dated_contest.won(simple, better)
    assert (name, "on the folds" in reason) == ("better", True)


def test_who_is_better_on_the_folds_and_worse_later_does_not_win(dated_contest: Contest):
    simple = dated_contest.candidate("simple", 1.6, seed=1)
    fading = dated_contest.candidate("fading", 2.0, seed=2, later=-0.6)
    assert dated_contest.won(simple, fading)[0] == "simple"


@pytest.mark.parametrize("objective", ["f2", "business_cost", "composite", "pr_auc"])
def test_candidates_compete_on_the_objective_of_the_settings(contest: Contest, objective: str):
    weak, strong = contest.candidate("weak", 0.8, seed=1), contest.candidate("strong", 2, seed=2)
    name, reason = contest.won(weak, strong, objective=objective)
    assert name == "strong"
    assert f"{objective} " in reason


def test_who_is_no_better_than_chance_or_breaks_a_direction_takes_no_part(contest: Contest):
    blind = contest.candidate("blind", 0.0, seed=1)
    bent = dataclasses.replace(
        contest.candidate("bent", 3, seed=2), direction_violations=("credit_score",)
    )
    yardstick = dataclasses.replace(contest.candidate("free", 3, seed=3), can_be_champion=False)
    assert contest.won(blind, bent, yardstick) == (
        "",
        "no candidate tells bads from goods better than chance",
    )
