"""What the caller of a report knows and the warehouse does not hold."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class ReportMeta:
    """What every report says of its own making.

    Attributes:
        generated_at: when this file was written; printed, never computed with.
        version: version of the software.
        git_commit: the commit it ran from, null when it was not run from a checkout.
        lender: name on the cover, null for none.
    """

    generated_at: datetime
    version: str
    git_commit: str | None = None
    lender: str | None = None

    @property
    def software(self) -> str:
        """Version, and commit where there is one."""
        return self.version + (f", commit {self.git_commit}" if self.git_commit else "")

    def kicker(self, name: str) -> str:
        """The line over the title: the lender's name before the report's, where there is one."""
        return f"{self.lender}: {name}" if self.lender else name[:1].upper() + name[1:]
