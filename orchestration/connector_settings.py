"""Settings that come with a connector's data: its currency, say, where the lender named none."""

from __future__ import annotations

from pathlib import Path
from typing import Any

CONNECTORS = Path(__file__).resolve().parents[1] / "dbt_project" / "models" / "connectors"


def connector_settings(connector: str, folder: Path = CONNECTORS) -> dict[str, Any]:
    """The `config.meta.settings` of the connector's source; none where it declares none.

    A connector that does not exist has none either: that it does not exist is said elsewhere.
    """
    import yaml

    page = folder / connector / f"_{connector}__sources.yml"
    if not page.is_file():
        return {}
    sources = yaml.safe_load(page.read_text(encoding="utf-8")).get("sources", [])
    declared = [source.get("config", {}).get("meta", {}).get("settings", {}) for source in sources]
    return {key: value for settings in declared for key, value in settings.items()}
