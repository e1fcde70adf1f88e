"""Logistic regression: scikit-learn fits it, plain numbers score it.

Each number becomes a robustly scaled value and a missing flag, each category a set of flags with
one for unknown. Which columns exist is fixed by the feature list, not by the batch. A coefficient
against the catalogue's direction of risk takes its value column out, and the fit is repeated.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

import numpy as np

from ml.arrays import Flags, Floats, Ints
from ml.features import FeatureMatrix, FeatureSpec
from ml.log_odds import log_odds
from ml.models import Contributions, Params, Range, Sample

LEAST_SCALE = 1e-9


@dataclass(frozen=True)
class NumberTerm:
    """A number, clipped to [low, high], centred and scaled; missing is the centre plus a flag."""

    low: float
    high: float
    centre: float
    scale: float
    mean: float
    missing_share: float
    weight: float = 0.0
    missing_weight: float = 0.0

    def columns(self, values: Floats) -> tuple[Floats, Floats]:
        """Scaled value (0 where missing) and missing flag."""
        is_missing = np.isnan(values)
        scaled = (np.clip(values, self.low, self.high) - self.centre) / self.scale
        return np.where(is_missing, 0.0, scaled), is_missing.astype(np.float64)

    def contribution(self, values: Floats) -> Floats:
        """Log-odds against the training mean."""
        scaled, missing = self.columns(values)
        return self.weight * (scaled - self.mean) + self.missing_weight * (
            missing - self.missing_share
        )


@dataclass(frozen=True)
class CategoryTerm:
    """A category: one weight a code, the last one for unknown."""

    shares: tuple[float, ...]
    weights: tuple[float, ...] = ()

    def contribution(self, values: Floats) -> Floats:
        """Log-odds against the training mean."""
        mean = sum(share * weight for share, weight in zip(self.shares, self.weights, strict=True))
        return (np.asarray(self.weights, dtype=np.float64) - mean)[values.astype(np.int64)]


Term = NumberTerm | CategoryTerm


@dataclass(frozen=True)
class LogisticModel:
    """Terms in the order of the specs; `base` is the mean margin of the training rows."""

    specs: tuple[FeatureSpec, ...]
    terms: tuple[Term, ...]
    base: float

    algorithm = "logistic"

    def margin(self, matrix: FeatureMatrix) -> Floats:
        """Base plus the terms, added one feature after the other: the same sum in any batch."""
        total = np.full(matrix.rows, self.base)
        for position, term in enumerate(self.terms):
            total = total + term.contribution(matrix.values[:, position])
        return total

    def contributions(self, matrix: FeatureMatrix) -> Contributions:
        """Each term against the training mean: weight x (value - mean)."""
        values = np.empty(matrix.values.shape, dtype=np.float64, order="F")
        for position, term in enumerate(self.terms):
            values[:, position] = term.contribution(matrix.values[:, position])
        return Contributions(self.base, values, self.margin(matrix))

    def to_files(self) -> dict[str, str]:
        """One JSON file with every parameter."""
        terms = [
            {"kind": "number" if isinstance(term, NumberTerm) else "category"} | asdict(term)
            for term in self.terms
        ]
        return {"logistic.json": json.dumps({"base": self.base, "terms": terms}, indent=1) + "\n"}

    @classmethod
    def from_files(cls, files: dict[str, str], specs: tuple[FeatureSpec, ...]) -> LogisticModel:
        """The inverse of `to_files`."""
        content = json.loads(files["logistic.json"])
        return cls(
            specs, tuple(_term_from_json(term) for term in content["terms"]), content["base"]
        )


def _term_from_json(values: dict[str, Any]) -> Term:
    rest = {key: value for key, value in values.items() if key != "kind"}
    if values["kind"] == "number":
        return NumberTerm(**rest)
    return CategoryTerm(tuple(rest["shares"]), tuple(rest["weights"]))


@dataclass(frozen=True)
class LogisticLearner:
    """Ridge-penalised logistic regression; `free` lists features whose direction is lifted."""

    free: tuple[str, ...]
    trials: tuple[Params, ...]
    name: str = "logistic"

    needs_rounds = False
    seconds_a_million_cells = 0.45

    @property
    def space(self) -> Mapping[str, Range]:
        """What a search may move."""
        return {"c": Range(1e-4, 10.0, is_log=True)}

    def trier(self, train: Sample, stop: Sample) -> Callable[[Params], tuple[LogisticModel, int]]:
        """A logistic regression has one round and stops by itself."""
        del stop
        return lambda params: (self.fit(params, 1, train), 1)

    def fit(self, params: Params, rounds: int, train: Sample) -> LogisticModel:
        """Fit, and fit again without the values whose coefficient has the wrong sign."""
        del rounds
        terms = _unfitted_terms(train.matrix)
        design, owners = _design(train.matrix, terms)
        signs = np.asarray([self._sign(train.matrix.specs[owner], part) for owner, part in owners])
        weights, intercept = signed_fit(design, train.is_bad, params["c"], signs)
        return _assembled(train.matrix.specs, terms, owners, weights, intercept)

    def _sign(self, spec: FeatureSpec, part: str) -> int:
        is_held = part == "value" and spec.name not in self.free
        return spec.monotone if is_held else 0


def _unfitted_terms(matrix: FeatureMatrix) -> tuple[Term, ...]:
    return tuple(
        _category_term(matrix.values[:, position], spec)
        if spec.is_category
        else _number_term(matrix.values[:, position])
        for position, spec in enumerate(matrix.specs)
    )


def _category_term(values: Floats, spec: FeatureSpec) -> CategoryTerm:
    counts = np.bincount(values.astype(np.int64), minlength=spec.unknown_code + 1)
    return CategoryTerm(tuple(float(count) / values.size for count in counts))


def _number_term(values: Floats) -> NumberTerm:
    known = values[~np.isnan(values)]
    if not known.size:
        return NumberTerm(0.0, 0.0, 0.0, 1.0, 0.0, 1.0)
    low, lower, centre, upper, high = (
        float(value) for value in np.quantile(known, [0.005, 0.25, 0.5, 0.75, 0.995])
    )
    scale = next((gap for gap in (upper - lower, high - low) if gap > LEAST_SCALE), 0.0)
    if not scale:  # nearly constant: the rare value must still count
        low, high = float(known.min()), float(known.max())
        scale = max(high - low, LEAST_SCALE)
    unscaled = NumberTerm(low, high, centre, scale, 0.0, 0.0)
    scaled, missing = unscaled.columns(values)
    return replace(unscaled, mean=float(scaled.mean()), missing_share=float(missing.mean()))


def _design(matrix: FeatureMatrix, terms: Sequence[Term]) -> tuple[Floats, list[tuple[int, str]]]:
    """Design matrix and, for each of its columns, the feature's position and the part it plays."""
    columns: list[Floats] = []
    owners: list[tuple[int, str]] = []
    for position, term in enumerate(terms):
        values = matrix.values[:, position]
        if isinstance(term, NumberTerm):
            columns.extend(term.columns(values))
            owners.extend([(position, "value"), (position, "missing")])
        else:
            for code in range(len(term.shares)):
                columns.append((values == code).astype(np.float64))
                owners.append((position, str(code)))
    return np.column_stack(columns), owners


