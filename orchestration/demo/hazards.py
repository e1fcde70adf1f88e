"""What makes a borrower miss: the risk of each loan, and the chances of each month.

All terms are log-odds of a missed month. The level (the intercept) is not here: `calibration`
finds it for the share of bad loans that was asked for.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from orchestration.demo.applications import Applications
from orchestration.demo.arrays import Floats, Singles
from orchestration.demo.borrowers import EMPLOYMENT_TROUBLE, Borrowers
from orchestration.demo.credit import Credit
from orchestration.demo.products import by_product

MOST_ARREARS = 6
"""Arrears are counted in instalments up to this number."""

# by months in arrears 0, 1, 2 ...: how sticky trouble is, and how much the loan's risk counts
STICKINESS: Singles = np.array([0.0, 2.3, 3.5, 4.6, 5.0, 5.2, 5.2], dtype=np.float32)
RISK_WEIGHT: Singles = np.array([1.0, 0.75, 0.6, 0.45, 0.35, 0.3, 0.3], dtype=np.float32)
# a month that is not missed, by months in arrears: all paid up, two instalments, one, half of one
CURE: Singles = np.array([0.0, 0.62, 0.36, 0.16, 0.12, 0.10, 0.09], dtype=np.float32)
CATCH_UP: Singles = np.array([0.0, 0.10, 0.20, 0.20, 0.15, 0.12, 0.10], dtype=np.float32)
HOLD: Singles = np.array([0.0, 0.20, 0.32, 0.40, 0.40, 0.38, 0.36], dtype=np.float32)

INCOME_LOSS_TROUBLE = 1.9
INCOME_LOSS_MONTHS = 8

# ups and downs of a household: what is left of them a month later, and what a month brings
STRAIN_LASTS = np.float32(0.94)
STRAIN_NEWS = np.float32(0.30)

_SEEN_COUNTS = 0.48  # of the log-odds below; without it a form would tell nearly everything


@dataclass(frozen=True)
class Risk:
    """Risk of each application: `seen` from what a bureau and a form can show, `hidden` the rest.

    The hidden part is the care that no form shows; behaviour on the loan brings it to light.
    """

    seen: Floats
    hidden: Floats

    @property
    def total(self) -> Floats:
        """Log-odds of a missed month against the average loan."""
        return _SEEN_COUNTS * self.seen + self.hidden


def loan_risk(
    applications: Applications, borrowers: Borrowers, credit: Credit, areas: Floats
) -> Risk:
    """Affordability, bureau history, person, product, security and area of each application."""
    who = applications.borrower
    seen = (
        _affordability(applications, borrowers)
        + _bureau(credit)
        + _person(applications, borrowers)
        + by_product("trouble")[applications.product]
        + _security(applications)
        + _thin_cushion(applications, credit)
        + areas[borrowers.places.area[who]]
    )
    return Risk(seen, -0.55 * borrowers.discipline[who])


def _affordability(applications: Applications, borrowers: Borrowers) -> Floats:
    who = applications.borrower
    foir = np.clip(applications.foir, 0, 1.5)
    left = applications.net_income * (1 - foir) / (1 + borrowers.dependents[who])
    burden = applications.instalment / 100 / applications.net_income
    trouble: Floats = (
        1.0 * (foir - 0.45)
        + 3.0 * (np.maximum(foir - 0.55, 0) - 0.04)
        + 1.2 * (np.clip(burden, 0, 0.8) - 0.2)
        - 0.14 * (np.clip(left, -20_000, 60_000) / 10_000 - 1.5)
    )
    return trouble


def _bureau(credit: Credit) -> Floats:
    has_score = credit.score > 0
    score = np.where(has_score, (735 - credit.score) / 60, 0.45)
    utilisation = np.nan_to_num(credit.utilisation, nan=0.35)
    trouble: Floats = (
        0.50 * np.clip(score, -2, 4)
        + 0.3 * (utilisation - 0.35)
        + 1.8 * (np.maximum(utilisation - 0.7, 0) - 0.03)
        + 0.12 * np.log1p(credit.severity)
        + 0.06 * (np.minimum(credit.enquiries_6m, 10) - 1)
        + 0.3 * (credit.overdue_amount > 0)
        + 0.4 * (credit.written_off > 0)
    )
    return trouble


def _person(applications: Applications, borrowers: Borrowers) -> Floats:
    who = applications.borrower
    job_years = (applications.day - borrowers.job_start[who]) / 365.25
    known_years = (applications.day - borrowers.since[who]) / 365.25
    contacts = (
        borrowers.is_verified_phone[who].astype(np.float64)
        + borrowers.is_verified_email[who]
        + borrowers.is_verified_address[who]
    )
    trouble: Floats = (
        EMPLOYMENT_TROUBLE[borrowers.employment[who]]
        - 0.22 * (np.log1p(np.clip(job_years, 0, 30)) - 1.4)
        - 0.10 * (borrowers.education[who] - 1.7)
        - 0.10 * (np.log1p(np.clip(known_years, 0, 10)) - 0.5)
        - 0.30 * (borrowers.is_verified_income[who] - 0.7)
        - 0.10 * (contacts - 2.3)
        + 0.05 * (np.minimum(borrowers.dependents[who], 6) - 1.5)
    )
    return trouble


def _security(applications: Applications) -> Floats:
    with np.errstate(invalid="ignore"):
        loan_to_value = applications.amount / applications.collateral_value
    trouble: Floats = (
        1.6 * np.nan_to_num(np.clip(loan_to_value, 0, 1.1) - 0.7, nan=0.0)
        - 0.25 * (applications.is_secured - 0.5)
        - 0.35 * (applications.has_co_applicant - 0.2)
    )
    return trouble


def _thin_cushion(applications: Applications, credit: Credit) -> Floats:
    """A weak score hurts most where the instalment is heavy and nothing stands behind the loan."""
    is_weak = (credit.score > 0) & (credit.score < 710)
    is_heavy = applications.instalment / 100 > 0.18 * applications.net_income
    stands_alone = ~applications.is_secured & ~applications.has_co_applicant
    trouble: Floats = (is_weak & is_heavy & stands_alone).astype(np.float64) - 0.05
    return trouble


def seasoning(month_on_book: int) -> float:
    """Log-odds by month on book: quiet at the start, worst around the tenth month, calmer later."""
    return float(0.45 * np.exp(-(((month_on_book - 10) / 7) ** 2)) - 0.25 * (month_on_book <= 2))
