"""What ledger, classification and features cost through dbt: against scanning, against pandas.

Makes books of `benchmarks.book`, lands each, builds `marts.loan_npa_status`,
`marts.borrower_npa_status` and `marts.mart_loan_features` for one date, computes the same features
in pandas (`benchmarks.pandas_features`), and compares the rows and the cost. With several sizes it
prints how the cost grows; with `--history`, what a backfill of so many month-ends costs against one
date. How CPU is measured: `benchmarks.warehouse`. A promise of `docs/performance.md` that is broken
makes the exit code 1.

    python -m benchmarks.features --work /tmp/bench --loans 100000,1000000 --history 24
"""

from __future__ import annotations

import argparse
import sys
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from pathlib import Path

from benchmarks.agreement import Agreement, agreement
from benchmarks.book import AS_OF_DATE, write_book
from benchmarks.pandas_features.run import PandasRun, write_features
from benchmarks.processes import in_own_process
from benchmarks.promises import (
    HISTORY_MONTHS,
    LARGE_BOOK,
    MOST_GIB,
    MOST_GROWTH,
    MOST_OF_PANDAS,
    MOST_TIMES_ONE_DATE,
    MOST_TIMES_THE_SCAN,
    SMALL_BOOK,
    Promise,
)
from benchmarks.report import BEFORE_THE_LEDGER, folder_lines, line, model_lines
from benchmarks.warehouse import (
    MODELS,
    Benchmark,
    Book,
    Built,
    Landed,
    build,
    facts,
    land_book,
    scan_staged,
)
from orchestration.commands import days_between
from orchestration.home import Home

WANTED = ("loan_npa_status", "borrower_npa_status", "mart_loan_features")


@dataclass(frozen=True)
class Bench:
    """Where books and warehouses lie, and how they are built."""

    work: Path
    memory_limit: str
    is_landed: bool

    def book(self, loans: int, overdue: float) -> Path:
        """The raw files of a book, made once."""
        folder = self.work / f"book-{loans}-{overdue:g}"
        if not (folder / "repayments").exists():
            in_own_process(write_book, folder, loans, overdue)
        return folder

    def warehouse(self, name: str, dates: tuple[date, ...] = (AS_OF_DATE,)) -> Benchmark:
        """A warehouse of its own."""
        return Benchmark(Home(self.work / f"home-{name}"), dates, self.memory_limit)

    def built(self, benchmark: Benchmark, raw: Path) -> tuple[Landed, Built]:
        """Land a book and build the marts."""
        landed = in_own_process(land_book, benchmark, raw, is_landed=self.is_landed)
        return landed, in_own_process(build, benchmark, MODELS, WANTED)


@dataclass(frozen=True)
class Cost:
    """One book, once through dbt and once through pandas, for one date."""

    loans: int
    overdue: float
    landed: Landed
    built: Built
    staged_scan: float
    book: Book
    pandas: PandasRun
    agreement: Agreement

    @property
    def promises(self) -> list[Promise]:
        """What one date costs."""
        spent, is_large = after_staging(self.built), self.loans >= LARGE_BOOK
        scans = MOST_TIMES_THE_SCAN.get(self.overdue) if is_large else None
        share, memory = (MOST_OF_PANDAS, MOST_GIB) if is_large else (None, None)
        whole = self.landed.cpu + all_nodes(self.built)
        return [
            Promise("times the scan of the files", spent / self.landed.scan, scans),
            Promise("times the scan of the staged columns", spent / self.staged_scan, None),
            Promise("share of pandas", spent / self.pandas.total, share),
            Promise("with landing and staging: share of pandas", whole / self.pandas.total, None),
            Promise("peak memory of dbt, GiB", self.built.peak_gib, memory),
            Promise("columns in which pandas differs", len(self.agreement.differing), 0),
        ]


def after_staging(built: Built) -> float:
    """CPU of ledger, classification and features."""
    return built.cpu_of(lambda folder: folder not in BEFORE_THE_LEDGER)


def all_nodes(built: Built) -> float:
    """CPU of all models, those that read and check the raw tables among them."""
    return built.cpu_of(lambda _: True)


