"""What each command of the command line does; `cli.py` says how it is called."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from orchestration import clock
from orchestration.errors import UsageError
from orchestration.home import Home
from orchestration.night import NightRequest, Training, open_night
from orchestration.plan import chunks, due_populations
from orchestration.progress import Progress
from orchestration.settings import Settings


@dataclass(frozen=True)
class RunResult:
    """What a command that publishes tells its caller."""

    run_id: str
    as_of_dates: tuple[date, ...]
    warehouse: Path
    reports: tuple[Path, ...]
    record: Path
    notes: tuple[str, ...]
    counts: dict[str, Any]

    def as_json(self) -> dict[str, Any]:
        """Plain values for a machine."""
        return {
            "run_id": self.run_id,
            "as_of_dates": [day.isoformat() for day in self.as_of_dates],
            "warehouse": str(self.warehouse),
            "reports": [str(path) for path in self.reports],
            "record": str(self.record),
            "notes": list(self.notes),
            "counts": self.counts,
        }


def run(
    job: str,
    home: Home,
    settings: Settings,
    request: NightRequest,
    progress: Progress,
) -> RunResult:
    """One run of a job from lock to record."""
    with ExitStack() as stack:
        night = stack.enter_context(open_night(home, settings, request, progress))
        from orchestration.dagster_run import run_job

        run_job(job, night)
        progress.end()
    folder = home.reports(night.plan.as_of_date)
    return RunResult(
        run_id=night.plan.run_id,
        as_of_dates=night.plan.as_of_dates,
        warehouse=home.published,
        reports=tuple(sorted(folder.iterdir())) if job == "nightly" and folder.exists() else (),
        record=home.runs / f"{night.plan.run_id}.json",
        notes=tuple(night.record.notes),
        counts=night.record.counts,
    )


def backfill(
    home: Home, settings: Settings, dates: Sequence[date], progress: Progress
) -> list[RunResult]:
    """Run many dates, together where their nights would not have trained between them."""
    from orchestration.jobs import NIGHTLY

    results = []
    for days in chunks(dates, _due_dates(home, settings, dates)):
        progress.note(f"{days[0]} to {days[-1]}: {len(days)} dates")
        request = NightRequest("backfill", days, "due")
        results.append(run(NIGHTLY, home, settings, request, progress))
    return results


def _due_dates(home: Home, settings: Settings, dates: Sequence[date]) -> dict[date, bool]:
    """Which of the dates train, if all of them are run one by one in their order."""
    trainings: dict[str, list[date]] = _known_trainings(home, settings)
    is_due = {}
    for day in sorted(dates):
        last = {
            population: max(known)
            for population, days in trainings.items()
            if (known := [tried for tried in days if tried <= day])
        }
        due = due_populations(
            last, day, settings.training_interval_months, settings.settling_lag_days
        )
        for population in due if settings.train_in_night else ():
            trainings.setdefault(population, []).append(day)
        is_due[day] = bool(due) and settings.train_in_night
    return is_due


def _known_trainings(home: Home, settings: Settings) -> dict[str, list[date]]:
    from orchestration.registry import trainings
    from orchestration.warehouse import connect

    if not home.published.exists():
        return {}
    with connect(home.published, settings, home.spill, read_only=True) as connection:
        return trainings(connection)


def days_between(first: date, last: date, *, month_ends: bool) -> tuple[date, ...]:
    """All days from `first` to `last`, or the month-ends among them.

    >>> days_between(date(2025, 1, 15), date(2025, 3, 31), month_ends=True)
    (datetime.date(2025, 1, 31), datetime.date(2025, 2, 28), datetime.date(2025, 3, 31))
    """
    if last < first:
        raise UsageError(f"--to {last} lies before --from {first}: swap them")
    days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    kept = [day for day in days if not month_ends or (day + timedelta(days=1)).day == 1]
    if not kept:
        raise UsageError(f"there is no month-end from {first} to {last}: widen the range")
    return tuple(kept)


def as_of_or_last_day(given: date | None, settings: Settings) -> date:
    """The given date, else the day that has just ended in the lender's time zone."""
    return given or clock.last_ended_day(settings.time_zone)


def training_of(kind: str) -> Training:
    """Whether runs of a kind train."""
    kinds: dict[str, Training] = {"nightly": "due", "training": "always", "build": "never"}
    return kinds[kind]
