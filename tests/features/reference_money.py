"""Features 28 to 50 by their rules: affordability and the bureau."""

from __future__ import annotations

from collections import defaultdict
from datetime import timedelta
from decimal import Decimal

from tests.features.reference_book import add_months, whole_months
from tests.features.reference_case import Case, Features, exchange_rate, in_force, in_rupees, ratio

HEARD_OF_AFTER = timedelta(days=45)
TIER_EDGES = (550, 650, 700, 750)


def affordability(case: Case) -> Features:
    told, loan = case.customer, case.loan
    pull = case.pull or defaultdict(lambda: None)
    income, net = told["annual_income"], told["net_monthly_income"]
    emi = in_rupees(loan, loan["emi_amount"])
    owed = monthly_obligation(case, emi)
    fixed = told["monthly_fixed_outgoings"] or 0
    spent = None if owed is None else owed + fixed
    dependents = told["dependents"]
    is_household_known = net is not None and spent is not None and dependents is not None
    if pull["total_outstanding"] is None:
        debt = ratio(pull["debt_to_income"], 1, cap=50)
    else:
        debt = ratio(pull["total_outstanding"], income, cap=50)
    return {
        "dti_ratio": ratio(None if owed is None else owed * 12, income, cap=5),
        "emi_to_income_ratio": ratio(None if emi is None else emi * 12, income, cap=5),
        "foir_ratio": ratio(spent, net, cap=5),
        "loan_to_income_ratio": ratio(in_rupees(loan, loan["loan_amount"]), income, cap=50),
        "debt_to_income_ratio": debt,
        "credit_to_income_ratio": ratio(balance(case), income, cap=50),
        "unsecured_exposure_to_income_ratio": ratio(pull["unsecured_outstanding"], income, cap=50),
        "residual_income_per_head": (
            float(net - spent) / (dependents + 1) if is_household_known else None
        ),
    }


def is_heard_of(case: Case) -> bool:
    """Whether the bureau knows of this loan by the pull."""
    begun = case.loan["disbursed_on"]
    return bool(begun and case.pull and begun <= case.pull["pull_date"] - HEARD_OF_AFTER)


def monthly_obligation(case: Case, emi: Decimal | None) -> Decimal | None:
    if case.pull and (case.pull["monthly_obligations"] is None or is_heard_of(case)):
        return case.pull["monthly_obligations"]
    if emi is None:
        return None
    if case.pull:
        return case.pull["monthly_obligations"] + emi
    open_loans = [o for o in case.opened_others.values() if o["status"] == "disbursed"]
    return emi + sum(in_rupees(o, o["emi_amount"]) or 0 for o in open_loans)


def balance(case: Case) -> Decimal | None:
    if not case.is_behaviour or not case.ledger:
        return None
    outstanding = case.ledger.outstanding(case.day)
    rate = exchange_rate(case.loan, case.day)
    return None if outstanding is None or rate is None else outstanding * rate


def bureau(case: Case) -> Features:
    pull = case.pull or defaultdict(lambda: None)
    delays = [pull[f"dpd_{days}_count_24m"] for days in ("30_59", "60_89", "90_plus")]
    opened_on, delinquent_on = pull["oldest_account_opened_on"], pull["last_delinquency_on"]
    written_off = pull["written_off_or_settled_count_60m"]
    is_debt_free = pull["total_outstanding"] == 0
    return {
        **score_features(case),
        "is_thin_file": is_thin_file(case),
        "credit_history_months": whole_months(opened_on, case.day) if opened_on else None,
        **account_features(case),
        "credit_utilization": utilisation(case),
        "enquiries_6m": pull["enquiries_6m"],
        "enquiry_velocity": ratio(pull["enquiries_6m"], pull["enquiries_12m"]),
        "delinquency_severity_24m": (
            None if None in delays else delays[0] + 3 * delays[1] + 10 * delays[2]
        ),
        "months_since_last_delinquency": (
            whole_months(delinquent_on, case.day) if delinquent_on else None
        ),
        "bureau_overdue_ratio": (
            0 if is_debt_free else ratio(pull["overdue_amount"], pull["total_outstanding"])
        ),
        "has_written_off_or_settled": None if written_off is None else int(written_off > 0),
    }


def valid_score(told: int | None) -> int | None:
    return told if told is not None and 300 <= told <= 900 else None


def score_features(case: Case) -> Features:
    score = valid_score(case.pull["credit_score"]) if case.pull else None
    if score is None or case.pull is None:
        names = ("normalized_credit_score", "credit_score_diff", "credit_score_change_6m")
        return {"credit_score_tier": 0, **dict.fromkeys(names)}
    cutoff = in_force("score_policy_cutoffs", case.day, loan_type=case.loan["loan_type"])
    earlier = [
        valid_score(pull["credit_score"])
        for pull in case.pulls
        if 150 <= (case.pull["pull_date"] - pull["pull_date"]).days <= 240
        and valid_score(pull["credit_score"])
    ]
    return {
        "normalized_credit_score": (score - 300) / 600,
        "credit_score_tier": 1 + sum(score >= edge for edge in TIER_EDGES),
        "credit_score_diff": score - int(cutoff["cutoff"]) if cutoff else None,
        "credit_score_change_6m": score - earlier[-1] if earlier else None,
    }


def is_thin_file(case: Case) -> int | None:
    if case.pull is None:
        return None
    accounts, opened_on = case.pull["total_accounts"], case.pull["oldest_account_opened_on"]
    is_small = accounts is not None and accounts < 2
    is_short = opened_on is not None and opened_on > add_months(case.day, -12)
    if is_small or is_short:
        return 1
    return None if accounts is None and opened_on is None else 0


def account_features(case: Case) -> Features:
    if case.pull is None or case.pull["active_accounts"] is None:
        return {"active_accounts_count": None, "active_account_ratio": None}
    own = int(is_heard_of(case))
    active = max(case.pull["active_accounts"] - own, 0)
    others = (case.pull["total_accounts"] or 0) - own
    return {
        "active_accounts_count": active,
        "active_account_ratio": active / others if others > 0 else None,
    }


def utilisation(case: Case) -> float | None:
    if case.pull is None:
        return None
    used, limit = case.pull["revolving_balance"], case.pull["revolving_limit"]
    if used is None or limit is None:
        return ratio(case.pull["revolving_utilization"], 1, cap=2)
    if limit == 0:
        return 2 if used > 0 else None
    return ratio(used, limit, cap=2)
