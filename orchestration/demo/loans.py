"""The disbursed loans of one part: all that the ledger needs to know of them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from orchestration.demo.applications import Applications
from orchestration.demo.arrays import NO_DAY, Flags, Floats, Ints, Singles, pick, round_half_up
from orchestration.demo.borrowers import Borrowers
from orchestration.demo.codes import AUTO_DEBIT, CASH
from orchestration.demo.dates import day_number, month_of, on_anchor
from orchestration.demo.hazards import Risk
from orchestration.demo.products import AGRI, GOLD, HOME, LAP, TWO_WHEELER
from orchestration.demo.schedule import Schedule, build_schedule
from orchestration.demo.settings import DemoSettings

EXTENSION_MONTHS = 12
_SHARE_EXTENDABLE = 0.10
_MONTHS_AFTER_MATURITY = 24


@dataclass(frozen=True)
class Loans:
    """Disbursed loans, one element each; those that the book sees longest come first.

    Attributes:
        application: position among the part's applications.
        product, term, rate, instalment, is_secured, disbursed_on: as in the applications.
        amount: paise.
        risk: log-odds of a missed month against the average loan.
        method: the usual way of paying, number of `codes.METHOD`.
        income_loss_month: month in which the borrower's income breaks away.
        months_seen: due dates up to the book's last day, a while after maturity included.
        can_extend: a longer term could be agreed in distress.
    """

    application: Ints
    product: Ints
    term: Ints
    rate: Floats
    instalment: Ints
    is_secured: Flags
    disbursed_on: Ints
    amount: Ints
    risk: Singles
    method: Ints
    income_loss_month: Ints
    months_seen: Ints
    can_extend: Flags

    def __len__(self) -> int:
        return len(self.application)


def take_disbursed(
    rng: np.random.Generator,
    settings: DemoSettings,
    applications: Applications,
    borrowers: Borrowers,
    risk: Risk,
) -> Loans:
    """The disbursed ones among the applications."""
    last = day_number(settings.as_of_date)
    everyone = np.flatnonzero(applications.disbursed_on > NO_DAY)
    first_due, anchor = applications.first_due[everyone], applications.anchor[everyone]
    last_month = month_of(np.int64(last))
    seen = last_month - month_of(first_due) + (on_anchor(last_month, anchor) <= last)
    seen = np.clip(seen, 0, applications.term[everyone] + _MONTHS_AFTER_MATURITY)
    order = np.argsort(-seen, kind="stable")
    chosen = everyone[order]
    product = applications.product[chosen]
    uniform = rng.random((2, len(chosen)))
    return Loans(
        application=chosen,
        product=product,
        term=applications.term[chosen],
        rate=applications.rate[chosen],
        instalment=applications.instalment[chosen],
        is_secured=applications.is_secured[chosen],
        disbursed_on=applications.disbursed_on[chosen],
        amount=round_half_up(applications.amount[chosen] * 100),
        risk=risk.total[chosen].astype(np.float32),
        method=_usual_method(uniform[0], product, risk.hidden[chosen]),
        income_loss_month=borrowers.income_loss_month[applications.borrower[chosen]],
        months_seen=seen[order],
        can_extend=(uniform[1] < _SHARE_EXTENDABLE) & ~np.isin(product, [HOME, LAP, GOLD]),
    )


def contract(loans: Loans, applications: Applications) -> Schedule:
    """The schedules as signed, with room for an extension where one could be agreed."""
    return build_schedule(
        amount=loans.amount,
        rate=loans.rate,
        instalment=loans.instalment,
        term=loans.term,
        slots=loans.term + EXTENSION_MONTHS * loans.can_extend,
        first_due=applications.first_due[loans.application],
        anchor=applications.anchor[loans.application],
    )


def _usual_method(uniform: Floats, product: Ints, hidden: Floats) -> Ints:
    weights = np.tile(np.array([0.66, 0.18, 0.05, 0.08, 0.03, 0.0]), (len(product), 1))
    by_hand = np.isin(product, [GOLD, AGRI, TWO_WHEELER])
    weights[:, CASH] += 0.25 * by_hand
    weights[:, AUTO_DEBIT] *= np.exp(-0.35 * hidden)
    return pick(uniform, weights)
