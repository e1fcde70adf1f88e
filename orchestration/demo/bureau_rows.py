"""Rows of `credit_history`: a pull for most applications, reviews for some, never for a few."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pyarrow as pa

from orchestration.demo import columns
from orchestration.demo.arrays import NO_DAY, Flags, Floats, Ints, Purpose, round_to, stream
from orchestration.demo.credit import Credit
from orchestration.demo.part import Part
from orchestration.demo.recording import cutoff, within_hours
from orchestration.demo.settings import DemoSettings
from orchestration.demo.state import LedgerState

_SHARE_PULLED = 0.96
_REVIEW_EVERY_MONTHS = 6
_MOST_REVIEWS = 10
_REPORTED_AFTER_DAYS = 45
_POINTS_LOST_BY_ARREARS = np.array([0, 25, 55, 90, 110, 120, 125])


def bureau_table(settings: DemoSettings, part: Part, state: LedgerState, names: Any) -> Any:
    """All pulls of a part, ordered by customer and pull date; `names` are the customers' ids."""
    rng = stream(settings.seed, Purpose.REVIEWS, part.number)
    applied_who, applied_day, applied_row = _at_application(rng, part)
    reviewed_who, reviewed_day, credit = _reviews(rng, part, state)
    at_application = part.credit.take(applied_row)
    both = _stack(at_application, credit)
    who = np.concatenate([applied_who, reviewed_who])
    day = np.concatenate([applied_day, reviewed_day])
    # one pull a customer a day
    _, kept = np.unique(who * 2**20 + day, return_index=True)
    who, day, both = who[kept], day[kept], both.take(kept)
    is_late = rng.random(len(who)) < 0.01
    recorded_at = within_hours(
        rng, day + is_late * np.floor(1 + 5 * rng.random(len(who))).astype(int), 7, 8
    )
    known = recorded_at <= cutoff(settings)
    return _table(
        who[known], day[known], recorded_at[known], both.take(np.flatnonzero(known)), names
    )


def _at_application(rng: np.random.Generator, part: Part) -> tuple[Ints, Ints, Ints]:
    """Pulls on the application day or a few days before."""
    applications = part.applications
    count = len(applications)
    pulled = (rng.random(count) < _SHARE_PULLED) & ~part.borrowers.is_never_pulled[
        applications.borrower
    ]
    before = np.floor(4 * rng.random(count) ** 2).astype(np.int64)
    row = np.flatnonzero(pulled)
    return applications.borrower[row], applications.day[row] - before[row], row


