"""What all commands of the command line share: options, the way to run, the way to end.

Only what `--help` needs is imported here; the rest is imported by the command that needs it.
"""

from __future__ import annotations

import json
import os
import sys
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from orchestration.errors import ExitCode, LoanbookError, one_line

if TYPE_CHECKING:
    from orchestration.home import Home
    from orchestration.progress import Progress
    from orchestration.settings import Settings

DEFAULT_HOME = "warehouse"

# The dates that the raw contract knows: beyond them a day is a slip of the hand.
FIRST_DAY, LAST_DAY = date(1900, 1, 1), date(2199, 12, 31)


def parse_day(text: str) -> date:
    """A date of the command line."""
    try:
        day = date.fromisoformat(text)
    except ValueError as error:
        raise typer.BadParameter(f"{text} is not a date such as 2025-06-30") from error
    if not FIRST_DAY <= day <= LAST_DAY:
        raise typer.BadParameter(f"{text} is not between {FIRST_DAY} and {LAST_DAY}")
    return day


def parse_folder(text: str) -> Path:
    """A folder of the command line; an empty text is a variable that nobody set, not a folder."""
    if not text.strip():
        raise typer.BadParameter("the folder is empty: name one, or leave the option out")
    return Path(text)


HomeOption = Annotated[
    Path | None,
    typer.Option(
        "--home",
        parser=parse_folder,
        metavar="DIR",
        help=f"[default: {DEFAULT_HOME}, or LOANBOOK_HOME]",
    ),
]
SetOption = Annotated[
    list[str] | None,
    typer.Option("--set", metavar="KEY=VALUE", help="A setting of docs/settings.md; repeatable."),
]
RawOption = Annotated[
    str | None,
    typer.Option(
        "--raw",
        metavar="DIR|URL",
        help="The raw files [default: raw in the home], or the database of a connector for one.",
    ),
]
ConnectorOption = Annotated[
    str | None,
    typer.Option("--connector", metavar="NAME", help="What reads the raw tables [default: files]."),
]
AsOfOption = Annotated[
    date | None,
    typer.Option(
        "--as-of",
        parser=parse_day,
        metavar="DATE",
        help="The day-end [default: the day that has just ended].",
    ),
]
JsonOption = Annotated[
    bool, typer.Option("--json", help="Print the result for a machine; no progress.")
]
DebugOption = Annotated[bool, typer.Option("--debug", help="Show tracebacks.")]


@dataclass(frozen=True)
class Common:
    """What the shared options of a command said."""

    home: Path | None
    assignments: tuple[str, ...]
    is_json: bool
    is_debug: bool


def common(
    home: Path | None,
    assignments: list[str] | None,
    is_json: bool,
    is_debug: bool,
    raw: str | None = None,
    connector: str | None = None,
) -> Common:
    """The shared options, `--raw` and `--connector` being settings under another name."""
    given = list(assignments or [])
    given += [f"raw={raw}"] if raw is not None else []
    given += [f"connector={connector}"] if connector is not None else []
    return Common(home, tuple(given), is_json, is_debug)


def carry_out(
    options: Common,
    work: Callable[[Home, Settings, Progress], Any],
    show: Callable[[Any], None],
) -> None:
    """Load the settings, do the work, print its result; or end with one line and an exit code."""
    from orchestration.home import Home
    from orchestration.progress import shown
    from orchestration.told_settings import load_settings

    try:
        home = Home(options.home or Path(os.environ.get("LOANBOOK_HOME") or DEFAULT_HOME))
        settings = load_settings(options.assignments, os.environ, home.settings_file)
        with shown(is_silent=options.is_json) as progress:
            result = work(home, settings, progress)
    except LoanbookError as error:
        _end(options, str(error), error.exit_code, error)
    except KeyboardInterrupt as error:
        said = "stopped by the keyboard; the published warehouse is as it was"
        _end(options, said, ExitCode.CHECK_FAILED, error)
    except Exception as error:
        said = one_line(f"{type(error).__name__}: {error}")
        said = f"{said}: not foreseen; run again with --debug for the traceback"
        _end(options, said, ExitCode.CHECK_FAILED, error)
    if options.is_json:
        typer.echo(json.dumps(result, default=_plain, indent=2))
    else:
        show(result)


def _end(options: Common, message: str, code: ExitCode, error: BaseException) -> None:
    if options.is_debug:
        traceback.print_exception(error)
    typer.echo(f"loanbook: {message}", err=True)
    sys.exit(int(code))


def _plain(value: Any) -> Any:
    if hasattr(value, "as_json"):
        return value.as_json()
    return value.isoformat() if isinstance(value, date | datetime) else str(value)
