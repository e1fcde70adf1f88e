"""What a connector says of its raw tables, and what the catalogue says of a feature."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from orchestration.catalogue import feature_specs
from orchestration.dbt import PROJECT_DIR
from orchestration.errors import UsageError
from orchestration.raw_tables import check_connector, connector_names, raw_tables


def source(name: str, connector: str = "files", **meta: Any) -> dict[str, Any]:
    return {
        "source_name": connector,
        "name": name,
        "identifier": f"{connector}__{name}",
        "columns": {},
        "config": {"meta": meta},
    }


MANIFEST = {
    "sources": {
        "a": source("loans", file_stem="loan_tape", required_columns=["loan_id"]),
        "b": source("customers", is_optional=True, relation="v_clients"),
        "c": source("loans", connector="taiwan"),
    },
    "nodes": {
        "model.loanbook.raw_loans": {"columns": {"loan_id": {}, "channel": {}, "source_row": {}}}
    },
}


def test_a_connector_has_its_own_tables_in_alphabetical_order() -> None:
    assert [table.name for table in raw_tables(MANIFEST, "files")] == ["customers", "loans"]


def test_a_tables_meta_says_where_it_is_and_what_it_needs() -> None:
    customers, loans = raw_tables(MANIFEST, "files")
    assert (loans.file_stem, loans.required_columns, loans.is_optional) == (
        "loan_tape",
        ("loan_id",),
        False,
    )
    assert (customers.relation, customers.is_optional) == ("v_clients", True)
    assert (customers.file_stem, loans.relation) == ("customers", "loans")


def test_a_table_without_columns_of_its_own_has_those_of_the_contract_but_not_ours() -> None:
    assert raw_tables(MANIFEST, "files")[1].known_columns == ("loan_id", "channel")


def test_the_contract_is_no_connector() -> None:
    assert {"files", "postgres", "taiwan", "ravinthra"} <= set(connector_names(PROJECT_DIR))
    assert "contract" not in connector_names(PROJECT_DIR)


def test_an_unknown_connector_is_answered_with_the_known_ones(tmp_path: Path) -> None:
    for name in ("sap", "files", "contract"):
        (tmp_path / "models" / "connectors" / name).mkdir(parents=True)
    check_connector("sap", tmp_path)
    with pytest.raises(UsageError, match="no connector oracle: choose one of files, sap"):
        check_connector("oracle", tmp_path)


def column(number: int, **other: Any) -> dict[str, Any]:
    meta = {
        "number": number,
        "dtype": "decimal",
        "available": "A",
        "monotone": 1,
        "reason_text": "Debt high against income",
        "reason_group": "debt level",
        "is_internal": False,
        "is_sensitive": False,
    }
    return {"config": {"meta": meta | other}}


def test_features_come_in_the_order_of_their_numbers_and_other_columns_do_not() -> None:
    columns = {
        "second": column(2),
        "loan_id": {"config": {"meta": {}}},
        "first": column(1, dtype="category", monotone=0, categories=["a", "b"]),
    }
    manifest = {"nodes": {"model.loanbook.mart_loan_features": {"columns": columns}}}
    first, second = feature_specs(manifest)
    assert (first.name, first.categories) == ("first", ("a", "b"))
    assert (second.name, second.monotone, second.reason_group) == ("second", 1, "debt level")
