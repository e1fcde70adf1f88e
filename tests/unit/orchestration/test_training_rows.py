"""What a model is trained on: settled labels of one source, with the features of their day."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import duckdb
import pytest

from ml.bands import DEFAULT_BANDS
from ml.settings import CANDIDATES
from orchestration.errors import UsageError
from orchestration.settings import Settings
from orchestration.training import training_settings
from orchestration.training_rows import Labels, count_labels, training_frame

AS_OF_DATE = date(2025, 6, 30)


@pytest.fixture
def warehouse() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect(":memory:") as connection:
        connection.execute(
            """
            attach ':memory:' as loanbook;
            create schema loanbook.marts;
            create table loanbook.marts.loan_labels (
                loan_id varchar, customer_id varchar, as_of_date date, population varchar,
                is_bad_12m boolean, label_source varchar, matured_on date,
                exclusion_reason varchar, exposure decimal(18, 2)
            );
            create table loanbook.marts.mart_loan_features (
                loan_id varchar, as_of_date date, current_dpd integer, loan_type_code varchar,
                is_secured integer
            );
            attach ':memory:' as work;
            create schema work.seeds;
            create table work.seeds.lgd (loan_type varchar, is_secured boolean, lgd decimal(5, 4));
            insert into work.seeds.lgd values ('home', true, 0.25), ('home', false, 0.65);
            """
        )
        yield connection


def label(
    warehouse: duckdb.DuckDBPyConnection,
    loan: str,
    *,
    is_bad: bool | None = False,
    source: str = "ledger",
    matured_on: str = "2025-06-30",
    excluded: str | None = None,
    population: str = "behaviour",
    is_secured: int | None = 1,
) -> None:
    warehouse.execute(
        "insert into loanbook.marts.loan_labels values (?, 'C1', '2024-06-25', ?, ?, ?, ?, ?, 10)",
        [loan, population, is_bad, source, matured_on, excluded],
    )
    warehouse.execute(
        "insert into loanbook.marts.mart_loan_features values (?, '2024-06-25', 7, 'home', ?)",
        [loan, is_secured],
    )


def loans(warehouse: duckdb.DuckDBPyConnection, population: str = "behaviour") -> list[str]:
    labels = count_labels(warehouse, population, AS_OF_DATE)
    frame = training_frame(warehouse, population, AS_OF_DATE, labels, ("current_dpd",))
    assert frame.column("current_dpd").to_pylist() == [7] * frame.num_rows
    return list(frame.column("loan_id").to_pylist())


def test_a_label_counts_from_the_day_it_settles(warehouse: duckdb.DuckDBPyConnection) -> None:
    label(warehouse, "settled today", matured_on="2025-06-30")
    label(warehouse, "settles tomorrow", matured_on="2025-07-01")
    label(warehouse, "not mature", is_bad=None)
    assert loans(warehouse) == ["settled today"]


def test_an_excluded_pair_trains_nothing(warehouse: duckdb.DuckDBPyConnection) -> None:
    label(warehouse, "npa at the date", excluded="npa")
    label(warehouse, "standard")
    assert loans(warehouse) == ["standard"]


def test_the_families_train_on_their_own_rows(warehouse: duckdb.DuckDBPyConnection) -> None:
    label(warehouse, "open loan")
    label(warehouse, "application", population="application")
    assert loans(warehouse, "application") == ["application"]


def test_the_lenders_own_outcomes_are_never_mixed_with_the_ledger(
    warehouse: duckdb.DuckDBPyConnection,
) -> None:
    label(warehouse, "from the ledger", is_bad=True)
    label(warehouse, "told good", source="outcomes")
    label(warehouse, "told bad", source="outcomes", is_bad=True)
    assert count_labels(warehouse, "behaviour", AS_OF_DATE) == Labels("outcomes", 2, 1)
    assert loans(warehouse) == ["told bad", "told good"]


def test_a_family_without_labels_has_none(warehouse: duckdb.DuckDBPyConnection) -> None:
    assert count_labels(warehouse, "behaviour", AS_OF_DATE) == Labels(None, 0, 0)
    assert loans(warehouse) == []


def test_each_row_knows_what_share_of_its_exposure_would_be_lost(
    warehouse: duckdb.DuckDBPyConnection,
) -> None:
    label(warehouse, "secured")
    label(warehouse, "unsecured", is_secured=0)
    label(warehouse, "not told", is_secured=None)
    labels = count_labels(warehouse, "behaviour", AS_OF_DATE)
    frame = training_frame(warehouse, "behaviour", AS_OF_DATE, labels, ("current_dpd",))
    lgd = dict(zip(*(frame.column(name).to_pylist() for name in ("loan_id", "lgd")), strict=True))
    assert {loan: share and float(share) for loan, share in lgd.items()} == {
        "secured": 0.25,
        "unsecured": 0.65,
        "not told": None,
    }


def test_a_lifted_direction_must_be_one_of_a_feature() -> None:
    with pytest.raises(UsageError, match="lift_monotone names credit_utilisation"):
        training_settings(Settings(lift_monotone=("credit_utilisation",)), (), DEFAULT_BANDS)
    assert training_settings(Settings(lift_monotone=("all",)), (), DEFAULT_BANDS).lift_monotone == (
        "all",
    )


def test_the_settings_of_a_training_are_those_of_the_run() -> None:
    settings = Settings(
        training_seed=9,
        training_min_bads=70,
        label_window_months=6,
        threads=1,
        candidates=("all",),
        search_trials=12,
        search_minutes=3.0,
        cost_missed_bad=40_000.0,
        promote_psi=0.1,
    )
    trained = training_settings(settings, (), DEFAULT_BANDS)
    assert (trained.seed, trained.min_bads, trained.label_window_months) == (9, 70, 6)
    assert trained.candidates == CANDIDATES
    assert (trained.search.trials, trained.search.minutes) == (12, 3.0)
    assert trained.costs.cut_off == pytest.approx(0.2)
    assert trained.promotion.most_psi == 0.1
    assert trained.bands == DEFAULT_BANDS
