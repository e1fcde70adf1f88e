"""What a run says of published dates: that they stay, and how many rows would differ today."""

from __future__ import annotations

from orchestration.night import Night
from orchestration.warehouse import one_row


def note_published(night: Night) -> None:
    """Tell which of the run's dates stay as they were published."""
    days = sorted(set(night.plan.as_of_dates) & set(night.plan.published_dates))
    if days:
        night.note(
            f"{', '.join(day.isoformat() for day in days)}: the classification is published and "
            "stays; what is known better today is in marts.loan_npa_status_restated"
        )


def note_restated(night: Night) -> None:
    """Count the rows of published dates that something came late for."""
    with night.connect() as connection:
        rows, dates = one_row(
            connection,
            "select count(*), count(distinct as_of_date) from marts.restated_loans",
        )
    night.record.counts["restated_rows"] = rows
    if rows:
        night.note(
            f"restated: {rows} rows of {dates} dates would be others by what is known now; "
            "marts.restated_loans says which and why"
        )
