"""The figures that a validator reads: side by side, by month, by band, by cut-off."""

from __future__ import annotations

from datetime import date

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pytest

from ml.bands import Band
from ml.cut_offs import cut_off_rows
from ml.evaluation import Judged, band_rows, metric_rows, month_rows
from ml.metrics import Costs
from ml.outcome import TrainingOutcome
from ml.points import scale_named
from ml.training import train
from tests.unit.ml import book

COSTS = Costs(false_alarm=10.0, missed_bad=100.0)
BANDS = (Band("A", 0.05, "approve"), Band("B", 0.25, "refer"), Band("C", 1.01, "decline"))
# Ten loans, one bad among the safe five and three among the risky five.
PD = np.array([0.01, 0.02, 0.03, 0.04, 0.06, 0.2, 0.3, 0.4, 0.5, 0.6])
IS_BAD = np.array([0, 0, 1, 0, 0, 0, 1, 0, 1, 1], dtype=bool)


def judged(
    is_bad: np.ndarray = IS_BAD,
    days: tuple[date, ...] = (date(2024, 1, 31), date(2024, 2, 29)),
    lgd: np.ndarray | None = None,
    sample: str = "folds",
) -> Judged:
    """The ten loans, the first five on the first day."""
    return Judged(
        candidate="logistic",
        sample=sample,
        is_bad=is_bad,
        margin=np.log(PD / (1 - PD)),
        pd=PD,
        borrower=np.arange(10),
        as_of_date=np.repeat(np.asarray(days, dtype="datetime64[D]"), 10 // len(days)),
        exposure=np.full(10, 1000.0),
        lgd=lgd,
    )


def test_each_month_has_its_own_figures_and_one_class_leaves_them_empty():
    first, second = month_rows(judged())
    assert (first["month"], first["rows"], first["bads"]) == (date(2024, 1, 1), 5, 1)
    assert first["auc"] == pytest.approx(0.5)
    assert second["observed_expected"] == pytest.approx(3 / 2.0)
    (only,) = month_rows(judged(np.zeros(10, dtype=bool), (date(2024, 1, 31),)))
    assert (only["bads"], only["auc"], only["gini"], only["ks"]) == (0, None, None, None)
    assert only["observed_expected"] == 0.0


def test_each_band_tells_what_came_against_what_was_expected():
    rows = band_rows(judged(), BANDS)
    assert [(row["band"], row["rows"], row["bads"]) for row in rows] == [
        ("A", 4, 1),
        ("B", 2, 0),
        ("C", 4, 3),
    ]
    assert rows[0]["observed_expected"] == pytest.approx(1 / 0.10)
    assert rows[2]["z"] == pytest.approx((3 - 1.8) / np.sqrt(4 * 0.45 * 0.55))
    assert [(row["pd_from"], row["pd_below"]) for row in rows] == [
        (0, 0.05),
        (0.05, 0.25),
        (0.25, 1),
    ]
    nobody_safe = band_rows(judged(), (Band("A", 0.005, "approve"), *BANDS[1:]))
    assert [row["band"] for row in nobody_safe] == ["B", "C"]


def test_a_cut_off_tells_what_it_would_have_approved_and_cost():
    rows = cut_off_rows(judged(lgd=np.full(10, 0.5)), COSTS, scale_named("b_300_900"))
    cheapest = next(row for row in rows if row["is_cheapest"])
    assert cheapest["cut_off"] == pytest.approx(10 / 110)
    assert (cheapest["approved_rows"], cheapest["approved_bads"]) == (5, 1)
    assert cheapest["approval_rate"] == 0.5
    assert cheapest["bad_rate"] == pytest.approx(0.2)
    assert cheapest["declined_bad_share"] == pytest.approx(0.75)
    assert cheapest["declined_bad_rate"] == pytest.approx(0.6)
    assert cheapest["cost_a_row"] == pytest.approx((100 + 2 * 10) / 10)
    assert cheapest["expected_loss"] == pytest.approx(0.16 * 0.5 * 1000)
    assert cheapest["expected_loss_rate"] == pytest.approx(80 / 5000)
    everyone = rows[-1]
    assert (everyone["approval_rate"], everyone["declined_bad_rate"]) == (1.0, None)
    assert [row["cut_off_no"] for row in rows] == list(range(1, len(rows) + 1))
    assert [row["approved_rows"] for row in rows] == sorted(row["approved_rows"] for row in rows)


def test_money_is_told_of_loans_whose_loss_is_known_and_of_none_without():
    half_known = np.where(np.arange(10) % 2, np.nan, 0.5)
    row = cut_off_rows(judged(lgd=half_known), COSTS, scale_named("b_300_900"))[-1]
    assert row["approved_exposure"] == 5000.0
    assert row["expected_loss"] == pytest.approx(PD[::2].sum() * 500)
    untold = cut_off_rows(judged(), COSTS, scale_named("b_300_900"))[-1]
    assert (untold["approved_exposure"], untold["expected_loss"]) == (None, None)


def test_the_fall_of_the_gini_is_told_against_training():
    better = judged(IS_BAD[np.argsort(IS_BAD, kind="stable")], sample="train")
    rows = metric_rows((better, judged()), COSTS)
    gini = {row["sample"]: row["value"] for row in rows if row["metric"] == "gini"}
    (drop,) = (row for row in rows if row["metric"] == "gini_drop")
    assert gini["train"] == 1.0
    assert (drop["sample"], drop["value"]) == ("folds", pytest.approx(1.0 - gini["folds"]))


def test_a_sample_of_one_class_has_no_figure_that_needs_two():
    good = judged(np.zeros(10, dtype=bool))
    rows = {row["metric"]: row["value"] for row in metric_rows((good,), COSTS)}
    for name in ("auc", "gini", "ks", "pr_auc", "recall", "f1", "f2", "gini_drop"):
        assert rows[name] is None, name
    assert rows["bad_rate"] == 0.0
    assert rows["cost_a_row"] == pytest.approx(5.0)


@pytest.fixture(scope="module")
def dated() -> TrainingOutcome:
    frame = book.frame(150, book.month_ends(2021, 30))
    lgd = pa.array(np.full(frame.num_rows, 0.4))
    return train(frame.append_column("lgd", lgd), book.SPECS, "behaviour", book.QUICK)


def test_train_folds_and_later_months_stand_side_by_side_in_every_table(dated: TrainingOutcome):
    for table in (dated.metrics, dated.gains, dated.months, dated.bands, dated.cut_offs):
        assert set(table.column("sample").to_pylist()) == {"train", "folds", "out_of_time"}
        assert set(table.column("candidate").to_pylist()) == {"logistic", "lightgbm"}
    names = {"auc", "gini", "ks", "pr_auc", "brier", "observed_expected"}
    with_interval = dated.metrics.filter(pc.field("metric").isin(list(names))).to_pylist()
    assert len(with_interval) == len(names) * 6
    for row in with_interval:
        assert row["low"] < row["value"] < row["high"], row


def test_the_months_add_up_to_the_sample(dated: TrainingOutcome):
    own = (pc.field("candidate") == "logistic") & (pc.field("sample") == "out_of_time")
    months = dated.months.filter(own)
    assert months.column("month").to_pylist() == [date(2023, month, 1) for month in range(1, 7)]
    rows = dated.metrics.filter(own & (pc.field("metric") == "rows")).column("value").to_pylist()
    assert [float(pc.sum(months.column("rows")).as_py())] == rows
    steady = dated.metrics.filter(own & (pc.field("metric") == "gini_stability"))
    assert steady.column("value").to_pylist()[0] is not None


def test_the_bands_and_the_last_cut_off_hold_every_row(dated: TrainingOutcome):
    own = (pc.field("candidate") == "lightgbm") & (pc.field("sample") == "folds")
    total = dated.metrics.filter(own & (pc.field("metric") == "rows")).column("value")[0].as_py()
    assert pc.sum(dated.bands.filter(own).column("rows")).as_py() == total
    last = dated.cut_offs.filter(own).to_pylist()[-1]
    assert last["approved_rows"] == total
    assert last["expected_loss_rate"] == pytest.approx(0.4 * last["mean_pd"], rel=0.05)
