"""Loans as they were known on the date: the version that held, the contract, the end."""

from __future__ import annotations

import numpy as np
import pandas as pd

from benchmarks.pandas_features.calendar_days import day_number

_DATES = ("disbursed_on", "closed_on", "written_off_on")


def cutoff(as_of: pd.Timestamp) -> pd.Timestamp:
    """Two in the morning after the date: what was recorded by then counts for it."""
    return as_of + pd.Timedelta(hours=26)


def loans_as_of(told: pd.DataFrame, as_of: pd.Timestamp) -> pd.DataFrame:
    """One row a loan, numbered from 0: the newest version without its dates after `as_of`, and what
    a feature reads from other versions.
    """
    versions = _known_versions(told, as_of)
    loans = versions.drop_duplicates("loan", keep="last").set_index("loan").sort_index()
    for name in _DATES:
        loans[name] = loans[name].where(loans[name] <= as_of)
        loans[name.replace("_on", "_day")] = day_number(loans[name])
    loans["is_open"] = (
        loans["disbursed_on"].notna() & loans["closed_on"].isna() & loans["written_off_on"].isna()
    )
    loans["emi_paise"] = instalment_paise(loans)
    first = versions.drop_duplicates("loan").set_index("loan")
    repaid = instalment_paise(first) / 100 * first["loan_term_months"]
    loans["interest_to_principal_ratio"] = repaid / first["loan_amount"] - 1
    rate = _latest(versions, "rate_effective_on", "interest_rate_pct", as_of)
    value = _latest(versions, "collateral_valued_on", "collateral_value", as_of)
    return loans.join(_contract(versions)).assign(rate_in_force=rate, latest_value=value)


def _known_versions(told: pd.DataFrame, as_of: pd.Timestamp) -> pd.DataFrame:
    """The versions known at the date, in the order in which they became known."""
    known_from = told["recorded_at"].fillna(told["application_date"])
    is_known = (known_from <= cutoff(as_of)) & (told["application_date"] <= as_of)
    versions = told[is_known].assign(known_from=known_from)
    versions["loan"] = pd.factorize(versions["loan_id"], sort=True)[0].astype(np.int32)
    return versions.sort_values("known_from", kind="stable")


def instalment_paise(loans: pd.DataFrame) -> pd.Series:
    """The equated monthly instalment by the annuity formula, half-up."""
    amount, term = loans["loan_amount"], loans["loan_term_months"]
    monthly = loans["interest_rate_pct"] / 1200
    instalment = (amount * monthly / (1 - (1 + monthly) ** -term)).where(monthly > 0, amount / term)
    return np.floor(instalment * 100 + 0.5)


def _contract(versions: pd.DataFrame) -> pd.DataFrame:
    """What was signed: the first version that was disbursed."""
    disbursed = versions[versions["disbursed_on"].notna()]
    signed = disbursed.drop_duplicates("loan").set_index("loan")
    return pd.DataFrame(
        {
            "signed_amount_paise": (signed["loan_amount"] * 100).round(),
            "signed_rate_pct": signed["interest_rate_pct"],
            "signed_emi_paise": instalment_paise(signed),
            "signed_term_months": signed["loan_term_months"],
            "signed_first_due_date": signed["first_due_date"],
        }
    )


def _latest(versions: pd.DataFrame, acts_on: str, value: str, as_of: pd.Timestamp) -> pd.Series:
    """By loan, the value that acts last by its own day; without one, by the day of its record."""
    day = versions[acts_on].fillna(versions["known_from"].dt.normalize())
    acting = versions.assign(day=day)[(day <= as_of) & versions[value].notna()]
    newest = acting.sort_values("day", kind="stable").drop_duplicates("loan", keep="last")
    return newest.set_index("loan")[value]
