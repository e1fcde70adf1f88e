"""Model bundles on disk: those of this run, and the published ones."""

from __future__ import annotations

from typing import TYPE_CHECKING

from orchestration.errors import CheckFailedError
from orchestration.home import Home

if TYPE_CHECKING:
    from ml.bundle import ModelBundle


def load_bundle(home: Home, version: str) -> ModelBundle:
    """The verified bundle of a version: this run's where it was trained in it, else the published.

    Raises CheckFailedError when it is lost or was changed.
    """
    from ml.bundle import BundleError, load

    fresh = home.build_models / version
    try:
        return load(fresh if fresh.exists() else home.models / version)
    except BundleError as error:
        raise CheckFailedError(
            f"the model {version} cannot be used ({error}): promote another version with "
            "`loanbook promote`, or train anew"
        ) from error
