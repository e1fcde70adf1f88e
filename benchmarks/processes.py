"""Steps in processes of their own, so that their CPU and their memory are their own."""

from __future__ import annotations

import os
import resource
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")

# Libraries that compute in threads of their own read these when they are imported.
_ONE_THREAD = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")


def in_own_process(function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """The function's answer from a new Python that ends with it."""
    os.environ.update(_ONE_THREAD)
    with ProcessPoolExecutor(max_workers=1, mp_context=get_context("spawn")) as new_python:
        return new_python.submit(function, *args, **kwargs).result()


def cpu_seconds() -> float:
    """User and system time of this process so far, all its threads together."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def peak_gib() -> float:
    """The most memory that this process has held so far."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
