"""The command `loanbook demo`: settings in, files and a summary out."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import date
from pathlib import Path
from typing import Any

from orchestration.errors import UsageError
from orchestration.progress import Progress


def make_demo(
    loans: int,
    seed: int,
    out: Path,
    as_of_date: date | None,
    months: int,
    bad_rate: float,
    progress: Progress,
) -> dict[str, Any]:
    """Write a demo book to `out`; returns what was written.

    Raises UsageError when a figure is outside its range or the folder cannot be written.
    """
    from orchestration.demo import DemoSettings, generate

    def shown(_what: str, share: float) -> None:
        progress.advance(round(share * 100), 100)

    progress.step(f"making a book of {loans:,} loans")
    try:
        asked = DemoSettings(loans=loans, seed=seed, months=months, bad_rate=bad_rate)
        if as_of_date is not None:
            asked = replace(asked, as_of_date=as_of_date)
        summary = generate(asked, out, shown)
    except ValueError as error:
        raise UsageError(f"the demo book cannot be made: {error}") from error
    except OSError as error:
        message = f"the folder {out} cannot be written ({error.strerror})"
        raise UsageError(f"{message}: choose another with --out") from error
    figures = (item.name for item in fields(summary) if item.name != "labels")
    return {"folder": str(out.resolve())} | {name: getattr(summary, name) for name in figures}
