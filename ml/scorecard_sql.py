"""A scorecard as standard SQL over the feature table: the same points, PD and score as the model.

Numbers stand as doubles to the last bit; null, NaN and infinite values are missing, and codes that
are not listed are other, as the model reads them.
"""

from __future__ import annotations

from collections.abc import Iterator

from ml.calibration import Calibrator
from ml.characteristics import Characteristic
from ml.features import FeatureSpec
from ml.log_odds import SMALLEST_PD
from ml.points import Scale
from ml.scorecard import ScorecardModel
from ml.tree_model import ANY_NUMBER

FEATURES = "marts.mart_loan_features"


def scorecard_sql(model: ScorecardModel, calibrator: Calibrator, scale: Scale) -> str:
    """One query: a row a loan and date with each feature's points, their sum, PD and score."""
    card = [(spec, own) for _, spec, own in model.on_the_card]
    each = [f"        {_points(spec, own)} as {spec.name}_points" for spec, own in card]
    names = [f"{spec.name}_points" for spec, _ in card]
    total = " + ".join([str(model.start), *names])
    log_odds = _calibrated("margin", calibrator)
    score = f"floor({_double(scale.offset)} - {_double(scale.factor)} * log_odds_of_pd + 0.5e0)"
    every = ",\n".join(["        loan_id", "        as_of_date", *each])
    read = ",\n".join(f"        {_read(spec)} as {spec.name}" for spec, _ in card)
    return f"""with numbers as (
    select
        loan_id,
        as_of_date,
{read}
    from {FEATURES}
),

attributes as (
    select
{every}
    from numbers
),

totals as (
    select
        attributes.*,
        {total} as points
    from attributes
),

margins as (
    select
        totals.*,
        ({_double(model.offset)} - points) / {_double(model.factor)} as margin
    from totals
),

calibrated as (
    select
        margins.*,
        {log_odds} as log_odds
    from margins
),

pds as (
    select
        calibrated.*,
        least(greatest(
            case
                when log_odds >= 0 then 1e0 / (1e0 + exp(-log_odds))
                else exp(log_odds) / (1e0 + exp(log_odds))
            end,
            {_double(SMALLEST_PD)}
        ), {_double(1.0 - SMALLEST_PD)}) as pd_12m
    from calibrated
),

scores as (
    select
        pds.*,
        ln(pd_12m / (1e0 - pd_12m)) as log_odds_of_pd
    from pds
)

select
    loan_id,
    as_of_date,
{"".join(f"    {name},{chr(10)}" for name in names)}    points,
    pd_12m,
    cast(least(greatest({score}, {scale.lowest}), {scale.highest}) as integer) as risk_score
from scores
"""


def _points(spec: FeatureSpec, own: Characteristic) -> str:
    codes = own.code_places
    parts = _number_parts(spec, own) if codes is None else _code_parts(spec, own, codes)
    cases = "\n".join(f"            {part}" for part in parts)
    return f"case\n{cases}\n        end"


def _read(spec: FeatureSpec) -> str:
    """A feature as the model reads it: a finite double, or null."""
    if spec.is_category:
        return spec.name
    plain = f"cast({spec.name} as integer)" if spec.dtype == "bool" else spec.name
    value = f"cast({plain} as double)"
    return f"case when abs({value}) <= {_double(ANY_NUMBER)} then {value} end"


def _number_parts(spec: FeatureSpec, own: Characteristic) -> Iterator[str]:
    yield f"when {spec.name} is null then {own.points[-1]}"
    for edge, points in zip(own.edges, own.points, strict=False):
        yield f"when {spec.name} < {_double(edge)} then {points}"
    yield f"else {own.points[-2]}"


def _code_parts(
    spec: FeatureSpec, own: Characteristic, code_places: tuple[int, ...]
) -> Iterator[str]:
    other = code_places[spec.unknown_code]
    for code, place in zip(spec.categories, code_places, strict=False):
        if place != other:
            text = code.replace("'", "''")
            yield f"when {spec.name} = '{text}' then {own.points[place]}"
    yield f"else {own.points[other]}"


def _calibrated(margin: str, calibrator: Calibrator) -> str:
    """The rising line through the calibrator's knots."""
    knots, heights = calibrator.margins, calibrator.calibrated
    inner = [
        (heights[place + 1] - heights[place]) / (knots[place + 1] - knots[place])
        for place in range(len(knots) - 1)
    ]
    slopes = [calibrator.outer_slope, *inner, calibrator.outer_slope]
    anchors = [0, *range(len(knots))]
    lines = [
        f"{_double(heights[anchor])} + {_double(slope)} * ({margin} - {_double(knots[anchor])})"
        for anchor, slope in zip(anchors, slopes, strict=True)
    ]
    cases = "\n".join(
        f"            when {margin} < {_double(knot)} then {line}"
        for knot, line in zip(knots, lines, strict=False)
    )
    return f"case\n{cases}\n            else {lines[-1]}\n        end"


def _double(number: float) -> str:
    """A literal that is a double, to the last bit, in every dialect.

    >>> _double(0.35), _double(-2.0), _double(1e-06)
    ('0.35e0', '-2.0e0', '1e-06')
    """
    text = repr(float(number))
    return text if "e" in text else f"{text}e0"
