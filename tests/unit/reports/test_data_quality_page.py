import base64
import hashlib
import re
from dataclasses import replace
from decimal import Decimal

import pytest

from reports.data_quality import render
from reports.data_quality.render import page
from reports.data_quality.wording import FIGURES
from tests.unit.reports.outline import Outline, sections_of
from tests.unit.reports.sample_quality import (
    EMPTY_FEATURE,
    FEATURES,
    empty_night,
    sample_context,
    sample_rows,
)

HOSTILE = "</title><script>alert('x')</script>\" onload=alert(1) {{ 7*7 }}'; drop table loans; --"
DEVANAGARI = "श्रीमती" * 29


@pytest.fixture(scope="module")
def html() -> str:
    return render(sample_context())


def section_of(key, **changed):
    return next(part for part in page(sample_context(**changed)).sections if part.key == key)


def entry_of(feature, **changed):
    entries = next(
        block.entries for block in section_of("features", **changed).blocks
        if block.kind == "findable"
    )  # fmt: skip
    return next(entry for entry in entries if entry.title == feature)


def test_the_same_context_gives_the_same_bytes(html):
    assert render(sample_context()) == html


@pytest.mark.parametrize(
    "context", [sample_context, empty_night], ids=["a full night", "an empty night"]
)
def test_the_page_is_well_formed_and_every_reference_leads_somewhere(context):
    outline = Outline(render(context()))
    assert outline.open == []
    assert len(outline.ids) == len(set(outline.ids))
    assert outline.references() <= set(outline.ids)


def test_one_script_runs_and_its_hash_is_in_the_policy(html):
    (script,) = re.findall(r"<script>(.*?)</script>", html, re.S)
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    (policy,) = re.findall(r'Content-Security-Policy" content="([^"]*)"', html)
    assert policy == (
        f"default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-{digest}'"
    )


def test_nothing_is_fetched(html):
    without_data = re.sub(r'href="data:text/csv[^"]*"', "", html)
    assert not re.search(r'(?:src|href)="(?!#)', without_data)
    assert not re.search(r"url\(|https?://", html)


def test_every_section_begins_with_a_sentence_and_ends_with_its_sources(html):
    bodies = re.findall(r"<section .*?</section>", html, re.S)
    assert len(bodies) == 7
    for body in bodies:
        lead = re.search(r'<p class="lead">(.*?)</p>', body, re.S)
        assert lead is not None
        assert lead.group(1).endswith(".")
        assert re.search(r'<p class="sources">Sources: [^<]*2025\.</p>\s*</section>', body)


def test_every_headline_figure_has_its_words_and_its_definition(html):
    sections = sections_of(html)
    assert [row.figure for row in sample_context().headlines] == list(FIGURES)
    for words in FIGURES.values():
        assert words.label in sections["summary"]
        assert words.definition.split(".")[0].split("'")[0] in sections["run"]


def test_the_summary_says_what_changed_and_what_fails():
    lead = section_of("summary").lead
    assert "38,426 rows came in for 30\u00a0June\u00a02025, 27,135 fewer than on 29" in lead
    assert "1 figure fails (repayments, rows read)" in lead
    assert "2 figures need a look" in lead


def test_a_night_in_which_nothing_changed_is_told_calmly():
    rows = sample_rows()["headlines"]
    same = [replace(row, change=Decimal(0)) for row in rows]
    lead = section_of("summary", headlines=same, findings=[]).lead
    assert "as many as on 29" in lead
    assert lead.endswith("Nothing fails, and nothing needs a look.")


def test_the_rows_of_every_table_tie(html):
    table = section_of("raw-tables").blocks[0]
    for row in table.rows:
        rows_in, aside, twice, kept = (row[place].exact for place in (2, 3, 4, 5))
        assert rows_in == aside + twice + kept


def test_a_table_that_fell_is_named_with_its_fall():
    assert "repayments (−50.0% since 29" in section_of("raw-tables").lead
    calm = [replace(row, status="info") for row in sample_rows()["raw_tables"]]
    assert "none with rows outside" in section_of("raw-tables", raw_tables=calm).lead


def test_quarantine_shows_rule_file_row_and_key(html):
    text = sections_of(html)["quarantine"]
    for part in ("conflicting_duplicate", "repayments/part-0000.parquet, row 54263", "L00000921"):
        assert part in text
    assert "new since 29 June 2025: unknown_code:loan_type in loans" in text


def test_late_entries_are_told_with_what_is_new_since_the_night_before():
    lead = section_of("late-and-fresh").lead
    assert "1,272 receipts (4.7%); 12 since 29" in lead
    assert "repayments (newest record 2 days old)" in lead


def test_columns_that_are_not_supplied_are_named_and_not_drawn_as_missing(html):
    text = sections_of(html)["missing"]
    assert "Not supplied, and so empty for all rows: loans: lender_grade" in text
    assert "1 column of 4 is filled in every row" in text
    assert "annual_income of customers (+3.1 points)" in text


def test_every_feature_has_an_entry_with_two_pictures_and_its_bins(html):
    entries = re.findall(r'<article class="entry".*?</article>', html, re.S)
    assert len(entries) == len(FEATURES)
    for entry in entries:
        assert entry.count("<figure") == 2
        assert "<summary>Data" in entry
        assert 'download="feature-' in entry
        for picture in re.findall(r"<svg.*?</svg>", entry, re.S):
            assert re.search(r"<title id=.*?>[^<]+</title>", picture)
            assert re.search(r"<desc id=.*?>[^<]*</desc>", picture)


