"""Score a frame in batches: PD, score, band, hash of the inputs, and the reasons as rows."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from ml.bands import DEFAULT_BANDS, Band, band_codes
from ml.bundle import ModelBundle
from ml.features import matrix_from_arrow, row_hashes
from ml.log_odds import clamp
from ml.points import clipped_score, unclipped_score
from ml.reasons import SCHEMA as REASON_SCHEMA
from ml.reasons import check_sum, reason_table

SCHEMA = pa.schema(
    [
        ("loan_id", pa.string()),
        ("as_of_date", pa.date32()),
        ("pd_12m", pa.float64()),
        ("raw_margin", pa.float64()),
        ("risk_score", pa.int32()),
        ("risk_score_unclipped", pa.float64()),
        ("risk_band", pa.string()),
        ("features_hash", pa.string()),
    ]
)

Progress = Callable[[str, float], None]


@dataclass(frozen=True)
class ScoredBatch:
    """`scores`: one row a row of the frame, in its order. `reasons`: up to four rows each."""

    scores: pa.Table
    reasons: pa.Table


def score(
    bundle: ModelBundle,
    frame: pa.Table,
    *,
    bands: Sequence[Band] = DEFAULT_BANDS,
    batch_rows: int = 50_000,
    progress: Progress | None = None,
) -> ScoredBatch:
    """Score every row of a frame with loan_id, as_of_date and the features of the model.

    A row scores the same alone and in any batch. Missing values and unseen categories are scored as
    the model learnt them. Raises ValueError when a feature column is absent and RuntimeError when
    the model gives no number: there is no stand-in score.
    """
    batches = list(
        score_batches(bundle, frame, bands=bands, batch_rows=batch_rows, progress=progress)
    )
    return ScoredBatch(
        pa.concat_tables([SCHEMA.empty_table(), *(batch.scores for batch in batches)]),
        pa.concat_tables([REASON_SCHEMA.empty_table(), *(batch.reasons for batch in batches)]),
    )


def score_batches(
    bundle: ModelBundle,
    frame: pa.Table,
    *,
    bands: Sequence[Band] = DEFAULT_BANDS,
    batch_rows: int = 50_000,
    progress: Progress | None = None,
) -> Iterator[ScoredBatch]:
    """The same, one batch at a time, for frames whose reasons do not fit in memory."""
    for start in range(0, frame.num_rows, batch_rows):
        yield _scored(bundle, frame.slice(start, batch_rows), bands)
        if progress is not None:
            progress("scoring", min(1.0, (start + batch_rows) / frame.num_rows))


def _scored(bundle: ModelBundle, frame: pa.Table, bands: Sequence[Band]) -> ScoredBatch:
    matrix = matrix_from_arrow(frame, bundle.specs)
    contributions = bundle.model.contributions(matrix)
    check_sum(contributions)
    pd = clamp(bundle.calibrator.pd(contributions.margin))
    if not np.isfinite(pd).all():
        raise RuntimeError("the model gave a PD that is not a number")
    unclipped = unclipped_score(pd, bundle.scale)
    scores = pa.table(
        {
            "loan_id": frame.column("loan_id").cast(pa.string()),
            "as_of_date": frame.column("as_of_date").cast(pa.date32()),
            "pd_12m": pa.array(pd),
            "raw_margin": pa.array(contributions.margin),
            "risk_score": pa.array(clipped_score(unclipped, bundle.scale).astype(np.int32)),
            "risk_score_unclipped": pa.array(unclipped),
            "risk_band": pa.array(band_codes(pd, bands), type=pa.string()),
            "features_hash": row_hashes(matrix),
        },
        schema=SCHEMA,
    )
    return ScoredBatch(scores, reason_table(frame, bundle.specs, contributions))
