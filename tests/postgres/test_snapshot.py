"""All tables are of one moment, whatever a writer does meanwhile; and nothing is written."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from orchestration.errors import InputError
from orchestration.landing import LandedTable
from orchestration.postgres.session import open_session
from tests.postgres.conftest import CUSTOMERS, LOANS, Lending

pytestmark = pytest.mark.postgres


# Workers cost nothing: the server would use them for any table.
EAGER = "options=-c%20parallel_tuple_cost%3D0%20-c%20parallel_setup_cost%3D0"


@pytest.fixture
def book(lending: Lending) -> Lending:
    """Two customers with a loan each; every customer of a loan is there."""
    lending.execute(
        "create table customers (customer_id text)",
        "create table loans (loan_id text, customer_id text)",
        "insert into customers values ('C1'), ('C2')",
        "insert into loans values ('L1', 'C1'), ('L2', 'C2')",
    )
    return lending


def loans_without_customer(lending: Lending) -> list[tuple[str, ...]]:
    return lending.rows(
        "select loan_id from landing.postgres__loans anti join landing.postgres__customers "
        "using (customer_id) order by loan_id"
    )


def test_a_writer_between_two_tables_does_not_tear_them(book: Lending) -> None:
    def lend_more(table: LandedTable) -> None:
        if table.name == "customers":
            book.execute(
                "insert into customers values ('C3')",
                "insert into loans values ('L3', 'C3')",
                "delete from loans where loan_id = 'L1'",
                "update loans set customer_id = 'C3' where loan_id = 'L2'",
            )

    book.land(CUSTOMERS, LOANS, then=lend_more)
    assert book.values(LOANS, ["loan_id", "customer_id"]) == [("L1", "C1"), ("L2", "C2")]
    assert loans_without_customer(book) == []
    book.land(CUSTOMERS, LOANS)
    assert sorted(book.values(LOANS, ["loan_id", "customer_id"])) == [("L2", "C3"), ("L3", "C3")]


def test_all_tables_carry_the_same_moment(book: Lending) -> None:
    customers, loans = book.land(CUSTOMERS, LOANS, then=lambda _: time.sleep(0.01))
    assert customers.relations[0].snapshot_at == loans.relations[0].snapshot_at


def test_nobody_can_empty_a_table_that_is_still_to_be_read(book: Lending) -> None:
    refused: list[str] = []

    def reload(table: LandedTable) -> None:
        if table.name == "customers":
            with pytest.raises(Exception, match="lock timeout") as stopped:
                book.execute("set lock_timeout = '100ms'", "truncate loans")
            refused.append(str(stopped.value))

    book.land(CUSTOMERS, LOANS, then=reload)
    assert len(refused) == 1
    assert len(book.values(LOANS, ["loan_id"])) == 2


@contextmanager
def reloading(lending: Lending, *, seconds: float) -> Iterator[None]:
    """A load that has emptied `loans` and fills it again before it commits."""
    begun = threading.Event()

    def reload() -> None:
        with lending.server.connection(lending.name) as connection:
            cursor = connection.cursor()
            for statement in ("begin", "truncate loans", "insert into loans values ('L9', 'C2')"):
                cursor.execute(statement)
            begun.set()
            time.sleep(seconds)
            cursor.execute("commit")
            cursor.close()

    load = threading.Thread(target=reload)
    load.start()
    assert begun.wait(timeout=60)
    yield
    load.join()


def test_a_table_that_is_being_reloaded_is_waited_for_and_read_full(book: Lending) -> None:
    """`truncate` empties a table for snapshots too that are older than its commit."""
    with reloading(book, seconds=1):
        book.land(CUSTOMERS, LOANS)
    assert book.values(LOANS, ["loan_id"]) == [("L9",)]


def test_the_tables_under_a_view_are_held_too(book: Lending) -> None:
    book.execute("create view v_loans as select * from loans")
    source = book.source(names={"loans": "v_loans"})
    with reloading(book, seconds=1):
        book.land(CUSTOMERS, LOANS, source=source)
    assert book.values(LOANS, ["loan_id"]) == [("L9",)]


def test_a_session_can_write_nothing(book: Lending) -> None:
    with (
        open_session(book.server.url(book.name)) as session,
        session.snapshot(),
        pytest.raises(InputError, match="read-only transaction"),
        session.stream("delete from loans returning loan_id", "public.loans") as reader,
    ):
        reader.read_all()
    book.land(LOANS)
    assert len(book.values(LOANS, ["loan_id"])) == 2


def test_the_same_table_is_read_in_the_same_order_whatever_else_is_reading_it(
    lending: Lending,
) -> None:
    """The server lets one reader join another's scan in the middle, and shares it among workers."""
    lending.execute(
        "create table loans (loan_id text, customer_id text)",
        "insert into loans select lpad(n::text, 500, '0'), 'C' from generate_series(1, 100000) n",
        "analyze loans",
    )
    with lending.server.connection(lending.name) as other:
        cursor = other.cursor()
        cursor.execute("select loan_id from loans")
        first = cursor.fetch_record_batch().read_next_batch()
        assert 0 < first.num_rows < 100_000
        lending.land(LOANS, source=lending.source(f"{lending.server.url('lending')}?{EAGER}"))
        cursor.close()
    out_of_order = lending.rows(
        "select count(*) from landing.postgres__loans where loan_id::bigint <> source_row"
    )
    assert out_of_order == [(0,)]
