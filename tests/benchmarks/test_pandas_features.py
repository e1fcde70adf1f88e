"""The benchmark compares the same on both sides: pandas and the warehouse agree row by row."""

from __future__ import annotations

from pathlib import Path

import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest

from benchmarks.agreement import Agreement, agreement
from benchmarks.book import AS_OF_DATE, write_book
from benchmarks.features import WANTED
from benchmarks.pandas_features.run import PandasRun, write_features
from benchmarks.processes import in_own_process
from benchmarks.warehouse import MODELS, Benchmark, build, land_book
from orchestration.home import Home
from tests.dbt.test_feature_catalogue import catalogue

# Enough for every rare kind of loan; a book of a hundred costs the warehouse no less.
LOANS = 2000


@pytest.fixture(scope="module")
def raw(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_book(tmp_path_factory.mktemp("book"), LOANS, overdue=0.2)


@pytest.fixture(scope="module")
def rows(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("pandas") / "features.parquet"


@pytest.fixture(scope="module")
def run(raw: Path, rows: Path) -> PandasRun:
    return in_own_process(write_features, raw, AS_OF_DATE, rows)


@pytest.fixture(scope="module")
def compared(
    raw: Path, rows: Path, run: PandasRun, tmp_path_factory: pytest.TempPathFactory
) -> Agreement:
    benchmark = Benchmark(Home(tmp_path_factory.mktemp("home")), (AS_OF_DATE,), "2GB")
    in_own_process(land_book, benchmark, raw)
    in_own_process(build, benchmark, MODELS, WANTED)
    return agreement(benchmark, rows)


def test_pandas_and_the_warehouse_agree_on_every_loan_and_feature(compared: Agreement) -> None:
    assert compared.rows > 0.95 * LOANS
    assert compared.differing == {}


def test_pandas_computes_every_feature_of_the_catalogue_and_the_facility_s_state(
    compared: Agreement,
) -> None:
    facility = {"dpd", "overdue_amount", "principal_outstanding"}
    assert set(compared.agreeing) == {feature["name"] for feature in catalogue()} | facility


def test_the_benchmark_book_gives_every_feature_something_to_say(
    rows: Path, run: PandasRun
) -> None:
    features = pq.read_table(rows)
    silent = {n for n in features.column_names if len(pc.unique(features[n])) < 2}
    # every loan of the book runs for two years
    assert silent == {"loan_tenure_months", "tenure_category"}


def test_the_cost_of_pandas_is_told_stage_by_stage(run: PandasRun) -> None:
    assert set(run.stages) == {"what holds", "ledger", "features"}
    assert all(cpu > 0 for cpu in run.stages.values())
    assert run.peak_gib > 0.05
