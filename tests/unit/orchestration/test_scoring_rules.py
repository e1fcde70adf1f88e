"""Which model scores which row."""

from __future__ import annotations

import pytest

from orchestration.scored_rows import Group
from orchestration.scoring import family_to_use

BOTH = frozenset({"application", "behaviour"})


@pytest.mark.parametrize(
    ("population", "wanted", "available", "used"),
    [
        ("application", "application", BOTH, "application"),
        ("behaviour", "behaviour", BOTH, "behaviour"),
        ("behaviour", "application", BOTH, "application"),
        ("behaviour", "npa", BOTH, "npa"),
        # a young open loan without an application champion is scored on its behaviour
        ("behaviour", "application", frozenset({"behaviour"}), "behaviour"),
        # an open loan without a behaviour champion is scored on what is known of any applicant
        ("behaviour", "behaviour", frozenset({"application"}), "application"),
        # an application has no behaviour to read
        ("application", "application", frozenset({"behaviour"}), None),
        # without any champion the score table is empty, NPA loans included
        ("behaviour", "behaviour", frozenset(), None),
        ("behaviour", "npa", frozenset(), None),
    ],
)
def test_a_row_is_scored_by_its_family_or_by_one_that_can_read_it(
    population: str, wanted: str, available: frozenset[str], used: str | None
) -> None:
    assert family_to_use(Group(population, wanted, 1), available) == used
