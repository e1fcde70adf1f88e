"""A plausible book for the report: figures made up, but tied to each other as the warehouse ties them."""

from __future__ import annotations

import math
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from reports.portfolio_risk import PortfolioRiskContext, ReportMeta, context_from_tables
from reports.portfolio_risk import rows as r
from tests.unit.reports.tables import tables_of

TODAY = date(2025, 6, 30)
META = ReportMeta(
    generated_at=datetime(2025, 7, 1, 2, 14, tzinfo=UTC),
    version="0.1.0",
    git_commit="d35615a",
    lender="Sahyadri Finance",
)
DAYS = [
    date(2024, 6, 30), date(2024, 7, 31), date(2024, 8, 31), date(2024, 9, 30), date(2024, 10, 31),
    date(2024, 11, 30), date(2024, 12, 31), date(2025, 1, 31), date(2025, 2, 28), date(2025, 3, 31),
    date(2025, 4, 30), date(2025, 5, 31), TODAY,
]  # fmt: skip
CLASSES = (
    "STANDARD", "SMA-0", "SMA-1", "SMA-2", "SUBSTANDARD", "DOUBTFUL-1", "DOUBTFUL-2", "DOUBTFUL-3", "LOSS"
)  # fmt: skip


def money(text: str | float) -> Decimal:
    return Decimal(str(text)).quantize(Decimal("0.01"))


def ratio(part: Decimal, whole: Decimal) -> Decimal | None:
    return (part / whole).quantize(Decimal("0.00000001")) if whole else None


def class_rows() -> list[r.AssetClassRow]:
    """Outstanding by class tonight; provision by the bank's rates, roughly."""
    outstanding = [
        "11048211930.40", "402118842.11", "191204450.75", "118640023.90", "221450982.60",
        "148220114.05", "66310550.20", "21408870.00", "9120034.55",
    ]  # fmt: skip
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
    tonight = {row.borrower_class: row.outstanding for row in classes if not row.is_npa} | {"NPA": npa}
    rows = []
    for place, day in enumerate(DAYS):
        growth = Decimal(f"{0.84 + 0.16 * place / 12:.4f}")
        stress = Decimal(f"{0.82 + 0.18 * place / 12 + 0.05 * math.sin(place):.4f}") if place < 12 else 1
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
) -> tuple[list[r.HeadlineRow], list[r.HeadlinePoint]]:
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
            "ratio", "higher", ratio(gross_npa - npa_provision, advances - npa_provision) or Decimal(0)
        ),
        "provision_coverage_ratio": ("ratio", "lower", ratio(npa_provision, gross_npa) or Decimal(0)),
        "overdue_30_plus_ratio": ("ratio", "higher", Decimal("0.05312210")),
        "sma_2_ratio": ("ratio", "higher", Decimal("0.00970304")),
        "provision": ("money", None, provision),
        "expected_loss": ("money", "higher", money("231904410.37")),
        "mean_pd": ("ratio", "higher", Decimal("0.03481200")),
        "scored_ratio": ("ratio", "lower", Decimal("0.99820000")),
    }  # fmt: skip
    figures, history = [], []
    for position, (figure, (unit, worse_when, value)) in enumerate(tonight.items(), start=1):
        points = []
        for place, day in enumerate(DAYS):
            share = by_day[day]["NPA"].outstanding_share or Decimal(0)
            wobble = Decimal(f"{1 - (12 - place) * 0.006 + 0.02 * math.sin(place * 1.3 + position):.6f}")
            exact = {
                "gross_advances": sum((row.outstanding for row in by_day[day].values()), Decimal(0)),
                "gross_npa": by_day[day]["NPA"].outstanding,
                "gross_npa_ratio": share,
            }.get(figure, value * wobble)
            if figure == "scored_ratio" or figure in {"mean_pd", "expected_loss"} and place < 9:
                exact = value if figure == "scored_ratio" else None  # type: ignore[assignment]
            points.append(value if day == TODAY else exact)
        quantum = Decimal(1) if unit == "count" else Decimal("0.00000001")
        points = [None if point is None else point.quantize(quantum) for point in points]
        previous = points[-2]
        figures.append(
            r.HeadlineRow(
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
            r.HeadlinePoint(figure=figure, observed_on=day, value=point)
            for day, point in zip(DAYS, points, strict=True)
        ]
    return figures, history


SEGMENTS: dict[str, list[tuple[str | None, float, float]]] = {
    "product": [
        ("home", 0.31, 0.012), ("personal", 0.19, 0.061), ("auto", 0.14, 0.028), ("msme", 0.12, 0.055),
        ("lap", 0.09, 0.031), ("gold", 0.06, 0.009), ("two_wheeler", 0.05, 0.083), ("education", 0.03, 0.047),
        ("card", 0.01, 0.102),
    ],
    "region": [
        ("Maharashtra", 0.22, 0.031), ("Karnataka", 0.14, 0.027), ("Tamil Nadu", 0.13, 0.024),
        ("Gujarat", 0.11, 0.036), ("Telangana", 0.08, 0.039), ("Uttar Pradesh", 0.07, 0.068),
        ("Rajasthan", 0.06, 0.052), ("West Bengal", 0.05, 0.049), ("Madhya Pradesh", 0.04, 0.058),
        ("Kerala", 0.03, 0.019), ("Delhi", 0.03, 0.033), ("Bihar", 0.02, 0.081), (None, 0.02, 0.06),
    ],
    "ticket": [
        ("0", 0.07, 0.078), ("1", 0.24, 0.059), ("2", 0.33, 0.034), ("3", 0.25, 0.021), ("4", 0.11, 0.018),
    ],
    "score_band": [
        ("A", 0.29, 0.0001), ("B", 0.27, 0.0011), ("C", 0.21, 0.006), ("D", 0.11, 0.03), ("E", 0.055, 0.11),
        ("F", 0.022, 0.39), ("NPA", 0.038, 1.0), (None, 0.005, 0.01),
    ],
}  # fmt: skip


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
                    mean_pd=None if is_unscored else 0.004 * 2.1**position if dimension == "score_band" else bad * 0.9,
                    expected_loss=None if is_unscored else money(outstanding * Decimal(str(bad)) / 3),
                    previous_outstanding=money(outstanding * Decimal("0.987")),
                    outstanding_change=money(outstanding * Decimal("0.013")),
                )
            )
    return rows


