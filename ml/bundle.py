"""A model as files: text and JSON, each with its hash, verified before a number is read.

Nothing is pickled. `manifest.json` lists every file with its SHA-256; a file that was changed, lost
or added makes `load` refuse.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from ml.algorithms import ALGORITHMS
from ml.calibration import Calibrator
from ml.features import FeatureSpec, list_hash
from ml.metrics import FrozenBins
from ml.models import Model
from ml.points import Scale

FORMAT = "loanbook-model-1"
MANIFEST = "manifest.json"


class BundleError(ValueError):
    """A bundle that must not be used: damaged, incomplete or of another format."""


@dataclass(frozen=True)
class TrainingFacts:
    """What the model was made from; dates as ISO text, hashes as SHA-256."""

    training_rows: int
    training_bads: int
    first_training_date: str
    last_training_date: str
    validation: str
    validation_note: str
    seed: int
    rounds: int
    params: dict[str, float | int]
    lifted_monotone: tuple[str, ...]
    data_hash: str
    champion_reason: str


@dataclass(frozen=True)
class ModelBundle:
    """Everything that a score needs, and the bins against which drift is measured.

    `documents` are texts for people, by file name, that no score needs: a scorecard as SQL.
    """

    population: str
    model: Model
    calibrator: Calibrator
    scale: Scale
    facts: TrainingFacts
    feature_bins: dict[str, FrozenBins]
    score_bins: FrozenBins
    documents: dict[str, str] = field(default_factory=dict)

    @property
    def algorithm(self) -> str:
        """The kind of model: a name of `ml.algorithms`."""
        return self.model.algorithm

    @property
    def specs(self) -> tuple[FeatureSpec, ...]:
        """The features that the model reads, in order."""
        return self.model.specs

    @property
    def features_hash(self) -> str:
        """Hash of the feature list."""
        return list_hash(self.specs)

    @property
    def fingerprint(self) -> str:
        """Hash over all files: two bundles with the same one are the same to the byte."""
        return hashlib.sha256(_manifest(_files(self)).encode()).hexdigest()


def save(bundle: ModelBundle, directory: Path) -> None:
    """Write the files and, last, the manifest. The directory is made; it must not hold a bundle."""
    directory.mkdir(parents=True, exist_ok=True)
    if (directory / MANIFEST).exists():
        raise BundleError(f"{directory} already holds a model: a bundle is written once")
    files = _files(bundle)
    for name, text in files.items():
        (directory / name).write_bytes(text.encode())
    (directory / MANIFEST).write_bytes(_manifest(files).encode())


def load(directory: Path) -> ModelBundle:
    """Read a bundle, after its manifest and every hash were checked; BundleError otherwise."""
    files = _verified_files(directory)
    try:
        content = json.loads(files["model.json"])
        bins = json.loads(files["reference_bins.json"])
        specs = tuple(FeatureSpec.from_json(spec) for spec in content["features"])
        facts = content["facts"]
        return ModelBundle(
            population=content["population"],
            model=ALGORITHMS[content["algorithm"]](files, specs),
            calibrator=Calibrator.from_json(content["calibrator"]),
            scale=Scale(**content["scale"]),
            facts=TrainingFacts(**(facts | {"lifted_monotone": tuple(facts["lifted_monotone"])})),
            feature_bins={name: _bins(values) for name, values in bins["features"].items()},
            score_bins=_bins(bins["score"]),
            documents={name: files[name] for name in content["documents"]},
        )
    except (KeyError, TypeError, ValueError) as problem:
        raise BundleError(f"model bundle {directory}: unreadable content ({problem})") from problem


def _verified_files(directory: Path) -> dict[str, str]:
    path = directory / MANIFEST
    if not path.is_file():
        raise BundleError(f"model bundle {directory}: no {MANIFEST}")
    try:
        manifest = json.loads(path.read_bytes())
        expected: dict[str, str] = dict(manifest["files"])
    except (KeyError, TypeError, ValueError) as problem:
        raise BundleError(f"model bundle {directory}: {MANIFEST} is not readable") from problem
    if manifest.get("format") != FORMAT:
        raise BundleError(f"model bundle {directory}: format is not {FORMAT}")
    present = {entry.name for entry in directory.iterdir()} - {MANIFEST}
    if odd := sorted(present.symmetric_difference(expected)):
        raise BundleError(f"model bundle {directory}: files lost or added: {', '.join(odd)}")
    contents = {name: (directory / name).read_bytes() for name in expected}
    for name, data in contents.items():
        if hashlib.sha256(data).hexdigest() != expected[name]:
            raise BundleError(f"model bundle {directory}: {name} was changed after it was saved")
    return {name: data.decode() for name, data in contents.items()}


def _files(bundle: ModelBundle) -> dict[str, str]:
    content = {
        "population": bundle.population,
        "algorithm": bundle.algorithm,
        "features": [spec.to_json() for spec in bundle.specs],
        "features_hash": bundle.features_hash,
        "calibrator": bundle.calibrator.to_json(),
        "scale": asdict(bundle.scale),
        "facts": asdict(bundle.facts),
        "reason_reference": "mean raw margin of the training rows",
        "documents": sorted(bundle.documents),
    }
    bins = {
        "features": {name: asdict(bins) for name, bins in bundle.feature_bins.items()},
        "score": asdict(bundle.score_bins),
    }
    return (
        bundle.model.to_files()
        | bundle.documents
        | {
            "model.json": _json(content),
            "reference_bins.json": _json(bins),
        }
    )


def _manifest(files: dict[str, str]) -> str:
    hashes = {name: hashlib.sha256(text.encode()).hexdigest() for name, text in files.items()}
    return _json({"format": FORMAT, "files": hashes})


def _json(content: dict[str, Any]) -> str:
    return json.dumps(content, indent=1, sort_keys=True, allow_nan=False) + "\n"


def _bins(values: dict[str, Any]) -> FrozenBins:
    return FrozenBins(tuple(values["edges"]), tuple(values["shares"]), values["rows"])
