"""Whatever happens or is recorded after a day, the features of the day are the same to the byte."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import pytest

from tests.conftest import PROOFS_ARE_SHORT
from tests.features.dice import DATES, Dice
from tests.features.feature_build import FeatureBuild, Published, changed_features
from tests.features.other_futures import (
    Future,
    Tables,
    absurd_future,
    exchanged_future,
    read_tables,
    without_future,
    write_tables,
)
from tests.features.random_book import RandomBook

pytestmark = pytest.mark.slow

SEEDS = (12,) if PROOFS_ARE_SHORT else (12, 13, 14)
DAYS = DATES[-2:-1] if PROOFS_ARE_SHORT else DATES[1:-1]


@dataclass(frozen=True)
class BookAndFeatures:
    """A random book and what is built of it."""

    tables: Tables
    features: Published


@pytest.fixture(scope="module", params=SEEDS, ids=lambda seed: f"book {seed}")
def book(
    request: pytest.FixtureRequest,
    feature_build: FeatureBuild,
    tmp_path_factory: pytest.TempPathFactory,
) -> BookAndFeatures:
    raw = RandomBook(loan_count=320, seed=request.param).write(tmp_path_factory.mktemp("b") / "raw")
    return BookAndFeatures(read_tables(raw), feature_build.rows(raw))


FUTURES = {
    "time machine: nothing is recorded any more": without_future,
    "poison: the absurd is recorded": absurd_future,
    "permutation: it befalls others": exchanged_future,
}


@pytest.mark.parametrize("day", DAYS, ids=str)
@pytest.mark.parametrize("future", FUTURES)
def test_another_future_changes_nothing_up_to_the_day(
    future: str, day: date, book: BookAndFeatures, feature_build: FeatureBuild, tmp_path: Path
) -> None:
    become: Future = FUTURES[future]
    other = write_tables(become(book.tables, day, Dice(day.toordinal())), tmp_path / "other")
    rebuilt = feature_build.rows(other)
    assert changed_features(book.features, rebuilt, until=day) == {}
    # what is known later differs, and the lagged area rate is then another
    changed = changed_features(book.features, rebuilt, until=DATES[-1])
    assert {"current_dpd", "area_product_bad_rate_lagged"} <= changed.keys()


def test_money_recorded_three_days_late_is_unknown_on_its_day_and_known_after(
    raw: Path, tmp_path: Path
) -> None:
    """Late receipt: the features of its day stay; those of the day of its record do not."""
    day = DATES[-2]
    three_days_on = day + timedelta(days=3)
    build = FeatureBuild(tmp_path / "features", (day, three_days_on))
    before = build.rows(raw)
    in_arrears = [key[0] for key, row in before.items() if (row["max_dpd_12m"] or 0) > 0]
    tables = read_tables(raw)
    tables["repayments"] += [
        dict.fromkeys(tables["repayments"][0], "")
        | {"loan_id": loan_id, "receipt_id": "late", "amount_paid": "9999999.99"}
        | {"payment_date": str(day), "recorded_at": f"{three_days_on} 12:00:00"}
        for loan_id in in_arrears
    ]
    after = build.rows(write_tables(tables, tmp_path / "late"))
    assert changed_features(before, after, until=day) == {}
    changed = changed_features(before, after, until=three_days_on)
    assert {"current_dpd", "days_since_last_payment", "credit_to_income_ratio"} <= changed.keys()


def test_a_backfill_of_features_equals_its_nights_with_training_rows_and_all(
    raw: Path, tmp_path: Path
) -> None:
    """Every night alone, the last of them training, against all of them in one run."""
    last = DATES[-1]
    nights = [last - timedelta(days=age) for age in ((2, 0) if PROOFS_ARE_SHORT else (33, 2, 1, 0))]
    one_by_one = FeatureBuild(tmp_path / "one by one", nights[:1])
    for night in nights:
        told_singly = one_by_one.add(raw, [night], trains=night == last)
    at_once = FeatureBuild(tmp_path / "at once", nights)
    told_together = at_once.add(raw, nights, trains=True)
    assert changed_features(told_singly, told_together, until=last) == {}
    training_days = {day for _, day in told_together} - set(nights)
    assert len(training_days) > 50
    # and a second run of the same nights leaves them as they are
    assert changed_features(told_together, at_once.add(raw, nights), until=last) == {}
