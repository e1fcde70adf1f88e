"""The mistakes that a wrong classification engine makes, each as a change of one line of the SQL.

`python -m tests.npa.flipped_rules` makes each in a copy of the project and shows which unit tests
turn red; a mistake that none notices ends it with exit code 1.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from orchestration.dbt import PROJECT_DIR, dbt_arguments, dbt_environment, dbt_vars
from orchestration.demo import DemoSettings, generate
from orchestration.home import Home
from orchestration.plan import POPULATIONS, RunPlan
from orchestration.settings import Settings

_NPA = "models/intermediate/npa"
_POSITION = f"{_NPA}/position"


@dataclass(frozen=True)
class Flip:
    """One mistake: in `file` the text `rule` becomes `flipped`, and the test `noticed_by` fails."""

    mistake: str
    file: str
    rule: str
    flipped: str
    noticed_by: str


FLIPS = (
    Flip(
        "NPA on dpd > 90",
        "macros/npa_rules.sql",
        "(select rules.npa_dpd_limit from",
        "(select rules.npa_dpd_limit + 1 from",
        "npa_on_dpd_90_and_not_one_day_later",
    ),
    Flip(
        "an instalment due today is not counted overdue",
        f"{_POSITION}/int_npa_balance.sql",
        "dues.due_date <= dates.as_of_date then dues.amount_due",
        "dues.due_date < dates.as_of_date then dues.amount_due",
        "what_falls_due_today_is_owed_today_and_what_comes_today_counts",
    ),
    Flip(
        "today's receipts are ignored",
        f"{_POSITION}/int_npa_balance.sql",
        "receipts.payment_date <= dates.as_of_date",
        "receipts.payment_date < dates.as_of_date",
        "what_falls_due_today_is_owed_today_and_what_comes_today_counts",
    ),
    Flip(
        "a due that was paid a day late counts as met in time",
        "models/staging/stg_dues.sql",
        "payment_date <= due_date",
        "payment_date <= due_date + 1",
        "a_due_is_met_by_the_receipts_beside_it_that_came_and_were_known_by_its_day",
    ),
    Flip(
        "a loan with a reversal is not followed from its first day",
        "models/intermediate/ledger/int_ledger.sql",
        "where amount_paid < 0 and payment_status != 'bounced'",
        "where amount_paid < 0 and payment_status = 'bounced'",
        "a_loan_is_followed_from_its_first_due_that_was_not_met_or_from_its_first_day",
    ),
    Flip(
        "the newest due is paid first",
        f"{_POSITION}/int_npa_reached_due.sql",
        "order by due_date desc, instalment_number desc",
        "order by due_date, instalment_number",
        "money_fills_the_oldest_due_first_and_interest_before_principal",
    ),
    Flip(
        "upgrade as soon as dpd is under 90",
        f"{_NPA}/int_npa_overdue_span.sql",
        "where due_to_day > paid_to_day",
        "where ripe_to_day > paid_to_day",
        "a_part_payment_under_90_days_leaves_the_loan_overdue",
    ),
    Flip(
        "upgrade when one loan is clear and another of the borrower's is not",
        f"{_NPA}/int_npa_arrears.sql",
        "as_of_date, knowledge\n            order by overdue_from, loan_id",
        "as_of_date, knowledge, loan_id\n            order by overdue_from",
        "clearing_one_loan_does_not_upgrade_while_another_is_overdue",
    ),
    Flip(
        "special mention one day late",
        "macros/npa_rules.sql",
        "{{ dpd }} >= 30",
        "{{ dpd }} > 30",
        "special_mention_limits_are_30_and_60_days_past_due",
    ),
    Flip(
        "principal before interest",
        f"{_POSITION}/int_npa_reached_due.sql",
        "(cumulative_due - amount_due) - interest_due",
        "(cumulative_due - amount_due) - 0",
        "money_fills_the_oldest_due_first_and_interest_before_principal",
    ),
    Flip(
        "a flat standard rate",
        f"{_NPA}/int_npa_classification.sql",
        "else coalesce(sized_categories.category, plain_categories.category)",
        "else 'other'",
        "a_standard_asset_is_provided_for_by_its_segment",
    ),
    Flip(
        "twelve months as 365 days",
        f"{_NPA}/int_npa_borrower.sql",
        "{{ add_months('npa_date', 12) }} as substandard_until",
        "npa_date + 365 as substandard_until",
        "twelve_months_are_calendar_months_from_the_npa_date_and_never_chained",
    ),
    Flip(
        "chained anniversaries",
        f"{_NPA}/int_npa_borrower.sql",
        "{{ add_months('npa_date', 48) }}",
        "{{ add_months(add_months('npa_date', 12), 36) }}",
        "twelve_months_are_calendar_months_from_the_npa_date_and_never_chained",
    ),
    Flip(
        "doubtful one day late",
        f"{_NPA}/int_npa_borrower.sql",
        "as_of_date >= substandard_until",
        "as_of_date > substandard_until",
        "twelve_months_are_calendar_months_from_the_npa_date_and_never_chained",
    ),
    Flip(
        "sub-standard nets the security",
        f"{_NPA}/int_npa_classification.sql",
        "provision_on('categories.exposure', 'whole_rates.rate')",
        "provision_on('categories.exposure - categories.secured_portion', 'whole_rates.rate')",
        "substandard_does_not_net_the_security_and_doubtful_does",
    ),
    Flip(
        "a first value of exactly a tenth is secured",
        "macros/npa_rules.sql",
        "{{ signed_collateral_value }} > {{ signed_loan_amount }} * 0.10",
        "{{ signed_collateral_value }} >= {{ signed_loan_amount }} * 0.10",
        "a_first_value_of_exactly_a_tenth_is_unsecured_from_the_start",
    ),
    Flip(
        "doubtful ignores the security",
        f"{_NPA}/int_npa_classification.sql",
        "least(coalesce(collateral_value, cast(0 as decimal(18, 2))), exposure)",
        "cast(0 as decimal(18, 2))",
        "substandard_does_not_net_the_security_and_doubtful_does",
    ),
    Flip(
        "no erosion",
        f"{_NPA}/int_npa_borrower.sql",
        "or is_eroded then 'DOUBTFUL-1'",
        "then 'DOUBTFUL-1'",
        "eroded_security_makes_doubtful_at_once_and_a_tenth_makes_loss",
    ),
    Flip(
        "no loss under a tenth",
        f"{_NPA}/int_npa_borrower.sql",
        "is_loss_identified or is_security_lost then 'LOSS'",
        "is_loss_identified then 'LOSS'",
        "eroded_security_makes_doubtful_at_once_and_a_tenth_makes_loss",
    ),
    Flip(
        "an advance lowers the principal at once",
        f"{_NPA}/int_npa_facility.sql",
        "- balances.principal_due_to_date",
        "- balances.paid_to_date",
        "money_ahead_of_its_dues_waits_and_lowers_no_principal",
    ),
    Flip(
        "the NPA date slides to the latest breach",
        f"{_NPA}/int_npa_arrears.sql",
        "    min(\n        case when spans.limit_reached_on",
        "    max(\n        case when spans.limit_reached_on",
        "the_npa_date_is_the_first_breach_and_not_the_latest",
    ),
)


def build_warehouse(folder: Path) -> Home:
    """A small built warehouse: dbt's unit tests read the types of its relations."""
    generate(DemoSettings(loans=300, seed=1), folder / "raw")
    home = Home(folder / "home")
    program = Path(sys.executable).with_name("loanbook")
    arguments = ["build", "--as-of", "2025-06-30", "--raw", folder / "raw", "--home", home.root]
    subprocess.run([program, *map(str, arguments)], check=True, capture_output=True)
    home.published.rename(home.build_warehouse)
    return home


