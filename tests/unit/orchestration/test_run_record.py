"""The record of a run, and what long work says of itself."""

from __future__ import annotations

import io
import json
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from orchestration import clock
from orchestration.commands import days_between
from orchestration.errors import UsageError
from orchestration.plan import RunPlan
from orchestration.progress import LineProgress, SilentProgress, shown
from orchestration.run_record import RunRecord, read_records
from orchestration.settings import Settings

PLAN = RunPlan(
    "20250701T020000000-nightly-2025-06-30", "nightly", (date(2025, 6, 30),), ("behaviour",)
)


def test_a_record_says_what_the_run_was_about_and_how_it_ended(tmp_path: Path) -> None:
    record = RunRecord(PLAN, Settings(entity="nbfc_base"))
    with record.step("scoring"):
        pass
    record.finish("published")
    path = record.write(tmp_path)
    written = json.loads(path.read_text(encoding="utf-8"))
    assert path.name == "20250701T020000000-nightly-2025-06-30.json"
    assert written["outcome"] == "published"
    assert written["as_of_dates"] == ["2025-06-30"]
    assert written["trained_for"] == ["behaviour"]
    assert written["settings_changed"] == {"entity": "nbfc_base"}
    assert set(written["seconds"]) == {"scoring"}
    assert {"python", "duckdb", "dbt-core", "dagster"} <= set(written["versions"])


def test_a_step_that_fails_is_timed_too(tmp_path: Path) -> None:
    record = RunRecord(PLAN, Settings())
    with pytest.raises(ValueError, match="no"), record.step("scoring"):
        raise ValueError("no")
    assert "scoring" in record.seconds


def test_records_are_read_oldest_first_and_other_files_passed_over(tmp_path: Path) -> None:
    for run_id in ("2025-b", "2025-a"):
        RunRecord(RunPlan(run_id, "nightly", (date(2025, 6, 30),), ()), Settings()).write(tmp_path)
    (tmp_path / "2025-c.json").write_text("{half", encoding="utf-8")
    (tmp_path / "2025-d.json").write_text("[]", encoding="utf-8")
    assert [record["run_id"] for record in read_records(tmp_path)] == ["2025-a", "2025-b"]


def test_without_a_terminal_progress_is_plain_lines() -> None:
    stream = io.StringIO()
    progress = LineProgress(stream)
    progress.step("scoring")
    progress.advance(1, 2)
    progress.note("12 rows not scored")
    progress.step("publishing")
    progress.end()
    lines = stream.getvalue().splitlines()
    assert [line.split(":")[0] for line in lines] == [
        "scoring ...",
        "  12 rows not scored",
        "scoring",
        "publishing ...",
        "publishing",
    ]


def test_a_long_step_tells_now_and_then_what_is_under_way(monkeypatch: pytest.MonkeyPatch) -> None:
    stream = io.StringIO()
    progress = LineProgress(stream)
    progress.step("training")
    progress.advance(3, 200, "behaviour, training lightgbm, trial 2 of 30")
    monkeypatch.setattr("orchestration.progress.SECONDS_A_LINE", 0.0)
    progress.advance(4, 200, "behaviour, training lightgbm, trial 3 of 30")
    assert stream.getvalue().splitlines() == [
        "training ...",
        "  4 of 200: behaviour, training lightgbm, trial 3 of 30",
    ]


def test_a_machine_gets_no_progress(capsys: pytest.CaptureFixture[str]) -> None:
    with shown(is_silent=True) as progress:
        assert isinstance(progress, SilentProgress)
        progress.step("scoring")
    assert capsys.readouterr() == ("", "")


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        (datetime(2025, 6, 30, 18, 29, tzinfo=UTC), date(2025, 6, 29)),
        (datetime(2025, 6, 30, 18, 30, tzinfo=UTC), date(2025, 6, 30)),
    ],
)
def test_the_day_that_has_ended_is_the_lenders_own(moment: datetime, day: date) -> None:
    assert clock.last_ended_day("Asia/Kolkata", moment) == day


def test_a_range_of_days_holds_both_ends_or_only_month_ends() -> None:
    first, last = date(2024, 2, 27), date(2024, 3, 31)
    assert days_between(first, last, month_ends=True) == (date(2024, 2, 29), last)
    every = days_between(first, last, month_ends=False)
    assert every[0] == first
    assert every[-1] == last
    assert len(every) == (last - first) // timedelta(days=1) + 1


def test_a_range_without_days_is_refused() -> None:
    with pytest.raises(UsageError, match="swap them"):
        days_between(date(2025, 2, 1), date(2025, 1, 1), month_ends=False)
    with pytest.raises(UsageError, match="no month-end"):
        days_between(date(2025, 2, 1), date(2025, 2, 27), month_ends=True)
