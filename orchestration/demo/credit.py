"""What other lenders know of a borrower at the time of an application, true and complete.

A pull (module `bureau`) copies it into the book; most applications get one.
"""

from __future__ import annotations

from dataclasses import dataclass, fields, replace

import numpy as np

from orchestration.demo.arrays import (
    NO_DAY,
    Flags,
    Floats,
    Ints,
    Purpose,
    round_to,
    sigmoid,
    stream,
)
from orchestration.demo.arrivals import Arrivals
from orchestration.demo.borrowers import Borrowers
from orchestration.demo.codes import GIG, STUDENT
from orchestration.demo.dates import month_of, month_start
from orchestration.demo.settings import DemoSettings


@dataclass(frozen=True)
class Credit:
    """The state of the bureau's file, one element an application (or a pull).

    Money in rupees. `score` is 0 where the bureau gives none; `oldest_opened` and
    `last_delinquency` are `NO_DAY` where there is none.
    """

    score: Ints
    total_accounts: Ints
    active_accounts: Ints
    oldest_opened: Ints
    revolving_balance: Floats
    revolving_limit: Floats
    total_outstanding: Floats
    unsecured_outstanding: Floats
    monthly_obligations: Floats
    overdue_amount: Floats
    dpd_30_59: Ints
    dpd_60_89: Ints
    dpd_90_plus: Ints
    last_delinquency: Ints
    enquiries_6m: Ints
    enquiries_12m: Ints
    written_off: Ints

    def take(self, rows: Ints) -> Credit:
        """The rows at the given positions."""
        return Credit(**{field.name: getattr(self, field.name)[rows] for field in fields(self)})

    @property
    def severity(self) -> Floats:
        """Points for past delays: 1, 3 and 10 for 30-59, 60-89 and 90 or more days."""
        return (self.dpd_30_59 + 3 * self.dpd_60_89 + 10 * self.dpd_90_plus).astype(np.float64)

    @property
    def utilisation(self) -> Floats:
        """Revolving balance over limit; NaN without a limit."""
        with np.errstate(divide="ignore", invalid="ignore"):
            return np.where(
                self.revolving_limit > 0, self.revolving_balance / self.revolving_limit, np.nan
            )


def draw_credit(
    settings: DemoSettings, part: int, arrivals: Arrivals, borrowers: Borrowers
) -> Credit:
    """The bureau's file of each applicant on the application day, own loans here left out."""
    rng = stream(settings.seed, Purpose.BUREAU, part)
    who, day = arrivals.borrower, arrivals.day
    care = borrowers.discipline[who] + 0.25 * rng.normal(size=len(day))
    income = borrowers.income_on(who, day)
    oldest, total = _accounts(rng, borrowers, who, day)
    is_known = total > 0
    active = rng.binomial(np.maximum(total, 0), np.clip(0.50 - 0.06 * care, 0.15, 0.85))
    limit, balance = _revolving(rng, care, income, is_known)
    counts = rng.poisson(np.exp(np.array([[-1.55], [-2.75], [-3.60]]) - 0.65 * care)) * is_known
    enquiries_6m = rng.poisson(np.exp(0.15 - 0.35 * care))
    enquiries_12m = enquiries_6m + rng.poisson(np.exp(0.25 - 0.25 * care))
    written_off = (care < -0.9) & (rng.random(len(day)) < 0.18) & is_known
    obligations = (
        income / 12 * 0.055 * active * np.exp(0.5 * rng.normal(size=len(day)) - 0.1 * care)
    )
    obligations = np.minimum(obligations, income / 12 * 0.6)
    outstanding = obligations * rng.uniform(10, 34, len(day)) + balance
    overdue_share = np.where(counts[2] > 0, 0.08, 0.01) * rng.random(len(day))
    is_overdue = rng.random(len(day)) < sigmoid(-4.0 - 1.0 * care + 1.2 * (counts.sum(axis=0) > 0))
    credit = Credit(
        score=np.zeros(len(day), dtype=np.int64),
        total_accounts=total,
        active_accounts=active,
        oldest_opened=oldest,
        revolving_balance=round_to(balance, 1),
        revolving_limit=limit,
        total_outstanding=round_to(outstanding, 1),
        unsecured_outstanding=round_to(
            balance + (outstanding - balance) * rng.beta(1.2, 1.6, len(day)), 1
        ),
        monthly_obligations=round_to(obligations, 1),
        overdue_amount=round_to(outstanding * overdue_share * is_overdue, 1),
        dpd_30_59=counts[0],
        dpd_60_89=counts[1],
        dpd_90_plus=counts[2],
        last_delinquency=_last_delinquency(rng, counts, day, oldest),
        enquiries_6m=enquiries_6m,
        enquiries_12m=enquiries_12m,
        written_off=written_off.astype(np.int64),
    )
    return replace(credit, score=_score(rng, care, day, credit))


