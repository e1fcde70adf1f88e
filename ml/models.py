"""What a fitted model is: a margin in log-odds, and its parts by feature."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol, TypeAlias

from ml.arrays import Flags, Floats, Ints
from ml.features import FeatureMatrix, FeatureSpec

Params: TypeAlias = Mapping[str, float | int]


@dataclass(frozen=True)
class Contributions:
    """`base` + the sum of `values` over features = `margin`, the raw margin; all in log-odds.

    `values` is (rows, features). The base is the reference: the mean margin over the training rows
    as the model sees them, so a part says how far the feature moves this row from the average one.
    """

    base: float
    values: Floats
    margin: Floats


class Model(Protocol):
    """A fitted model. Every row's figures depend on that row alone, never on its batch."""

    @property
    def algorithm(self) -> str:
        """The kind of model: a name of `ml.algorithms`."""
        ...

    @property
    def specs(self) -> tuple[FeatureSpec, ...]:
        """The features that the model reads, in order."""
        ...

    def margin(self, matrix: FeatureMatrix) -> Floats:
        """Uncalibrated log-odds of being bad, one a row."""
        ...

    def contributions(self, matrix: FeatureMatrix) -> Contributions:
        """The margin in parts."""
        ...

    def to_files(self) -> dict[str, str]:
        """File name to text: all that is needed to build the model again."""
        ...


@dataclass(frozen=True)
class Sample:
    """Rows to fit on or to try a fit on."""

    matrix: FeatureMatrix
    is_bad: Flags
    borrower: Ints

    def take(self, rows: Any) -> Sample:
        """The chosen rows (mask or positions)."""
        return Sample(self.matrix.take(rows), self.is_bad[rows], self.borrower[rows])


@dataclass(frozen=True)
class Range:
    """Where a search may move a parameter, both ends included."""

    low: float
    high: float
    is_log: bool = False
    is_whole: bool = False


class Learner(Protocol):
    """A way to fit a model, with the parameter sets that are tried."""

    @property
    def name(self) -> str:
        """Name of the candidate."""
        ...

    @property
    def trials(self) -> tuple[Params, ...]:
        """Parameter sets that are always tried, the default one first."""
        ...

    @property
    def space(self) -> Mapping[str, Range]:
        """What a search may move; empty where there is nothing to search."""
        ...

    @property
    def needs_rounds(self) -> bool:
        """Whether a trial must find out when to stop, also when there is only one set to try."""
        ...

    @property
    def seconds_a_million_cells(self) -> float:
        """The price of one fit, for budgets: nominal seconds a million rows x features."""
        ...

    def trier(self, train: Sample, stop: Sample) -> Callable[[Params], tuple[Model, int]]:
        """Gives the fit of any set on `train`, which `stop` may end early, and its rounds."""
        ...

    def fit(self, params: Params, rounds: int, train: Sample) -> Model:
        """Fit on all of `train` with a known number of rounds."""
        ...
