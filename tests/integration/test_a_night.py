"""A whole night: what it leaves, what it says, and that running it twice is running it once."""

from __future__ import annotations

import json
import re
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

import duckdb
import pytest

from ml.bundle import load
from tests.command_line import loanbook
from tests.integration.conftest import AS_OF_DATE, HOSTILE_LOAN, Night, SecondNight

RELATIONS = [
    "marts.mart_loan_features",
    "marts.loan_npa_status",
    "marts.borrower_npa_status",
    "marts.latest_loan_npa_status",
    "scores.loan_scores",
    "scores.loan_score_reasons",
    "scores.latest_loan_scores",
    "monitoring.data_quality",
    "monitoring.quarantine",
    "monitoring.run_history",
    "ml.model_versions",
    "ml.trials",
    "ml.candidate_metrics",
]


def test_a_night_ends_with_where_its_results_lie(first_night: Night) -> None:
    lines = first_night.stdout.splitlines()
    assert lines[0] == f"warehouse  {first_night.warehouse}"
    assert lines[1] == f"report     {first_night.data_report}"
    assert lines[2] == f"report     {first_night.report}"
    assert all(Path(line.split(maxsplit=1)[1].removeprefix("record ")).exists() for line in lines)


def test_a_night_shows_its_steps_and_nothing_of_its_tools(first_night: Night) -> None:
    assert "publishing: " in first_night.stderr
    assert not re.search(r"dagster|dbt command|Traceback|Warning", first_night.stderr)


def test_the_promised_relations_are_there_with_their_comments(first_night: Night) -> None:
    found = {
        f"{schema}.{name}": comment
        for schema, name, comment in first_night.rows(
            "select schema_name, table_name, comment from duckdb_tables() "
            "union all "
            "select schema_name, view_name, comment from duckdb_views() where not internal"
        )
    }
    assert set(RELATIONS) <= set(found)
    assert [relation for relation, comment in found.items() if not comment] == []
    assert [
        relation for relation in RELATIONS if not found[relation].startswith("One row per")
    ] == []


def test_every_column_carries_its_comment(first_night: Night) -> None:
    silent = first_night.rows(
        "select schema_name, table_name, column_name from duckdb_columns() "
        "where not internal and comment is null"
    )
    assert silent == []


def test_every_open_loan_and_every_undecided_application_is_scored_once(first_night: Night) -> None:
    due = first_night.rows(
        "select loan_id, population from marts.mart_loan_features "
        f"where as_of_date = date '{AS_OF_DATE}' order by loan_id"
    )
    scored = first_night.rows(
        "select loan_id, population from scores.latest_loan_scores order by loan_id"
    )
    assert scored == due
    assert {population for _, population in scored} == {"application", "behaviour"}


def test_the_family_that_scores_follows_from_what_the_row_is(first_night: Night) -> None:
    families = first_night.rows(
        """
        select distinct
            case
                when status.is_npa then 'npa'
                when scores.population = 'application' then 'application'
                when features.months_on_book < 3 then 'young'
                else 'open'
            end,
            versions.population
        from scores.latest_loan_scores as scores
        inner join marts.mart_loan_features as features using (loan_id, as_of_date)
        left join marts.loan_npa_status as status using (loan_id, as_of_date)
        left join ml.model_versions as versions using (model_version)
        order by 1
        """
    )
    assert families == [
        ("application", "application"),
        ("npa", None),
        ("open", "behaviour"),
        ("young", "application"),
    ]


def test_a_loan_that_is_npa_has_a_pd_of_one_and_no_reasons(first_night: Night) -> None:
    assert first_night.rows(
        "select distinct pd_12m, risk_score, model_version, features_hash "
        "from scores.latest_loan_scores inner join marts.latest_loan_npa_status using (loan_id) "
        "where is_npa"
    ) == [(1.0, 300, None, None)]
    assert (
        first_night.value(
            "select count(*) from scores.loan_score_reasons inner join marts.loan_npa_status "
            "using (loan_id, as_of_date) where is_npa"
        )
        == 0
    )


