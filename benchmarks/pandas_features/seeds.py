"""The product's own rule tables, as they hold on a day."""

from __future__ import annotations

import pandas as pd

from orchestration.dbt import PROJECT_DIR

_SEEDS = PROJECT_DIR / "seeds" / "features"


def seed(name: str) -> pd.DataFrame:
    """A seed as text, so that codes keep their leading zeros."""
    return pd.read_csv(_SEEDS / f"{name}.csv", dtype=str)


def in_force(name: str, key: str, value: str, day: pd.Timestamp, **wanted: str) -> pd.Series:
    """The numbers that hold on a day, by key: the newest row of each that is not later."""
    rows = seed(name)
    for column, text in wanted.items():
        rows = rows[rows[column] == text]
    rows = rows[pd.to_datetime(rows["valid_from"]) <= day].sort_values("valid_from")
    return rows.drop_duplicates(key, keep="last").set_index(key)[value].astype(float)


def codes(name: str, words: pd.Series) -> pd.Series:
    """The code of each word, by the synonyms; missing where nobody knows the word."""
    return words.str.lower().map(seed(name).set_index("synonym")["code"])
