"""The project's own unit tests: every rule that has one, run by dbt as it builds a warehouse."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

from orchestration.demo import DemoSettings, generate
from tests.dbt_build import DbtBuild

AS_OF_DATE = date(2025, 6, 30)


def test_every_unit_test_of_the_project_passes(tmp_path: Path) -> None:
    """A unit test reads the types of its inputs, its own model's rows among them: all is built."""
    generate(DemoSettings(loans=300, seed=1), tmp_path / "raw")
    build = DbtBuild(tmp_path / "home", (AS_OF_DATE,), trains=True)
    build.start(tmp_path / "raw")
    built = build.dbt(
        *("build", "--exclude-resource-type", "test", "--exclude-resource-type", "unit_test")
    )
    assert built.returncode == 0, built.stdout
    done = build.dbt("test", "--select", "test_type:unit")
    assert done.returncode == 0, done.stdout
    passed = re.findall(r"PASS \w+::\w+", done.stdout)
    assert len(passed) >= 100