def test_only_undecided_applications_get_a_decision_and_an_advice(first_night: Night) -> None:
    assert first_night.rows(
        "select population, count(decision) = count(*), count(recommendation_text) = count(*), "
        "count(decision) + count(recommendation_text) = 0 "
        "from scores.latest_loan_scores group by population order by population"
    ) == [("application", True, True, False), ("behaviour", False, False, True)]


def test_scores_bands_and_pds_say_the_same(first_night: Night) -> None:
    assert (
        first_night.value(
            "select count(*) from scores.loan_scores as safer "
            "inner join scores.loan_scores as riskier "
            "on safer.pd_12m < riskier.pd_12m where safer.risk_score < riskier.risk_score "
            "or safer.risk_band > riskier.risk_band"
        )
        == 0
    )


def test_expected_loss_is_pd_times_lgd_times_exposure_to_the_paisa(first_night: Night) -> None:
    rows = first_night.rows(
        "select pd_12m, expected_loss, greatest(principal_outstanding, 0) "
        "from scores.latest_loan_scores inner join marts.latest_loan_npa_status using (loan_id)"
    )
    known = {Decimal(n) / 100 for n in (10, 20, 30, 40, 45, 50, 65, 75)}
    for pd, loss, exposure in rows:
        if exposure > 10_000 and pd > 0.001:
            lgd = (loss / (Decimal(repr(pd)) * exposure)).quantize(Decimal("0.01"), ROUND_HALF_UP)
            expected = (Decimal(repr(pd)) * lgd * exposure).quantize(Decimal("0.01"), ROUND_HALF_UP)
            assert loss == expected
            assert lgd in known


def test_reasons_are_ranked_raise_the_pd_and_are_at_most_four(first_night: Night) -> None:
    assert first_night.rows(
        "select bool_and(ranks = list_sort(ranks) and ranks[1] = 1 and len(ranks) <= 4), "
        "bool_and(parts = list_reverse_sort(parts) and parts[-1] > 0) from ("
        'select list("rank" order by "rank") as ranks, list(contribution order by "rank") as parts '
        "from scores.loan_score_reasons group by loan_id, as_of_date)"
    ) == [(True, True)]
    assert first_night.value("select count(*) from scores.loan_score_reasons") > 0


def test_each_family_has_a_champion_whose_bundle_is_whole_and_not_pickled(
    first_night: Night,
) -> None:
    registry = first_night.rows(
        "select model_version, population, bundle_path, features_hash, state, promoted_by "
        "from ml.model_versions order by population"
    )
    assert [row[1] for row in registry] == ["application", "behaviour"]
    for version, population, path, features_hash, state, promoted_by in registry:
        bundle = load(first_night.home / path)
        assert (bundle.population, bundle.features_hash) == (population, features_hash)
        assert version.startswith(f"{population}-20250531-")
        assert (state, promoted_by) == ("champion", "loanbook")
    kinds = {path.suffix for path in (first_night.home / "models").rglob("*") if path.is_file()}
    assert kinds <= {".json", ".txt", ".sql"}


def test_an_application_model_reads_nothing_of_the_loans_repayment(first_night: Night) -> None:
    behavioural = first_night.rows(
        "select feature from ml.model_inputs inner join marts.feature_catalogue using (feature) "
        "where population = 'application' and is_used and available = 'B'"
    )
    assert behavioural == []


def test_dirty_rows_are_set_aside_with_rule_file_row_and_key(first_night: Night) -> None:
    rules = {
        (table, rule)
        for table, rule in first_night.rows(
            "select table_name, rule from monitoring.quarantine where source_file is not null "
            "and source_row > 0 and row_key is not null"
        )
    }
    assert ("customers", "negative:annual_income") in rules
    assert ("loans", "unknown_code:loan_type") in rules
    assert ("repayments", "receipt_amount") in rules
    assert ("repayments", "conflicting_duplicate") in rules


def test_text_that_is_an_attack_arrives_unchanged_and_is_only_shown(first_night: Night) -> None:
    quoted = HOSTILE_LOAN.replace("'", "''")
    for relation in ("marts.latest_loan_npa_status", "scores.latest_loan_scores"):
        assert first_night.value(f"select count(*) from {relation} where loan_id = '{quoted}'") == 1
    for report in (first_night.report, first_night.data_report):
        assert "<script>alert(1)</script>" not in report.read_text(encoding="utf-8")


