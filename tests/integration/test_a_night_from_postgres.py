"""The same book out of PostgreSQL: the same tables are published, and the password is nowhere."""

from __future__ import annotations

import json
import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import pytest

from tests.command_line import loanbook
from tests.integration.conftest import AS_OF_DATE, Night
from tests.postgres_book import load_book
from tests.postgres_server import PASSWORD, Server

pytestmark = pytest.mark.postgres

SETTINGS = ("--set", "postgres_schema=lending", "--set", "postgres_tables=loans=lending.v_loans")
# What tells where a row came from: a file here, a view there.
ORIGINS = {
    "monitoring.quarantine": {"source_file", "source_row"},
    "reports.rpt_portfolio_risk__quarantine": {"example_file", "example_row"},
    "reports.rpt_portfolio_risk__run": {"connector", "run_id"},
    "reports.rpt_data_quality__quarantine": {"source_file", "source_row"},
    "reports.rpt_data_quality__run": {"connector", "run_id"},
}
SECRETS = (PASSWORD, quote(PASSWORD, safe=""))


@dataclass(frozen=True)
class WatchedNight(Night):
    """A night, with the arguments of all processes of the machine while it ran."""

    arguments: frozenset[str]


@pytest.fixture(scope="module")
def night(
    first_night: Night,
    book: Path,
    postgres_server: Server,
    tmp_path_factory: pytest.TempPathFactory,
) -> WatchedNight:
    """The first night of another home, over the same book in a database."""
    load_book(postgres_server, "bank", book)
    home = tmp_path_factory.mktemp("postgres") / "home"
    with watched_processes() as arguments:
        done = loanbook(
            *("nightly", "--as-of", AS_OF_DATE, "--connector", "postgres", "--home", home),
            *SETTINGS,
            env={"LOANBOOK_RAW": postgres_server.url("bank")},
        )
    assert done.returncode == 0, done.stderr
    record = json.loads(next((home / "runs").glob("*.json")).read_text(encoding="utf-8"))
    return WatchedNight(home, done.stdout, done.stderr, record, frozenset(arguments))


@contextmanager
def watched_processes() -> Iterator[set[str]]:
    """Collect the command lines of all processes, as `ps` would show them."""
    seen: set[str] = set()
    is_over = threading.Event()

    def watch() -> None:
        while not is_over.wait(0.1):
            for path in Path("/proc").glob("[0-9]*/cmdline"):
                try:
                    seen.add(path.read_text(encoding="utf-8", errors="replace"))
                except OSError:  # it has ended meanwhile
                    continue

    watcher = threading.Thread(target=watch)
    watcher.start()
    try:
        yield seen
    finally:
        is_over.set()
        watcher.join()


def test_every_published_table_is_the_one_that_files_give(
    first_night: Night, night: WatchedNight
) -> None:
    from_files, from_postgres = first_night.record["table_hashes"], night.record["table_hashes"]
    assert from_postgres.keys() == from_files.keys()
    differing = {name for name in from_files if from_postgres[name] != from_files[name]}
    assert differing <= ORIGINS.keys()


@pytest.mark.parametrize("relation", ORIGINS)
def test_where_rows_came_from_is_all_that_differs(
    first_night: Night, night: WatchedNight, relation: str
) -> None:
    query = f"select * exclude ({', '.join(ORIGINS[relation])}) from {relation} order by all"
    assert night.rows(query) == first_night.rows(query) != []


def test_the_record_lists_each_table_with_its_rows_and_a_hash_of_them(
    first_night: Night, night: WatchedNight
) -> None:
    rows = {table["name"]: table["rows"] for table in first_night.record["inputs"]}
    read = {table["name"]: table for table in night.record["inputs"]}
    assert {name: table["rows"] for name, table in read.items()} == rows
    (loans,) = read["loans"]["relations"]
    assert loans["name"] == "lending.v_loans"
    assert int(loans["content_hash"]) > 0
    assert (
        len({table["relations"][0]["snapshot_at"] for table in read.values() if table["rows"]}) == 1
    )
    assert read["loans"]["files"] == []
    assert read["outcomes"]["relations"] == []
    assert read["customers"]["ignored_columns"] == ["pan", "kyc"]


def test_the_quarantine_names_the_table_the_row_and_its_key(night: WatchedNight) -> None:
    origins = night.rows(
        "select distinct table_name, source_file from monitoring.quarantine "
        "where source_row > 0 and row_key is not null order by table_name"
    )
    assert ("loans", "lending.v_loans") in origins
    assert ("repayments", "lending.repayments") in origins


def test_the_password_is_in_no_file_no_output_and_no_list_of_processes(
    night: WatchedNight, postgres_server: Server
) -> None:
    shown = f"postgresql://owner@127.0.0.1:{postgres_server.port}/bank"
    assert night.record["settings_changed"]["raw"] == shown
    files = [path for path in night.home.rglob("*") if path.is_file()]
    assert len(files) > 50
    telling = [
        path for path in files if any(secret.encode() in path.read_bytes() for secret in SECRETS)
    ]
    assert telling == []
    assert any("dbt" in arguments for arguments in night.arguments)
    for said in (night.stdout, night.stderr, *night.arguments):
        assert not any(secret in said for secret in SECRETS)


def test_a_wrong_password_ends_the_night_in_one_line_and_publishes_nothing(
    first_night: Night, postgres_server: Server, tmp_path: Path
) -> None:
    home = tmp_path / "home"
    shutil.copytree(first_night.home, home)
    published = (home / "loanbook.duckdb").stat()
    url = postgres_server.url("postgres", "owner", "wr0ng")
    done = loanbook(
        *("nightly", "--as-of", AS_OF_DATE, "--connector", "postgres", "--raw", url),
        *("--home", home),
    )
    assert done.returncode == 2
    (line,) = [line for line in done.stderr.splitlines() if line.startswith("loanbook: ")]
    assert "does not let the user in" in line
    assert "Traceback" not in done.stderr
    newest = sorted((home / "runs").glob("*.json"))[-1].read_text(encoding="utf-8")
    assert "does not let the user in" in json.loads(newest)["error"]
    assert "wr0ng" not in done.stdout + done.stderr + newest
    after = (home / "loanbook.duckdb").stat()
    assert (after.st_ino, after.st_mtime_ns) == (published.st_ino, published.st_mtime_ns)
