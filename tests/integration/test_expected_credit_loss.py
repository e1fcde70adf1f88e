"""The published allowance, worked out again in plain decimals from what its own row says."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Any

import duckdb
import pytest

from tests.integration.conftest import Night

PAISA = Decimal("0.01")
FLOORS = Path(__file__).parents[2] / "dbt_project/seeds/ecl/ecl_floor.csv"

Row = dict[str, Any]


def rows_of(night: Night, query: str) -> list[Row]:
    with duckdb.connect(str(night.warehouse), read_only=True) as connection:
        cursor = connection.execute(query)
        names = [column[0] for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


@pytest.fixture(scope="module")
def allowances(first_night: Night) -> list[Row]:
    return rows_of(first_night, "select * from marts.loan_ecl order by loan_id")


@pytest.fixture(scope="module")
def scenarios(first_night: Night) -> list[Row]:
    return rows_of(first_night, "select * from marts.ecl_scenario order by scenario")


def half_up(amount: Decimal) -> Decimal:
    return amount.quantize(PAISA, ROUND_HALF_UP)


def one_year_loss(row: Row, scenario: Row) -> Decimal:
    """Loss of an impaired loan, or of the next 12 months of another one."""
    lgd = min(row["lgd"] * scenario["lgd_multiplier"], Decimal(1))
    if row["stage"] == 3:
        return half_up(row["ead"] * lgd)
    pd = min(row["pd_12m"] * scenario["pd_multiplier"], Decimal(1))
    rate = (row["discount_rate_pct"] or Decimal(0)) / 100
    return half_up(pd * lgd * row["ead"] * (1 + rate) ** Decimal("-0.5"))


def weighted(row: Row, scenarios: list[Row]) -> Decimal:
    return half_up(sum((s["weight"] * one_year_loss(row, s) for s in scenarios), start=Decimal(0)))


def test_every_open_loan_has_one_allowance(first_night: Night, allowances: list[Row]) -> None:
    open_loans = first_night.value(
        "select loan_count from marts.portfolio_summary order by as_of_date desc limit 1"
    )
    assert len({row["loan_id"] for row in allowances}) == len(allowances) == open_loans


def test_the_weights_of_the_scenarios_sum_to_one(scenarios: list[Row]) -> None:
    assert sum(scenario["weight"] for scenario in scenarios) == 1


def test_a_year_s_loss_and_an_impaired_one_follow_from_their_row(
    allowances: list[Row], scenarios: list[Row]
) -> None:
    compared = [row for row in allowances if row["ecl_basis"] in ("12 months", "impaired")]
    assert {row["ecl_basis"] for row in compared} == {"12 months", "impaired"}
    for row in compared:
        assert row["ecl_before_floor"] == weighted(row, scenarios), row["loan_id"]


def test_a_lifetime_s_loss_is_the_year_s_where_one_year_is_left_and_more_where_more_is(
    allowances: list[Row], scenarios: list[Row]
) -> None:
    lifetimes = [row for row in allowances if row["ecl_basis"] == "lifetime"]
    assert {row["remaining_years"] > 1 for row in lifetimes} == {True, False}
    for row in lifetimes:
        year = weighted(row, scenarios)
        loss = row["ecl_before_floor"]
        assert loss == year if row["remaining_years"] == 1 else loss > year, row["loan_id"]


def test_the_allowance_is_the_higher_of_loss_and_floor(allowances: list[Row]) -> None:
    for row in allowances:
        loss = row["ecl_before_floor"] if row["ecl_before_floor"] is not None else row["provision"]
        floor = half_up(row["outstanding"] * row["floor_rate"])
        assert row["ecl"] == max(loss, floor), row["loan_id"]
        assert row["is_floor_binding"] == (floor > loss), row["loan_id"]


def test_a_floor_that_nobody_has_read_in_the_text_is_marked_on_every_row(
    first_night: Night, allowances: list[Row]
) -> None:
    assert all(line.endswith(",false") for line in FLOORS.read_text().splitlines()[1:])
    assert {row["floor_is_verified"] for row in allowances} == {False}
    for relation in ("portfolio_ecl", "ecl_bridge"):
        verified = f"select distinct floor_is_verified from marts.{relation} where loan_count > 0"
        assert first_night.rows(verified) == [(False,)]


def test_stage_three_is_the_npa_and_nothing_else(first_night: Night) -> None:
    pairs = first_night.rows(
        "select distinct ecl.stage = 3, npa.is_npa from marts.loan_ecl as ecl "
        "inner join marts.loan_npa_status as npa using (loan_id, as_of_date) order by 1"
    )
    assert pairs == [(False, False), (True, True)]


def test_no_loan_with_a_sign_of_trouble_is_in_stage_one(first_night: Night) -> None:
    stages = first_night.rows(
        "select distinct ecl.stage from marts.loan_ecl as ecl "
        "inner join marts.loan_npa_status as npa using (loan_id, as_of_date) "
        "left join marts.watch_list as watched using (loan_id, as_of_date) "
        "where watched.loan_id is not null or (npa.dpd >= 30 and not npa.is_npa)"
    )
    assert stages == [(2,)]


def test_the_watch_list_names_open_performing_loans_and_says_why(first_night: Night) -> None:
    watched = rows_of(
        first_night,
        "select watched.*, npa.is_npa from marts.watch_list as watched "
        "left join marts.loan_npa_status as npa using (loan_id, as_of_date)",
    )
    signs = ("is_paying_late", "is_dti_rising", "is_utilisation_rising", "is_rolled_forward")
    assert watched
    for row in watched:
        assert row["is_npa"] is False
        assert row["trigger_count"] == sum(row[sign] for sign in signs) >= 1
        assert row["reason_text"].count(";") == row["trigger_count"] - 1
    assert all(any(row[sign] for row in watched) for sign in signs)


def test_the_reserve_is_what_the_allowance_falls_short_of_the_provision(first_night: Night) -> None:
    (total,) = rows_of(first_night, "select * from marts.ecl_bridge where stage = 'all'")
    shortfall = total["provision"] - total["ecl_allowance"]
    assert total["impairment_reserve"] == max(shortfall, Decimal(0))
    assert total["over_90_not_impaired_count"] == 0
    assert total["standing"] == "shown beside: it applies to banks from 1 April 2027"