def bell(x: float, middle: float, width: float) -> float:
    return math.exp(-(((x - middle) / width) ** 2) / 2)


def shares(values: list[float]) -> list[Decimal]:
    total = sum(values)
    return [Decimal(f"{value / total:.8f}") for value in values]


def score_rows() -> list[r.ScoreBinRow]:
    rows = []
    for population, shift, size in (("behaviour", 0, 29000), ("application", -25, 420)):
        starts = list(range(300, 900, 20))
        clear = shares([bell(start + 10, 735 + shift, 62) + 0.06 * bell(start, 560, 60) for start in starts])
        overdue = shares([bell(start + 10, 540 + shift, 78) for start in starts])
        for start, high, low in zip(starts, clear, overdue, strict=True):
            rows.append(
                r.ScoreBinRow(
                    population=population,
                    score_from=start,
                    score_to=start + 20,
                    clear_count=round(high * size),
                    overdue_count=round(low * size / 14) if population == "behaviour" else 0,
                    clear_share=high,
                    overdue_share=low if population == "behaviour" else None,
                )
            )
    return rows


def model_rows() -> dict[str, list[Any]]:
    models, metrics, roc, reliability, gains, outcomes, importances = [], [], [], [], [], [], []
    for population, power, rate in (("behaviour", 3.6, 0.046), ("application", 1.9, 0.052)):
        models.append(
            r.ModelRow(
                population=population,
                model_version=f"{population}-20250630-7c1f0a9e",
                algorithm="lightgbm",
                trained_as_of_date=TODAY,
                effective_from=TODAY,
                training_rows=412880 if population == "behaviour" else 26410,
                training_bads=18994 if population == "behaviour" else 1370,
                first_training_date=date(2020, 9, 30),
                last_training_date=date(2024, 5, 31),
                label_source="ledger",
                validation="out_of_time",
                promoted_reason="first champion of its population",
                absent_reason=None,
                due_count=29920,
                scored_count=29866,
                scored_ratio=Decimal("0.9982"),
            )
        )
        auc = power / (1 + power)
        ks = max((1 - (1 - x / 200) ** power) - x / 200 for x in range(201))
        for candidate, loss in (("lightgbm", 0.0), ("logistic", 0.014)):
            for sample, drop in (("train", -0.011), ("folds", 0.004), ("out_of_time", 0.009)):
                area = auc - loss - drop
                for metric, value, reach in (
                    ("auc", area, 0.006),
                    ("gini", 2 * area - 1, 0.012),
                    ("ks", ks - loss - drop, None),
                    ("brier", 0.0352 + loss / 10 + drop / 20, None),
                    ("observed_expected", 1.02 - drop, 0.04),
                ):
                    metrics.append(
                        r.ModelMetricRow(
                            population=population,
                            candidate=candidate,
                            is_champion=candidate == "lightgbm",
                            metric=metric,
                            sample=sample,
                            value=value,
                            low=None if reach is None else value - reach,
                            high=None if reach is None else value + reach,
                        )
                    )
        for sample, bend in (("out_of_time", power), ("train", power * 1.12)):
            curve = [(x / 60, 1 - (1 - x / 60) ** bend) for x in range(61)]
            widest = max(range(61), key=lambda place: curve[place][1] - curve[place][0])
            roc += [
                r.RocPoint(population, sample, place + 1, x, y, place == widest)
                for place, (x, y) in enumerate(curve)
            ]
        seen_bads = seen_goods = 0.0
        for decile in range(1, 11):
            pd = rate * 10 * (0.52**decile) * 0.93 + 0.0012
            bad_rate = pd * (1.08 if decile in {2, 3} else 0.97 if decile < 6 else 0.9)
            bads, rows_in = round(bad_rate * 3000), 3000
            seen_bads, seen_goods = seen_bads + bads, seen_goods + rows_in - bads
            gains.append(
                r.GainsRow(
                    population=population, sample="out_of_time", decile=decile, loan_count=rows_in,
                    bad_count=bads, bad_rate=bad_rate, mean_pd=pd,
                    cumulative_bad_share=min(seen_bads / (rate * 30000), 1.0),
                    cumulative_good_share=seen_goods / (30000 * (1 - rate)), lift=bad_rate / rate,
                )  # fmt: skip
            )
            spread = 1.96 * math.sqrt(bad_rate * (1 - bad_rate) / rows_in)
            reliability.append(
                r.ReliabilityRow(
                    population=population, sample="out_of_time", bin=11 - decile, loan_count=rows_in,
                    mean_pd=pd, bad_rate=bad_rate, bad_rate_low=max(bad_rate - spread, 0.0),
                    bad_rate_high=bad_rate + spread,
                )  # fmt: skip
            )
        starts = list(range(300, 900, 20))
        good = shares([bell(start + 10, 742, 66) for start in starts])
        bad = shares([bell(start + 10, 590, 84) for start in starts])
        outcomes += [
            r.OutcomeScoreRow(population, "out_of_time", start, start + 20, g, b)
            for start, g, b in zip(starts, good, bad, strict=True)
        ]
        for position, (feature, words, share) in enumerate(FEATURES, start=1):
            importances.append(r.ImportanceRow(population, position, feature, words, share))
    labels = [
        r.LabelRow("behaviour", "ledger", 412880, 18994, Decimal("0.046"), 30112, 8870, 0, 0, None),
        r.LabelRow("application", "ledger", 26410, 1370, Decimal("0.0519"), 1911, 120, 26410, 812, Decimal("0.0307")),
    ]
    return {
        "models": models, "model_metrics": metrics, "roc": roc, "reliability": reliability, "gains": gains,
        "outcome_scores": outcomes, "importances": importances, "labels": labels,
    }  # fmt: skip


