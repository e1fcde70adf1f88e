import re
from dataclasses import replace

import pytest

from reports.data_quality import render
from tests.browser.page_checks import (
    PALE_TEXTS,
    open_all,
    scroll_width,
    unreached_controls,
)
from tests.unit.reports.sample_quality import FEATURES, empty_night, sample_context, sample_rows

WIDTHS = (360, 768, 1440)


@pytest.fixture(scope="module")
def html() -> str:
    return render(sample_context())


def shown_entries(page) -> list[str]:
    return page.locator(".entry:not([hidden]) h3 .name").all_text_contents()


def shown_lines(page) -> list[str]:
    return page.locator("#feature-table tr[data-words]:not([hidden]) a").all_text_contents()


@pytest.mark.parametrize("width", WIDTHS)
def test_it_opens_offline_quietly_and_does_not_overflow(open_report, html, width):
    opened = open_report(html, width)
    assert [url.partition(":")[0] for url in opened.requests] == ["file"]
    assert opened.complaints == []
    assert scroll_width(opened.page) <= width
    open_all(opened.page)
    assert scroll_width(opened.page) <= width


@pytest.mark.parametrize("width", WIDTHS)
def test_long_names_do_not_overflow(open_report, width):
    rows = sample_rows()
    long = "श्रीरामपुर" * 20
    context = sample_context(
        findings=[replace(row, item="x" * 200, note=long) for row in rows["findings"]],
        quarantine=[
            replace(row, rule="r" * 200, source_file="f" * 200, row_key="k" * 200, detail=long)
            for row in rows["quarantine"]
        ],
        missing=[replace(row, column_name="c" * 200) for row in rows["missing"]],
        run=[replace(rows["run"][0], run_id="r" * 200)],
    )
    assert scroll_width(open_report(render(context), width).page) <= width


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_text_has_enough_contrast(open_report, html, scheme):
    assert open_report(html, 1440, color_scheme=scheme).page.evaluate(PALE_TEXTS) == []


def test_the_keyboard_reaches_every_control(open_report, html):
    assert unreached_controls(open_report(html, 1440).page) == 0


def test_a_word_finds_features_in_the_table_and_among_the_entries(open_report, html):
    page = open_report(html, 1440).page
    assert len(shown_entries(page)) == len(shown_lines(page)) == len(FEATURES)
    find = page.locator("#find-features").get_by_label("Find", exact=True)
    find.focus()
    page.keyboard.type("income applicant")
    assert shown_entries(page) == shown_lines(page) == ["income_per_dependent"]
    assert "1 of 6 features" in page.locator("#find-features .found").text_content()
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.press("Delete")
    assert len(shown_entries(page)) == len(FEATURES)


def test_a_family_and_an_order_are_chosen_by_keyboard(open_report, html):
    page = open_report(html, 1440).page
    page.locator("#find-features").get_by_label("Show").select_option("applicant")
    assert shown_entries(page) == [
        "dependents_count", "income_per_dependent", "employment_type_code"
    ]  # fmt: skip
    page.locator("#find-features").get_by_label("Show").select_option("")
    order = page.locator("#find-features").get_by_label("Order by")
    order.focus()
    page.keyboard.type("information")
    assert order.evaluate("each => each.selectedOptions[0].textContent") == "information value"
    assert shown_entries(page)[0] == shown_lines(page)[0] == "foir_ratio"
    assert shown_entries(page)[-1] == shown_lines(page)[-1] == "dependents_count"
    order.select_option("0")
    assert shown_entries(page)[0] == "dependents_count"


def test_a_link_brings_back_an_entry_that_a_search_put_aside(open_report, html):
    page = open_report(html, 1440).page
    page.locator("#find-features").get_by_label("Find", exact=True).fill("current")
    assert shown_entries(page) == ["current_dpd"]
    page.evaluate("location.hash = '#feature-is-secured'")
    page.wait_for_function("!document.getElementById('feature-is-secured').hidden")
    assert page.locator("#feature-is-secured").evaluate(
        "each => each.getBoundingClientRect().top < innerHeight"
    )


def test_columns_are_ordered_by_how_empty_they_are(open_report, html):
    page = open_report(html, 1440).page
    page.locator("#find-columns").get_by_label("Order by").select_option("share empty")
    rows = page.locator("#missing-columns tr[data-words] td:nth-child(3)").all_text_contents()
    assert [row.strip() for row in rows] == ["annual_income", "education", "payment_method"]


def test_without_a_script_everything_is_there_and_no_dead_tool(open_report, html):
    page = open_report(html, 1440, java_script_enabled=False).page
    assert page.locator(".entry").count() == len(FEATURES)
    assert not page.locator(".tools").first.is_visible()


def test_a_script_that_came_with_the_data_does_not_run(open_report, html):
    smuggled = html.replace("</main>", "<script>document.title = 'taken over'</script></main>")
    opened = open_report(smuggled, 1440)
    assert opened.page.title() != "taken over"
    assert any("Content Security Policy" in complaint for complaint in opened.complaints)


def test_the_bins_of_a_feature_open_by_keyboard_and_save_as_csv(open_report, html):
    page = open_report(html, 1440, accept_downloads=True).page
    page.locator("#feature-current-dpd summary").focus()
    page.keyboard.press("Enter")
    with page.expect_download() as download:
        page.locator("#feature-current-dpd details a.csv").click()
    assert download.value.suggested_filename == "feature-current-dpd.csv"
    text = download.value.path().read_text(encoding="utf-8-sig")
    assert text.startswith("Rows of,Bin,Rows,Share (%),Goods,Bads,Bad rate (%)")
    assert "behaviour,1 to 30,30,0.02994012,26,4,0.13333333" in text


@pytest.mark.parametrize(
    "context", [sample_context, empty_night], ids=["a full night", "an empty night"]
)
def test_it_prints_on_a4(open_report, context):
    page = open_report(render(context()), 1440).page
    pdf = page.pdf(prefer_css_page_size=True)
    boxes = re.findall(rb"/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]", pdf)
    assert {(round(float(width)), round(float(height))) for width, height in boxes} == {(595, 842)}
    page.emulate_media(media="print")
    assert not page.locator(".tools").first.is_visible()
