"""The reports: their relations as Arrow to `reports`, the HTML to files."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING

from orchestration import clock
from orchestration.errors import UsageError
from orchestration.home import Home
from orchestration.publishing import replace_files
from orchestration.settings import Settings
from orchestration.sql import identifier
from orchestration.warehouse import connect, one_row, read_table, relations

if TYPE_CHECKING:
    import duckdb
    import pyarrow as pa

    from orchestration.night import Night


def render_reports(night: Night) -> list[Path]:
    """Render the reports of the run's newest date into `build/`, for publishing."""
    folder = night.home.build_reports / night.plan.as_of_date.isoformat()
    with night.connect() as connection:
        return render(connection, night.settings, night.plan.as_of_date, folder)


def render_published(home: Home, settings: Settings, as_of_date: date | None) -> list[Path]:
    """Render the reports again from the published warehouse, and put them in place.

    Raises UsageError when there is no warehouse, or its reports are about another date.
    """
    if not home.published.exists():
        raise UsageError(f"there is no warehouse at {home.published}: run `loanbook nightly` first")
    with connect(home.published, settings, home.spill, read_only=True) as connection:
        shown = reported_date(connection)
        if shown is None or (as_of_date is not None and as_of_date != shown):
            wanted = as_of_date.isoformat() if as_of_date else "any date"
            raise UsageError(
                f"the published reports are about {shown}, not {wanted}: run "
                f"`loanbook nightly --as-of {wanted}`"
            )
        draft = home.root / f".reports-{shown.isoformat()}.draft"
        paths = render(connection, settings, shown, draft)
    target = home.reports(shown)
    replace_files(draft, target)
    return [target / path.name for path in paths]


def reported_date(connection: duckdb.DuckDBPyConnection) -> date | None:
    """The date that the report relations are about; null when there are none."""
    if "rpt_portfolio_risk__run" not in relations(connection, "reports"):
        return None
    (shown,) = one_row(connection, "select max(as_of_date) from reports.rpt_portfolio_risk__run")
    return date.fromisoformat(str(shown)) if shown else None


def render(
    connection: duckdb.DuckDBPyConnection, settings: Settings, as_of_date: date, folder: Path
) -> list[Path]:
    """Render every report of a date from the relations of the connected warehouse."""
    from reports.meta import ReportMeta
    from reports.registry import REPORTS

    meta = ReportMeta(
        generated_at=clock.now(),
        version=metadata.version("loanbook"),
        lender=settings.lender or None,
    )
    folder.mkdir(parents=True, exist_ok=True)
    paths = []
    for report in REPORTS:
        path = folder / report.file_name
        tables = _tables(connection, report.relations, as_of_date)
        path.write_text(report.render(tables, meta), encoding="utf-8")
        paths.append(path)
    return paths


def _tables(
    connection: duckdb.DuckDBPyConnection, names: Iterable[str], as_of_date: date
) -> dict[str, pa.Table]:
    """The rows of the named relations for one date."""
    return {
        name: read_table(
            connection,
            f"select * from reports.{identifier(name)} where as_of_date = $as_of_date",
            {"as_of_date": as_of_date},
        )
        for name in names
    }
