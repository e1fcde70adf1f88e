"""The exploration page: every feature with its distribution, outliers and bad rate."""

from __future__ import annotations

from reports import formats as f
from reports.charts.ranking import Ranked, ranking
from reports.data_quality.context import DataQualityContext
from reports.data_quality.rows import PREFIX
from reports.data_quality.sections.feature_tables import catalogue, statistics
from reports.data_quality.wording import POPULATIONS
from reports.page import (
    Block,
    Cell,
    Column,
    Picture,
    Pictures,
    Prose,
    Section,
    columns,
)
from reports.pen import Pen

_FEATURES = f"reports.{PREFIX}features"
_PROFILES = f"reports.{PREFIX}feature_profiles"
_BINS = f"reports.{PREFIX}feature_bins"
_RANKED = 12


def features(context: DataQualityContext, pen: Pen) -> Section:
    """What stands out, then all features, to be searched and sorted."""
    blocks: list[Block] = []
    if not context.feature_profiles:
        blocks.append(
            Prose(
                "No loan is open and no application undecided on this date, and no family has "
                "labels: there is nothing to picture.",
                is_notice=True,
            )
        )
    blocks.append(Pictures(tuple(_ranked(context, name, pen) for name in POPULATIONS)))
    blocks += [catalogue(context, pen), statistics(context, pen)]
    return Section(
        key="features",
        title="Features",
        lead=_lead(context, pen),
        blocks=tuple(blocks),
        sources=pen.source(
            _FEATURES,
            _PROFILES,
            _BINS,
            "monitoring.feature_profile",
            "monitoring.feature_histogram",
            "monitoring.feature_bad_rate",
        ),
    )


def _lead(context: DataQualityContext, pen: Pen) -> str:
    counted = [row for row in context.features if row.row_count]
    empty = [row for row in counted if row.missing_ratio == 1]
    outside = [row for row in counted if row.out_of_bounds_ratio]
    if not counted:
        text = f"No row of {pen.today} has features"
    else:
        text = f"Of {len(context.features)} features {len(empty) or 'none'} "
        text += f"{'is' if len(empty) in (0, 1) else 'are'} empty for every loan, and "
        text += (
            f"{len(outside)} {'has' if len(outside) == 1 else 'have'} values out of bounds"
            if outside
            else "none has a value out of bounds"
        )
    labelled_on = context.run.labelled_on
    if labelled_on is None:
        return (
            f"{text}. No labels have settled, so nothing can be said of bad rates; the first "
            "training will."
        )
    return (
        f"{text}. Bad rates are of the labels made on {f.long_date(labelled_on)}: bad within "
        f"{context.run.label_window_months} months."
    )


def _ranked(context: DataQualityContext, population: str, pen: Pen) -> Picture:
    name = POPULATIONS[population]
    key = f"information-{population}"
    rows = sorted(
        (
            row
            for row in context.feature_profiles
            if row.population == population and row.information_value is not None
        ),
        key=lambda row: (-(row.information_value or 0), row.feature),
    )
    if not rows:
        return Picture(
            key=key,
            title=f"{name}: no information value",
            what="",
            empty=(
                "No labels of this family have settled, or they are of one class: months of dues "
                "and receipts after a date, or outcomes, would fill this."
            ),
            source=pen.source(_PROFILES),
        )
    shown = rows[:_RANKED]
    return Picture(
        key=key,
        title=f"{name}: {shown[0].feature} tells most",
        what=f"Information value of the {len(shown)} strongest features, each by itself",
        description="; ".join(
            f"{row.feature}: {f.decimal_text(row.information_value, 2)}" for row in shown
        ),
        chart="ranking",
        geometry=ranking(
            [Ranked(row.feature, float(row.information_value or 0)) for row in shown],
            label=lambda value: f.decimal_text(value, 2),
        ),
        data=pen.table(
            key,
            f"Information value, {name.lower()}",
            columns(
                "Feature",
                Column("Information value"),
                "Strength",
                Column("Labelled"),
                Column("Bads"),
            ),
            [
                (
                    Cell(row.feature, row.feature),
                    pen.figure(row.information_value, 4),
                    Cell(row.strength or "", row.strength),
                    pen.count(row.labelled_count),
                    pen.count(row.bad_count),
                )
                for row in rows
            ],
        ),
        source=pen.source(_PROFILES),
    )
