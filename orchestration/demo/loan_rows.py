"""Rows of `loans`: a version for every step of a loan's life, with what its day knew."""

from __future__ import annotations

from typing import Any

import numpy as np
import pyarrow as pa

from orchestration.demo import columns
from orchestration.demo.applications import BRANCHES, Applications
from orchestration.demo.arrays import NO_DAY, Flags, Ints, Purpose, stream
from orchestration.demo.codes import (
    APPLIED,
    APPROVED,
    CHANNEL,
    CLOSED,
    DISBURSED,
    ENTERPRISE_SIZE,
    GRADE,
    REJECTED,
    SETTLED,
    STATUS,
    WITHDRAWN,
    WRITTEN_OFF,
)
from orchestration.demo.dates import timestamp
from orchestration.demo.loan_life import Life
from orchestration.demo.loans import EXTENSION_MONTHS
from orchestration.demo.part import Part
from orchestration.demo.products import LOAN_TYPES, MSME, PRODUCTS, PURPOSES
from orchestration.demo.recording import cutoff, within_hours
from orchestration.demo.settings import DemoSettings

_ASKED, _DECIDED, _LATER = 0, 1, 2
_PURPOSE_OF: Ints = np.array(
    [[PURPOSES.index(purpose) for purpose in product.purposes] for product in PRODUCTS]
)
_SHARE_UNVALUED = 0.015


def _versions(applications: Applications, life: Life) -> tuple[Ints, Ints, Ints]:
    """Loan, day and stage of every version, before they are ordered."""
    everyone = np.arange(len(applications))
    decided = applications.decided_on > NO_DAY
    disbursed = applications.disbursed_on > NO_DAY
    decided_apart = decided & (applications.disbursed_on != applications.decided_on)
    blocks = [
        (everyone, applications.day, _ASKED),
        (everyone[decided_apart], applications.decided_on[decided_apart], _DECIDED),
        (everyone[disbursed], applications.disbursed_on[disbursed], _LATER),
    ]
    events = (
        life.closed_on,
        life.settled_on,
        life.written_off_on,
        life.fraud_reported_on,
        life.loss_identified_on,
        life.changed_on,
        *life.revalued_on,
    )
    for day in events:
        happened = day > NO_DAY
        blocks.append((everyone[happened], day[happened], _LATER))
    loan = np.concatenate([block[0] for block in blocks])
    day = np.concatenate([block[1] for block in blocks])
    stage = np.concatenate([np.full(len(block[0]), block[2]) for block in blocks])
    # two events on one day are one version
    _, kept = np.unique((loan * 2**20 + day) * 4 + stage, return_index=True)
    return loan[kept], day[kept], stage[kept]


def loan_table(
    settings: DemoSettings, part: Part, life: Life, loan_names: Any, customer_names: Any
) -> Any:
    """The loans of a part, all versions, ordered by loan and record time."""
    applications = part.applications
    rng = stream(settings.seed, Purpose.LOAN_VERSIONS, part.number + 2**32)
    loan, day, stage = _versions(applications, life)
    hour = np.array([10, 14, 17])[stage]
    recorded_at = within_hours(rng, day, 0, 2) + timestamp(0, hour * 3600)
    is_event = (stage == _LATER) & (day > applications.disbursed_on[loan])
    recorded_at[is_event] += timestamp(0, 3 * 3600)
    is_late = is_event & (rng.random(len(loan)) < 0.01)
    late_days = np.floor(1 + 9 * rng.random(len(loan))).astype(np.int64)
    recorded_at = np.where(is_late, recorded_at + timestamp(late_days, 0), recorded_at)
    is_unvalued = rng.random(len(applications)) < _SHARE_UNVALUED
    known = recorded_at <= cutoff(settings)
    order = np.flatnonzero(known)
    order = order[np.lexsort((recorded_at[order], loan[order]))]
    view = _View(applications, life, loan[order], day[order], stage[order])
    fields = _fixed(applications, view)
    fields.update(_dates(applications, life, view))
    fields.update(_terms(applications, life, view))
    fields.update(_security(applications, life, view, is_unvalued))
    fields["loan_id"] = columns.word(view.loan, loan_names)
    fields["customer_id"] = columns.word(applications.borrower[view.loan], customer_names)
    fields["recorded_at"] = columns.moment(recorded_at[order])
    return pa.table({name: fields[name] for name in LOAN_COLUMNS})


LOAN_COLUMNS = (
    "loan_id", "customer_id", "loan_type", "application_date", "loan_amount", "status",
    "decided_on", "disbursed_on", "closed_on", "settled_on", "written_off_on", "restructured_on",
    "fraud_reported_on", "loss_identified_on", "is_distress_restructured", "enterprise_size",
    "rate_effective_on", "rate_reset_on", "lender_grade", "loan_term_months", "loan_term_days",
    "observed_until", "interest_rate_pct", "emi_amount", "first_due_date", "loan_purpose",
    "is_secured", "collateral_value", "collateral_valued_on", "has_co_applicant", "channel",
    "branch", "currency", "recorded_at",
)  # fmt: skip


