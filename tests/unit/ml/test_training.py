"""Training: the same answer in any order, plain words where there is nothing to learn."""

from __future__ import annotations

import dataclasses

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pytest

from ml.bundle import ModelBundle
from ml.features import FeatureSpec
from ml.metrics import Costs
from ml.outcome import TrainingOutcome
from ml.scoring import score
from ml.settings import CANDIDATES, TrainingSettings
from ml.training import train
from tests.unit.ml import book


def _used(outcome: TrainingOutcome) -> set[str]:
    used = pc.field("is_used")
    return set(outcome.inputs.filter(used).column("feature").to_pylist())


def _why(outcome: TrainingOutcome, feature: str) -> str | None:
    row = outcome.inputs.filter(pc.field("feature") == feature).to_pylist()[0]
    return row["reason"]


def _metric(outcome: TrainingOutcome, candidate: str, sample: str, metric: str) -> float:
    chosen = (
        (pc.field("candidate") == candidate)
        & (pc.field("sample") == sample)
        & (pc.field("metric") == metric)
    )
    return outcome.metrics.filter(chosen).column("value").to_pylist()[0]


@pytest.fixture(scope="module")
def dated() -> pa.Table:
    return book.frame(150, book.month_ends(2021, 30))


@pytest.fixture(scope="module")
def dated_outcome(dated: pa.Table) -> TrainingOutcome:
    return train(dated, book.SPECS, "behaviour", book.QUICK)


def test_the_same_rows_in_any_order_give_the_same_bundle_to_the_byte(
    bundle: ModelBundle, outcome: TrainingOutcome, book_frame: pa.Table
):
    order = pa.array(np.random.default_rng(9).permutation(book_frame.num_rows))
    again = train(book_frame.take(order), book.SPECS, "behaviour", book.QUICK)
    assert again.champion is not None
    assert again.champion.fingerprint == bundle.fingerprint
    for table in (
        "metrics",
        "gains",
        "calibration",
        "roc",
        "distribution",
        "importances",
        "trials",
    ):
        assert getattr(again, table).equals(getattr(outcome, table)), table


def test_every_candidate_is_the_same_in_any_order(book_frame: pa.Table):
    order = pa.array(np.random.default_rng(9).permutation(book_frame.num_rows))
    everything = dataclasses.replace(book.QUICK, with_yardstick=True, candidates=CANDIDATES)
    first, second = (
        train(rows, book.SPECS, "behaviour", everything)
        for rows in (book_frame, book_frame.take(order))
    )
    assert first.metrics.equals(second.metrics)
    assert first.scorecard.equals(second.scorecard)
    assert len(first.candidates) == len(CANDIDATES) + 1


