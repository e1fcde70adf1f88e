"""Promises about cost: kept up to their limit, broken above it, and told on the page."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from benchmarks import promises
from benchmarks.promises import Promise


@pytest.mark.parametrize(
    ("figure", "limit", "is_broken", "said"),
    [
        (0.25, 0.25, False, "at most 0.25: kept"),
        (0.26, 0.25, True, "at most 0.25: over"),
        (99.0, None, False, ""),
    ],
)
def test_a_promise_is_broken_by_a_figure_over_its_limit_alone(
    figure: float, limit: float | None, is_broken: bool, said: str
) -> None:
    promise = Promise("share of pandas", figure, limit)
    assert promise.is_broken is is_broken
    assert str(promise).endswith(said or f"{figure:.2f}")


def test_the_page_tells_the_limits_that_the_benchmark_judges_by() -> None:
    page = (Path(__file__).parents[2] / "docs/performance.md").read_text()
    told = page.split("## What is aimed at")[1]
    fifth, fourteenth, either, growth, history = re.findall(
        r"^\| (?!of )\S.* \| (.*at most.*) \|$", told, re.MULTILINE
    )
    assert f"at most {promises.MOST_TIMES_THE_SCAN[0.20]:g} times" in fifth
    assert f"at most {promises.MOST_TIMES_THE_SCAN[0.07]:g} times" in fourteenth
    assert f"at most {promises.MOST_GIB:g} GiB" in either
    assert "a quarter of the CPU of pandas" in either
    assert promises.MOST_OF_PANDAS == 1 / 4
    assert f"at most {promises.MOST_GROWTH:g} times" in growth
    assert f"at most {promises.MOST_TIMES_ONE_DATE:g} times" in history
