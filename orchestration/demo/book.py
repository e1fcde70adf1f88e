"""The whole demo book: calibrate, build the parts side by side, write them."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa

from orchestration.demo import columns
from orchestration.demo.arrays import NO_DAY, Floats
from orchestration.demo.bureau_rows import bureau_table
from orchestration.demo.calibration import find_level
from orchestration.demo.customer_rows import customer_table
from orchestration.demo.dirt import dirty_rows
from orchestration.demo.labels import Labels, label
from orchestration.demo.loan_life import life_of
from orchestration.demo.loan_rows import loan_table
from orchestration.demo.macro import Macro, build_macro
from orchestration.demo.part import Part, build_part, run_ledger
from orchestration.demo.places import area_effects
from orchestration.demo.recording import record_receipts
from orchestration.demo.repayment_rows import dues_of, repayment_table
from orchestration.demo.settings import DemoSettings, DemoSummary
from orchestration.demo.writing import write_part

TABLES = ("customers", "loans", "credit_history", "repayments")
_ID_DIGITS = 8
_MOST_THREADS = 8  # each holds a part, about a quarter of a gibibyte
Progress = Callable[[str, float], None]


@dataclass(frozen=True)
class _PartResult:
    customers: int
    disbursed: int
    undecided: int
    instalments: int
    receipts: int
    measured: int
    bads: int
    rows: dict[str, int]
    dirty_rows: dict[str, int]
    labels: Any


def write_book(settings: DemoSettings, out_dir: Path, progress: Progress) -> DemoSummary:
    """Write a demo book in the raw contract as Parquet folders under `out_dir`.

    `progress` is called with what is being done and the share that is done (0 to 1), from the
    calling thread. Part files of an earlier book in the four folders are removed first.

    Raises:
        OSError: the folder cannot be written.
    """
    _clear(out_dir)
    progress("calibrating the hazards", 0.0)
    macro, areas = build_macro(settings), area_effects(settings.seed)
    level = find_level(settings, macro, areas)
    progress("building the ledger", 0.05)
    threads = min(settings.threads or min(os.cpu_count() or 1, _MOST_THREADS), settings.parts)
    results: list[_PartResult] = []
    with ThreadPoolExecutor(max_workers=threads) as pool:
        jobs = [
            pool.submit(_make_part, settings, number, macro, areas, level, out_dir)
            for number in range(settings.parts)
        ]
        for done, job in enumerate(jobs, start=1):
            results.append(job.result())
            progress("building the ledger", 0.05 + 0.95 * done / len(jobs))
    return _summarise(settings, results)


def _clear(out_dir: Path) -> None:
    for name in TABLES:
        for path in sorted((out_dir / name).glob("part-*.parquet")):
            path.unlink()


def _make_part(
    settings: DemoSettings, number: int, macro: Macro, areas: Floats, level: float, out_dir: Path
) -> _PartResult:
    """Build and write one part; its files depend on the settings and its number alone."""
    part = build_part(settings, number, macro, areas)
    state = run_ledger(settings, part, macro, level)
    receipts = state.receipts.close(state.last_day, part.loans.application)
    recorded = record_receipts(settings, number, receipts)
    labels = label(state, recorded.receipts)
    offset = number * settings.loans_per_part
    loan_names = columns.numbered("L", np.arange(len(part.applications)) + offset + 1, _ID_DIGITS)
    customer_names = columns.numbered("C", np.arange(len(part.borrowers)) + offset + 1, _ID_DIGITS)
    dues = dues_of(state)
    life = life_of(settings, part, state)
    tables = {
        "customers": customer_table(
            settings, number, part.arrivals, part.borrowers, customer_names
        ),
        "loans": loan_table(settings, part, life, loan_names, customer_names),
        "credit_history": bureau_table(settings, part, state, customer_names),
        "repayments": repayment_table(number, state, dues, recorded, loan_names),
    }
    dirt = dirty_rows(settings, number, tables)
    rows = {
        name: write_part(pa.concat_tables([table, *dirt.rows(name)]), out_dir, name, number)
        for name, table in tables.items()
    }
    is_bad = labels.is_mature & (labels.first_bad_on > NO_DAY)
    return _PartResult(
        customers=len(part.borrowers),
        disbursed=len(part.loans),
        undecided=int((part.applications.decided_on == NO_DAY).sum()),
        instalments=dues.in_force,
        receipts=len(recorded.receipts),
        measured=int(labels.is_mature.sum()),
        bads=int(is_bad.sum()),
        rows=rows,
        dirty_rows=dirt.counts,
        labels=_label_table(part, labels, loan_names),
    )


def _label_table(part: Part, labels: Labels, names: Any) -> Any:
    order = np.argsort(part.loans.application)
    is_bad = labels.first_bad_on > NO_DAY
    return pa.table(
        {
            "loan_id": columns.word(part.loans.application[order], names).cast(pa.string()),
            "disbursed_on": columns.day(part.loans.disbursed_on[order]),
            "matured_on": columns.day(labels.matured_on[order]),
            "is_bad": columns.flag(is_bad[order], labels.is_mature[order]),
            "first_bad_on": columns.day(labels.first_bad_on[order]),
        }
    )


def _summarise(settings: DemoSettings, results: list[_PartResult]) -> DemoSummary:
    def total(name: str) -> int:
        return sum(getattr(result, name) for result in results)

    rows: Counter[str] = Counter()
    dirty: Counter[str] = Counter()
    for result in results:
        rows.update(result.rows)
        dirty.update(result.dirty_rows)
    measured, bads = total("measured"), total("bads")
    return DemoSummary(
        loans=settings.loans,
        customers=total("customers"),
        disbursed=total("disbursed"),
        undecided=total("undecided"),
        instalments=total("instalments"),
        receipts=total("receipts"),
        measured=measured,
        bads=bads,
        bad_rate=bads / measured if measured else 0.0,
        rows=dict(rows),
        dirty_rows=dict(dirty),
        labels=pa.concat_tables([result.labels for result in results]),
    )
