"""What one run is about, decided before dbt starts: its dates, and whether a model is due."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

POPULATIONS = ("application", "behaviour")


@dataclass(frozen=True)
class RunPlan:
    """One run: its name, the command it serves, its dates and the families due for training.

    `published_dates` are the dates whose classification the published warehouse already holds:
    they are never classified anew, only restated beside.
    """

    run_id: str
    kind: str
    as_of_dates: tuple[date, ...]
    due_populations: tuple[str, ...]
    published_dates: tuple[date, ...] = ()

    @property
    def as_of_date(self) -> date:
        """The newest date of the run: the one that its reports are about."""
        return max(self.as_of_dates)

    @property
    def is_training_run(self) -> bool:
        """True when at least one family of models is trained."""
        return bool(self.due_populations)


def due_populations(
    last_trainings: Mapping[str, date],
    as_of_date: date,
    interval_months: int,
    settling_lag_days: int,
) -> tuple[str, ...]:
    """The families for which a training is due at `as_of_date`.

    `last_trainings` holds, for each family, the newest date up to `as_of_date` on which a training
    was tried, successful or not. A family is due when it was never tried, or when the labels of
    `interval_months` more month-ends have settled since: so one night a month trains, and a second
    run of a date finds its training done.
    """
    settled = settled_month_ends(as_of_date, settling_lag_days)
    return tuple(
        population
        for population in POPULATIONS
        if population not in last_trainings
        or settled - settled_month_ends(last_trainings[population], settling_lag_days)
        >= interval_months
    )


def settled_month_ends(day: date, settling_lag_days: int) -> int:
    """A running number of the last month-end that lies at least the settling lag before `day`.

    >>> settled_month_ends(date(2025, 7, 5), 5) - settled_month_ends(date(2025, 7, 4), 5)
    1
    """
    morning_after = day - timedelta(days=settling_lag_days - 1)
    return morning_after.year * 12 + morning_after.month - 1


def chunks(dates: Sequence[date], is_due: Mapping[date, bool]) -> tuple[tuple[date, ...], ...]:
    """A backfill's dates in runs: a date on which a model is due stands alone, so that it is
    trained on what its own night would have seen; the dates between go together.
    """
    runs: list[list[date]] = []
    for day in sorted(dates):
        previous_is_due = bool(runs) and is_due[runs[-1][-1]]
        if not runs or is_due[day] or previous_is_due:
            runs.append([day])
        else:
            runs[-1].append(day)
    return tuple(tuple(run) for run in runs)


def new_run_id(started_at: datetime, kind: str, as_of_date: date) -> str:
    """A run's name: sorts by time and says what it was.

    >>> new_run_id(datetime(2025, 7, 1, 2, 0, 5, 120000), "nightly", date(2025, 6, 30))
    '20250701T020005120-nightly-2025-06-30'
    """
    moment = started_at.strftime("%Y%m%dT%H%M%S") + f"{started_at.microsecond // 1000:03d}"
    return f"{moment}-{kind}-{as_of_date.isoformat()}"
