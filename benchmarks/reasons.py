"""What a score with its reasons costs a row, against LightGBM's own predict on the same model.

Makes a seeded book of 66 features (numbers with gaps, flags, categories), grows the default trees
on it, and prints microseconds of CPU a row, one thread, best of several runs: LightGBM's predict
and pred_contrib, `shap`, and ours: the margin, the margin with its parts, and the whole of
`ml.scoring.score` from an Arrow frame to scores and reasons in words.

    python -m benchmarks.reasons --rows 200000 --max-depth 4 --num-leaves 15
"""

from __future__ import annotations

import argparse
import resource
from collections.abc import Callable
from datetime import date

import numpy as np
import pyarrow as pa

from ml.boosting import LightGbmLearner, LightGbmModel
from ml.bundle import ModelBundle, TrainingFacts
from ml.calibration import fit
from ml.drift import frozen_features
from ml.features import FeatureSpec, matrix_from_arrow
from ml.metrics import freeze
from ml.models import Sample
from ml.points import scale_named, unclipped_score
from ml.scoring import score
from ml.settings import DEFAULT_TRIALS

NUMBERS, FLAGS, CATEGORIES = 56, 6, 4
SLOW_ROWS = 2_000
RUNS = 5


def specs() -> tuple[FeatureSpec, ...]:
    """Features of every kind; two numbers share a reason, every third has a direction."""
    numbers = [
        FeatureSpec(
            f"number_{place}",
            "decimal",
            monotone=(0, 1, -1)[place % 3],
            reason_text=f"What number {place} says",
            reason_group=f"group_{place // 2}",
        )
        for place in range(NUMBERS)
    ]
    flags = [FeatureSpec(f"flag_{place}", "bool", monotone=-1) for place in range(FLAGS)]
    categories = [
        FeatureSpec(f"kind_{place}", "category", categories=tuple("abcdef"))
        for place in range(CATEGORIES)
    ]
    return (*numbers, *flags, *categories)


def frame(rows: int, seed: int) -> pa.Table:
    """A book whose bads follow from a dozen of its features."""
    random = np.random.default_rng(seed)
    values = random.normal(size=(rows, NUMBERS))
    signs = np.asarray([spec.monotone or 1 for spec in specs()[:12]])
    margin = values[:, :12] @ (signs * random.uniform(0.1, 0.7, 12)) - 2.5
    values[random.random(values.shape) < 0.1] = np.nan
    columns: dict[str, pa.Array] = {
        f"number_{place}": pa.array(values[:, place], from_pandas=True) for place in range(NUMBERS)
    }
    for place in range(FLAGS):
        columns[f"flag_{place}"] = pa.array(random.random(rows) < 0.3)
    for place in range(CATEGORIES):
        letters = np.asarray([*"abcdef", "unheard"], dtype=object)
        columns[f"kind_{place}"] = pa.array(letters[random.integers(0, 7, rows)], pa.string())
    return pa.table(
        {
            "loan_id": [f"L{number:08d}" for number in range(rows)],
            "as_of_date": pa.array([date(2025, 6, 30)] * rows),
            "is_bad": pa.array(random.random(rows) < 1 / (1 + np.exp(-margin))),
            **columns,
        }
    )


def grown(sample: Sample, max_depth: int, num_leaves: int) -> tuple[LightGbmModel, int]:
    """The default parameters at a depth, stopped as in training; the model and its trees."""
    params = dict(DEFAULT_TRIALS["lightgbm"][0]) | {
        "max_depth": max_depth,
        "num_leaves": num_leaves,
    }
    cut = sample.is_bad.size * 4 // 5
    learner = LightGbmLearner((), (params,), 1, 500)
    return learner.trier(sample.take(slice(0, cut)), sample.take(slice(cut, None)))(params)


def bundled(model: LightGbmModel, sample: Sample) -> ModelBundle:
    """The model with a calibrator, as scoring wants it."""
    margin = model.margin(sample.matrix)
    calibrator = fit("platt", margin, sample.is_bad)
    scale = scale_named("b_300_900")
    facts = TrainingFacts(0, 0, "", "", "", "", 0, 0, {}, (), "", "")
    bins = freeze(unclipped_score(calibrator.pd(margin), scale))
    return ModelBundle(
        "behaviour", model, calibrator, scale, facts, frozen_features(sample.matrix), bins
    )


def microseconds(work: Callable[[], object], rows: int) -> float:
    """CPU a row, user and system time of all threads, the best of several runs."""

    def used() -> float:
        now = resource.getrusage(resource.RUSAGE_SELF)
        return now.ru_utime + now.ru_stime

    spent = []
    for _ in range(RUNS):
        start = used()
        work()
        spent.append(used() - start)
    return min(spent) / rows * 1e6


def report(rows: int, max_depth: int, num_leaves: int, seed: int) -> str:
    """Measure everything on one model and one book."""
    import lightgbm
    import shap

    book = frame(rows, seed)
    matrix = matrix_from_arrow(book, specs())
    is_bad = book.column("is_bad").to_numpy(zero_copy_only=False).astype(bool)
    sample = Sample(matrix, is_bad, np.arange(rows))
    model, trees = grown(sample, max_depth, num_leaves)
    bundle = bundled(model, sample)
    values = np.ascontiguousarray(matrix.values)
    few = values[:SLOW_ROWS]
    own = lightgbm.Booster(model_str=model.text)
    explainer = shap.TreeExplainer(own)
    predict = microseconds(lambda: own.predict(values, raw_score=True, num_threads=1), rows)
    ours = {
        "ours: margin": (lambda: model.margin(matrix), rows),
        "ours: margin and its parts": (lambda: model.contributions(matrix), rows),
        "ours: frame to scores and reasons": (lambda: score(bundle, book), rows),
        "LightGBM pred_contrib": (
            lambda: own.predict(few, pred_contrib=True, num_threads=1),
            few.shape[0],
        ),
        "shap TreeExplainer": (lambda: explainer.shap_values(few), few.shape[0]),
    }
    shape = f"{trees} trees of depth {max_depth} with {num_leaves} leaves"
    lines = [
        f"{rows:,} rows, {len(specs())} features, {shape}; microseconds of CPU a row, one thread",
        f"{'LightGBM predict':<36}{predict:8.2f}  1.0 x",
    ]
    for name, (work, worked) in ours.items():
        cost = microseconds(work, worked)
        lines.append(f"{name:<36}{cost:8.2f}  {cost / predict:.1f} x")
    return "\n".join(lines)


def main() -> None:
    """Measure one shape of trees."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("--rows", type=int, default=200_000)
    parser.add_argument("--max-depth", type=int, default=4)
    parser.add_argument("--num-leaves", type=int, default=15)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    print(report(arguments.rows, arguments.max_depth, arguments.num_leaves, arguments.seed))


if __name__ == "__main__":
    main()
