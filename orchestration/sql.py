"""Quoting: the only way by which a name or a text from outside enters a statement."""

from __future__ import annotations


def identifier(name: str) -> str:
    """`name` as a quoted SQL identifier.

    >>> identifier('loan "id"')
    '"loan ""id\"""'
    """
    return '"' + name.replace('"', '""') + '"'


def literal(text: str) -> str:
    """`text` as a quoted SQL string.

    >>> literal("O'Brien")
    "'O''Brien'"
    """
    return "'" + text.replace("'", "''") + "'"
