"""Does the score work: measures side by side, pictures, and which label it was judged by."""

from __future__ import annotations

from collections.abc import Sequence

from reports import formats as f
from reports.page import Block, Cell, Column, Heading, Pictures, Prose, Section, Table, columns
from reports.pen import Pen
from reports.portfolio_risk.context import PortfolioRiskContext
from reports.portfolio_risk.rows import PREFIX, LabelRow, ModelMetricRow, ModelRow
from reports.portfolio_risk.sections import model_pictures as pictures
from reports.portfolio_risk.wording import (
    JUDGED_ON,
    LABEL_SOURCES,
    METRICS,
    METRICS_SHOWN,
    POPULATION_MEANING,
    POPULATIONS,
    SAMPLE_PHRASES,
    SAMPLES,
    VALIDATIONS,
    algorithm_words,
    metric_words,
)

_METRICS = f"reports.{PREFIX}model_metrics"
_LABELS = f"reports.{PREFIX}labels"


def model_quality(context: PortfolioRiskContext, pen: Pen) -> Section:
    """One part for each population that has a champion, and the reason where one has none."""
    models = sorted(context.models, key=lambda row: list(POPULATIONS).index(row.population))
    blocks: list[Block] = []
    for model in models:
        blocks += _population(context, model, pen)
    blocks.append(_label_table(context, pen))
    return Section(
        key="model-quality",
        title="Model quality",
        lead=_lead(context, models),
        blocks=tuple(blocks),
        sources=pen.source(
            f"reports.{PREFIX}models", _METRICS, _LABELS, "ml.candidate_metrics", "ml.gains"
        ),
    )


def judged_sample(samples: Sequence[str]) -> str | None:
    """The most honest sample among those there are: later months, else folds, else training."""
    return next((sample for sample in JUDGED_ON if sample in samples), None)


def _champion_metrics(context: PortfolioRiskContext, population: str) -> list[ModelMetricRow]:
    return [
        row for row in context.model_metrics if row.population == population and row.is_champion
    ]


def _lead(context: PortfolioRiskContext, models: list[ModelRow]) -> str:
    sentences = []
    for model in models:
        name = POPULATIONS[model.population]
        rows = _champion_metrics(context, model.population)
        sample = judged_sample([row.sample for row in rows])
        by_metric = {row.metric: row for row in rows if row.sample == sample}
        if model.model_version is None or sample is None:
            sentences.append(f"There is no {name.lower()} in force")
            continue
        auc, ks = by_metric.get("auc"), by_metric.get("ks")
        area = f.decimal_text(auc.value if auc else None, 3)
        said = f"The {name.lower()} separates goods from bads with AUC {area}"
        said += f" and KS {f.decimal_text(ks.value if ks else None, 3)} {SAMPLE_PHRASES[sample]}"
        ratio = by_metric.get("observed_expected")
        if ratio and ratio.value is not None:
            said += f"; observed bads are {f.decimal_text(ratio.value, 2)} times those expected"
        sentences.append(said)
    for row in context.labels:
        if row.disagreement_count:
            pairs = f.counted(row.compared_count, "pair")
            sentences.append(
                f"For the {POPULATIONS[row.population].lower()} the ledger and the supplied "
                f"outcomes disagree on {f.percent(row.disagreement_ratio, 1)} of the {pairs} of "
                "loan and date that both judge"
            )
    return ". ".join(sentences) + "."


def _population(context: PortfolioRiskContext, model: ModelRow, pen: Pen) -> list[Block]:
    name = POPULATIONS[model.population]
    heading = Heading(f"model-{model.population}", name)
    if model.model_version is None:
        return [
            heading,
            Prose(
                f"No model is in force for {POPULATION_MEANING[model.population]}"
                f"{': ' + model.absent_reason if model.absent_reason else ''}. "
                "A training run with enough matured good and bad outcomes would fill this part.",
                is_notice=True,
            ),
        ]
    rows = _champion_metrics(context, model.population)
    sample = judged_sample([row.sample for row in rows])
    return [
        heading,
        Prose(_about(model, pen)),
        _metric_table(context, model, pen),
        Pictures(
            (
                pictures.roc(context, model, sample, pen),
                pictures.reliability_of(context, model, sample, pen),
                pictures.deciles(context, model, sample, pen),
                pictures.outcome_scores(context, model, sample, pen),
                pictures.drivers(context, model, pen),
            )
        ),
    ]