def test_a_candidate_whose_library_is_not_installed_is_named_and_left_out(
    book_frame: pa.Table, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("ml.learners.find_spec", lambda _: None)
    wanted = dataclasses.replace(book.QUICK, candidates=("logistic", "xgboost"))
    found = train(book_frame, book.SPECS, "behaviour", wanted)
    notes = {one.name: one.note for one in found.candidates}
    assert notes["xgboost"] == "xgboost is not installed: pip install 'loanbook[xgboost]'"
    assert found.champion is not None
    assert found.champion.algorithm == "logistic"
    assert found.candidate_table.column("candidate").to_pylist() == ["logistic", "xgboost"]


def test_a_vote_fits_its_members_and_only_it_may_win(book_frame: pa.Table):
    vote = dataclasses.replace(book.QUICK, candidates=("soft_vote",))
    found = train(book_frame, book.SPECS, "behaviour", vote)
    may_win = {one.name: one.can_be_champion for one in found.candidates}
    assert may_win == {"logistic": False, "random_forest": False, "soft_vote": True}
    assert found.champion is not None
    assert found.champion.algorithm == "soft_vote"
    reasons = score(found.champion, book_frame.slice(0, 50)).reasons
    assert reasons.num_rows > 50


def test_another_label_is_another_bundle(bundle: ModelBundle, book_frame: pa.Table):
    labels = book_frame.column("is_bad").to_pylist()
    changed = book.replaced(book_frame, "is_bad", [not labels[0], *labels[1:]])
    other = train(changed, book.SPECS, "behaviour", book.QUICK).champion
    assert other is not None
    assert other.facts.data_hash != bundle.facts.data_hash
    assert other.fingerprint != bundle.fingerprint


def test_samples_stand_side_by_side(dated_outcome: TrainingOutcome):
    assert dated_outcome.validation == "out_of_time"
    for table in (dated_outcome.metrics, dated_outcome.gains, dated_outcome.roc):
        assert set(table.column("sample").to_pylist()) == {"train", "folds", "out_of_time"}
    assert _metric(dated_outcome, "lightgbm", "train", "auc") > _metric(
        dated_outcome, "lightgbm", "folds", "auc"
    )


def test_with_one_date_there_is_no_out_of_time_sample(outcome: TrainingOutcome):
    assert outcome.validation == "grouped_folds"
    assert set(outcome.metrics.column("sample").to_pylist()) == {"train", "folds"}


def test_the_model_was_trained_a_label_window_before_the_slice(dated_outcome: TrainingOutcome):
    champion = dated_outcome.champion
    assert champion is not None
    assert champion.facts.last_training_date == "2022-01-31"
    assert "2023-01-31" in champion.facts.validation_note


def test_calibrated_pds_have_the_level_of_the_judging_rows(outcome: TrainingOutcome):
    for candidate in ("logistic", "lightgbm"):
        ratio = _metric(outcome, candidate, "folds", "observed_expected")
        assert ratio == pytest.approx(1.0, abs=0.06)


def test_exactly_one_candidate_is_champion_and_it_says_why(outcome: TrainingOutcome):
    champions = [one for one in outcome.candidates if one.is_champion]
    assert len(champions) == 1
    assert champions[0].name in champions[0].note
    assert outcome.champion is not None
    assert outcome.champion.algorithm == champions[0].name


def test_trees_win_where_the_truth_bends(book_frame: pa.Table):
    random = np.random.default_rng(2)
    amount = book_frame.column("loan_amount_log").to_numpy()
    is_odd = np.abs(amount - 12.0) > 0.8
    is_bad = random.random(amount.size) < np.where(is_odd, 0.35, 0.05)
    found = train(book.replaced(book_frame, "is_bad", is_bad), book.SPECS, "behaviour", book.QUICK)
    assert found.champion is not None
    assert found.champion.algorithm == "lightgbm"


def test_applications_learn_nothing_from_repayment(book_frame: pa.Table):
    found = train(book_frame, book.SPECS, "application", book.QUICK)
    assert "max_dpd_12m" not in _used(found)
    assert _why(found, "max_dpd_12m") == "not known at application"
    assert found.champion is not None
    assert all(spec.available == "A" for spec in found.champion.specs)
    scored = score(found.champion, book_frame.drop_columns(["max_dpd_12m"]))
    assert scored.scores.num_rows == book_frame.num_rows


def test_sensitive_features_stay_out_unless_asked_in(
    outcome: TrainingOutcome, book_frame: pa.Table
):
    assert "age_years" not in _used(outcome)
    asked = dataclasses.replace(book.QUICK, use_sensitive=True)
    assert "age_years" in _used(train(book_frame, book.SPECS, "behaviour", asked))


def test_constant_and_never_filled_features_say_nothing(book_frame: pa.Table):
    rows = book_frame.num_rows
    frame = book.replaced(book_frame, "dti_ratio", np.full(rows, 0.4))
    frame = book.replaced(frame, "foir_ratio", pa.array([None] * rows, pa.float64()))
    found = train(frame, book.SPECS, "behaviour", book.QUICK)
    assert _why(found, "dti_ratio") == "the same for every training row"
    assert _why(found, "foir_ratio") == "never filled in the training rows"
    assert found.champion is not None


def test_the_lagged_area_rate_needs_half_its_training_rows(book_frame: pa.Table):
    area = FeatureSpec("area_product_bad_rate_lagged", "decimal", "A", 1, "(internal)", "area")
    rate = np.where(np.arange(book_frame.num_rows) % 5 < 2, 0.05, np.nan)
    rate[0] = 0.06
    sparse = book_frame.append_column(area.name, pa.array(rate, from_pandas=True))
    found = train(sparse, [*book.SPECS, area], "behaviour", book.QUICK)
    assert "under half" in str(_why(found, area.name))
    rate = np.where(np.arange(book_frame.num_rows) % 5 < 3, rate[0], np.nan)
    rate[0] = 0.05
    filled = book_frame.append_column(area.name, pa.array(rate, from_pandas=True))
    assert area.name in _used(train(filled, [*book.SPECS, area], "behaviour", book.QUICK))


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda labels: np.zeros(labels.size, dtype=bool), "none of the 2400 labelled rows is bad"),
        (lambda labels: np.ones(labels.size, dtype=bool), "all 2400 labelled rows are bad"),
        (lambda labels: np.arange(labels.size) < 12, "too few bad loans to train on: 12"),
        (lambda labels: pa.array([None] * labels.size, pa.bool_()), "no labelled rows"),
        (
            lambda labels: np.random.default_rng(1).random(labels.size) < 0.2,
            "better than chance",
        ),
    ],
)
def test_too_little_to_learn_from_is_said_in_plain_words(
    book_frame: pa.Table, change: object, said: str
):
    labels = book_frame.column("is_bad").to_numpy()
    frame = book.replaced(book_frame, "is_bad", change(labels))
    found = train(frame, book.SPECS, "behaviour", book.QUICK)
    assert found.champion is None
    assert said in str(found.reason_not_trained)


