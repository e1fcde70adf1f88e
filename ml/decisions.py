"""What a score means in money and in words: expected loss in paise, and a decision by band."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal

import numpy as np

from ml.arrays import Floats, Objects
from ml.bands import Band, band_index

PAISA = Decimal("0.01")


def expected_loss(pd: float | Decimal, lgd: float | Decimal, ead: Decimal) -> Decimal:
    """PD x LGD x EAD in the currency of the EAD, rounded half-up to the paisa.

    Computed in Decimal from the shortest decimal text of each float, undiscounted.

    >>> expected_loss(0.03, Decimal("0.65"), Decimal("500000"))
    Decimal('9750.00')
    """
    product = Decimal(str(pd)) * Decimal(str(lgd)) * ead
    return product.quantize(PAISA, rounding=ROUND_HALF_UP)


def expected_losses(
    pds: Sequence[float], lgds: Sequence[Decimal | None], eads: Sequence[Decimal | None]
) -> list[Decimal | None]:
    """Expected loss of each row; None where LGD or EAD is not known."""
    return [
        None if lgd is None or ead is None else expected_loss(pd, lgd, ead)
        for pd, lgd, ead in zip(pds, lgds, eads, strict=True)
    ]


def decisions(pd: Floats, bands: Sequence[Band]) -> Objects:
    """approve, refer or decline by the band of each PD; meant for applications only."""
    return np.asarray([band.decision for band in bands], dtype=object)[band_index(pd, bands)]
