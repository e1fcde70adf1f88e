"""What the classification of one date costs through dbt, in CPU, against scanning what it reads.

Lands a book of `benchmarks.book`, builds what `marts.loan_npa_status` and
`marts.borrower_npa_status` need for one date, and prints the CPU of every model, of the scans,
their ratio, the share of loans overdue and the peak memory. How CPU is measured:
`benchmarks.warehouse`.

    python -m benchmarks.classification --raw /tmp/book --home /tmp/home
"""

from __future__ import annotations

import argparse
from pathlib import Path

from benchmarks.book import AS_OF_DATE
from benchmarks.processes import in_own_process
from benchmarks.report import BEFORE_THE_LEDGER, folder_lines, line, model_lines
from benchmarks.warehouse import (
    MODELS,
    MODELS_AND_TESTS,
    Benchmark,
    Book,
    Built,
    Landed,
    build,
    facts,
    land_book,
    scan_staged,
)
from orchestration.home import Home

WANTED = ("loan_npa_status", "borrower_npa_status")


def report(landed: Landed, built: Built, staged_scan: float, book: Book) -> str:
    """The figures as lines of text."""
    in_nodes = built.cpu_of(lambda _: True)
    classification = built.cpu_of(lambda folder: folder not in BEFORE_THE_LEDGER)

    def times(what: str, spent: float) -> str:
        return (
            f"{line(what, spent)}  {spent / landed.scan:.1f} times the scan of the files, "
            f"{spent / staged_scan:.1f} times that of the staged columns"
        )

    lines = [
        *model_lines(built),
        "",
        *folder_lines(built),
        line("dbt itself", built.total - in_nodes),
        line("imports", built.imports),
        line("landing (not counted)", landed.cpu),
        line("scan of the staged columns", staged_scan),
        line("scan of the files", landed.scan),
        "",
        f"loans {book.loans:,}, repayment rows {book.repayment_rows:,}",
        f"overdue {book.overdue:.1%}, in NPA {book.npa:.1%}",
        times("classification: all after staging", classification),
        times("all nodes", in_nodes),
        times("all nodes and dbt itself", built.total),
        f"peak memory {built.peak_gib:.2f} GiB (landing {landed.peak_gib:.2f} GiB)",
    ]
    return "\n".join(lines)


def main() -> None:
    """Measure a book that lies in a folder."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("--raw", type=Path, required=True)
    parser.add_argument("--home", type=Path, required=True)
    parser.add_argument("--tests", action="store_true", help="run the tests of the data too")
    parser.add_argument("--memory-limit", default="3GB")
    parser.add_argument("--landed", action="store_true", help="the home has the book already")
    arguments = parser.parse_args()
    benchmark = Benchmark(Home(arguments.home), (AS_OF_DATE,), arguments.memory_limit)
    raw = arguments.raw.resolve()
    landed = in_own_process(land_book, benchmark, raw, is_landed=arguments.landed)
    command = MODELS_AND_TESTS if arguments.tests else MODELS
    built = in_own_process(build, benchmark, command, WANTED)
    staged_scan = in_own_process(scan_staged, benchmark)
    print(report(landed, built, staged_scan, in_own_process(facts, benchmark)))


if __name__ == "__main__":
    main()
