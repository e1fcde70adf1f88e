"""Features 1 to 27 by their rules: the applicant and the loan's terms."""

from __future__ import annotations

import math
from datetime import date
from decimal import Decimal

from tests.features.reference_book import Row, add_months, cutoff, instalment, whole_months
from tests.features.reference_case import Case, Features, code, in_force, in_rupees, ratio

EDUCATION = ("below_class_12", "class_12", "graduate", "postgraduate", "professional")
PRODUCTS = {"teaser_home": "home", "agri": "other", "cre": "other", "cre_rh": "other"}
TICKET_EDGES = (100_000, 500_000, 2_000_000, 5_000_000)
TENURE_EDGES = (12, 36, 60, 120)


def applicant(case: Case) -> Features:
    day, told = case.day, case.customer
    age = age_years(case)
    income, dependents = told["annual_income"], told["dependents"]
    job_start, experience = told["job_start_date"], experience_years(case)
    in_job = whole_months(job_start, day) if job_start and job_start <= day else None
    education = code("education_synonyms", told["education"])
    return {
        "age_years": age,
        "age_at_maturity_years": age_at_maturity(case, age),
        "dependents_count": dependents,
        "income_per_dependent": (
            ratio(income or None, dependents + 1) if dependents is not None else None
        ),
        "annual_income_log": None if income is None else math.log(1 + float(income)),
        "employment_type_code": code("employment_synonyms", told["employment_type"]) or "unknown",
        "years_of_experience": experience,
        "employment_stability_ratio": (
            min(in_job / 12 / experience, 1) if experience and in_job is not None else None
        ),
        "current_job_tenure_months": in_job,
        "education_level": EDUCATION.index(education) if education else None,
        "city_tier": (
            told["city_tier"] if told["city_tier"] in (1, 2, 3) else city_tier(told["pincode"], day)
        ),
        "is_income_verified": int(bool(told["income_verified"])),
        "contactability_score": sum(
            bool(told[f"{what}_verified"]) for what in ("phone", "email", "address")
        ),
        "relationship_vintage_months": relationship_months(case),
    }


def age_years(case: Case) -> int | None:
    told = case.customer
    if told["date_of_birth"] and told["date_of_birth"] <= case.day:
        age = whole_months(told["date_of_birth"], case.day) // 12
    elif told["age_years"] is None:
        return None
    else:
        applications = [loan["application_date"] for loan in (case.loan, *case.others.values())]
        told_on = told["recorded_at"].date() if told["recorded_at"] else min(applications)
        age = told["age_years"] + max(whole_months(told_on, case.day), 0) // 12
    return age if 18 <= age <= 100 else None


def age_at_maturity(case: Case, age: int | None) -> float | None:
    born_on, matures_on = case.customer["date_of_birth"], maturity(case)
    if matures_on is None:
        return None
    if born_on and born_on <= case.day:
        months = whole_months(born_on, matures_on)
    elif age is not None:
        months = age * 12 + whole_months(case.day, matures_on)
    else:
        return None
    return months / 12 if months >= 0 else None


def maturity(case: Case) -> date | None:
    loan = case.loan
    if case.ledger and case.ledger.dues:
        return case.ledger.dues[-1].day
    if loan["loan_term_months"] is None:
        return None
    return add_months(loan["opened_on"] or loan["application_date"], loan["loan_term_months"])


def experience_years(case: Case) -> float | None:
    told, recorded_at = case.customer["years_of_experience"], case.customer["recorded_at"]
    if told is None:
        return None
    rolled = max(whole_months(recorded_at.date(), case.day), 0) / 12 if recorded_at else 0
    return min(float(told) + rolled, 60)


def city_tier(pincode: str | None, day: date) -> int | None:
    prefixes = [pincode[:length] for length in (6, 3, 2)] if pincode else []
    rows = [in_force("pincode_tiers", day, country="IN", pincode_prefix=p) for p in prefixes]
    return next((int(row["city_tier"]) for row in rows if row), None)


def relationship_months(case: Case) -> int:
    since = case.customer["customer_since"]
    if since is None or since > case.day:
        since = min((o["opened_on"] for o in case.opened_others.values()), default=None)
    return whole_months(since, case.day) if since else 0


def loan_terms(case: Case) -> Features:
    day, loan = case.day, case.loan
    versions = [v for v in case.book.loans[case.loan_id] if v["known_from"] <= cutoff(day)]
    disbursed = [version for version in versions if version["opened_on"]]
    term = (disbursed[0] if loan["opened_on"] else loan)["loan_term_months"] or None
    amount = in_rupees(loan, loan["loan_amount"])
    rate = rate_in_force(versions, day)
    policy = in_force("policy_rate", loan["application_date"], "announced_on", country="IN")
    balance = case.ledger.outstanding(day) if case.ledger else loan["loan_amount"]
    is_priced = rate is not None and policy is not None
    return {
        "loan_amount_log": math.log(1 + float(amount)) if amount else None,
        "loan_amount_category": sum(amount > edge for edge in TICKET_EDGES) if amount else None,
        "loan_tenure_months": term,
        "tenure_category": sum(term > edge for edge in TENURE_EDGES) if term else None,
        "interest_rate_pct": rate,
        "rate_spread_pct": rate - Decimal(policy["rate_pct"]) if is_priced else None,
        "loan_type_code": PRODUCTS.get(loan["loan_type"], loan["loan_type"]),
        "is_secured": int(bool(loan["is_secured"])),
        "ltv_ratio": ratio(balance, latest_value(versions, day)) if loan["is_secured"] else None,
        "interest_to_principal_ratio": interest_to_principal(versions[0]),
        "months_on_book": whole_months(loan["opened_on"], day) if case.is_behaviour else None,
        "remaining_tenure_ratio": remaining_tenure(case) if case.is_behaviour else None,
        "has_co_applicant_or_guarantor": int(bool(loan["has_co_applicant"])),
    }


def rate_in_force(versions: list[Row], day: date) -> Decimal | None:
    """The rate that took effect last: from its own day, else from the day of its record."""
    effective = [
        (version["rate_effective_on"] or version["known_from"].date(), number)
        for number, version in enumerate(versions)
        if version["rate_effective_on"] is None or version["rate_effective_on"] <= day
    ]
    return versions[max(effective)[1]]["interest_rate_pct"] if effective else None


def latest_value(versions: list[Row], day: date) -> Decimal | None:
    valued = [
        (
            version["collateral_valued_on"]
            or max(version["known_from"].date(), version["application_date"]),
            number,
        )
        for number, version in enumerate(versions)
        if version["collateral_value"] is not None
    ]
    acting = [value for value in valued if value[0] <= day]
    return versions[max(acting)[1]]["collateral_value"] if acting else None


def interest_to_principal(signed: Row) -> float | None:
    emi, amount, term = instalment(signed), signed["loan_amount"], signed["loan_term_months"]
    if emi is None or not amount or not term:
        return None
    return ratio(emi * term - amount, amount)


def remaining_tenure(case: Case) -> float | None:
    dues = case.ledger.dues if case.ledger else []
    if not dues:
        return None
    if dues[-1].day <= case.day:
        return 0
    term = case.loan["loan_term_months"]
    return max((term - sum(due.day <= case.day for due in dues)) / term, 0)
