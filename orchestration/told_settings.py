"""The settings of a run, from wherever they are told.

Values come, in this order, from the command line (`--set KEY=VALUE`), the environment
(`LOANBOOK_KEY`), `loanbook.toml` in the home, what comes with the connector's data, and the
defaults of `orchestration.settings`.
"""

from __future__ import annotations

import difflib
import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from orchestration.connection_url import is_url, without_password
from orchestration.connector_settings import connector_settings
from orchestration.errors import UsageError, one_line
from orchestration.setting_types import parse
from orchestration.settings import Settings, defaults, rules

ENVIRONMENT_PREFIX = "LOANBOOK_"
# Names in the environment that are no settings: the home itself, and what we tell dbt.
RESERVED = frozenset({"home", "build_dir"})


def load_settings(
    assignments: Sequence[str], environment: Mapping[str, str], settings_file: Path
) -> Settings:
    """The settings of a run.

    `assignments` are the `KEY=VALUE` of the command line, the last of a key holds. What comes with
    the connector's data stands below all that the lender says. Raises UsageError for an unknown
    key, a value that is not accepted or a file that cannot be read.
    """
    values: dict[str, Any] = {}
    for source, given in (
        (settings_file.name, _from_file(settings_file)),
        ("the environment", _from_environment(environment)),
        ("--set", _from_assignments(assignments)),
    ):
        values.update(_parse_all(given, source))
    connector = values.get("connector", defaults()["connector"])
    with_the_data = _parse_all(connector_settings(connector), f"connector {connector}")
    return Settings(**{**with_the_data, **values})


def _parse_all(given: Mapping[str, Any], source: str) -> dict[str, Any]:
    known_rules, known_defaults = rules(), defaults()
    for key in given:
        if key not in known_rules:
            raise UsageError(_unknown_key(key, source))
    return {
        key: parse(key, value, known_defaults[key], known_rules[key], source)
        for key, value in given.items()
    }


def _from_assignments(assignments: Sequence[str]) -> dict[str, str]:
    given: dict[str, str] = {}
    for assignment in assignments:
        key, equals, value = assignment.partition("=")
        if not equals or not key.strip():
            raise UsageError(
                f"--set {without_password(assignment)} is not KEY=VALUE, as in --set entity=bank"
            )
        given[key.strip()] = value
    return given


def _from_environment(environment: Mapping[str, str]) -> dict[str, str]:
    given = {
        name.removeprefix(ENVIRONMENT_PREFIX).lower(): value
        for name, value in environment.items()
        if name.startswith(ENVIRONMENT_PREFIX)
    }
    return {key: value for key, value in given.items() if key not in RESERVED}


def _from_file(settings_file: Path) -> dict[str, Any]:
    if not settings_file.exists():
        return {}
    try:
        return tomllib.loads(settings_file.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        message = f"{settings_file} cannot be read as TOML ({one_line(str(error))}): correct it"
        raise UsageError(message) from error


def _unknown_key(key: str, source: str) -> str:
    if is_url(key):
        return f"{source} has a URL where the name of a setting belongs: write raw=URL"
    near = difflib.get_close_matches(key, rules(), n=1)
    hint = f"did you mean {near[0]}?" if near else "docs/settings.md lists them all"
    return f"unknown setting {key} from {source}: {hint}"
