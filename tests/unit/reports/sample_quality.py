"""A plausible night of data: a halved file, a few broken rules, six features of every kind."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from reports.data_quality import DataQualityContext, context_from_tables
from reports.data_quality import rows as r
from reports.headlines import HeadlinePoint, HeadlineRow
from tests.unit.reports.sample_book import META, TODAY
from tests.unit.reports.tables import tables_of

YESTERDAY = TODAY - timedelta(days=1)
WEEK_BEFORE = TODAY - timedelta(days=7)
NIGHTS = [TODAY - timedelta(days=ago) for ago in range(12, -1, -1)]


def share(part: float, whole: float) -> Decimal | None:
    return None if not whole else Decimal(str(round(part / whole, 8)))


def headline_rows() -> tuple[list[HeadlineRow], list[HeadlinePoint]]:
    figures = [
        ("rows_read", "count", "lower", 38426, 65561),
        ("quarantined_ratio", "ratio", "higher", Decimal("0.00055"), Decimal("0.00032")),
        ("late_ratio", "ratio", "higher", Decimal("0.0147"), Decimal("0.0147")),
        ("oldest_record_days", "days", "higher", 2, 1),
        ("missing_ratio", "ratio", "higher", Decimal("0.1912"), Decimal("0.1712")),
        ("empty_features", "count", "higher", 1, 1),
        ("looks", "count", "higher", 2, 5),
        ("fails", "count", "higher", 1, 0),
    ]
    rows = [
        HeadlineRow(
            name, place, unit, worse, Decimal(now), Decimal(before), Decimal(now) - Decimal(before)
        )
        for place, (name, unit, worse, now, before) in enumerate(figures, 1)
    ]
    points = [
        HeadlinePoint(row.figure, day, row.value if day == TODAY else row.previous_value)
        for row in rows
        for day in NIGHTS
    ]
    return rows, points


def table_rows() -> list[r.RawTableRow]:
    def row(
        place: int,
        name: str,
        rows_in: int,
        aside: int,
        twice: int,
        orphan: int | None,
        before: int,
    ) -> r.RawTableRow:
        return r.RawTableRow(
            table_name=name,
            position=place,
            files_in=1 if rows_in else 0,
            rows_in=rows_in,
            rows_quarantined=aside,
            rows_collapsed=twice,
            rows_kept=rows_in - aside - twice,
            rows_orphaned=orphan,
            previous_rows_in=before,
            change_ratio=share(rows_in - before, before),
            week_before_rows_in=None,
            week_change_ratio=None,
            status="fail" if before and rows_in < 0.9 * before else "info",
        )

    return [
        row(1, "customers", 2053, 2, 0, None, 2051),
        row(2, "loans", 6262, 2, 0, 0, 6260),
        row(3, "credit_history", 2976, 1, 0, 0, 2976),
        row(4, "repayments", 27135, 16, 4, 4, 54270),
        row(5, "outcomes", 0, 0, 0, 0, 0),
    ]


def quarantine_rows() -> list[r.QuarantineRow]:
    rows = [
        r.QuarantineRow(
            "repayments",
            "conflicting_duplicate",
            example,
            8,
            8,
            "repayments/part-0000.parquet",
            54262 + example,
            f"L0000092{example}/R0000902",
            "differs from another row under the same key",
        )
        for example in (1, 2, 3)
    ]
    rows.append(
        r.QuarantineRow(
            "loans", "unknown_code:loan_type", 1, 1, 0, "loans.csv", 6262, "L1", "loan_type=balloon"
        )
    )
    return rows


def missing_rows() -> tuple[list[r.MissingRow], list[r.MissingPoint]]:
    columns = [
        ("customers", "annual_income", True, 2051, "0.0512", "0.0312", "warn"),
        ("customers", "education", True, 2051, "0.0206", "0.0001", "info"),
        ("loans", "branch", True, 6260, "0", "0", "info"),
        ("loans", "lender_grade", False, 6260, "1", None, "info"),
        ("repayments", "payment_method", True, 13000, "0.0021", "0", "info"),
    ]
    rows = [
        r.MissingRow(
            table,
            place,
            column,
            supplied,
            count,
            Decimal(ratio),
            None if change is None else Decimal(change),
            None,
            status,
        )
        for place, (table, column, supplied, count, ratio, change, status) in enumerate(columns, 1)
    ]
    points = [
        r.MissingPoint(
            row.table_name,
            row.column_name,
            day,
            row.missing_ratio if day == TODAY else (row.missing_ratio or 0) - (row.change or 0),
        )
        for row in rows
        if row.is_supplied
        for day in NIGHTS
    ]
    return rows, points


# name, family, dtype, unit, available, direction, bounds, edges or categories
FEATURES: list[tuple[Any, ...]] = [
    (3, "dependents_count", "applicant", "int", "persons", "A", 1, (0, None), [1, 2, 3]),
    (4, "income_per_dependent", "applicant", "decimal", "INR", "A", -1, (0, None), [5e4, 2e5, 1e6]),
    (
        6,
        "employment_type_code",
        "applicant",
        "category",
        "code",
        "A",
        0,
        (None, None),
        ["a_b", "c"],
    ),
    (22, "is_secured", "loan", "bool", "0/1", "A", -1, (0, 1), [1]),
    (51, "current_dpd", "repayment behaviour", "int", "days", "B", 1, (0, None), [1, 31, 91]),
    (30, "foir_ratio", "affordability", "decimal", "ratio", "A", 1, (0, 5), [0.3, 0.5]),
]
EMPTY_FEATURE = "foir_ratio"


def feature_rows() -> list[r.FeatureRow]:
    return [
        r.FeatureRow(
            number=number,
            feature=name,
            description=f"What {name} says.",
            feature_group=family,
            dtype=dtype,
            unit=unit,
            available=available,
            monotone=direction,
            lowest=bounds[0],
            highest=bounds[1],
            row_count=1002,
            missing_ratio=Decimal(1) if name == EMPTY_FEATURE else Decimal("0.05"),
            missing_change=Decimal("0.0312") if name == "income_per_dependent" else Decimal(0),
            missing_status="warn" if name == EMPTY_FEATURE else "info",
            out_of_bounds_ratio=None if dtype == "category" else Decimal("0.001"),
        )
        for number, name, family, dtype, unit, available, direction, bounds, _ in FEATURES
    ]


def bin_edges(dtype: str, parts: list[Any]) -> list[tuple[float | None, float | None, str | None]]:
    if dtype == "category":
        return [(None, None, code) for code in [*parts, "unknown"]]
    return list(zip([None, *parts], [*parts, None], [None] * (len(parts) + 1), strict=True))


def bins_of(name: str, population: str, dtype: str, parts: list[Any]) -> list[r.BinRow]:
    edges = [(None, None, None), *bin_edges(dtype, parts)]
    rows = []
    for number, (low, high, code) in enumerate(edges):
        is_filled = (number == 0) == (name == EMPTY_FEATURE) or number == 0
        count = 10 * (number + 1) if is_filled else 0
        bads = number * 2 if is_filled else 0
        rate = share(bads, count)
        rows.append(
            r.BinRow(
                feature=name,
                population=population,
                bin=number,
                is_missing=number == 0,
                from_value=low,
                to_value=high,
                category=code,
                row_count=count,
                row_ratio=share(count, 1002),
                good_count=count - bads,
                bad_count=bads,
                bad_rate=rate,
                bad_rate_low=None if rate is None else round(rate / 2, 8),
                bad_rate_high=None if rate is None else min(rate * 2 + Decimal("0.1"), Decimal(1)),
                monotone_bad_rate=None if number == 0 or dtype == "category" else rate,
                weight_of_evidence=None if rate is None else Decimal("0.25"),
                information_value=None if rate is None else Decimal("0.01"),
            )
        )
    return rows


def profile_of(name: str, population: str, dtype: str, place: int) -> r.ProfileRow:
    is_number = dtype != "category" and name != EMPTY_FEATURE
    values = dict.fromkeys(
        ("mean", "standard_deviation", "minimum", "p1", "p5", "p25", "median", "p75", "p95"),
        1.25 if is_number else None,
    )
    return r.ProfileRow(
        feature=name,
        population=population,
        row_count=1000 if population == "behaviour" else 2,
        missing_ratio=Decimal(1) if name == EMPTY_FEATURE else Decimal("0.05"),
        **values,
        p99=1234567.8 if is_number else None,
        maximum=2345678.9 if is_number else None,
        z_outlier_count=12 if is_number else None,
        z_outlier_ratio=Decimal("0.012") if is_number else None,
        quartile_outlier_count=31 if is_number else None,
        quartile_outlier_ratio=Decimal("0.031") if is_number else None,
        labelled_count=14000,
        bad_count=900,
        information_value=Decimal("0.05") * place,
        strength="weak",
        direction=None if dtype == "category" else 1,
        observed_direction=None if dtype == "category" else 1,
        reversal_count=1 if name == "dependents_count" else 0,
    )


def sample_rows() -> dict[str, list[Any]]:
    headlines, history = headline_rows()
    missing, missing_history = missing_rows()
    families = [
        (name, population, dtype, parts, place)
        for place, (_, name, _, dtype, _, available, _, _, parts) in enumerate(FEATURES, 1)
        for population in (("behaviour", "application") if available == "A" else ("behaviour",))
    ]
    return {
        "run": [
            r.RunRow(
                TODAY, YESTERDAY, None, "20250701T0200-nightly", "files", "INR", 0.05, 2, 12,
                date(2025, 6, 5),
            )
        ],
        "headlines": headlines,
        "headline_history": history,
        "findings": [
            r.FindingRow(
                1, "rows", "repayments", "rows read", 27135.0, 27135, YESTERDAY, 54270.0, "fail",
                "down 50.0% on 2025-06-29",
            ),
            r.FindingRow(
                2, "missing", "customers", "annual_income", 0.0512, 2051, YESTERDAY, 0.02, "warn",
                "up 3.1 points on 2025-06-29",
            ),
            r.FindingRow(
                3, "feature", "mart_loan_features", "foir_ratio", 1.0, 1002, YESTERDAY, 1.0, "warn",
                "empty for every loan: the source does not feed it",
            ),
        ],
        "raw_tables": table_rows(),
        "quarantine": quarantine_rows(),
        "late": [
            r.LateRow(
                "repayments", 1, "receipts", 26981, 1272, Decimal("0.0471"), 12,
                "by up to 20 days", "ok",
            )
        ],
        "freshness": [
            r.FreshnessRow(
                "repayments", 1, "newest record", datetime(2025, 6, 28, 1, 49), 2, 1.0, "warn"
            ),
            r.FreshnessRow(
                "credit_history", 2, "newest event", datetime(2025, 6, 28), 2, 7.0, "ok"
            ),
        ],
        "missing": missing,
        "missing_history": missing_history,
        "features": feature_rows(),
        "feature_profiles": [
            profile_of(name, population, dtype, place)
            for name, population, dtype, _, place in families
        ],
        "feature_bins": [
            row
            for name, population, dtype, parts, _ in families
            for row in bins_of(name, population, dtype, parts)
        ],
    }  # fmt: skip


def sample_context(**changed: list[Any]) -> DataQualityContext:
    """The sample night, with the rows of the named sections replaced."""
    return context_from_tables(tables_of(r.RELATIONS, r.PREFIX, sample_rows() | changed), META)


def empty_night() -> DataQualityContext:
    """A night over empty tables: nothing came in, nothing is known, no family has labels."""
    nothing: dict[str, list[Any]] = {section: [] for section in sample_rows()}
    run = r.RunRow(TODAY, None, None, "first", "files", "INR", 0.05, 2, 12, None)
    features = [
        r.FeatureRow(
            number, name, f"What {name} says.", family, dtype, unit, available, direction,
            bounds[0], bounds[1], None, None, None, None, None,
        )
        for number, name, family, dtype, unit, available, direction, bounds, _ in FEATURES
    ]  # fmt: skip
    return sample_context(**(nothing | {"run": [run], "features": features}))
