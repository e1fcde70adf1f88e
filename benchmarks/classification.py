"""What the classification of one date costs through dbt, in CPU, against scanning what it reads.

Lands a book of `benchmarks.book` as a run does, builds through the product's own project what
`marts.loan_npa_status` and `marts.borrower_npa_status` need for one date, and prints the CPU of
every model, of the scans, their ratio, the share of loans overdue and the peak memory. CPU is
user and system time of the process, all threads together: other work on the machine does not
count, but two threads that wait for each other on a busy machine burn time that no work costs:
dbt and DuckDB get one. The variable `history_months` is 0: the month-ends that only the report
shows are left out.

    python -m benchmarks.classification --raw /tmp/book --home /tmp/home
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import subprocess
import sys
from collections import defaultdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from benchmarks.book import AS_OF_DATE
from orchestration.dbt import dbt_arguments, dbt_environment, dbt_vars
from orchestration.dbt_runner import ensure_manifest
from orchestration.home import Home
from orchestration.landing import land
from orchestration.plan import RunPlan, new_run_id
from orchestration.raw_tables import raw_tables
from orchestration.settings import Settings
from orchestration.warehouse import connect, connect_build, create_written_tables, start_build

WANTED = ("loan_npa_status", "borrower_npa_status")

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


def cpu_seconds() -> float:
    """User and system time of this process so far."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def peak_gib() -> float:
    """The most memory that this process has held."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20


def land_book(home: Home, settings: Settings, raw: Path) -> dict[str, Any]:
    """Land the raw files; gives the CPU of it and of scanning the columns from the files."""
    plan = run_plan()
    start_build(home)
    manifest = ensure_manifest(home, settings, plan)
    create_written_tables(home, settings, manifest)
    before = cpu_seconds()
    with connect_build(home, settings) as connection:
        connection.execute("use work")
        land(connection, raw, raw_tables(manifest, settings.connector), home.links, lambda _: None)
    landed = cpu_seconds() - before
    files = f"read_parquet('{raw}/repayments/*.parquet')"
    return {"landing": landed, "peak_gib": peak_gib(), "scan_of_files": scan(home, settings, files)}


def scan(home: Home, settings: Settings, relation: str) -> float:
    """CPU of reading the columns once; the best of three, as the first may wait for the disk."""
    sums = ", ".join(
        f"sum({column})" if column.startswith(("amount", "principal")) else f"max({column})"
        for column in SCANNED
    )
    spent = []
    with connect(home.build_warehouse, settings, home.spill) as connection:
        connection.execute(f"attach '{home.build_work}' as work (read_only)")
        for _ in range(3):
            before = cpu_seconds()
            connection.execute(f"select {sums} from {relation}").fetchall()
            spent.append(cpu_seconds() - before)
    return min(spent)


def run_plan() -> RunPlan:
    """A build of one date, without training."""
    run_id = new_run_id(datetime.now(UTC), "build", AS_OF_DATE)
    return RunPlan(run_id, "build", (AS_OF_DATE,), ())


def build(home: Home, settings: Settings, command: list[str]) -> dict[str, Any]:
    """Run dbt in this process, node after node; gives the CPU of each node and of the rest."""
    from dbt.cli.main import dbtRunner
    from dbt_common.events.base_types import EventMsg

    plan = run_plan()
    os.environ.update(dbt_environment({}, home, settings))
    variables = {**dbt_vars(settings, plan), "history_months": 0}
    selected = ["--select", *(f"+{name}" for name in WANTED)]
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
    return {
        "total": cpu_seconds() - before,
        "import": before,
        "peak_gib": peak_gib(),
        "nodes": {name: spent for name, spent in nodes.items() if spent},
        "folders": {name: folder(manifest[name]) for name in nodes},
    }


def folder(node: dict[str, Any]) -> str:
    """Where the cost of a node belongs."""
    if node["resource_type"] == "test":
        return "tests"
    if node["resource_type"] == "seed":
        return "seeds"
    layers = node["fqn"][1:-1]
    return layers[1] if layers[0] == "intermediate" and len(layers) > 1 else layers[0]


def facts(home: Home, settings: Settings) -> dict[str, Any]:
    """What came out: loans, the share that is overdue, rows of repayments."""
    with connect_build(home, settings) as connection:
        row = connection.execute(
            "select count(*), avg(case when is_overdue then 1.0 else 0 end), "
            "avg(case when is_npa then 1.0 else 0 end), "
            "(select count(*) from work.staging.stg_repayments__checked) from marts.loan_npa_status"
        ).fetchone()
    loans, overdue, npa, rows = row or (0, 0, 0, 0)
    return {"loans": loans, "overdue": overdue, "npa": npa, "rows": rows}


def step(name: str, arguments: argparse.Namespace) -> dict[str, Any]:
    """One step in a process of its own, so that its memory and its CPU are its own."""
    done = subprocess.run(  # noqa: S603 - our own program, no shell
        [sys.executable, "-m", "benchmarks.classification", *sys.argv[1:], "--step", name],
        check=True,
        stdout=subprocess.PIPE,
        text=True,
        cwd=arguments.cwd,
    )
    answer: dict[str, Any] = json.loads(done.stdout.strip().splitlines()[-1])
    return answer


def report(
    landed: dict[str, Any], built: dict[str, Any], scanned: float, book: dict[str, Any]
) -> str:
    """The figures as lines of text."""
    folders: dict[str, float] = defaultdict(float)
    for name, spent in built["nodes"].items():
        folders[built["folders"][name]] += spent
    in_nodes = sum(built["nodes"].values())
    before = ("connectors", "seeds", "staging", "tests")
    classification = sum(spent for name, spent in folders.items() if name not in before)

    def times(what: str, spent: float) -> str:
        of_files = spent / landed["scan_of_files"]
        return (
            f"{what:<48}{spent:9.2f}  {of_files:.1f} times the scan of the files, "
            f"{spent / scanned:.1f} times that of the staged columns"
        )

    lines = [f"{'model':<48}{'CPU s':>9}"]
    for name, spent in sorted(built["nodes"].items(), key=lambda item: -item[1]):
        if spent >= 0.05:
            lines.append(f"{name.split('.', 2)[2]:<48}{spent:9.2f}")
    lines.append("")
    lines += [f"{name:<48}{spent:9.2f}" for name, spent in sorted(folders.items())]
    lines += [
        f"{'dbt itself':<48}{built['total'] - in_nodes:9.2f}",
        f"{'imports':<48}{built['import']:9.2f}",
        f"{'landing (not counted)':<48}{landed['landing']:9.2f}",
        f"{'scan of the staged columns':<48}{scanned:9.2f}",
        f"{'scan of the files':<48}{landed['scan_of_files']:9.2f}",
        "",
        f"loans {book['loans']:,}, repayment rows {book['rows']:,}",
        f"overdue {book['overdue']:.1%}, in NPA {book['npa']:.1%}",
        times("classification: all after staging", classification),
        times("all nodes", in_nodes),
        times("all nodes and dbt itself", built["total"]),
        f"peak memory {built['peak_gib']:.2f} GiB (landing {landed['peak_gib']:.2f} GiB)",
    ]
    return "\n".join(lines)


def main() -> None:
    """Measure a book that lies in a folder."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("--raw", type=Path, required=True)
    parser.add_argument("--home", type=Path, required=True)
    parser.add_argument("--command", default="run", choices=("run", "build"))
    parser.add_argument("--memory-limit", default="3GB")
    parser.add_argument("--landed", action="store_true", help="the home has the book already")
    parser.add_argument("--step", choices=("land", "build", "scan", "seed", "facts"))
    arguments = parser.parse_args()
    arguments.cwd = Path.cwd()
    home = Home(arguments.home)
    settings = Settings(memory_limit=arguments.memory_limit, threads=1)
    landed_file = home.root / "landed.json"
    if arguments.step == "land":
        print(json.dumps(land_book(home, settings, arguments.raw.resolve())))
    elif arguments.step == "seed":
        print(json.dumps(build(home, settings, ["seed"])))
    elif arguments.step == "build":
        exclude = ["--exclude-resource-type", "unit_test"] if arguments.command == "build" else []
        print(json.dumps(build(home, settings, [arguments.command, *exclude])))
    elif arguments.step == "scan":
        print(json.dumps({"scan": scan(home, settings, "work.staging.stg_repayments__checked")}))
    elif arguments.step == "facts":
        print(json.dumps(facts(home, settings), default=float))
    else:
        if not arguments.landed:
            landed = step("land", arguments)
            landed_file.write_text(json.dumps(landed), encoding="utf-8")
        landed = json.loads(landed_file.read_text(encoding="utf-8"))
        if arguments.command == "run":
            step("seed", arguments)
        built = step("build", arguments)
        print(report(landed, built, step("scan", arguments)["scan"], step("facts", arguments)))


if __name__ == "__main__":
    main()
