"""What stands in PostgreSQL arrives as it stands there, whatever its type and its name."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from tests.postgres.conftest import CUSTOMERS, LOANS, OUTCOMES, Lending, raw_table
from tests.postgres_server import Server

pytestmark = pytest.mark.postgres

TYPED = raw_table("typed", "value")


def arrived(lending: Lending, definition: str, *values: str) -> tuple[str, list[object]]:
    """The landed type and the landed values of a column of that definition."""
    lending.execute(
        f"create table typed (value {definition})",
        *(f"insert into typed values ({value})" for value in values),
    )
    lending.land(TYPED)
    ((kind,),) = lending.rows(
        "select data_type from duckdb_columns() "
        "where table_name = 'postgres__typed' and column_name = 'value'"
    )
    return kind, [value for (value,) in lending.values(TYPED, ["value"])]


@pytest.mark.parametrize(
    "digits", ["1234.50", "0.01", "-0.00", "9999999999999999.99", "0", "0.000001"]
)
def test_an_exact_number_arrives_to_the_last_digit(lending: Lending, digits: str) -> None:
    kind, (value,) = arrived(lending, "numeric", digits)
    assert kind == "VARCHAR"
    assert Decimal(str(value)) == Decimal(digits)


def test_a_number_that_no_float_can_hold_arrives_exactly(lending: Lending) -> None:
    digits = "12345678901234567890.12345678901234567890"
    assert arrived(lending, "numeric(60, 20)", digits) == ("VARCHAR", [digits])


@pytest.mark.parametrize(
    ("definition", "given", "kind", "value"),
    [
        ("boolean", "true", "BOOLEAN", True),
        ("smallint", "-3", "SMALLINT", -3),
        ("integer", "24", "INTEGER", 24),
        ("bigint", "9007199254740993", "BIGINT", 9_007_199_254_740_993),
        ("double precision", "0.25", "DOUBLE", 0.25),
        ("real", "0.25", "FLOAT", 0.25),
        ("money", "'1234.56'::numeric::money", "VARCHAR", "1234.56"),
        ("text", "'L-''\"><script>; किराना'", "VARCHAR", "L-'\"><script>; किराना"),
        ("text", r"E'two\nlines'", "VARCHAR", "two\nlines"),
        ("varchar(3)", "'560'", "VARCHAR", "560"),
        ("char(5)", "'560'", "VARCHAR", "560"),
        (
            "uuid",
            "'93ca02b0-9087-4214-a2cd-7fb8ee1889af'",
            "VARCHAR",
            "93ca02b0-9087-4214-a2cd-7fb8ee1889af",
        ),
        ("date", "'2025-01-31'", "DATE", date(2025, 1, 31)),
        (
            "timestamp",
            "'2025-01-31 01:02:03.000004'",
            "TIMESTAMP",
            datetime(2025, 1, 31, 1, 2, 3, 4),
        ),
        (
            "timestamptz",
            "'2025-01-31 00:30:00+05:30'",
            "TIMESTAMP WITH TIME ZONE",
            datetime(2025, 1, 30, 19, 0, tzinfo=UTC),
        ),
    ],
)
def test_each_plain_type_arrives_as_what_it_is(
    lending: Lending, definition: str, given: str, kind: str, value: object
) -> None:
    found = arrived(lending, definition, given, "null")
    assert found == (kind, [value, None])


def test_an_enumeration_arrives_as_text(lending: Lending) -> None:
    lending.execute("create type product as enum ('personal', 'home')")
    assert arrived(lending, "product", "'home'") == ("VARCHAR", ["home"])


def test_a_domain_arrives_as_the_type_that_it_narrows(lending: Lending) -> None:
    lending.execute(
        "create domain amount as numeric(18, 2) check (value >= 0)",
        "create domain loan_amount as amount check (value < 1000000)",
    )
    assert arrived(lending, "loan_amount", "1234.50") == ("VARCHAR", ["1234.50"])


def test_a_domain_of_days_holds_its_own_bounds_only(lending: Lending) -> None:
    lending.execute("create domain day as date check (value < '2100-01-01')")
    assert arrived(lending, "day", "'2025-01-31'") == ("DATE", [date(2025, 1, 31)])


@pytest.mark.parametrize("definition", ["date", "timestamp", "timestamptz"])
def test_what_arrow_has_no_day_for_arrives_as_a_day_that_the_contract_refuses(
    lending: Lending, definition: str
) -> None:
    arrived(lending, definition, "'infinity'", "'-infinity'", "'0044-03-15 BC'", "null")
    years = lending.rows(
        "select extract(year from value) from landing.postgres__typed order by source_row"
    )
    assert years == [(9999,), (1,), (1,), (None,)]


def test_not_a_number_arrives_as_text_for_the_quarantine(lending: Lending) -> None:
    assert arrived(lending, "numeric(18, 2)", "'NaN'") == ("VARCHAR", ["NaN"])


def test_text_arrives_the_same_from_a_database_of_another_encoding(
    lending_server: Server, lending: Lending
) -> None:
    lending_server.create_database("latin", "LATIN1")
    latin = Lending(lending_server, "latin", lending.landing)
    assert arrived(latin, "text", "'Fran' || chr(231) || 'ois'") == ("VARCHAR", ["François"])


def test_columns_beside_the_contract_are_not_read_but_listed(lending: Lending) -> None:
    lending.execute(
        "create table customers (customer_id text, pan text, notes jsonb, tags text[], scan bytea)",
        "insert into customers values ('C1', 'ABCDE1234F', '{}', '{a}', '')",
    )
    (customers,) = lending.land(CUSTOMERS)
    assert customers.columns == ("customer_id",)
    assert customers.absent_columns == ("state",)
    assert customers.ignored_columns == ("pan", "notes", "tags", "scan")
    names = lending.rows(
        "select column_name from duckdb_columns() where table_name = 'postgres__customers'"
    )
    assert ("pan",) not in names


def test_a_segment_is_read_beside_the_contract(lending: Lending) -> None:
    lending.execute(
        "create table customers (customer_id text, cluster text)",
        "insert into customers values ('C1', 'south')",
    )
    source = lending.source(extra_columns=("cluster",))
    lending.land(CUSTOMERS, source=source)
    assert lending.values(CUSTOMERS, ["cluster"]) == [("south",)]


def test_names_in_other_letters_in_a_schema_of_their_own_are_found(lending: Lending) -> None:
    lending.execute(
        'create schema "Core Banking"',
        'create table "Core Banking"."Kunden ""A""" ("CUSTOMER_ID" int)',
        'insert into "Core Banking"."Kunden ""A""" values (1)',
    )
    source = lending.source(names={"customers": 'Core Banking.Kunden "A"'})
    (customers,) = lending.land(CUSTOMERS, source=source)
    assert customers.origins == ('Core Banking.Kunden "A"',)
    assert lending.values(CUSTOMERS, ["customer_id"]) == [(1,)]


