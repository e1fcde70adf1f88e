"""The borrower as known on the date: what was told, and what the bureau said last."""

from __future__ import annotations

import pandas as pd

from benchmarks.pandas_features.loans import cutoff

# A pull that is older is not fresh; the score before it is looked for this many days back.
FRESH_DAYS = 180
EARLIER_DAYS = (150, 240)


def customers_as_of(told: pd.DataFrame, as_of: pd.Timestamp) -> pd.DataFrame:
    """The newest version of each customer that was known, by customer."""
    known = told[told["recorded_at"].isna() | (told["recorded_at"] <= cutoff(as_of))]
    known = known.sort_values("recorded_at", na_position="first", kind="stable")
    return known.drop_duplicates("customer_id", keep="last").set_index("customer_id")


def fresh_pulls(told: pd.DataFrame, as_of: pd.Timestamp) -> pd.DataFrame:
    """The latest pull of each customer, none that is stale, with the score of about half a year
    before it as `earlier_score`, by customer.
    """
    known_from = told["recorded_at"].fillna(told["pull_date"])
    pulls = told[(known_from <= cutoff(as_of)) & (told["pull_date"] <= as_of)]
    pulls = pulls.assign(
        credit_score=pulls["credit_score"].where(pulls["credit_score"].between(300, 900))
    )
    pulls = pulls.sort_values(["pull_date", "recorded_at"], na_position="first")
    pulls = pulls.drop_duplicates(["customer_id", "pull_date"], keep="last")
    latest = pulls.drop_duplicates("customer_id", keep="last").set_index("customer_id")
    latest = latest[latest["pull_date"] >= as_of - pd.Timedelta(days=FRESH_DAYS)]
    scored = pulls[pulls["credit_score"].notna()]
    before = scored["customer_id"].map(latest["pull_date"]) - scored["pull_date"]
    earlier = scored[before.dt.days.between(*EARLIER_DAYS)]
    earlier = earlier.drop_duplicates("customer_id", keep="last").set_index("customer_id")
    return latest.assign(earlier_score=earlier["credit_score"])
