"""Training the families that are due: read rows, call `ml`, write the registry."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from orchestration import clock
from orchestration.catalogue import feature_specs
from orchestration.errors import UsageError
from orchestration.model_files import load_bundle
from orchestration.model_tables import forget, write_attempt, write_figures, write_version
from orchestration.night import Night
from orchestration.registry import Promotion, champions, promote, write_states
from orchestration.scored_rows import read_bands
from orchestration.settings import Settings
from orchestration.trained import Trained
from orchestration.training_rows import Labels, count_labels, training_frame

if TYPE_CHECKING:
    from ml.bands import Band
    from ml.features import FeatureSpec
    from ml.outcome import TrainingOutcome
    from ml.settings import TrainingSettings

# Who promoted a version that no person promoted.
BY_ITSELF = "loanbook"


def train_due(night: Night) -> tuple[str, ...]:
    """Train every family that is due; returns the versions that were promoted."""
    promoted = []
    for number, population in enumerate(night.plan.due_populations):
        trained = _train(night, population, number)
        if trained.version is not None and trained.is_promoted:
            promoted.append(trained.version)
    return tuple(promoted)


def training_settings(
    settings: Settings, specs: tuple[FeatureSpec, ...], bands: tuple[Band, ...]
) -> TrainingSettings:
    """The settings of `ml`; UsageError when `lift_monotone` names no feature."""
    from ml.metrics import Costs
    from ml.promotion import PromotionRules
    from ml.search import SearchBudget
    from ml.settings import CANDIDATES, TrainingSettings

    known = {"all", *(spec.name for spec in specs)}
    unknown = [name for name in settings.lift_monotone if name not in known]
    if unknown:
        raise UsageError(
            f"setting lift_monotone names {', '.join(unknown)}, which is no feature: "
            "marts.feature_catalogue lists them"
        )
    return TrainingSettings(
        seed=settings.training_seed,
        folds=settings.training_folds,
        min_bads=settings.training_min_bads,
        oot_months=settings.out_of_time_months,
        oot_months_least=min(3, settings.out_of_time_months),
        label_window_months=settings.label_window_months,
        scale=settings.score_scale,
        candidates=CANDIDATES if "all" in settings.candidates else settings.candidates,
        objective=settings.training_objective,
        search=SearchBudget(settings.search_trials, settings.search_minutes),
        resampling=settings.resampling,
        costs=Costs(settings.cost_false_alarm, settings.cost_missed_bad),
        promotion=PromotionRules(
            auc_gain_above=settings.promote_auc_gain,
            most_reversals=settings.promote_reversals,
            observed_expected_low=settings.promote_observed_expected_low,
            observed_expected_high=settings.promote_observed_expected_high,
            most_psi=settings.promote_psi,
        ),
        bands=bands,
        lift_monotone=settings.lift_monotone,
        use_sensitive=settings.use_sensitive,
    )


def _train(night: Night, population: str, number: int) -> Trained:
    from ml.training import train

    as_of_date = min(night.plan.as_of_dates)
    specs = feature_specs(night.manifest)
    names = tuple(spec.name for spec in specs)
    with night.connect() as connection:
        settings = training_settings(night.settings, specs, read_bands(connection))
        labels = count_labels(connection, population, as_of_date)
        frame = training_frame(connection, population, as_of_date, labels, names)
        incumbent = champions(connection, as_of_date).get(population)
    bundle = load_bundle(night.home, incumbent) if incumbent else None

    def report(now: str, share: float) -> None:
        families = len(night.plan.due_populations)
        night.progress.advance(
            round(100 * (number + share)), 100 * families, f"{population}, {now}"
        )

    outcome = train(frame, specs, population, settings, report, bundle)
    trained = verdict(outcome, as_of_date, labels, night.settings.promote_in_night)
    _keep(night, population, as_of_date, outcome, trained)
    said = f"{trained.version} {'promoted' if trained.is_promoted else 'is a candidate'}"
    night.note(f"{population}: {said if trained.version else 'no new model'} ({trained.reason})")
    night.record.counts[f"labels_{population}"] = labels.rows
    return trained


def verdict(
    outcome: TrainingOutcome, as_of_date: date, labels: Labels, promote_in_night: bool
) -> Trained:
    """A new champion replaces the one in office only when it won the challenge and may."""
    champion = outcome.champion
    if champion is None:
        return Trained(None, False, str(outcome.reason_not_trained), labels)
    version = f"{champion.population}-{as_of_date:%Y%m%d}-{champion.fingerprint[:8]}"
    challenge = outcome.challenge
    if challenge is not None and challenge.is_won and not promote_in_night:
        waits = f"{challenge.reason}; it waits for `loanbook promote` (promote_in_night is no)"
        return Trained(version, False, waits, labels)
    if challenge is not None:
        return Trained(version, challenge.is_won, challenge.reason, labels)
    return Trained(version, True, champion.facts.champion_reason, labels)


def _keep(
    night: Night, population: str, as_of_date: date, outcome: TrainingOutcome, trained: Trained
) -> None:
    """Write the attempt and its figures, the bundle, the version and the promotion.

    A training without a champion has its figures under a name that ends in `none`.
    """
    from ml.bundle import save

    trained_at = clock.now()
    with night.connect() as connection:
        name = trained.version or f"{population}-{as_of_date:%Y%m%d}-none"
        forget(connection, name, population, as_of_date)
        write_attempt(connection, population, as_of_date, trained)
        write_figures(connection, name, population, outcome)
        if outcome.champion is None or trained.version is None:
            return
        save(outcome.champion, night.home.build_models / trained.version)
        write_version(connection, trained, outcome.champion, as_of_date, trained_at)
        if not trained.is_promoted:
            write_states(connection)
            return
        promotion = Promotion(
            population=population,
            model_version=trained.version,
            effective_from=as_of_date,
            promoted_by=BY_ITSELF,
            promoted_reason=trained.reason,
            promoted_at=trained_at,
        )
        promote(connection, promotion)