def test_exports_hold_what_the_tables_hold(first_night: Night) -> None:
    folder = first_night.home / "exports" / AS_OF_DATE.isoformat()
    for name, schema in (
        ("mart_loan_features", "marts"),
        ("loan_npa_status", "marts"),
        ("borrower_npa_status", "marts"),
        ("loan_scores", "scores"),
        ("loan_score_reasons", "scores"),
    ):
        table = first_night.value(
            f"select count(*) from {schema}.{name} where as_of_date = date '{AS_OF_DATE}'"
        )
        exported = duckdb.sql(f"select count(*) from '{folder / name}.parquet'").fetchall()
        assert exported == [(table,)], name
        assert table > 0, name


def test_the_record_says_what_went_in_and_what_came_out(first_night: Night) -> None:
    record = first_night.record
    assert record["outcome"] == "published"
    assert record["trained_for"] == ["application", "behaviour"]
    loans = next(table for table in record["inputs"] if table["name"] == "loans")
    assert len(loans["files"][0]["sha256"]) == 64
    assert loans["rows"] == loans["files"][0]["rows"] > 1_500
    assert record["counts"]["loan_scores"] == first_night.value(
        "select count(*) from scores.loan_scores"
    )
    assert record["table_hashes"]["marts.loan_npa_status"]["rows"] == first_night.value(
        "select count(*) from marts.loan_npa_status"
    )
    assert {"scoring", "publishing"} <= set(record["seconds"])


def test_a_night_leaves_nothing_half_done_in_its_build(first_night: Night) -> None:
    build = first_night.home / "build"
    assert not (build / "loanbook.duckdb").exists()
    assert list(first_night.home.glob("*.wal")) == []
    assert (first_night.home / "run.lock").read_text(encoding="utf-8") == ""


def test_the_same_night_twice_gives_the_same_tables(second_night: SecondNight) -> None:
    once, again = (
        second_night.first.record["table_hashes"],
        second_night.night.record["table_hashes"],
    )
    assert {name: again[name] for name in once if again.get(name) != once[name]} == {}
    assert again.keys() == once.keys()
    assert second_night.night.record["trained_for"] == []


def test_a_reader_who_keeps_the_file_open_is_never_disturbed(second_night: SecondNight) -> None:
    reader = second_night.faithful_reader
    assert reader.errors == []
    assert reader.queries > 50
    assert reader.runs_seen == [1]


def test_a_reader_who_comes_back_sees_the_new_night_and_no_error(second_night: SecondNight) -> None:
    reader = second_night.returning_reader
    assert reader.errors == []
    assert reader.queries > 50
    assert reader.runs_seen == [1, 2]


def test_every_run_is_in_the_history(second_night: SecondNight) -> None:
    assert (
        second_night.night.rows(
            "select command, as_of_date, outcome, error, scored_rows > 0 "
            "from monitoring.run_history order by started_at"
        )
        == [("nightly", AS_OF_DATE, "published", None, True)] * 2
    )


def test_the_report_can_be_rendered_again_from_the_warehouse(second_night: SecondNight) -> None:
    home = second_night.night.home
    done = loanbook("report", "--home", home, "--set", "lender=Kirana & Sons", "--json")
    reports = [second_night.night.report, second_night.night.data_report]
    assert json.loads(done.stdout) == [str(path) for path in reports]
    for path in reports:
        assert "Kirana &amp; Sons" in path.read_text(encoding="utf-8")
    assert list(home.glob(".reports-*")) == []


def test_a_report_about_another_date_says_which_date_there_is(second_night: SecondNight) -> None:
    done = loanbook("report", "--home", second_night.night.home, "--as-of", "2025-04-30")
    assert done.returncode == 2
    assert "are about 2025-05-31, not 2025-04-30" in done.stderr


@pytest.mark.parametrize("option", [[], ["--json"]])
def test_the_registry_is_listed_with_states_and_figures(
    second_night: SecondNight, option: list[str]
) -> None:
    done = loanbook("models", "--home", second_night.night.home, *option)
    assert done.returncode == 0
    assert done.stdout.count("champion") >= 2
    if option:
        assert all(0.5 < row["auc"] < 1 for row in json.loads(done.stdout))