def _reviews(rng: np.random.Generator, part: Part, state: LedgerState) -> tuple[Ints, Ints, Credit]:
    """Half-yearly pulls of some borrowers while a loan runs; its arrears show in them."""
    loans, applications = part.loans, part.applications
    borrower = applications.borrower[loans.application]
    is_reviewed = part.borrowers.is_reviewed[borrower] & ~part.borrowers.is_never_pulled[borrower]
    over = state.ended_on
    end = np.where(over > NO_DAY, np.minimum(over - 1, state.last_day), state.last_day)
    reviewed = np.flatnonzero(is_reviewed)
    turn = np.arange(1, _MOST_REVIEWS + 1)
    loan = np.repeat(reviewed, len(turn))
    jitter = np.floor(20 * rng.random(len(loan))).astype(np.int64)
    day = loans.disbursed_on[loan] + np.tile(turn, len(reviewed)) * 182 + jitter
    noise = rng.normal(size=(4, len(loan)))
    happens = day <= end[loan]
    loan, day, noise = loan[happens], day[happens], noise[:, happens]
    months = np.clip((day - loans.disbursed_on[loan]) // 30 - 1, 0, max(len(state.history) - 1, 0))
    arrears = (
        state.history[months, loan].astype(np.int64) if len(loan) else np.zeros(0, dtype=np.int64)
    )
    row = loans.application[loan]
    own = (
        applications.instalment[row]
        / 100
        * (day >= loans.disbursed_on[loan] + _REPORTED_AFTER_DAYS)
    )
    credit = _moved_on(part.credit.take(row), arrears, own, noise)
    return borrower[loan], day, credit


def _moved_on(credit: Credit, arrears: Ints, own_instalment: Floats, noise: Floats) -> Credit:
    """A file some months later: noise, new debt, and the arrears on the loan here."""
    lost = _POINTS_LOST_BY_ARREARS[np.minimum(arrears, 6)]
    score = np.clip(np.where(credit.score > 0, credit.score, 690) + 16 * noise[0] - lost, 300, 900)
    growth = np.exp(0.25 * noise[1])
    used = np.clip(
        credit.revolving_balance * np.exp(0.3 * noise[2] + 0.1 * np.minimum(arrears, 3)), 0, None
    )
    enquiries = np.maximum(
        credit.enquiries_6m + np.floor(noise[3] + 0.4 * (arrears > 0)).astype(np.int64), 0
    )
    obligations = round_to(credit.monthly_obligations * growth + own_instalment, 1)
    return replace(
        credit,
        score=score.astype(np.int64),
        total_accounts=credit.total_accounts + 1,
        active_accounts=credit.active_accounts + 1,
        revolving_balance=round_to(np.minimum(used, 1.1 * credit.revolving_limit), 1),
        monthly_obligations=obligations,
        total_outstanding=round_to(credit.total_outstanding * growth + 15 * own_instalment, 1),
        unsecured_outstanding=round_to(credit.unsecured_outstanding * growth, 1),
        dpd_30_59=credit.dpd_30_59 + (arrears == 1),
        dpd_60_89=credit.dpd_60_89 + (arrears == 2),
        dpd_90_plus=credit.dpd_90_plus + (arrears >= 3),
        enquiries_6m=enquiries,
        enquiries_12m=enquiries + np.maximum(credit.enquiries_12m - credit.enquiries_6m, 0),
    )


def _stack(one: Credit, other: Credit) -> Credit:
    return Credit(
        **{name: np.concatenate([getattr(one, name), getattr(other, name)]) for name in vars(one)}
    )


def _table(who: Ints, day: Ints, recorded_at: Ints, credit: Credit, names: Any) -> Any:
    has_file: Flags = credit.total_accounts > 0
    with_limit = credit.revolving_limit > 0
    utilisation = np.minimum(credit.utilisation, 2.0)
    return pa.table(
        {
            "customer_id": columns.word(who, names),
            "pull_date": columns.day(day),
            "credit_score": columns.whole(credit.score, credit.score > 0),
            "total_accounts": columns.whole(credit.total_accounts),
            "active_accounts": columns.whole(credit.active_accounts),
            "oldest_account_opened_on": columns.day(credit.oldest_opened),
            "revolving_balance": columns.rupees(credit.revolving_balance, with_limit),
            "revolving_limit": columns.rupees(credit.revolving_limit, with_limit),
            "total_outstanding": columns.rupees(credit.total_outstanding),
            "unsecured_outstanding": columns.rupees(credit.unsecured_outstanding),
            "monthly_obligations": columns.rupees(credit.monthly_obligations),
            "overdue_amount": columns.rupees(credit.overdue_amount),
            "dpd_30_59_count_24m": columns.whole(credit.dpd_30_59, has_file),
            "dpd_60_89_count_24m": columns.whole(credit.dpd_60_89, has_file),
            "dpd_90_plus_count_24m": columns.whole(credit.dpd_90_plus, has_file),
            "last_delinquency_on": columns.day(credit.last_delinquency),
            "enquiries_6m": columns.whole(credit.enquiries_6m),
            "enquiries_12m": columns.whole(credit.enquiries_12m),
            "revolving_utilization": columns.ratio(utilisation),
            "debt_to_income": columns.nothing(len(who), pa.decimal64(9, 6)),
            "written_off_or_settled_count_60m": columns.whole(credit.written_off, has_file),
            "recorded_at": columns.moment(recorded_at),
        }
    )
