"""The command line: fast to answer, one line when something is wrong, the promised exit codes."""

from __future__ import annotations

import json
import resource
import subprocess
import sys
from pathlib import Path

import pytest
from typer.main import get_command

from orchestration.cli import app
from orchestration.lock import run_lock
from tests.command_line import LOANBOOK, loanbook

COMMANDS = sorted(get_command(app).commands)  # type: ignore[attr-defined]
RUNS = {"nightly", "build", "backfill", "train"}
PROMISED = RUNS | {"models", "promote", "rollback", "report", "demo", "doctor"}


def test_every_promised_command_is_there() -> None:
    assert set(COMMANDS) >= PROMISED


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_says_what_it_does_with_an_example(name: str) -> None:
    command = get_command(app).commands[name]  # type: ignore[attr-defined]
    assert f"Example: loanbook {name}" in command.help
    assert all(parameter.help for parameter in command.params if parameter.name != "help")


def test_help_loads_none_of_the_heavy_libraries() -> None:
    code = (
        "import sys; from orchestration.cli import app\n"
        "try: app(['--help'])\n"
        "except SystemExit: pass\n"
        "heavy = {'dagster', 'dbt', 'duckdb', 'pyarrow', 'numpy', 'sklearn', 'lightgbm'}\n"
        "sys.exit(str(heavy & set(sys.modules)) if heavy & set(sys.modules) else 0)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_help_answers_in_under_half_a_second_of_work() -> None:
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run([str(LOANBOOK), "--help"], capture_output=True, check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    assert after.ru_utime - before.ru_utime < 0.5


def test_an_unknown_setting_is_bad_usage_in_one_line(tmp_path: Path) -> None:
    done = loanbook("nightly", "--home", tmp_path, "--set", "entty=bank")
    assert done.returncode == 2
    assert done.stderr.splitlines() == [
        "loanbook: unknown setting entty from --set: did you mean entity?"
    ]


def test_a_raw_folder_that_does_not_exist_is_bad_input_and_nothing_is_made(tmp_path: Path) -> None:
    home = tmp_path / "home"
    done = loanbook("nightly", "--home", home, "--raw", tmp_path / "nowhere")
    assert done.returncode == 2
    assert "nowhere does not exist" in done.stderr
    assert not home.exists()


def test_an_unknown_connector_is_answered_with_the_known_ones(tmp_path: Path) -> None:
    done = loanbook("nightly", "--home", tmp_path, "--raw", tmp_path, "--connector", "sap")
    assert done.returncode == 2
    assert "there is no connector sap: choose one of files" in done.stderr


@pytest.mark.parametrize("day", ["yesterday", "2025-02-30", "30.06.2025"])
def test_a_date_that_is_none_is_bad_usage(tmp_path: Path, day: str) -> None:
    assert loanbook("nightly", "--home", tmp_path, "--as-of", day).returncode == 2


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
def test_a_day_that_the_raw_contract_does_not_know_is_bad_usage(tmp_path: Path, day: str) -> None:
    assert loanbook("build", "--home", tmp_path, "--as-of", day).returncode == 2


def test_an_empty_home_is_bad_usage_and_not_the_present_folder() -> None:
    assert loanbook("doctor", "--home", "").returncode == 2


def test_a_run_that_finds_the_lock_held_says_by_whom(tmp_path: Path) -> None:
    home, raw = tmp_path / "home", tmp_path / "raw"
    raw.mkdir()
    with run_lock(home / "run.lock", "loanbook nightly"):
        done = loanbook("nightly", "--home", home, "--raw", raw)
    assert done.returncode == 4
    assert "another run holds" in done.stderr
    assert "loanbook nightly" in done.stderr


def test_a_traceback_is_shown_only_when_asked_for(tmp_path: Path) -> None:
    plain = loanbook("nightly", "--home", tmp_path, "--raw", tmp_path / "nowhere")
    asked = loanbook("nightly", "--home", tmp_path, "--raw", tmp_path / "nowhere", "--debug")
    assert "Traceback" not in plain.stderr
    assert "Traceback" in asked.stderr
    assert plain.returncode == asked.returncode == 2


def test_a_report_without_a_warehouse_says_what_to_do_first(tmp_path: Path) -> None:
    done = loanbook("report", "--home", tmp_path)
    assert done.returncode == 2
    assert "run `loanbook nightly` first" in done.stderr


def test_a_home_without_models_lists_none(tmp_path: Path) -> None:
    assert loanbook("models", "--home", tmp_path).stdout == "no model has been trained yet\n"
    assert json.loads(loanbook("models", "--home", tmp_path, "--json").stdout) == []


def test_the_doctor_examines_a_home_that_is_not_there_yet(tmp_path: Path) -> None:
    done = loanbook("doctor", "--home", tmp_path / "home", "--json", "--set", "entity=nbfc_base")
    findings = json.loads(done.stdout)
    assert done.returncode == 0
    assert findings["home"]["lock"] == "free"
    assert "missing" in findings["home"]["published warehouse"]
    assert findings["settings"]["entity"] == "nbfc_base"
    assert "taiwan" in findings["input"]["connectors"]
    assert not (tmp_path / "home").exists()


def test_a_demo_book_outside_its_range_is_bad_usage(tmp_path: Path) -> None:
    done = loanbook("demo", "--loans", "0", "--out", tmp_path / "raw")
    assert done.returncode == 2
    assert "loans is 0" in done.stderr
