import base64
import csv
import io
from datetime import date
from decimal import Decimal

from reports.csv_link import csv_href, csv_text


def test_the_csv_holds_exact_figures_and_not_what_is_printed():
    text = csv_text(
        ["segment", "outstanding", "ratio", "day", "is_rest"],
        [
            ["a", Decimal("1234567.89"), 0.1, date(2025, 6, 30), True],
            ["b", None, None, None, False],
        ],
    )
    assert text.splitlines() == [
        "segment,outstanding,ratio,day,is_rest",
        "a,1234567.89,0.1,2025-06-30,true",
        "b,,,,false",
    ]


def test_quotes_newlines_and_scripts_survive_the_way_to_a_spreadsheet():
    name = 'a "quoted", <script>\nname'
    rows = list(csv.reader(io.StringIO(csv_text(["name"], [[name]]))))
    assert rows == [["name"], [name]]


def test_text_that_a_spreadsheet_would_run_is_defused_and_a_negative_number_is_not():
    text = csv_text(["name", "change"], [['=HYPERLINK("x")', Decimal("-3.50")], ["@sum", -1]])
    assert list(csv.reader(io.StringIO(text)))[1:] == [
        ['\'=HYPERLINK("x")', "-3.50"],
        ["'@sum", "-1"],
    ]


def test_the_link_carries_the_rows_itself():
    href = csv_href(["name"], [["श्री"]])
    kind, payload = href.split(",", 1)
    assert kind == "data:text/csv;charset=utf-8;base64"
    assert base64.b64decode(payload).decode("utf-8-sig") == "name\r\nश्री\r\n"