def test_a_bin_is_named_by_what_lies_in_it():
    def bins(feature):
        return [row[1].text for row in entry_of(feature).data.rows if row[0].exact == "behaviour"]

    assert bins("dependents_count") == ["Missing", "0", "1", "2", "3 and more"]
    assert bins("current_dpd") == ["Missing", "0", "1 to 30", "31 to 90", "91 and more"]
    assert bins("is_secured") == ["Missing", "no", "yes"]
    assert bins("employment_type_code") == ["Missing", "a b", "c", "unknown"]
    assert bins("income_per_dependent") == [
        "Missing", "below 50,000", "50,000 to below 2,00,000", "2,00,000 to below 10,00,000",
        "10,00,000 and above",
    ]  # fmt: skip


def test_the_title_of_a_bad_rate_says_which_way_it_runs():
    def title(feature, **changed):
        return entry_of(feature, **changed).pictures[1].title

    assert title("dependents_count") == "Bad rate rises from 10.0% to 16.0%, 1 reversal"
    assert title("employment_type_code") == "Bad rate 10.0% to 15.0%"
    turned = [
        replace(row, observed_direction=-1) if row.feature == "current_dpd" else row
        for row in sample_rows()["feature_profiles"]
    ]
    assert title("current_dpd", feature_profiles=turned) == "Bad rate falls against its direction"


def test_a_feature_that_no_loan_has_is_said_to_be_missing():
    entry = entry_of(EMPTY_FEATURE)
    assert "Missing" in entry.pictures[0].title
    assert entry.pictures[1].title == "Labelled rows lack it"
    lead = section_of("features").lead
    assert "1 is empty for every loan" in lead
    assert "5 have values out of bounds" in lead


def test_few_applications_are_told_and_not_drawn():
    few, many = (
        [
            replace(row, row_count=count) if row.population == "application" else row
            for row in sample_rows()["feature_bins"]
        ]
        for count in (2, 20)
    )
    assert "marks" not in entry_of("is_secured", feature_bins=few).pictures[0].what
    assert "marks: applications" in entry_of("is_secured", feature_bins=many).pictures[0].what


def test_without_labels_the_page_says_what_would_make_them():
    rows = sample_rows()
    profiles = [
        replace(
            row, labelled_count=None, bad_count=None, information_value=None, strength=None,
            direction=None, observed_direction=None, reversal_count=None,
        )
        for row in rows["feature_profiles"]
    ]  # fmt: skip
    bins = [
        replace(
            row, good_count=None, bad_count=None, bad_rate=None, bad_rate_low=None,
            bad_rate_high=None, monotone_bad_rate=None, weight_of_evidence=None,
            information_value=None,
        )
        for row in rows["feature_bins"]
    ]  # fmt: skip
    run = [replace(rows["run"][0], labelled_on=None)]
    built = sample_context(run=run, feature_profiles=profiles, feature_bins=bins)
    text = sections_of(render(built))["features"]
    assert "No labels have settled" in text
    assert text.count("Settled labels would fill this picture") == len(FEATURES)


def test_an_empty_night_says_why_and_what_would_fill_it():
    text = render(empty_night())
    sections = sections_of(text)
    assert "No row came in" in sections["summary"]
    assert "No raw table was counted" in sections["raw-tables"]
    assert "No row is in quarantine" in sections["quarantine"]
    assert "No table has record times" in sections["late-and-fresh"]
    assert "No column was counted" in sections["missing"]
    assert "there is nothing to picture" in sections["features"]
    assert "nan" not in text.lower().replace("finance", "")
    assert "None" not in re.sub(r"data:text/csv[^\"]*", "", text)


def test_handles_place_every_feature_in_every_order():
    (block,) = (part for part in section_of("features").blocks if part.kind == "findable")
    assert block.table.handles == tuple(entry.handle for entry in block.entries)
    for order in range(len(block.orders)):
        places = sorted(handle.places[order] for handle in block.table.handles)
        assert places == list(range(len(FEATURES)))
    by_information = block.orders.index("information value")
    first = min(block.entries, key=lambda entry: entry.handle.places[by_information])
    assert first.title == "foir_ratio"
    by_change = block.orders.index("change in missing")
    first = min(block.entries, key=lambda entry: entry.handle.places[by_change])
    assert first.title == "income_per_dependent"


@pytest.mark.parametrize("name", [HOSTILE, DEVANAGARI, "&amp; <b>bold</b>", "a\nb\tc"])
def test_names_arrive_as_text_whatever_is_in_them(name):
    rows = sample_rows()
    text = render(
        sample_context(
            run=[replace(rows["run"][0], run_id=name, connector=name)],
            findings=[replace(row, item=name, note=name) for row in rows["findings"]],
            quarantine=[
                replace(row, rule=name, source_file=name, row_key=name, detail=name)
                for row in rows["quarantine"]
            ],
            missing=[replace(row, column_name=name) for row in rows["missing"]],
            features=[replace(row, description=name, unit=name) for row in rows["features"]],
        )
    )
    outline = Outline(text)
    assert outline.open == []
    assert [tag for tag, _ in outline.tags].count("script") == 1
    assert not any(key.startswith("on") for _, attributes in outline.tags for key in attributes)
    assert not any(tag == "b" for tag, _ in outline.tags)