def failing_tests(flip: Flip, home: Home, folder: Path) -> set[str]:
    """The unit tests that fail when the mistake is made in a copy of the project."""
    project = folder / "dbt_project"
    shutil.copytree(PROJECT_DIR, project, ignore=shutil.ignore_patterns("target", "logs"))
    file = project / flip.file
    text = file.read_text(encoding="utf-8")
    if flip.rule not in text:
        raise ValueError(f"{flip.file} no longer says {flip.rule!r}: correct the flip")
    file.write_text(text.replace(flip.rule, flip.flipped), encoding="utf-8")
    plan = RunPlan("flip", "build", (date(2025, 6, 30),), due_populations=POPULATIONS)
    arguments = dbt_arguments(
        ["test", "--select", flip.noticed_by], dbt_vars(Settings(), plan), home
    )
    arguments[arguments.index("--project-dir") + 1] = str(project)
    environment = dbt_environment(os.environ, home, Settings())
    done = subprocess.run(arguments, capture_output=True, text=True, check=False, env=environment)
    if not re.search(r"PASS=\d+", done.stdout):
        raise ValueError(f"{flip.mistake}: dbt could not run: {done.stdout[-2000:]}")
    return set(re.findall(r"Failure in unit_test (\w+)", done.stdout))


def main() -> int:
    """Make every mistake once; 1 when one goes unnoticed."""
    unnoticed = 0
    with tempfile.TemporaryDirectory() as folder:
        home = build_warehouse(Path(folder))
        for number, flip in enumerate(FLIPS):
            red = failing_tests(flip, home, Path(folder) / f"flip_{number}")
            unnoticed += flip.noticed_by not in red
            sys.stdout.write(f"{flip.mistake}: {', '.join(sorted(red)) or 'NOT NOTICED'}\n")
            sys.stdout.flush()
    return 1 if unnoticed else 0


if __name__ == "__main__":
    sys.exit(main())
