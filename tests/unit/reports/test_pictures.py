from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.charts.covered import Covered, covered_bars
from reports.charts.deciles import Column, decile_columns
from reports.charts.distribution import Bin, distributions
from reports.charts.reliability import Bin as ReliabilityBin
from reports.charts.reliability import reliability
from reports.charts.roc import roc_curve
from reports.charts.segments import Segment, segment_bars
from reports.charts.sparkline import sparkline
from reports.charts.stack import Band, stack
from reports.charts.trend import Series, trend
from reports.scales import Scale, line_path, round_steps, shortened, spread, step_decimals

DAYS = [date(2025, month, 28) for month in range(1, 7)]


def plain(value: float, decimals: int = 2) -> str:
    return f"{value:.{decimals}f}"


def test_figures_beyond_a_scale_stay_at_its_ends():
    scale = Scale(0, 10, 100, 0)
    assert [scale(value) for value in (-1, 0, 5, 10, 99)] == [100, 100, 50, 0, 0]


@given(st.floats(-1e12, 1e12), st.floats(0, 1e12), st.integers(1, 8))
def test_round_steps_cover_the_figures_and_read_apart(low, reach, count):
    high = low + reach
    steps = round_steps(low, high, count)
    assert steps == sorted(set(steps))
    hair = (steps[1] - steps[0]) * 1e-6
    assert steps[0] <= low + hair
    assert steps[-1] >= high - hair


def test_tick_labels_have_the_decimals_that_tell_them_apart():
    assert round_steps(0, 9.6, 5) == [0, 2, 4, 6, 8, 10]
    assert step_decimals(round_steps(0, 0.05, 4)) == 2
    assert step_decimals([0, 2.5, 5]) == 1


@given(st.lists(st.floats(0, 300), min_size=1, max_size=6))
def test_labels_never_touch_and_keep_their_order(places):
    moved = spread(places, 15, 0, 300)
    order = sorted(range(len(places)), key=lambda index: (places[index], index))
    ordered = [moved[index] for index in order]
    gaps = [after - before for before, after in pairwise(ordered)]
    assert all(gap >= 15 - 1e-9 for gap in gaps)
    assert min(moved) >= -1e-9
    assert max(moved) <= 300 + 1e-9


def test_a_month_without_a_figure_breaks_the_line_and_is_not_drawn_as_zero():
    assert line_path([(0, 1), (1, 2), None, (3, 4)]) == "M0.0 1.0L1.0 2.0M3.0 4.0"


def test_a_long_name_is_cut_between_syllables():
    assert shortened("Maharashtra", 200) == "Maharashtra"
    cut = shortened("A very long name of a branch", 60)
    assert cut.endswith("…")
    assert len(cut) < 14
    for width in range(8, 90):
        kept = shortened("श्री" * 50, width)
        assert kept.endswith("…")
        assert not kept.removesuffix("…").endswith("\u094d"), "a torn consonant cluster"


def test_a_sparkline_shows_gaps_as_gaps_and_noise_as_noise():
    assert sparkline([None, None]).path == ""
    alone = sparkline([None, 5.0])
    assert (alone.path, alone.end is not None) == ("", True)
    assert sparkline([1.0, 2.0, None]).end is None, "today is not known, so no dot stands for it"
    steady = sparkline([100.0, 100.1, 99.9])
    heights = [float(point.split()[1]) for point in steady.path.replace("M", "L").split("L")[1:]]
    assert max(heights) - min(heights) < 2


def test_a_ratio_that_is_never_negative_has_no_axis_below_zero():
    picture = trend(
        DAYS, [Series("", (0.0, 0.0, 1.0, 1.1, 1.2, 1.3))], plain, plain, from_zero=False
    )
    assert not any(tick.label.startswith("-") for tick in picture.up)


def test_a_line_of_one_day_is_a_dot_where_today_is():
    picture = trend(DAYS[:1], [Series("Gross", (0.04,))], plain, plain)
    (line,) = picture.series
    assert line.dots
    assert line.end == line.dots[0]
    assert line.end[0] == pytest.approx(picture.box.right - 4)
    assert line.label == "Gross 0.04"


def test_bands_stack_up_to_the_whole():
    bands = [Band("NPA", 5, (0.04,) * 6), Band("SMA-0", 2, (0.06,) * 6)]
    picture = stack(DAYS, bands, plain, plain)
    zero, top = picture.up[0].place, Scale(0, 0.1, picture.box.bottom, picture.box.top)(0.1)
    assert picture.up[-1].label == "0.10"
    assert zero == picture.box.bottom
    assert f"{top:.1f}" in picture.bands[1].path


def test_one_day_is_stacked_as_a_column():
    picture = stack(DAYS[:1], [Band("NPA", 5, (0.04,))], plain, plain)
    assert picture.bands[0].path.count("L") == 3


def test_bars_start_at_zero_and_the_smallest_is_still_seen():
    segments = [Segment("a", 1000, 0.02), Segment("b", 0.5, None), Segment("c", 0, None)]
    picture = segment_bars(
        segments, 0.02, plain, lambda rate: "" if rate is None else plain(rate), plain
    )
    largest, smallest, none = picture.rows
    assert largest.bar == pytest.approx(picture.bars.width)
    assert smallest.bar == 1
    assert none.bar == 0
    assert smallest.dot is None


def test_a_book_without_a_size_or_a_rate_still_draws():
    picture = segment_bars([Segment("a", 0, 0.0)], None, plain, plain, plain)
    assert picture.rows[0].bar == 0
    assert picture.average is None


def test_a_provision_never_reaches_beyond_what_it_covers():
    picture = covered_bars([Covered("Loss", 5, 10, 12, "")])
    assert picture.rows[0].covered == picture.rows[0].bar


def test_names_of_two_groups_do_not_lie_on_each_other():
    bins = [Bin(300, 320, 0.5, 0.5), Bin(320, 340, 0.5, 0.5)]
    picture = distributions(bins, plain, plain, filled_name="not overdue", lined_name="overdue")
    assert picture.filled_name is not None
    assert picture.lined_name is not None
    assert {picture.filled_name.anchor, picture.lined_name.anchor} == {"middle"} or (
        picture.filled_name.anchor != picture.lined_name.anchor
    )
    alone = distributions(
        [Bin(300, 320, 1.0, None)], plain, plain, filled_name="good", lined_name="bad"
    )
    assert alone.lined_path == ""
    assert alone.lined_name is None


def test_the_ks_distance_stands_between_the_diagonal_and_the_curve():
    picture = roc_curve([(0.2, 0.6)], [], (0.2, 0.6), ks_label="KS 0.400")
    assert picture.ks_low is not None
    assert picture.ks_high is not None
    assert picture.ks_low[0] == picture.ks_high[0]
    assert picture.ks_high[1] < picture.ks_low[1]
    assert picture.other_path == ""


@pytest.mark.parametrize("rate", [0.0, 1.0])
def test_a_sample_of_only_goods_or_only_bads_is_drawn(rate):
    assert reliability([ReliabilityBin(rate, rate, rate, rate)], plain).bins
    assert decile_columns([Column(1, rate, rate)], plain, str).columns


def test_a_bin_whose_interval_misses_the_prediction_is_marked():
    hit, miss = ReliabilityBin(0.1, 0.12, 0.09, 0.15), ReliabilityBin(0.2, 0.3, 0.25, 0.35)
    assert [part.is_off for part in reliability([hit, miss], plain).bins] == [False, True]
