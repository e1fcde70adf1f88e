"""The borrowers: who they are, what they earn, and how carefully they live.

What is drawn here is true; what the lender hears of it (and what it does not) is decided in
`customer_versions`.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from orchestration.demo.arrays import Flags, Floats, Ints, Purpose, pick, stream
from orchestration.demo.arrivals import Arrivals
from orchestration.demo.codes import (
    BUSINESS,
    GIG,
    GOVT,
    NOT_EMPLOYED,
    PRIVATE,
    PROFESSIONAL,
    RETIRED,
    STUDENT,
)
from orchestration.demo.macro import Macro
from orchestration.demo.places import Places, draw_places
from orchestration.demo.settings import DemoSettings

_EMPLOYMENT_SHARES: Floats = np.array([0.10, 0.40, 0.06, 0.18, 0.16, 0.05, 0.02, 0.03])
_MEDIAN_INCOME: Floats = np.array(
    [680_000, 560_000, 950_000, 640_000, 250_000, 360_000, 180_000, 170_000], dtype=np.float64
)
_INCOME_SPREAD: Floats = np.array([0.35, 0.50, 0.60, 0.65, 0.35, 0.40, 0.40, 0.45])
_AGE: Floats = np.array([38, 34, 39, 40, 31, 63, 22, 35], dtype=np.float64)
_AGE_SPREAD: Floats = np.array([9, 8, 9, 10, 8, 4, 2, 10], dtype=np.float64)
# rows: employment; columns: below class 12, class 12, graduate, postgraduate, professional
_EDUCATION_SHARES: Floats = np.array(
    [
        [0.05, 0.20, 0.45, 0.25, 0.05],
        [0.05, 0.20, 0.50, 0.20, 0.05],
        [0.00, 0.02, 0.20, 0.23, 0.55],
        [0.25, 0.35, 0.30, 0.08, 0.02],
        [0.45, 0.38, 0.15, 0.02, 0.00],
        [0.25, 0.30, 0.33, 0.10, 0.02],
        [0.00, 0.45, 0.45, 0.10, 0.00],
        [0.35, 0.35, 0.25, 0.05, 0.00],
    ]
)
# log-odds of trouble by employment, and chance a month of losing the income
EMPLOYMENT_TROUBLE: Floats = np.array([-0.55, -0.10, -0.20, 0.10, 0.50, -0.10, 0.30, 0.65])
_INCOME_LOSS_A_MONTH: Floats = np.array(
    [0.0010, 0.0050, 0.0034, 0.0062, 0.0100, 0.0012, 0.0050, 0.0065]
)
_NEVER = 10_000_000


@dataclass(frozen=True)
class Borrowers:
    """Borrowers of one part, one element each.

    Attributes:
        first_day: day of the first application.
        since: day of the first product of any kind with the lender.
        places: where they live.
        employment, education, gender, marital, ownership, profession: numbers of `codes`.
        dependents: persons who live on the income.
        birth: day of birth.
        experience_months: months worked up to the first application.
        job_start: first day of the present job.
        annual_income: gross income at the first application, rupees.
        growth: growth of the income a year.
        outgoings: rent and insurance a month, rupees.
        discipline: care with money, standard normal, seen by nobody.
        is_verified_income, is_verified_phone, is_verified_email, is_verified_address: checks.
        income_loss_month: month (since January 1970) in which the income breaks away.
        is_never_pulled: no bureau pull is ever made.
        is_reviewed: the lender pulls again while a loan runs.
    """

    first_day: Ints
    since: Ints
    places: Places
    employment: Ints
    education: Ints
    gender: Ints
    marital: Ints
    ownership: Ints
    profession: Ints
    dependents: Ints
    birth: Ints
    experience_months: Ints
    job_start: Ints
    annual_income: Floats
    growth: Floats
    outgoings: Floats
    discipline: Floats
    is_verified_income: Flags
    is_verified_phone: Flags
    is_verified_email: Flags
    is_verified_address: Flags
    income_loss_month: Ints
    is_never_pulled: Flags
    is_reviewed: Flags

    def __len__(self) -> int:
        return len(self.first_day)

    def income_on(self, borrower: Ints, day: Ints) -> Floats:
        """Gross income a year of each borrower on a day, rupees."""
        years = (day - self.first_day[borrower]) / 365.25
        income: Floats = self.annual_income[borrower] * (1 + self.growth[borrower]) ** years
        return income


def net_monthly(annual_income: Floats) -> Floats:
    """Income after tax a month, rupees: no tax to 7 lakh, rising to a quarter above 30 lakh."""
    tax_rate = np.interp(
        annual_income, [300_000, 700_000, 1_500_000, 3_000_000], [0, 0.02, 0.13, 0.25]
    )
    return annual_income * (1 - tax_rate) / 12


def draw_borrowers(
    settings: DemoSettings, part: int, arrivals: Arrivals, macro: Macro
) -> Borrowers:
    """Borrowers of one part; a figure depends on the ones above it, never on the loans."""
    rng = stream(settings.seed, Purpose.BORROWERS, part)
    first_day = arrivals.day[arrivals.first]
    count = len(first_day)
    places = draw_places(rng, count)
    employment = pick(rng.random(count), _EMPLOYMENT_SHARES)
    discipline = rng.normal(size=count)
    education = pick(rng.random(count), _EDUCATION_SHARES[employment])
    age = np.clip(rng.normal(_AGE[employment], _AGE_SPREAD[employment]), 20, 74)
    age = np.where(employment == RETIRED, np.clip(age, 56, 76), age)
    birth = (first_day - age * 365.25).astype(np.int64)
    experience, job_start = _work_history(rng, employment, age, first_day, discipline)
    income = _income(rng, employment, education, places.tier, experience)
    marital = _marital(rng.random(count), age)
    ownership = pick(rng.random(count), _ownership_shares(age, employment))
    verified = rng.random((4, count))
    is_old_customer = rng.random(count) < 0.35
    since = first_day - np.where(is_old_customer, rng.random(count) ** 2 * 3000, 0).astype(np.int64)
    informal = np.isin(employment, [BUSINESS, GIG, NOT_EMPLOYED])
    return Borrowers(
        first_day=first_day,
        since=since,
        places=places,
        employment=employment,
        education=education,
        gender=pick(rng.random(count), np.array([0.34, 0.655, 0.005])),
        marital=marital,
        ownership=ownership,
        profession=_profession(rng.random(count), employment, education),
        dependents=rng.poisson(np.where(marital == 1, 1.9, 0.6)),
        birth=birth,
        experience_months=experience,
        job_start=job_start,
        annual_income=income,
        growth=np.clip(rng.normal(0.06, 0.03, count), -0.02, 0.15),
        outgoings=_outgoings(rng, income, ownership),
        discipline=discipline,
        is_verified_income=verified[0]
        < np.where(informal, 0.45, 0.85) + 0.06 * np.tanh(discipline),
        is_verified_phone=verified[1] < 0.93 + 0.04 * np.tanh(discipline),
        is_verified_email=verified[2] < np.where(informal, 0.40, 0.75),
        is_verified_address=verified[3] < 0.80 + 0.08 * np.tanh(discipline),
        income_loss_month=_income_loss_month(rng, employment, macro),
        is_never_pulled=rng.random(count) < np.where(informal, 0.10, 0.04),
        is_reviewed=rng.random(count) < 0.35,
    )


def _work_history(
    rng: np.random.Generator, employment: Ints, age: Floats, first_day: Ints, discipline: Floats
) -> tuple[Ints, Ints]:
    """Months worked in all, and the first day of the present job."""
    count = len(age)
    started = np.where(employment == PROFESSIONAL, 25.0, 21.0)
    worked = np.maximum(age - started - 2 * rng.random(count), 0.1) * 12
    worked = np.where(employment == STUDENT, 0, worked).astype(np.int64)
    stays = np.select(
        [employment == GOVT, employment == BUSINESS, employment == GIG], [1.4, 1.2, 0.5], 0.8
    )
    share = np.clip(rng.beta(stays, 1.3) + 0.06 * discipline, 0.01, 1.0)
    return worked, first_day - (worked * share * 30.44).astype(np.int64)


def _income(
    rng: np.random.Generator, employment: Ints, education: Ints, tier: Ints, experience: Ints
) -> Floats:
    level = np.log(_MEDIAN_INCOME[employment])
    level = level + 0.16 * (education - 1.8) - 0.12 * (tier - 1.8)
    level = level + 0.10 * np.log1p(experience / 60) - 0.08
    income: Floats = np.exp(level + rng.normal(size=len(level)) * _INCOME_SPREAD[employment])
    return income


def _marital(uniform: Floats, age: Floats) -> Ints:
    single = np.interp(age, [20, 26, 32, 45], [0.95, 0.65, 0.18, 0.05])
    weights = np.stack(
        [single, 0.97 - single, np.full_like(age, 0.015), np.interp(age, [40, 75], [0.003, 0.12])],
        axis=1,
    )
    return pick(uniform, np.maximum(weights, 0.001))


def _ownership_shares(age: Floats, employment: Ints) -> Floats:
    owned = np.interp(age, [21, 35, 60], [0.12, 0.38, 0.75])
    rented = np.interp(age, [21, 35, 60], [0.45, 0.35, 0.12])
    employer = np.where(employment == GOVT, 0.15, np.where(employment == PRIVATE, 0.02, 0.001))
    return np.stack([owned, rented, 1 - 0.9 * (owned + rented), employer], axis=1)


def _profession(uniform: Floats, employment: Ints, education: Ints) -> Ints:
    weights = np.ones((len(uniform), 10))
    weights[:, 1] += 3 * (education >= 2)
    weights[:, 3] += 4 * (education == 4)
    weights[:, 4] += 6 * (employment == BUSINESS)
    weights[:, 5] += 4 * (employment == GIG)
    weights[:, 6] += 2 * (employment == GIG)
    weights[:, 7] += 2 * (employment == PRIVATE)
    return pick(uniform, weights)


def _outgoings(rng: np.random.Generator, income: Floats, ownership: Ints) -> Floats:
    rent = np.where(ownership == 1, rng.uniform(0.12, 0.30, len(income)), 0.01)
    insurance = rng.uniform(0.0, 0.06, len(income))
    return income / 12 * (rent + insurance)


def _income_loss_month(rng: np.random.Generator, employment: Ints, macro: Macro) -> Ints:
    """First month in which a borrower's income breaks away; far in the future for most."""
    cumulative = np.cumsum(np.exp(1.2 * macro.stress))
    needed = rng.exponential(size=len(employment)) / _INCOME_LOSS_A_MONTH[employment]
    position = np.searchsorted(cumulative, needed)
    return np.where(position < len(cumulative), macro.first_month + position, _NEVER).astype(
        np.int64
    )