@pytest.mark.parametrize("kind", ["view", "materialized view", "partitioned table"])
def test_what_is_no_plain_table_is_read_like_one(lending: Lending, kind: str) -> None:
    lending.execute("create table clients (id int, region text)", "insert into clients values (1)")
    if kind == "partitioned table":
        lending.execute(
            "create table customers (customer_id int) partition by list (customer_id)",
            "create table customers_1 partition of customers for values in (1)",
            "insert into customers values (1)",
        )
    else:
        lending.execute(f"create {kind} customers as select id as customer_id from clients")
    lending.land(CUSTOMERS)
    assert lending.values(CUSTOMERS, ["customer_id"]) == [(1,)]


def test_an_optional_table_that_is_not_there_has_no_rows_but_its_columns(lending: Lending) -> None:
    lending.execute("create table customers (customer_id text)")
    _, outcomes = lending.land(CUSTOMERS, OUTCOMES)
    assert outcomes.origins == ()
    assert lending.values(OUTCOMES, ["loan_id", "is_bad"]) == []


def test_each_row_carries_its_table_its_number_and_the_moment_of_the_snapshot(
    lending: Lending,
) -> None:
    lending.execute(
        "create table customers (customer_id text)",
        "insert into customers select 'C' || n from generate_series(1, 3) as n",
    )
    (customers,) = lending.land(CUSTOMERS)
    moment = datetime.fromisoformat(customers.relations[0].snapshot_at)
    expected = [("public.customers", number, moment) for number in (1, 2, 3)]
    columns = ["source_file", "source_row", "source_modified_at"]
    assert lending.values(CUSTOMERS, columns) == expected


def test_the_record_of_a_table_tells_its_rows_and_a_hash_of_them(lending: Lending) -> None:
    def hash_of(*rows: str) -> tuple[int, str]:
        lending.execute(
            "drop table if exists loans", "create table loans (loan_id text, customer_id text)"
        )
        lending.execute(*(f"insert into loans values {row}" for row in rows))
        (loans,) = lending.land(LOANS)
        assert loans.rows == loans.relations[0].rows == len(rows)
        return loans.rows, loans.relations[0].content_hash

    first = hash_of("('L1', 'C1')", "('L2', 'C2')")
    assert hash_of("('L2', 'C2')", "('L1', 'C1')") == first
    assert hash_of("('L1', 'C2')", "('L2', 'C1')") != first
    assert hash_of("('L1', 'C1')", "('L2', 'C2')", "('L2', 'C2')") != first
