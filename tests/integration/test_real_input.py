"""Whole nights on real input: the Taiwan card data and a public project's four-table layout."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import duckdb
import pytest

from tests.command_line import loanbook
from tests.conftest import REAL_INPUT

pytestmark = [pytest.mark.real_input, pytest.mark.slow]


class Published:
    """A published warehouse and its report."""

    def __init__(self, home: Path, as_of_date: str) -> None:
        self.warehouse = home / "loanbook.duckdb"
        self.report = (home / "reports" / as_of_date / "portfolio_risk.html").read_text("utf-8")

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        """The rows of a query."""
        with duckdb.connect(str(self.warehouse), read_only=True) as connection:
            return connection.execute(query).fetchall()

    def value(self, query: str) -> Any:
        """The one value of a query."""
        return self.rows(query)[0][0]


def night(connector: str, as_of_date: str, home: Path) -> Published:
    done = loanbook(
        *("nightly", "--raw", REAL_INPUT / "data" / connector, "--connector", connector),
        *("--as-of", as_of_date, "--home", home),
    )
    assert done.returncode == 0, done.stderr
    return Published(home, as_of_date)


@pytest.fixture(scope="module")
def taiwan(tmp_path_factory: pytest.TempPathFactory) -> Published:
    return night("taiwan", "2005-10-31", tmp_path_factory.mktemp("taiwan") / "home")


@pytest.fixture(scope="module")
def ravinthra(tmp_path_factory: pytest.TempPathFactory) -> Published:
    return night("ravinthra", "2025-06-30", tmp_path_factory.mktemp("ravinthra") / "home")


def champion_metric(published: Published, population: str, metric: str, sample: str) -> float:
    return float(
        published.value(
            "select value from ml.candidate_metrics where is_champion "
            f"and population = '{population}' and metric = '{metric}' and sample = '{sample}'"
        )
    )


def test_every_client_of_taiwan_is_scored(taiwan: Published) -> None:
    assert taiwan.value("select count(*) from scores.loan_scores") == 30_000


def test_463_clients_of_taiwan_are_three_or_more_months_late(taiwan: Published) -> None:
    query = "select count(*) from marts.loan_npa_status where dpd >= 90 and dpd_source = 'reported'"
    assert taiwan.value(query) == 463


def test_the_champion_of_taiwan_separates_on_folds_grouped_by_client(taiwan: Published) -> None:
    validation = taiwan.value("select validation from ml.model_versions where state = 'champion'")
    assert validation == "grouped_folds"
    assert champion_metric(taiwan, "behaviour", "auc", "folds") >= 0.77
    assert champion_metric(taiwan, "behaviour", "ks", "folds") >= 0.41


def test_features_that_taiwans_columns_cannot_feed_are_null_and_named(taiwan: Published) -> None:
    named = taiwan.rows(
        "select item from monitoring.data_quality where check_group = 'feature' and value = 1"
    )
    empty = {str(item) for (item,) in named}
    assert {"annual_income_log", "dti_ratio", "interest_rate_pct", "late_payment_ratio"} <= empty
    filled = {"current_dpd", "credit_utilization", "loan_amount_log", "education_level"}
    assert not filled & empty


def test_amounts_of_taiwan_are_in_its_own_currency(taiwan: Published) -> None:
    assert "₹" not in taiwan.report


def test_the_label_of_ravinthra_contradicts_its_ledger_and_the_report_says_so(
    ravinthra: Published,
) -> None:
    judged, disagreeing = ravinthra.rows(
        "select count(ledger_is_bad), count(*) filter (where told_is_bad <> ledger_is_bad) "
        "from marts.loan_labels where label_source = 'outcomes'"
    )[0]
    assert judged > 5_000
    assert disagreeing / judged > 0.25
    assert f"{disagreeing:,}" in ravinthra.report


def test_the_application_model_of_ravinthra_reads_no_leak(ravinthra: Published) -> None:
    assert 0.80 < champion_metric(ravinthra, "application", "auc", "folds") < 0.87


def test_every_loan_of_ravinthra_has_a_row_and_a_score(ravinthra: Published) -> None:
    assert ravinthra.value("select count(*) from marts.loan_npa_status") == 10_000
    assert ravinthra.value("select count(*) from scores.loan_scores") == 10_000
