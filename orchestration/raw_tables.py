"""Which raw tables a connector reads, as its dbt sources declare them.

A connector says under `config.meta` of each source table: `file_stem` (the file's name without its
ending) or `relation` (the name of a database's table or view), `required_columns`, and
`is_optional`. A new connector therefore needs no Python.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from orchestration.errors import UsageError

# Folders beside the connectors that are none: the raw contract that all of them fill.
_NOT_CONNECTORS = frozenset({"contract"})


# Beside every landed row: where it stands (rows count from 1, without the header) and how old the
# file is, or when the database was read (UTC), for the freshness of the source.
ADDED_COLUMNS = {
    "source_file": "varchar",
    "source_row": "bigint",
    "source_modified_at": "timestamp",
}


@dataclass(frozen=True)
class RawTable:
    """One source table of a connector."""

    connector: str
    name: str
    identifier: str
    file_stem: str
    relation: str
    required_columns: tuple[str, ...]
    known_columns: tuple[str, ...]
    is_optional: bool


def connector_names(project_dir: Path) -> tuple[str, ...]:
    """The connectors that the project ships, in alphabetical order."""
    folders = (project_dir / "models" / "connectors").iterdir()
    return tuple(sorted(f.name for f in folders if f.is_dir() and f.name not in _NOT_CONNECTORS))


def check_connector(name: str, project_dir: Path) -> None:
    """Raise UsageError unless `name` is a folder of connectors."""
    names = connector_names(project_dir)
    if name not in names:
        raise UsageError(f"there is no connector {name}: choose one of {', '.join(names)}")


def raw_tables(manifest: Mapping[str, Any], connector: str) -> tuple[RawTable, ...]:
    """The source tables of `connector` in dbt's manifest, in alphabetical order."""
    tables = [
        _raw_table(connector, source, manifest["nodes"])
        for source in manifest["sources"].values()
        if source["source_name"] == connector
    ]
    return tuple(sorted(tables, key=lambda table: table.name))


def _raw_table(connector: str, source: Mapping[str, Any], nodes: Mapping[str, Any]) -> RawTable:
    """A source without declared columns is the raw contract itself and has the contract's."""
    contract = nodes.get(f"model.loanbook.raw_{source['name']}", {})
    declared = source.get("columns") or contract.get("columns", {})
    meta = {**source.get("meta", {}), **source.get("config", {}).get("meta", {})}
    required = tuple(meta.get("required_columns", ()))
    return RawTable(
        connector=connector,
        name=source["name"],
        identifier=source["identifier"],
        file_stem=meta.get("file_stem", source["name"]),
        relation=meta.get("relation", source["name"]),
        required_columns=required,
        known_columns=tuple(
            name for name in dict.fromkeys((*required, *declared)) if name not in ADDED_COLUMNS
        ),
        is_optional=bool(meta.get("is_optional", False)),
    )
