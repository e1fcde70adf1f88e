"""What can go wrong, each with the exit code that the command line promises.

Every message is one line: what happened, where, and what to do about it.
"""

from __future__ import annotations

from enum import IntEnum


class ExitCode(IntEnum):
    """The exit codes of `loanbook`."""

    DONE = 0
    CHECK_FAILED = 1
    BAD_INPUT = 2
    TOO_MUCH_QUARANTINED = 3
    LOCKED = 4


class LoanbookError(Exception):
    """An error whose message is written for the person who runs the night."""

    exit_code: ExitCode = ExitCode.CHECK_FAILED


class CheckFailedError(LoanbookError):
    """A check failed; nothing was published."""


class UsageError(LoanbookError):
    """A command, a setting or a folder that cannot be used."""

    exit_code = ExitCode.BAD_INPUT


class InputError(LoanbookError):
    """A raw file or table that is missing, unreadable or without a required column."""

    exit_code = ExitCode.BAD_INPUT


class QuarantineError(LoanbookError):
    """More of a raw table broke the rules than the setting `quarantine_limit` allows."""

    exit_code = ExitCode.TOO_MUCH_QUARANTINED


class LockedError(LoanbookError):
    """Another run works in the same home."""

    exit_code = ExitCode.LOCKED


def one_line(text: str) -> str:
    """`text` with all white space, line ends included, folded to single spaces.

    >>> one_line("Parser Error:\\n  syntax error  at end")
    'Parser Error: syntax error at end'
    """
    return " ".join(text.split())