def signed_fit(design: Floats, is_bad: Flags, c: float, signs: Ints) -> tuple[Floats, float]:
    """Weights and intercept of a ridge-penalised fit, none against its sign (0 = either may be).

    A column whose weight has the wrong sign is taken out, and the fit goes on from where it stands.
    """
    from sklearn.linear_model import LogisticRegression
    from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]

    model = LogisticRegression(
        C=c, solver="newton-cholesky", max_iter=100, tol=1e-8, warm_start=True
    )
    used = np.flatnonzero(design.min(axis=0) < design.max(axis=0))
    weights = np.zeros(design.shape[1])
    with threadpool_limits(1):  # more threads would change the order of sums, and so the last bits
        while used.size:
            model.fit(design[:, used], is_bad)
            is_right = model.coef_[0] * signs[used] >= 0
            if is_right.all():
                weights[used] = model.coef_[0]
                return weights, float(model.intercept_[0])
            used, model.coef_ = used[is_right], model.coef_[:, is_right]
    return weights, float(log_odds(np.asarray([is_bad.mean()]))[0])


def _assembled(
    specs: tuple[FeatureSpec, ...],
    terms: Sequence[Term],
    owners: Sequence[tuple[int, str]],
    weights: Floats,
    intercept: float,
) -> LogisticModel:
    by_owner = {owner: float(weight) for owner, weight in zip(owners, weights, strict=True)}
    fitted: list[Term] = []
    base = intercept
    for position, term in enumerate(terms):
        if isinstance(term, NumberTerm):
            weighted = replace(
                term,
                weight=by_owner[position, "value"],
                missing_weight=by_owner[position, "missing"],
            )
            base += weighted.weight * term.mean + weighted.missing_weight * term.missing_share
            fitted.append(weighted)
        else:
            codes = tuple(by_owner[position, str(code)] for code in range(len(term.shares)))
            base += sum(share * weight for share, weight in zip(term.shares, codes, strict=True))
            fitted.append(replace(term, weights=codes))
    return LogisticModel(specs, tuple(fitted), base)
