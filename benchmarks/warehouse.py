"""The product's own way from raw files to marts, with the CPU of each piece.

Lands a book of `benchmarks.book` as a run does, and builds through the product's own project what
the wanted marts need. CPU is user and system time of the process, all threads together: other work
on the machine does not count, but two threads that wait for each other on a busy machine burn time
that no work costs: dbt and DuckDB get one. The variable `history_months` is 0: the month-ends that
only the report shows are left out.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from benchmarks.processes import cpu_seconds, peak_gib
from orchestration.dbt import dbt_arguments, dbt_environment, dbt_vars
from orchestration.dbt_runner import ensure_manifest
from orchestration.file_source import FileSource
from orchestration.home import Home
from orchestration.plan import RunPlan, new_run_id
from orchestration.raw_tables import raw_tables
from orchestration.settings import Settings
from orchestration.warehouse import (
    connect,
    connect_build,
    create_written_tables,
    one_row,
    start_build,
)

# Of each repayment row: the loan, what fell due, what came, when, and when it was known.
SCANNED = (
    "loan_id",
    "due_date",
    "amount_due",
    "principal_due",
    "payment_date",
    "amount_paid",
    "due_recorded_at",
    "recorded_at",
)

# Models alone: what the tests of the data cost is another question.
MODELS = ("build", "--resource-type", "seed", "--resource-type", "model")
MODELS_AND_TESTS = ("build", "--exclude-resource-type", "unit_test")


@dataclass(frozen=True)
class Benchmark:
    """A warehouse to measure: where it lies, the dates it is built for, what DuckDB may hold."""

    home: Home
    as_of_dates: tuple[date, ...]
    memory_limit: str

    @property
    def settings(self) -> Settings:
        """One thread: two that wait for each other burn CPU that no work costs."""
        return Settings(memory_limit=self.memory_limit, threads=1)

    @property
    def plan(self) -> RunPlan:
        """A build of the dates, without training."""
        run_id = new_run_id(datetime.now(UTC), "build", max(self.as_of_dates))
        return RunPlan(run_id, "build", self.as_of_dates, ())


@dataclass(frozen=True)
class Landed:
    """CPU seconds of landing a book and of scanning the columns from its files."""

    cpu: float
    scan: float
    peak_gib: float


@dataclass(frozen=True)
class Built:
    """CPU seconds of a run of dbt: of each node, of importing dbt, and in all but that import.

    `folders` says of each node where it belongs: a layer, or a folder of the intermediate layer.
    """

    nodes: dict[str, float]
    folders: dict[str, str]
    total: float
    imports: float
    peak_gib: float

    def cpu_of(self, is_wanted: Callable[[str], bool]) -> float:
        """CPU of the nodes whose folder is wanted."""
        return sum(cpu for name, cpu in self.nodes.items() if is_wanted(self.folders[name]))


@dataclass(frozen=True)
class Book:
    """What came out on the newest date: loans, the shares overdue and in NPA; repayment rows."""

    loans: int
    overdue: float
    npa: float
    repayment_rows: int


def land_book(benchmark: Benchmark, raw: Path, *, is_landed: bool = False) -> Landed:
    """Land the raw files as a run does; where they already lie there, what it cost then."""
    figures = benchmark.home.root / "landed.json"
    if is_landed:
        return Landed(**json.loads(figures.read_text(encoding="utf-8")))
    landed = _land(benchmark, raw)
    figures.write_text(json.dumps(asdict(landed)), encoding="utf-8")
    return landed


def _land(benchmark: Benchmark, raw: Path) -> Landed:
    home, settings = benchmark.home, benchmark.settings
    start_build(home)
    manifest = ensure_manifest(home, settings, benchmark.plan)
    create_written_tables(home, settings, manifest)
    before = cpu_seconds()
    with connect_build(home, settings) as connection:
        connection.execute("use work")
        tables = raw_tables(manifest, settings.connector)
        FileSource(raw, home.links).land(connection, tables, lambda _: None)
    landed = cpu_seconds() - before
    files = f"read_parquet('{raw}/repayments/*.parquet')"
    return Landed(landed, scan(benchmark, files), peak_gib())


def scan(benchmark: Benchmark, relation: str) -> float:
    """CPU of reading the columns once; the best of three, as the first may wait for the disk."""
    sums = ", ".join(
        f"sum({column})" if column.startswith(("amount", "principal")) else f"max({column})"
        for column in SCANNED
    )
    home = benchmark.home
    spent = []
    with connect(home.build_warehouse, benchmark.settings, home.spill) as connection:
        connection.execute(f"attach '{home.build_work}' as work (read_only)")
        for _ in range(3):
            before = cpu_seconds()
            connection.execute(f"select {sums} from {relation}").fetchall()
            spent.append(cpu_seconds() - before)
    return min(spent)


def scan_staged(benchmark: Benchmark) -> float:
    """CPU of reading the same columns once from staging."""
    return scan(benchmark, "work.staging.stg_repayments__checked")


def build(benchmark: Benchmark, command: Sequence[str], wanted: Sequence[str]) -> Built:
    """Run dbt in this process, node after node."""
    from dbt.cli.main import dbtRunner
    from dbt_common.events.base_types import EventMsg

    home, settings = benchmark.home, benchmark.settings
    os.environ.update(dbt_environment({}, home, settings))
    variables = {**dbt_vars(settings, benchmark.plan), "history_months": 0}
    selected = ["--select", *(f"+{name}" for name in wanted)]
    arguments = dbt_arguments([*command, *selected], variables, home)[1:]
    nodes: dict[str, float] = {}
    started: dict[str, float] = {}

    def note(event: EventMsg) -> None:
        if event.info.name == "NodeStart":
            started[event.data.node_info.unique_id] = cpu_seconds()
        elif event.info.name == "NodeFinished":
            name = event.data.node_info.unique_id
            nodes[name] = cpu_seconds() - started[name]

    before = cpu_seconds()
    result = dbtRunner(callbacks=[note]).invoke(["--quiet", *arguments])
    if not result.success:
        raise SystemExit(f"dbt failed: see {home.logs}/dbt.log")
    manifest = json.loads((home.dbt_target / "manifest.json").read_text(encoding="utf-8"))["nodes"]
    return Built(
        nodes=nodes,
        folders={name: _folder(manifest[name]) for name in nodes},
        total=cpu_seconds() - before,
        imports=before,
        peak_gib=peak_gib(),
    )


def _folder(node: dict[str, Any]) -> str:
    """Where the cost of a node belongs."""
    if node["resource_type"] == "test":
        return "tests"
    if node["resource_type"] == "seed":
        return "seeds"
    layers: list[str] = node["fqn"][1:-1]
    return layers[1] if layers[0] == "intermediate" and len(layers) > 1 else layers[0]


def facts(benchmark: Benchmark) -> Book:
    """What the build came to."""
    with connect_build(benchmark.home, benchmark.settings) as connection:
        loans, overdue, npa, rows = one_row(
            connection,
            "select count(*), avg(case when is_overdue then 1.0 else 0 end), "
            "avg(case when is_npa then 1.0 else 0 end), "
            "(select count(*) from work.staging.stg_repayments__checked) "
            "from marts.loan_npa_status where as_of_date = ?",
            [max(benchmark.as_of_dates)],
        )
    return Book(loans, overdue, npa, rows)
