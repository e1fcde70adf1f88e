"""When things start by themselves, local to the lender."""

from __future__ import annotations

from typing import Any

import dagster as dg

from orchestration import clock
from orchestration.jobs import NIGHTLY, TRAINING
from orchestration.settings import Settings


def schedules(settings: Settings) -> list[dg.ScheduleDefinition]:
    """A night every night, and a training every month where the nights do not train."""
    hour, minute = settings.night_starts_at.split(":")
    return [
        _schedule(
            NIGHTLY,
            f"{int(minute)} {int(hour)} * * *",
            settings,
            "due",
            "Every night, for the day that has just ended.",
            is_on=True,
        ),
        _schedule(
            TRAINING,
            f"0 12 {settings.training_day} * *",
            settings,
            "always",
            "Every month, on the day after the labels of another month-end have settled.",
            is_on=not settings.train_in_night,
        ),
    ]


def _schedule(
    job: str, cron: str, settings: Settings, training: str, description: str, *, is_on: bool
) -> dg.ScheduleDefinition:
    def run_config(context: dg.ScheduleEvaluationContext) -> dict[str, Any]:
        day = clock.last_ended_day(settings.time_zone, context.scheduled_execution_time)
        night = {"as_of_dates": [day.isoformat()], "training": training}
        return {"resources": {"night": {"config": night}}}

    return dg.ScheduleDefinition(
        name=f"{job}_schedule",
        job_name=job,
        cron_schedule=cron,
        execution_timezone=settings.time_zone,
        run_config_fn=run_config,
        description=description,
        default_status=(
            dg.DefaultScheduleStatus.RUNNING if is_on else dg.DefaultScheduleStatus.STOPPED
        ),
    )
