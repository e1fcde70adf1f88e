"""How one setting is described, and how text becomes its value."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from orchestration.connection_url import is_url
from orchestration.errors import UsageError

_TRUE = {"true", "yes", "on", "1"}
_FALSE = {"false", "no", "off", "0"}


def _as_it_is(value: Any) -> Any:
    return value


@dataclass(frozen=True)
class Rule:
    """What a setting accepts, what moving it does, and how its value is shown."""

    doc: str
    group: str
    low: float | None = None
    high: float | None = None
    choices: tuple[str, ...] = ()
    pattern: str | None = None
    is_time_zone: bool = False
    is_dbt_var: bool = False
    shown: Callable[[Any], Any] = _as_it_is

    def range_text(self) -> str:
        """The accepted values in words, for the settings page and for errors."""
        if self.choices:
            return ", ".join(self.choices)
        if self.is_time_zone:
            return "a name of the time zone database, such as Asia/Kolkata"
        if self.low is not None and self.high is not None:
            return f"{self.low:g} to {self.high:g}"
        if self.pattern is not None:
            return f"matches `{self.pattern}`"
        return "any"


def setting(default: Any, doc: str, group: str, **rule: Any) -> Any:
    """A dataclass field that carries its rule; `Any` because the field's own type is declared.

    One that is not shown as it is stays out of the settings' `repr` too.
    """
    made = Rule(doc, group, **rule)
    return dataclasses.field(default=default, repr=made.shown is _as_it_is, metadata={"rule": made})


def type_name(default: Any) -> str:
    """The word for a setting's type on the settings page."""
    names = {bool: "yes or no", int: "whole number", float: "number", Decimal: "amount"}
    return "list of names" if isinstance(default, tuple) else names.get(type(default), "text")


def parse(key: str, value: Any, default: Any, rule: Rule, source: str) -> Any:
    """`value` in the type of `default`, checked against `rule`.

    Raises UsageError that names the key, the source, the value and what is accepted.
    """
    try:
        parsed = _convert(value, default)
        _check(parsed, rule)
    except (ValueError, InvalidOperation, ZoneInfoNotFoundError) as error:
        message = (
            f"setting {key} = {_shown(value)} from {source} is not accepted: it is a "
            f"{type_name(default)}, {rule.range_text()}"
        )
        raise UsageError(message) from error
    return parsed


def _shown(value: Any) -> str:
    """A refused value; one with a URL in it may hold a password, wherever it was put."""
    return "(a URL, not shown)" if is_url(repr(value)) else repr(value)


def _convert(value: Any, default: Any) -> Any:
    if isinstance(default, bool):
        return _to_bool(value)
    if isinstance(default, tuple):
        return _to_names(value)
    if isinstance(value, bool):
        raise ValueError("a truth value")
    if isinstance(default, Decimal):
        return _to_decimal(value)
    if isinstance(default, int):
        return int(str(value))
    if isinstance(default, float):
        return float(value)
    if not isinstance(value, str):
        raise ValueError("not text")
    return value


def _to_bool(value: Any) -> bool:
    text = str(value).strip().lower()
    if text in _TRUE | _FALSE:
        return text in _TRUE
    raise ValueError("neither yes nor no")


def _to_names(value: Any) -> tuple[str, ...]:
    parts = value.split(",") if isinstance(value, str) else value
    if not isinstance(parts, list | tuple) or not all(isinstance(part, str) for part in parts):
        raise ValueError("not a list of names")
    return tuple(part.strip() for part in parts if part.strip())


def _to_decimal(value: Any) -> Decimal:
    number = Decimal(str(value))
    if not number.is_finite():
        raise ValueError("not finite")
    return number


def _check(value: Any, rule: Rule) -> None:
    if rule.choices and value not in rule.choices:
        raise ValueError("not one of the choices")
    if rule.low is not None and not value >= rule.low:
        raise ValueError("too low")
    if rule.high is not None and not value <= rule.high:
        raise ValueError("too high")
    if rule.is_time_zone:
        ZoneInfo(value)
    if rule.pattern is not None:
        for text in value if isinstance(value, tuple) else (value,):
            if re.fullmatch(rule.pattern, text) is None:
                raise ValueError("does not match")
