"""The command line: the commands that run nights, and the entry point.

Exit codes: 0 done; 1 a check failed and nothing was published; 2 bad usage or unreadable input;
3 too much in quarantine; 4 another run holds the lock.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Annotated, Any

import typer

from orchestration import cli_models, cli_tools
from orchestration.cli_support import (
    AsOfOption,
    Common,
    ConnectorOption,
    DebugOption,
    HomeOption,
    JsonOption,
    RawOption,
    SetOption,
    carry_out,
    common,
    parse_day,
)

if TYPE_CHECKING:
    from orchestration.commands import RunResult
    from orchestration.home import Home
    from orchestration.progress import Progress
    from orchestration.settings import Settings

app = typer.Typer(
    help="The nightly credit-risk warehouse: features, asset classes, scores and reports.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)


@app.command()
def nightly(
    as_of: AsOfOption = None,
    raw: RawOption = None,
    connector: ConnectorOption = None,
    home: HomeOption = None,
    assignments: SetOption = None,
    is_json: JsonOption = False,
    is_debug: DebugOption = False,
) -> None:
    """Run a night: raw tables to published warehouse, scores and reports.

    Example: loanbook nightly --as-of 2025-06-30 --raw exports/2025-06-30
    Example: loanbook nightly --connector postgres --raw postgresql://risk@db.example/lending
    """
    options = common(home, assignments, is_json, is_debug, raw, connector)
    _run("nightly", (as_of,), options)


@app.command()
def build(
    as_of: Annotated[
        list[date] | None,
        typer.Option("--as-of", parser=parse_day, metavar="DATE", help="A day-end; repeatable."),
    ] = None,
    raw: RawOption = None,
    connector: ConnectorOption = None,
    home: HomeOption = None,
    assignments: SetOption = None,
    is_json: JsonOption = False,
    is_debug: DebugOption = False,
) -> None:
    """Build and publish the warehouse only: no training, scoring or reports.

    Example: loanbook build --as-of 2025-05-31 --as-of 2025-06-30
    """
    options = common(home, assignments, is_json, is_debug, raw, connector)
    _run("build", tuple(as_of or (None,)), options)


@app.command()
def train(
    as_of: AsOfOption = None,
    raw: RawOption = None,
    connector: ConnectorOption = None,
    home: HomeOption = None,
    assignments: SetOption = None,
    is_json: JsonOption = False,
    is_debug: DebugOption = False,
) -> None:
    """Train both families now, due or not; the next night scores with what came of it.

    Example: loanbook train --as-of 2025-06-30 --set lift_monotone=credit_utilization
    """
    options = common(home, assignments, is_json, is_debug, raw, connector)
    _run("training", (as_of,), options)


@app.command()
def backfill(  # noqa: PLR0917 - options, all given by name
    first: Annotated[
        date, typer.Option("--from", parser=parse_day, metavar="DATE", help="The first day-end.")
    ],
    last: Annotated[
        date, typer.Option("--to", parser=parse_day, metavar="DATE", help="The last day-end.")
    ],
    month_ends: Annotated[
        bool, typer.Option("--month-ends", help="Only the month-ends among them.")
    ] = False,
    raw: RawOption = None,
    connector: ConnectorOption = None,
    home: HomeOption = None,
    assignments: SetOption = None,
    is_json: JsonOption = False,
    is_debug: DebugOption = False,
) -> None:
    """Run many dates at once; the tables equal those of the nights one by one.

    The report, the quarantine and the data quality are those of the newest date of each run.

    Example: loanbook backfill --from 2025-01-01 --to 2025-06-30 --month-ends
    """

    def work(at: Home, settings: Settings, progress: Progress) -> list[RunResult]:
        from orchestration import commands

        dates = commands.days_between(first, last, month_ends=month_ends)
        return commands.backfill(at, settings, dates, progress)

    def show(results: list[RunResult]) -> None:
        for result in results:
            show_run(result)

    carry_out(common(home, assignments, is_json, is_debug, raw, connector), work, show)


def _run(job: str, days: tuple[date | None, ...], options: Common) -> None:
    def work(home: Home, settings: Settings, progress: Progress) -> Any:
        from orchestration import commands
        from orchestration.night import NightRequest

        dates = tuple({commands.as_of_or_last_day(day, settings) for day in days})
        request = NightRequest(job, dates, commands.training_of(job))
        return commands.run(job, home, settings, request, progress)

    carry_out(options, work, show_run)


def show_run(result: RunResult) -> None:
    """Say where the results of a run lie."""
    typer.echo(f"warehouse  {result.warehouse}")
    for path in result.reports:
        typer.echo(f"report     {path}")
    typer.echo(f"run record {result.record}")


app.command()(cli_models.models)
app.command()(cli_models.promote)
app.command()(cli_models.rollback)
app.command()(cli_tools.report)
app.command()(cli_tools.demo)
app.command()(cli_tools.doctor)
app.command()(cli_tools.dev)
app.command()(cli_tools.docs)


def main() -> None:
    """The entry point of the program `loanbook`."""
    app()


if __name__ == "__main__":
    main()
