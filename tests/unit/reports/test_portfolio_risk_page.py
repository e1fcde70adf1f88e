import re
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from jinja2 import UndefinedError

from reports.html import environment
from reports.portfolio_risk import render
from reports.portfolio_risk.render import page
from reports.portfolio_risk.wording import FIGURES
from tests.unit.reports.outline import Outline
from tests.unit.reports.outline import sections_of as sections_of_page
from tests.unit.reports.sample_book import TODAY, empty_book, sample_context, sample_rows

GOLDEN = Path(__file__).with_name("golden_tile.html")
HOSTILE = "</title><script>alert('x')</script>\" onload=alert(1) {{ 7*7 }}'; drop table loans; --"
DEVANAGARI = "श्रीमती" * 29


@pytest.fixture(scope="module")
def html() -> str:
    return render(sample_context())


def sections_of(context) -> dict[str, str]:
    return sections_of_page(render(context))


def test_the_same_context_gives_the_same_bytes(html):
    assert render(sample_context()) == html


def test_the_page_is_well_formed_and_every_id_is_its_own(html):
    outline = Outline(html)
    assert outline.open == []
    assert len(outline.ids) == len(set(outline.ids))


def test_the_head_of_every_row_says_that_it_heads_a_row(html):
    scopes = {attributes.get("scope") for tag, attributes in Outline(html).tags if tag == "th"}
    assert scopes == {"row", "col"}


def test_a_long_name_may_break_where_it_has_parts_and_is_copied_whole(html):
    assert "conflicting_<wbr>duplicate" in html
    assert "conflicting_duplicate" in html.replace("<wbr>", "")


def test_every_reference_inside_the_page_leads_somewhere(html):
    outline = Outline(html)
    assert outline.references() <= set(outline.ids)


def test_nothing_is_fetched_and_no_script_is_needed(html):
    assert "<script" not in html
    assert "default-src 'none'" in html
    without_data = re.sub(r'href="data:text/csv[^"]*"', "", html)
    assert not re.search(r'(?:src|href)="(?!#)', without_data)
    assert "url(" not in html
    assert "http://" not in html
    assert "https://" not in html


def test_every_picture_has_words_a_source_and_its_data(html):
    figures = re.findall(r'<figure class="picture.*?</figure>', html, re.S)
    assert len(figures) >= 16
    for figure in figures:
        assert re.search(r"<title id=.*?>[^<]+</title>", figure)
        assert re.search(r"<desc id=.*?>[^<]+</desc>", figure)
        assert "Source: reports.rpt_portfolio_risk__" in figure
        assert "30\u00a0June\u00a02025" in figure
        assert "<summary>Data" in figure
        assert 'download="' in figure


def test_every_section_begins_with_a_sentence_and_ends_with_its_sources(html):
    for body in re.findall(r"<section .*?</section>", html, re.S):
        lead = re.search(r'<p class="lead">(.*?)</p>', body, re.S)
        assert lead is not None
        assert lead.group(1).endswith(".")
        assert re.search(r'<p class="sources">Sources: [^<]*2025\.</p>\s*</section>', body)


def test_every_headline_figure_has_its_words_and_its_place():
    context = sample_context()
    assert [row.figure for row in context.headlines] == list(FIGURES)
    summary = sections_of(context)["summary"]
    for words in FIGURES.values():
        assert words.label in summary


def test_the_summary_says_what_changed_in_words_made_from_the_figures():
    lead = page(sample_context()).sections[0].lead
    assert "32,105 loans of 26,644 borrowers owed ₹1,222.67\u00a0crore" in lead
    assert "Gross NPAs rose to 3.82% from 3.59% of it; provisions cover 42.2% of them" in lead
    assert "Worse than a month before: provision coverage (−0.58\u00a0points)" in lead


def test_a_change_too_small_to_print_is_no_change():
    rows = sample_rows()
    headlines = [
        replace(row, previous_value=row.value - Decimal("0.00000001"), change=Decimal("0.00000001"))
        for row in rows["headlines"]
    ]
    built = page(sample_context(headlines=headlines)).sections[0]
    assert "as much as on 31\u00a0May\u00a02025. Gross NPAs stayed at 3.82% of it" in built.lead
    assert "Worse" not in built.lead
    assert {tile.direction for tile in built.blocks[0].tiles} == {""}
    assert {tile.verdict for tile in built.blocks[0].tiles} == {""}


