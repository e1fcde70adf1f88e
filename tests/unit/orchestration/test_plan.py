"""What a run is about: when a model is due, and how a backfill is cut into runs."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from orchestration.plan import POPULATIONS, RunPlan, chunks, due_populations

JUNE_30 = date(2025, 6, 30)


def due(last: dict[str, date], on: date, interval: int = 1) -> tuple[str, ...]:
    return due_populations(last, on, interval, settling_lag_days=5)


def test_a_family_that_was_never_trained_is_due() -> None:
    assert due({}, JUNE_30) == POPULATIONS
    assert due({"behaviour": JUNE_30}, JUNE_30) == ("application",)


def test_one_night_a_month_trains_when_the_labels_of_another_month_end_have_settled() -> None:
    last = dict.fromkeys(POPULATIONS, date(2025, 6, 10))
    nights = [date(2025, 6, 11) + timedelta(days=n) for n in range(40)]
    assert next(night for night in nights if due(last, night)) == date(2025, 7, 5)


def test_a_second_run_of_a_date_finds_its_training_done() -> None:
    assert due(dict.fromkeys(POPULATIONS, JUNE_30), JUNE_30) == ()


def test_a_family_is_not_due_before_the_interval_is_over() -> None:
    last = dict.fromkeys(POPULATIONS, date(2025, 1, 31))
    assert due(last, date(2025, 3, 31), interval=3) == ()
    assert due(last, date(2025, 4, 30), interval=3) == POPULATIONS


def test_month_ends_are_all_due() -> None:
    assert due(dict.fromkeys(POPULATIONS, date(2024, 2, 29)), date(2024, 3, 31)) == POPULATIONS


def test_a_training_date_stands_alone_in_a_backfill() -> None:
    days = [JUNE_30 + timedelta(days=n) for n in range(8)]
    is_due = {day: day in (JUNE_30, date(2025, 7, 5)) for day in days}
    assert chunks(days, is_due) == (
        (JUNE_30,),
        tuple(days[1:5]),
        (date(2025, 7, 5),),
        tuple(days[6:]),
    )


def test_a_backfill_keeps_every_date_once_and_in_order() -> None:
    days = [date(2025, 3, 3), date(2025, 1, 1), date(2025, 2, 2)]
    runs = chunks(days, dict.fromkeys(days, False))
    assert runs == ((date(2025, 1, 1), date(2025, 2, 2), date(2025, 3, 3)),)


@pytest.mark.parametrize("populations", [(), ("behaviour",)])
def test_a_plan_knows_its_newest_date_and_whether_it_trains(populations: tuple[str, ...]) -> None:
    plan = RunPlan("run", "nightly", (date(2025, 5, 31), JUNE_30), populations)
    assert plan.as_of_date == JUNE_30
    assert plan.is_training_run == bool(populations)
