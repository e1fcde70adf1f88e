"""How dbt's nodes look in Dagster: keys, groups and owners."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import dagster as dg
from dagster_dbt import DagsterDbtTranslator

OWNER = "team:credit-risk"


class LoanbookTranslator(DagsterDbtTranslator):
    """Groups are the folders under `models/`; the owner is the one that a model's meta names."""

    def get_group_name(self, dbt_resource_props: Mapping[str, Any]) -> str | None:
        """The room a node belongs to: its folder under models, or `seeds`."""
        if dbt_resource_props["resource_type"] == "seed":
            return "seeds"
        folders = [part for part in dbt_resource_props["fqn"][1:-1] if part != "marts"]
        return folders[0] if folders else "models"

    def get_owners(self, dbt_resource_props: Mapping[str, Any]) -> list[str]:
        """The team that answers for a node."""
        meta = dbt_resource_props.get("config", {}).get("meta", {})
        return [meta.get("owner", OWNER)]


def model_key(manifest: Mapping[str, Any], name: str) -> dg.AssetKey:
    """The asset key of a model."""
    return LoanbookTranslator().get_asset_key(manifest["nodes"][f"model.loanbook.{name}"])


def source_keys(manifest: Mapping[str, Any], source: str) -> tuple[dg.AssetKey, ...]:
    """The asset keys of the tables of a source, in the order of their names."""
    found = [props for props in manifest["sources"].values() if props["source_name"] == source]
    translator = LoanbookTranslator()
    return tuple(
        translator.get_asset_key(props) for props in sorted(found, key=lambda props: props["name"])
    )


def source_description(manifest: Mapping[str, Any], key: dg.AssetKey) -> str:
    """What the dbt project says of a source table."""
    name = ".".join(key.path)
    return str(manifest["sources"][f"source.loanbook.{name}"]["description"])
