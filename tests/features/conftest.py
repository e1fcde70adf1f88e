"""One random book and its features, built once and looked at by many tests."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.features.dice import DATES
from tests.features.feature_build import FeatureBuild, Published
from tests.features.random_book import RandomBook
from tests.features.reference import WorkedOut


@pytest.fixture(scope="session")
def raw(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return RandomBook(loan_count=320, seed=11).write(tmp_path_factory.mktemp("book") / "raw")


@pytest.fixture(scope="session")
def feature_build(tmp_path_factory: pytest.TempPathFactory) -> FeatureBuild:
    return FeatureBuild(tmp_path_factory.mktemp("features"), DATES)


@pytest.fixture(scope="session")
def published(feature_build: FeatureBuild, raw: Path) -> Published:
    return feature_build.rows(raw)


@pytest.fixture(scope="session")
def worked_out(raw: Path) -> WorkedOut:
    return WorkedOut(raw, DATES)
