"""The one place that makes HTML of a page: all is escaped, an undefined name is an error."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from reports.page import Page

if TYPE_CHECKING:
    from jinja2 import Environment


@cache
def environment() -> Environment:
    """The template environment; templates are read from inside this package."""
    from jinja2 import Environment, PackageLoader, StrictUndefined

    return Environment(
        loader=PackageLoader("reports", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )


def render_page(page: Page) -> str:
    """One self-contained HTML document: styles inside, no script, nothing fetched."""
    from markupsafe import Markup

    # our own file, with no reader's text in it: the one string that is not escaped
    styles = Markup((files("reports") / "styles.css").read_text(encoding="utf-8"))  # noqa: S704
    return environment().get_template("page.html.j2").render(page=page, styles=styles)
