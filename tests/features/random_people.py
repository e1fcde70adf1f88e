"""Borrowers and their bureau pulls, each with the gaps and the edges that a rule speaks of."""

from __future__ import annotations

from datetime import date, timedelta

from tests.features.dice import FIRST_DAY, LAST_DAY, Dice
from tests.features.reference_book import Row, add_months

PINCODES = ("110001", "110092", "400050", "411014", "416416", "560001", "999999", None)
WORDINGS = (
    *("Salaried", "government", "Doctor", "Business", "freelance", "retired", "student"),
    *("unemployed", "martian", None),
)
SCHOOLS = ("10th", "High School", "Bachelor", "masters", "PhD", "unheard of", None)
SCORES = (None, -1, 299, 300, 549, 550, 640, 650, 699, 700, 710, 749, 750, 820, 900, 901)


def customer_versions(dice: Dice, customer_id: str) -> list[Row]:
    """One or two versions of a borrower, the first of them sometimes known only years later."""
    told_on = dice.day(FIRST_DAY, LAST_DAY) if dice.chance(0.1) else FIRST_DAY
    first = {
        "customer_id": customer_id,
        "date_of_birth": date_of_birth(dice),
        "age_years": dice.choice((None, 15, 17, 30, 62, 98)),
        "dependents": dice.choice((None, 0, 0, 1, 3)),
        "education": dice.choice(SCHOOLS),
        "employment_type": dice.choice(WORDINGS),
        "job_start_date": dice.choice(
            (None, dice.day(date(2000, 1, 1), LAST_DAY), dice.edge(0, 1))
        ),
        "years_of_experience": dice.choice((None, 0, 1.5, 9, 59)),
        "annual_income": dice.choice((None, 0, 5_000, *(dice.money(below=b) for b in INCOMES))),
        "net_monthly_income": dice.choice(
            (None, 0, 800, *(dice.money(below=b // 12) for b in INCOMES))
        ),
        "monthly_fixed_outgoings": dice.choice((None, dice.money(below=30_000))),
        "pincode": dice.choice(PINCODES),
        "city_tier": dice.choice((None, None, None, 1, 3, 7)),
        "customer_since": dice.choice(
            (None, None, dice.day(date(2015, 1, 1), LAST_DAY), dice.edge(0, 1))
        ),
        "recorded_at": dice.recorded(told_on),
    }
    for flag in ("income_verified", "phone_verified", "email_verified", "address_verified"):
        first[flag] = dice.choice((None, True, False))
    if not first["recorded_at"] or not dice.chance(0.4):
        return [first]
    moved_on = dice.day(max(told_on, FIRST_DAY) + timedelta(days=500), LAST_DAY + timedelta(700))
    news = {
        "annual_income": dice.money(below=3_000_000),
        "dependents": dice.choice((0, 2)),
        "income_verified": True,
        "pincode": dice.choice(PINCODES),
        "recorded_at": dice.recorded(moved_on, share_absent=0),
    }
    return [first, first | news]


INCOMES = (900_000, 3_000_000)


def date_of_birth(dice: Dice) -> date | None:
    """Birthdays on the day, the day after, on 29 February; of children, and of ghosts."""
    on_the_day = add_months(dice.edge(0, 1), -12 * dice.choice((18, 30, 58)))
    return dice.choice(
        (
            None,
            None,
            dice.day(date(1950, 1, 1), date(2000, 1, 1)),
            dice.day(date(1950, 1, 1), date(2000, 1, 1)),
            on_the_day,
            date(dice.choice((1964, 1988, 2000)), 2, 29),
            dice.day(date(1915, 1, 1), date(1926, 1, 1)),
            dice.day(date(2003, 1, 1), date(2012, 1, 1)),
        )
    )


def pulls(dice: Dice, customer_id: str) -> list[Row]:
    """Pulls every few months, some at the edge of fresh, some corrected after the event."""
    if dice.chance(0.1):
        return []
    days, day = set(), dice.day(FIRST_DAY, FIRST_DAY + timedelta(days=300))
    while day < LAST_DAY and dice.chance(0.95):
        days.add(day)
        day += timedelta(days=dice.randrange(60, 250))
    if dice.chance(0.5):
        fresh = dice.edge(-181, -180, -179, -45, 0, 1)
        days |= {fresh, fresh - timedelta(days=dice.choice((149, 150, 200, 240, 241)))}
    rows = []
    for pulled_on in sorted(days):
        told = pull(dice, customer_id, pulled_on)
        rows.append(told)
        if dice.chance(0.1):
            corrected_on = pulled_on + timedelta(days=dice.randrange(3, 200))
            news = {
                "credit_score": dice.choice(SCORES),
                "total_outstanding": dice.money(below=900_000),
                "recorded_at": dice.recorded(corrected_on, share_late=0, share_absent=0),
            }
            if not told["recorded_at"] or news["recorded_at"] > told["recorded_at"]:
                rows.append(told | news)
    return rows


def pull(dice: Dice, customer_id: str, day: date) -> Row:
    row = {
        "customer_id": customer_id,
        "pull_date": day,
        "credit_score": dice.choice(SCORES),
        "total_accounts": dice.choice((None, 0, 1, 2, 3, 7)),
        "active_accounts": dice.choice((None, 0, 1, 2, 5)),
        "oldest_account_opened_on": dice.choice(
            (None, add_months(day, -dice.randrange(1, 90)), add_months(day, -12))
        ),
        "enquiries_6m": dice.choice((None, 0, 1, 2, 4, 9)),
        "enquiries_12m": dice.choice((None, 0, 3, 12)),
        "dpd_30_59_count_24m": dice.randrange(3),
        "dpd_60_89_count_24m": dice.randrange(2),
        "dpd_90_plus_count_24m": dice.choice((None, 0, 0, 1)),
        "last_delinquency_on": dice.choice((None, dice.day(date(2018, 1, 1), day))),
        "revolving_utilization": dice.choice((None, "0.5", "2.5")),
        "debt_to_income": dice.choice((None, "0.4", "55")),
        "written_off_or_settled_count_60m": dice.choice((None, 0, 2)),
        "recorded_at": dice.recorded(day),
    }
    for amount in ("revolving_balance", "revolving_limit", "total_outstanding", "overdue_amount"):
        row[amount] = dice.choice((None, 0, dice.money(below=90_000), dice.money(below=900_000)))
    row["unsecured_outstanding"] = dice.choice((None, dice.money(below=500_000)))
    row["monthly_obligations"] = dice.choice((None, 0, *(dice.money(below=40_000),) * 3))
    return row
