"""A plausible book for the report: figures made up, but tied to each other as a book's are."""

from __future__ import annotations

import math
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from reports.headlines import HeadlinePoint, HeadlineRow
from reports.meta import ReportMeta
from reports.portfolio_risk import PortfolioRiskContext, context_from_tables
from reports.portfolio_risk import rows as r
from tests.unit.reports.sample_data import data_rows
from tests.unit.reports.sample_model import model_rows, score_rows
from tests.unit.reports.tables import tables_of

TODAY = date(2025, 6, 30)
META = ReportMeta(
    generated_at=datetime(2025, 7, 1, 2, 14, tzinfo=UTC),
    version="0.1.0",
    git_commit="d35615a",
    lender="Sahyadri Finance",
)
DAYS = [
    date(2024, 6, 30),
    date(2024, 7, 31),
    date(2024, 8, 31),
    date(2024, 9, 30),
    date(2024, 10, 31),
    date(2024, 11, 30),
    date(2024, 12, 31),
    date(2025, 1, 31),
    date(2025, 2, 28),
    date(2025, 3, 31),
    date(2025, 4, 30),
    date(2025, 5, 31),
    TODAY,
]
CLASSES = (
    "STANDARD",
    "SMA-0",
    "SMA-1",
    "SMA-2",
    "SUBSTANDARD",
    "DOUBTFUL-1",
    "DOUBTFUL-2",
    "DOUBTFUL-3",
    "LOSS",
)


def money(text: str | float) -> Decimal:
    return Decimal(str(text)).quantize(Decimal("0.01"))


def ratio(part: Decimal, whole: Decimal) -> Decimal | None:
    return (part / whole).quantize(Decimal("0.00000001")) if whole else None


def class_rows() -> list[r.AssetClassRow]:
    """Outstanding by class tonight; provision by the bank's rates, roughly."""
    outstanding = [
        "11048211930.40",
        "402118842.11",
        "191204450.75",
        "118640023.90",
        "221450982.60",
        "148220114.05",
        "66310550.20",
        "21408870.00",
        "9120034.55",
    ]
    rates = ["0.0034", "0.0036", "0.0038", "0.0039", "0.19", "0.52", "0.71", "1", "1"]
    counts = [28411, 1266, 604, 388, 702, 455, 190, 61, 28]
    total = sum((money(amount) for amount in outstanding), Decimal(0))
    rows = []
    for position, name in enumerate(CLASSES):
        amount = money(outstanding[position])
        provision = money(amount * Decimal(rates[position]))
        previous = money(amount * Decimal(f"{1 - 0.011 * math.sin(position * 1.7 + 0.4):.6f}"))
        rows.append(
            r.AssetClassRow(
                borrower_class=name,
                position=position + 1,
                is_npa=position > 3,
                loan_count=counts[position],
                borrower_count=int(counts[position] * 0.83),
                outstanding=amount,
                outstanding_share=ratio(amount, total),
                provision=provision,
                provision_ratio=ratio(provision, amount),
                previous_outstanding=previous,
                outstanding_change=amount - previous,
            )
        )
    return rows


def bucket_rows(classes: list[r.AssetClassRow]) -> list[r.BucketPoint]:
    """Thirteen month-ends that lead up to tonight's classes."""
    npa = sum((row.outstanding for row in classes if row.is_npa), Decimal(0))
    tonight = {row.borrower_class: row.outstanding for row in classes if not row.is_npa} | {
        "NPA": npa
    }
    rows = []
    for place, day in enumerate(DAYS):
        growth = Decimal(f"{0.84 + 0.16 * place / 12:.4f}")
        stress = (
            Decimal(f"{0.82 + 0.18 * place / 12 + 0.05 * math.sin(place):.4f}") if place < 12 else 1
        )
        amounts = {
            bucket: money(amount * growth * (1 if bucket == "STANDARD" else stress))
            for bucket, amount in tonight.items()
        }
        total = sum(amounts.values(), Decimal(0))
        worse = total
        for position, (bucket, amount) in enumerate(amounts.items(), start=1):
            rows.append(
                r.BucketPoint(
                    observed_on=day,
                    bucket=bucket,
                    position=position,
                    loan_count=int(amount / 390000),
                    outstanding=amount,
                    outstanding_share=ratio(amount, total),
                    this_or_worse_share=ratio(worse, total),
                )
            )
            worse -= amount
    return rows


