"""The project's own unit tests: every rule that has one, run by dbt on a built warehouse."""

from __future__ import annotations

import os
import re
import subprocess
from datetime import date
from pathlib import Path

from orchestration.dbt import dbt_arguments, dbt_environment, dbt_vars
from orchestration.demo import DemoSettings, generate
from orchestration.home import Home
from orchestration.plan import POPULATIONS, RunPlan
from orchestration.settings import Settings
from tests.command_line import loanbook


def test_every_unit_test_of_the_project_passes(tmp_path: Path) -> None:
    generate(DemoSettings(loans=300, seed=1), tmp_path / "raw")
    home = Home(tmp_path / "home")
    built = loanbook(
        "build", "--as-of", "2025-06-30", "--raw", tmp_path / "raw", "--home", home.root
    )
    assert built.returncode == 0, built.stderr
    home.published.rename(home.build_warehouse)
    plan = RunPlan("unit-tests", "build", (date(2025, 6, 30),), due_populations=POPULATIONS)
    done = subprocess.run(
        dbt_arguments(["test", "--select", "test_type:unit"], dbt_vars(Settings(), plan), home),
        capture_output=True,
        text=True,
        check=False,
        env=dbt_environment(os.environ, home, Settings()),
    )
    assert done.returncode == 0, done.stdout
    passed = re.search(r"PASS=(\d+)", done.stdout)
    assert passed is not None
    assert int(passed[1]) >= 60
