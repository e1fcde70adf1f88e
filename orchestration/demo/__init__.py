"""A synthetic Indian retail loan book in the raw contract, causal and deterministic by seed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from orchestration.demo.settings import DemoSettings, DemoSummary

__all__ = ["DemoSettings", "DemoSummary", "generate"]


def generate(
    settings: DemoSettings,
    out_dir: Path,
    progress: Callable[[str, float], None] = lambda _what, _share: None,
) -> DemoSummary:
    """Write a demo book under `out_dir`: customers/, loans/, credit_history/, repayments/.

    `progress` is called with what is being done and the share done (0 to 1).

    Raises:
        OSError: the folder cannot be written.
    """
    # numpy and pyarrow are loaded only when a book is really made
    from orchestration.demo.book import write_book

    return write_book(settings, out_dir, progress)
