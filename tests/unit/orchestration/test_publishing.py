"""Putting a run in place: whole or not at all, and never under a reader's feet."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import duckdb
import pytest

from orchestration.home import Home
from orchestration.publishing import put_warehouse_in_place, replace_files, replace_folder
from orchestration.settings import Settings
from orchestration.table_hashes import table_hashes
from orchestration.warehouse import connect, connect_build, start_build

SETTINGS = Settings(threads=1, memory_limit="200MB")


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path / "home")


def write_warehouse(path: Path, value: int) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with duckdb.connect(str(path)) as connection:
        connection.execute("create schema if not exists marts")
        connection.execute(f"create or replace table marts.night as select {value} as value")


def value_of(path: Path) -> int:
    with duckdb.connect(str(path), read_only=True) as connection:
        found = connection.execute("select value from marts.night").fetchone()
    assert found is not None
    return int(found[0])


def test_a_run_starts_on_a_copy_of_what_is_published(home: Home) -> None:
    write_warehouse(home.published, 1)
    start_build(home)
    write_warehouse(home.build_warehouse, 2)
    assert value_of(home.published) == 1
    put_warehouse_in_place(home)
    assert value_of(home.published) == 2
    assert not home.build_warehouse.exists()


def test_nothing_of_a_crashed_run_reaches_the_next(home: Home) -> None:
    start_build(home)
    write_warehouse(home.build_warehouse, 13)
    write_warehouse(home.build_work, 13)
    for left in (home.build_models / "half", home.build_reports / "2025-06-30", home.build_exports):
        left.mkdir(parents=True)
    home.build_warehouse.with_name("loanbook.duckdb.wal").write_bytes(b"half a page")
    start_build(home)
    assert not home.build_warehouse.exists()
    assert not home.build_work.exists()
    assert not home.build_warehouse.with_name("loanbook.duckdb.wal").exists()
    assert not any(p.exists() for p in (home.build_models, home.build_reports, home.build_exports))


def test_a_reader_keeps_the_file_that_it_opened(home: Home) -> None:
    write_warehouse(home.published, 1)
    reader = duckdb.connect(str(home.published), read_only=True)
    start_build(home)
    write_warehouse(home.build_warehouse, 2)
    put_warehouse_in_place(home)
    assert reader.execute("select value from marts.night").fetchone() == (1,)
    reader.close()
    assert value_of(home.published) == 2


def test_a_build_that_was_published_is_not_made_anew_by_chance(home: Home) -> None:
    start_build(home)
    with pytest.raises(Exception, match="is gone"), connect_build(home, SETTINGS):
        pass
    assert not home.build_warehouse.exists()


def test_a_report_replaces_its_namesake_and_leaves_the_others(tmp_path: Path) -> None:
    draft, target = tmp_path / "draft", tmp_path / "reports" / "2025-06-30"
    for folder, text in ((draft, "new"), (target, "old")):
        folder.mkdir(parents=True)
        (folder / "portfolio_risk.html").write_text(text, encoding="utf-8")
    (target / "signed.json").write_text("{}", encoding="utf-8")
    replace_files(draft, target)
    assert (target / "portfolio_risk.html").read_text(encoding="utf-8") == "new"
    assert (target / "signed.json").exists()
    assert not draft.exists()


def test_a_bundle_moves_as_a_whole(tmp_path: Path) -> None:
    bundle = tmp_path / "build" / "v1"
    bundle.mkdir(parents=True)
    (bundle / "model.json").write_text("{}", encoding="utf-8")
    replace_folder(bundle, tmp_path / "models" / "v1")
    assert (tmp_path / "models" / "v1" / "model.json").exists()


def hashes(tmp_path: Path, *statements: str) -> dict[str, dict[str, object]]:
    path = tmp_path / f"{len(list(tmp_path.iterdir()))}.duckdb"
    with connect(path, SETTINGS, tmp_path / "spill") as connection:
        connection.execute("create schema scores; create schema monitoring")
        for statement in statements:
            connection.execute(statement)
        return table_hashes(connection)


def test_a_hash_does_not_depend_on_the_order_of_rows_or_on_the_run(tmp_path: Path) -> None:
    table = "create table scores.s as select * from (values {}) t(id, pd, run_id)"
    one = hashes(tmp_path, table.format("(1, 0.5, 'r1'), (2, 0.7, 'r1')"))
    other = hashes(tmp_path, table.format("(2, 0.7, 'r2'), (1, 0.5, 'r2')"))
    assert one == other
    assert one["scores.s"]["rows"] == 2


@pytest.mark.parametrize(
    "rows",
    [
        "(1, 0.5), (2, 0.8)",
        "(1, 0.5)",
        "(1, 0.5), (2, 0.7), (2, 0.7)",
        "(1, 0.7), (2, 0.5)",
        "(1, 0.5), (2, null)",
    ],
)
def test_a_hash_changes_when_any_row_does(tmp_path: Path, rows: str) -> None:
    base = "create table scores.s as select * from (values (1, 0.5), (2, 0.7)) t(id, pd)"
    changed = f"create table scores.s as select * from (values {rows}) t(id, pd)"
    assert hashes(tmp_path, base) != hashes(tmp_path, changed)


def test_the_history_of_runs_is_in_no_hash(tmp_path: Path) -> None:
    found = hashes(tmp_path, "create table monitoring.run_history as select 'r1' as run_id")
    assert found == {}


def test_a_home_knows_its_files_from_anywhere(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    home = Home(Path("warehouse"))
    monkeypatch.chdir("/")
    assert home.published == tmp_path / "warehouse" / "loanbook.duckdb"
    assert home.reports(date(2025, 6, 30)) == tmp_path / "warehouse" / "reports" / "2025-06-30"
