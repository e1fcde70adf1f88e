from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from reports import formats as f
from reports.formats import MoneyStyle, money_style
from reports.pen import Pen


@pytest.mark.parametrize(
    ("value", "decimals", "indian", "western"),
    [
        ("1234567.89", 2, "12,34,567.89", "1,234,567.89"),
        ("999", 0, "999", "999"),
        ("1000", 0, "1,000", "1,000"),
        ("100000", 0, "1,00,000", "100,000"),
        ("10000000000000", 0, "1,00,00,00,00,00,000", "10,000,000,000,000"),
        ("-1234567.5", 1, "−12,34,567.5", "−1,234,567.5"),
        ("0.125", 2, "0.13", "0.13"),
        ("-0.001", 2, "0.00", "0.00"),
    ],
)
def test_digits_are_grouped_with_a_true_minus_and_rounded_half_up(value, decimals, indian, western):
    assert f.grouped(Decimal(value), decimals) == indian
    assert f.grouped(Decimal(value), decimals, "western") == western


def test_a_float_is_written_from_its_shortest_text_and_not_from_its_bits():
    assert f.grouped(1.005, 2) == "1.01"
    assert f.percent(0.28999999999999998, 0) == "29%"


def test_a_change_says_its_direction_and_no_change_has_none():
    assert f.points(Decimal("0.0019")) == "+0.19\u00a0points"
    assert f.points(Decimal("-0.0019")) == "−0.19\u00a0points"
    assert f.points(Decimal("0.00001")) == "0.00\u00a0points"


def test_nothing_is_an_en_dash_and_never_zero():
    assert f.percent(None) == "–"
    assert f.points(None) == "–"
    assert f.decimal_text(None, 2) == "–"
    assert money_style("INR", None).cell(None) == "–"
    assert money_style("INR", None).words(None) == "–"


@pytest.mark.parametrize(
    ("currency", "largest", "words"),
    [
        ("INR", "12226686000", "₹1,222.67\u00a0crore"),
        ("INR", "10000000000000", "₹10.00\u00a0lakh crore"),
        ("INR", "1500000", "₹15.00\u00a0lakh"),
        ("INR", "9999.5", "₹9,999.50"),
        ("INR", "-12226686000", "−₹1,222.67\u00a0crore"),
        ("TWD", "1537400000", "TWD\u00a01,537.40\u00a0million"),
        ("USD", "25000", "$25.00\u00a0thousand"),
    ],
)
def test_the_unit_follows_the_size_of_the_book(currency, largest, words):
    assert money_style(currency, Decimal(largest)).words(Decimal(largest)) == words


def test_one_unit_serves_small_and_large_amounts_of_one_report():
    style = money_style("INR", Decimal(10) ** 10)
    assert style.head == "₹\u00a0crore"
    assert style.cell(Decimal("49999.99")) == "0.00"
    assert style.cell(Decimal("50000.00")) == "0.01"
    assert style.change(Decimal("10000000")) == "+1.00"


def test_counts_read_as_words():
    assert f.counted(0, "loan") == "no loans"
    assert f.counted(1, "loan") == "1 loan"
    assert f.counted(123456, "loan") == "1,23,456 loans"
    assert f.listed([]) == ""
    assert f.listed(["a"]) == "a"
    assert f.listed(["a", "b", "c"]) == "a, b and c"


def test_dates_are_written_out_and_do_not_break():
    day = date(2025, 6, 3)
    assert f.long_date(day) == "3\u00a0June\u00a02025"
    assert f.short_date(day) == "3\u00a0Jun\u00a02025"
    assert f.month_tick(day) == "Jun 25"
    assert f.moment(datetime(2025, 6, 3, 2, 4, tzinfo=UTC)) == "3\u00a0June\u00a02025, 02:04 UTC"


@pytest.mark.parametrize(
    ("low", "high", "words"),
    [
        (None, "100000", "up to ₹1\u00a0lakh"),
        ("100000", "500000", "₹1–5 lakh"),
        ("5000000", "10000000", "₹50\u00a0lakh to ₹1\u00a0crore"),
        ("50000", "100000", "₹50,000 to ₹1\u00a0lakh"),
        ("5000000", None, "over ₹50\u00a0lakh"),
        (None, None, "any amount"),
    ],
)
def test_classes_of_amounts_read_as_a_person_says_them(low, high, words):
    pen = Pen(MoneyStyle("₹", "crore", 7, 2, "indian"), "INR", date(2025, 6, 30), None)
    edges = [None if edge is None else Decimal(edge) for edge in (low, high)]
    assert pen.between(*edges) == words