def test_totals_of_the_class_table_tie_to_the_headline():
    context = sample_context()
    advances = next(row.value for row in context.headlines if row.figure == "gross_advances")
    assert sum(row.outstanding for row in context.asset_classes) == advances
    table = page(context).sections[2].blocks[0]
    assert table.total[3].text == "1,222.67"


def test_a_headline_tile_looks_as_it_was_agreed(html):
    tiles = re.findall(r'<li class="tile">.*?</li>', html, re.S)
    assert tiles[3].strip() == GOLDEN.read_text(encoding="utf-8").strip()


@pytest.mark.parametrize(
    "name", [HOSTILE, DEVANAGARI, "&amp; <b>bold</b>", "a\nb\tc", "\u202egpj.exe"]
)
def test_names_arrive_as_text_whatever_is_in_them(name):
    rows = sample_rows()
    segments = [
        replace(row, segment=name)
        if row.dimension in {"product", "region"} and row.position == 1
        else row
        for row in rows["segments"]
    ]
    quarantine = [
        replace(row, rule=name, example_key=name, example_file=name, example_detail=name)
        for row in rows["quarantine"]
    ]
    features = [replace(row, description=name, feature=name) for row in rows["importances"]]
    run = [replace(rows["run"][0], run_id=name, connector=name)]
    models = [replace(row, model_version=name, promoted_reason=name) for row in rows["models"]]
    text = render(
        sample_context(
            segments=segments, quarantine=quarantine, importances=features, run=run, models=models
        )
    )
    outline = Outline(text)
    assert outline.open == []
    assert not any(tag == "script" for tag, _ in outline.tags)
    assert not any(key.startswith("on") for _, attributes in outline.tags for key in attributes)
    assert not any(tag == "b" for tag, _ in outline.tags)


def test_an_empty_book_says_why_and_what_would_fill_it():
    sections = sections_of(empty_book())
    assert "holds no open loan" in sections["summary"]
    assert "would fill this section" in sections["book"]
    assert "nothing is classified" in sections["asset-quality"]
    assert "No loan carries a score tonight" in sections["scores"]
    assert "12 bads, at least 100 are needed" in sections["model-quality"]
    assert "Nothing was counted about the raw tables" in sections["data-quality"]
    text = render(empty_book())
    assert "nan" not in text.lower().replace("finance", "")
    assert "None" not in re.sub(r"data:text/csv[^\"]*", "", text)


def test_a_ratio_without_a_base_is_a_dash_with_its_reason():
    text = render(empty_book())
    assert '<span class="absent" title="nothing outstanding">–' in text


def one_loan():
    """A book of one loan of one product, without history."""
    rows = sample_rows()
    amount = Decimal("250000.00")
    keep = {
        "run": [replace(rows["run"][0], loan_count=1, borrower_count=1, previous_on=None)],
        "headlines": [
            replace(
                row,
                value=amount if row.figure == "gross_advances" else Decimal(0),
                previous_value=None,
                change=None,
            )
            for row in rows["headlines"]
        ],
        "headline_history": [
            replace(point, value=Decimal(0))
            for point in rows["headline_history"]
            if point.observed_on == TODAY
        ],
        "bucket_history": [
            replace(
                point,
                outstanding_share=Decimal(point.bucket == "STANDARD"),
                this_or_worse_share=Decimal(point.bucket == "STANDARD"),
            )
            for point in rows["bucket_history"]
            if point.observed_on == TODAY
        ],
        "asset_classes": [
            replace(
                row,
                loan_count=int(row.position == 1),
                borrower_count=int(row.position == 1),
                outstanding=amount if row.position == 1 else Decimal(0),
                outstanding_share=Decimal(row.position == 1),
                provision_ratio=None,
                previous_outstanding=None,
                outstanding_change=None,
            )
            for row in rows["asset_classes"]
        ],
        "segments": [
            replace(
                row,
                outstanding=amount,
                outstanding_share=Decimal(1),
                loan_count=1,
                gross_npa_ratio=Decimal(0),
            )
            for row in rows["segments"]
            if row.position == 1
        ],
        "score_distribution": [
            replace(
                rows["score_distribution"][0],
                clear_count=1,
                clear_share=Decimal(1),
                overdue_share=None,
            )
        ],
    }
    return sample_context(**keep)


