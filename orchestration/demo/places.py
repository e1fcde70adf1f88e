"""Where the borrowers live: states, postal regions, city tiers, and how an area pays."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from orchestration.demo.arrays import Floats, Ints, Purpose, pick, stream

# state, share of the book, first three digits of its pincodes from .. to, and of its large cities
_STATES: tuple[tuple[str, float, int, int, tuple[int, ...]], ...] = (
    ("Maharashtra", 0.16, 400, 445, (400, 411)),
    ("Tamil Nadu", 0.11, 600, 643, (600, 641)),
    ("Karnataka", 0.10, 560, 591, (560,)),
    ("Gujarat", 0.09, 360, 396, (380, 395)),
    ("Uttar Pradesh", 0.10, 201, 285, (201, 226)),
    ("Delhi", 0.06, 110, 110, (110,)),
    ("Telangana", 0.07, 500, 509, (500,)),
    ("Andhra Pradesh", 0.06, 515, 535, (520, 530)),
    ("Rajasthan", 0.06, 301, 345, (302,)),
    ("Kerala", 0.05, 670, 695, (682, 695)),
    ("West Bengal", 0.05, 700, 743, (700,)),
    ("Madhya Pradesh", 0.05, 450, 488, (452, 462)),
    ("Punjab", 0.02, 140, 160, (141,)),
    ("Bihar", 0.02, 800, 855, (800,)),
)
STATES = tuple(row[0] for row in _STATES)
_SHARES: Floats = np.array([row[1] for row in _STATES])
_SHARE_IN_LARGE_CITIES = 0.45
_METROS: Ints = np.array([110, 400, 411, 500, 560, 600, 700, 380])
_AREA_EFFECT_SPREAD = 0.5


@dataclass(frozen=True)
class Places:
    """One home address a borrower: state number, first three digits, pincode, tier 1 to 3."""

    state: Ints
    area: Ints
    pincode: Ints
    tier: Ints


def draw_places(rng: np.random.Generator, count: int) -> Places:
    """Addresses for `count` borrowers, nearly half of them in large cities."""
    state = pick(rng.random(count), _SHARES)
    low: Ints = np.array([row[2] for row in _STATES])[state]
    high: Ints = np.array([row[3] for row in _STATES])[state]
    elsewhere = low + np.floor(rng.random(count) * (high - low + 1)).astype(np.int64)
    cities: Ints = np.array([row[4][0] for row in _STATES])[state]
    second: Ints = np.array([row[4][-1] for row in _STATES])[state]
    city = np.where(rng.random(count) < 0.6, cities, second)
    in_city = rng.random(count) < _SHARE_IN_LARGE_CITIES
    area = np.where(in_city, city, elsewhere)
    pincode = area * 1000 + 1 + np.floor(rng.random(count) ** 2 * 90).astype(np.int64)
    is_metro = np.isin(area, _METROS)
    tier = np.where(is_metro, 1, np.where(in_city | (rng.random(count) < 0.3), 2, 3))
    return Places(state, area, pincode, tier)


def area_effects(seed: int) -> Floats:
    """Log-odds of trouble by the first three digits of the pincode, 1,000 of them."""
    return stream(seed, Purpose.AREAS).normal(0.0, _AREA_EFFECT_SPREAD, 1000)
