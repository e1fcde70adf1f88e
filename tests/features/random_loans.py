"""Loans of every kind that a source may tell of: contract, versions, dues, receipts, statuses."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from decimal import Decimal
from itertools import pairwise
from typing import Any

from tests.features.dice import FIRST_DAY, LAST_DAY, Dice
from tests.features.reference_book import Row, add_months, half_up

PRODUCTS = (
    *("home", "lap", "auto", "two_wheeler", "gold", "education", "personal", "msme", "card"),
    *("agri", "cre", "cre_rh", "teaser_home", "other"),
)
TERMS = (6, 12, 13, 24, 36, 48, 60, 61, 120, 121)
AMOUNTS = (Decimal("416.67"), Decimal(1_000), Decimal("4000.37"), Decimal(20_000), Decimal(90_000))
# What a source tells of a loan. By terms alone: no dues, until they are told or for good.
KINDS = (
    *("ledger",) * 7,
    *("parts untold", "amounts untold", "dues told late", "reported", "both", "terms only"),
    *("receipts only", "undecided"),
)


class RandomLoan:
    """The rows of one loan of a borrower whose bureau pulls are known."""

    def __init__(self, dice: Dice, loan_id: str, customer_id: str, pulls: list[Row]) -> None:
        self.dice, self.loan_id = dice, loan_id
        self.kind = dice.choice(KINDS)
        self.applied_on, self.disbursed_on = self._first_days(pulls)
        self.term, self.monthly_principal = dice.choice(TERMS), dice.choice(AMOUNTS)
        self.rate = self._rate()
        self.interest = Decimal(0) if not self.rate else half_up(self.monthly_principal / 10)
        self.emi = self.monthly_principal + self.interest
        self.restructured_on: date | None = None
        self.versions: list[Row] = []
        self.repayments: list[Row] = []
        self.outcomes: list[Row] = []
        signed = self._application(customer_id)
        if self.kind == "undecided" or self.disbursed_on > LAST_DAY:
            self.versions.append(signed | self._undecided_fate())
            return
        self._tell_versions(signed)
        if self.kind not in ("reported", "terms only", "receipts only"):
            self._fall_due(signed["first_due_date"])
        if self.kind in ("reported", "both"):
            self._report()
        if self.kind not in ("reported", "terms only"):
            self._pay(signed["first_due_date"])
        if dice.chance(0.3):
            judged_on = dice.choice((self.applied_on, dice.day(self.applied_on, LAST_DAY)))
            outcome = {"loan_id": loan_id, "as_of_date": judged_on, "is_bad": dice.chance(0.3)}
            self.outcomes.append(outcome)

    def _first_days(self, pulls: list[Row]) -> tuple[date, date]:
        """Application and disbursal: any day, one of the dates, or 45 days before a pull."""
        dice = self.dice
        applied_on = dice.day(FIRST_DAY, LAST_DAY)
        if dice.chance(0.12):
            applied_on = dice.edge(-30, -1, 0)
        waited = dice.choice((0, 0, 2, 30))
        if dice.chance(0.04):
            # its first year is over, and five days more, on one of the dates or the day after
            applied_on = add_months(dice.edge(0, 1) - timedelta(days=5 + waited), -12)
        heard_of = [p["pull_date"] - timedelta(days=dice.choice((44, 45, 46))) for p in pulls]
        if heard_of and dice.chance(0.3):
            applied_on = dice.choice(heard_of) - timedelta(days=waited)
        applied_on = max(applied_on, FIRST_DAY)
        return applied_on, applied_on + timedelta(days=waited)

    def _rate(self) -> Any:
        # without a rate nothing could tell the instalment, or the interest in it
        is_told = self.kind in ("amounts untold", "dues told late", "terms only")
        return self.dice.choice((0, 8.5, 24) if is_told else (None, 0, 8.5, 24))

    def _application(self, customer_id: str) -> Row:
        dice, amount = self.dice, self.monthly_principal * self.term
        is_card_without_amount = self.kind == "reported" and dice.chance(0.4)
        in_days = self.kind in ("undecided", "reported", "receipts only") and dice.chance(0.3)
        return {
            "loan_id": self.loan_id,
            "customer_id": customer_id,
            "loan_type": "card" if is_card_without_amount else dice.choice(PRODUCTS),
            "application_date": self.applied_on,
            "loan_amount": None if is_card_without_amount else amount,
            "status": "applied",
            "loan_term_months": None if in_days else self.term,
            "loan_term_days": dice.choice((20, 400)) if in_days else None,
            "interest_rate_pct": self.rate,
            "rate_effective_on": dice.choice((None, None, self.applied_on)),
            "emi_amount": dice.choice((None, self.emi)),
            "first_due_date": self._first_due_date(),
            "is_secured": dice.choice((None, True, True, False)),
            "collateral_value": dice.choice(
                (None, 0, half_up(amount * 2), half_up(amount / 2), half_up(amount / 7))
            ),
            "has_co_applicant": dice.choice((None, True, False)),
            "currency": dice.choice((None,) * 8 + ("INR", "USD", "EUR", "GBP", "ZZZ")),
            "recorded_at": dice.recorded(self.applied_on, share_late=0.1, share_absent=0.3),
        }

    def _first_due_date(self) -> date:
        """A month after the money went out, or the month's end after that, and never clamped on."""
        due = add_months(self.disbursed_on, 1)
        if self.dice.chance(0.2):
            due = add_months(due.replace(day=1), 1) - timedelta(days=1)
        return due

    def _undecided_fate(self) -> Row:
        fate = self.dice.choice((None, None, "rejected", "withdrawn", "approved"))
        return {"status": fate, "decided_on": self.disbursed_on} if fate else {}

    def _tell_versions(self, applied: Row) -> None:
        dice, has_records = self.dice, applied["recorded_at"] is not None
        begun = {
            "status": "disbursed",
            "disbursed_on": self.disbursed_on if dice.chance(0.9) else None,
            "observed_until": (
                dice.day(self.disbursed_on, LAST_DAY) if dice.chance(0.06) else None
            ),
            "recorded_at": dice.recorded(self.disbursed_on, 0.05, 0) if has_records else None,
        }
        is_asked_first = has_records and dice.chance(0.9)
        self.versions = [applied, applied | begun] if is_asked_first else [applied | begun]
        if has_records:
            for change in (self._reset, self._restructuring):
                if dice.chance(0.3):
                    day = dice.day(self.disbursed_on, LAST_DAY + timedelta(days=60))
                    news = change(day) | {"recorded_at": dice.recorded(day, 0.1, 0)}
                    self.versions.append(self.versions[-1] | news)
        if dice.chance(0.15):
            day = dice.day(self.disbursed_on, LAST_DAY)
            fate = dice.choice(("closed", "settled", "written_off"))
            end: Row = {"status": fate, f"{fate}_on": day}
            if has_records:
                known = {"recorded_at": dice.recorded(day, 0.2, 0)}
                self.versions.append(self.versions[-1] | end | known)
            else:
                self.versions[-1] |= end
        for earlier, later in pairwise(self.versions):
            if later["recorded_at"] <= earlier["recorded_at"]:
                later["recorded_at"] = earlier["recorded_at"] + timedelta(hours=1)

    def _reset(self, day: date) -> Row:
        """A rate and a value that act from days of their own, before or after they were told."""
        dice, amount = self.dice, self.monthly_principal * self.term
        return {
            "interest_rate_pct": 10.5,
            "rate_effective_on": dice.choice((None, dice.edge(0, 1), self._around(day))),
            "collateral_value": dice.choice((None, half_up(amount * 3), half_up(amount / 5))),
            "collateral_valued_on": dice.choice((None, dice.edge(0, 1), self._around(day))),
            "is_secured": dice.choice((True, True, False)),
            "has_co_applicant": True,
        }

    def _around(self, day: date) -> date:
        return day + timedelta(days=self.dice.randrange(-40, 40))

    def _restructuring(self, day: date) -> Row:
        """A longer term, smaller instalments: those not yet due are told anew, and more follow."""
        self.restructured_on = day
        return {
            "is_distress_restructured": True,
            "restructured_on": day,
            "loan_term_months": self.term + 6,
            "emi_amount": half_up(self.emi / 2),
        }

    def _fall_due(self, first_due_date: date) -> None:
        dice = self.dice
        told_at = None
        if self.kind == "dues told late":
            told_on = self.disbursed_on + timedelta(days=dice.choice((40, 200, 700)))
            told_at = datetime.combine(told_on, time(11))
        for number in range(1, self.term + 1):
            due = self._due(number, add_months(first_due_date, number - 1), told_at)
            self.repayments.append(due)
            if self.kind != "ledger":
                continue
            if self.restructured_on and due["due_date"] > self.restructured_on:
                self._tell_due_again(due, self.restructured_on, half_up(self.emi / 2))
            elif dice.chance(0.02):
                known_on = dice.day(first_due_date, LAST_DAY + timedelta(days=90))
                self._tell_due_again(due, known_on, self.monthly_principal)
        if self.restructured_on and self.kind == "ledger":
            for number in range(self.term + 1, self.term + 7):
                due = self._due(number, add_months(first_due_date, number - 1), None)
                self._tell_due_again(due, self.restructured_on, half_up(self.emi / 2))

    def _due(self, number: int, day: date, told_at: datetime | None) -> Row:
        return {
            "loan_id": self.loan_id,
            "instalment_number": number,
            "due_date": day,
            "amount_due": None if self.kind == "amounts untold" else self.emi,
            "principal_due": self.monthly_principal if "untold" not in self.kind else None,
            "interest_due": self.interest if "untold" not in self.kind else None,
            "due_recorded_at": told_at,
        }

    def _tell_due_again(self, due: Row, known_on: date, amount: Decimal) -> None:
        told = {"amount_due": amount, "principal_due": amount, "interest_due": 0}
        noon = datetime.combine(known_on, time(12))
        self.repayments.append(due | told | {"due_recorded_at": noon})

    def _report(self) -> None:
        """A status a month, some corrected later; a balance now and then, or never."""
        dice, day, dpd = self.dice, self.disbursed_on, 0
        tells_balance = dice.chance(0.7)
        amount = int(self.monthly_principal * self.term)
        while day <= LAST_DAY:
            day += timedelta(days=dice.choice((28, 30, 31, 62, 75)))
            dpd = dice.choice((0, dpd, dpd + 30, dpd + 30))
            balance = dice.choice((None, dice.money(below=amount), Decimal(-50)))
            status = {
                "loan_id": self.loan_id,
                "status_date": day,
                "reported_dpd": dice.choice((None, dpd, dpd, dpd)),
                "reported_outstanding": balance if tells_balance else None,
                "recorded_at": dice.recorded(day),
            }
            self.repayments.append(status)
            if status["recorded_at"] and dice.chance(0.05):
                known_at = status["recorded_at"] + timedelta(days=dice.randrange(1, 200))
                news = {"reported_dpd": dice.choice((None, 0, 95)), "recorded_at": known_at}
                self.repayments.append(status | news)

    def _pay(self, first_due_date: date) -> None:
        """Money month by month: in time, early, late, in part, bounced, reversed, or none."""
        dice, owed = self.dice, Decimal(0)
        carelessness = dice.choice((0.02, 0.1, 0.4))
        dues = {row["instalment_number"]: row for row in self.repayments if "due_date" in row}
        for number in range(self.term):
            day, owed = add_months(first_due_date, number), owed + self.emi
            if owed <= 0:
                continue
            if dice.chance(carelessness):
                if dice.chance(0.4):
                    self._receipt(day, self.emi, payment_status="bounced")
                continue
            amount = owed
            if dice.chance(carelessness * 2):
                amount = dice.choice((owed, self.emi, half_up(self.emi / 3), owed + self.emi * 9))
            shift = dice.choice((-3, 1, 16, 40)) if dice.chance(carelessness * 2) else 0
            # an instalment and what was paid for it often come as one row
            due_part = dues.get(number + 1, {}) if dice.chance(0.3) else {}
            receipt = self._receipt(day + timedelta(days=shift), amount, **due_part)
            owed -= amount
            if receipt and dice.chance(0.04):
                owed += self._take_back(receipt, amount)

    def _take_back(self, receipt: Row, amount: Decimal) -> Decimal:
        """A reversal days later, in full or in half; some come twice, some name no receipt."""
        dice, taken_back = self.dice, Decimal(0)
        part = dice.choice((amount, half_up(amount / 2)))
        back = {"reverses_receipt_id": dice.choice((receipt["receipt_id"],) * 4 + (None,))}
        for _ in range(dice.choice((1, 1, 2))):
            day = receipt["payment_date"] + timedelta(days=dice.randrange(40))
            taken_back += part if self._receipt(day, -part, **back) else 0
        return taken_back

    def _receipt(self, day: date, amount: Decimal, **more: Any) -> Row | None:
        if day > LAST_DAY + timedelta(days=5) or amount == 0:
            return None
        receipt = more | {
            "loan_id": self.loan_id,
            "receipt_id": f"R{len(self.repayments)}",
            "payment_date": day,
            "amount_paid": amount,
            "payment_method": self.dice.choice((None, "auto_debit", "auto_debit", "upi", "cash")),
            "recorded_at": self.dice.recorded(day),
        }
        self.repayments.append(receipt)
        return receipt
