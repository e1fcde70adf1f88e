"""The pages tell the truth about the code: the raw contract, the dependencies, the shell blocks."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml

REPOSITORY = Path(__file__).parents[2]
CONTRACT = REPOSITORY / "dbt_project/models/connectors/contract/_raw_contract.yml"


def contract_tables() -> list[dict[str, Any]]:
    models: list[dict[str, Any]] = yaml.safe_load(CONTRACT.read_text())["models"]
    return models


@pytest.mark.parametrize("model", contract_tables(), ids=lambda model: model["name"])
def test_the_page_of_the_raw_contract_lists_every_column_with_its_type_and_duty(
    model: dict[str, Any],
) -> None:
    page = (REPOSITORY / "docs/raw-contract.md").read_text()
    section = page.split(f"## {model['name'].removeprefix('raw_')}\n")[1].split("\n## ")[0]
    listed = re.findall(r"^\| `(\w+)` \| ([\w(),]+) \| (required)? *\|", section, re.MULTILINE)
    expected = [
        (column["name"], column["data_type"].upper(), "required" if meta.get("required") else "")
        for column in model["columns"]
        if not (meta := column.get("config", {}).get("meta", {})).get("is_origin")
    ]
    assert listed == expected


def test_the_page_of_the_raw_contract_lists_every_code_that_is_accepted() -> None:
    page = (REPOSITORY / "docs/raw-contract.md").read_text()
    for model in contract_tables():
        for column in model["columns"]:
            codes = column.get("config", {}).get("meta", {}).get("codes", [])
            row = re.search(rf"^\| `{column['name']}` \|.*$", page, re.MULTILINE)
            assert all(row is not None and f"`{code}`" in row[0] for code in codes), column["name"]


def test_every_direct_dependency_is_named_with_its_reason() -> None:
    project = tomllib.loads((REPOSITORY / "pyproject.toml").read_text())["project"]
    extras = [line for lines in project["optional-dependencies"].values() for line in lines]
    names = {re.split(r"[<>=~\[ ]", line)[0] for line in (*project["dependencies"], *extras)}
    page = (REPOSITORY / "docs/dependencies.md").read_text()
    rows = dict(re.findall(r"^\| ([\w-]+) \| (.+) \|$", page, re.MULTILINE))
    assert names == set(rows) - {"package"}


def test_every_extra_is_named_beside_its_packages() -> None:
    project = tomllib.loads((REPOSITORY / "pyproject.toml").read_text())["project"]
    page = (REPOSITORY / "docs/dependencies.md").read_text()
    for extra, lines in project["optional-dependencies"].items():
        for line in lines if extra != "dev" else ():
            package = re.split(r"[<>=~\[ ]", line)[0]
            assert f"| {package} | {extra} |" in page, package


def test_the_lock_pins_with_hashes_and_names_no_index() -> None:
    lock = (REPOSITORY / "requirements.lock").read_text()
    packages = re.findall(r"^[\w.\[\]-]+==\S+", lock, re.MULTILINE)
    assert len(packages) > 100
    assert "://" not in lock
    assert not re.search(r"^-", lock, re.MULTILINE), "an option of the installer, such as an index"
    blocks = re.split(r"\n(?=[a-z])", lock.strip())
    assert all("--hash=sha256:" in block for block in blocks)


@pytest.mark.parametrize("page", ["README.md", "docs/connectors.md", "docs/demo-book.md"])
def test_every_command_on_a_page_exists(page: str) -> None:
    from typer.main import get_command

    from orchestration.cli import app

    known = set(get_command(app).commands)  # type: ignore[attr-defined]
    text = (REPOSITORY / page).read_text()
    used = set(
        re.findall(r"^\s*(?:\$ |\.venv/bin/)?loanbook ([a-z][\w-]+)(?= -)", text, re.MULTILINE)
    )
    assert used
    assert used <= known


def test_every_link_to_a_file_of_the_repository_leads_somewhere() -> None:
    for page in [REPOSITORY / "README.md", *sorted((REPOSITORY / "docs").rglob("*.md"))]:
        for target in re.findall(r"\]\(([^)#]+)\)", page.read_text()):
            if "://" not in target:
                assert (page.parent / target).exists(), f"{page.name} -> {target}"


def test_every_make_target_of_the_readme_is_in_the_makefile() -> None:
    used = set(
        re.findall(r"(?:`|^    )make (\w+)", (REPOSITORY / "README.md").read_text(), re.MULTILINE)
    )
    targets = set(re.findall(r"^(\w+):", (REPOSITORY / "Makefile").read_text(), re.MULTILINE))
    assert {"run", "test", "dev", "docs", "lint"} <= used
    assert used <= targets


def test_nothing_calls_the_floors_the_regulator_s_while_one_is_not_verified() -> None:
    floors = (REPOSITORY / "dbt_project/seeds/ecl/ecl_floor.csv").read_text().splitlines()[1:]
    assert floors
    if all(line.endswith(",true") for line in floors):
        return
    pages = [
        path
        for folder in ("dbt_project/models", "dbt_project/seeds", "reports", "docs")
        for path in (REPOSITORY / folder).rglob("*")
        if path.suffix in {".sql", ".yml", ".csv", ".md", ".html", ".jinja", ".j2", ".py"}
    ]
    claim = re.compile(r"RBI(?:'s)?(?: \w+)? (?:2026 )?floors?\b|2026 floors?\b", re.IGNORECASE)
    assert [page.name for page in pages if claim.search(page.read_text(encoding="utf-8"))] == []
