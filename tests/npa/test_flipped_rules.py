"""Each mistake that a wrong engine makes turns the unit test that names it red."""

from __future__ import annotations

from pathlib import Path

import pytest

from orchestration.dbt import PROJECT_DIR
from orchestration.home import Home
from tests.conftest import PROOFS_ARE_SHORT
from tests.npa.flipped_rules import FLIPS, Flip, build_warehouse, failing_tests


@pytest.fixture(scope="module")
def small_warehouse(tmp_path_factory: pytest.TempPathFactory) -> Home:
    return build_warehouse(tmp_path_factory.mktemp("small_warehouse"))


def test_every_flip_still_finds_the_rule_that_it_flips() -> None:
    for flip in FLIPS:
        assert (PROJECT_DIR / flip.file).read_text(encoding="utf-8").count(flip.rule) >= 1, flip


@pytest.mark.slow
@pytest.mark.parametrize(
    "flip", FLIPS[:: 5 if PROOFS_ARE_SHORT else 1], ids=lambda flip: flip.mistake
)
def test_a_flipped_rule_turns_the_test_that_names_the_mistake_red(
    flip: Flip, small_warehouse: Home, tmp_path: Path
) -> None:
    assert flip.noticed_by in failing_tests(flip, small_warehouse, tmp_path)
