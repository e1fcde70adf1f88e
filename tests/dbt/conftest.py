"""dbt's manifest of the project, parsed once for the tests that read it."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from orchestration.dbt_runner import ensure_manifest
from orchestration.home import Home
from orchestration.plan import RunPlan
from orchestration.settings import Settings

Manifest = dict[str, Any]


@pytest.fixture(scope="session")
def manifest(tmp_path_factory: pytest.TempPathFactory) -> Manifest:
    home = Home(tmp_path_factory.mktemp("manifest"))
    plan = RunPlan("manifest", "build", (date(2025, 6, 30),), due_populations=())
    return ensure_manifest(home, Settings(), plan)
