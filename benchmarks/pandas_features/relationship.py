"""Features 63 to 66: the borrower's other loans, and loans of the same product near by."""

from __future__ import annotations

import numpy as np
import pandas as pd

from benchmarks.pandas_features.calendar_days import day_number, months_after, number_of
from benchmarks.pandas_features.ledger import Ledger, dpd_on, highest

# How much the portfolio's rate weighs in a cell, in loans; days until a first year is settled.
PORTFOLIO_WEIGHT = 200
SETTLING_DAYS = 5


def other_loans(loans: pd.DataFrame) -> pd.DataFrame:
    """One row a loan and other loan of the same borrower; `other` is the row of the other."""
    borrower = pd.DataFrame({"customer_id": loans["customer_id"], "loan": loans.index})
    borrower = borrower[borrower.duplicated("customer_id", keep=False)]
    pairs = borrower.merge(borrower.rename(columns={"loan": "other"}), on="customer_id")
    return pairs.loc[pairs["loan"] != pairs["other"], ["loan", "other"]]


def relationship(
    ledger: Ledger,
    loans: pd.DataFrame,
    others: pd.DataFrame,
    pincode: pd.Series,
    as_of: pd.Timestamp,
) -> pd.DataFrame:
    """One row a loan."""
    states, facility = ledger.states, ledger.facility
    worst = np.fmax(
        np.where(facility["has_state"] & ~facility["is_reported"], 0.0, np.nan),
        highest(states, dpd_on(states, states["last_day"]), len(loans)),
    )
    opened = others[loans["disbursed_on"].notna().to_numpy()[others["other"]]]
    is_open = loans["is_open"].to_numpy()[opened["other"]]
    by_loan = opened.assign(
        worst=worst[opened["other"]],
        dpd=np.where(is_open, facility["dpd"].to_numpy()[opened["other"]], np.nan),
        is_open=is_open,
    ).groupby("loan")
    told = by_loan.agg({"other": "size", "worst": "max", "dpd": "max", "is_open": "any"})
    told = told.reindex(loans.index)
    return pd.DataFrame(
        {
            "own_prior_loans_count": told["other"].fillna(0),
            "own_prior_worst_delay_days": told["worst"],
            "area_product_bad_rate_lagged": area_rate(ledger, loans, pincode, as_of),
            "borrower_max_dpd_other_loans": told["dpd"].where(told["is_open"].eq(True), 0),
        }
    )


def area_rate(
    ledger: Ledger, loans: pd.DataFrame, pincode: pd.Series, as_of: pd.Timestamp
) -> pd.Series:
    """The share of the cell's loans that went bad in a year, drawn towards the portfolio's."""
    first_year_ends = months_after(loans["disbursed_on"], 12)
    year_end, opened = day_number(first_year_ends), loans["disbursed_day"].to_numpy()
    states = ledger.states
    ends = year_end[states["loan"]]
    of_year = states[(states["first_day"] <= ends) & (states["last_day"] > opened[states["loan"]])]
    last_day = of_year["last_day"].clip(upper=pd.Series(year_end).loc[of_year["loan"]].to_numpy())
    by_ledger = ledger.facility["has_state"] & ~ledger.facility["is_reported"]
    worst = np.fmax(
        np.where(by_ledger, 0.0, np.nan), highest(of_year, dpd_on(of_year, last_day), len(loans))
    )
    is_written_off = (loans["written_off_on"] > loans["disbursed_on"]) & (
        loans["written_off_on"] <= first_year_ends
    )
    is_settled = first_year_ends.notna() & (year_end + SETTLING_DAYS <= number_of(as_of))
    counts = (is_settled & (~np.isnan(worst) | is_written_off)).astype(int)
    bads = counts * ((worst >= 90) | is_written_off)
    cell = [loans["loan_type"], pincode.str[:3]]
    near = counts.groupby(cell).transform("sum").fillna(0) - counts.where(pincode.notna(), 0)
    near_bads = bads.groupby(cell).transform("sum").fillna(0) - bads.where(pincode.notna(), 0)
    portfolio = counts.sum() - counts
    rate = (bads.sum() - bads) / portfolio.where(portfolio > 0)
    return (near_bads + PORTFOLIO_WEIGHT * rate) / (near + PORTFOLIO_WEIGHT)
