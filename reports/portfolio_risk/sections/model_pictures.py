"""The pictures of one model: ROC with KS, reliability, deciles, scores by outcome, drivers."""

from __future__ import annotations

from reports import formats as f
from reports.charts.deciles import Column as DecileColumn
from reports.charts.deciles import decile_columns
from reports.charts.distribution import Bin as ScoreBin
from reports.charts.distribution import distributions
from reports.charts.ranking import Ranked, ranking
from reports.charts.reliability import Bin, reliability
from reports.charts.roc import roc_curve
from reports.page import Cell, Column, Picture, columns
from reports.pen import Pen
from reports.portfolio_risk.context import PortfolioRiskContext
from reports.portfolio_risk.rows import PREFIX, ModelRow, RocPoint
from reports.portfolio_risk.wording import SAMPLE_PHRASES
from reports.scales import as_float

_DRIVERS_SHOWN = 10


def _relation(section: str) -> str:
    return f"reports.{PREFIX}{section}"


def _nothing(key: str, title: str, why: str, relation: str, pen: Pen) -> Picture:
    return Picture(
        key=key, title=f"{title}: nothing to show", what="", empty=why, source=pen.source(relation)
    )


def _share(share: float, decimals: int) -> str:
    return f.percent(share, max(decimals - 2, 0), sign="")


def _on(sample: str | None) -> str:
    return SAMPLE_PHRASES[sample] if sample else "no sample"


def roc(context: PortfolioRiskContext, model: ModelRow, sample: str | None, pen: Pen) -> Picture:
    """The ROC curve on the judged sample with the training curve behind it."""
    key, relation = f"roc-{model.population}", _relation("roc")
    of_model = [row for row in context.roc if row.population == model.population]
    points = [row for row in of_model if row.sample == sample]
    if not points:
        return _nothing(
            key,
            "ROC curve",
            "The judged sample holds only goods or only bads: one of each would draw it.",
            relation,
            pen,
        )
    widest = next((row for row in points if row.is_ks), None)
    measures = {
        row.metric: row.value
        for row in context.model_metrics
        if row.population == model.population and row.is_champion and row.sample == sample
    }
    ks = f.decimal_text(measures.get("ks"), 3)
    title = f"KS {ks}, AUC {f.decimal_text(measures.get('auc'), 3)}"
    if widest:
        title += (
            f": {f.percent(widest.true_positive_rate, 0)} of bads are caught "
            f"with {f.percent(widest.false_positive_rate, 0)} of goods"
        )
    training = [row for row in of_model if row.sample == "train" and sample != "train"]
    return Picture(
        key=key,
        title=title,
        what=f"Share of bads caught against share of goods caught, {_on(sample)}"
        + (" (thin line: training)" if training else ""),
        description="; ".join(
            f"{f.percent(row.false_positive_rate, 0)} of goods: "
            f"{f.percent(row.true_positive_rate, 0)} of bads"
            for row in _every(points, 12)
        ),
        chart="roc",
        geometry=roc_curve(
            [(row.false_positive_rate, row.true_positive_rate) for row in points],
            [(row.false_positive_rate, row.true_positive_rate) for row in training],
            (widest.false_positive_rate, widest.true_positive_rate) if widest else None,
            ks_label=f"KS {ks}",
        ),
        data=pen.table(
            key,
            f"ROC curve, {_on(sample)}",
            columns(Column("Goods caught", "%"), Column("Bads caught", "%"), "Widest gap"),
            [
                (
                    pen.share(row.false_positive_rate),
                    pen.share(row.true_positive_rate),
                    Cell("KS" if row.is_ks else "", row.is_ks),
                )
                for row in points
            ],
        ),
        source=pen.source(relation),
    )


