"""One JSON record a run: what went in, what was done, how long it took, how it ended."""

from __future__ import annotations

import json
import platform
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from importlib import metadata
from pathlib import Path
from typing import Any

from orchestration import clock
from orchestration.landing import LandedTable
from orchestration.plan import RunPlan
from orchestration.settings import Settings

_VERSIONS = ("loanbook", "duckdb", "dbt-core", "dbt-duckdb", "dagster", "lightgbm", "scikit-learn")
# Parts that only some installations have.
_EXTRA_VERSIONS = ("adbc-driver-postgresql",)


@dataclass
class RunRecord:
    """What is known of a run so far; written once at its end."""

    plan: RunPlan
    settings: Settings
    started_at: str = field(default_factory=lambda: clock.now().isoformat())
    inputs: list[LandedTable] = field(default_factory=list)
    counts: dict[str, Any] = field(default_factory=dict)
    seconds: dict[str, float] = field(default_factory=dict)
    checks: dict[str, Any] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    table_hashes: dict[str, Any] = field(default_factory=dict)
    finished_at: str | None = None
    outcome: str = "running"
    error: str | None = None

    @contextmanager
    def step(self, name: str) -> Iterator[None]:
        """Time a step, also when it fails."""
        start = time.monotonic()
        try:
            yield
        finally:
            spent = time.monotonic() - start
            self.seconds[name] = round(self.seconds.get(name, 0.0) + spent, 3)

    def finish(self, outcome: str, error: str | None = None) -> None:
        """Say how the run ended: `published`, or what stopped it."""
        self.finished_at = clock.now().isoformat()
        self.outcome = outcome
        self.error = error

    def as_json(self) -> dict[str, Any]:
        """The record as plain values."""
        return {
            "run_id": self.plan.run_id,
            "command": self.plan.kind,
            "connector": self.settings.connector,
            "as_of_dates": [day.isoformat() for day in self.plan.as_of_dates],
            "trained_for": list(self.plan.due_populations),
            "started_at": self.started_at,
            "finished_at": self.finished_at,
            "outcome": self.outcome,
            "error": self.error,
            "notes": self.notes,
            "settings_changed": self.settings.changed(),
            "inputs": [asdict(table) for table in self.inputs],
            "counts": self.counts,
            "seconds": self.seconds,
            "checks": self.checks,
            "table_hashes": self.table_hashes,
            "versions": versions(),
        }

    def write(self, folder: Path) -> Path:
        """Write the record to `folder`, whole or not at all."""
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / f"{self.plan.run_id}.json"
        draft = path.with_suffix(".json.draft")
        draft.write_text(json.dumps(self.as_json(), indent=2, default=str) + "\n", encoding="utf-8")
        draft.replace(path)
        return path


def versions() -> dict[str, str]:
    """Versions of Python and of the parts that can change a figure."""
    return {
        "python": platform.python_version(),
        **{name: metadata.version(name) for name in _VERSIONS},
        **{name: _extra_version(name) for name in _EXTRA_VERSIONS},
    }


def _extra_version(name: str) -> str:
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return "not installed"


def read_records(folder: Path) -> list[dict[str, Any]]:
    """All run records of a home, oldest first; a file that is no record is passed over."""
    records = []
    for path in sorted(folder.glob("*.json")):
        try:
            record = json.loads(path.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            continue
        if isinstance(record, dict) and "run_id" in record:
            records.append(record)
    return records
