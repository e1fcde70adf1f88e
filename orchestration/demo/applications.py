"""The applications: product, term, amount, price, security, and the lender's decision."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from orchestration.demo.arrays import (
    NO_DAY,
    Flags,
    Floats,
    Ints,
    Purpose,
    pick,
    round_half_up,
    round_to,
    sigmoid,
    stream,
)
from orchestration.demo.arrivals import Arrivals
from orchestration.demo.borrowers import Borrowers, net_monthly
from orchestration.demo.codes import BUSINESS, GIG, NOT_EMPLOYED
from orchestration.demo.credit import Credit
from orchestration.demo.dates import day_number, month_of, on_anchor
from orchestration.demo.macro import repo_rate
from orchestration.demo.places import STATES
from orchestration.demo.products import (
    AUTO,
    GOLD,
    HOME,
    LAP,
    MSME,
    PERSONAL,
    PRODUCTS,
    SHARES_BY_EMPLOYMENT,
    TWO_WHEELER,
    by_product,
)
from orchestration.demo.settings import DemoSettings

_LTV_LOW, _LTV_HIGH = by_product("ltv", 0), by_product("ltv", 1)
_TERMS: Floats = np.zeros((len(PRODUCTS), 6))
_TERM_WEIGHTS: Floats = np.zeros((len(PRODUCTS), 6))
for _row, _product in enumerate(PRODUCTS):
    _TERMS[_row, : len(_product.terms)] = _product.terms
    _TERM_WEIGHTS[_row, : len(_product.terms)] = _product.term_weights
# most books collect in the first days of the month; a few loans hang on the month's end
_DUE_DAYS: Ints = np.array([1, 2, 3, 5, 7, 10, 12, 15, 20, 25, 28, 29, 30, 31])
_DUE_DAY_WEIGHTS: Floats = np.array([8, 6, 8, 26, 14, 16, 4, 8, 4, 2, 1, 0.7, 0.9, 1.4])
_DAYS_BEFORE_FIRST_DUE = 20
_BRANCH_WEIGHTS: Floats = np.array([30, 20, 14, 10, 8, 6, 5, 7], dtype=np.float64)
_BRANCHES_A_STATE = len(_BRANCH_WEIGHTS)
BRANCHES = tuple(f"B{number:03d}" for number in range(1, len(STATES) * _BRANCHES_A_STATE + 1))


@dataclass(frozen=True)
class Applications:
    """Applications of one part, one element each, in the order of the arrivals.

    Attributes:
        borrower: borrower number in the part.
        day: application day.
        product: number of `products.PRODUCTS`.
        term: months.
        amount: rupees, rounded as a lender rounds.
        rate: percent a year, of the day of the application.
        instalment: paise.
        is_secured: a charge on something of value is taken.
        collateral_value: rupees, NaN without security.
        has_co_applicant: somebody stands beside the borrower.
        decided_on, disbursed_on: days, `NO_DAY` where it did not happen by the book's last day.
        is_rejected, is_withdrawn: outcome of a decision without a loan.
        anchor: due day of the month, 1 to 31.
        first_due: first due date, of disbursed loans and of all others as proposed.
        net_income: true net income a month at the application, rupees.
        foir: true fixed obligations with this instalment over net income.
        grade: 0 (best) to 6, the lender's own view at sanction.
        channel: number of `codes.CHANNEL`.
        branch: branch number, one of a few near the borrower.
        purpose: 0 to 2, of the product's purposes.
        enterprise_size: number of `codes.ENTERPRISE_SIZE`, read for msme alone.
    """

    borrower: Ints
    day: Ints
    product: Ints
    term: Ints
    amount: Floats
    rate: Floats
    instalment: Ints
    is_secured: Flags
    collateral_value: Floats
    has_co_applicant: Flags
    decided_on: Ints
    disbursed_on: Ints
    is_rejected: Flags
    is_withdrawn: Flags
    anchor: Ints
    first_due: Ints
    net_income: Floats
    foir: Floats
    grade: Ints
    channel: Ints
    branch: Ints
    purpose: Ints
    enterprise_size: Ints

    def __len__(self) -> int:
        return len(self.day)


def annuity(amount: Floats, rate: Floats, term: Ints) -> Floats:
    """Equated instalment: P i (1+i)^n / ((1+i)^n - 1); without interest P / n."""
    monthly = rate / 1200
    growth = (1 + monthly) ** term
    with np.errstate(divide="ignore", invalid="ignore"):
        equated = amount * monthly * growth / (growth - 1)
    return np.where(monthly > 0, equated, amount / term)


def draw_applications(
    settings: DemoSettings, part: int, arrivals: Arrivals, borrowers: Borrowers, credit: Credit
) -> Applications:
    """Applications of one part; price and decision follow from what the lender could see."""
    rng = stream(settings.seed, Purpose.APPLICATIONS, part)
    who, day = arrivals.borrower, arrivals.day
    count = len(day)
    product = pick(rng.random(count), SHARES_BY_EMPLOYMENT[borrowers.employment[who]])
    choice = pick(rng.random(count), _TERM_WEIGHTS[product])
    term = _TERMS[product, choice].astype(np.int64)
    income = borrowers.income_on(who, day)
    net = net_monthly(income)
    is_secured = rng.random(count) < by_product("secured_share")[product]
    co_chance = np.select(
        [product == HOME, product == LAP, product == MSME], [0.55, 0.45, 0.30], 0.10
    )
    has_co_applicant = rng.random(count) < co_chance
    view = _lenders_view(credit, borrowers, who) + 0.35 * rng.normal(size=count)
    rate = _rate(rng, product, day, view, is_secured)
    amount = _amount(rng, product, term, rate, net)
    instalment = round_half_up(100 * annuity(amount, rate, term))
    outgoings = borrowers.outgoings[who] * (income / borrowers.annual_income[who])
    foir = (credit.monthly_obligations + outgoings + instalment / 100) / net
    decided, disbursed, is_rejected, is_withdrawn = _decide(
        rng, settings, day, product, view + 1.6 * (foir - 0.45)
    )
    anchor = _DUE_DAYS[pick(rng.random(count), _DUE_DAY_WEIGHTS)]
    ltv = _LTV_LOW[product] + (_LTV_HIGH - _LTV_LOW)[product] * rng.beta(2.2, 1.6, count)
    return Applications(
        borrower=who,
        day=day,
        product=product,
        term=term,
        amount=amount,
        rate=rate,
        instalment=instalment,
        is_secured=is_secured,
        collateral_value=np.where(is_secured, round_to(amount / ltv, 1000), np.nan),
        has_co_applicant=has_co_applicant,
        decided_on=decided,
        disbursed_on=disbursed,
        is_rejected=is_rejected,
        is_withdrawn=is_withdrawn,
        anchor=anchor,
        first_due=_first_due(np.where(disbursed > NO_DAY, disbursed, day), anchor),
        net_income=net,
        foir=foir,
        grade=np.clip(np.floor(2.6 + 1.7 * view), 0, 6).astype(np.int64),
        channel=_channel(rng.random(count), product),
        branch=borrowers.places.state[who] * _BRANCHES_A_STATE
        + pick(rng.random(count), _BRANCH_WEIGHTS),
        purpose=pick(rng.random(count), np.array([0.5, 0.3, 0.2])),
        enterprise_size=pick(rng.random(count), np.array([0.72, 0.24, 0.04])),
    )


def _lenders_view(credit: Credit, borrowers: Borrowers, who: Ints) -> Floats:
    """Risk on the lender's own card, about standard normal, higher is worse."""
    score = np.where(credit.score > 0, credit.score, 690)
    informal = np.isin(borrowers.employment[who], [BUSINESS, GIG, NOT_EMPLOYED])
    view: Floats = (735 - score) / 60 + 0.25 * informal
    return view - 0.2 * borrowers.is_verified_income[who] + 0.05


