"""Each cut between what a feature may read and what it may not, moved by one day in the SQL.

`python -m tests.features.shifted_cuts` moves each in a copy of the project, builds a book whose
future is absurd, and shows which features of the day change; a cut that can be moved without any
of them noticing ends it with exit code 1. A cut that is rewritten is found by its text no more:
give the shift the new file and text.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from orchestration.dbt import PROJECT_DIR
from tests.features.dice import DATES, Dice
from tests.features.feature_build import FeatureBuild, Published, changed_features
from tests.features.other_futures import absurd_future, read_tables, write_tables
from tests.features.random_book import RandomBook

_SPINE = "models/intermediate/spine"
_FEATURES = "models/intermediate/features"

# The day after which the future is absurd.
DAY = DATES[-2]


@dataclass(frozen=True)
class Shift:
    """In `file` the text `cut` becomes `shifted`, and each of `noticed_by` changes.

    By the clock `event` a day past T is read of what is known at T already; by `record`, what is
    recorded up to a day after T's cutoff.
    """

    what: str
    clock: Literal["event", "record"]
    file: str
    cut: str
    shifted: str
    noticed_by: tuple[str, ...]


SHIFTS = (
    Shift(
        "borrowers as told a day later",
        "record",
        f"{_SPINE}/int_spine_customer.sql",
        "{{ version_holds('customers', 'borrowers.known_until') }}",
        "{{ version_holds('customers', 'borrowers.known_until + to_days(1)') }}",
        ("annual_income_log", "emi_to_income_ratio"),
    ),
    Shift(
        "a job that begins tomorrow",
        "event",
        f"{_FEATURES}/int_features_applicant.sql",
        "when customers.job_start_date <= spine.as_of_date",
        "when customers.job_start_date <= spine.as_of_date + 1",
        ("current_job_tenure_months",),
    ),
    Shift(
        "loans as told a day later",
        "record",
        f"{_SPINE}/int_spine_loan_version.sql",
        "{{ version_holds('loans', 'spine.known_until') }}",
        "{{ version_holds('loans', 'spine.known_until + to_days(1)') }}",
        ("is_secured", "loan_amount_log"),
    ),
    Shift(
        "a rate that takes effect tomorrow",
        "event",
        f"{_SPINE}/int_spine_interest_rate.sql",
        "and spine.as_of_date >= coalesce(",
        "and spine.as_of_date + 1 >= coalesce(",
        ("interest_rate_pct", "rate_spread_pct"),
    ),
    Shift(
        "a valuation of tomorrow",
        "event",
        f"{_SPINE}/int_spine_collateral.sql",
        "and spine.as_of_date >= collateral.valued_on",
        "and spine.as_of_date + 1 >= collateral.valued_on",
        ("ltv_ratio",),
    ),
    Shift(
        "the borrower's other loans as they end tomorrow",
        "event",
        f"{_SPINE}/int_spine_other_loan.sql",
        "{{ loan_version_columns('loans', 'spine.as_of_date') }}",
        "{{ loan_version_columns('loans', 'spine.as_of_date + 1') }}",
        ("dti_ratio", "borrower_max_dpd_other_loans"),
    ),
    Shift(
        "the borrower's other loans as told a day later",
        "record",
        f"{_SPINE}/int_spine_other_loan.sql",
        "{{ version_holds('loans', 'spine.known_until') }}",
        "{{ version_holds('loans', 'spine.known_until + to_days(1)') }}",
        ("dti_ratio", "own_prior_loans_count"),
    ),
    Shift(
        "a pull of tomorrow",
        "event",
        f"{_SPINE}/int_spine_bureau.sql",
        "between borrowers.as_of_date - 180 and borrowers.as_of_date",
        "between borrowers.as_of_date - 180 and borrowers.as_of_date + 1",
        ("enquiries_6m", "unsecured_exposure_to_income_ratio"),
    ),
    Shift(
        "pulls as told a day later",
        "record",
        f"{_SPINE}/int_spine_bureau.sql",
        "        known_until\n    from {{ ref('int_spine') }}",
        "        known_until + to_days(1) as known_until\n    from {{ ref('int_spine') }}",
        ("enquiries_6m", "unsecured_exposure_to_income_ratio"),
    ),
    Shift(
        "money of tomorrow",
        "event",
        f"{_FEATURES}/repayment/int_repayment_receipts.sql",
        "        and pairs.as_of_date >= receipts.payment_date\n",
        "        and pairs.as_of_date + 1 >= receipts.payment_date\n",
        ("payment_to_due_ratio_6m", "bounce_count_6m"),
    ),
    Shift(
        "money as told a day later",
        "record",
        f"{_FEATURES}/repayment/int_repayment_receipts.sql",
        "        and pairs.known_until >= receipts.known_from\n",
        "        and pairs.known_until + to_days(1) >= receipts.known_from\n",
        ("payment_to_due_ratio_6m", "bounce_count_6m"),
    ),
    Shift(
        "instalments as told a day later",
        "record",
        f"{_FEATURES}/repayment/int_repayment_schedule.sql",
        "{{ version_holds('dues', 'pairs.known_until') }}",
        "{{ version_holds('dues', 'pairs.known_until + to_days(1)') }}",
        ("payment_to_due_ratio_6m",),
    ),
    Shift(
        "arrears as told a day later",
        "record",
        "models/intermediate/ledger/int_ledger_version.sql",
        "and late_records.known_from > pairs.known_until",
        "and late_records.known_from > pairs.known_until + to_days(1)",
        ("current_dpd", "late_payment_ratio", "own_prior_worst_delay_days"),
    ),
    Shift(
        "first years that settle tomorrow",
        "event",
        f"{_FEATURES}/area_rate/int_area_cohort_window.sql",
        "{{ add_months('opened_on', 12) }} + 5 as settled_on",
        "{{ add_months('opened_on', 12) }} + 4 as settled_on",
        ("area_product_bad_rate_lagged",),
    ),
    Shift(
        "loans of the cohort as told a day later",
        "record",
        f"{_FEATURES}/area_rate/int_area_cohort.sql",
        "{{ first_day_known('loans.known_from') }}",
        "{{ first_day_known('loans.known_from') }} - 1",
        ("area_product_bad_rate_lagged",),
    ),
)


class ShiftedProject:
    """A copy of the project in which one cut at a time is moved, and the book it is tried on."""

    def __init__(self, folder: Path, raw: Path) -> None:
        self._project = folder / "dbt_project"
        ignored = shutil.ignore_patterns("target", "logs")
        shutil.copytree(PROJECT_DIR, self._project, ignore=ignored)
        self._build = FeatureBuild(folder / "home", DATES, self._project)
        other = absurd_future(read_tables(raw), DAY, Dice(1))
        self._raw = write_tables(other, folder / "absurd")

    def features_that_notice(self, shift: Shift, published: Published) -> set[str]:
        """What is another up to the day than was published, when the cut is moved."""
        file = self._project / shift.file
        rule = file.read_text(encoding="utf-8")
        file.write_text(rule.replace(shift.cut, shift.shifted), encoding="utf-8")
        try:
            rebuilt = self._build.rows(self._raw)
        finally:
            file.write_text(rule, encoding="utf-8")
        return set(changed_features(published, rebuilt, until=DAY))


def occurrences(shift: Shift) -> int:
    """How often the text of the cut stands in its file: a shift that holds finds it once."""
    file = PROJECT_DIR / shift.file
    return file.read_text(encoding="utf-8").count(shift.cut) if file.exists() else 0


def main() -> int:
    """Move every cut once; 1 when a feature that should notice does not."""
    unnoticed = 0
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        raw = RandomBook(loan_count=320, seed=11).write(folder / "raw")
        published = FeatureBuild(folder / "unshifted", DATES).rows(raw)
        project = ShiftedProject(folder / "shifted", raw)
        for shift in SHIFTS:
            noticed = project.features_that_notice(shift, published)
            missing = set(shift.noticed_by) - noticed
            unnoticed += bool(missing)
            said = ", ".join(sorted(noticed)) or "nothing"
            more = f"; NOT NOTICED by {', '.join(sorted(missing))}" if missing else ""
            sys.stdout.write(f"{shift.what} ({shift.clock}): {said}{more}\n")
            sys.stdout.flush()
    return 1 if unnoticed else 0


if __name__ == "__main__":
    sys.exit(main())
