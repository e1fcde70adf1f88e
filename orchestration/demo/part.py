"""One part of the book, from its borrowers to the end of its ledger."""

from __future__ import annotations

from dataclasses import dataclass, replace

from orchestration.demo.applications import Applications, draw_applications
from orchestration.demo.arrays import Floats, Purpose, stream
from orchestration.demo.arrivals import Arrivals, draw_arrivals
from orchestration.demo.borrowers import Borrowers, draw_borrowers
from orchestration.demo.credit import Credit, draw_credit
from orchestration.demo.dates import day_number
from orchestration.demo.hazards import Risk, loan_risk
from orchestration.demo.ledger import simulate
from orchestration.demo.loans import Loans, contract, take_disbursed
from orchestration.demo.macro import Macro
from orchestration.demo.resets import forget_late_resets, reset_rates
from orchestration.demo.schedule import Schedule
from orchestration.demo.settings import DemoSettings
from orchestration.demo.state import LedgerState


@dataclass(frozen=True)
class Part:
    """Everything of a part that does not depend on the level of the hazards."""

    number: int
    arrivals: Arrivals
    borrowers: Borrowers
    credit: Credit
    applications: Applications
    risk: Risk
    loans: Loans
    schedule: Schedule


def build_part(settings: DemoSettings, number: int, macro: Macro, areas: Floats) -> Part:
    """Borrowers, their bureau files, applications, decisions and contracts of one part."""
    arrivals = draw_arrivals(settings, number)
    borrowers = draw_borrowers(settings, number, arrivals, macro)
    credit = draw_credit(settings, number, arrivals, borrowers)
    applications = draw_applications(settings, number, arrivals, borrowers, credit)
    risk = loan_risk(applications, borrowers, credit, areas)
    rng = stream(settings.seed, Purpose.LOANS, number)
    loans = take_disbursed(rng, settings, applications, borrowers, risk)
    schedule = contract(loans, applications)
    return Part(number, arrivals, borrowers, credit, applications, risk, loans, schedule)


def run_ledger(
    settings: DemoSettings, part: Part, macro: Macro, level: float, months: int | None = None
) -> LedgerState:
    """The ledger of a part at one level of the hazards, whole or its first `months`."""
    schedule = replace(
        part.schedule,
        term=part.schedule.term.copy(),
        principal=part.schedule.principal.copy(),
        interest=part.schedule.interest.copy(),
        balance=part.schedule.balance.copy(),
    )
    last_day = day_number(settings.as_of_date)
    seen = int(part.loans.months_seen.max(initial=0))
    state = LedgerState.at_start(part.loans, schedule, last_day, months=min(seen, months or seen))
    reset_rates(settings, part.number, state)
    simulate(state, macro, level, stream(settings.seed, Purpose.LEDGER, part.number), months)
    forget_late_resets(state)
    return state
