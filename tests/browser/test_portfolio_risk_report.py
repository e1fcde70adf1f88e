import re
from dataclasses import replace
from decimal import Decimal

import pytest

from reports.portfolio_risk import render
from tests.unit.reports.sample_book import empty_book, sample_context, sample_rows

WIDTHS = (360, 768, 1440)

CONTRAST = """
() => {
  const parse = text => text.match(/[\\d.]+/g).slice(0, 4).map(Number);
  const light = ([r, g, b]) => {
    const linear = v => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4;
    const part = [r, g, b].map(v => linear(v / 255));
    return 0.2126 * part[0] + 0.7152 * part[1] + 0.0722 * part[2];
  };
  const paper = light(parse(getComputedStyle(document.body).backgroundColor));
  const pale = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const element = walker.currentNode.parentElement;
    if (!walker.currentNode.textContent.trim() || element.closest('title, desc, style')) continue;
    const style = getComputedStyle(element);
    const ink = light(parse(element instanceof SVGElement ? style.fill : style.color));
    const ratio = (Math.max(ink, paper) + 0.05) / (Math.min(ink, paper) + 0.05);
    if (ratio < 4.5) pale.push([walker.currentNode.textContent.trim(), ratio]);
  }
  return pale;
}
"""


@pytest.fixture(scope="module")
def html() -> str:
    return render(sample_context())


@pytest.mark.parametrize("width", WIDTHS)
def test_it_opens_offline_quietly_and_does_not_overflow(open_report, html, width):
    opened = open_report(html, width)
    assert [url.partition(":")[0] for url in opened.requests] == ["file"]
    assert opened.complaints == []
    assert opened.page.evaluate("document.documentElement.scrollWidth") <= width


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
    assert opened.page.evaluate("document.documentElement.scrollWidth") <= width


def test_every_open_table_stays_inside_the_page(open_report, html):
    opened = open_report(html, 360)
    opened.page.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")
    assert opened.page.evaluate("document.documentElement.scrollWidth") <= 360


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_text_has_enough_contrast(open_report, html, scheme):
    opened = open_report(html, 1440, color_scheme=scheme)
    pale = opened.page.evaluate(CONTRAST)
    assert pale == []


def test_the_keyboard_reaches_every_control_and_scrolling_region(open_report, html):
    opened = open_report(html, 1440)
    controls = "document.querySelectorAll(\"a[href], summary, [tabindex='0']\")"
    wanted = opened.page.evaluate(f"[...{controls}].filter(each => each.checkVisibility()).length")
    reached = set()
    for _ in range(wanted + 5):
        opened.page.keyboard.press("Tab")
        place = opened.page.evaluate(f"[...{controls}].indexOf(document.activeElement)")
        reached.add(place)
    assert len(reached - {-1}) == wanted
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