def _accounts(
    rng: np.random.Generator, borrowers: Borrowers, who: Ints, day: Ints
) -> tuple[Ints, Ints]:
    """First account ever, the same for all applications of a borrower, and accounts by the day."""
    count = len(borrowers)
    age_years = (borrowers.first_day - borrowers.birth) / 365.25
    adult_days = np.maximum(age_years - 20, 0.3) * 365.25
    opened = borrowers.first_day - (adult_days * rng.beta(1.1, 2.2, count)).astype(np.int64)
    opened = month_start(month_of(opened))
    new_chance = np.where(np.isin(borrowers.employment, [GIG, STUDENT]), 0.22, 0.08)
    is_new = rng.random(count) < new_chance
    history_years = (day - opened[who]) / 365.25
    total = 1 + rng.poisson(1.2 + 0.35 * np.clip(history_years, 0, 20))
    is_unknown: Flags = is_new[who] & (day < borrowers.first_day[who] + 60)
    return np.where(is_unknown, NO_DAY, opened[who]), np.where(is_unknown, 0, total)


def _revolving(
    rng: np.random.Generator, care: Floats, income: Floats, is_known: Flags
) -> tuple[Floats, Floats]:
    has_card = is_known & (
        rng.random(len(care)) < np.interp(income, [2e5, 6e5, 15e5], [0.10, 0.40, 0.75])
    )
    limit = (
        np.maximum(round_to(income * rng.uniform(0.08, 0.35, len(care)), 5000), 10_000) * has_card
    )
    used = 1.08 * sigmoid(-0.55 - 0.55 * care + 1.0 * rng.normal(size=len(care)))
    return limit, limit * used


def _score(rng: np.random.Generator, care: Floats, day: Ints, credit: Credit) -> Ints:
    """300 to 900 from the file and from what the bureau's model adds; 0 without a file."""
    is_known = credit.total_accounts > 0
    history = np.where(is_known, day - credit.oldest_opened, 0) / 365.25
    score = (
        732
        + 16 * care
        - 55 * (np.nan_to_num(credit.utilisation, nan=0.35) - 0.35)
        - 24 * np.log1p(credit.severity)
        - 6 * (credit.enquiries_6m - 1)
        + 10 * np.log1p(np.clip(history, 0, 25))
        - 70 * credit.written_off
        + 38 * rng.normal(size=len(day))
    )
    return np.where(is_known, np.clip(score, 300, 900), 0).astype(np.int64)


def _last_delinquency(rng: np.random.Generator, counts: Ints, day: Ints, oldest: Ints) -> Ints:
    """Within 24 months where a delay is counted there; for a few, longer ago."""
    is_recent = counts.sum(axis=0) > 0
    ago = np.where(
        is_recent, 20 + 700 * rng.random(len(day)) ** 1.3, 740 + 900 * rng.random(len(day))
    )
    happened = day - ago.astype(np.int64)
    is_any = is_recent | (rng.random(len(day)) < 0.06)
    return np.where(is_any & (oldest > NO_DAY) & (happened > oldest), happened, NO_DAY)
