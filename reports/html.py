"""The one place that makes HTML of a page: all is escaped, an undefined name is an error."""

from __future__ import annotations

import base64
import hashlib
import re
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from reports.page import Page

if TYPE_CHECKING:
    from jinja2 import Environment
    from markupsafe import Markup


@cache
def environment() -> Environment:
    """The template environment; templates are read from inside this package."""
    from jinja2 import Environment, PackageLoader, StrictUndefined

    made = Environment(
        loader=PackageLoader("reports", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    made.filters["breakable"] = _breakable
    return made


def _breakable(text: str) -> Markup:
    """The text, escaped, with leave to break a long name after an underscore, slash or colon.

    The mark is no character, so a name that is copied from the page is the name.
    """
    from markupsafe import Markup, escape

    return Markup(re.sub(r"(?<=\w)([_/:])(?=\w)", r"\1<wbr>", str(escape(text))))  # noqa: S704


def render_page(page: Page) -> str:
    """One self-contained HTML document: styles inside, nothing fetched.

    A page that can be searched carries one script of ours, and its policy names the hash of that
    script: no other runs, whatever text the page shows. Other pages allow none.
    """
    script = _own("find.js") if page.is_findable else ""
    return (
        environment()
        .get_template("page.html.j2")
        .render(page=page, styles=_own("styles.css"), script=script, policy=_policy(script))
    )


def _policy(script: str) -> Markup:
    from markupsafe import Markup

    policy = "default-src 'none'; style-src 'unsafe-inline'"
    if not script:
        return Markup(policy)  # noqa: S704
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode("ascii")
    return Markup(f"{policy}; script-src 'sha256-{digest}'")  # noqa: S704


def _own(name: str) -> Markup:
    """A file of this package, with no reader's text in it: the only text that is not escaped."""
    from markupsafe import Markup

    return Markup((files("reports") / name).read_text(encoding="utf-8"))  # noqa: S704
