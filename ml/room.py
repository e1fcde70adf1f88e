"""What one training works on, handed from step to step."""

from __future__ import annotations

from dataclasses import dataclass

import pyarrow as pa

from ml.arrays import Flags, Floats
from ml.models import Sample
from ml.points import Scale, scale_named
from ml.samples import Population, Split
from ml.settings import TrainingSettings


@dataclass(frozen=True)
class Room:
    """Labelled rows in their fixed order, as table and as arrays, with their split."""

    population: str
    frame: pa.Table
    people: Population
    sample: Sample
    split: Split
    exposure: Floats | None
    lgd: Floats | None
    settings: TrainingSettings

    @property
    def scale(self) -> Scale:
        """The score scale of the settings."""
        return scale_named(self.settings.scale)

    @property
    def judges(self) -> Flags:
        """Rows on which candidates are compared."""
        return self.split.is_judging_sample & self.split.is_judge
