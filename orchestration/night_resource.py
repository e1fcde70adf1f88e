"""The run as a resource of Dagster, for runs that Dagster itself starts."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any, cast

import dagster as dg

from orchestration import clock
from orchestration.home import Home
from orchestration.night import Night, NightRequest, Training, open_night
from orchestration.progress import SilentProgress
from orchestration.settings import Settings

_CONFIG = {
    "as_of_dates": dg.Field(
        [str],
        default_value=[],
        description="Day-ends, ISO; none: the day that has just ended in the lender's time zone.",
    ),
    "training": dg.Field(
        dg.Enum("Training", [dg.EnumValue(name) for name in ("due", "always", "never")]),
        default_value="due",
        description="Whether models are trained: when due, in any case, or not.",
    ),
}


def night_resource(home: Home, settings: Settings) -> Any:
    """A resource that opens a run for each run of Dagster and closes it at its end."""

    @dg.resource(config_schema=_CONFIG, description="The run: home, settings, plan and record.")
    def night(context: dg.InitResourceContext) -> Iterator[Night]:
        days = context.resource_config["as_of_dates"]
        dates = tuple(date.fromisoformat(day) for day in days)
        request = NightRequest(
            kind=context.run.job_name if context.run else "dagster",
            as_of_dates=dates or (clock.last_ended_day(settings.time_zone),),
            training=cast(Training, context.resource_config["training"]),
        )
        with open_night(home, settings, request, SilentProgress()) as opened:
            yield opened

    return night
