"""What a report is to its caller: a name, the relations it reads, and how it is written."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from reports.meta import ReportMeta

if TYPE_CHECKING:
    import pyarrow as pa


@dataclass(frozen=True, slots=True)
class Report:
    """One report.

    Attributes:
        name: its name in file names, relation names and asset keys.
        description: what it shows, in a sentence.
        relations: the relations of the schema `reports` that it reads, rows of one as_of_date each.
        render: from these, as Arrow tables by name, and the meta to one HTML document; raises
            MissingFigureError when a relation, column or value that it needs is not there.
    """

    name: str
    description: str
    relations: tuple[str, ...]
    render: Callable[[Mapping[str, pa.Table], ReportMeta], str]

    @property
    def file_name(self) -> str:
        """Name of its file."""
        return f"{self.name}.html"
