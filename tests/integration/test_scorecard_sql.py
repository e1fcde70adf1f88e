"""The scorecard as SQL says what the model says, of odd rows too."""

from __future__ import annotations

import dataclasses

import duckdb
import numpy as np
import pyarrow as pa
import pytest

from ml.bundle import ModelBundle
from ml.features import matrix_from_arrow
from ml.scorecard import ScorecardModel
from ml.scoring import score
from ml.training import train
from tests.unit.ml import book

ODD = pa.table(
    {
        "loan_amount_log": [12.0, None, float("inf"), 0.0],
        "foir_ratio": [None, float("nan"), -5.0, 99.0],
        "dti_ratio": [float("-inf"), 0.35, None, 1e300],
        "is_secured": [None, True, False, True],
        "interest_rate_pct": [None, 12.0, 300.0, -1.0],
        "age_years": [30, 40, 50, 60],
        "employment_type_code": ["retired", None, "astronaut", "sala'ried"],
        "credit_score": [None, 0, 900, 650],
        "max_dpd_12m": [0, None, 10_000, 30],
    }
)


@pytest.fixture(scope="module", params=["platt", "isotonic"])
def bundle(request: pytest.FixtureRequest) -> ModelBundle:
    only = dataclasses.replace(
        book.QUICK,
        candidates=("scorecard",),
        isotonic_min_bads=20 if request.param == "isotonic" else 1_000_000,
    )
    champion = train(book.frame(), book.SPECS, "behaviour", only).champion
    assert champion is not None
    return champion


@pytest.fixture(scope="module")
def rows(bundle: ModelBundle) -> pa.Table:
    """The book, odd rows, and rows that stand on every edge of the card."""
    frame = book.frame().select(["loan_id", "as_of_date", *ODD.column_names])
    odd = pa.table(
        {name: ODD.column(name).cast(frame.schema.field(name).type) for name in ODD.column_names}
    )
    edges = []
    assert isinstance(bundle.model, ScorecardModel)
    for _, spec, own in bundle.model.on_the_card:
        for edge in own.edges:
            row = dict(frame.slice(0, 1).to_pylist()[0])
            kind = frame.schema.field(spec.name).type
            row[spec.name] = bool(edge) if pa.types.is_boolean(kind) else edge
            edges.append(row | {"loan_id": f"E{spec.name}{edge}"})
    numbered = odd.add_column(0, "loan_id", pa.array([f"O{n}" for n in range(odd.num_rows)]))
    numbered = numbered.add_column(
        1, "as_of_date", pa.array([frame.column("as_of_date")[0].as_py()] * odd.num_rows)
    )
    assert edges
    return pa.concat_tables([frame, numbered, pa.Table.from_pylist(edges, schema=frame.schema)])


@pytest.fixture(scope="module")
def told(bundle: ModelBundle, rows: pa.Table) -> dict[str, np.ndarray]:
    """What the SQL says, in the order of the rows."""
    with duckdb.connect() as connection:
        connection.execute("create schema marts")
        connection.register("given", rows)
        connection.execute("create table marts.mart_loan_features as from given")
        found = connection.sql(bundle.documents["scorecard.sql"]).to_arrow_table()
    place = {loan_id: number for number, loan_id in enumerate(rows.column("loan_id").to_pylist())}
    order = np.argsort([place[loan_id] for loan_id in found.column("loan_id").to_pylist()])
    names = ("points", "pd_12m", "risk_score")
    return {name: found.column(name).to_numpy()[order] for name in names}


def test_the_points_are_the_model_s(
    bundle: ModelBundle, rows: pa.Table, told: dict[str, np.ndarray]
) -> None:
    assert isinstance(bundle.model, ScorecardModel)
    points = bundle.model.total_points(matrix_from_arrow(rows, bundle.specs))
    assert (told["points"] == points).all()
    assert len(set(points)) > 50


def test_the_pd_and_the_score_are_the_model_s(
    bundle: ModelBundle, rows: pa.Table, told: dict[str, np.ndarray]
) -> None:
    scores = score(bundle, rows).scores
    assert told["pd_12m"] == pytest.approx(scores.column("pd_12m").to_numpy(), rel=1e-12)
    assert (told["risk_score"] == scores.column("risk_score").to_numpy()).all()


def test_one_changed_point_would_be_seen(
    bundle: ModelBundle, rows: pa.Table, told: dict[str, np.ndarray]
) -> None:
    model = bundle.model
    assert isinstance(model, ScorecardModel)
    moved = dataclasses.replace(model, start=model.start + 1)
    assert (moved.total_points(matrix_from_arrow(rows, bundle.specs)) != told["points"]).all()
