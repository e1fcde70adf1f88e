"""Writes `docs/settings.md`: `python -m orchestration.settings_page > docs/settings.md`."""

from __future__ import annotations

import sys
from decimal import Decimal
from itertools import groupby
from typing import Any

from orchestration.setting_types import type_name
from orchestration.settings import defaults, rules

_HEAD = """# Settings

Values come, in this order, from the command line (`--set KEY=VALUE`, repeatable), the environment
(`LOANBOOK_KEY`), `loanbook.toml` in the home, what comes with the connector's data (the currency of
`taiwan`, say), and the defaults below. An unknown key is an error.
Lists are separated by commas. This page is written from `orchestration/settings.py`.
"""

_TABLE_HEAD = """| setting | type | accepted | default | what it does |
|---|---|---|---|---|
"""


def render() -> str:
    """The settings page in Markdown, one table a group."""
    known_defaults = defaults()
    page = [_HEAD]
    for group, items in groupby(rules().items(), key=lambda item: item[1].group):
        page.append(f"\n## {group}\n\n{_TABLE_HEAD}")
        for key, rule in items:
            default = known_defaults[key]
            accepted = rule.range_text().replace("|", "\\|")
            cells = (f"`{key}`", type_name(default), accepted, _shown(default), rule.doc)
            page.append(f"| {' | '.join(cells)} |\n")
    return "".join(page)


def _shown(default: Any) -> str:
    if isinstance(default, bool):
        return "`true`" if default else "`false`"
    if isinstance(default, tuple):
        return f"`{','.join(default)}`" if default else "none"
    if isinstance(default, Decimal | int | float):
        return f"`{default}`"
    return f"`{default}`" if default else "empty"


if __name__ == "__main__":
    sys.stdout.write(render())