def _every(items: list[RocPoint], count: int) -> list[RocPoint]:
    return items[:: max(len(items) // count, 1)]


def reliability_of(
    context: PortfolioRiskContext, model: ModelRow, sample: str | None, pen: Pen
) -> Picture:
    """Predicted against observed with Wilson intervals."""
    key, relation = f"reliability-{model.population}", _relation("reliability")
    bins = [
        row
        for row in context.reliability
        if row.population == model.population and row.sample == sample
    ]
    if not bins:
        return _nothing(
            key,
            "Reliability",
            "The judged sample is empty: matured outcomes would fill it.",
            relation,
            pen,
        )
    misses = [row for row in bins if not row.bad_rate_low <= row.mean_pd <= row.bad_rate_high]
    title = (
        "Predicted and observed agree in every bin"
        if not misses
        else f"Predicted and observed differ in {len(misses)} of {len(bins)} bins"
    )
    return Picture(
        key=key,
        title=title,
        what=(
            f"Bad rate against mean PD by bin, %, with 95% intervals, {_on(sample)}; "
            "hollow: the interval misses"
        ),
        description="; ".join(
            f"predicted {f.percent(row.mean_pd, 1)}, observed {f.percent(row.bad_rate, 1)} "
            f"({f.percent(row.bad_rate_low, 1)} to {f.percent(row.bad_rate_high, 1)})"
            for row in bins
        ),
        chart="reliability",
        geometry=reliability(
            [Bin(row.mean_pd, row.bad_rate, row.bad_rate_low, row.bad_rate_high) for row in bins],
            label=_share,
        ),
        data=pen.table(
            key,
            f"Reliability, {_on(sample)}",
            columns(
                Column("Bin"),
                Column("Loans"),
                Column("Mean PD", "%"),
                Column("Bad rate", "%"),
                Column("Low", "%"),
                Column("High", "%"),
            ),
            [
                (
                    pen.count(row.bin),
                    pen.count(row.loan_count),
                    pen.share(row.mean_pd),
                    pen.share(row.bad_rate),
                    pen.share(row.bad_rate_low),
                    pen.share(row.bad_rate_high),
                )
                for row in bins
            ],
        ),
        source=pen.source(relation),
    )


def deciles(
    context: PortfolioRiskContext, model: ModelRow, sample: str | None, pen: Pen
) -> Picture:
    """Bad rate by tenth, riskiest first, with the mean PD as a tick."""
    key, relation = f"deciles-{model.population}", _relation("gains")
    rows = [
        row for row in context.gains if row.population == model.population and row.sample == sample
    ]
    if not rows:
        return _nothing(
            key,
            "Bad rate by decile",
            "The judged sample is empty: matured outcomes would fill it.",
            relation,
            pen,
        )
    first = rows[0]
    title = (
        f"The riskiest tenth holds {f.percent(first.cumulative_bad_share, 0)} of all bads"
        if first.cumulative_bad_share is not None
        else "No bad in the sample, so no tenth is worse than another"
    )
    return Picture(
        key=key,
        title=title,
        what=f"Bad rate by tenth of loans, riskiest first, %; tick: mean PD; {_on(sample)}",
        description="; ".join(
            f"tenth {row.decile}: bad rate {f.percent(row.bad_rate, 1)}, "
            f"mean PD {f.percent(row.mean_pd, 1)}"
            for row in rows
        ),
        chart="deciles",
        geometry=decile_columns(
            [DecileColumn(row.decile, row.bad_rate, row.mean_pd) for row in rows],
            tick=_share,
            label=lambda rate: f.percent(rate, 1, sign=""),
        ),
        data=pen.table(
            key,
            f"Gains, {_on(sample)}",
            columns(
                Column("Tenth"),
                Column("Loans"),
                Column("Bads"),
                Column("Bad rate", "%"),
                Column("Mean PD", "%"),
                Column("Bads so far", "%"),
                Column("Goods so far", "%"),
                Column("Lift"),
            ),
            [
                (
                    pen.count(row.decile),
                    pen.count(row.loan_count),
                    pen.count(row.bad_count),
                    pen.share(row.bad_rate),
                    pen.share(row.mean_pd),
                    pen.share(row.cumulative_bad_share, 1, "no bads"),
                    pen.share(row.cumulative_good_share, 1, "no goods"),
                    pen.figure(row.lift, 2, "no bads"),
                )
                for row in rows
            ],
        ),
        source=pen.source(relation),
    )


def outcome_scores(
    context: PortfolioRiskContext, model: ModelRow, sample: str | None, pen: Pen
) -> Picture:
    """Scores of the judged sample by what became of the loan."""
    key, relation = f"outcome-scores-{model.population}", _relation("outcome_scores")
    rows = [
        row
        for row in context.outcome_scores
        if row.population == model.population and row.sample == sample
    ]
    if not rows:
        return _nothing(
            key,
            "Scores by outcome",
            "The judged sample is empty: matured outcomes would fill it.",
            relation,
            pen,
        )
    good = max(rows, key=lambda row: row.good_share or 0)
    bad = max(rows, key=lambda row: row.bad_share or 0)
    return Picture(
        key=key,
        title=f"Loans that turned bad peak at {bad.score_from}, the others at {good.score_from}",
        what=f"Share of goods and of bads by score, %, {_on(sample)}",
        description="; ".join(
            f"{row.score_from} to {row.score_to}: {f.percent(row.good_share, 1)} of goods, "
            f"{f.percent(row.bad_share, 1)} of bads"
            for row in rows
        ),
        chart="distribution",
        geometry=distributions(
            [
                ScoreBin(
                    row.score_from, row.score_to, as_float(row.good_share), as_float(row.bad_share)
                )
                for row in rows
            ],
            score_label=f.decimal_text,
            share_label=_share,
            filled_name="good",
            lined_name="bad",
        ),
        data=pen.table(
            key,
            f"Scores by outcome, {_on(sample)}",
            columns("Score", Column("Goods", "%"), Column("Bads", "%")),
            [
                (
                    Cell(f"{row.score_from}–{row.score_to}", f"{row.score_from}-{row.score_to}"),
                    pen.share(row.good_share, 2, "no goods"),
                    pen.share(row.bad_share, 2, "no bads"),
                )
                for row in rows
            ],
        ),
        source=pen.source(relation),
    )


def drivers(context: PortfolioRiskContext, model: ModelRow, pen: Pen) -> Picture:
    """The features that move the model's answers most."""
    key, relation = f"drivers-{model.population}", _relation("importances")
    rows = [row for row in context.importances if row.population == model.population][
        :_DRIVERS_SHOWN
    ]
    if not rows:
        return _nothing(
            key, "Drivers", "The champion's contributions were not recorded.", relation, pen
        )
    return Picture(
        key=key,
        title=(
            f"{rows[0].description} weighs most, "
            f"{f.percent(rows[0].importance_share, 0)} of all contributions"
        ),
        what="Mean absolute contribution to the log-odds by feature, share of all, %",
        description="; ".join(
            f"{row.description}: {f.percent(row.importance_share, 1)}" for row in rows
        ),
        chart="ranking",
        geometry=ranking(
            [Ranked(row.description, row.importance_share) for row in rows],
            label=lambda share: f.percent(share, 1),
        ),
        data=pen.table(
            key,
            "Contributions of features",
            columns("Feature", "Column", Column("Share", "%")),
            [
                (
                    Cell(row.description, row.description),
                    Cell(row.feature, row.feature),
                    pen.share(row.importance_share),
                )
                for row in rows
            ],
        ),
        source=pen.source(relation),
    )