def headline_rows(
    classes: list[r.AssetClassRow], buckets: list[r.BucketPoint]
) -> tuple[list[HeadlineRow], list[HeadlinePoint]]:
    """The twelve headline figures over the months, the last of them tonight's."""
    advances = sum((row.outstanding for row in classes), Decimal(0))
    npa = [row for row in classes if row.is_npa]
    gross_npa = sum((row.outstanding for row in npa), Decimal(0))
    npa_provision = sum((row.provision for row in npa), Decimal(0))
    provision = sum((row.provision for row in classes), Decimal(0))
    by_day = {day: {row.bucket: row for row in buckets if row.observed_on == day} for day in DAYS}
    tonight: dict[str, tuple[str, str | None, Decimal]] = {
        "gross_advances": ("money", None, advances),
        "open_loans": ("count", None, Decimal(32105)),
        "gross_npa": ("money", "higher", gross_npa),
        "gross_npa_ratio": ("ratio", "higher", ratio(gross_npa, advances) or Decimal(0)),
        "net_npa_ratio": (
            "ratio",
            "higher",
            ratio(gross_npa - npa_provision, advances - npa_provision) or Decimal(0),
        ),
        "provision_coverage_ratio": (
            "ratio",
            "lower",
            ratio(npa_provision, gross_npa) or Decimal(0),
        ),
        "overdue_30_plus_ratio": ("ratio", "higher", Decimal("0.05312210")),
        "sma_2_ratio": ("ratio", "higher", Decimal("0.00970304")),
        "provision": ("money", None, provision),
        "expected_loss": ("money", "higher", money("231904410.37")),
        "mean_pd": ("ratio", "higher", Decimal("0.03481200")),
        "scored_ratio": ("ratio", "lower", Decimal("0.99820000")),
    }
    figures, history = [], []
    for position, (figure, (unit, worse_when, value)) in enumerate(tonight.items(), start=1):
        points = []
        for place, day in enumerate(DAYS):
            share = by_day[day]["NPA"].outstanding_share or Decimal(0)
            wobble = Decimal(
                f"{1 - (12 - place) * 0.006 + 0.02 * math.sin(place * 1.3 + position):.6f}"
            )
            exact = {
                "gross_advances": sum(
                    (row.outstanding for row in by_day[day].values()), Decimal(0)
                ),
                "gross_npa": by_day[day]["NPA"].outstanding,
                "gross_npa_ratio": share,
            }.get(figure, value * wobble)
            if figure == "scored_ratio":
                exact = value
            if figure in {"mean_pd", "expected_loss"} and place < 9:
                exact = None
            points.append(value if day == TODAY else exact)
        quantum = Decimal(1) if unit == "count" else Decimal("0.00000001")
        points = [None if point is None else point.quantize(quantum) for point in points]
        previous = points[-2]
        figures.append(
            HeadlineRow(
                figure=figure,
                position=position,
                unit=unit,
                worse_when=worse_when,
                value=value,
                previous_value=previous,
                change=None if previous is None else value - previous,
            )
        )
        history += [
            HeadlinePoint(figure=figure, observed_on=day, value=point)
            for day, point in zip(DAYS, points, strict=True)
        ]
    return figures, history


SEGMENTS: dict[str, list[tuple[str | None, float, float]]] = {
    "product": [
        ("home", 0.31, 0.012),
        ("personal", 0.19, 0.061),
        ("auto", 0.14, 0.028),
        ("msme", 0.12, 0.055),
        ("lap", 0.09, 0.031),
        ("gold", 0.06, 0.009),
        ("two_wheeler", 0.05, 0.083),
        ("education", 0.03, 0.047),
        ("card", 0.01, 0.102),
    ],
    "region": [
        ("Maharashtra", 0.22, 0.031),
        ("Karnataka", 0.14, 0.027),
        ("Tamil Nadu", 0.13, 0.024),
        ("Gujarat", 0.11, 0.036),
        ("Telangana", 0.08, 0.039),
        ("Uttar Pradesh", 0.07, 0.068),
        ("Rajasthan", 0.06, 0.052),
        ("West Bengal", 0.05, 0.049),
        ("Madhya Pradesh", 0.04, 0.058),
        ("Kerala", 0.03, 0.019),
        ("Delhi", 0.03, 0.033),
        ("Bihar", 0.02, 0.081),
        (None, 0.02, 0.06),
    ],
    "ticket": [
        ("0", 0.07, 0.078),
        ("1", 0.24, 0.059),
        ("2", 0.33, 0.034),
        ("3", 0.25, 0.021),
        ("4", 0.11, 0.018),
    ],
    "score_band": [
        ("A", 0.29, 0.0001),
        ("B", 0.27, 0.0011),
        ("C", 0.21, 0.006),
        ("D", 0.11, 0.03),
        ("E", 0.055, 0.11),
        ("F", 0.022, 0.39),
        ("NPA", 0.038, 1.0),
        (None, 0.005, 0.01),
    ],
}


