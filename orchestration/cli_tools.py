"""The commands around the nights: reports again, a book to try it on, a look at the house."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from orchestration.cli_support import (
    AsOfOption,
    DebugOption,
    HomeOption,
    JsonOption,
    SetOption,
    carry_out,
    common,
)

if TYPE_CHECKING:
    from orchestration.home import Home
    from orchestration.progress import Progress
    from orchestration.settings import Settings


def report(
    as_of: AsOfOption = None,
    home: HomeOption = None,
    assignments: SetOption = None,
    is_json: JsonOption = False,
    is_debug: DebugOption = False,
) -> None:
    """Render the reports again from the published warehouse.

    Example: loanbook report --set lender="Example Finance"
    """

    def work(at: Home, settings: Settings, _: Progress) -> list[Path]:
        from orchestration.reporting import render_published

        return render_published(at, settings, as_of)

    def show(paths: list[Path]) -> None:
        for path in paths:
            typer.echo(f"report     {path}")

    carry_out(common(home, assignments, is_json, is_debug), work, show)


def demo(
    loans: Annotated[int, typer.Option("--loans", metavar="N", help="Loans in the book.")],
    out: Annotated[
        Path, typer.Option("--out", metavar="DIR", help="Folder that takes the raw files.")
    ],
    seed: Annotated[int, typer.Option("--seed", metavar="S", help="Same seed, same files.")] = 7,
    as_of: AsOfOption = None,
    months: Annotated[int, typer.Option("--months", help="Months of history.")] = 60,
    bad_rate: Annotated[
        float, typer.Option("--bad-rate", help="Share of loans 90+ within twelve months.")
    ] = 0.06,
    is_json: JsonOption = False,
    is_debug: DebugOption = False,
) -> None:
    """Make a synthetic loan book in the raw contract.

    Example: loanbook demo --loans 20000 --seed 7 --out raw
    """

    def work(_: Home, __: Settings, progress: Progress) -> dict[str, Any]:
        from orchestration.demo_command import make_demo

        return make_demo(loans, seed, out, as_of, months, bad_rate, progress)

    def show(summary: dict[str, Any]) -> None:
        for name, value in summary.items():
            shown = value.items() if isinstance(value, dict) else [("", value)]
            for part, figure in shown:
                label = f"{name.replace('_', ' ')} {part}".strip()
                text = f"{figure:.2%}" if isinstance(figure, float) else f"{figure}"
                typer.echo(f"{label.ljust(56)} {text}")

    carry_out(common(None, None, is_json, is_debug), work, show)


def doctor(
    home: HomeOption = None,
    assignments: SetOption = None,
    is_json: JsonOption = False,
    is_debug: DebugOption = False,
) -> None:
    """Say what is configured, what is missing, versions, lock and disk.

    Example: loanbook doctor --home warehouse
    """

    def work(at: Home, settings: Settings, _: Progress) -> dict[str, dict[str, Any]]:
        from orchestration.doctor import examine

        return examine(at, settings)

    def show(findings: dict[str, dict[str, Any]]) -> None:
        for section, lines in findings.items():
            typer.echo(section)
            for name, value in lines.items():
                typer.echo(f"  {name.ljust(26)} {value}")

    carry_out(common(home, assignments, is_json, is_debug), work, show)


def dev(
    home: HomeOption = None,
    port: Annotated[int, typer.Option("--port", help="Port of the web page.")] = 3000,
    assignments: SetOption = None,
    is_debug: DebugOption = False,
) -> None:
    """Serve Dagster's web UI on the same assets, schedules included, until stopped.

    Example: loanbook dev --home warehouse --port 3000
    """

    def work(at: Home, settings: Settings, _: Progress) -> int:
        from orchestration.web import serve

        return serve(at, settings, port)

    carry_out(common(home, assignments, False, is_debug), work, lambda _: None)


def docs(
    home: HomeOption = None,
    assignments: SetOption = None,
    is_debug: DebugOption = False,
) -> None:
    """Write dbt's documentation of every model and column as one HTML file.

    Example: loanbook docs --home warehouse
    """

    def work(at: Home, settings: Settings, _: Progress) -> Path:
        from orchestration.web import write_docs

        return write_docs(at, settings)

    carry_out(
        common(home, assignments, False, is_debug),
        work,
        lambda path: typer.echo(f"docs       {path}"),
    )
