"""Training the families that are due: read rows, call `ml`, write the registry."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from orchestration import clock
from orchestration.catalogue import feature_specs
from orchestration.errors import UsageError
from orchestration.model_tables import forget, write_attempt, write_figures, write_version
from orchestration.night import Night
from orchestration.registry import Promotion, promote
from orchestration.settings import Settings
from orchestration.training_rows import Labels, count_labels, training_frame

if TYPE_CHECKING:
    from ml.features import FeatureSpec
    from ml.outcome import TrainingOutcome
    from ml.settings import TrainingSettings


def train_due(night: Night) -> tuple[str, ...]:
    """Train every family that is due; returns the versions that were promoted."""
    promoted = []
    for number, population in enumerate(night.plan.due_populations):
        version = _train(night, population)
        if version is not None:
            promoted.append(version)
        night.progress.advance(number + 1, len(night.plan.due_populations))
    return tuple(promoted)


def training_settings(settings: Settings, specs: tuple[FeatureSpec, ...]) -> TrainingSettings:
    """The settings of `ml`; UsageError when `lift_monotone` names no feature."""
    from ml.settings import TrainingSettings

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
        lift_monotone=settings.lift_monotone,
        use_sensitive=settings.use_sensitive,
    )


def _train(night: Night, population: str) -> str | None:
    from ml.training import train

    as_of_date = min(night.plan.as_of_dates)
    specs = feature_specs(night.manifest)
    settings = training_settings(night.settings, specs)
    names = tuple(spec.name for spec in specs)
    with night.connect() as connection:
        labels = count_labels(connection, population, as_of_date)
        frame = training_frame(connection, population, as_of_date, labels, names)
    outcome = train(frame, specs, population, settings)
    version, reason = _save(night, outcome, as_of_date)
    _write(night, population, as_of_date, outcome, version, reason, labels)
    night.record.counts[f"labels_{population}"] = labels.rows
    said = f"{version} promoted" if version else "no new model"
    night.note(f"{population}: {said} ({reason})")
    return version


def _save(night: Night, outcome: TrainingOutcome, as_of_date: date) -> tuple[str | None, str]:
    """Keep the champion's bundle for publishing; its version, and why it is champion or is none."""
    from ml import bundle

    champion = outcome.champion
    if champion is None:
        return None, str(outcome.reason_not_trained)
    version = f"{champion.population}-{as_of_date:%Y%m%d}-{champion.fingerprint[:8]}"
    bundle.save(champion, night.home.build_models / version)
    return version, champion.facts.champion_reason


def _write(
    night: Night,
    population: str,
    as_of_date: date,
    outcome: TrainingOutcome,
    version: str | None,
    reason: str,
    labels: Labels,
) -> None:
    trained_at = clock.now()
    with night.connect() as connection:
        forget(connection, version, population, as_of_date)
        write_attempt(connection, population, as_of_date, version, reason, labels)
        if version is None or outcome.champion is None:
            return
        write_version(connection, version, outcome.champion, as_of_date, labels, trained_at)
        write_figures(connection, version, population, outcome)
        promotion = Promotion(
            population=population,
            model_version=version,
            effective_from=as_of_date,
            promoted_by=f"loanbook {night.plan.kind}",
            promoted_reason=reason,
            promoted_at=trained_at,
        )
        promote(connection, promotion)
