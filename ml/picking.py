"""The champion among the candidates of one training, and the rule in words."""

from __future__ import annotations

from dataclasses import dataclass

from ml.arrays import Flags, Floats, Ints
from ml.candidates import Candidate, honest_pd
from ml.metrics import Estimate, auc_difference, auc_interval, paired_difference
from ml.models import Sample
from ml.objectives import objective_named
from ml.samples import Split
from ml.settings import TrainingSettings

# Objectives under which candidates are compared by AUC: it ranks rows, or they only level them.
BY_AUC = ("auc", "log_loss", "brier")


@dataclass(frozen=True)
class Bench:
    """Rows on which candidates are compared; they trained or calibrated nothing of it."""

    name: str
    rows: Flags
    sample: Sample
    split: Split
    settings: TrainingSettings

    @property
    def objective(self) -> str:
        """What is compared."""
        return "auc" if self.settings.objective in BY_AUC else self.settings.objective

    def value(self, candidate: Candidate) -> float:
        """The candidate's objective on the rows."""
        pd = honest_pd(candidate, self.split)[self.rows]
        is_bad = self.sample.is_bad[self.rows]
        return objective_named(self.objective)(is_bad, pd, self.settings.costs)

    def is_above_chance(self, candidate: Candidate) -> bool:
        """Whether the whole interval of the AUC lies above one half."""
        area = auc_interval(
            self.sample.is_bad[self.rows],
            candidate.fit.margin[self.rows],
            self.sample.borrower[self.rows],
        )
        return area is not None and area.low > 0.5

    def lead(self, ahead: Candidate, behind: Candidate) -> Estimate | None:
        """By how much one is ahead of the other, with the paired interval over borrowers."""
        is_bad, borrower = self.sample.is_bad[self.rows], self.sample.borrower[self.rows]
        if self.objective == "auc":
            margins = [one.fit.margin[self.rows] for one in (ahead, behind)]
            return auc_difference(is_bad, margins[0], margins[1], borrower)
        pds = [honest_pd(one, self.split)[self.rows] for one in (ahead, behind)]
        objective = objective_named(self.objective)

        def value(drawn: Ints, pd: Floats) -> float:
            return objective(is_bad[drawn], pd[drawn], self.settings.costs)

        return paired_difference(value, is_bad, pds[0], pds[1], borrower, self.settings.seed)


def pick(
    built: tuple[Candidate, ...], sample: Sample, split: Split, settings: TrainingSettings
) -> tuple[Candidate | None, str]:
    """The champion and why, in one sentence; None when no candidate beats chance.

    Rule: in the order of the settings, so from simple to complex, the first candidate that the best
    one does not lead. The best is
    the one with the highest objective on the judges' rows. It leads another where it is ahead by
    more than the noise (the paired 95% interval lies above zero) on those rows, or on the folds of
    the training dates where they are other rows. Who moves against a direction of risk, or is not
    above chance, does not take part.
    """
    benches = _benches(sample, split, settings)
    running = [
        one
        for one in built
        if one.can_be_champion and not one.direction_violations and benches[0].is_above_chance(one)
    ]
    if not running:
        return None, "no candidate tells bads from goods better than chance"
    value = {one.name: benches[0].value(one) for one in running}
    best = max(running, key=lambda one: value[one.name])
    passed_over = ""
    for one in running:
        beaten = "" if one is best else _where_beaten(benches, best, one)
        if not beaten:
            return one, _reason(benches[0].objective, one, best, value, passed_over)
        passed_over += f"; {one.name} is behind by {beaten}"
    raise AssertionError("the best candidate cannot be behind itself")


def _benches(sample: Sample, split: Split, settings: TrainingSettings) -> tuple[Bench, ...]:
    judges = split.is_judging_sample & split.is_judge
    first = Bench("the judges' rows", judges, sample, split, settings)
    if split.validation == "grouped_folds":
        return (first,)
    return first, Bench("the folds", split.is_training, sample, split, settings)


def _where_beaten(benches: tuple[Bench, ...], best: Candidate, other: Candidate) -> str:
    """The lead that is more than noise, in words; empty where there is none."""
    for bench in benches:
        lead = bench.lead(best, other)
        if lead is not None and lead.low > 0:
            return f"{lead.value:.4f} ({lead.low:.4f} to {lead.high:.4f}) on {bench.name}"
    return ""


def _reason(
    objective: str,
    champion: Candidate,
    best: Candidate,
    value: dict[str, float],
    passed_over: str,
) -> str:
    compared = "AUC" if objective == "auc" else objective
    own = f"{champion.name}: {compared} {value[champion.name]:.4f} on the judges' rows"
    if champion is best:
        return f"{own}, the best{passed_over}"
    return (
        f"{own}; {best.name} has {value[best.name]:.4f}, inside the noise: "
        f"the simpler stays{passed_over}"
    )
