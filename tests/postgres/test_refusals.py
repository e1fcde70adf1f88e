"""What cannot be read is said in one line: what, where, what to do; and never the password."""

from __future__ import annotations

import sys
from urllib.parse import quote

import duckdb
import pytest

from orchestration.errors import ExitCode, InputError, LoanbookError, UsageError
from orchestration.postgres.source import PostgresSource
from orchestration.raw_tables import RawTable
from tests.postgres.conftest import CUSTOMERS, LOANS, OUTCOMES, Lending
from tests.postgres_server import OWNER, PASSWORD, Server

pytestmark = pytest.mark.postgres


@pytest.fixture
def book(lending: Lending) -> Lending:
    lending.execute(
        "create table customers (customer_id text)",
        "create table loans (loan_id text, customer_id text)",
        "insert into loans values ('L1', 'C1')",
    )
    return lending


def refusal(lending: Lending, source: PostgresSource, *tables: RawTable) -> str:
    """What a look at the tables says, before any row is read."""
    with pytest.raises(LoanbookError) as refused:
        look(lending, source, tables or (CUSTOMERS, LOANS))
    return plain(refused.value)


def look(lending: Lending, source: PostgresSource, tables: tuple[RawTable, ...]) -> None:
    source.check()
    source.examine(lending.landing, tables)


def plain(error: LoanbookError) -> str:
    said = str(error)
    assert error.exit_code == ExitCode.BAD_INPUT == 2
    assert "\n" not in said
    for secret in (PASSWORD, quote(PASSWORD, safe=""), "wr0ng"):
        assert secret not in said
    return said


def test_a_server_that_is_not_there_is_named(lending: Lending) -> None:
    url = lending.server.url(lending.name).replace(str(lending.server.port), "1")
    said = refusal(lending, lending.source(url))
    assert said.startswith(f"postgresql://{OWNER}@127.0.0.1:1/lending cannot be reached")
    assert "Connection refused" in said
    assert "check that the server runs" in said


def test_a_host_that_nobody_knows_is_named(lending: Lending) -> None:
    url = f"postgresql://risk:{quote(PASSWORD, safe='')}@nowhere.invalid/lending"
    assert "nowhere.invalid" in refusal(lending, lending.source(url))


def test_a_wrong_password_is_called_that(lending: Lending) -> None:
    said = refusal(lending, lending.source(lending.server.url("lending", OWNER, "wr0ng")))
    assert 'password authentication failed for user "owner"' in said
    assert "PGPASSWORD, ~/.pgpass or LOANBOOK_RAW" in said


def test_a_missing_password_is_called_that(lending: Lending) -> None:
    url = f"postgresql://{OWNER}@127.0.0.1:{lending.server.port}/lending"
    assert "does not let the user in (fe_sendauth: no password supplied)" in refusal(
        lending, lending.source(url)
    )


def test_a_database_that_does_not_exist_is_named(lending: Lending) -> None:
    said = refusal(lending, lending.source(lending.server.url("landing")))
    assert 'database "landing" does not exist' in said


@pytest.mark.parametrize(
    "url",
    [
        f"postgresql://owner:{PASSWORD}@127.0.0.1/lending",
        "postgresql://owner:wr0ng@x@127.0.0.1/lending",
        "postgresql://owner:wr0ng%zz@127.0.0.1/lending",
        "postgresql://owner:wr0ng/lending",
        "mysql://owner:wr0ng@127.0.0.1/lending",
        "host=127.0.0.1 password=wr0ng",
    ],
)
def test_what_is_no_connection_url_is_refused_and_not_shown(lending: Lending, url: str) -> None:
    said = refusal(lending, lending.source(url))
    assert said.startswith("raw is not a connection URL such as postgresql://USER@HOST/DATABASE")


def test_no_url_at_all_is_answered_with_one_to_copy() -> None:
    with pytest.raises(UsageError, match="--raw postgresql://USER@HOST/DATABASE"):
        PostgresSource("", "public", {}, ()).check()


def test_the_driver_that_is_not_installed_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "adbc_driver_postgresql.dbapi", None)
    with pytest.raises(UsageError, match=r"adbc-driver-postgresql.*pip install") as refused:
        PostgresSource("postgresql://db/lending", "public", {}, ()).check()
    assert refused.value.exit_code == ExitCode.BAD_INPUT


def test_a_missing_table_is_named_with_what_was_found(book: Lending) -> None:
    book.execute("alter table loans rename to lones")
    said = refusal(book, book.source())
    assert "table loans: no table or view public.loans in postgresql://owner@127.0.0.1" in said
    assert "found customers, lones in schema public" in said
    assert "postgres_tables" in said


def test_a_missing_schema_is_named(book: Lending) -> None:
    said = refusal(book, book.source(schema="lending"))
    assert "no table or view lending.customers" in said
    assert "found nothing in schema lending" in said


def test_an_optional_table_that_somebody_named_must_be_there(book: Lending) -> None:
    source = book.source(names={"outcomes": "labels.outcomes"})
    assert "no table or view labels.outcomes" in refusal(book, source, OUTCOMES)


