"""The run lock: one run at a time, and a lock that ends with its owner."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from orchestration.errors import ExitCode, LockedError, UsageError
from orchestration.lock import LockOwner, is_held, read_owner, run_lock

HOLD = """
import sys
from pathlib import Path
from orchestration.lock import run_lock
with run_lock(Path(sys.argv[1]), "loanbook nightly"):
    print("held", flush=True)
    sys.stdin.readline()
"""


@pytest.fixture
def lock(tmp_path: Path) -> Path:
    return tmp_path / "home" / "run.lock"


def test_a_second_run_is_told_who_holds_the_lock_and_for_how_long(lock: Path) -> None:
    with (
        run_lock(lock, "loanbook nightly"),
        pytest.raises(
            LockedError, match=r"loanbook nightly \(process \d+ on .*, for 0 minutes\)"
        ) as told,
        run_lock(lock, "loanbook train"),
    ):
        pass
    assert told.value.exit_code == ExitCode.LOCKED == 4


def test_the_lock_is_free_again_after_the_run(lock: Path) -> None:
    for _ in range(2):
        with run_lock(lock, "loanbook nightly"):
            assert is_held(lock)
        assert not is_held(lock)
        assert read_owner(lock) is None


def test_the_lock_is_free_again_after_a_run_that_failed(lock: Path) -> None:
    with pytest.raises(ValueError, match="no"), run_lock(lock, "loanbook nightly"):
        raise ValueError("no")
    assert not is_held(lock)


def test_a_killed_run_leaves_its_name_but_not_its_lock(lock: Path) -> None:
    lock.parent.mkdir()
    held = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(lock)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert held.stdout is not None
    assert held.stdout.readline() == "held\n"
    assert is_held(lock)
    held.kill()
    held.communicate()
    owner = read_owner(lock)
    assert owner is not None
    assert owner.pid == held.pid
    with run_lock(lock, "loanbook nightly"):
        assert is_held(lock)


def test_an_owners_age_is_in_whole_minutes() -> None:
    owner = LockOwner(1, "host", "loanbook nightly", "2025-07-01T02:00:00+00:00")
    assert owner.age_minutes(datetime(2025, 7, 1, 2, 59, 59, tzinfo=UTC)) == 59


def test_a_lock_file_that_says_nothing_is_no_obstacle(lock: Path) -> None:
    lock.parent.mkdir()
    lock.write_text(json.dumps({"pid": 1}), encoding="utf-8")
    assert read_owner(lock) is None
    with run_lock(lock, "loanbook nightly"):
        assert is_held(lock)


def test_a_home_that_cannot_be_written_is_bad_usage(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    with (
        pytest.raises(UsageError, match="cannot be written"),
        run_lock(tmp_path / "file" / "run.lock", "x"),
    ):
        pass
