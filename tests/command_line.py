"""The command line as users call it: a process of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

LOANBOOK = Path(sys.executable).with_name("loanbook")


def loanbook(
    *arguments: str | Path, timeout: float = 900, env: dict[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    """Run `loanbook` with the arguments, without the LOANBOOK_ settings of the environment."""
    inherited = {key: value for key, value in os.environ.items() if not key.startswith("LOANBOOK_")}
    return subprocess.run(
        [str(LOANBOOK), *map(str, arguments)],
        capture_output=True,
        text=True,
        timeout=timeout,
        check=False,
        env=inherited | (env or {}),
    )
