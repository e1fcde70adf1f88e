"""Who trains, judges and calibrates."""

from __future__ import annotations

from datetime import date

import numpy as np
import pyarrow as pa
import pytest

from ml.samples import SplitRule, add_months, bad_loans, capped, population_of, split
from tests.unit.ml import book

RULE = SplitRule(
    seed=1, folds=5, most_months=6, least_months=3, label_window_months=12, least_bads=20
)


def test_no_borrower_stands_in_two_folds_or_two_roles():
    people, _ = population_of(book.frame(300))
    parts = split(people, RULE)
    for codes in (parts.fold, parts.is_judge):
        per_borrower = {(b, c) for b, c in zip(people.borrower, codes, strict=True)}
        assert len(per_borrower) == 300


def test_one_date_is_judged_on_grouped_folds_and_says_so():
    people, _ = population_of(book.frame(300))
    parts = split(people, RULE)
    assert parts.validation == "grouped_folds"
    assert "grouped by borrower" in parts.note
    assert parts.is_training.all()
    assert not parts.is_out_of_time.any()


def test_the_last_six_months_are_out_of_time_after_a_full_label_window():
    people, _ = population_of(book.frame(150, book.month_ends(2021, 30)))
    parts = split(people, RULE)
    assert parts.validation == "out_of_time"
    slice_dates = np.unique(people.as_of_date[parts.is_out_of_time])
    assert [str(day) for day in slice_dates[[0, -1]]] == ["2023-01-31", "2023-06-30"]
    assert slice_dates.size == 6
    assert str(people.as_of_date[parts.is_training].max()) == "2022-01-31"


def test_the_slice_shrinks_to_three_months_when_training_needs_the_dates():
    people, _ = population_of(book.frame(150, book.month_ends(2021, 17)))
    parts = split(people, RULE)
    assert np.unique(people.as_of_date[parts.is_out_of_time]).size in (3, 4, 5)
    short, _ = population_of(book.frame(150, book.month_ends(2021, 14)))
    assert split(short, RULE).validation == "grouped_folds"


def test_a_slice_with_too_few_bads_is_no_slice():
    people, _ = population_of(book.frame(60, book.month_ends(2021, 30), base=-6.0))
    assert bad_loans(people) < 40
    assert split(people, RULE).validation == "grouped_folds"


def test_folds_share_the_bads_evenly():
    people, _ = population_of(book.frame(600, base=-4.0))
    parts = split(people, RULE)
    bad_borrowers = [
        len(set(people.borrower[people.is_bad & (parts.fold == fold)])) for fold in range(5)
    ]
    assert max(bad_borrowers) - min(bad_borrowers) <= 1


def test_a_bad_loan_counts_once_however_many_months_say_so():
    frame = pa.table(
        {
            "loan_id": ["a", "a", "b"],
            "customer_id": ["x", "x", None],
            "as_of_date": [date(2024, 1, 31), date(2024, 2, 29), date(2024, 2, 29)],
            "is_bad": [True, True, False],
        }
    )
    people, _ = population_of(frame)
    assert bad_loans(people) == 1
    assert people.borrower_ids == ("x", "b")


def test_rows_without_a_label_are_left_out_and_repeats_are_refused():
    frame = book.frame(3)
    people, labelled = population_of(book.replaced(frame, "is_bad", [True, False, None] * 2))
    assert people.rows == labelled.num_rows == 4
    with pytest.raises(ValueError, match="L000000"):
        population_of(pa.concat_tables([frame, frame.slice(0, 1)]))


def test_the_cap_draws_whole_borrowers_and_the_same_ones_in_any_order():
    people, _ = population_of(book.frame(300))
    kept = capped(people, np.ones(people.rows, dtype=bool), 200, seed=1)
    rows_each = np.bincount(people.borrower[kept], minlength=300)
    assert set(rows_each) == {0, 2}
    assert 190 < kept.sum() <= 200
    assert (kept == capped(people, np.ones(people.rows, dtype=bool), 200, seed=1)).all()
    assert (kept != capped(people, np.ones(people.rows, dtype=bool), 200, seed=2)).any()


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        ("2024-01-31", 1, "2024-02-29"),
        ("2023-02-28", 12, "2024-02-29"),
        ("2024-02-29", -12, "2023-02-28"),
        ("2024-05-15", -6, "2023-11-15"),
        ("2024-03-30", -1, "2024-02-29"),
    ],
)
def test_months_are_clamped_and_month_ends_stay_month_ends(day: str, months: int, expected: str):
    assert str(add_months(np.datetime64(day), months)) == expected
