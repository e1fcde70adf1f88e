"""Every setting of the product: its default, its range and what moving it does.

Where a run's values come from: `orchestration.told_settings`. `docs/settings.md` is written from
this file (`python -m orchestration.settings_page`) and a test holds them together.
"""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from orchestration.connection_url import without_password
from orchestration.setting_types import Rule, setting

_NAME = "[A-Za-z_][A-Za-z0-9_]*"


@dataclass(frozen=True)
class Settings:
    """The settings of one run; never changed once loaded."""

    raw: str = setting(
        "",
        "Folder of the raw files; empty: `raw` in the home. For the connector `postgres` the "
        "connection URL, which is shown nowhere with its password. `--raw` says the same.",
        "Input",
        shown=without_password,
    )
    connector: str = setting(
        "files",
        "Which folder of `dbt_project/models/connectors/` reads the raw tables. `--connector` says "
        "the same.",
        "Input",
        pattern=_NAME,
        is_dbt_var=True,
    )
    postgres_schema: str = setting(
        "public",
        "The schema in which the connector `postgres` finds the raw tables or views.",
        "Input",
        pattern=".+",
    )
    postgres_tables: tuple[str, ...] = setting(
        (),
        "Raw tables that have another name in PostgreSQL, each `TABLE=NAME` or "
        "`TABLE=SCHEMA.NAME`, as in `loans=lending.v_loans`; upper and lower case count.",
        "Input",
        pattern="[a-z_]+=[^=]+",
    )
    quarantine_limit: float = setting(
        0.05,
        "Share of a table's distinct keys (of its rows where it has no key) that may break the "
        "rules before the run stops with exit code 3. Higher lets worse files through.",
        "Input",
        low=0,
        high=1,
        is_dbt_var=True,
    )
    segments: tuple[str, ...] = setting(
        (),
        "Extra raw columns of loans or customers that are carried to the reports as segments.",
        "Input",
        pattern=_NAME,
        is_dbt_var=True,
    )
    time_zone: str = setting(
        "Asia/Kolkata",
        "The lender's time zone: when its day ends, and what record times without a zone mean.",
        "Calendar",
        is_time_zone=True,
        is_dbt_var=True,
    )
    record_cutoff_hours: int = setting(
        2,
        "Hours after midnight until which a row recorded late still counts for the day before.",
        "Calendar",
        low=0,
        high=24,
        is_dbt_var=True,
    )
    night_starts_at: str = setting(
        "02:00",
        "When the nightly schedule starts, local to the lender. Before `record_cutoff_hours` some "
        "rows of the day would be missed.",
        "Calendar",
        pattern="([01][0-9]|2[0-3]):[0-5][0-9]",
    )
    training_day: int = setting(
        6,
        "Day of the month on which the monthly training schedule starts, at noon local to the "
        "lender; after `settling_lag_days` the labels of another month-end are settled. The "
        "schedule is on where `train_in_night` is no.",
        "Calendar",
        low=1,
        high=28,
    )
    history_months: int = setting(
        13,
        "Month-ends before the run date for which the portfolio's history is shown.",
        "Calendar",
        low=1,
        high=120,
        is_dbt_var=True,
    )
    lender: str = setting("", "Name on the cover of the reports; empty: none.", "Book")
    book_currency: str = setting(
        "INR",
        "The currency that amounts are reported in, ISO 4217.",
        "Book",
        pattern="[A-Z]{3}",
        is_dbt_var=True,
    )
    book_country: str = setting(
        "IN",
        "The country whose policy rate, ticket edges and pincode tiers apply, ISO 3166.",
        "Book",
        pattern="[A-Z]{2}",
        is_dbt_var=True,
    )
    overdue_tolerance: Decimal = setting(  # noqa: RUF009 - returns a field
        Decimal("0.00"),
        "An arrear at or below this amount is not overdue.",
        "Book",
        low=0,
        high=1_000_000,
        is_dbt_var=True,
    )
    entity: str = setting(
        "bank",
        "Which provision table applies.",
        "Book",
        choices=("bank", "nbfc_base", "nbfc_middle", "nbfc_upper"),
        is_dbt_var=True,
    )
    ind_as: bool = setting(
        False,
        "The books are kept under Ind AS: expected credit loss stands beside the provision.",
        "Book",
        is_dbt_var=True,
    )
    provision_rules: str = setting(
        "irac_2025",
        "The dated rule set of the provision rates.",
        "Book",
        choices=("irac_2025",),
        is_dbt_var=True,
    )
    restated_days: int = setting(
        7,
        "Published days before the run date that are judged again for loans whose source tells no "
        "record times. Where it tells them, every published day is restated, however old.",
        "Book",
        low=0,
        high=3660,
        is_dbt_var=True,
    )
    label_window_months: int = setting(
        12,
        "Months in which a loan may turn bad. Longer windows miss fewer bads and settle later.",
        "Models",
        low=1,
        high=60,
        is_dbt_var=True,
    )
    settling_lag_days: int = setting(
        5,
        "Days after the window before a label counts as settled.",
        "Models",
        low=0,
        high=90,
        is_dbt_var=True,
    )
    training_history_months: int = setting(
        60,
        "How far back month-ends are used for training. Longer history is more rows, and older.",
        "Models",
        low=1,
        high=240,
        is_dbt_var=True,
    )
    train_in_night: bool = setting(
        True,
        "A night trains when a training is due. No: only `loanbook train` and the monthly training "
        "schedule train.",
        "Models",
    )
    training_interval_months: int = setting(
        1,
        "Months between two trainings of a family; the nights between do not train.",
        "Models",
        low=1,
        high=60,
    )
    training_seed: int = setting(
        20_250_331,
        "Seed of everything random in training: the same seed and data give the same model.",
        "Models",
        low=0,
        high=2_147_483_647,
    )
    training_folds: int = setting(
        5, "Folds, grouped by borrower, in which candidates are judged.", "Models", low=3, high=20
    )
    training_min_bads: int = setting(
        50,
        "Fewest bad loans with which a family is trained; fewer, and the last promoted model "
        "stays.",
        "Models",
        low=10,
        high=1_000_000,
    )
    out_of_time_months: int = setting(
        6, "Last mature months that are kept out of training to judge it.", "Models", low=1, high=24
    )
    candidates: tuple[str, ...] = setting(
        ("logistic", "scorecard", "lightgbm"),
        "Models that are trained and compared: logistic, scorecard, lightgbm, gradient_boosting, "
        "xgboost (where its extra is installed), random_forest, soft_vote, or `all`. More take "
        "longer; of equals the one named first here becomes champion.",
        "Models",
        pattern=(
            "logistic|scorecard|lightgbm|gradient_boosting|xgboost|random_forest|soft_vote|all"
        ),
    )
    training_objective: str = setting(
        "auc",
        "What parameter sets and candidates compete on. f2, business_cost and composite read the "
        "cut-off that the two costs set; composite is 0.4 AUC + 0.3 PR-AUC + 0.2 F1 + 0.05 recall "
        "+ 0.05 precision.",
        "Models",
        choices=("auc", "pr_auc", "ks", "f2", "business_cost", "composite", "log_loss", "brier"),
    )
    search_trials: int = setting(
        0,
        "Parameter sets that each candidate tries at most, proposed by a seeded search; 0: only "
        "its defaults, or as many as `search_minutes` allow.",
        "Models",
        low=0,
        high=1_000,
    )
    search_minutes: float = setting(
        0.0,
        "Time for the search of a family; 0: no limit. It is turned into a number of trials by the "
        "size of the sample and a fixed price a fit before the search starts, never by a clock, so "
        "a slow machine takes longer and finds the same champion.",
        "Models",
        low=0,
        high=10_000,
    )
    resampling: str = setting(
        "none",
        "smote adds made-up bads inside each fit, never to what judges or calibrates. It rarely "
        "helps, and moves the level that calibration then has to mend.",
        "Models",
        choices=("none", "smote"),
    )
    cost_false_alarm: float = setting(
        10_000.0,
        "What turning down a good loan costs, in the book's currency. With `cost_missed_bad` it "
        "sets the cut-off; only their ratio counts there.",
        "Models",
        low=0.01,
        high=1e12,
    )
    cost_missed_bad: float = setting(
        100_000.0,
        "What approving a loan that turns bad costs, in the book's currency.",
        "Models",
        low=0.01,
        high=1e12,
    )
    promote_in_night: bool = setting(
        True,
        "A new version that passes every rule below takes office by itself. No: it stays a "
        "candidate until `loanbook promote`; only a family without a champion gets one.",
        "Models",
    )
    promote_auc_gain: float = setting(
        0.0,
        "The gain in AUC over the champion must lie above this with its whole 95% interval. A "
        "little under zero lets an equal one in.",
        "Models",
        low=-0.1,
        high=0.5,
    )
    promote_reversals: int = setting(
        0,
        "Most reversals of rank between tenths, beyond two standard errors.",
        "Models",
        low=0,
        high=9,
    )
    promote_observed_expected_low: float = setting(
        0.8, "Least bads over expected bads of a new champion.", "Models", low=0.01, high=0.99
    )
    promote_observed_expected_high: float = setting(
        1.25, "Most bads over expected bads of a new champion.", "Models", low=1.01, high=100
    )
    promote_psi: float = setting(
        0.25,
        "The shift of a new champion's score between training and the rows that judge must stay "
        "under this.",
        "Models",
        low=0.001,
        high=10,
    )
    lift_monotone: tuple[str, ...] = setting(
        (),
        "Features whose direction of risk is lifted, or `all`; revolving cards need it for "
        "utilisation and part payments. The report shows what the directions cost.",
        "Models",
        pattern="[a-z][a-z0-9_]*",
    )
    use_sensitive: bool = setting(
        False,
        "Sensitive features, such as age, may enter a model. No: they are for monitoring only.",
        "Models",
    )
    score_scale: str = setting(
        "b_300_900",
        "Points: a is 600 at odds of 50 to 1 with 20 points to double them, b is 660 at 15 to 1 "
        "with 40. It holds for models trained from then on.",
        "Models",
        choices=("a_300_850", "b_300_900", "b_300_850"),
    )
    threads: int = setting(
        2, "Threads of DuckDB and dbt. Scores do not depend on it.", "Machine", low=1, high=256
    )
    memory_limit: str = setting(
        "4GB",
        "Memory that DuckDB may take before it spills to `build/spill`.",
        "Machine",
        pattern="[1-9][0-9]*(MB|GB)",
    )
    score_batch_rows: int = setting(
        100_000,
        "Loans scored at once. Fewer need less memory; scores do not depend on it.",
        "Machine",
        low=1_000,
        high=10_000_000,
    )

    def changed(self) -> dict[str, Any]:
        """The settings that are not at their defaults, as they may be shown."""
        return {
            key: rule.shown(getattr(self, key))
            for key, rule in rules().items()
            if getattr(self, key) != defaults()[key]
        }


def rules() -> dict[str, Rule]:
    """The rule of every setting, in the order of the settings page."""
    return {item.name: item.metadata["rule"] for item in dataclasses.fields(Settings)}


def defaults() -> dict[str, Any]:
    """The default of every setting."""
    return {item.name: item.default for item in dataclasses.fields(Settings)}
