"""Which parameter sets a candidate tries: its own defaults first, then what a search proposes.

The search is Optuna's tree-structured Parzen estimator, seeded, one trial after the other, so the
same values tell it the same next set. It is never stopped by a clock: a budget of time is worked
out into a number of trials before the first one starts (`trials_within`), from the size of the
sample and a fixed price a fit. A slow machine takes longer and finds the same champion.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ml.models import Params, Range


@dataclass(frozen=True)
class SearchBudget:
    """How far a search goes: `trials` a candidate at most, `minutes` for all that are searched.

    0 minutes set no limit. The default sets of a candidate are always tried.
    """

    trials: int = 0
    minutes: float = 0.0


def trials_within(
    budget: SearchBudget, defaults: int, seconds_a_trial: float, candidates: int
) -> int:
    """Trials of one candidate under a budget shared evenly by `candidates`.

    >>> trials_within(SearchBudget(trials=50, minutes=10), 2, 30.0, 2)
    10
    >>> trials_within(SearchBudget(), 2, 30.0, 2)
    2
    """
    wanted = budget.trials
    if budget.minutes > 0:
        affordable = int(budget.minutes * 60 / candidates / seconds_a_trial)
        wanted = min(wanted, affordable) if wanted else affordable
    return max(defaults, wanted)


class Proposals:
    """Parameter sets one after the other; each must be told its value before the next is asked.

    After the defaults every set is proposed from `space`, a default filling what it does not move.
    """

    def __init__(
        self, defaults: Sequence[Params], space: Mapping[str, Range], count: int, seed: int
    ) -> None:
        self.count = count if space else len(defaults)
        self._defaults = tuple(defaults)
        self._space = space
        self._study = _study(seed) if self.count > len(defaults) else None
        self._asked: Any = None

    def params(self, number: int) -> Params:
        """The parameter set of trial `number`, counted from 0."""
        if self._study is None:
            return self._defaults[number]
        distributions = {name: _distribution(within) for name, within in self._space.items()}
        if number < len(self._defaults):
            known = {name: self._defaults[number][name] for name in distributions}
            self._study.enqueue_trial(known)
        self._asked = self._study.ask(distributions)
        if number < len(self._defaults):
            return self._defaults[number]
        return {**self._defaults[0], **self._asked.params}

    def tell(self, value: float) -> None:
        """The value of the set that was asked for last; higher is better."""
        if self._study is not None:
            self._study.tell(self._asked, value)


def _study(seed: int) -> Any:
    import optuna

    optuna.logging.set_verbosity(optuna.logging.ERROR)
    sampler = optuna.samplers.TPESampler(seed=seed, n_startup_trials=8)
    return optuna.create_study(direction="maximize", sampler=sampler)


def _distribution(within: Range) -> Any:
    import optuna

    if within.is_whole:
        return optuna.distributions.IntDistribution(
            int(within.low), int(within.high), log=within.is_log
        )
    return optuna.distributions.FloatDistribution(within.low, within.high, log=within.is_log)
