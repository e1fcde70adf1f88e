"""A random loan book in the raw contract, with the gaps, corrections and late rows of real ones."""

from __future__ import annotations

import csv
import random
from datetime import date, datetime, timedelta
from decimal import Decimal
from itertools import pairwise
from pathlib import Path
from typing import Any

from tests.features.reference_book import Row, add_months, half_up

FIRST_DAY = date(2021, 1, 1)
LAST_DAY = date(2025, 6, 30)
PINCODES = ("110001", "110092", "400050", "411014", "416416", "560001", "999999", None)
PRODUCTS = ("home", "auto", "gold", "personal", "msme", "agri", "teaser_home", "card")
WORDINGS = ("Salaried", "Business", "freelance", "retired", "martian", None)
SCHOOLS = ("Bachelor", "High School", "PhD", "10th", "unheard of", None)


class RandomBook:
    """`tables` by name; the same for the same count and seed."""

    def __init__(self, loan_count: int, seed: int) -> None:
        self.dice = random.Random(seed)
        self.tables: dict[str, list[Row]] = {
            name: [] for name in ("customers", "loans", "credit_history", "repayments")
        }
        customers = [f"C{number}" for number in range(loan_count * 2 // 3)]
        for customer_id in customers:
            self._customer(customer_id)
            self._pulls(customer_id)
        for number in range(loan_count):
            # some borrowers are in no customer table
            self._loan(f"L{number}", self.dice.choice([*customers, "C unknown"]))

    def write(self, folder: Path) -> Path:
        folder.mkdir(parents=True)
        for name, rows in self.tables.items():
            columns = list({column: None for row in rows for column in row})
            with (folder / f"{name}.csv").open("w", newline="") as file:
                writer = csv.writer(file)
                writer.writerow(columns)
                writer.writerows([text(row.get(column)) for column in columns] for row in rows)
        return folder

    def _chance(self, share: float) -> bool:
        return self.dice.random() < share

    def _day(self, first: date, last: date) -> date:
        return first + timedelta(days=self.dice.randrange((last - first).days + 1))

    def _money(self, *, below: int) -> Decimal:
        return Decimal(self.dice.randrange(below * 100)) / 100

    def _recorded(self, day: date, share_late: float = 0.1, share_absent: float = 0.2) -> Any:
        """When the lender knew: that day, in the night, late by days or months, or untold."""
        if self._chance(share_absent):
            return None
        hours = self.dice.choice((10, 20, 25)) + 24 * (
            self.dice.choice((1, 3, 20, 60, 400)) if self._chance(share_late) else 0
        )
        return datetime(day.year, day.month, day.day) + timedelta(hours=hours)

    def _customer(self, customer_id: str) -> None:
        dice = self.dice
        first = {
            "customer_id": customer_id,
            "date_of_birth": self._day(date(1950, 1, 1), date(2008, 1, 1))
            if self._chance(0.7)
            else None,
            "age_years": dice.choice((None, 15, 30, 62)),
            "dependents": dice.choice((None, 0, 1, 3)),
            "education": dice.choice(SCHOOLS),
            "employment_type": dice.choice(WORDINGS),
            "job_start_date": dice.choice((None, self._day(date(2010, 1, 1), LAST_DAY))),
            "years_of_experience": dice.choice((None, 0, 1.5, 9, 59)),
            "annual_income": dice.choice((None, 0, self._money(below=3_000_000))),
            "net_monthly_income": dice.choice((None, 0, self._money(below=150_000))),
            "monthly_fixed_outgoings": dice.choice((None, self._money(below=30_000))),
            "pincode": dice.choice(PINCODES),
            "city_tier": dice.choice((None, None, 1, 3)),
            "customer_since": dice.choice((None, self._day(date(2015, 1, 1), LAST_DAY))),
            "recorded_at": self._recorded(FIRST_DAY),
        }
        for flag in ("income_verified", "phone_verified", "email_verified", "address_verified"):
            first[flag] = dice.choice((None, True, False))
        self.tables["customers"].append(first)
        if first["recorded_at"] and self._chance(0.4):
            moved_on = self._day(FIRST_DAY + timedelta(days=600), LAST_DAY)
            news = {
                "annual_income": self._money(below=3_000_000),
                "pincode": dice.choice(PINCODES),
                "recorded_at": self._recorded(moved_on, share_absent=0),
            }
            self.tables["customers"].append(first | news)

    def _pulls(self, customer_id: str) -> None:
        dice, day = self.dice, self._day(FIRST_DAY, FIRST_DAY + timedelta(days=300))
        while day < LAST_DAY and self._chance(0.95):
            pull = {
                "customer_id": customer_id,
                "pull_date": day,
                "credit_score": dice.choice((None, -1, 540, 600, 660, 710, 820)),
                "total_accounts": dice.choice((None, 0, 1, 2, 7)),
                "active_accounts": dice.choice((None, 0, 1, 2)),
                "oldest_account_opened_on": dice.choice(
                    (None, add_months(day, -dice.randrange(1, 90)))
                ),
                "enquiries_6m": dice.randrange(3),
                "enquiries_12m": dice.choice((0, 3, 5)),
                "dpd_30_59_count_24m": dice.randrange(3),
                "dpd_60_89_count_24m": dice.randrange(2),
                "dpd_90_plus_count_24m": dice.choice((None, 0, 0, 1)),
                "last_delinquency_on": dice.choice((None, self._day(date(2018, 1, 1), day))),
                "revolving_utilization": dice.choice((None, "0.5")),
                "debt_to_income": dice.choice((None, "0.4")),
                "written_off_or_settled_count_60m": dice.choice((None, 0, 2)),
                "recorded_at": self._recorded(day),
            }
            for amount in (
                "revolving_balance",
                "revolving_limit",
                "total_outstanding",
                "overdue_amount",
            ):
                pull[amount] = dice.choice((None, 0, self._money(below=900_000)))
            pull["unsecured_outstanding"] = self._money(below=500_000)
            pull["monthly_obligations"] = dice.choice((None, self._money(below=40_000)))
            self.tables["credit_history"].append(pull)
            day += timedelta(days=dice.randrange(60, 250))

    def _loan(self, loan_id: str, customer_id: str) -> None:
        dice = self.dice
        applied_on = self._day(FIRST_DAY, LAST_DAY)
        disbursed_on = applied_on + timedelta(days=dice.choice((0, 2, 30)))
        term = dice.choice((6, 12, 24, 48))
        kind = dice.choice(
            ("ledger",) * 8 + ("reported", "both", "terms only", "receipts only", "undecided")
        )
        principal = Decimal(dice.choice((1_000, 4_000, 20_000, 90_000)))
        # what may get its schedule from the terms is without interest: its parts need no rounding
        has_dues = kind in ("ledger", "both")
        interest = half_up(principal / 10) if has_dues else Decimal(0)
        applied = {
            "loan_id": loan_id,
            "customer_id": customer_id,
            "loan_type": dice.choice(PRODUCTS),
            "application_date": applied_on,
            "loan_amount": principal * term,
            "status": "applied",
            "loan_term_months": term,
            "interest_rate_pct": dice.choice((None, 0, 8.5, 24)) if has_dues else 0,
            "emi_amount": dice.choice((None, principal + interest)),
            "first_due_date": add_months(disbursed_on, 1),
            "is_secured": dice.choice((None, True, True, False)),
            "collateral_value": dice.choice((None, 0, principal * term * 2)),
            "has_co_applicant": dice.choice((None, True, False)),
            "currency": dice.choice((None,) * 8 + ("INR", "USD", "ZZZ")),
            "recorded_at": self._recorded(applied_on, share_late=0, share_absent=0.3),
        }
        if kind == "undecided" or disbursed_on >= LAST_DAY:
            fate = {"status": "rejected", "decided_on": disbursed_on} if self._chance(0.3) else {}
            self.tables["loans"].append(applied | fate)
            return
        self._versions(applied, disbursed_on)
        if has_dues:
            self._dues(applied, principal, interest)
        if kind in ("reported", "both"):
            self._statuses(loan_id, disbursed_on, principal * term)
        if kind not in ("reported", "terms only"):
            self._receipts(applied, principal + interest)

    def _versions(self, applied: Row, disbursed_on: date) -> None:
        dice, has_records = self.dice, applied["recorded_at"] is not None
        begun = {
            "status": "disbursed",
            "disbursed_on": disbursed_on if self._chance(0.9) else None,
            "observed_until": self._day(disbursed_on, LAST_DAY) if self._chance(0.06) else None,
            "recorded_at": self._recorded(disbursed_on, 0, 0) if has_records else None,
        }
        versions = [applied, applied | begun] if has_records else [applied | begun]
        if has_records and self._chance(0.5):
            day = self._day(disbursed_on + timedelta(days=3), LAST_DAY + timedelta(days=60))
            reset = {
                "interest_rate_pct": 10.5,
                "rate_effective_on": dice.choice(
                    (None, day + timedelta(days=dice.randrange(-40, 40)))
                ),
                "collateral_value": dice.choice((None, applied["loan_amount"] * 3)),
                "collateral_valued_on": dice.choice(
                    (None, day + timedelta(days=dice.randrange(-40, 40)))
                ),
                "loan_term_months": applied["loan_term_months"] + dice.choice((0, 6)),
                "recorded_at": self._recorded(day, 0, 0),
            }
            versions.append(versions[-1] | reset)
        if self._chance(0.15):
            day = self._day(disbursed_on + timedelta(days=1), LAST_DAY)
            fate = dice.choice(("closed", "settled", "written_off"))
            end: Row = {"status": fate, f"{fate}_on": day}
            if has_records:
                versions.append(versions[-1] | end | {"recorded_at": self._recorded(day, 0, 0)})
            else:
                versions[-1] |= end
        for earlier, later in pairwise(versions):
            if later["recorded_at"] and later["recorded_at"] <= earlier["recorded_at"]:
                later["recorded_at"] = earlier["recorded_at"] + timedelta(hours=1)
        self.tables["loans"] += versions

    def _dues(self, loan: Row, principal: Decimal, interest: Decimal) -> None:
        for number in range(1, loan["loan_term_months"] + 1):
            due = {
                "loan_id": loan["loan_id"],
                "instalment_number": number,
                "due_date": add_months(loan["first_due_date"], number - 1),
                "amount_due": principal + interest,
                "principal_due": principal,
                "interest_due": interest,
            }
            self.tables["repayments"].append(due)
            if self._chance(0.02):
                known_at = self._recorded(
                    self._day(loan["first_due_date"], LAST_DAY + timedelta(days=90)), 0, 0
                )
                lower = {"amount_due": principal, "interest_due": 0, "due_recorded_at": known_at}
                self.tables["repayments"].append(due | lower)

    def _statuses(self, loan_id: str, disbursed_on: date, amount: Decimal) -> None:
        day, dpd = disbursed_on, 0
        while day < LAST_DAY:
            day += timedelta(days=self.dice.choice((28, 30, 31, 75)))
            dpd = self.dice.choice((0, dpd, dpd + 30, dpd + 30))
            status = {
                "loan_id": loan_id,
                "status_date": day,
                "reported_dpd": self.dice.choice((None, dpd, dpd, dpd)),
                "reported_outstanding": self.dice.choice((None, self._money(below=int(amount)))),
                "recorded_at": self._recorded(day),
            }
            self.tables["repayments"].append(status)

    def _receipts(self, loan: Row, due: Decimal) -> None:
        """Money month by month: in time, early, late, in part, bounced, reversed, or none."""
        dice, owed = self.dice, Decimal(0)
        carelessness = dice.choice((0.02, 0.1, 0.4))
        for number in range(loan["loan_term_months"]):
            day, owed = add_months(loan["first_due_date"], number), owed + due
            if self._chance(carelessness):
                if self._chance(0.4):
                    self._receipt(loan["loan_id"], day, due, payment_status="bounced")
                continue
            amount = (
                dice.choice((owed, due, half_up(due / 3)))
                if self._chance(carelessness * 2)
                else owed
            )
            shift = dice.choice((-3, 1, 16, 40)) if self._chance(carelessness * 2) else 0
            receipt = self._receipt(loan["loan_id"], day + timedelta(days=shift), amount)
            owed -= amount
            if receipt and self._chance(0.04):
                part = dice.choice((amount, half_up(amount / 2)))
                taken_back_on = receipt["payment_date"] + timedelta(days=dice.randrange(9))
                back = {"reverses_receipt_id": receipt["receipt_id"]}
                if self._receipt(loan["loan_id"], taken_back_on, -part, **back):
                    owed += part

    def _receipt(self, loan_id: str, day: date, amount: Decimal, **more: str) -> Row | None:
        if day > LAST_DAY or amount == 0:
            return None
        receipt = {
            "loan_id": loan_id,
            "receipt_id": f"R{len(self.tables['repayments'])}",
            "payment_date": day,
            "amount_paid": amount,
            "payment_method": self.dice.choice((None, "auto_debit", "auto_debit", "upi", "cash")),
            "recorded_at": self._recorded(day),
            **more,
        }
        self.tables["repayments"].append(receipt)
        return receipt


def text(value: Any) -> str:
    """A cell as CSV has it: nothing for None, true and false in small letters."""
    if value is None:
        return ""
    return str(value).lower() if isinstance(value, bool) else str(value)
