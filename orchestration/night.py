"""One run: its home, settings, plan and record, held together from the lock to the last line."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, Literal

from orchestration import clock
from orchestration.dbt import PROJECT_DIR
from orchestration.dbt_runner import ensure_manifest
from orchestration.errors import LoanbookError, one_line
from orchestration.home import Home
from orchestration.lock import run_lock
from orchestration.plan import POPULATIONS, RunPlan, due_populations, new_run_id
from orchestration.progress import Progress
from orchestration.raw_source import RawSource, raw_source
from orchestration.raw_tables import check_connector, raw_tables
from orchestration.registry import last_trainings
from orchestration.run_record import RunRecord
from orchestration.settings import Settings
from orchestration.warehouse import (
    connect,
    connect_build,
    create_written_tables,
    one_row,
    start_build,
)

if TYPE_CHECKING:
    import duckdb

Training = Literal["due", "always", "never"]


@dataclass(frozen=True)
class NightRequest:
    """What is asked of a run: the command it serves, its dates, and whether it may train."""

    kind: str
    as_of_dates: tuple[date, ...]
    training: Training


@dataclass(frozen=True)
class Night:
    """A run under way; Dagster's assets get it as their resource `night`."""

    home: Home
    settings: Settings
    plan: RunPlan
    manifest: Mapping[str, Any]
    record: RunRecord
    progress: Progress

    @property
    def raw_source(self) -> RawSource:
        """Where the raw rows come from."""
        return raw_source(self.home, self.settings)

    @contextmanager
    def step(self, title: str) -> Iterator[None]:
        """Show and time a step; what stops it is kept for the run record."""
        self.progress.step(title)
        with self.record.step(title):
            try:
                yield
            except LoanbookError as error:
                self.record.finish("failed", str(error))
                raise
            except Exception as error:
                self.record.finish("failed", one_line(f"{title}: {type(error).__name__}: {error}"))
                raise

    def note(self, text: str) -> None:
        """Something the reader of the run should know: shown, and kept in the record."""
        self.record.notes.append(text)
        self.progress.note(text)

    @contextmanager
    def connect(self) -> Iterator[duckdb.DuckDBPyConnection]:
        """The warehouse under construction, with `work` attached. Never while dbt works."""
        with connect_build(self.home, self.settings) as connection:
            yield connection


@contextmanager
def open_night(
    home: Home, settings: Settings, request: NightRequest, progress: Progress
) -> Iterator[Night]:
    """Everything a run needs, and its record written however it ends.

    Raises UsageError, InputError or LockedError before anything is touched.
    """
    check_connector(settings.connector, PROJECT_DIR)
    raw_source(home, settings).check()
    with run_lock(home.lock, f"loanbook {request.kind}"):
        started_at = clock.now()
        start_build(home)
        due = _due(home, settings, request)
        run_id = new_run_id(started_at, request.kind, max(request.as_of_dates))
        plan = RunPlan(
            run_id,
            request.kind,
            tuple(sorted(request.as_of_dates)),
            due,
            _published_dates(home, settings),
        )
        record = RunRecord(plan, settings, started_at.isoformat())
        try:
            progress.step("reading the dbt project")
            with record.step("reading the dbt project"):
                manifest = ensure_manifest(home, settings, plan)
                _examine_raw(home, settings, manifest)
                create_written_tables(home, settings, manifest)
            yield Night(home, settings, plan, manifest, record, progress)
        except BaseException as error:
            said = record.error or one_line(f"{type(error).__name__}: {error}")
            record.finish("failed", said)
            raise
        finally:
            if record.outcome == "running":
                record.finish("failed", "the run ended before it published")
            record.write(home.runs)


def _examine_raw(home: Home, settings: Settings, manifest: Mapping[str, Any]) -> None:
    """Look at names and columns early: most bad input needs no more than that."""
    tables = raw_tables(manifest, settings.connector)
    with connect(home.build_work, settings, home.spill) as connection:
        raw_source(home, settings).examine(connection, tables)


def _published_dates(home: Home, settings: Settings) -> tuple[date, ...]:
    """The dates whose classification is published: it stays as it is."""
    with connect(home.build_warehouse, settings, home.spill) as connection:
        (tables,) = one_row(
            connection,
            "select count(*) from duckdb_tables() "
            "where schema_name = 'marts' and table_name = 'loan_npa_status'",
        )
        if not tables:
            return ()
        days = connection.execute(
            "select distinct as_of_date from marts.loan_npa_status order by as_of_date"
        ).fetchall()
    return tuple(day for (day,) in days)


def _due(home: Home, settings: Settings, request: NightRequest) -> tuple[str, ...]:
    """The families that this run trains, judged at its first date."""
    if request.training == "due" and not settings.train_in_night:
        return ()
    if request.training != "due":
        return POPULATIONS if request.training == "always" else ()
    first = min(request.as_of_dates)
    with connect(home.build_warehouse, settings, home.spill) as connection:
        trainings = last_trainings(connection, first)
    return due_populations(
        trainings, first, settings.training_interval_months, settings.settling_lag_days
    )
