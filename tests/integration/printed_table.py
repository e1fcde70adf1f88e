"""A table of a published report: what is printed, and the exact figures of its CSV."""

from __future__ import annotations

import base64
import csv
import io
import re
from html import unescape


class PrintedTable:
    """The table with an id, its hidden rows included."""

    def __init__(self, page: str, key: str) -> None:
        start = page.index(f'id="{key}"')
        link = re.compile(rf'<a class="csv" download="{key}\.csv" href="data:[^,]*,([^"]*)"')
        found = link.search(page, start)
        assert found is not None, key
        body = page[start : found.start()]
        self.printed = [
            [_text(cell) for cell in re.findall(r"<t[hd][ >].*?</t[hd]>", row, re.S)]
            for row in re.findall(r"<tr.*?</tr>", body, re.S)
            if "<td" in row
        ]
        text = base64.b64decode(found[1]).decode("utf-8-sig")
        self.heads, *self.exact = list(csv.reader(io.StringIO(text)))


def _text(cell: str) -> str:
    without_reason = re.sub(r'<span class="unseen">.*?</span>', "", cell, flags=re.S)
    return unescape(re.sub(r"<[^>]+>", "", without_reason)).strip()
