"""A database's connection URL, and what of it may be shown.

A URL may carry a password. It is shown without it, and without every parameter that is not known
to be harmless; one that cannot be understood is not shown at all, since nobody knows where in it
the password stands.
"""

from __future__ import annotations

import re
from urllib.parse import parse_qsl, urlencode

from orchestration.errors import UsageError

# What the server's own library reads as a name, a password, a host: no sign that ends one of them
# may stand in it, or a part of the password is taken for the host, and named in an error.
_HOST = r"(?:\[[0-9A-Fa-f:.]*\]|[^@/?:,\[\]]*)(?::[0-9]*)?"
_URL = re.compile(
    r"(?P<scheme>postgres(?:ql)?)://"
    r"(?:(?P<user>[^:@/?]*)(?::(?P<password>[^@/?]*))?@)?"
    rf"(?P<hosts>{_HOST}(?:,{_HOST})*)"
    r"(?:/(?P<database>[^@/?]*))?"
    r"(?:\?(?P<query>[^@?/=&]+=[^@&=]*(?:&[^@?/=&]+=[^@&=]*)*))?"
)
_BROKEN_PERCENT = re.compile(r"%(?![0-9A-Fa-f]{2})")
_SHOWN_PARAMETERS = frozenset({"host", "hostaddr", "port", "dbname", "user", "service", "sslmode"})


def is_url(raw: str) -> bool:
    """Whether a value of the setting `raw` is a URL, not a folder."""
    return "://" in raw


def check_url(url: str) -> None:
    """Raise UsageError, which does not show it, unless `url` is a connection URL."""
    if not _URL.fullmatch(url) or _BROKEN_PERCENT.search(url):
        raise UsageError(
            "raw is not a connection URL such as postgresql://USER@HOST/DATABASE (it is not shown, "
            "as it may hold a password): write @ : / ? = & % inside a name or password as %40 %3A "
            "%2F %3F %3D %26 %25"
        )


def without_password(raw: str) -> str:
    """A value of the setting `raw` as it may be shown: a folder as it is, a URL without secrets.

    >>> without_password("postgresql://risk:s3cret@db.example:5432/lending?sslmode=require")
    'postgresql://risk@db.example:5432/lending?sslmode=require'
    """
    if not is_url(raw):
        return raw
    parts = _URL.fullmatch(raw)
    if not parts:
        return "a URL that is not shown, as it cannot be read"
    user = f"{parts['user']}@" if parts["user"] else ""
    database = f"/{parts['database']}" if parts["database"] else ""
    query = [
        (key, value)
        for key, value in parse_qsl(parts["query"] or "", keep_blank_values=True)
        if key in _SHOWN_PARAMETERS
    ]
    shown_query = f"?{urlencode(query, safe='/:')}" if query else ""
    return f"{parts['scheme']}://{user}{parts['hosts']}{database}{shown_query}"


def with_defaults(url: str, **parameters: str) -> str:
    """`url` with the parameters that it does not set itself.

    >>> with_defaults("postgresql://db/lending?connect_timeout=3", connect_timeout="15", a="b")
    'postgresql://db/lending?connect_timeout=3&a=b'
    """
    _, question_mark, query = url.partition("?")
    given = {key for key, _ in parse_qsl(query, keep_blank_values=True)}
    added = urlencode({key: value for key, value in parameters.items() if key not in given})
    if not added:
        return url
    return f"{url}{'&' if question_mark else '?'}{added}"
