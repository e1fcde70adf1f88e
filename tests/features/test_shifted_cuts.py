"""Each cut that is moved by a day is noticed: the proofs of another future can fail."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.conftest import PROOFS_ARE_SHORT
from tests.dbt.test_feature_catalogue import catalogue
from tests.features.feature_build import Published
from tests.features.shifted_cuts import SHIFTS, Shift, ShiftedProject, occurrences

AREA_RATE = "area_product_bad_rate_lagged"
every_shift = pytest.mark.parametrize("shift", SHIFTS, ids=lambda shift: shift.what)


@every_shift
def test_a_shift_still_finds_the_cut_that_it_moves(shift: Shift) -> None:
    assert occurrences(shift) == 1, f"{shift.file} says {shift.cut!r} no more: correct the shift"


@pytest.mark.parametrize("clock", ["event", "record"])
def test_every_family_of_features_has_a_cut_of_each_clock_moved(clock: str) -> None:
    family_of = {f["name"]: f["group"] for f in catalogue()} | {AREA_RATE: "area rate"}
    moved = {name for shift in SHIFTS if shift.clock == clock for name in shift.noticed_by}
    assert {family_of[name] for name in moved} == set(family_of.values())


@pytest.fixture(scope="module")
def shifted_project(tmp_path_factory: pytest.TempPathFactory, raw: Path) -> ShiftedProject:
    return ShiftedProject(tmp_path_factory.mktemp("shifted"), raw)


@pytest.mark.slow
@pytest.mark.parametrize(
    "shift", SHIFTS[:: 4 if PROOFS_ARE_SHORT else 1], ids=lambda shift: shift.what
)
def test_features_that_read_a_day_past_the_date_are_found_out(
    shift: Shift, shifted_project: ShiftedProject, published: Published
) -> None:
    assert set(shift.noticed_by) <= shifted_project.features_that_notice(shift, published)
