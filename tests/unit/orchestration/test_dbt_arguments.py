"""What dbt is told: nothing relative, nothing left to chance."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from pathlib import Path

import yaml

from orchestration import dbt
from orchestration.home import Home
from orchestration.plan import RunPlan
from orchestration.settings import Settings

PLAN = RunPlan("run-1", "nightly", (date(2025, 6, 30), date(2025, 5, 31)), ("behaviour",))


def test_a_run_tells_dbt_its_dates_in_order_and_whether_it_trains() -> None:
    told = dbt.dbt_vars(Settings(), PLAN)
    assert told["as_of_dates"] == ["2025-05-31", "2025-06-30"]
    assert told["is_training_run"] is True
    assert told["run_id"] == "run-1"


def test_settings_reach_sql_as_plain_values() -> None:
    settings = Settings(overdue_tolerance=Decimal("99.50"), segments=("branch",), ind_as=True)
    told = dbt.dbt_vars(settings, PLAN)
    assert (told["overdue_tolerance"], told["segments"], told["ind_as"]) == (
        "99.50",
        ["branch"],
        True,
    )
    json.dumps(told)


def test_settings_of_the_machine_do_not_reach_sql() -> None:
    assert {"raw", "threads", "memory_limit"}.isdisjoint(dbt.dbt_vars(Settings(), PLAN))


def test_dbt_is_told_every_variable_of_the_project() -> None:
    project = yaml.safe_load((dbt.PROJECT_DIR / "dbt_project.yml").read_text())
    assert set(dbt.dbt_vars(Settings(), PLAN)) == set(project["vars"])


def test_every_path_is_absolute_wherever_the_command_is_called() -> None:
    home = Home(Path("relative/home"))
    arguments = dbt.dbt_arguments(["build"], {}, home)
    for option in ("--project-dir", "--profiles-dir", "--target-path", "--log-path"):
        assert Path(arguments[arguments.index(option) + 1]).is_absolute(), option
    assert Path(arguments[0]).is_absolute()
    environment = dbt.dbt_environment({}, home, Settings())
    assert Path(environment["LOANBOOK_BUILD_DIR"]).is_absolute()


def test_usage_statistics_are_off() -> None:
    home = Home(Path("/srv/home"))
    assert "--no-send-anonymous-usage-stats" in dbt.dbt_arguments(["build"], {}, home)
    environment = dbt.dbt_environment({}, home, Settings())
    assert environment["DBT_SEND_ANONYMOUS_USAGE_STATS"] == "false"
    assert environment["DO_NOT_TRACK"] == "1"


def test_a_callers_dbt_settings_do_not_leak_into_a_night() -> None:
    told = dbt.dbt_environment({"DBT_TARGET": "prod", "PATH": "/bin"}, Home(Path("/h")), Settings())
    assert "DBT_TARGET" not in told
    assert told["PATH"] == "/bin"


def test_the_machines_limits_come_from_the_settings() -> None:
    settings = Settings(threads=7, memory_limit="900MB")
    told = dbt.dbt_environment({"LOANBOOK_THREADS": "1"}, Home(Path("/h")), settings)
    assert (told["LOANBOOK_THREADS"], told["LOANBOOK_MEMORY_LIMIT"]) == ("7", "900MB")


def test_the_two_halves_share_no_node_and_miss_none() -> None:
    assert dbt.BEFORE_SCORING.exclude == dbt.AFTER_SCORING.select
    assert dbt.BEFORE_SCORING.select == "fqn:*"
    assert not dbt.AFTER_SCORING.exclude


def test_the_hash_of_the_project_depends_on_the_connector() -> None:
    assert dbt.project_hash("files") == dbt.project_hash("files")
    assert dbt.project_hash("files") != dbt.project_hash("taiwan")
