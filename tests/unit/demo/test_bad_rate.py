"""The share of bad loans is the share that was asked for."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from orchestration.demo import DemoSettings, generate


@pytest.mark.parametrize(
    ("loans", "seed", "months", "bad_rate"),
    [(2_000, 1, 60, 0.06), (2_500, 2, 36, 0.02), (3_000, 3, 48, 0.17), (6_000, 4, 60, 0.06)],
)
def test_the_share_asked_for_is_met_within_half_a_point(
    tmp_path: Path, loans: int, seed: int, months: int, bad_rate: float
) -> None:
    settings = DemoSettings(loans=loans, seed=seed, months=months, bad_rate=bad_rate)
    assert generate(settings, tmp_path).bad_rate == pytest.approx(bad_rate, abs=0.005)


def test_a_book_larger_than_the_pilot_meets_its_share(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("orchestration.demo.calibration._LOANS_NEEDED", 8_000)
    settings = DemoSettings(loans=24_000, seed=5, loans_per_part=4_000)
    assert generate(settings, tmp_path).bad_rate == pytest.approx(settings.bad_rate, abs=0.01)


@pytest.mark.parametrize("as_of_date", [date(2020, 2, 29), date(2025, 12, 31)])
def test_another_last_day_changes_nothing_about_the_share(tmp_path: Path, as_of_date: date) -> None:
    settings = DemoSettings(loans=2_000, as_of_date=as_of_date)
    assert generate(settings, tmp_path).bad_rate == pytest.approx(settings.bad_rate, abs=0.005)


@pytest.mark.parametrize("loans", [1, 5, 60])
def test_a_book_of_a_handful_of_loans_is_written_all_the_same(tmp_path: Path, loans: int) -> None:
    assert generate(DemoSettings(loans=loans), tmp_path).rows["loans"] >= loans


@pytest.mark.parametrize(
    ("setting", "value"),
    [("loans", 0), ("seed", -1), ("months", 12), ("bad_rate", 0.7), ("threads", 0)],
)
def test_a_setting_out_of_range_is_refused_by_name(setting: str, value: float) -> None:
    with pytest.raises(ValueError, match=f"{setting} is {value}, it must lie between"):
        DemoSettings(**{"loans": 100, setting: value})
