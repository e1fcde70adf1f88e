"""The figures of a build as lines of text."""

from __future__ import annotations

from collections import defaultdict

from benchmarks.warehouse import Built

# Folders whose cost belongs to reading a book, not to classifying it or computing features.
BEFORE_THE_LEDGER = ("connectors", "seeds", "staging", "tests")


def line(name: str, cpu: float, peak_gib: float | None = None) -> str:
    """A name, its CPU seconds and, where it is a process of its own, the most memory it held."""
    return f"{name:<48}{cpu:9.2f}" + ("" if peak_gib is None else f"{peak_gib:9.2f}")


def model_lines(built: Built) -> list[str]:
    """The CPU of each node that costs a twentieth of a second or more, the dearest first."""
    dear = sorted(built.nodes.items(), key=lambda node: -node[1])
    lines = [line(name.split(".", 2)[2], cpu) for name, cpu in dear if cpu >= 0.05]
    return [f"{'model':<48}{'CPU s':>9}", *lines]


def folder_lines(built: Built) -> list[str]:
    """The CPU of each folder of models."""
    folders: dict[str, float] = defaultdict(float)
    for name, cpu in built.nodes.items():
        folders[built.folders[name]] += cpu
    return [line(name, cpu) for name, cpu in sorted(folders.items())]
