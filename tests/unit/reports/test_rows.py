from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

import pyarrow as pa
import pytest
import yaml

from reports import data_quality, portfolio_risk
from reports.data_quality import rows as quality_rows
from reports.portfolio_risk import rows as portfolio_rows
from reports.registry import REPORTS as REPORTS_OF_A_NIGHT
from reports.rows import MissingFigureError, rows_of
from tests.unit.reports import sample_book, sample_quality
from tests.unit.reports.sample_book import META
from tests.unit.reports.tables import tables_of

MODELS = Path(__file__).parents[3] / "dbt_project" / "models" / "reports"


@dataclass(frozen=True)
class Line:
    name: str
    loans: int
    amount: Decimal | None


def table(**columns: pa.Array) -> dict[str, pa.Table]:
    return {"lines": pa.table(columns)}


def test_rows_are_read_by_name_and_further_columns_are_left_aside():
    tables = table(
        extra=pa.array([0]),
        amount=pa.array([None], pa.decimal128(18, 2)),
        loans=pa.array([3]),
        name=pa.array(["a"]),
    )
    assert rows_of(tables, "lines", Line) == (Line("a", 3, None),)


def test_a_whole_sum_that_arrow_carries_as_a_decimal_is_a_count():
    tables = table(
        name=pa.array(["a"]),
        loans=pa.array([Decimal(7)], pa.decimal128(38, 0)),
        amount=pa.array([Decimal("1.50")], pa.decimal128(18, 2)),
    )
    (row,) = rows_of(tables, "lines", Line)
    assert row.loans == 7
    assert type(row.loans) is int


@pytest.mark.parametrize(
    ("tables", "message"),
    [
        ({}, "needs the relation lines"),
        (table(name=pa.array(["a"])), "lines has no column loans, amount"),
        (
            table(name=pa.array([None], pa.string()), loans=pa.array([1]), amount=pa.array([None])),
            r"lines\.name is null in row 1",
        ),
        (
            table(name=pa.array(["a"]), loans=pa.array([1.5]), amount=pa.array([None])),
            r"lines\.loans is float in row 1",
        ),
    ],
)
def test_a_figure_that_is_missing_stops_the_report_by_name(tables, message):
    with pytest.raises(MissingFigureError, match=message):
        rows_of(tables, "lines", Line)


REPORTS = pytest.mark.parametrize(
    ("package", "rows", "sample"),
    [
        (portfolio_risk, portfolio_rows, sample_book.sample_rows),
        (data_quality, quality_rows, sample_quality.sample_rows),
    ],
    ids=lambda value: getattr(value, "__name__", ""),
)


@REPORTS
def test_no_relation_of_a_report_may_be_absent(package, rows, sample):
    for relation in rows.RELATIONS:
        tables = tables_of(rows.RELATIONS, rows.PREFIX, sample())
        del tables[relation]
        with pytest.raises(MissingFigureError, match=relation):
            package.context_from_tables(tables, META)


@REPORTS
def test_a_report_is_about_one_night(package, rows, sample):
    tables = tables_of(rows.RELATIONS, rows.PREFIX, sample() | {"run": []})
    with pytest.raises(MissingFigureError, match="has 0 rows"):
        package.context_from_tables(tables, META)


@REPORTS
def test_the_warehouse_declares_every_column_that_a_report_reads(package, rows, sample):
    models = yaml.safe_load((MODELS / f"_{package.REPORT.name}.yml").read_text("utf-8"))["models"]
    declared = {model["name"]: {column["name"] for column in model["columns"]} for model in models}
    read = {name: set(row_type.__slots__) for name, row_type in rows.RELATIONS.items()}
    assert set(declared) == set(read) == set(package.REPORT.relations)
    for name, columns in read.items():
        assert columns | {"as_of_date"} == declared[name], name


def test_every_report_of_the_night_has_a_name_of_its_own():
    names = [report.name for report in REPORTS_OF_A_NIGHT]
    assert names == ["portfolio_risk", "data_quality"]
    assert [report.file_name for report in REPORTS_OF_A_NIGHT] == [f"{n}.html" for n in names]


@pytest.mark.parametrize("report", REPORTS_OF_A_NIGHT, ids=lambda report: report.name)
def test_a_report_renders_from_its_tables_alone(report):
    rows, sample = {
        "portfolio_risk": (portfolio_rows, sample_book.sample_rows),
        "data_quality": (quality_rows, sample_quality.sample_rows),
    }[report.name]
    text = report.render(tables_of(rows.RELATIONS, rows.PREFIX, sample()), META)
    assert text.lstrip().startswith("<!doctype html>")