def test_no_rows_at_all_is_a_reason_too(book_frame: pa.Table):
    found = train(book_frame.slice(0, 0), book.SPECS, "behaviour", book.QUICK)
    assert found.reason_not_trained == "no labelled rows to train on"
    assert found.metrics.num_rows == 0
    assert "auc" not in found.metrics.column_names


def test_only_constant_features_is_a_reason_too(book_frame: pa.Table):
    frame = book_frame
    for spec in book.SPECS:
        frame = book.replaced(frame, spec.name, [None] * frame.num_rows)
    specs = [spec for spec in book.SPECS if not spec.is_category]
    found = train(frame, specs, "behaviour", book.QUICK)
    assert found.reason_not_trained == "no feature varies over the training rows"
    assert found.inputs.num_rows == len(specs)


def test_a_malformed_frame_is_an_error_with_its_cause(book_frame: pa.Table):
    with pytest.raises(ValueError, match="customer_id"):
        train(book_frame.drop_columns(["customer_id"]), book.SPECS, "behaviour")
    with pytest.raises(ValueError, match="collections"):
        train(book_frame, book.SPECS, "collections")
    with pytest.raises(ValueError, match="dti_ratio"):
        train(book_frame.drop_columns(["dti_ratio"]), book.SPECS, "behaviour")


def test_more_rows_than_the_cap_are_drawn_down_by_borrower(book_frame: pa.Table):
    capped = dataclasses.replace(book.QUICK, training_rows_max=1500)
    champion = train(book_frame, book.SPECS, "behaviour", capped).champion
    assert champion is not None
    assert 1400 < champion.facts.training_rows <= 1500


def test_every_trial_is_kept_with_its_value(book_frame: pa.Table):
    settings = dataclasses.replace(
        book.QUICK, trials={"logistic": ({"c": 0.1}, {"c": 0.001})}, objective="composite"
    )
    trials = train(book_frame, book.SPECS, "behaviour", settings).trials.to_pylist()
    own = [row for row in trials if row["candidate"] == "logistic"]
    assert [row["trial_no"] for row in own] == [1, 2]
    assert {row["objective"] for row in own} == {"composite"}
    chosen = next(row for row in own if row["is_chosen"])
    assert chosen["value"] == max(row["value"] for row in own)


