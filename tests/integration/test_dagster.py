"""The definitions as Dagster's users meet them: a clean graph, and jobs that Dagster can run."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

import dagster as dg
import pytest

from orchestration.dbt_runner import ensure_manifest
from orchestration.definitions import build_definitions
from orchestration.home import Home
from orchestration.jobs import BUILD, NIGHTLY, TRAINING
from orchestration.night_resource import night_resource
from orchestration.plan import RunPlan
from orchestration.settings import Settings
from tests.integration.conftest import Night


@dataclass(frozen=True)
class Served:
    """Definitions and the repository that Dagster makes of them."""

    definitions: dg.Definitions
    settings: Settings


@pytest.fixture(scope="module")
def served(first_night: Night) -> Served:
    settings = Settings(time_zone="Asia/Kolkata", raw=str(first_night.home / "nowhere"))
    home = Home(first_night.home)
    manifest = ensure_manifest(home, settings, RunPlan("r", "parse", (date(2025, 5, 31),), ()))
    resource = night_resource(home, settings)
    return Served(build_definitions(settings, manifest, resource), settings)


def specs(served: Served) -> dict[str, Any]:
    return {
        spec.key.to_user_string(): spec for spec in served.definitions.resolve_all_asset_specs()
    }


def test_every_asset_has_a_group_an_owner_and_a_description(served: Served) -> None:
    made_here = {key: spec for key, spec in specs(served).items() if spec.group_name != "default"}
    assert len(made_here) > 100
    assert {key for key, spec in made_here.items() if not spec.owners} == set()
    assert {key for key, spec in made_here.items() if not spec.description} == set()


def test_lineage_is_whole_from_a_raw_file_to_the_report(served: Served) -> None:
    graph = {
        spec.key.to_user_string(): {dep.asset_key.to_user_string() for dep in spec.deps}
        for spec in specs(served).values()
    }

    def upstream(key: str, seen: set[str]) -> set[str]:
        for parent in graph.get(key, set()) - seen:
            seen |= {parent} | upstream(parent, seen | {parent})
        return seen

    assert "monitoring/feature_bad_rate" in upstream("report/data_quality", set())
    above_the_report = upstream("report/portfolio_risk", set())
    assert {"files/loans", "files/repayments", "marts/mart_loan_features"} <= above_the_report
    assert {"scores/loan_scores", "ml/model_versions"} <= above_the_report


def test_tests_of_dbt_are_asset_checks_and_the_quarantine_blocks(served: Served) -> None:
    checks = {
        check.key: check
        for asset in served.definitions.resolve_asset_graph().assets_defs
        for check in asset.check_specs
    }
    assert len(checks) > 100
    limit = next(check for key, check in checks.items() if key.name == "quarantine_limit")
    assert limit.blocking


@pytest.mark.parametrize(
    ("job", "has_training", "has_scores"),
    [(NIGHTLY, True, True), (BUILD, False, False), (TRAINING, True, False)],
)
def test_a_job_does_what_its_name_says(
    served: Served, job: str, has_training: bool, has_scores: bool
) -> None:
    steps = {node.name for node in served.definitions.resolve_job_def(job).graph.nodes}
    assert {"load_raw_tables", "dbt_warehouse", "dbt_portfolio", "published__warehouse"} <= steps
    assert ("train_models" in steps) == has_training
    assert ("score_loans" in steps) == has_scores
    assert ("render_reports" in steps) == has_scores


def test_the_night_starts_at_two_for_the_day_that_has_just_ended(served: Served) -> None:
    schedule = served.definitions.resolve_schedule_def("nightly_schedule")
    assert (schedule.cron_schedule, schedule.execution_timezone) == ("0 2 * * *", "Asia/Kolkata")
    assert schedule.default_status == dg.DefaultScheduleStatus.RUNNING
    tick = datetime(2025, 6, 30, 20, 30, tzinfo=UTC)
    (request,) = evaluated(schedule, tick)
    night = request.run_config["resources"]["night"]["config"]
    assert night == {"as_of_dates": ["2025-06-30"], "training": "due"}


def test_the_monthly_training_is_on_only_where_nights_do_not_train(served: Served) -> None:
    schedule = served.definitions.resolve_schedule_def("training_schedule")
    assert schedule.cron_schedule == "0 12 6 * *"
    assert schedule.default_status == dg.DefaultScheduleStatus.STOPPED
    (request,) = evaluated(schedule, datetime(2025, 7, 6, 6, 30, tzinfo=UTC))
    night = request.run_config["resources"]["night"]["config"]
    assert night == {"as_of_dates": ["2025-07-05"], "training": "always"}


def evaluated(schedule: dg.ScheduleDefinition, tick: datetime) -> list[dg.RunRequest]:
    with dg.DagsterInstance.ephemeral() as instance:
        context = dg.build_schedule_context(instance=instance, scheduled_execution_time=tick)
        return list(schedule.evaluate_tick(context).run_requests or [])


def test_a_run_that_dagster_starts_has_the_same_answers_as_the_command(served: Served) -> None:
    job = served.definitions.resolve_job_def(NIGHTLY)
    with dg.DagsterInstance.ephemeral() as instance:
        result = job.execute_in_process(instance=instance, raise_on_error=False)
    assert not result.success
    failures = [event for event in result.all_events if event.is_failure]
    assert any("nowhere does not exist" in str(event.event_specific_data) for event in failures)
