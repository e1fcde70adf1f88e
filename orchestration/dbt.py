"""What dbt is told: a pure builder of its variables, arguments and environment.

All paths are absolute and come from `Home`: a relative one would follow the working directory,
make a second database and poison the parse cache.
"""

from __future__ import annotations

import hashlib
import json
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from orchestration.home import Home
from orchestration.plan import RunPlan
from orchestration.settings import Settings, rules

REPOSITORY = Path(__file__).resolve().parents[1]
PROJECT_DIR = REPOSITORY / "dbt_project"
PROFILES_DIR = REPOSITORY
PROGRAM = Path(sys.executable).with_name("dbt")


@dataclass(frozen=True)
class Selection:
    """Which nodes of the project one call of dbt builds, and which tests go with them."""

    name: str
    select: str
    exclude: str
    indirect_selection: str


# What reads scores, models or runs, and the folders that show the book: built after scoring.
_NEEDS_SCORES = " ".join(
    [
        "source:scores+",
        "source:ml+",
        "source:runs+",
        "fqn:loanbook.marts.portfolio+",
        "fqn:loanbook.marts.scoring+",
        "fqn:loanbook.reports+",
    ]
)

# A test that also reads a relation of the second half waits for it (cautious); the second half runs
# every test that touches one of its relations (eager).
BEFORE_SCORING = Selection("warehouse", "fqn:*", _NEEDS_SCORES, "cautious")
AFTER_SCORING = Selection("portfolio", _NEEDS_SCORES, "", "eager")


def dbt_vars(settings: Settings, plan: RunPlan) -> dict[str, Any]:
    """The project's variables: every setting that reaches SQL, and what the run is about."""
    from_settings = {
        key: _plain(getattr(settings, key)) for key, rule in rules().items() if rule.is_dbt_var
    }
    return {
        **from_settings,
        "as_of_dates": [day.isoformat() for day in sorted(plan.as_of_dates)],
        "published_dates": [day.isoformat() for day in sorted(plan.published_dates)],
        "is_training_run": plan.is_training_run,
        "run_id": plan.run_id,
    }


def dbt_arguments(command: Sequence[str], variables: Mapping[str, Any], home: Home) -> list[str]:
    """The arguments of a call of dbt, the program itself included."""
    return [
        str(PROGRAM),
        "--no-send-anonymous-usage-stats",
        "--no-version-check",
        "--no-use-colors",
        *command,
        "--project-dir",
        str(PROJECT_DIR),
        "--profiles-dir",
        str(PROFILES_DIR),
        "--target-path",
        str(home.dbt_target),
        "--log-path",
        str(home.logs),
        "--vars",
        json.dumps(variables, sort_keys=True),
    ]


def dbt_environment(
    environment: Mapping[str, str], home: Home, settings: Settings
) -> dict[str, str]:
    """The environment of a call of dbt: the given one, with the run's databases and limits.

    dbt has no use for the raw source, and its URL may hold a password.
    """
    return {
        **{
            key: value
            for key, value in environment.items()
            if not key.startswith("DBT_") and key != "LOANBOOK_RAW"
        },
        "LOANBOOK_BUILD_DIR": str(home.build),
        "LOANBOOK_THREADS": str(settings.threads),
        "LOANBOOK_MEMORY_LIMIT": settings.memory_limit,
        "DBT_SEND_ANONYMOUS_USAGE_STATS": "false",
        "DO_NOT_TRACK": "1",
        "PYTHONUNBUFFERED": "1",
    }


def project_hash(connector: str) -> str:
    """A hash of everything that shapes dbt's manifest: the project's files and the connector."""
    digest = hashlib.sha256(connector.encode())
    folders = ("models", "macros", "seeds", "tests")
    files = [path for folder in folders for path in (PROJECT_DIR / folder).rglob("*")]
    for path in sorted([*files, PROJECT_DIR / "dbt_project.yml", PROFILES_DIR / "profiles.yml"]):
        if path.is_file():
            digest.update(str(path.relative_to(REPOSITORY)).encode())
            digest.update(path.read_bytes())
    return digest.hexdigest()


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal):
        return str(value)
    return list(value) if isinstance(value, tuple) else value