def test_a_lifted_direction_is_free_and_recorded(book_frame: pa.Table):
    random = np.random.default_rng(6)
    dti = book_frame.column("dti_ratio").to_numpy()
    is_bad = random.random(dti.size) < np.where(dti < np.median(dti), 0.3, 0.05)
    frame = book.replaced(book_frame, "is_bad", is_bad)
    held = train(frame, book.SPECS, "behaviour", book.QUICK)
    lift = dataclasses.replace(book.QUICK, lift_monotone=("dti_ratio",))
    lifted = train(frame, book.SPECS, "behaviour", lift)
    assert held.champion is None
    assert lifted.champion is not None
    assert lifted.champion.facts.lifted_monotone == ("dti_ratio",)
    rows = lifted.importances.filter(pc.field("is_lifted")).column("feature").to_pylist()
    assert set(rows) == {"dti_ratio"}


def test_an_incumbent_stays_unless_it_is_beaten_beyond_noise(
    bundle: ModelBundle, book_frame: pa.Table
):
    same = train(book_frame, book.SPECS, "behaviour", book.QUICK, incumbent=bundle).challenge
    assert same is not None
    assert not same.is_won
    assert "auc_gain" in same.reason
    names = [check.name for check in same.checks]
    assert names == [
        "auc_gain",
        "rank_reversals",
        "observed_expected",
        "score_psi",
        "direction_violations",
    ]


def test_a_weak_incumbent_is_replaced(book_frame: pa.Table):
    blind = [spec for spec in book.SPECS if spec.name in ("loan_amount_log", "is_secured")]
    weak = train(book_frame, blind, "behaviour", book.QUICK).champion
    assert weak is not None
    found = train(book_frame, book.SPECS, "behaviour", book.QUICK, incumbent=weak).challenge
    assert found is not None
    assert found.is_won, found.reason


def test_an_incumbent_whose_features_are_gone_cannot_stay(
    bundle: ModelBundle, book_frame: pa.Table
):
    specs = [spec for spec in book.SPECS if spec.name != "max_dpd_12m"]
    frame = book_frame.drop_columns(["max_dpd_12m"])
    found = train(frame, specs, "behaviour", book.QUICK, incumbent=bundle).challenge
    assert found is not None
    assert found.is_won, found.reason


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"scale": "cibil"}, "scale"),
        ({"folds": 2}, "folds"),
        ({"oot_months_least": 9}, "oot_months_least"),
        ({"trials": {"lightgbm": ()}}, "parameter set"),
        ({"trials": {"lightgbm": ({"num_leaves": 40},)}}, "max_depth"),
        ({"candidates": ("neural_net",)}, "neural_net"),
        ({"candidates": ()}, "at least one"),
        ({"objective": "accuracy"}, "accuracy"),
        ({"resampling": "adasyn"}, "resampling"),
        ({"costs": Costs(0.0, 1.0)}, "above zero"),
    ],
)
def test_settings_that_cannot_work_are_refused(values: dict[str, object], said: str):
    with pytest.raises(ValueError, match=said):
        TrainingSettings(**values)


def test_roc_points_are_few_and_hold_the_ks_point(outcome: TrainingOutcome):
    for candidate in ("logistic", "lightgbm"):
        own = (pc.field("candidate") == candidate) & (pc.field("sample") == "folds")
        points = outcome.roc.filter(own).to_pylist()
        assert len(points) <= 200
        ends = [
            (p["false_positive_rate"], p["true_positive_rate"]) for p in (points[0], points[-1])
        ]
        assert ends == [(0.0, 0.0), (1.0, 1.0)]
        widest = next(p for p in points if p["is_ks_point"])
        gap = widest["true_positive_rate"] - widest["false_positive_rate"]
        assert gap == pytest.approx(_metric(outcome, candidate, "folds", "ks"))


def test_the_score_distribution_counts_every_row_once(outcome: TrainingOutcome):
    own = (pc.field("candidate") == "logistic") & (pc.field("sample") == "folds")
    rows = outcome.distribution.filter(own)
    total = pc.sum(rows.column("goods")).as_py() + pc.sum(rows.column("bads")).as_py()
    assert total == 2400