def _rate(
    rng: np.random.Generator, product: Ints, day: Ints, view: Floats, is_secured: Flags
) -> Floats:
    spread = by_product("spread")[product]
    price_of_risk = 0.12 * spread * np.clip(view, -2, 3)
    unsecured = np.where((~is_secured) & (by_product("secured_share")[product] > 0), 3.0, 0.0)
    rate = repo_rate(day) + spread + price_of_risk + unsecured + 0.35 * rng.normal(size=len(day))
    return round_to(np.clip(rate, 6.5, 36.0), 0.05).round(2)


def _amount(
    rng: np.random.Generator, product: Ints, term: Ints, rate: Floats, net: Floats
) -> Floats:
    """What the applicant can carry and wants, in round figures, inside the product's limits."""
    low, high = by_product("emi_share", 0)[product], by_product("emi_share", 1)[product]
    share = low + (high - low) * rng.beta(1.6, 1.6, len(net)) * rng.lognormal(0.0, 0.25, len(net))
    wanted = share * net / annuity(np.ones_like(net), rate, term)
    smallest, largest = by_product("amounts", 0)[product], by_product("amounts", 1)[product]
    wanted = np.clip(wanted, smallest, largest)
    step = np.select(
        [product == GOLD, product == TWO_WHEELER, wanted < 100_000, wanted < 1_000_000],
        [500.0, 500.0, 1000.0, 5000.0],
        50_000.0,
    )
    return np.maximum(round_to(wanted, step), smallest)


def _decide(
    rng: np.random.Generator, settings: DemoSettings, day: Ints, product: Ints, view: Floats
) -> tuple[Ints, Ints, Flags, Flags]:
    """Days of decision and of payment (`NO_DAY`: not by the last day), rejected, withdrawn."""
    last = day_number(settings.as_of_date)
    count = len(day)
    slow = np.where(day > last - 15, 3, 0)  # the queue of the last days is never empty
    decided = day + np.floor(
        rng.random(count) * (by_product("decision_days")[product] + slow + 1)
    ).astype(np.int64)
    paid = decided + np.floor(
        rng.random(count) * (by_product("disbursal_days")[product] + 1)
    ).astype(np.int64)
    is_decided = decided <= last
    is_rejected = is_decided & (rng.random(count) < sigmoid(-2.9 + 1.15 * view))
    fate = rng.random(count)
    is_withdrawn = is_decided & ~is_rejected & (fate < 0.025)
    is_untaken = (fate >= 0.025) & (fate < 0.030)
    is_paid = is_decided & ~is_rejected & ~is_withdrawn & ~is_untaken & (paid <= last)
    return (
        np.where(is_decided, decided, NO_DAY),
        np.where(is_paid, paid, NO_DAY),
        is_rejected,
        is_withdrawn,
    )


def _first_due(start: Ints, anchor: Ints) -> Ints:
    """The first anchor day at least twenty days after the money went out."""
    earliest = start + _DAYS_BEFORE_FIRST_DUE
    month = month_of(earliest)
    this_month: Ints = on_anchor(month, anchor)
    return np.where(this_month >= earliest, this_month, on_anchor(month + 1, anchor))


def _channel(uniform: Floats, product: Ints) -> Ints:
    weights = np.tile(np.array([0.40, 0.25, 0.05, 0.20, 0.10]), (len(product), 1))
    weights[:, 2] += np.isin(product, [AUTO, TWO_WHEELER]) * 1.2
    weights[:, 1] += (product == PERSONAL) * 0.5
    weights[:, 0] += (product == GOLD) * 1.5
    return pick(uniform, weights)
