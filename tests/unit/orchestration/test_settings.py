"""Settings: where they come from, and that nothing slips in unread."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
import yaml

from orchestration import settings_page
from orchestration.errors import UsageError
from orchestration.settings import Settings, defaults, rules
from orchestration.told_settings import load_settings

REPOSITORY = Path(__file__).resolve().parents[3]


def settings_from(
    tmp_path: Path, *assignments: str, toml: str = "", **environment: str
) -> Settings:
    settings_file = tmp_path / "loanbook.toml"
    if toml:
        settings_file.write_text(toml, encoding="utf-8")
    return load_settings(assignments, environment, settings_file)


def test_without_any_source_every_setting_has_its_default(tmp_path: Path) -> None:
    assert settings_from(tmp_path) == Settings()


def test_the_command_line_beats_the_environment_which_beats_the_file(tmp_path: Path) -> None:
    toml = 'entity = "nbfc_base"\nhistory_months = 6\nthreads = 1\n'
    environment = {"LOANBOOK_ENTITY": "nbfc_middle", "LOANBOOK_HISTORY_MONTHS": "7"}
    loaded = settings_from(tmp_path, "entity=nbfc_upper", toml=toml, **environment)
    assert (loaded.entity, loaded.history_months, loaded.threads) == ("nbfc_upper", 7, 1)


def test_what_comes_with_the_connectors_data_gives_way_to_what_the_lender_says(
    tmp_path: Path,
) -> None:
    shipped = settings_from(tmp_path, "connector=taiwan")
    assert (shipped.book_currency, shipped.lift_monotone) == ("TWD", ("all",))
    said = settings_from(tmp_path, "connector=taiwan", toml='lift_monotone = ["foir_ratio"]\n')
    assert (said.book_currency, said.lift_monotone) == ("TWD", ("foir_ratio",))


def test_the_last_of_two_assignments_of_one_key_holds(tmp_path: Path) -> None:
    assert settings_from(tmp_path, "threads=1", "threads=3").threads == 3


@pytest.mark.parametrize(
    ("assignment", "key", "value"),
    [
        ("overdue_tolerance=100", "overdue_tolerance", Decimal(100)),
        ("ind_as=yes", "ind_as", True),
        ("segments=branch, channel", "segments", ("branch", "channel")),
        ("quarantine_limit=0.2", "quarantine_limit", 0.2),
        ("raw=/data/it's here", "raw", "/data/it's here"),
    ],
)
def test_text_becomes_a_value_of_the_settings_own_type(
    tmp_path: Path, assignment: str, key: str, value: object
) -> None:
    assert getattr(settings_from(tmp_path, assignment), key) == value


@pytest.mark.parametrize(
    "assignment",
    [
        "quarantine_limit=1.5",
        "quarantine_limit=nan",
        "threads=two",
        "threads=0",
        "entity=cooperative",
        "time_zone=Mars/Olympus",
        "book_currency=rupee",
        "segments=branch; drop table loans",
        "ind_as=perhaps",
        "overdue_tolerance=Infinity",
        "night_starts_at=25:00",
        "memory_limit=lots",
    ],
)
def test_a_value_outside_its_range_is_refused_with_what_is_accepted(
    tmp_path: Path, assignment: str
) -> None:
    key, value = assignment.split("=")
    with pytest.raises(UsageError) as refused:
        settings_from(tmp_path, assignment)
    assert key in str(refused.value)
    assert value in str(refused.value)
    assert rules()[key].range_text() in str(refused.value)
    assert "\n" not in str(refused.value)


def test_a_toml_value_of_the_wrong_kind_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"threads = True from loanbook\.toml"):
        settings_from(tmp_path, toml="threads = true\n")


def test_an_unknown_key_is_an_error_with_the_nearest_known_one(tmp_path: Path) -> None:
    with pytest.raises(
        UsageError, match="unknown setting quarantine_limt from --set: did you mean"
    ):
        settings_from(tmp_path, "quarantine_limt=0.1")


def test_an_unknown_key_is_an_error_wherever_it_stands(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="unknown setting wherever from the environment"):
        settings_from(tmp_path, LOANBOOK_WHEREVER="1")
    with pytest.raises(UsageError, match=r"unknown setting wherever from loanbook\.toml"):
        settings_from(tmp_path, toml="wherever = 1\n")


def test_the_home_and_what_dbt_is_told_are_no_settings(tmp_path: Path) -> None:
    environment = {"LOANBOOK_HOME": "/srv/loanbook", "LOANBOOK_BUILD_DIR": "/srv/loanbook/build"}
    assert settings_from(tmp_path, **environment) == Settings()


@pytest.mark.parametrize("assignment", ["entity", "=bank", ""])
def test_an_assignment_that_is_none_is_refused(tmp_path: Path, assignment: str) -> None:
    with pytest.raises(UsageError, match="KEY=VALUE"):
        settings_from(tmp_path, assignment)


def test_a_settings_file_that_is_no_toml_is_named(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"loanbook\.toml cannot be read as TOML"):
        settings_from(tmp_path, toml="entity = \n")


def test_the_settings_page_is_written_from_the_settings() -> None:
    page = (REPOSITORY / "docs" / "settings.md").read_text(encoding="utf-8")
    assert page == settings_page.render(), (
        "docs/settings.md is behind: python -m orchestration.settings_page > docs/settings.md"
    )


def test_every_setting_says_what_it_does_and_belongs_to_a_group() -> None:
    for key, rule in rules().items():
        assert len(rule.doc.split()) >= 4, key
        assert rule.doc.rstrip().endswith("."), key
        assert rule.group, key


def test_settings_that_reach_sql_have_the_defaults_of_the_dbt_project() -> None:
    project = yaml.safe_load((REPOSITORY / "dbt_project" / "dbt_project.yml").read_text())
    plan = {"as_of_dates", "is_training_run", "published_dates", "run_id"}
    known = {key for key, rule in rules().items() if rule.is_dbt_var}
    assert set(project["vars"]) == known | plan
    for key in known:
        default = defaults()[key]
        stated = project["vars"][key]
        comparable = list(default) if isinstance(default, tuple) else default
        assert str(stated) == str(comparable), key