def measure(bench: Bench, loans: int, overdue: float) -> Cost:
    """Everything about one book."""
    raw = bench.book(loans, overdue)
    benchmark = bench.warehouse(f"{loans}-{overdue:g}")
    landed, built = bench.built(benchmark, raw)
    rows = benchmark.home.root / "pandas_features.parquet"
    pandas = in_own_process(write_features, raw, AS_OF_DATE, rows)
    return Cost(
        loans,
        overdue,
        landed,
        built,
        in_own_process(scan_staged, benchmark),
        in_own_process(facts, benchmark),
        pandas,
        in_own_process(agreement, benchmark, rows),
    )


def book_report(cost: Cost) -> str:
    """All figures of one book."""
    book, built, pandas = cost.book, cost.built, cost.pandas
    differing = cost.agreement.differing
    lines = [
        f"loans {book.loans:,}, repayment rows {book.repayment_rows:,}",
        f"overdue {book.overdue:.1%}, in NPA {book.npa:.1%}",
        "",
        *model_lines(built),
        "",
        *folder_lines(built),
        "",
        f"{'':<48}{'CPU s':>9}{'peak GiB':>9}",
        line("scan of the files", cost.landed.scan),
        line("scan of the staged columns", cost.staged_scan),
        line("landing", cost.landed.cpu, cost.landed.peak_gib),
        line("connectors and staging", all_nodes(built) - after_staging(built)),
        line("ledger, classification and features", after_staging(built), built.peak_gib),
        line("dbt itself", built.total - all_nodes(built)),
        *(line(f"pandas: {stage}", cpu) for stage, cpu in pandas.stages.items()),
        line("pandas, from the files to the rows", pandas.total, pandas.peak_gib),
        "",
        f"the same in both, of {cost.agreement.rows:,} loans:",
        *(f"  {name:<46}{rows:>9,}" for name, rows in cost.agreement.agreeing.items()),
        f"columns that differ: {', '.join(differing) or 'none'}",
        "",
        *(str(promise) for promise in cost.promises),
    ]
    return "\n".join(lines)


def growth(small: Cost, large: Cost) -> Promise:
    """How much more ledger, classification and features cost on a larger book."""
    is_promised = (small.loans, large.loans) == (SMALL_BOOK, LARGE_BOOK)
    return Promise(
        f"from {small.loans:,} to {large.loans:,} loans, times",
        after_staging(large.built) / after_staging(small.built),
        MOST_GROWTH if is_promised else None,
    )


def history(bench: Bench, one_date: Cost, months: int) -> Promise:
    """A backfill of month-ends up to the as-of date against that date alone, on the same book."""
    first = date(AS_OF_DATE.year - months // 12 - 1, 1, 1)
    days = days_between(first, AS_OF_DATE, month_ends=True)[-months:]
    benchmark = bench.warehouse(f"history-{one_date.loans}", days)
    _, built = bench.built(benchmark, bench.book(one_date.loans, one_date.overdue))
    print("\n".join(["", *model_lines(built), "", *folder_lines(built)]))
    is_promised = (one_date.loans, months) == (SMALL_BOOK, HISTORY_MONTHS)
    return Promise(
        f"{months} month-ends against one date, times",
        after_staging(built) / after_staging(one_date.built),
        MOST_TIMES_ONE_DATE if is_promised else None,
    )


def main() -> int:
    """Measure books of the wanted sizes and shares overdue."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("--work", type=Path, required=True, help="folder for books and warehouses")
    parser.add_argument("--loans", default="100000", help="sizes of the books, smallest first")
    parser.add_argument("--overdue", default="0.20", help="shares of loans that owe something")
    parser.add_argument("--history", type=int, default=0, help="month-ends to backfill")
    parser.add_argument("--memory-limit", default="3GB", help="what DuckDB may hold")
    parser.add_argument("--landed", action="store_true", help="the books are landed already")
    arguments = parser.parse_args()
    bench = Bench(arguments.work.resolve(), arguments.memory_limit, arguments.landed)
    promises: list[Promise] = []
    for overdue in map(float, arguments.overdue.split(",")):
        costs: list[Cost] = []
        for loans in map(int, arguments.loans.split(",")):
            costs.append(measure(bench, loans, overdue))
            print(book_report(costs[-1]), flush=True)
        over_books = [growth(small, large) for small, large in pairwise(costs)]
        if arguments.history:
            over_books.append(history(bench, costs[0], arguments.history))
        print("\n".join(str(promise) for promise in ("", *over_books)), flush=True)
        promises += [promise for cost in costs for promise in cost.promises] + over_books
    return int(any(promise.is_broken for promise in promises))


if __name__ == "__main__":
    sys.exit(main())
