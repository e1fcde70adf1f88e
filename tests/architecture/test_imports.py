"""Who may import whom: the rooms keep to themselves."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).resolve().parents[2]
# What a room must not import, and why it would be wrong there.
FORBIDDEN = {
    "ml": {"dagster", "dagster_dbt", "dbt", "duckdb", "jinja2", "orchestration", "reports", "os",
           "time", "random", "pickle", "joblib", "subprocess", "socket", "requests"},
    "reports": {"duckdb", "dbt", "dagster", "dagster_dbt", "orchestration", "ml", "os", "time",
                "random", "sqlglot", "subprocess", "pickle", "numpy", "pandas", "sklearn"},
    "orchestration": {"pickle", "joblib", "cloudpickle", "shelve", "marshal"},
}  # fmt: skip
CLOCK_CALLS = re.compile(r"\b(?:datetime\.(?:now|utcnow|today)|date\.today|time\.time)\(")
DEMO = REPOSITORY / "orchestration" / "demo"


def files_of(room: str) -> list[Path]:
    return sorted((REPOSITORY / room).rglob("*.py"))


def imported(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path} imports relatively"
            yield node.module or ""


@pytest.mark.parametrize("room", sorted(FORBIDDEN))
def test_a_room_imports_only_what_belongs_there(room: str) -> None:
    strangers = {
        f"{path.relative_to(REPOSITORY)} imports {module}"
        for path in files_of(room)
        for module in imported(path)
        if module.split(".")[0] in FORBIDDEN[room]
    }
    assert files_of(room)
    assert not strangers


@pytest.mark.parametrize("room", ["ml", "reports"])
def test_only_orchestration_reads_the_clock_and_the_environment(room: str) -> None:
    readers = [
        str(path.relative_to(REPOSITORY))
        for path in files_of(room)
        if CLOCK_CALLS.search(path.read_text(encoding="utf-8"))
        or "os.environ" in path.read_text(encoding="utf-8")
    ]
    assert not readers


def test_within_orchestration_one_file_reads_the_clock() -> None:
    readers = {
        path.name
        for path in files_of("orchestration")
        if CLOCK_CALLS.search(path.read_text(encoding="utf-8"))
    }
    assert readers == {"clock.py"}


def test_reports_hold_no_sql() -> None:
    statement = re.compile(r"\bselect\b[^<>]*\bfrom\b", re.IGNORECASE)
    found = [
        f"{path.relative_to(REPOSITORY)}: {node.value[:60]}"
        for path in files_of("reports")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and "\n" not in node.value.strip()
        and statement.search(node.value)
    ]
    assert not found


def test_the_demo_book_knows_nothing_of_the_rest() -> None:
    others = {
        f"{path.name} imports {module}"
        for path in DEMO.rglob("*.py")
        for module in imported(path)
        if module.startswith(("orchestration.", "ml", "reports"))
        and not module.startswith("orchestration.demo")
    }
    assert not others


def test_no_file_is_longer_than_a_reader_can_hold() -> None:
    rooms = ("ml", "reports", "orchestration", "tests")
    lengths = {
        str(path.relative_to(REPOSITORY)): len(path.read_text(encoding="utf-8").splitlines())
        for room in rooms
        for path in files_of(room)
    }
    assert not {name: length for name, length in lengths.items() if length > 400}


@pytest.mark.parametrize("room", ["ml", "reports", "orchestration"])
def test_each_room_says_what_belongs_in_it(room: str) -> None:
    docstring = ast.get_docstring(ast.parse((REPOSITORY / room / "__init__.py").read_text()))
    assert docstring
    assert len(docstring.split()) >= 20
