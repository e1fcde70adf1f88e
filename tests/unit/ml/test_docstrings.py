"""The examples in the docstrings are true."""

from __future__ import annotations

import doctest
import importlib
import pkgutil

import pytest

import ml

MODULES = sorted(module.name for module in pkgutil.walk_packages(ml.__path__, "ml."))


@pytest.mark.parametrize("name", MODULES)
def test_examples_are_true(name: str):
    assert doctest.testmod(importlib.import_module(name)).failed == 0


def test_there_are_examples():
    tried = [doctest.testmod(importlib.import_module(name)).attempted for name in MODULES]
    assert sum(tried) >= 7
