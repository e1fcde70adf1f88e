"""A connection URL is shown without its password wherever it is shown, or not at all."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from orchestration.connection_url import check_url, with_defaults, without_password
from orchestration.dbt import dbt_environment
from orchestration.doctor import examine
from orchestration.errors import UsageError
from orchestration.home import Home
from orchestration.plan import RunPlan
from orchestration.raw_source import raw_source
from orchestration.run_record import RunRecord
from orchestration.settings import Settings
from orchestration.told_settings import load_settings

URL = "postgresql://risk:h0rse%40@db.example:5432/lending?sslmode=require"
SHOWN = "postgresql://risk@db.example:5432/lending?sslmode=require"


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        (URL, SHOWN),
        ("postgres://risk@db.example/lending", "postgres://risk@db.example/lending"),
        ("postgresql://db.example", "postgresql://db.example"),
        ("postgresql://a:h0rse@[::1]:5432,b:5433/x", "postgresql://a@[::1]:5432,b:5433/x"),
        (
            "postgresql:///lending?host=/var/run/postgresql&user=risk&password=h0rse",
            "postgresql:///lending?host=/var/run/postgresql&user=risk",
        ),
        ("postgresql://risk:h0r/se@db/x", "a URL that is not shown, as it cannot be read"),
        ("postgresql://risk:h0rse/x", "a URL that is not shown, as it cannot be read"),
        ("https://risk:h0rse@db/x", "a URL that is not shown, as it cannot be read"),
        ("exports/2025-06-30", "exports/2025-06-30"),
    ],
)
def test_what_is_shown_of_a_url(url: str, shown: str) -> None:
    assert without_password(url) == shown


TEXT = st.text(alphabet="ab:@/?#%&=,.[]+1", min_size=1, max_size=12)


@settings(deadline=None)
@given(password=TEXT, user=TEXT, database=TEXT)
def test_a_password_is_never_shown_wherever_its_signs_seem_to_end_it(
    password: str, user: str, database: str
) -> None:
    secret = f"s3cret{password}s3cret"
    shown = without_password(f"postgresql://{user}:{secret}@db/{database}")
    assert "s3cret" not in shown


@pytest.mark.parametrize("url", [URL, "postgresql:///lending", "postgres://u@h:1/d?a=b&c=%40"])
def test_a_url_that_the_server_understands_is_accepted(url: str) -> None:
    check_url(url)


@pytest.mark.parametrize(
    "url",
    [
        *("postgresql://u:h0%rse@h/d", "postgresql://u:h0@rse@h/d", "postgresql://u:h0?rse@h/d"),
        *("/exports", "postgresql://h/d?a"),
    ],
)
def test_any_other_is_refused_without_being_shown(url: str) -> None:
    with pytest.raises(UsageError, match="not shown") as refused:
        check_url(url)
    assert url not in str(refused.value)


def test_a_url_keeps_its_own_parameters_and_gets_what_it_lacks() -> None:
    assert with_defaults("postgresql://h/d", connect_timeout="15") == (
        "postgresql://h/d?connect_timeout=15"
    )
    assert with_defaults("postgresql://h/d?connect_timeout=3", connect_timeout="15") == (
        "postgresql://h/d?connect_timeout=3"
    )


def test_neither_the_record_nor_the_doctor_nor_a_print_of_the_settings_shows_it(
    tmp_path: Path,
) -> None:
    told = Settings(connector="postgres", raw=URL.replace("db.example:5432", "127.0.0.1:1"))
    record = RunRecord(RunPlan("r", "nightly", (date(2025, 6, 30),), ()), told)
    written = record.write(tmp_path).read_text(encoding="utf-8")
    assert json.loads(written)["settings_changed"]["raw"] == SHOWN.replace(
        "db.example:5432", "127.0.0.1:1"
    )
    found = examine(Home(tmp_path / "home"), told)
    assert found["input"]["raw database"].startswith("postgresql://risk@127.0.0.1:1/lending")
    assert "cannot be reached" in found["input"]["raw tables"]
    for said in (written, str(found), repr(told), str(told)):
        assert "h0rse" not in said


def test_dbt_is_not_told_it() -> None:
    told = dbt_environment({"LOANBOOK_RAW": URL, "PATH": "/bin"}, Home(Path("/h")), Settings())
    assert "LOANBOOK_RAW" not in told


@pytest.mark.parametrize(
    "assignment",
    [URL, f"{URL}&a=b", f"rawx={URL}", "postgresql://risk:h0rse@db", f"connector={URL}"],
)
def test_a_slip_of_the_hand_on_the_command_line_does_not_show_it(
    tmp_path: Path, assignment: str
) -> None:
    with pytest.raises(UsageError) as refused:
        load_settings([assignment], {}, tmp_path / "loanbook.toml")
    assert "h0rse" not in str(refused.value)


def test_a_slip_in_the_settings_file_does_not_show_it(tmp_path: Path) -> None:
    (tmp_path / "loanbook.toml").write_text(f'raw = ["{URL}"]\n', encoding="utf-8")
    with pytest.raises(UsageError, match="setting raw") as refused:
        load_settings((), {}, tmp_path / "loanbook.toml")
    assert "h0rse" not in str(refused.value)


def test_a_connector_of_files_does_not_take_a_url_for_a_folder(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="choose --connector postgres") as refused:
        raw_source(Home(tmp_path), Settings(raw=URL))
    assert "h0rse" not in str(refused.value)