FEATURES = (
    ("max_dpd_12m", "Largest days past due in twelve months", 0.221),
    ("late_payment_ratio", "Share of instalments paid late", 0.132),
    ("normalized_credit_score", "Bureau score, normalised", 0.101),
    ("payment_to_due_ratio_6m", "Paid over due in six months", 0.082),
    ("dti_ratio", "Debt obligations over income", 0.061),
    ("bounce_count_6m", "Bounced payments in six months", 0.055),
    ("enquiries_6m", "Bureau enquiries in six months", 0.047),
    ("months_on_book", "Months on book", 0.041),
    ("ltv_ratio", "Loan to value", 0.036),
    ("area_product_bad_rate_lagged", "Bad rate of area and product, lagged", 0.031),
    ("current_job_tenure_months", "Months in the present job", 0.02),
)


def data_rows() -> dict[str, list[Any]]:
    checks = [
        r.DataCheckRow("flag", 1, "loans", "loans without a customer row", 3, None, "warn", "kept, with empty customer features"),
        r.DataCheckRow("flag", 2, "repayments", "rows without a loan", 0, None, "ok", None),
        r.DataCheckRow("flag", 3, "loans", "open loans without days past due", 12, None, "warn", "no dues or statuses to count from"),
        r.DataCheckRow("column", 1, "customers", "monthly_fixed_outgoings", 1, None, "info", "not supplied by the source: null for all rows"),
        r.DataCheckRow("column", 2, "loans", "lender_grade", 1, None, "info", "not supplied by the source: null for all rows"),
        r.DataCheckRow("feature", 1, "mart_loan_features", "foir_ratio", 1.0, None, "warn", "empty for every loan"),
        r.DataCheckRow("feature", 2, "mart_loan_features", "ltv_ratio", 0.41, None, "info", None),
        r.DataCheckRow("feature", 3, "mart_loan_features", "credit_score_change_6m", 0.38, None, "info", None),
        r.DataCheckRow("feature", 4, "mart_loan_features", "normalized_credit_score", 0.09, None, "info", None),
        r.DataCheckRow("feature", 5, "mart_loan_features", "age_years", 0.0, None, "info", None),
    ]  # fmt: skip
    raw = [
        r.RawTableRow("customers", 1, 27110, 27109, 1, Decimal("0.0000369")),
        r.RawTableRow("loans", 2, 46218, 46206, 12, Decimal("0.0002596")),
        r.RawTableRow("credit_history", 3, 88102, 88102, 0, Decimal(0)),
        r.RawTableRow("repayments", 4, 1190042, 1189991, 51, Decimal("0.0000429")),
        r.RawTableRow("outcomes", 5, 0, 0, 0, None),
    ]
    quarantine = [
        r.QuarantineRow("loans", "unparseable:disbursed_on", 12, "loans.parquet", 4711, "L0004711", "disbursed_on=31/02/2024"),
        r.QuarantineRow("repayments", "receipt_amount", 51, "repayments.parquet", 90210, "L0002210/14", None),
        r.QuarantineRow("customers", "conflicting_duplicate", 1, "customers.parquet", 88, "C000088", "differs from another row under the same key"),
    ]  # fmt: skip
    return {"data_checks": checks, "raw_tables": raw, "quarantine": quarantine}


def sample_rows() -> dict[str, list[Any]]:
    """The rows of every relation."""
    classes = class_rows()
    buckets = bucket_rows(classes)
    headlines, history = headline_rows(classes, buckets)
    advances = next(row.value for row in headlines if row.figure == "gross_advances") or Decimal(0)
    run = r.RunRow(
        as_of_date=TODAY, previous_on=date(2025, 5, 31), run_id="2025-07-01T02-00-00-4f1c", connector="files",
        entity="bank", provision_rules="irac_2025", currency="INR", label_window_months=12, loan_count=32105,
        borrower_count=26644,
    )  # fmt: skip
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
    return context_from_tables(tables_of(sample_rows() | changed), META)


def empty_headlines() -> list[r.HeadlineRow]:
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
