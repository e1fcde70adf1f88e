"""Showing long work: a bar on a terminal, plain lines elsewhere, nothing where a machine reads.

Everything goes to standard error, so that standard output holds results alone.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Protocol, TextIO

if TYPE_CHECKING:
    from rich.progress import Progress as RichProgress

SECONDS_A_LINE = 20.0


class Progress(Protocol):
    """What a run says about where it is."""

    def step(self, title: str) -> None:
        """A step starts."""

    def advance(self, done: int, total: int, now: str = "") -> None:
        """`done` of `total` parts of the step are done; `now` says what is under way."""

    def note(self, text: str) -> None:
        """Something the person who runs it should read."""

    def end(self) -> None:
        """All steps are done, or the run stopped."""


class SilentProgress:
    """Says nothing."""

    def step(self, title: str) -> None:
        """A step starts."""

    def advance(self, done: int, total: int, now: str = "") -> None:
        """Parts of the step are done."""

    def note(self, text: str) -> None:
        """A remark."""

    def end(self) -> None:
        """The end."""


class LineProgress:
    """One line when a step starts, one when it ends, for logs and pipes.

    What a long step has under way is told every `SECONDS_A_LINE`: each part would fill a log.
    """

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._title = ""
        self._started = 0.0
        self._told = 0.0

    def step(self, title: str) -> None:
        """A step starts; the one before has ended."""
        self._close()
        self._title, self._started = title, time.monotonic()
        self._told = self._started
        self._write(f"{title} ...")

    def advance(self, done: int, total: int, now: str = "") -> None:
        """What is under way, once in a while."""
        if now and time.monotonic() - self._told >= SECONDS_A_LINE:
            self._told = time.monotonic()
            self._write(f"  {done} of {total}: {now}")

    def note(self, text: str) -> None:
        """A remark on a line of its own."""
        self._write(f"  {text}")

    def end(self) -> None:
        """The last step has ended."""
        self._close()

    def _close(self) -> None:
        if self._title:
            self._write(f"{self._title}: {time.monotonic() - self._started:.1f} s")
        self._title = ""

    def _write(self, text: str) -> None:
        self._stream.write(text + "\n")
        self._stream.flush()


class BarProgress:
    """A moving bar for the present step; finished steps stay above it with their time."""

    def __init__(self, bar: RichProgress) -> None:
        self._bar = bar
        self._task = bar.add_task("", total=None, visible=False)
        self._title = ""
        self._started = 0.0

    def step(self, title: str) -> None:
        """A step starts; the one before has ended."""
        self._close()
        self._title, self._started = title, time.monotonic()
        self._bar.reset(self._task, description=title, total=None, visible=True)

    def advance(self, done: int, total: int, now: str = "") -> None:
        """Parts of the step are done."""
        title = f"{self._title}: {now}" if now else self._title
        self._bar.update(self._task, completed=done, total=total, description=title)

    def note(self, text: str) -> None:
        """A remark above the bar."""
        self._bar.console.print(f"  {text}", markup=False, highlight=False)

    def end(self) -> None:
        """The last step has ended."""
        self._close()
        self._bar.update(self._task, visible=False)

    def _close(self) -> None:
        if self._title:
            spent = time.monotonic() - self._started
            self._bar.console.print(f"{self._title}: {spent:.1f} s", markup=False, highlight=False)
        self._title = ""


@contextmanager
def shown(*, is_silent: bool) -> Iterator[Progress]:
    """The way of showing that fits: silent, a bar on a terminal, else lines."""
    if is_silent:
        yield SilentProgress()
        return
    stream = sys.stderr
    if not stream.isatty():
        lines = LineProgress(stream)
        try:
            yield lines
        finally:
            lines.end()
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeElapsedColumn
    from rich.progress import Progress as RichProgress

    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
    )
    with RichProgress(*columns, console=Console(file=stream), transient=True) as bar:
        view = BarProgress(bar)
        try:
            yield view
        finally:
            view.end()