class _View:
    """What each version shows: an event, when its day has come by the version's day."""

    def __init__(
        self, applications: Applications, life: Life, loan: Ints, day: Ints, stage: Ints
    ) -> None:
        self.loan, self.day, self.stage = loan, day, stage
        self.is_decided = (stage > _ASKED) & (applications.decided_on[loan] > NO_DAY)
        self.is_disbursed = (stage == _LATER) & (applications.disbursed_on[loan] > NO_DAY)
        self.is_changed = self.has_come(life.changed_on)
        self.is_restructured = self.has_come(life.restructured_on)

    def has_come(self, days: Ints) -> Flags:
        """The event of the loan has happened by the version's day, and after the disbursal."""
        event = days[self.loan]
        come: Flags = (event > NO_DAY) & (event <= self.day) & self.is_disbursed
        return come

    def shown(self, days: Ints) -> Any:
        """The event's day as a column, null until it has come."""
        return columns.day(np.where(self.has_come(days), days[self.loan], NO_DAY))


def _status(applications: Applications, life: Life, view: _View) -> Ints:
    loan = view.loan
    return np.select(
        [
            view.has_come(life.written_off_on),
            view.has_come(life.settled_on),
            view.has_come(life.closed_on),
            view.is_disbursed,
            view.is_decided & applications.is_rejected[loan],
            view.is_decided & applications.is_withdrawn[loan],
            view.is_decided,
        ],
        [WRITTEN_OFF, SETTLED, CLOSED, DISBURSED, REJECTED, WITHDRAWN, APPROVED],
        APPLIED,
    )


def _dates(applications: Applications, life: Life, view: _View) -> dict[str, Any]:
    loan = view.loan
    decided = np.where(view.is_decided, applications.decided_on[loan], NO_DAY)
    disbursed = np.where(view.is_disbursed, applications.disbursed_on[loan], NO_DAY)
    effective = np.where(view.is_changed, life.changed_on[loan], applications.day[loan])
    # a part-prepayment changes the dues, not the rate
    is_new_rate = view.is_changed & (life.new_rate[loan] != applications.rate[loan])
    return {
        "application_date": columns.day(applications.day[loan]),
        "status": columns.word(_status(applications, life, view), STATUS),
        "decided_on": columns.day(decided),
        "disbursed_on": columns.day(disbursed),
        "closed_on": view.shown(life.closed_on),
        "settled_on": view.shown(life.settled_on),
        "written_off_on": view.shown(life.written_off_on),
        "restructured_on": view.shown(life.restructured_on),
        "fraud_reported_on": view.shown(life.fraud_reported_on),
        "loss_identified_on": view.shown(life.loss_identified_on),
        "is_distress_restructured": columns.flag(view.is_restructured),
        "rate_effective_on": columns.day(np.where(is_new_rate, effective, applications.day[loan])),
        "rate_reset_on": columns.nothing(len(loan), pa.date32()),
        "loan_term_days": columns.nothing(len(loan), pa.int32()),
        "observed_until": columns.nothing(len(loan), pa.date32()),
        "first_due_date": columns.day(applications.first_due[loan], view.is_disbursed),
    }


def _fixed(applications: Applications, view: _View) -> dict[str, Any]:
    """What no event changes."""
    loan = view.loan
    product = applications.product[loan]
    return {
        "loan_type": columns.word(product, LOAN_TYPES),
        "loan_amount": columns.rupees(applications.amount[loan]),
        "lender_grade": columns.word(applications.grade[loan], GRADE, view.is_decided),
        "enterprise_size": columns.word(
            applications.enterprise_size[loan], ENTERPRISE_SIZE, product == MSME
        ),
        "loan_purpose": columns.word(_PURPOSE_OF[product, applications.purpose[loan]], PURPOSES),
        "has_co_applicant": columns.flag(applications.has_co_applicant[loan]),
        "is_secured": columns.flag(applications.is_secured[loan]),
        "channel": columns.word(applications.channel[loan], CHANNEL),
        "branch": columns.word(applications.branch[loan], BRANCHES),
        "currency": columns.word(np.zeros_like(loan), ["INR"]),
    }


def _terms(applications: Applications, life: Life, view: _View) -> dict[str, Any]:
    """Term, rate and instalment: as signed, then as changed."""
    loan = view.loan
    rate = np.where(view.is_changed, life.new_rate[loan], applications.rate[loan])
    instalment = np.where(view.is_changed, life.new_instalment[loan], applications.instalment[loan])
    term = applications.term[loan] + EXTENSION_MONTHS * view.is_restructured
    return {
        "loan_term_months": columns.whole(term),
        "interest_rate_pct": columns.ratio(rate),
        "emi_amount": columns.money(instalment),
    }


def _security(
    applications: Applications, life: Life, view: _View, is_unvalued: Flags
) -> dict[str, Any]:
    """The latest value that was accepted by the version's day."""
    loan = view.loan
    value, valued_on = applications.collateral_value[loan], applications.day[loan]
    for revalued_on, revaluation in zip(life.revalued_on, life.revaluation, strict=True):
        is_new = view.has_come(revalued_on)
        value = np.where(is_new, revaluation[loan], value)
        valued_on = np.where(is_new, revalued_on[loan], valued_on)
    value = np.where(is_unvalued[loan], np.nan, value)
    return {
        "collateral_value": columns.rupees(value),
        "collateral_valued_on": columns.day(np.where(np.isnan(value), NO_DAY, valued_on)),
    }
