"""The label of a single loan whose ledger is written by hand."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from orchestration.demo.arrays import NO_DAY
from orchestration.demo.dates import day_number
from orchestration.demo.labels import label
from orchestration.demo.loans import Loans
from orchestration.demo.receipts import PAID, REVERSAL, Receipts
from orchestration.demo.schedule import build_schedule
from orchestration.demo.state import LedgerState

DISBURSED_ON = date(2023, 1, 1)
FIRST_DUE = date(2023, 2, 5)
INSTALMENT = 100_000
MONTHS = 12


def ledger() -> LedgerState:
    """12 instalments of 1,000 rupees without interest, due on the fifth."""
    one = np.array([1])
    loans = Loans(
        application=one * 0,
        product=one * 0,
        term=one * MONTHS,
        rate=one * 0.0,
        instalment=one * INSTALMENT,
        is_secured=one > 1,
        disbursed_on=one * day_number(DISBURSED_ON),
        amount=one * INSTALMENT * MONTHS,
        risk=one.astype(np.float32),
        method=one * 0,
        income_loss_month=one * 10**6,
        months_seen=one * MONTHS,
        can_extend=one > 1,
    )
    schedule = build_schedule(
        loans.amount,
        loans.rate,
        loans.instalment,
        loans.term,
        loans.term,
        one * day_number(FIRST_DUE),
        one * 5,
    )
    return LedgerState.at_start(loans, schedule, day_number(date(2025, 6, 30)), MONTHS)


def receipts(*paid: tuple[date, int]) -> Receipts:
    days = np.array([day_number(day) for day, _ in paid], dtype=np.int64)
    amounts = np.array([amount for _, amount in paid], dtype=np.int64)
    nothing = np.zeros(len(paid), dtype=np.int64)
    kinds = np.where(amounts < 0, REVERSAL, PAID)
    return Receipts(nothing, nothing, nothing > 0, days, amounts, kinds, nothing, nothing > 0)


def first_bad_on(state: LedgerState, money: Receipts) -> date | None:
    day = int(label(state, money).first_bad_on[0])
    return None if day == NO_DAY else date.fromordinal(day + date(1970, 1, 1).toordinal())


def test_a_loan_never_paid_is_bad_ninety_days_after_its_first_due_date() -> None:
    assert first_bad_on(ledger(), receipts()) == date(2023, 5, 6)


def test_money_on_the_ninetieth_day_itself_still_counts() -> None:
    in_time = receipts((date(2023, 5, 6), INSTALMENT * MONTHS))
    a_day_late = receipts((date(2023, 5, 7), INSTALMENT * MONTHS))
    assert first_bad_on(ledger(), in_time) is None
    assert first_bad_on(ledger(), a_day_late) == date(2023, 5, 6)


def test_money_goes_to_the_oldest_due_first() -> None:
    """Every due but the first is paid on its day: the gap moves on and never ages ninety days."""
    later = [(date(2023, month, 5), INSTALMENT) for month in range(3, 13)]
    assert first_bad_on(ledger(), receipts(*later)) is None


@pytest.mark.parametrize("taken_back_on", [date(2023, 8, 1), date(2023, 12, 31)])
def test_a_reversal_long_after_makes_the_loan_bad_on_its_own_day(taken_back_on: date) -> None:
    everything = INSTALMENT * MONTHS
    money = receipts((date(2023, 1, 20), everything), (taken_back_on, -everything))
    assert first_bad_on(ledger(), money) == taken_back_on


def test_what_happens_after_twelve_months_is_not_in_the_label() -> None:
    paid = INSTALMENT * 9
    assert first_bad_on(ledger(), receipts((date(2023, 1, 20), paid))) is None


def test_a_write_off_inside_the_twelve_months_is_bad_without_ninety_days() -> None:
    state = ledger()
    state.written_off_on[0] = day_number(date(2023, 3, 1))
    assert first_bad_on(state, receipts()) == date(2023, 3, 1)


def test_a_closed_loan_ages_no_further() -> None:
    state = ledger()
    state.closed_on[0] = day_number(date(2023, 5, 6))
    assert first_bad_on(state, receipts()) is None
    state.closed_on[0] = day_number(date(2023, 5, 7))
    assert first_bad_on(state, receipts()) == date(2023, 5, 6)
