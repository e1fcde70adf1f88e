"""What a challenger must show before it replaces the model in office; each rule a setting."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class PromotionRules:
    """Limits on the rows of the judges, which trained and calibrated nothing of either side.

    auc_gain_above: the whole 95% interval of the gain in AUC must lie above it; a little under zero
        lets an equal challenger in.
    most_reversals: reversals of rank between tenths, beyond two standard errors.
    observed_expected_low, observed_expected_high: where bads over expected bads must lie.
    most_psi: the shift of the score between training and the judges' rows must stay under it.
    """

    auc_gain_above: float = 0.0
    most_reversals: int = 0
    observed_expected_low: float = 0.8
    observed_expected_high: float = 1.25
    most_psi: float = 0.25

    def __post_init__(self) -> None:
        if not 0 < self.observed_expected_low < self.observed_expected_high:
            raise ValueError(
                "promotion rules: observed/expected must have a low end under its high"
            )