def test_a_name_for_a_table_that_is_none_is_refused(book: Lending) -> None:
    said = refusal(book, book.source(names={"lones": "v_loans"}))
    assert said == "postgres_tables names lones, which is no raw table: choose of customers, loans"


def test_a_missing_required_column_is_named_with_what_was_found(book: Lending) -> None:
    book.execute("alter table loans rename column loan_id to id")
    assert refusal(book, book.source()) == (
        "public.loans has no column loan_id: add it; found id, customer_id"
    )


@pytest.mark.parametrize(
    ("definition", "named"),
    [
        ("numeric(18,2)[]", r"numeric(18,2)[]"),
        ("jsonb", "jsonb"),
        ("bytea", "bytea"),
        ("interval", "interval"),
        ("int4range", "int4range"),
        ("point", "point"),
        ("time", "time without time zone"),
        ("customers", "customers"),
    ],
)
def test_a_column_of_the_contract_that_is_no_plain_value_is_refused_with_its_type(
    book: Lending, definition: str, named: str
) -> None:
    book.execute(f"alter table loans add column loan_amount {definition}")
    said = refusal(book, book.source())
    assert f"public.loans: column loan_amount is of type {named}, which is not read" in said
    assert "cast it to a plain type in a view" in said


def test_a_column_that_is_there_twice_in_other_letters_is_refused(book: Lending) -> None:
    book.execute('alter table loans add column "LOAN_ID" text')
    assert "public.loans has the column loan_id twice" in refusal(book, book.source())


def test_a_table_that_the_user_may_not_read_is_named_with_what_to_grant(book: Lending) -> None:
    url = reader_of(book)
    said = refusal(book, book.source(url))
    assert said.startswith("user reader may not read public.customers: grant usage")
    book.execute("grant usage on schema public to reader", "grant select on customers to reader")
    assert "may not read public.loans" in refusal(book, book.source(url))
    book.execute("grant select on loans to reader")
    book.land(CUSTOMERS, LOANS, source=book.source(url))
    assert book.values(LOANS, ["loan_id"]) == [("L1",)]


def test_rows_that_a_policy_hides_are_an_error_and_not_a_smaller_book(book: Lending) -> None:
    url = reader_of(book)
    book.execute(
        "grant usage on schema public to reader",
        "grant select on all tables in schema public to reader",
        "alter table loans enable row level security",
        "create policy own_branch on loans to reader using (false)",
    )
    said = failure(book, book.source(url))
    assert "row-level security" in said
    assert "while reading public.loans" in said


def reader_of(lending: Lending) -> str:
    lending.execute(
        "do $$ begin if exists (select from pg_roles where rolname = 'reader') then "
        "drop owned by reader; drop role reader; end if; end $$",
        "create role reader login password 'wr0ng'",
    )
    return lending.server.url(lending.name, "reader", "wr0ng")


def failure(lending: Lending, source: PostgresSource) -> str:
    """What the reading itself says."""
    with pytest.raises(InputError) as failed:
        lending.land(CUSTOMERS, LOANS, source=source)
    return plain(failed.value)


def test_a_view_that_fails_half_way_is_named_with_what_the_server_said(book: Lending) -> None:
    book.execute(
        "drop table loans",
        "create view loans as select n::text as loan_id, (1 / (150000 - n))::text as customer_id "
        "from generate_series(1, 200000) as n",
    )
    said = failure(book, book.source())
    assert "division by zero (while reading public.loans): correct it there" in said
    assert said.startswith("postgresql://owner@127.0.0.1")


def test_text_that_is_not_of_the_databases_encoding_is_named(lending_server: Server) -> None:
    lending_server.create_database("bytes", "SQL_ASCII")
    lending_server.execute(
        "bytes",
        ["create table customers as select convert_from('\\xe9', 'SQL_ASCII') as customer_id"],
    )
    with duckdb.connect() as landing:
        lending = Lending(lending_server, "bytes", landing)
        with pytest.raises(InputError) as failed:
            lending.land(CUSTOMERS)
    assert 'invalid byte sequence for encoding "UTF8": 0xe9' in plain(failed.value)


def test_a_server_that_goes_away_is_told_from_a_table_that_ended(book: Lending) -> None:
    book.execute(
        "drop table loans",
        "create table loans (loan_id text, customer_id text)",
        "insert into loans select n::text, repeat('x', 1000) from generate_series(1, 100000) as n",
        # a reader that is ended at its 50,000th row
        "create function ended(n int) returns text language plpgsql as $$ begin "
        "if n = 50000 then perform pg_terminate_backend(pg_backend_pid()); end if; "
        "return n::text; end $$",
        "alter table loans rename to all_loans",
        "create view loans as select ended(loan_id::int) as loan_id, customer_id from all_loans",
    )
    said = failure(book, book.source())
    assert "terminating connection due to administrator command" in said
    assert "run again if the server went away" in said


def test_a_statement_that_the_role_may_not_take_so_long_for_is_named(book: Lending) -> None:
    book.execute(
        "drop table loans",
        "create view loans as select 'L1' as loan_id, pg_sleep(5)::text as customer_id",
    )
    url = book.server.url(book.name) + "?options=-c%20statement_timeout%3D200"
    assert "canceling statement due to statement timeout" in failure(book, book.source(url))
