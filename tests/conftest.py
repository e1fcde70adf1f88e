"""What the whole suite shares: which tests need more than Python, and where the real input lies.

On a machine without a Chromium, without the programs of a PostgreSQL server, or without the folder
of real input beside the repository, the tests that need it are left out, and the last line says so.
With TESTS_NEED_EVERYTHING set, as CI sets it, their absence is a failure.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.postgres_server import Server, programs, running_server

# The slow proofs in the form that CI runs: fewer borrowers, fewer nights, the same claims.
PROOFS_ARE_SHORT = os.environ.get("PROOFS") == "short"

REAL_INPUT = Path(__file__).parents[2] / "shared"

_left_out: dict[str, int] = {}


def _missing() -> dict[str, str]:
    """Marker of what is not on this machine, and what that is."""
    absent = {}
    if not shutil.which("chromium"):
        absent["browser"] = "a Chromium"
    if not programs():
        absent["postgres"] = "the programs of a PostgreSQL server"
    if not REAL_INPUT.is_dir():
        absent["real_input"] = (
            f"the folder of real input ({REAL_INPUT.name}, beside the repository)"
        )
    return absent


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[Server]:
    """A PostgreSQL server that the tests of this process share."""
    with running_server() as server:
        yield server


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    for item in items:
        item.add_marker(pytest.mark.xdist_group(_shared_with(item)))
    absent = _missing()
    if absent and os.environ.get("TESTS_NEED_EVERYTHING"):
        raise pytest.UsageError(f"this machine lacks {' and '.join(absent.values())}")
    kept = []
    for item in items:
        lacks = [what for marker, what in absent.items() if item.get_closest_marker(marker)]
        for what in lacks:
            _left_out[what] = _left_out.get(what, 0) + 1
        if not lacks:
            kept.append(item)
    if len(kept) < len(items):
        config.hook.pytest_deselected(items=[item for item in items if item not in kept])
        items[:] = kept


def _shared_with(item: pytest.Item) -> str:
    """What is slow to make is made in one process: a folder's nights, a file's build."""
    folder = item.path.parent
    return folder.name if folder.name == "integration" else f"{folder.name}/{item.path.name}"


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    for what, count in _left_out.items():
        terminalreporter.write_line(
            f"LEFT OUT: {count} tests, as this machine lacks {what}", red=True
        )
