"""Rows of `customers`: what the lender was told, and when; and what it was not told."""

from __future__ import annotations

from typing import Any

import numpy as np
import pyarrow as pa

from orchestration.demo import columns
from orchestration.demo.arrays import NO_DAY, Floats, Ints, Purpose, round_to, stream
from orchestration.demo.arrivals import Arrivals
from orchestration.demo.borrowers import Borrowers, net_monthly
from orchestration.demo.codes import (
    BUSINESS,
    EDUCATION,
    EMPLOYMENT,
    GENDER,
    GIG,
    MARITAL,
    NOT_EMPLOYED,
    OWNERSHIP,
    PROFESSION,
    PROFESSIONAL,
    RETIRED,
    STUDENT,
)
from orchestration.demo.dates import day_number, month_of, month_start
from orchestration.demo.places import STATES
from orchestration.demo.recording import cutoff, within_hours
from orchestration.demo.settings import DemoSettings

_SHARE_UPDATED_AT_LATER_LOAN = 0.7
_SHARE_REVIEWED_BETWEEN = 0.2


def customer_table(
    settings: DemoSettings, part: int, arrivals: Arrivals, borrowers: Borrowers, names: Any
) -> Any:
    """The customers of a part, all versions, ordered by customer and record time.

    `names` is the Arrow array of the customers' ids.
    """
    rng = stream(settings.seed, Purpose.CUSTOMER_VERSIONS, part)
    who, as_of = _versions(rng, settings, arrivals, borrowers)
    recorded_at = within_hours(rng, as_of, 8, 10)
    order = np.lexsort((recorded_at, who))
    order = order[recorded_at[order] <= cutoff(settings)]
    who, as_of, recorded_at = who[order], as_of[order], recorded_at[order]
    people, told = borrowers, _Told(rng, borrowers)
    income, net = told.income(who, as_of, borrowers)
    months_since = (as_of - people.first_day[who]) / 30.44
    experience = np.floor(people.experience_months[who] + months_since) / 12
    has_lost_income = people.income_loss_month[who] <= month_of(as_of) - 2
    employment = np.where(has_lost_income, NOT_EMPLOYED, people.employment[who])
    return pa.table(
        {
            "customer_id": columns.word(who, names),
            "date_of_birth": columns.day(np.where(told.birth[who], people.birth[who], NO_DAY)),
            "age_years": columns.nothing(len(who), pa.int32()),
            "gender": columns.word(people.gender[who], GENDER),
            "marital_status": columns.word(people.marital[who], MARITAL, told.marital[who]),
            "dependents": columns.whole(people.dependents[who], told.dependents[who]),
            "education": columns.word(people.education[who], EDUCATION, told.education[who]),
            "employment_type": columns.word(employment, EMPLOYMENT, told.employment[who]),
            "job_start_date": columns.day(np.where(told.job[who], people.job_start[who], NO_DAY)),
            "years_of_experience": columns.ratio(experience, told.experience[who]),
            "annual_income": columns.rupees(income, told.has_income[who]),
            "net_monthly_income": columns.rupees(net, told.net[who]),
            "monthly_fixed_outgoings": columns.rupees(
                round_to(people.outgoings[who], 100), told.outgoings[who]
            ),
            "income_verified": columns.flag(people.is_verified_income[who]),
            "phone_verified": columns.flag(people.is_verified_phone[who]),
            "email_verified": columns.flag(people.is_verified_email[who], told.email[who]),
            "address_verified": columns.flag(people.is_verified_address[who]),
            "pincode": columns.word(*_pincodes(people.places.pincode[who])),
            "city_tier": columns.whole(people.places.tier[who]),
            "state": columns.word(people.places.state[who], STATES),
            "home_ownership": columns.word(people.ownership[who], OWNERSHIP),
            "profession": columns.word(people.profession[who], PROFESSION),
            "customer_since": columns.day(people.since[who]),
            "recorded_at": columns.moment(recorded_at),
        }
    )


def _pincodes(pincode: Ints) -> tuple[Ints, Any]:
    distinct, position = np.unique(pincode, return_inverse=True)
    return position.astype(np.int64), pa.array(
        [f"{code:06d}" for code in distinct.tolist()], pa.string()
    )


def _versions(
    rng: np.random.Generator, settings: DemoSettings, arrivals: Arrivals, borrowers: Borrowers
) -> tuple[Ints, Ints]:
    """Borrower and day of each version: first application, most later ones, and reviews between."""
    is_first = np.zeros(len(arrivals.day), dtype=np.bool_)
    is_first[arrivals.first] = True
    is_told = is_first | (rng.random(len(arrivals.day)) < _SHARE_UPDATED_AT_LATER_LOAN)
    everyone = np.arange(len(borrowers))
    reviewed = everyone[rng.random(len(borrowers)) < _SHARE_REVIEWED_BETWEEN]
    review_day = borrowers.first_day[reviewed] + 200 + np.floor(rng.random(len(reviewed)) * 500)
    in_book = review_day <= day_number(settings.as_of_date)
    who = np.concatenate([arrivals.borrower[is_told], reviewed[in_book]])
    as_of = np.concatenate([arrivals.day[is_told], review_day[in_book].astype(np.int64)])
    # two applications on one day are one version
    _, kept = np.unique(who * 2**20 + as_of, return_index=True)
    return who[kept], as_of[kept]


class _Told:
    """What each borrower told the lender: true = filled in. Silence is not by chance.

    The self-employed leave out jobs and outgoings, the careless and the poor leave out more, and an
    income that nobody verified is told too high.
    """

    def __init__(self, rng: np.random.Generator, borrowers: Borrowers) -> None:
        count = len(borrowers)
        employment = borrowers.employment
        careless = np.clip(-borrowers.discipline, -2, 2)
        informal = np.isin(employment, [BUSINESS, GIG, NOT_EMPLOYED])
        luck = rng.random((10, count))
        self.birth = luck[0] > 0.008 + 0.012 * informal
        self.marital = luck[1] > 0.05
        self.dependents = luck[2] > 0.06 + 0.02 * careless
        self.education = luck[3] > 0.05 + 0.05 * informal
        self.employment = luck[4] > 0.015
        no_job = np.isin(employment, [RETIRED, STUDENT, NOT_EMPLOYED])
        own_work = np.isin(employment, [BUSINESS, GIG, PROFESSIONAL])
        self.job = (luck[5] > 0.05 + 0.15 * own_work) & ~no_job
        self.experience = luck[6] > 0.06 + 0.14 * informal + 0.02 * careless
        self.has_income = luck[7] > 0.012 + 0.05 * np.isin(employment, [GIG, STUDENT, NOT_EMPLOYED])
        self.net = (luck[8] > 0.06 + 0.05 * informal) & self.has_income
        self.outgoings = luck[9] > 0.22 + 0.10 * informal + 0.05 * careless
        self.email = rng.random(count) > 0.07
        swollen = np.where(borrowers.is_verified_income, 0.02, 0.16) * np.abs(
            rng.normal(size=count)
        )
        self.overstatement = 1 + swollen

    def income(self, who: Ints, as_of: Ints, borrowers: Borrowers) -> tuple[Floats, Floats]:
        """Annual income and net monthly income as told on a day, in round rupees.

        Updates come once a year: the income is that of the year's start.
        """
        january = month_start(month_of(as_of) // 12 * 12)
        day = np.maximum(january, borrowers.first_day[who])
        told = borrowers.income_on(who, day) * self.overstatement[who]
        return round_to(told, 1000), round_to(net_monthly(told), 100)
