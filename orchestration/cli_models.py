"""The commands about the registry of models."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Annotated, Any

import typer

from orchestration.cli_support import (
    DebugOption,
    HomeOption,
    JsonOption,
    SetOption,
    carry_out,
    common,
    parse_day,
)

if TYPE_CHECKING:
    from orchestration.home import Home
    from orchestration.progress import Progress
    from orchestration.settings import Settings

ByOption = Annotated[
    str | None, typer.Option("--by", metavar="NAME", help="Who decides [default: your login].")
]
ReasonOption = Annotated[
    str, typer.Option("--reason", metavar="TEXT", help="Why; kept in the registry.")
]
FromOption = Annotated[
    date | None,
    typer.Option(
        "--from",
        parser=parse_day,
        metavar="DATE",
        help="First day-end it scores [default: the day after the last scored one].",
    ),
]


def models(
    home: HomeOption = None,
    assignments: SetOption = None,
    is_json: JsonOption = False,
    is_debug: DebugOption = False,
) -> None:
    """List the registry: every trained version with its state.

    Example: loanbook models --json
    """

    def work(at: Home, settings: Settings, _: Progress) -> list[dict[str, Any]]:
        from orchestration.model_commands import list_models

        return list_models(at, settings)

    carry_out(common(home, assignments, is_json, is_debug), work, _show_models)


def promote(
    version: Annotated[str, typer.Argument(metavar="VERSION", help="A version of the registry.")],
    effective_from: FromOption = None,
    by: ByOption = None,
    reason: ReasonOption = "",
    home: HomeOption = None,
    assignments: SetOption = None,
    is_json: JsonOption = False,
    is_debug: DebugOption = False,
) -> None:
    """Make a version the champion of its family, for the nights to come.

    Example: loanbook promote behaviour-20250630-1a2b3c4d --reason "validated in July"
    """

    def work(at: Home, settings: Settings, _: Progress) -> list[dict[str, Any]]:
        from orchestration.model_commands import promote_version

        return promote_version(at, settings, version, effective_from, by, reason)

    carry_out(common(home, assignments, is_json, is_debug), work, _show_models)


def rollback(
    population: Annotated[
        str | None,
        typer.Option("--population", metavar="FAMILY", help="application or behaviour."),
    ] = None,
    effective_from: FromOption = None,
    by: ByOption = None,
    reason: ReasonOption = "",
    home: HomeOption = None,
    assignments: SetOption = None,
    is_json: JsonOption = False,
    is_debug: DebugOption = False,
) -> None:
    """Make the champion before the present one champion again.

    Example: loanbook rollback --population behaviour --reason "drift of the new model"
    """

    def work(at: Home, settings: Settings, _: Progress) -> list[dict[str, Any]]:
        from orchestration.model_commands import roll_back

        return roll_back(at, settings, population, effective_from, by, reason)

    carry_out(common(home, assignments, is_json, is_debug), work, _show_models)


def _show_models(rows: list[dict[str, Any]]) -> None:
    if not rows:
        typer.echo("no model has been trained yet")
        return
    shown = ("model_version", "state", "algorithm", "effective_from", "effective_to", "auc", "ks")
    cells = [shown, *(tuple(_cell(row[name]) for name in shown) for row in rows)]
    widths = [max(len(row[column]) for row in cells) for column in range(len(shown))]
    for row in cells:
        line = "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True))
        typer.echo(line.rstrip())


def _cell(value: Any) -> str:
    if value is None:
        return "-"
    return f"{value:.4f}" if isinstance(value, float) else str(value)
