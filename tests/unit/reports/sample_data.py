"""What was counted about the raw tables."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from reports.portfolio_risk import rows as r


def data_rows() -> dict[str, list[Any]]:
    checks = [
        r.DataCheckRow(
            "flag",
            1,
            "loans",
            "loans without a customer row",
            3,
            None,
            "warn",
            "kept, with empty customer features",
        ),
        r.DataCheckRow("flag", 2, "repayments", "rows without a loan", 0, None, "ok", None),
        r.DataCheckRow(
            "flag",
            3,
            "loans",
            "open loans without days past due",
            12,
            None,
            "warn",
            "no dues or statuses to count from",
        ),
        r.DataCheckRow(
            "column",
            1,
            "customers",
            "monthly_fixed_outgoings",
            1,
            None,
            "info",
            "not supplied by the source: null for all rows",
        ),
        r.DataCheckRow(
            "column",
            2,
            "loans",
            "lender_grade",
            1,
            None,
            "info",
            "not supplied by the source: null for all rows",
        ),
        r.DataCheckRow(
            "feature",
            1,
            "mart_loan_features",
            "foir_ratio",
            1.0,
            None,
            "warn",
            "empty for every loan",
        ),
        r.DataCheckRow("feature", 2, "mart_loan_features", "ltv_ratio", 0.41, None, "info", None),
        r.DataCheckRow(
            "feature", 3, "mart_loan_features", "credit_score_change_6m", 0.38, None, "info", None
        ),
        r.DataCheckRow(
            "feature", 4, "mart_loan_features", "normalized_credit_score", 0.09, None, "info", None
        ),
        r.DataCheckRow("feature", 5, "mart_loan_features", "age_years", 0.0, None, "info", None),
    ]
    raw = [
        r.RawTableRow("customers", 1, 27110, 27109, 1, Decimal("0.0000369")),
        r.RawTableRow("loans", 2, 46218, 46206, 12, Decimal("0.0002596")),
        r.RawTableRow("credit_history", 3, 88102, 88102, 0, Decimal(0)),
        r.RawTableRow("repayments", 4, 1190042, 1189991, 51, Decimal("0.0000429")),
        r.RawTableRow("outcomes", 5, 0, 0, 0, None),
    ]
    quarantine = [
        r.QuarantineRow(
            "loans",
            "unparseable:disbursed_on",
            12,
            "loans.parquet",
            4711,
            "L0004711",
            "disbursed_on=31/02/2024",
        ),
        r.QuarantineRow(
            "repayments", "receipt_amount", 51, "repayments.parquet", 90210, "L0002210/14", None
        ),
        r.QuarantineRow(
            "customers",
            "conflicting_duplicate",
            1,
            "customers.parquet",
            88,
            "C000088",
            "differs from another row under the same key",
        ),
    ]
    return {"data_checks": checks, "raw_tables": raw, "quarantine": quarantine}
