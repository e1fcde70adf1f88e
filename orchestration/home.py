"""The files under `--home`: one object that knows every path of a run."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path


@dataclass(frozen=True)
class Home:
    """A home folder. All paths are absolute: a relative one would follow the working directory."""

    root: Path

    def __post_init__(self) -> None:
        object.__setattr__(self, "root", self.root.expanduser().resolve())

    @property
    def published(self) -> Path:
        """The published warehouse, replaced in one rename at the end of a good run."""
        return self.root / "loanbook.duckdb"

    @property
    def lock(self) -> Path:
        """The run lock."""
        return self.root / "run.lock"

    @property
    def settings_file(self) -> Path:
        """Settings of this home."""
        return self.root / "loanbook.toml"

    @property
    def raw(self) -> Path:
        """Where raw files are looked for when nothing else is said."""
        return self.root / "raw"

    @property
    def build(self) -> Path:
        """The run's own working copy; a crash leaves the published file as it was."""
        return self.root / "build"

    @property
    def build_warehouse(self) -> Path:
        """What will be published."""
        return self.build / "loanbook.duckdb"

    @property
    def build_work(self) -> Path:
        """Landed rows, staging and intermediate relations; thrown away by the next run."""
        return self.build / "work.duckdb"

    @property
    def build_models(self) -> Path:
        """Bundles of models trained in this run, before they are published."""
        return self.build / "models"

    @property
    def build_reports(self) -> Path:
        """Reports rendered in this run, before they are published."""
        return self.build / "reports"

    @property
    def build_exports(self) -> Path:
        """Exports written in this run, before they are published."""
        return self.build / "exports"

    @property
    def spill(self) -> Path:
        """Where DuckDB puts what does not fit in memory."""
        return self.build / "spill"

    @property
    def links(self) -> Path:
        """Links to raw files whose names a database would read as patterns."""
        return self.build / "links"

    @property
    def dbt_target(self) -> Path:
        """dbt's own artefacts: manifest, parse cache, compiled SQL, run results."""
        return self.build / "target"

    @property
    def logs(self) -> Path:
        """What dbt and Dagster say while they work."""
        return self.build / "logs"

    @property
    def models(self) -> Path:
        """Published model bundles, one folder a version."""
        return self.root / "models"

    @property
    def runs(self) -> Path:
        """One JSON record a run."""
        return self.root / "runs"

    @property
    def dagster(self) -> Path:
        """Dagster's own storage."""
        return self.root / "dagster"

    def reports(self, as_of_date: date) -> Path:
        """The published reports of a date."""
        return self.root / "reports" / as_of_date.isoformat()

    def exports(self, as_of_date: date) -> Path:
        """The exported tables of a date."""
        return self.root / "exports" / as_of_date.isoformat()
