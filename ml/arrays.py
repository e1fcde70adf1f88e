"""Names for the array types that this room passes around."""

from __future__ import annotations

from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

Floats: TypeAlias = NDArray[np.float64]
Ints: TypeAlias = NDArray[np.int64]
Flags: TypeAlias = NDArray[np.bool_]
Dates: TypeAlias = NDArray[np.datetime64]
Objects: TypeAlias = NDArray[Any]
