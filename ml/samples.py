"""Who trains, who judges, who calibrates: borrower folds and the embargoed out-of-time slice.

Borrowers are dealt into folds, so no borrower stands on both sides of a fit. Where the dates allow,
the last months are an out-of-time slice, at least one label window after the last training date.
Every borrower also has a role: one half of them judges the candidates, the other half calibrates.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Literal

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from ml.arrays import Dates, Flags, Ints

Validation = Literal["out_of_time", "grouped_folds"]
LATER_SHARE = 0.25
LEAST_LATER_ROWS = 20


@dataclass(frozen=True)
class Population:
    """Labelled rows in their fixed order (loan_id, as_of_date); `borrower` is a code a row."""

    loan_id: pa.ChunkedArray
    borrower: Ints
    borrower_ids: tuple[str, ...]
    as_of_date: Dates
    is_bad: Flags

    @property
    def rows(self) -> int:
        """Number of rows."""
        return int(self.is_bad.size)


@dataclass(frozen=True)
class SplitRule:
    """How to split: folds, seed, months of the slice, label window, least bad loans in it."""

    seed: int
    folds: int
    most_months: int
    least_months: int
    label_window_months: int
    least_bads: int


@dataclass(frozen=True)
class Split:
    """Masks and codes, one entry a row of the population.

    `is_training`: rows that models are fitted on. `is_out_of_time`: rows of the slice (all false
    with grouped folds). Rows in neither stand in the embargo. `fold`: the borrower's fold.
    `is_judge`: the borrower judges candidates; the others calibrate. `is_earlier`, `is_later`:
    training rows on which a trial is fitted, and later ones on which it is measured; where the
    dates allow no such cut, both are all of training.
    """

    validation: Validation
    is_training: Flags
    is_out_of_time: Flags
    fold: Ints
    is_judge: Flags
    is_earlier: Flags
    is_later: Flags
    note: str

    @property
    def folds(self) -> int:
        """Number of folds."""
        return int(self.fold.max()) + 1

    @property
    def is_judging_sample(self) -> Flags:
        """Rows on which candidates are compared: out of time where it exists, else the folds."""
        return self.is_out_of_time if self.validation == "out_of_time" else self.is_training


def population_of(frame: pa.Table) -> tuple[Population, pa.Table]:
    """Sort labelled rows by (loan_id, as_of_date) and encode the borrowers.

    Rows without a label are left out; a missing customer_id makes the loan its own borrower. Raises
    ValueError on a repeated (loan_id, as_of_date).
    """
    labelled = frame.filter(pc.is_valid(frame.column("is_bad")))
    order = pc.sort_indices(
        labelled, sort_keys=[("loan_id", "ascending"), ("as_of_date", "ascending")]
    )
    labelled = labelled.take(order)
    loan_id = labelled.column("loan_id").cast(pa.string())
    as_of_date = labelled.column("as_of_date").cast(pa.date32()).to_numpy().astype("datetime64[D]")
    borrower_id = pc.coalesce(labelled.column("customer_id").cast(pa.string()), loan_id)
    encoded = borrower_id.combine_chunks().dictionary_encode()
    _refuse_repeats(loan_id, as_of_date)
    return Population(
        loan_id=loan_id,
        borrower=encoded.indices.to_numpy().astype(np.int64),
        borrower_ids=tuple(encoded.dictionary.to_pylist()),
        as_of_date=as_of_date,
        is_bad=labelled.column("is_bad")
        .cast(pa.bool_())
        .to_numpy(zero_copy_only=False)
        .astype(bool),
    ), labelled


def _refuse_repeats(loan_id: pa.ChunkedArray, as_of_date: Dates) -> None:
    if len(loan_id) < 2:
        return
    same_loan = pc.equal(loan_id[1:], loan_id[:-1]).to_numpy(zero_copy_only=False).astype(bool)
    repeated = same_loan & (as_of_date[1:] == as_of_date[:-1])
    if repeated.any():
        position = int(np.flatnonzero(repeated)[0])
        raise ValueError(
            f"training frame repeats loan {loan_id[position].as_py()} at {as_of_date[position]}"
        )


def hashed_order(names: tuple[str, ...], salt: str) -> Ints:
    """Positions of the names in the order of a salted hash: a shuffle of the names alone."""
    digests = [hashlib.blake2b(f"{salt}:{name}".encode(), digest_size=8).digest() for name in names]
    keys = np.frombuffer(b"".join(digests), dtype=">u8")
    return np.lexsort((np.asarray(names, dtype=object).astype(str), keys)).astype(np.int64)


def capped(population: Population, is_training: Flags, most_rows: int, seed: int) -> Flags:
    """Mask that leaves at most `most_rows` training rows: whole borrowers, in hashed order."""
    if int(is_training.sum()) <= most_rows:
        return np.ones(population.rows, dtype=bool)
    count = len(population.borrower_ids)
    rows_each = np.bincount(population.borrower, weights=is_training, minlength=count)
    order = hashed_order(population.borrower_ids, f"cap:{seed}")
    kept = order[np.cumsum(rows_each[order]) <= most_rows]
    is_kept = np.zeros(len(population.borrower_ids), dtype=bool)
    is_kept[kept] = True
    return is_kept[population.borrower]


def split(population: Population, rule: SplitRule) -> Split:
    """The out-of-time split where the dates carry one, else folds over all rows."""
    fold, is_judge = _dealt_borrowers(population, rule)
    for months in range(rule.most_months, rule.least_months - 1, -1):
        slice_start = add_months(population.as_of_date.max(), -months)
        is_out_of_time = population.as_of_date > slice_start
        first_slice_date = population.as_of_date[is_out_of_time].min()
        last_training_date = add_months(first_slice_date, -rule.label_window_months)
        is_training = population.as_of_date <= last_training_date
        if all(
            _is_enough(population, mask & role, rule.least_bads)
            for mask, role in (
                (is_training, np.ones_like(is_judge)),
                (is_out_of_time, is_judge),
                (is_out_of_time, ~is_judge),
            )
        ):
            note = (
                f"out of time: the last {months} mature months from {first_slice_date}, trained to "
                f"{population.as_of_date[is_training].max()}; borrowers in {rule.folds} folds"
            )
            cut = _forward(population, is_training, fold, rule)
            return Split("out_of_time", is_training, is_out_of_time, fold, is_judge, *cut, note)
    nothing = np.zeros(population.rows, dtype=bool)
    note = (
        f"no {rule.least_months} mature months lie {rule.label_window_months} months after enough "
        f"training dates; judged on {rule.folds} folds grouped by borrower, windows may overlap"
    )
    cut = _forward(population, ~nothing, fold, rule)
    return Split("grouped_folds", ~nothing, nothing, fold, is_judge, *cut, note)


def _forward(
    population: Population, is_training: Flags, fold: Ints, rule: SplitRule
) -> tuple[Flags, Flags]:
    """The earlier and the later training rows of trials.

    The last quarter of the rows is later. A label window lies between the two where that leaves
    half of the rows to the earlier part; else they follow each other and the windows overlap.
    """
    days = population.as_of_date[is_training]
    last_earlier = np.sort(days)[int(days.size * (1.0 - LATER_SHARE))]
    is_later = is_training & (population.as_of_date > last_earlier)
    enough = [
        min(int((is_later & role & (fold == number)).sum()) for number in range(rule.folds))
        for role in (population.is_bad, ~population.is_bad)
    ]
    if min(enough) < LEAST_LATER_ROWS:
        return is_training, is_training
    first_later = population.as_of_date[is_later].min()
    before_embargo = add_months(first_later, -rule.label_window_months)
    is_earlier = is_training & (population.as_of_date <= before_embargo)
    if 2 * int(is_earlier.sum()) < int(is_training.sum()):
        is_earlier = is_training & ~is_later
    return is_earlier, is_later


def _is_enough(population: Population, rows: Flags, least_bads: int) -> bool:
    goods = rows & ~population.is_bad
    return bad_loans(population, rows) >= least_bads and int(goods.sum()) >= least_bads


def bad_loans(population: Population, rows: Flags | None = None) -> int:
    """Distinct loans with a bad label among the rows: a loan counts once, not once a month."""
    chosen = population.is_bad if rows is None else population.is_bad & rows
    return int(pc.count_distinct(population.loan_id.filter(pa.array(chosen))).as_py())


def _dealt_borrowers(population: Population, rule: SplitRule) -> tuple[Ints, Flags]:
    """Deal borrowers, bad ones first, in hashed order into folds, and within a fold into halves."""
    count = len(population.borrower_ids)
    bads = np.bincount(population.borrower, weights=population.is_bad, minlength=count)
    order = hashed_order(population.borrower_ids, f"fold:{rule.seed}")
    order = order[np.argsort(bads[order] == 0, kind="stable")]
    place = np.empty(count, dtype=np.int64)
    place[order] = np.arange(count)
    fold = place % rule.folds
    is_judge = (place // rule.folds) % 2 == 0
    return fold[population.borrower], is_judge[population.borrower]


def add_months(day: np.datetime64, months: int) -> np.datetime64:
    """The same day `months` later; a month end stays a month end, a day too late is clamped to it.

    >>> str(add_months(np.datetime64("2025-06-30"), -6))
    '2024-12-31'
    >>> str(add_months(np.datetime64("2025-08-30"), -6))
    '2025-02-28'
    """
    one_day = np.timedelta64(1, "D")
    month = day.astype("datetime64[M]")
    target = month + np.timedelta64(months, "M")
    last = np.datetime64((target + np.timedelta64(1, "M")).astype("datetime64[D]") - one_day)
    if (day + one_day).astype("datetime64[M]") != month:
        return last
    offset = day.astype("datetime64[D]") - month.astype("datetime64[D]")
    return np.datetime64(min(target.astype("datetime64[D]") + offset, last))
