"""Dues, receipts and statuses that hold at the date: repeated rows once, the newest version known.

Each frame has `loan`, the row of the loan in the frame of loans, and `day`.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from benchmarks.pandas_features.calendar_days import day_number, months_after, number_of
from benchmarks.pandas_features.loans import cutoff


@dataclass(frozen=True)
class Repayments:
    """The parts: dues by loan, day and number; receipts as they came; statuses by loan and day."""

    dues: pd.DataFrame
    receipts: pd.DataFrame
    statuses: pd.DataFrame


def dues_that_hold(told: pd.DataFrame, loans: pd.DataFrame, as_of: pd.Timestamp) -> pd.DataFrame:
    """One row an instalment. Rows that contradict each other at one moment are put aside."""
    is_known = told["recorded_at"] <= cutoff(as_of)
    untimed = told.loc[told["recorded_at"].isna(), "loan"]
    begun = loans["disbursed_on"].fillna(loans["application_date"])
    is_known.loc[untimed.index] = untimed.map(begun) <= as_of
    told = told[(told["loan"] >= 0) & is_known]
    key = ["loan", "number"]
    is_repeated = told.duplicated(key, keep=False)
    versions = told[is_repeated].drop_duplicates()
    versions = versions.drop_duplicates([*key, "recorded_at"], keep=False)
    newest = _last_known(versions).drop_duplicates(key, keep="last")
    return pd.concat([told[~is_repeated], newest]).drop(columns="recorded_at")


def receipts_that_hold(told: pd.DataFrame, as_of: pd.Timestamp) -> pd.DataFrame:
    """One row a receipt, the one that was known first where others came under its id, with
    `is_taken_back` for a payment that was reversed in full.
    """
    told = told[told["loan"] >= 0]
    key = ["loan", "receipt_id"]
    is_repeated = told.duplicated(key, keep=False) & told["receipt_id"].notna()
    versions = _last_known(told[is_repeated].drop_duplicates())
    first_known = versions.groupby(key)["recorded_at"].transform("min")
    versions = versions[~(versions["recorded_at"] > first_known)].drop_duplicates(key, keep=False)
    receipts = pd.concat([told[~is_repeated], versions], ignore_index=True)
    receipts = receipts[_is_known(receipts, as_of)]
    is_reversal = ~receipts["is_bounced"] & (receipts["amount"] < 0)
    taken_back = -receipts[is_reversal].groupby(["loan", "reverses"])["amount"].sum()
    payments = receipts[~is_reversal & receipts["loan"].isin(receipts.loc[is_reversal, "loan"])]
    reversed_amount = payments.merge(
        taken_back.rename("taken_back").rename_axis(key).reset_index(), on=key, how="left"
    )["taken_back"]
    receipts["is_taken_back"] = False
    is_lost = reversed_amount.to_numpy() >= payments["amount"].to_numpy()
    receipts.loc[payments.index[is_lost], "is_taken_back"] = True
    return receipts.drop(columns=["receipt_id", "reverses", "recorded_at"])


def statuses_that_hold(told: pd.DataFrame, as_of: pd.Timestamp) -> pd.DataFrame:
    """One row a loan and reported day."""
    told = told[(told["loan"] >= 0) & _is_known(told, as_of)]
    key = ["loan", "day"]
    versions = told.drop_duplicates().drop_duplicates([*key, "recorded_at"], keep=False)
    newest = _last_known(versions).drop_duplicates(key, keep="last")
    return newest.sort_values(key, ignore_index=True).drop(columns="recorded_at")


def in_order(
    dues: pd.DataFrame, receipts: pd.DataFrame, statuses: pd.DataFrame, loans: pd.DataFrame
) -> Repayments:
    """All parts; loans without any of them get the schedule of their contract."""
    is_silent = np.ones(len(loans), dtype=bool)
    for part in (dues, receipts, statuses):
        is_silent[part["loan"].unique()] = False
    dues = pd.concat([dues, _contractual_dues(loans[is_silent])])
    dues = dues.sort_values(["loan", "day", "number"], ignore_index=True)
    return Repayments(dues, receipts, statuses)


def _is_known(told: pd.DataFrame, as_of: pd.Timestamp) -> pd.Series:
    was_recorded = told["recorded_at"].isna() | (told["recorded_at"] <= cutoff(as_of))
    return was_recorded & (told["day"] <= number_of(as_of))


def _last_known(versions: pd.DataFrame) -> pd.DataFrame:
    return versions.sort_values("recorded_at", na_position="first", kind="stable")


def _contractual_dues(silent: pd.DataFrame) -> pd.DataFrame:
    """The schedule of each loan to the paisa: interest on the opening balance, half-up; the last
    instalment is the balance and its interest.
    """
    has_contract = silent["signed_emi_paise"].notna() & silent["signed_first_due_date"].notna()
    signed = silent[has_contract]
    balance, emi, term = (
        signed[name].astype(np.int64).to_numpy()
        for name in ("signed_amount_paise", "signed_emi_paise", "signed_term_months")
    )
    rate = (signed["signed_rate_pct"].fillna(0) * 1e6).round().astype(np.int64).to_numpy()
    instalments = []
    for number in range(1, term.max(initial=0) + 1):
        interest = (balance * rate * 2 + 1_200_000_000) // 2_400_000_000
        is_last = number == term
        principal = np.where(is_last, balance, np.clip(emi - interest, 0, balance))
        amount = np.where(is_last, balance + interest, emi)
        falls_on = day_number(months_after(signed["signed_first_due_date"], number - 1))
        instalment = {
            "loan": signed.index.astype(np.int32),
            "number": np.int16(number),
            "day": falls_on,
            "amount": amount,
            "principal": principal,
            "interest": amount - principal,
        }
        instalments.append(pd.DataFrame(instalment)[number <= term])
        balance = balance - principal
    return pd.concat(instalments) if instalments else pd.DataFrame()
