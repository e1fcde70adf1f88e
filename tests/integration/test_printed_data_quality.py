"""What the data quality report prints is what the warehouse publishes."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from typing import Any

import pytest

from tests.integration.conftest import AS_OF_DATE, Night
from tests.integration.printed_table import PrintedTable

TODAY = f"as_of_date = date '{AS_OF_DATE}'"


@pytest.fixture(scope="module")
def page(first_night: Night) -> str:
    return first_night.data_report.read_text(encoding="utf-8")


def published_figure(night: Night, table: str, item: str) -> float:
    return float(
        night.value(
            f"select value from monitoring.data_quality where {TODAY} "
            f"and table_name = '{table}' and item = '{item}'"
        )
    )


def half_up(value: Any, decimals: int) -> str:
    return f"{Decimal(str(value)).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP):,f}"


def test_the_printed_features_are_the_published_ones(first_night: Night, page: str) -> None:
    table = PrintedTable(page, "feature-table")
    published = first_night.rows(
        "select catalogue.number, catalogue.feature, quality.value, loans.z_outlier_ratio, "
        "loans.quartile_outlier_ratio, evidence.information_value "
        "from marts.feature_catalogue as catalogue "
        "inner join monitoring.data_quality as quality on catalogue.feature = quality.item "
        f"and quality.check_group = 'feature' and quality.{TODAY} "
        "left join monitoring.feature_profile as loans on catalogue.feature = loans.feature "
        f"and loans.population = 'behaviour' and loans.{TODAY} "
        "left join monitoring.feature_information_value as evidence "
        "on catalogue.feature = evidence.feature and evidence.population = 'behaviour' "
        "order by catalogue.number"
    )
    assert len(table.printed) == len(table.exact) == len(published) == 66
    for printed, exact, (number, name, missing, by_z, by_quartiles, value) in zip(
        table.printed, table.exact, published, strict=True
    ):
        assert printed[:2] == [str(number), name]
        assert float(exact[3]) == pytest.approx(missing, abs=1e-8)
        assert printed[3] == half_up(Decimal(str(missing)) * 100, 1)
        if by_z is not None:
            assert printed[5:7] == [half_up(by_z * 100, 1), half_up(by_quartiles * 100, 1)]
        assert printed[8] == half_up(value, 3)
        assert Decimal(exact[8]) == value


def test_the_printed_rows_and_rules_are_the_published_ones(first_night: Night, page: str) -> None:
    rows = PrintedTable(page, "rows")
    for table, files, read, *_ in rows.exact:
        assert int(read) == published_figure(first_night, table, "rows read")
        assert int(files) == published_figure(first_night, table, "files read")
    rules = PrintedTable(page, "quarantine-rules")
    published = first_night.rows(
        f"select table_name, rule, count(*) from monitoring.quarantine where {TODAY} group by all"
    )
    assert {(row[0], row[1], int(row[2])) for row in rules.exact} == set(published)


def test_the_printed_bins_of_a_feature_are_the_published_ones(
    first_night: Night, page: str
) -> None:
    table = PrintedTable(page, "feature-current-dpd")
    published = first_night.rows(
        "select rows.row_count, rates.good_count, rates.bad_count, rates.bad_rate, "
        "rates.weight_of_evidence from monitoring.feature_histogram as rows "
        "inner join monitoring.feature_bad_rate as rates using (population, feature, bin) "
        f"where rows.{TODAY} and feature = 'current_dpd' order by bin"
    )
    told = [(int(row[2]), int(row[4]), int(row[5]), row[6], row[9]) for row in table.exact]
    assert told == [
        (rows, good, bad, *("" if part is None else f"{part:f}" for part in parts))
        for rows, good, bad, *parts in published
    ]


def test_the_page_stays_small(page: str) -> None:
    assert len(page.encode()) < 5_000_000
