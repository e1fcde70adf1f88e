from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

import pyarrow as pa
import pytest
import yaml

from reports.portfolio_risk import RELATIONS, context_from_tables
from reports.rows import MissingFigureError, rows_of
from tests.unit.reports.sample_book import META, sample_rows
from tests.unit.reports.tables import tables_of

MODELS = Path(__file__).parents[3] / "dbt_project" / "models" / "reports" / "_portfolio_risk.yml"


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


@pytest.mark.parametrize("relation", sorted(RELATIONS))
def test_no_relation_of_the_report_may_be_absent(relation):
    tables = tables_of(sample_rows())
    del tables[relation]
    with pytest.raises(MissingFigureError, match=relation):
        context_from_tables(tables, META)


def test_the_report_is_about_one_night():
    tables = tables_of(sample_rows() | {"run": []})
    with pytest.raises(MissingFigureError, match="has 0 rows"):
        context_from_tables(tables, META)


def test_the_warehouse_declares_every_column_that_the_report_reads():
    declared = {
        model["name"]: {column["name"] for column in model["columns"]}
        for model in yaml.safe_load(MODELS.read_text(encoding="utf-8"))["models"]
    }
    read = {name: set(row_type.__slots__) for name, row_type in RELATIONS.items()}
    assert set(declared) == set(read)
    for name, columns in read.items():
        assert columns | {"as_of_date"} == declared[name], name
