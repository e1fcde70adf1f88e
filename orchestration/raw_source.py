"""Where a run's raw rows come from: a folder of files, or a live database.

The connector says which under `config.meta.reads` of its dbt source (`files` where it says
nothing); the setting `raw` says where that folder or database is.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from orchestration.connection_url import is_url
from orchestration.connector_settings import connector_reads
from orchestration.errors import UsageError
from orchestration.file_source import FileSource
from orchestration.home import Home
from orchestration.landing import LandedTable
from orchestration.raw_tables import RawTable
from orchestration.settings import Settings

if TYPE_CHECKING:
    import duckdb


class RawSource(Protocol):
    """What a run asks of the place its raw rows come from."""

    def check(self) -> None:
        """Raise UsageError or InputError for what can be known without asking anybody."""

    def examine(
        self, connection: duckdb.DuckDBPyConnection, tables: Sequence[RawTable], /
    ) -> object:
        """Raise InputError for what the names and types of the columns tell, no row read yet."""

    def land(
        self,
        connection: duckdb.DuckDBPyConnection,
        tables: Sequence[RawTable],
        landed: Callable[[LandedTable], None],
        /,
    ) -> None:
        """Load every table into `landing` of the connected database; call `landed` for each."""

    def findings(self) -> dict[str, str]:
        """What is there, in words, for `loanbook doctor`."""


def raw_source(home: Home, settings: Settings) -> RawSource:
    """The source that the settings name.

    Raises UsageError where the connector and the setting `raw` do not go together.
    """
    if connector_reads(settings.connector) == "postgres":
        from orchestration.postgres.source import PostgresSource

        return PostgresSource.of(settings)
    if is_url(settings.raw):
        raise UsageError(
            f"connector {settings.connector} reads files, and raw is a connection URL: "
            "choose --connector postgres, or name a folder with --raw"
        )
    folder = Path(settings.raw).expanduser().resolve() if settings.raw else home.raw
    return FileSource(folder, home.links)
