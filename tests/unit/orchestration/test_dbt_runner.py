"""What a failed build of dbt says of itself: the first thing that failed, in one line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from orchestration import dbt_runner
from orchestration.dbt_runner import check_build, ensure_manifest
from orchestration.errors import CheckFailedError, ExitCode
from orchestration.home import Home
from orchestration.plan import RunPlan
from orchestration.settings import Settings


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path)


def results(home: Home, *found: tuple[str, str, str | None]) -> None:
    home.dbt_target.mkdir(parents=True, exist_ok=True)
    rows = [{"unique_id": node, "status": status, "message": said} for node, status, said in found]
    (home.dbt_target / "run_results.json").write_text(json.dumps({"results": rows}))


def test_a_build_without_failures_passes(home: Home) -> None:
    results(home, ("model.loanbook.stg_loans", "success", "OK"), ("test.loanbook.t.1", "warn", "3"))
    check_build(home, 0, [])


def test_the_first_failure_is_named_with_what_it_said_and_how_many_more(home: Home) -> None:
    results(
        home,
        ("model.loanbook.stg_loans", "success", "OK"),
        (
            "test.loanbook.unique_grain_stg_loans.abc",
            "fail",
            "Got 2 results,\n  configured to fail",
        ),
        ("model.loanbook.int_spine", "skipped", None),
        ("model.loanbook.int_area", "error", "Binder Error"),
    )
    with pytest.raises(CheckFailedError) as failed:
        check_build(home, 1, [])
    assert str(failed.value).startswith(
        "test unique_grain_stg_loans failed and 1 more: Got 2 results, configured to fail: nothing"
    )
    assert failed.value.exit_code == ExitCode.CHECK_FAILED == 1


def test_a_build_that_died_before_its_first_result_says_what_it_said_last(home: Home) -> None:
    with pytest.raises(
        CheckFailedError, match="dbt stopped: Runtime Error no such profile: nothing"
    ):
        check_build(home, 2, ["first", "Runtime Error\n  no such profile"])


def test_a_build_that_was_killed_is_no_success(home: Home) -> None:
    results(home, ("model.loanbook.stg_loans", "success", "OK"))
    with pytest.raises(CheckFailedError, match="exit code -9"):
        check_build(home, -9, [])


def test_the_project_is_parsed_once_and_again_when_it_changed(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    parsed: list[str] = []

    def parse(home: Home, settings: Settings, plan: RunPlan) -> None:
        home.dbt_target.mkdir(parents=True, exist_ok=True)
        (home.dbt_target / "manifest.json").write_text('{"nodes": {}}')
        parsed.append(settings.connector)

    monkeypatch.setattr(dbt_runner, "_parse", parse)
    plan = RunPlan("run", "nightly", (), ())
    for connector in ("files", "files", "taiwan"):
        assert ensure_manifest(home, Settings(connector=connector), plan) == {"nodes": {}}
    assert parsed == ["files", "taiwan"]
    monkeypatch.setattr(dbt_runner, "project_hash", lambda _: "another project")
    ensure_manifest(home, Settings(connector="taiwan"), plan)
    assert parsed == ["files", "taiwan", "taiwan"]
