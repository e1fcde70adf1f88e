"""One run at a time in a home.

The lock is the operating system's (`flock`), so it ends with its owner, however that ends. What is
written in the file only tells people who holds it and since when.
"""

from __future__ import annotations

import fcntl
import json
import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

from orchestration import clock
from orchestration.errors import LockedError, UsageError


@dataclass(frozen=True)
class LockOwner:
    """Who holds, or last held, a run lock."""

    pid: int
    host: str
    command: str
    since: str

    def age_minutes(self, at: datetime) -> int:
        """Whole minutes since the lock was taken."""
        return int((at - datetime.fromisoformat(self.since)).total_seconds() // 60)


def read_owner(path: Path) -> LockOwner | None:
    """The owner written in a lock file; null when there is none or it cannot be read."""
    try:
        return LockOwner(**json.loads(path.read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return None


def is_held(path: Path) -> bool:
    """True when a living process holds the lock at `path`."""
    if not path.exists():
        return False
    with path.open("r", encoding="utf-8") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
    return False


@contextmanager
def run_lock(path: Path, command: str) -> Iterator[None]:
    """Hold the lock at `path` while the block runs; `command` is shown to others who want it.

    Raises LockedError when another run holds it, UsageError when the home cannot be written.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    except OSError as error:
        message = f"the home {path.parent} cannot be written ({error.strerror})"
        raise UsageError(f"{message}: choose another with --home") from error
    with os.fdopen(descriptor, "r+", encoding="utf-8") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise LockedError(_held_message(path)) from error
        owner = LockOwner(os.getpid(), socket.gethostname(), command, clock.now().isoformat())
        handle.seek(0)
        handle.truncate()
        json.dump(asdict(owner), handle)
        handle.flush()
        try:
            yield
        finally:
            handle.seek(0)
            handle.truncate()


def _held_message(path: Path) -> str:
    owner = read_owner(path)
    if owner is None:
        return f"another run holds {path}: wait for it to end"
    return (
        f"another run holds {path}: {owner.command} (process {owner.pid} on {owner.host}, for "
        f"{owner.age_minutes(clock.now())} minutes): wait for it to end"
    )
