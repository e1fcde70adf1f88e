import re
from dataclasses import replace
from decimal import Decimal

import pytest

from reports.portfolio_risk import render
from tests.browser.page_checks import PALE_TEXTS, open_all, scroll_width, unreached_controls
from tests.unit.reports.sample_book import empty_book, sample_context, sample_rows

WIDTHS = (360, 768, 1440)


@pytest.fixture(scope="module")
def html() -> str:
    return render(sample_context())


@pytest.mark.parametrize("width", WIDTHS)
def test_it_opens_offline_quietly_and_does_not_overflow(open_report, html, width):
    opened = open_report(html, width)
    assert [url.partition(":")[0] for url in opened.requests] == ["file"]
    assert opened.complaints == []
    assert scroll_width(opened.page) <= width


@pytest.mark.parametrize("width", WIDTHS)
def test_long_names_and_huge_amounts_do_not_overflow(open_report, width):
    rows = sample_rows()
    segments = [
        replace(
            row,
            segment="श्रीरामपुर" * 20 if row.position == 1 else "x" * 200,
            outstanding=row.outstanding * 10000,
        )
        for row in rows["segments"]
        if row.dimension != "ticket"
    ]
    headlines = [
        replace(row, value=row.value * 10000) if row.unit == "money" else row
        for row in rows["headlines"]
    ]
    run = [replace(rows["run"][0], run_id="r" * 200)]
    opened = open_report(
        render(sample_context(segments=segments, headlines=headlines, run=run)), width
    )
    assert scroll_width(opened.page) <= width


def test_every_open_table_stays_inside_the_page(open_report, html):
    opened = open_report(html, 360)
    open_all(opened.page)
    assert scroll_width(opened.page) <= 360


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_text_has_enough_contrast(open_report, html, scheme):
    opened = open_report(html, 1440, color_scheme=scheme)
    pale = opened.page.evaluate(PALE_TEXTS)
    assert pale == []


def test_the_keyboard_reaches_every_control_and_scrolling_region(open_report, html):
    opened = open_report(html, 1440)
    assert unreached_controls(opened.page) == 0
    outline = opened.page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
    assert outline != "none"


def test_a_data_table_opens_by_keyboard_and_saves_as_csv(open_report, html):
    opened = open_report(html, 1440, accept_downloads=True)
    summary = opened.page.locator("#by-region details summary")
    summary.focus()
    opened.page.keyboard.press("Enter")
    link = opened.page.locator("#by-region details a.csv")
    with opened.page.expect_download() as download:
        link.click()
    assert download.value.suggested_filename == "by-region.csv"
    text = download.value.path().read_text(encoding="utf-8-sig")
    assert text.startswith("Region,Loans,Outstanding")
    assert "Maharashtra" in text


@pytest.mark.parametrize(
    "context", [sample_context, empty_book], ids=["a full book", "an empty book"]
)
def test_it_prints_on_a4_with_a_number_on_every_page(open_report, context):
    opened = open_report(render(context()), 1440)
    pdf = opened.page.pdf(prefer_css_page_size=True)
    assert pdf.startswith(b"%PDF")
    boxes = re.findall(rb"/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]", pdf)
    assert {(round(float(width)), round(float(height))) for width, height in boxes} == {(595, 842)}
    assert len(boxes) <= 18


def test_in_print_the_paper_is_white_even_where_the_screen_is_dark(open_report, html):
    opened = open_report(html, 1440, color_scheme="dark")
    opened.page.emulate_media(media="print")
    assert (
        opened.page.evaluate("getComputedStyle(document.body).backgroundColor")
        == "rgb(255, 255, 255)"
    )
    assert opened.page.evaluate("getComputedStyle(document.querySelector('thead')).display") == (
        "table-header-group"
    )
    assert not opened.page.locator("details").first.is_visible()


def test_a_cut_name_stays_inside_its_column(open_report):
    rows = sample_rows()
    segments = [
        replace(row, segment="W" * 200, outstanding=Decimal(10) ** 9)
        if row.dimension == "region"
        else row
        for row in rows["segments"]
    ]
    opened = open_report(render(sample_context(segments=segments)), 1440)
    widths = opened.page.evaluate(
        "[...document.querySelectorAll('#by-region svg svg')].map(each => each.width.baseVal.value)"
    )
    assert set(widths) == {100}
    text = opened.page.locator("#by-region svg svg text").first.text_content()
    assert text.endswith("…")