def _about(model: ModelRow, pen: Pen) -> str:
    text = (
        f"{algorithm_words(model.algorithm or '')}, version {model.model_version}, scores "
        f"{POPULATION_MEANING[model.population]}. "
    )
    if model.training_rows is not None:
        text += (
            f"It learned from {f.counted(model.training_rows, 'row', grouping=pen.money.grouping)}"
        )
        if model.training_bads is not None:
            text += f" with {f.counted(model.training_bads, 'bad', grouping=pen.money.grouping)}"
        if model.first_training_date and model.last_training_date:
            if model.first_training_date == model.last_training_date:
                text += f" as of {f.long_date(model.first_training_date)}"
            else:
                text += (
                    f" of {f.long_date(model.first_training_date)}"
                    f" to {f.long_date(model.last_training_date)}"
                )
        text += ". "
    if model.label_source:
        text += (
            f"Good and bad are told by {LABEL_SOURCES.get(model.label_source, model.label_source)}"
        )
        if model.validation:
            text += f"; it was judged on {VALIDATIONS.get(model.validation, model.validation)}"
        text += ". "
    if model.promoted_reason:
        text += f"Promoted: {model.promoted_reason}."
    return text.strip()


def _metric_table(context: PortfolioRiskContext, model: ModelRow, pen: Pen) -> Table:
    found = [row for row in context.model_metrics if row.population == model.population]
    samples = [sample for sample in SAMPLES if any(row.sample == sample for row in found)]
    values = {(row.candidate, row.metric, row.sample): row for row in found}
    order = {
        (row.metric, row.candidate): (_metric_order(row.metric), not row.is_champion, row.candidate)
        for row in found
    }
    champions = {row.candidate for row in found if row.is_champion}
    shown: list[tuple[Cell, ...]] = []
    rest: list[tuple[Cell, ...]] = []
    named = ""
    for metric, candidate in sorted(order, key=lambda key: order[key]):
        name, decimals = metric_words(metric)
        champion = ", champion" if candidate in champions else ""
        row = (
            Cell("" if metric == named else name, name),
            Cell(f"{algorithm_words(candidate)}{champion}", candidate),
            *(_measure(values.get((candidate, metric, sample)), decimals) for sample in samples),
        )
        (shown if metric in METRICS_SHOWN else rest).append(row)
        named = metric
    return pen.table(
        f"metrics-{model.population}",
        "Every candidate on every sample, with 95% intervals where there are any",
        columns("Measure", "Candidate", *(Column(SAMPLES[sample]) for sample in samples)),
        shown,
        rest=rest,
        rest_label="More measures",
        source=pen.source(_METRICS),
    )


def _metric_order(metric: str) -> tuple[int, str]:
    known = list(METRICS)
    return (known.index(metric) if metric in known else len(known), metric)


def _measure(row: ModelMetricRow | None, decimals: int) -> Cell:
    if row is None or row.value is None:
        return Cell(f.NOTHING, None, "not measured on this sample")
    text = f.decimal_text(row.value, decimals)
    if row.low is None or row.high is None:
        return Cell(text, row.value, aside=f.NO_BREAK)
    low, high = f.decimal_text(row.low, decimals), f.decimal_text(row.high, decimals)
    return Cell(text, row.value, aside=f"{low} to {high}")


def _label_table(context: PortfolioRiskContext, pen: Pen) -> Table:
    heads = columns(
        "Population",
        "Label used",
        Column("Loan-dates labelled"),
        Column("Bad"),
        Column("Bad rate", "%"),
        Column("Indeterminate"),
        Column("Excluded"),
        Column("Judged by both sources"),
        Column("They disagree"),
        Column("Disagreement", "%"),
    )
    return pen.table(
        "labels",
        "Which label is used, and how often the ledger and the supplied outcomes disagree",
        heads,
        [_label_cells(row, pen) for row in context.labels],
        note=(
            "The two label sources are never mixed in one training set. "
            "Indeterminate: not bad, but 30 to 89 days past due in the window."
        ),
        source=pen.source(_LABELS),
        empty=(
            "No pair of loan and date has a label: a training run over matured months, or an "
            "outcomes table, would fill this."
        ),
    )


def _label_cells(row: LabelRow, pen: Pen) -> tuple[Cell, ...]:
    source = row.label_source
    return (
        Cell(POPULATIONS[row.population].removesuffix(" model"), row.population),
        Cell(
            {"ledger": "Ledger", "outcomes": "Supplied outcomes"}.get(source, source)
            if source
            else "None",
            source,
        ),
        pen.count(row.labelled_count),
        pen.count(row.bad_count),
        pen.share(row.bad_ratio, 2, "nothing labelled"),
        pen.count(row.indeterminate_count),
        pen.count(row.excluded_count),
        pen.count(row.compared_count),
        pen.count(row.disagreement_count),
        pen.share(row.disagreement_ratio, 2, "no loan is judged by both"),
    )
