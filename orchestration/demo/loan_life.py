"""The whole life of each application of a part: what happened, and on which day."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from orchestration.demo.arrays import NO_DAY, Floats, Ints, Purpose, round_to, stream
from orchestration.demo.part import Part
from orchestration.demo.products import GOLD, HOME
from orchestration.demo.settings import DemoSettings
from orchestration.demo.state import LedgerState


@dataclass(frozen=True)
class Life:
    """All that ever happens to each application of a part; days are `NO_DAY` where it does not.

    `revalued_on` and `revaluation` are (2, applications): up to two later valuations.
    `changed_on`, `new_rate`, `new_instalment`: the one change of the contract.
    """

    closed_on: Ints
    settled_on: Ints
    written_off_on: Ints
    restructured_on: Ints
    fraud_reported_on: Ints
    loss_identified_on: Ints
    changed_on: Ints
    reset_on: Ints
    new_rate: Floats
    new_instalment: Ints
    revalued_on: Ints
    revaluation: Floats


def life_of(settings: DemoSettings, part: Part, state: LedgerState) -> Life:
    """The ledger's outcomes, laid beside the applications."""
    count = len(part.applications)
    position = part.loans.application

    def spread(values: Any, empty: Any) -> Any:
        result = np.full(count, empty, dtype=values.dtype)
        result[position] = values
        return result

    def event(days: Ints) -> Any:
        return spread(np.where(days <= state.last_day, days, NO_DAY), NO_DAY)

    over = np.where(state.ended_on > NO_DAY, state.ended_on, state.last_day + 1)
    revalued_on, revaluation = _revaluations(settings, part, state, over)
    return Life(
        closed_on=event(state.closed_on),
        settled_on=event(state.settled_on),
        written_off_on=event(state.written_off_on),
        restructured_on=event(state.restructured_on),
        fraud_reported_on=event(
            np.where(state.fraud_reported_on < over, state.fraud_reported_on, NO_DAY)
        ),
        loss_identified_on=event(
            np.where(state.loss_identified_on < over, state.loss_identified_on, NO_DAY)
        ),
        changed_on=event(state.changed_on),
        reset_on=event(state.reset_on),
        new_rate=spread(state.rate, 0.0),
        new_instalment=spread(state.level, 0),
        revalued_on=np.stack([event(day) for day in revalued_on]),
        revaluation=np.stack([spread(value, np.nan) for value in revaluation]),
    )


def _revaluations(
    settings: DemoSettings, part: Part, state: LedgerState, over: Ints
) -> tuple[Ints, Floats]:
    """A new valuation after about one and two years for some of the secured loans.

    Values of things that wear out fall; where the borrower is far behind they often fall steeply.
    """
    rng = stream(settings.seed, Purpose.LOAN_VERSIONS, part.number)
    loans = part.loans
    value = part.applications.collateral_value[loans.application].copy()
    yearly_change = np.select([loans.product == HOME, loans.product == GOLD], [0.04, 0.06], -0.11)
    share = np.where(np.isin(loans.product, [HOME, GOLD]), 0.25, 0.12)
    is_revalued = loans.is_secured & (rng.random(len(loans)) < share)
    days, values = [], []
    for year in (1, 2):
        day = (
            loans.disbursed_on + 365 * year + np.floor(rng.random(len(loans)) * 60).astype(np.int64)
        )
        distress = np.where((state.npa_since > 0) & (rng.random(len(loans)) < 0.4), 0.6, 1.0)
        value = round_to(
            value * (1 + yearly_change + 0.06 * rng.normal(size=len(loans))) * distress, 1000
        )
        days.append(np.where(is_revalued & (day < over), day, NO_DAY))
        values.append(value)
    return np.stack(days), np.stack(values)
