"""One random book and its features, built once and looked at by many tests."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.features.dice import DATES
from tests.features.feature_build import FeatureBuild, Published
from tests.features.random_book import RandomBook
from tests.features.reference import WorkedOut
from tests.features.reference_case import Features


@dataclass(frozen=True)
class CatalogueAsBuilt:
    """The published table of features, and the columns of the mart."""

    features: list[Features]
    columns: list[Features]


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
def catalogue_as_built(feature_build: FeatureBuild, published: Published) -> CatalogueAsBuilt:
    """Read here, where the published file is the one of `published`."""
    of_mart = "from duckdb_columns() where table_name = 'mart_loan_features' and not internal"
    return CatalogueAsBuilt(
        features=feature_build.query("select * from marts.feature_catalogue order by number"),
        columns=feature_build.query(
            f"select column_name, data_type, comment {of_mart} order by column_index"
        ),
    )


@pytest.fixture(scope="session")
def worked_out(raw: Path) -> WorkedOut:
    return WorkedOut(raw, DATES)
