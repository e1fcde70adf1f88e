"""Features 28 to 50: what the borrower can afford, and what the bureau says."""

from __future__ import annotations

import numpy as np
import pandas as pd

from benchmarks.pandas_features.calendar_days import months_between
from benchmarks.pandas_features.ledger import Ledger
from benchmarks.pandas_features.seeds import in_force

# The bureau hears of a new loan after that many days.
HEARD_OF_AFTER = pd.Timedelta(days=45)
TIER_EDGES = (550, 650, 700, 750)


def is_heard_of(pulls: pd.DataFrame, loans: pd.DataFrame) -> pd.Series:
    """Whether the bureau knew of this loan when it was asked."""
    return loans["disbursed_on"] <= pulls["pull_date"] - HEARD_OF_AFTER


def affordability(
    told: pd.DataFrame,
    pulls: pd.DataFrame,
    loans: pd.DataFrame,
    others: pd.DataFrame,
    ledger: Ledger,
) -> pd.DataFrame:
    """Features 28 to 35. `told` and `pulls` have a row a loan: what its customer told, the pull."""
    income = told["annual_income"].where(told["annual_income"] > 0)
    net = told["net_monthly_income"]
    fixed = told["monthly_fixed_outgoings"].fillna(0)
    emi = loans["emi_paise"] / 100
    owed = _monthly_obligation(pulls, loans, others)
    debt = pulls["total_outstanding"] / income
    debt = debt.mask(pulls["total_outstanding"].isna(), pulls["debt_to_income"])
    return pd.DataFrame(
        {
            "dti_ratio": (owed * 12 / income).clip(upper=5),
            "emi_to_income_ratio": (emi * 12 / income).clip(upper=5),
            "foir_ratio": ((owed + fixed) / net.where(net > 0)).clip(upper=5),
            "loan_to_income_ratio": (loans["loan_amount"] / income).clip(upper=50),
            "debt_to_income_ratio": debt.clip(upper=50),
            "credit_to_income_ratio": (ledger.facility["outstanding"] / 100 / income).clip(
                upper=50
            ),
            "unsecured_exposure_to_income_ratio": (pulls["unsecured_outstanding"] / income).clip(
                upper=50
            ),
            "residual_income_per_head": (net - owed - fixed) / (told["dependents"] + 1),
        }
    )


def _monthly_obligation(
    pulls: pd.DataFrame, loans: pd.DataFrame, others: pd.DataFrame
) -> pd.Series:
    """The bureau's figure, with this loan's instalment where it cannot be in it yet; without a
    fresh pull the instalments of all open loans here.
    """
    emi = loans["emi_paise"] / 100
    of_others = emi.where(loans["is_open"]).to_numpy()[others["other"]]
    here = pd.Series(of_others).groupby(others["loan"].to_numpy()).sum().reindex(loans.index)
    own = emi.mask(is_heard_of(pulls, loans), 0)
    return (pulls["monthly_obligations"] + own).where(
        pulls["pull_date"].notna(), emi + here.fillna(0)
    )


def bureau(pulls: pd.DataFrame, loans: pd.DataFrame, as_of: pd.Timestamp) -> pd.DataFrame:
    """Features 36 to 50."""
    score = pulls["credit_score"]
    cutoffs = in_force("score_policy_cutoffs", "loan_type", "cutoff", as_of)
    own = is_heard_of(pulls, loans).astype(int)
    active, accounts = (pulls["active_accounts"] - own).clip(lower=0), pulls["total_accounts"] - own
    oldest, delinquent = pulls["oldest_account_opened_on"], pulls["last_delinquency_on"]
    debt, written_off = pulls["total_outstanding"], pulls["written_off_or_settled_count_60m"]
    return pd.DataFrame(
        {
            "normalized_credit_score": (score - 300) / 600,
            "credit_score_tier": np.searchsorted(TIER_EDGES, score, side="right") * score.notna()
            + score.notna(),
            "credit_score_diff": score - loans["loan_type"].map(cutoffs),
            "credit_score_change_6m": score - pulls["earlier_score"],
            "is_thin_file": _is_thin_file(pulls, as_of),
            "credit_history_months": months_between(oldest.where(oldest <= as_of), as_of),
            "active_accounts_count": active,
            "active_account_ratio": active / accounts.where(accounts > 0),
            "credit_utilization": _utilisation(pulls),
            "enquiries_6m": pulls["enquiries_6m"],
            "enquiry_velocity": pulls["enquiries_6m"]
            / pulls["enquiries_12m"].where(pulls["enquiries_12m"] > 0),
            "delinquency_severity_24m": pulls["dpd_30_59_count_24m"]
            + 3 * pulls["dpd_60_89_count_24m"]
            + 10 * pulls["dpd_90_plus_count_24m"],
            "months_since_last_delinquency": months_between(
                delinquent.where(delinquent <= as_of), as_of
            ),
            "bureau_overdue_ratio": (pulls["overdue_amount"] / debt.where(debt > 0)).mask(
                debt == 0, 0
            ),
            "has_written_off_or_settled": (written_off > 0)
            .astype(float)
            .where(written_off.notna()),
        }
    )


def _is_thin_file(pulls: pd.DataFrame, as_of: pd.Timestamp) -> pd.Series:
    accounts, oldest = pulls["total_accounts"], pulls["oldest_account_opened_on"]
    is_thin = (accounts < 2) | (oldest > as_of - pd.DateOffset(months=12))
    return is_thin.astype(float).where(accounts.notna() | oldest.notna())


def _utilisation(pulls: pd.DataFrame) -> pd.Series:
    used, limit = pulls["revolving_balance"], pulls["revolving_limit"]
    ratio = (used / limit.where(limit > 0)).mask((limit == 0) & (used > 0), 2)
    return ratio.mask(used.isna() | limit.isna(), pulls["revolving_utilization"]).clip(upper=2)
