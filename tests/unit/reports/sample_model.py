"""Two plausible champions and tonight's scores."""

from __future__ import annotations

import math
from datetime import date
from decimal import Decimal
from typing import Any

from reports.portfolio_risk import rows as r

TRAINED = date(2025, 6, 30)


def bell(x: float, middle: float, width: float) -> float:
    return math.exp(-(((x - middle) / width) ** 2) / 2)


def shares(values: list[float]) -> list[Decimal]:
    total = sum(values)
    return [Decimal(f"{value / total:.8f}") for value in values]


def score_rows() -> list[r.ScoreBinRow]:
    rows = []
    for population, shift, size in (("behaviour", 0, 29000), ("application", -25, 420)):
        starts = list(range(300, 900, 20))
        clear = shares(
            [bell(start + 10, 735 + shift, 62) + 0.06 * bell(start, 560, 60) for start in starts]
        )
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
                trained_as_of_date=TRAINED,
                effective_from=TRAINED,
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
                    population=population,
                    sample="out_of_time",
                    decile=decile,
                    loan_count=rows_in,
                    bad_count=bads,
                    bad_rate=bad_rate,
                    mean_pd=pd,
                    cumulative_bad_share=min(seen_bads / (rate * 30000), 1.0),
                    cumulative_good_share=seen_goods / (30000 * (1 - rate)),
                    lift=bad_rate / rate,
                )
            )
            spread = 1.96 * math.sqrt(bad_rate * (1 - bad_rate) / rows_in)
            reliability.append(
                r.ReliabilityRow(
                    population=population,
                    sample="out_of_time",
                    bin=11 - decile,
                    loan_count=rows_in,
                    mean_pd=pd,
                    bad_rate=bad_rate,
                    bad_rate_low=max(bad_rate - spread, 0.0),
                    bad_rate_high=bad_rate + spread,
                )
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
        r.LabelRow(
            "application",
            "ledger",
            26410,
            1370,
            Decimal("0.0519"),
            1911,
            120,
            26410,
            812,
            Decimal("0.0307"),
        ),
    ]
    return {
        "models": models,
        "model_metrics": metrics,
        "roc": roc,
        "reliability": reliability,
        "gains": gains,
        "outcome_scores": outcomes,
        "importances": importances,
        "labels": labels,
    }


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
