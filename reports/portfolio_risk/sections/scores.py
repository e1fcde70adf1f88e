"""Tonight's scores: how they lie, and what they rest on."""

from __future__ import annotations

from reports import formats as f
from reports.charts.distribution import Bin, distributions
from reports.page import Cell, Column, Picture, Pictures, Prose, Section, columns
from reports.pen import Pen
from reports.portfolio_risk.context import PortfolioRiskContext
from reports.portfolio_risk.rows import PREFIX, ModelRow, ScoreBinRow, SegmentRow
from reports.portfolio_risk.sections.segment_picture import segment_picture
from reports.portfolio_risk.wording import POPULATIONS, SCORED
from reports.scales import as_float

_SCORES = f"reports.{PREFIX}score_distribution"


def scores(context: PortfolioRiskContext, pen: Pen) -> Section:
    """Score distributions by population, overdue loans laid over the others, and the bands."""
    bands = [row for row in context.segments if row.dimension == "score_band"]
    average = next(
        (row.value for row in context.headlines if row.figure == "overdue_30_plus_ratio"), None
    )
    pictures = [
        _distribution(
            model,
            [row for row in context.score_distribution if row.population == model.population],
            pen,
        )
        for model in _by_importance(context.models)
    ]
    blocks: tuple[Pictures | Prose, ...] = (
        Pictures((*pictures, segment_picture("score_band", bands, average, pen))),
        Prose(
            "A score is the calibrated probability of default on a ladder: higher is safer, and "
            "every step of equal points multiplies the odds of staying good equally. It is this "
            "warehouse's own and no bureau score."
        ),
    )
    return Section(
        key="scores",
        title="Scores",
        lead=_lead(context, bands, pen),
        blocks=blocks,
        sources=pen.source(_SCORES, "marts.portfolio_score_distribution", "scores.loan_scores"),
    )


def _by_importance(models: tuple[ModelRow, ...]) -> list[ModelRow]:
    return sorted(models, key=lambda row: list(POPULATIONS).index(row.population))


def _lead(context: PortfolioRiskContext, bands: list[SegmentRow], pen: Pen) -> str:
    figures = {row.figure: row for row in context.headlines}
    pd, loss = figures["mean_pd"], figures["expected_loss"]
    if pd.value is None:
        return (
            "No loan carries a score tonight: there is no promoted model. "
            "A training run with enough matured outcomes would fill this section."
        )
    text = f"Performing loans have a mean 12-month PD of {f.percent(pd.value)}"
    if pd.previous_value is not None:
        text += f" against {f.percent(pd.previous_value)} on {pen.before}"
    if loss.value is not None:
        text += f"; the expected loss of the scored book is {pen.money.words(loss.value)}"
    named = [row for row in bands if row.segment not in {None, "NPA"} and row.outstanding > 0]
    if named:
        worst = named[-1]
        share = f.percent(worst.outstanding_share, 1)
        text += f", and {share} of advances stand in band {worst.segment}"
    return f"{text}."


def _distribution(model: ModelRow, bins: list[ScoreBinRow], pen: Pen) -> Picture:
    name, what = SCORED[model.population]
    key = f"scores-{model.population}"
    if not bins:
        why = (
            f"there are no {what} tonight"
            if not model.due_count
            else f"no model in force may score them: {model.absent_reason or 'none is promoted'}"
        )
        return Picture(
            key=key,
            title=f"{name}: no scores",
            what="",
            empty=f"This picture shows the scores of {what}; {why}.",
            source=pen.source(_SCORES),
        )
    has_overdue = any(row.overdue_count for row in bins)
    return Picture(
        key=key,
        title=_title(bins, name, has_overdue=has_overdue),
        what=f"Share of {what} by score, %",
        description="; ".join(
            f"{row.score_from} to {row.score_to}: "
            f"{f.percent(row.clear_share, 1)} of those not overdue, "
            f"{f.percent(row.overdue_share, 1)} of overdue ones"
            for row in bins
        ),
        chart="distribution",
        geometry=distributions(
            [
                Bin(
                    row.score_from,
                    row.score_to,
                    as_float(row.clear_share),
                    as_float(row.overdue_share),
                )
                for row in bins
            ],
            score_label=f.decimal_text,
            share_label=lambda share, decimals: f.percent(share, max(decimals - 2, 0), sign=""),
            filled_name="not overdue" if has_overdue else "",
            lined_name="overdue",
        ),
        data=pen.table(
            key,
            f"{name} by score",
            columns(
                "Score",
                Column("Not overdue"),
                Column("Share", "%"),
                Column("Overdue"),
                Column("Share", "%"),
            ),
            [
                (
                    Cell(f"{row.score_from}–{row.score_to}", f"{row.score_from}-{row.score_to}"),
                    pen.count(row.clear_count),
                    pen.share(row.clear_share, 2, "no such loan"),
                    pen.count(row.overdue_count),
                    pen.share(row.overdue_share, 2, "no such loan"),
                )
                for row in bins
            ],
        ),
        source=pen.source(_SCORES),
    )


def _title(bins: list[ScoreBinRow], name: str, *, has_overdue: bool) -> str:
    clear = max(bins, key=lambda row: row.clear_share or 0)
    if not has_overdue:
        return f"{name}: most score {clear.score_from} to {clear.score_to}"
    overdue = max(bins, key=lambda row: row.overdue_share or 0)
    if overdue.score_from < clear.score_from:
        return f"Overdue loans peak at {overdue.score_from}, the others at {clear.score_from}"
    return f"Overdue loans and the others peak together, at {clear.score_from}"
