"""A look at the house: what is configured, what is missing, versions, lock and disk."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

from orchestration import clock
from orchestration.dbt import PROFILES_DIR, PROGRAM, PROJECT_DIR
from orchestration.errors import UsageError
from orchestration.home import Home
from orchestration.lock import is_held, read_owner
from orchestration.raw_source import raw_source
from orchestration.raw_tables import connector_names
from orchestration.run_record import read_records, versions
from orchestration.settings import Settings


def examine(home: Home, settings: Settings) -> dict[str, dict[str, Any]]:
    """Findings by section, each a name and a value in words."""
    return {
        "home": _home(home),
        "settings": _settings(home, settings),
        "input": _input(home, settings),
        "runs": _runs(home),
        "versions": dict(versions()),
    }


def _home(home: Home) -> dict[str, Any]:
    nearest = home.root
    while not nearest.exists():
        nearest = nearest.parent
    free = shutil.disk_usage(nearest).free
    return {
        "folder": _with_state(home.root),
        "published warehouse": _file(home.published),
        "disk free": f"{free / 1e9:.1f} GB",
        "lock": _lock(home),
        "dbt project": _with_state(PROJECT_DIR),
        "dbt profile": _with_state(PROFILES_DIR / "profiles.yml"),
        "dbt program": _with_state(PROGRAM),
    }


def _settings(home: Home, settings: Settings) -> dict[str, Any]:
    changed = settings.changed()
    file = str(home.settings_file) if home.settings_file.exists() else "none"
    return {"file": file, **(changed or {"all": "at their defaults"})}


def _input(home: Home, settings: Settings) -> dict[str, Any]:
    found: dict[str, Any] = {
        "connector": settings.connector,
        "connectors": ", ".join(connector_names(PROJECT_DIR)),
    }
    try:
        return found | raw_source(home, settings).findings()
    except UsageError as error:
        return found | {"raw": str(error)}


def _runs(home: Home) -> dict[str, Any]:
    records = read_records(home.runs)
    if not records:
        return {"last run": "none yet"}
    last = records[-1]
    good = [record for record in records if record["outcome"] == "published"]
    return {
        "runs recorded": len(records),
        "last run": f"{last['run_id']} {last['outcome']}",
        "last error": last["error"] or "none",
        "last published": good[-1]["run_id"] if good else "none",
    }


def _lock(home: Home) -> str:
    owner = read_owner(home.lock)
    if not is_held(home.lock):
        left = f" (left by {owner.command}, process {owner.pid}, which is gone)" if owner else ""
        return f"free{left}"
    if owner is None:
        return "held"
    return f"held by {owner.command}, process {owner.pid}, for {owner.age_minutes(clock.now())} min"


def _file(path: Path) -> str:
    if not path.exists():
        return f"{path} (missing: the first night makes it)"
    return f"{path} ({path.stat().st_size / 1e6:.1f} MB)"


def _with_state(path: Path) -> str:
    return f"{path}" if path.exists() else f"{path} (missing)"
