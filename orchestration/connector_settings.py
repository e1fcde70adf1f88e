"""What a connector says of itself before dbt has read the project: settings, and what it reads."""

from __future__ import annotations

from pathlib import Path
from typing import Any

CONNECTORS = Path(__file__).resolve().parents[1] / "dbt_project" / "models" / "connectors"


def connector_settings(connector: str, folder: Path = CONNECTORS) -> dict[str, Any]:
    """The `config.meta.settings` of the connector's source: its currency, say; maybe none.

    They hold where the lender named no other. A connector that does not exist has none either:
    that it does not exist is said elsewhere.
    """
    declared = [meta.get("settings", {}) for meta in _source_meta(connector, folder)]
    return {key: value for settings in declared for key, value in settings.items()}


def connector_reads(connector: str, folder: Path = CONNECTORS) -> str:
    """The `config.meta.reads` of the connector's source: `postgres`, or `files` if it says none."""
    declared = [meta["reads"] for meta in _source_meta(connector, folder) if "reads" in meta]
    return str(declared[0]) if declared else "files"


def _source_meta(connector: str, folder: Path) -> list[dict[str, Any]]:
    import yaml

    page = folder / connector / f"_{connector}__sources.yml"
    if not page.is_file():
        return []
    sources = yaml.safe_load(page.read_text(encoding="utf-8")).get("sources", [])
    return [source.get("config", {}).get("meta", {}) for source in sources]
