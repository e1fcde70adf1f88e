"""NPA classes and provisions tonight, and how the ratios got here."""

from __future__ import annotations

from decimal import Decimal

from reports import formats as f
from reports.charts.covered import Covered, covered_bars
from reports.page import Cell, Column, Picture, Pictures, Section, Table, columns
from reports.pen import Pen
from reports.portfolio_risk.context import PortfolioRiskContext
from reports.portfolio_risk.rows import PREFIX, AssetClassRow
from reports.portfolio_risk.sections.ratio_lines import RatioLines, ratio_lines
from reports.portfolio_risk.wording import CLASS_NAMES

_CLASSES = f"reports.{PREFIX}asset_classes"
_HISTORY = f"reports.{PREFIX}headline_history"
_NPA_RATIOS = RatioLines(
    key="npa-ratios",
    figures=("gross_npa_ratio", "net_npa_ratio"),
    names=("Gross", "Net"),
    what="Gross and net NPA ratio, %",
    from_zero=True,
    label_room=86,
)
_COVERAGE = RatioLines(
    key="coverage",
    figures=("provision_coverage_ratio",),
    names=("",),
    what="Provisions on NPAs over gross NPA, %; the axis does not start at zero",
    from_zero=False,
    label_room=62,
)
_SHADES = {"SMA-0": 2, "SMA-1": 3, "SMA-2": 4}


def asset_quality(context: PortfolioRiskContext, pen: Pen) -> Section:
    """Classes with outstanding and provision, the NPA ratios and coverage over the months."""
    classes = context.asset_classes
    return Section(
        key="asset-quality",
        title="Asset quality",
        lead=_lead(classes, pen),
        blocks=(
            _table(context, pen),
            Pictures(
                (
                    _class_bars(classes, pen),
                    ratio_lines(context, _NPA_RATIOS, pen),
                    ratio_lines(context, _COVERAGE, pen),
                )
            ),
        ),
        sources=pen.source(_CLASSES, _HISTORY, "marts.loan_npa_status"),
    )


def _lead(classes: tuple[AssetClassRow, ...], pen: Pen) -> str:
    bad = [row for row in classes if row.is_npa and row.outstanding > 0]
    if not any(row.outstanding > 0 for row in classes):
        return (
            "No loan has principal outstanding, so nothing is classified; "
            "open loans would fill this section."
        )
    if not bad:
        return "No borrower is non-performing."
    largest = max(bad, key=lambda row: row.outstanding)
    changes = [
        row for row in classes if row.outstanding_change and row.borrower_class != "STANDARD"
    ]
    text = (
        f"{CLASS_NAMES[largest.borrower_class]} is the largest class of NPAs with "
        f"{pen.money.words(largest.outstanding)}, "
        f"provided for at {f.percent(largest.provision_ratio, 1)}"
    )
    if changes:
        mover = max(changes, key=lambda row: abs(row.outstanding_change or Decimal(0)))
        change = mover.outstanding_change or Decimal(0)
        text += (
            f"; since {pen.before} the class that moved most is "
            f"{CLASS_NAMES[mover.borrower_class]}, "
            f"{'up' if change > 0 else 'down'} by {pen.money.words(abs(change))}"
        )
    return f"{text}."


def _table(context: PortfolioRiskContext, pen: Pen) -> Table:
    heads = columns(
        "Class",
        Column("Loans"),
        Column("Borrowers"),
        pen.money_column("Outstanding"),
        Column("Share", "%"),
        pen.money_column("Change in a month"),
        pen.money_column("Provision"),
        Column("Provision rate", "%"),
    )
    body = [
        (
            Cell(CLASS_NAMES[row.borrower_class], row.borrower_class),
            pen.count(row.loan_count),
            pen.count(row.borrower_count),
            pen.amount(row.outstanding),
            Cell(
                f.percent(row.outstanding_share, 2, sign=""),
                row.outstanding_share,
                "the book is empty",
                bar=None if row.outstanding_share is None else float(row.outstanding_share),
            ),
            pen.amount_change(row.outstanding_change, "nothing to compare with"),
            pen.amount(row.provision),
            pen.share(row.provision_ratio, 2, "nothing outstanding"),
        )
        for row in context.asset_classes
    ]
    headline = {row.figure: row for row in context.headlines}
    advances, provision = headline["gross_advances"], headline["provision"]
    total = (
        Cell("Gross advances", "total"),
        pen.count(context.run.loan_count),
        pen.count(context.run.borrower_count),
        pen.amount(advances.value),
        Cell("100.00" if advances.value else f.NOTHING, reason="the book is empty"),
        pen.amount_change(advances.change, "nothing to compare with"),
        pen.amount(provision.value),
        Cell(""),
    )
    return pen.table(
        "asset-classes",
        "Loans by the borrower's class, outstanding and provision",
        heads,
        body,
        total=total,
        note="The total ties to gross advances and provisions on the first page.",
        source=pen.source(_CLASSES),
    )


def _class_bars(classes: tuple[AssetClassRow, ...], pen: Pen) -> Picture:
    shown = [row for row in classes if row.borrower_class != "STANDARD"]
    if not any(row.outstanding > 0 for row in shown):
        return Picture(
            key="npa-classes",
            title="No loan is overdue or non-performing",
            what="",
            empty="Nothing stands in the special-mention or NPA classes: there is nothing to draw.",
            source=pen.source(_CLASSES),
        )
    npa = [row for row in shown if row.is_npa and row.outstanding > 0]
    largest = max(npa or shown, key=lambda row: row.outstanding)
    return Picture(
        key="npa-classes",
        title=(
            f"{CLASS_NAMES[largest.borrower_class]} loans of "
            f"{pen.money.words(largest.outstanding)} "
            f"carry {f.percent(largest.provision_ratio, 0)} provision"
        ),
        what=f"Outstanding by class in {pen.money.head}; the dark part is provided for",
        description="; ".join(
            f"{CLASS_NAMES[row.borrower_class]}: {pen.money.words(row.outstanding)}, "
            f"provision {pen.money.words(row.provision)}"
            for row in shown
        ),
        chart="covered_bars",
        geometry=covered_bars(
            [
                Covered(
                    CLASS_NAMES[row.borrower_class],
                    _SHADES.get(row.borrower_class, 5),
                    max(float(row.outstanding), 0.0),
                    max(float(row.provision), 0.0),
                    f"{pen.money.cell(row.outstanding)} · {f.percent(row.provision_ratio, 1)}"
                    if row.outstanding > 0
                    else pen.money.cell(row.outstanding),
                )
                for row in shown
            ]
        ),
        data=pen.table(
            "npa-classes",
            "Outstanding and provision by class",
            columns("Class", pen.money_column("Outstanding"), pen.money_column("Provision")),
            [
                (
                    Cell(CLASS_NAMES[row.borrower_class], row.borrower_class),
                    pen.amount(row.outstanding),
                    pen.amount(row.provision),
                )
                for row in shown
            ],
        ),
        source=pen.source(_CLASSES),
    )