EDGES = (None, Decimal(100000), Decimal(500000), Decimal(2000000), Decimal(5000000), None)


def segment_rows(advances: Decimal) -> list[r.SegmentRow]:
    rows = []
    for dimension, segments in SEGMENTS.items():
        for position, (segment, share, bad) in enumerate(segments, start=1):
            outstanding = money(advances * Decimal(str(share)))
            npa = money(outstanding * Decimal(str(bad)))
            is_unscored = dimension == "score_band" and segment is None
            rows.append(
                r.SegmentRow(
                    dimension=dimension,
                    position=position,
                    segment=segment,
                    from_amount=EDGES[position - 1] if dimension == "ticket" else None,
                    to_amount=EDGES[position] if dimension == "ticket" else None,
                    is_rest=False,
                    segment_count=1,
                    loan_count=int(outstanding / 380000),
                    outstanding=outstanding,
                    outstanding_share=ratio(outstanding, advances),
                    gross_npa=npa,
                    gross_npa_ratio=ratio(npa, outstanding),
                    overdue_30_plus_ratio=Decimal(str(round(bad * 1.4, 6))),
                    mean_pd=None
                    if is_unscored
                    else 0.004 * 2.1**position
                    if dimension == "score_band"
                    else bad * 0.9,
                    expected_loss=None
                    if is_unscored
                    else money(outstanding * Decimal(str(bad)) / 3),
                    previous_outstanding=money(outstanding * Decimal("0.987")),
                    outstanding_change=money(outstanding * Decimal("0.013")),
                )
            )
    return rows


def sample_rows() -> dict[str, list[Any]]:
    """The rows of every relation."""
    classes = class_rows()
    buckets = bucket_rows(classes)
    headlines, history = headline_rows(classes, buckets)
    advances = next(row.value for row in headlines if row.figure == "gross_advances") or Decimal(0)
    run = r.RunRow(
        as_of_date=TODAY,
        previous_on=date(2025, 5, 31),
        run_id="2025-07-01T02-00-00-4f1c",
        connector="files",
        entity="bank",
        provision_rules="irac_2025",
        currency="INR",
        label_window_months=12,
        loan_count=32105,
        borrower_count=26644,
    )
    return {
        "run": [run],
        "headlines": headlines,
        "headline_history": history,
        "asset_classes": classes,
        "bucket_history": buckets,
        "segments": segment_rows(advances),
        "score_distribution": score_rows(),
        **model_rows(),
        **data_rows(),
    }


def sample_context(**changed: list[Any]) -> PortfolioRiskContext:
    """The sample book, with the rows of the named sections replaced."""
    return context_from_tables(tables_of(r.RELATIONS, r.PREFIX, sample_rows() | changed), META)


def empty_headlines() -> list[HeadlineRow]:
    """Every headline figure of a book without a loan: amounts zero, ratios null."""
    return [
        replace(
            row,
            value=None if row.unit == "ratio" else Decimal(0),
            previous_value=None,
            change=None,
        )
        for row in sample_rows()["headlines"]
    ]


def empty_book() -> PortfolioRiskContext:
    """A warehouse without a loan, a model or a count of raw rows."""
    rows = sample_rows()
    classes = [
        replace(
            row,
            loan_count=0,
            borrower_count=0,
            outstanding=Decimal(0),
            outstanding_share=None,
            provision=Decimal(0),
            provision_ratio=None,
            previous_outstanding=None,
            outstanding_change=None,
        )
        for row in rows["asset_classes"]
    ]
    models = [
        replace(
            row,
            model_version=None,
            algorithm=None,
            training_rows=None,
            training_bads=None,
            label_source=None,
            validation=None,
            promoted_reason=None,
            due_count=0,
            scored_count=0,
            absent_reason="12 bads, at least 100 are needed",
        )
        for row in rows["models"]
    ]
    nothing: dict[str, list[Any]] = {section: [] for section in rows}
    run = [replace(rows["run"][0], previous_on=None, loan_count=0, borrower_count=0)]
    return sample_context(
        **nothing
        | {"run": run, "headlines": empty_headlines(), "asset_classes": classes, "models": models}
    )
