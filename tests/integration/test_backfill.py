"""Many dates at once are the nights one by one, relation by relation."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.command_line import loanbook

pytestmark = pytest.mark.slow

DATES = ("2025-06-05", "2025-06-06", "2025-06-07")


def last_record(home: Path) -> dict[str, Any]:
    newest = sorted((home / "runs").glob("*.json"))[-1]
    record: dict[str, Any] = json.loads(newest.read_text(encoding="utf-8"))
    return record


def test_a_backfill_equals_its_nights(book: Path, tmp_path: Path) -> None:
    nights, at_once = tmp_path / "nights", tmp_path / "at once"
    for day in DATES:
        done = loanbook("nightly", "--as-of", day, "--raw", book, "--home", nights)
        assert done.returncode == 0, done.stderr
    done = loanbook(
        "backfill", "--from", DATES[0], "--to", DATES[-1], "--raw", book, "--home", at_once
    )
    assert done.returncode == 0, done.stderr
    one_by_one, together = last_record(nights)["table_hashes"], last_record(at_once)["table_hashes"]
    assert {name for name in one_by_one if together.get(name) != one_by_one[name]} == set()
    assert together.keys() == one_by_one.keys()
    # the first date trained and stood alone, the others went together
    records = [json.loads(path.read_text()) for path in sorted((at_once / "runs").glob("*.json"))]
    assert [record["as_of_dates"] for record in records] == [[DATES[0]], list(DATES[1:])]
