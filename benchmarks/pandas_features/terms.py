"""Features 1 to 27: the applicant and the loan's terms."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from benchmarks.pandas_features.calendar_days import months_after, months_between, number_of
from benchmarks.pandas_features.ledger import Ledger
from benchmarks.pandas_features.seeds import codes, in_force, seed

EDUCATION = ("below_class_12", "class_12", "graduate", "postgraduate", "professional")
OTHER_PRODUCTS = {"teaser_home": "home", "agri": "other", "cre": "other", "cre_rh": "other"}
TENURE_EDGES = (12, 36, 60, 120)


def applicant(
    told: pd.DataFrame,
    loans: pd.DataFrame,
    others: pd.DataFrame,
    ledger: Ledger,
    as_of: pd.Timestamp,
) -> pd.DataFrame:
    """Features 1 to 14. `told` is what each loan's customer told, a row a loan."""
    age = _age(told, loans, as_of)
    contract_end = months_after(loans["disbursed_on"], loans["loan_term_months"])
    matures_on = pd.to_datetime(ledger.schedule["last_due"], unit="D").fillna(contract_end)
    months_at_maturity = months_between(told["date_of_birth"], matures_on).fillna(
        age * 12 + months_between(as_of, matures_on)
    )
    income, dependents = told["annual_income"], told["dependents"]
    rolled = months_between(told["recorded_at"].dt.normalize(), as_of).fillna(0).clip(lower=0)
    experience = (told["years_of_experience"] + rolled / 12).clip(upper=60)
    job_months = months_between(told["job_start_date"].where(lambda day: day <= as_of), as_of)
    verified = [told[f"{what}_verified"].astype(int) for what in ("phone", "email", "address")]
    opened = loans["disbursed_on"].to_numpy()[others["other"]]
    first_other = pd.Series(opened, others["loan"]).groupby(level=0).min().reindex(loans.index)
    since = told["customer_since"].where(lambda day: day <= as_of).fillna(first_other)
    return pd.DataFrame(
        {
            "age_years": age,
            "age_at_maturity_years": months_at_maturity.where(lambda months: months >= 0) / 12,
            "dependents_count": dependents,
            "income_per_dependent": income.where(income > 0) / (dependents + 1),
            "annual_income_log": np.log(1 + income),
            "employment_type_code": codes("employment_synonyms", told["employment_type"]).fillna(
                "unknown"
            ),
            "years_of_experience": experience,
            "employment_stability_ratio": (job_months / 12 / experience.where(experience > 0)).clip(
                0, 1
            ),
            "current_job_tenure_months": job_months,
            "education_level": codes("education_synonyms", told["education"]).map(
                {code: level for level, code in enumerate(EDUCATION)}
            ),
            "city_tier": told["city_tier"].fillna(_tier(told["pincode"], as_of)),
            "is_income_verified": told["income_verified"].astype(int),
            "contactability_score": sum(verified),
            "relationship_vintage_months": months_between(since, as_of).fillna(0),
        }
    )


def _age(told: pd.DataFrame, loans: pd.DataFrame, as_of: pd.Timestamp) -> pd.Series:
    first_applied = loans.groupby("customer_id")["application_date"].transform("min")
    told_on = told["recorded_at"].dt.normalize().fillna(first_applied)
    years_since = months_between(told_on, as_of).clip(lower=0) // 12
    age = (months_between(told["date_of_birth"], as_of) // 12).fillna(
        told["age_years"] + years_since
    )
    return age.where(age.between(18, 100))


def _tier(pincode: pd.Series, as_of: pd.Timestamp) -> pd.Series:
    """The tier of the longest prefix that has one."""
    tiers = in_force("pincode_tiers", "pincode_prefix", "city_tier", as_of, country="IN")
    places = pincode.str.replace(" ", "")
    return places.map(tiers).fillna(places.str[:3].map(tiers)).fillna(places.str[:2].map(tiers))


def loan_terms(loans: pd.DataFrame, ledger: Ledger, as_of: pd.Timestamp) -> pd.DataFrame:
    """Features 15 to 27."""
    amount, term = loans["loan_amount"], loans["signed_term_months"]
    tickets = seed("ticket_edges").query("currency == 'INR'")["up_to_amount"].dropna()
    value = loans["latest_value"]
    return pd.DataFrame(
        {
            "loan_amount_log": np.log(1 + amount.where(amount > 0)),
            "loan_amount_category": _category(
                amount.where(amount > 0), sorted(tickets.astype(float))
            ),
            "loan_tenure_months": term.where(term > 0),
            "tenure_category": _category(term.where(term > 0), TENURE_EDGES),
            "interest_rate_pct": loans["rate_in_force"],
            "rate_spread_pct": loans["rate_in_force"] - _policy_rate(loans),
            "loan_type_code": loans["loan_type"].replace(OTHER_PRODUCTS),
            "is_secured": loans["is_secured"].astype(int),
            "ltv_ratio": (
                ledger.facility["outstanding"]
                / 100
                / value.where(loans["is_secured"] & (value > 0))
            ),
            "interest_to_principal_ratio": loans["interest_to_principal_ratio"],
            "months_on_book": months_between(loans["disbursed_on"], as_of),
            "remaining_tenure_ratio": _remaining_tenure(loans, ledger.schedule, number_of(as_of)),
            "has_co_applicant_or_guarantor": loans["has_co_applicant"].astype(int),
        }
    )


def _category(values: pd.Series, edges: Sequence[float]) -> pd.Series:
    """The number of edges that lie below; an edge belongs to the category that it ends."""
    return pd.Series(np.searchsorted(edges, values), values.index).where(values.notna())


def _policy_rate(loans: pd.DataFrame) -> np.ndarray:
    """The rate in force on the day of application."""
    rates = seed("policy_rate").query("country == 'IN'").sort_values("announced_on")
    announced = pd.to_datetime(rates["announced_on"]).to_numpy()
    newest = announced.searchsorted(loans["application_date"].to_numpy(), side="right") - 1
    return np.asarray(rates["rate_pct"].astype(float).iloc[newest])


def _remaining_tenure(loans: pd.DataFrame, schedule: pd.DataFrame, today: int) -> pd.Series:
    term = loans["loan_term_months"].where(loans["loan_term_months"] > 0)
    left = ((term - schedule["fallen_count"]) / term).clip(lower=0)
    return left.mask(schedule["last_due"] <= today, 0)
