"""Features 51 to 62: how the loan was repaid."""

from __future__ import annotations

import numpy as np
import pandas as pd

from benchmarks.pandas_features.calendar_days import months_before, months_between, number_of
from benchmarks.pandas_features.ledger import Ledger, covered_on_due_date, dpd_on, highest


def behaviour(ledger: Ledger, loans: pd.DataFrame, as_of: pd.Timestamp) -> pd.DataFrame:
    """One row a loan; nothing is said where neither dues nor statuses tell a dpd."""
    on_book = months_between(loans["disbursed_on"], as_of)
    dpd = _dpd_features(ledger, loans, as_of)
    dues = _due_features(ledger, as_of).reindex(loans.index)
    receipts = _receipt_features(ledger.receipts, as_of).reindex(loans.index)
    today, first_due = number_of(as_of), ledger.schedule["first_due"]
    last_paid = receipts["last_day"].fillna(first_due.where(first_due <= today))
    paid_ratio = receipts["paid_6m"].fillna(0) / dues["due_6m"].where(dues["due_6m"] > 0)
    features = {
        "current_dpd": ledger.facility["dpd"],
        "max_dpd_12m": dpd["highest"].where(on_book >= 1),
        "avg_dpd_6m": dpd["mean"],
        "dpd_trend_3v6": dpd["trend"],
        "late_payment_ratio": dues["late_ratio"],
        "partial_payment_ratio": dues["partial_ratio"],
        "max_consecutive_late_12m": dues["longest_run"],
        "payment_to_due_ratio_6m": paid_ratio.clip(0, 2),
        "days_since_last_payment": today - last_paid,
        "bounce_count_6m": receipts["bounce_count"].fillna(0),
        "auto_debit_ratio_12m": receipts["auto_debit_ratio"],
        "cure_count_12m": _cures(ledger.states, as_of, len(loans)).where(on_book >= 3),
    }
    return pd.DataFrame(features).where(ledger.facility["has_state"])


def _dpd_features(ledger: Ledger, loans: pd.DataFrame, as_of: pd.Timestamp) -> pd.DataFrame:
    """The worst day of twelve months, and the last six month-ends, the date itself the last."""
    year_ago = months_before(as_of, 12)
    recent = ledger.states[ledger.states["last_day"] > year_ago]
    # a loan that is in no state was never behind
    otherwise = ledger.facility["is_reported"].map({True: np.nan, False: 0.0}).to_numpy()
    worst = np.fmax(otherwise, highest(recent, dpd_on(recent, recent["last_day"]), len(loans)))
    readings = np.empty((len(loans), 6))
    for column, day in enumerate(_month_ends(as_of)):
        on_day = recent[(recent["first_day"] <= day) & (recent["last_day"] >= day)]
        readings[:, column] = otherwise
        readings[on_day["loan"], column] = dpd_on(on_day, day)
        readings[loans["disbursed_day"] > day, column] = np.nan
    count = (~np.isnan(readings)).sum(axis=1)
    mean = np.nansum(readings, axis=1) / np.where(count >= 3, count, np.nan)
    trend = (readings[:, :3].sum(axis=1) - readings[:, 3:].sum(axis=1)) / 3
    return pd.DataFrame({"highest": worst, "mean": mean, "trend": trend}, index=loans.index)


def _month_ends(as_of: pd.Timestamp) -> list[int]:
    """The date and the five month-ends before it, newest first."""
    before = [as_of.replace(day=1) - pd.DateOffset(months=n, days=1) for n in range(5)]
    return [number_of(day) for day in (as_of, *before)]


def _due_features(ledger: Ledger, as_of: pd.Timestamp) -> pd.DataFrame:
    """Instalments of twelve months: how many were late, in part, in a row; what fell due in six."""
    year_ago, half_year_ago = (months_before(as_of, n) for n in (12, 6))
    fallen = ledger.dues[ledger.dues["day"].between(year_ago + 1, number_of(as_of))]
    covered = covered_on_due_date(fallen, ledger.days)
    is_late = fallen["amount"] > covered
    parts = pd.DataFrame(
        {
            "loan": fallen["loan"],
            "late_ratio": is_late,
            "partial_ratio": is_late & (covered > 0),
            "due_6m": fallen["amount"].where(fallen["day"] > half_year_ago, 0),
        }
    )
    by_loan = parts.groupby("loan")
    features = by_loan[["late_ratio", "partial_ratio"]].mean()
    features["due_6m"] = by_loan["due_6m"].sum()
    # in a row: late ones between which no punctual one lies
    run = (~is_late).groupby(fallen["loan"]).cumsum()[is_late]
    lengths = run.groupby([fallen.loc[is_late, "loan"], run]).size()
    longest = lengths.groupby(level=0).max()
    features["longest_run"] = longest.reindex(features.index, fill_value=0)
    return features


def _receipt_features(receipts: pd.DataFrame, as_of: pd.Timestamp) -> pd.DataFrame:
    """Money of six and twelve months, and the last that came and was not taken back."""
    year_ago, half_year_ago = (months_before(as_of, n) for n in (12, 6))
    is_payment = ~receipts["is_bounced"] & (receipts["amount"] > 0)
    recent = receipts[receipts["day"] > half_year_ago]
    has_come = ~recent["is_bounced"]
    payments = receipts[is_payment]
    of_year = payments[payments["day"] > year_ago]
    return pd.DataFrame(
        {
            "paid_6m": recent["amount"].where(has_come, 0).groupby(recent["loan"]).sum(),
            "bounce_count": (~has_come | (recent["amount"] < 0)).groupby(recent["loan"]).sum(),
            "auto_debit_ratio": of_year.groupby("loan")["is_auto_debit"].mean(),
            "last_day": payments[~payments["is_taken_back"]].groupby("loan")["day"].max(),
        }
    )


def _cures(states: pd.DataFrame, as_of: pd.Timestamp, count: int) -> pd.Series:
    """How often a spell of arrears that had reached thirty days ended within twelve months."""
    highest_dpd = dpd_on(states, states["last_day"])
    is_long = highest_dpd.groupby(states["loan"]).transform("max") >= 30
    states, highest_dpd = states[is_long], highest_dpd[is_long]
    is_clear = states["oldest"].isna()
    # a clear stretch belongs to the spell that it ends
    spell = is_clear.groupby(states["loan"]).cumsum() - is_clear
    ended = states["first_day"].where(is_clear)
    spells = pd.DataFrame({"highest": highest_dpd, "ended": ended}).groupby(
        [states["loan"], spell.rename("spell")]
    )
    spells = spells.agg({"highest": "max", "ended": "min"})
    year_ago = months_before(as_of, 12)
    is_cure = (spells["highest"] >= 30) & (spells["ended"] > year_ago)
    return is_cure.groupby(level="loan").sum().reindex(range(count), fill_value=0)
