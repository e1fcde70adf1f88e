"""The worked example of the page on connectors works: its views, its grants, its settings."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from orchestration.postgres.source import PostgresSource
from orchestration.told_settings import load_settings
from tests.postgres.conftest import Lending, raw_table

pytestmark = pytest.mark.postgres

PAGE = (Path(__file__).parents[2] / "docs/connectors.md").read_text(encoding="utf-8")
CORE = """
create schema core;
create type core.state as enum ('disbursed', 'closed');
create table core.client_history
    (client_no int, birth_date date, income_pa numeric, changed_at timestamptz);
create table core.account_history
    (account_no int, client_no int, product text, applied_on date, sanctioned numeric,
     state core.state, changed_at timestamptz);
create table core.bureau_pulls (customer_id int, pull_date date, credit_score int);
create table core.instalments
    (account_no int, instalment_number int, due_date date, amount_due numeric, receipt_id text,
     value_date date, amount_paid numeric, booked_at timestamptz);
insert into core.client_history values (7, '1990-01-31', 600000, now());
insert into core.account_history
values (1, 7, 'PERSONAL', '2025-01-01', 100000.50, 'disbursed', now())
"""


def statements(script: str) -> list[str]:
    return [statement for statement in script.split(";") if statement.strip()]


def block(language: str) -> str:
    chapter = PAGE.split("\n## postgres\n")[1]
    found = re.search(rf"```{language}\n(.*?)```", chapter, re.DOTALL)
    assert found
    return found[1]


def test_the_views_the_grants_and_the_settings_of_the_page_are_enough_to_read_a_book(
    lending: Lending, tmp_path: Path
) -> None:
    lending.execute(
        "do $$ begin if exists (select from pg_roles where rolname = 'loanbook') then "
        "drop owned by loanbook; drop role loanbook; end if; end $$",
        *statements(CORE),
        *statements(block("postgresql")),
    )
    settings_file = tmp_path / "loanbook.toml"
    settings_file.write_text(block("toml"), encoding="utf-8")
    settings = load_settings((), {}, settings_file)
    source = PostgresSource.of(settings)
    source.check()

    here = lending.server.url(lending.name, "loanbook", "choose one")
    reached = lending.source(here, schema=source.schema, names=dict(source.names))
    tables = (
        raw_table("customers", "customer_id", "date_of_birth annual_income recorded_at"),
        raw_table("loans", "loan_id customer_id loan_type application_date", "loan_amount status"),
        raw_table("credit_history", "customer_id pull_date"),
        raw_table("repayments", "loan_id", "receipt_id amount_paid"),
        raw_table("outcomes", "loan_id", is_optional=True),
    )
    landed = lending.land(*tables, source=reached)
    assert [table.absent_columns for table in landed[:4]] == [(), (), (), ()]
    assert lending.values(tables[1], ["loan_id", "loan_type", "loan_amount", "status"]) == [
        (1, "personal", "100000.50", "disbursed")
    ]