def test_a_book_of_one_loan_reads_as_one_loan():
    sections = sections_of(one_loan())
    assert "1 loan of 1 borrower owed ₹2,50,000.00" in sections["summary"]
    assert "None of it is non-performing" in sections["summary"]
    assert "The whole book is one product, Home" in sections["book"]
    assert "One product: Home" in sections["book"]
    assert "No borrower is non-performing" in sections["asset-quality"]
    assert "nothing to compare with" in sections["summary"]


@pytest.mark.parametrize("rate", [0.0, 1.0])
def test_a_bad_rate_of_nought_or_of_one_is_drawn(rate):
    rows = sample_rows()
    text = render(
        sample_context(
            gains=[
                replace(
                    row, bad_rate=rate, cumulative_bad_share=None if rate == 0 else 1.0,
                    cumulative_good_share=None if rate else 0.1, lift=None,
                )
                for row in rows["gains"]
            ],
            reliability=[
                replace(row, bad_rate=rate, bad_rate_low=rate, bad_rate_high=rate)
                for row in rows["reliability"]
            ],
            roc=[],
        )
    )  # fmt: skip
    assert "One of each would draw it" in text or "one of each would draw it" in text


def test_ten_thousand_branches_come_as_the_largest_and_the_others():
    rows = sample_rows()
    region = next(row for row in rows["segments"] if row.dimension == "region")
    rest = replace(region, position=13, segment=None, is_rest=True, segment_count=9988)
    text = render(sample_context(segments=[*rows["segments"], rest]))
    assert "9,988 others" in text


def test_a_book_of_ten_lakh_crore_and_one_of_a_thousand_rupees_keep_their_digits():
    rows = sample_rows()
    for factor, unit in (
        (Decimal(10000), "₹\u00a0lakh crore"),
        (Decimal("0.0000001"), "Amounts in ₹."),
    ):
        scaled = [
            replace(row, value=round(row.value * factor, 2)) if row.unit == "money" else row
            for row in rows["headlines"]
        ]
        assert unit in render(sample_context(headlines=scaled))


def test_one_population_without_a_champion_does_not_silence_the_other():
    rows = sample_rows()
    models = [
        replace(
            row, model_version=None, algorithm=None, training_rows=None, training_bads=None,
            label_source=None, validation=None, absent_reason="no decided application has matured",
        )
        if row.population == "application"
        else row
        for row in rows["models"]
    ]  # fmt: skip
    text = sections_of(sample_context(models=models))["model-quality"]
    assert "no decided application has matured" in text
    assert "The behaviour model separates goods from bads with AUC 0.774 and KS 0.432" in text


def test_disagreeing_label_sources_are_said_in_the_first_sentence():
    lead = page(sample_context()).sections[4].lead
    assert "disagree on 3.1% of the 26,410 pairs" in lead


def test_a_failed_check_of_the_data_is_said_before_anything_else():
    rows = sample_rows()
    checks = [replace(rows["data_checks"][0], status="fail"), *rows["data_checks"][1:]]
    section = page(sample_context(data_checks=checks)).sections[5]
    assert "1 check failed: every figure here rests on that data" in section.lead
    assert section.blocks[1].rows[0][0].status == "fail"


def test_a_long_list_shows_the_top_and_offers_the_rest():
    rows = sample_rows()
    check = rows["data_checks"][3]
    many = [replace(check, position=number, item=f"column_{number:02d}") for number in range(40)]
    table = page(sample_context(data_checks=many)).sections[5].blocks[1]
    assert len(table.rows) == 12
    assert len(table.rest) == 28
    assert table.rest_label == "28 more"


def test_a_name_that_a_template_does_not_know_is_an_error_and_not_a_blank():
    with pytest.raises(UndefinedError):
        environment().from_string("{{ figure.missing }}").render(figure={})
