"""The lender's products: terms, sizes, prices, security and how each is paid."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from orchestration.demo.arrays import Floats


@dataclass(frozen=True)
class Product:
    """One product.

    Attributes:
        code: loan_type of the raw contract.
        shares: weight of the product by employment type (order of `codes.EMPLOYMENT`).
        terms: terms in months, with `term_weights`.
        amounts: smallest and largest loan in rupees.
        emi_share: smallest and largest share of net income that the instalment takes.
        spread: percentage points above the policy rate for a borrower of middling risk.
        ltv: smallest and largest loan to value; None for a product without security.
        secured_share: share of the loans that carry a charge.
        trouble: log-odds of a missed month against the average product.
        prepay: chance of full prepayment a month.
        decision_days, disbursal_days: longest wait for the decision, for the money.
        purposes: what the money is for.
    """

    code: str
    shares: tuple[float, ...]
    terms: tuple[int, ...]
    term_weights: tuple[float, ...]
    amounts: tuple[int, int]
    emi_share: tuple[float, float]
    spread: float
    ltv: tuple[float, float] | None
    secured_share: float
    trouble: float
    prepay: float
    decision_days: int
    disbursal_days: int
    purposes: tuple[str, str, str]


PRODUCTS: tuple[Product, ...] = (
    Product(
        "home", (4.0, 2.7, 3.0, 1.8, 0.2, 0.3, 0.0, 0.1), (120, 180, 240), (4, 4, 2),
        (500_000, 15_000_000), (0.20, 0.45), 2.6, (0.45, 0.85), 1.0, -0.9, 0.004, 10, 12,
        ("purchase", "construction", "renovation"),
    ),
    Product(
        "lap", (0.8, 1.0, 2.2, 3.0, 0.2, 0.3, 0.0, 0.1), (60, 84, 120), (5, 3, 2),
        (300_000, 8_000_000), (0.12, 0.38), 4.2, (0.35, 0.65), 1.0, -0.3, 0.006, 9, 10,
        ("business", "education", "debt_consolidation"),
    ),
    Product(
        "auto", (14, 13, 14, 11, 3, 4, 1, 1), (24, 36, 48, 60), (2, 3, 3, 2),
        (150_000, 2_000_000), (0.08, 0.28), 3.6, (0.60, 0.95), 1.0, -0.2, 0.007, 4, 4,
        ("new_car", "used_car", "commercial_vehicle"),
    ),
    Product(
        "two_wheeler", (14, 18, 8, 14, 32, 4, 22, 10), (12, 18, 24, 30, 36), (2, 4, 4, 2, 1),
        (30_000, 200_000), (0.05, 0.18), 9.5, (0.70, 0.95), 1.0, 0.35, 0.006, 1, 2,
        ("new_scooter", "new_motorcycle", "used_two_wheeler"),
    ),
    Product(
        "gold", (12, 14, 12, 20, 26, 34, 14, 40), (6, 9, 12), (3, 3, 4),
        (20_000, 1_000_000), (0.08, 0.35), 5.5, (0.50, 0.75), 1.0, -0.35, 0.035, 0, 0,
        ("household", "medical", "business"),
    ),
    Product(
        "education", (2, 2, 2, 2, 1, 0.5, 40, 2), (36, 48, 60), (4, 4, 2),
        (100_000, 2_500_000), (0.08, 0.25), 4.8, (0.50, 0.90), 0.2, 0.1, 0.005, 8, 10,
        ("domestic_course", "overseas_course", "skill_course"),
    ),
    Product(
        "personal", (44, 42, 32, 14, 24, 34, 16, 26), (6, 12, 18, 24, 36, 48),
        (1, 3, 3, 4, 3.5, 2.3),
        (20_000, 1_500_000), (0.06, 0.32), 8.5, None, 0.0, 0.25, 0.010, 2, 3,
        ("household", "medical", "debt_consolidation"),
    ),
    Product(
        "msme", (0.5, 1, 22, 32, 6, 1, 0, 3), (12, 18, 24, 36, 48), (4, 3, 3, 2, 1),
        (50_000, 5_000_000), (0.10, 0.40), 7.0, (0.40, 0.80), 0.4, 0.3, 0.007, 7, 6,
        ("working_capital", "equipment", "expansion"),
    ),
    Product(
        "agri", (0.5, 0.5, 1, 6, 8, 3, 0, 6), (12, 24, 36), (5, 3, 2),
        (30_000, 800_000), (0.08, 0.30), 5.0, (0.40, 0.75), 0.6, 0.25, 0.005, 5, 5,
        ("crop", "tractor", "dairy"),
    ),
)  # fmt: skip

LOAN_TYPES = tuple(product.code for product in PRODUCTS)
HOME, LAP, AUTO, TWO_WHEELER, GOLD, EDUCATION_LOAN, PERSONAL, MSME, AGRI = range(9)

PURPOSES = tuple(sorted({purpose for product in PRODUCTS for purpose in product.purposes}))

SHARES_BY_EMPLOYMENT: Floats = np.array([product.shares for product in PRODUCTS]).T


def by_product(name: str, position: int | None = None) -> Floats:
    """One attribute of all products, in their order; `position` picks from a pair."""
    values = [getattr(product, name) for product in PRODUCTS]
    if position is not None:
        values = [np.nan if value is None else value[position] for value in values]
    return np.array(values, dtype=np.float64)
