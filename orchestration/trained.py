"""What came of one training."""

from __future__ import annotations

from dataclasses import dataclass

from orchestration.training_rows import Labels


@dataclass(frozen=True)
class Trained:
    """A version or none, whether it is champion now, why, and the labels there were."""

    version: str | None
    is_promoted: bool
    reason: str
    labels: Labels
