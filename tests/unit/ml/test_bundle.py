"""A bundle scores the same after a save, and refuses to be read once a byte has changed."""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path

import pyarrow as pa
import pytest

from ml.bundle import BundleError, ModelBundle, load, save
from ml.models import Model
from ml.scoring import score


@pytest.fixture
def saved(bundle: ModelBundle, tmp_path: Path) -> Path:
    save(bundle, tmp_path / "model")
    return tmp_path / "model"


def test_scores_and_reasons_survive_a_save_to_the_bit(
    bundle: ModelBundle, saved: Path, book_frame: pa.Table
):
    before, after = score(bundle, book_frame), score(load(saved), book_frame)
    assert after.scores.equals(before.scores)
    assert after.reasons.equals(before.reasons)


def test_every_kind_of_model_survives_a_save_to_the_bit(
    bundle: ModelBundle, model: Model, tmp_path: Path, book_frame: pa.Table
):
    own = dataclasses.replace(bundle, model=model, documents={"card.sql": "select 1\n"})
    save(own, tmp_path / "own")
    again = load(tmp_path / "own")
    assert again == own
    assert score(again, book_frame).scores.equals(score(own, book_frame).scores)
    assert score(again, book_frame).reasons.equals(score(own, book_frame).reasons)
    for path in (tmp_path / "own").iterdir():
        assert path.suffix in (".json", ".txt", ".sql")
        path.read_bytes().decode()


def test_every_file_of_every_kind_is_missed_when_it_is_cut_short(
    bundle: ModelBundle, model: Model, tmp_path: Path
):
    own = dataclasses.replace(bundle, model=model, documents={"card.sql": "select 1\n"})
    save(own, tmp_path / "own")
    for path in sorted((tmp_path / "own").iterdir()):
        whole = path.read_bytes()
        path.write_bytes(whole[:-1] if path.name != "manifest.json" else whole[:-3])
        with pytest.raises(BundleError):
            load(tmp_path / "own")
        path.write_bytes(whole)
    assert load(tmp_path / "own") == own


def test_a_loaded_bundle_is_the_saved_one(bundle: ModelBundle, saved: Path):
    assert load(saved) == bundle
    assert load(saved).fingerprint == bundle.fingerprint


def test_a_bundle_is_text_and_json_only(saved: Path):
    for path in saved.iterdir():
        assert path.suffix in (".json", ".txt")
        path.read_bytes().decode()


@pytest.mark.parametrize("name", ["model.json", "reference_bins.json", "manifest.json"])
def test_a_changed_file_is_refused(saved: Path, name: str):
    path = saved / name
    text = path.read_text()
    digit = next(i for i, letter in enumerate(text) if letter.isdigit())
    path.write_text(text[:digit] + str((int(text[digit]) + 1) % 10) + text[digit + 1 :])
    with pytest.raises(BundleError):
        load(saved)


def test_a_changed_model_parameter_is_named(saved: Path):
    name = next(p.name for p in saved.iterdir() if p.name in ("logistic.json", "trees.txt"))
    path = saved / name
    path.write_text(path.read_text().replace("1", "2", 1))
    with pytest.raises(BundleError, match=f"{name} was changed"):
        load(saved)


def test_a_lost_or_added_file_is_refused(saved: Path):
    (saved / "extra.json").write_text("{}")
    with pytest.raises(BundleError, match=r"extra\.json"):
        load(saved)
    (saved / "extra.json").unlink()
    (saved / "reference_bins.json").unlink()
    with pytest.raises(BundleError, match=r"reference_bins\.json"):
        load(saved)


def test_a_folder_without_a_manifest_is_no_bundle(tmp_path: Path):
    with pytest.raises(BundleError, match="manifest"):
        load(tmp_path)


def test_another_format_is_refused(saved: Path):
    manifest = json.loads((saved / "manifest.json").read_text())
    (saved / "manifest.json").write_text(json.dumps(manifest | {"format": "something-2"}))
    with pytest.raises(BundleError, match="format"):
        load(saved)


def test_an_unreadable_manifest_is_refused(saved: Path):
    (saved / "manifest.json").write_text("not json")
    with pytest.raises(BundleError, match="not readable"):
        load(saved)


def test_a_bundle_is_written_once(bundle: ModelBundle, saved: Path):
    with pytest.raises(BundleError, match="already"):
        save(bundle, saved)
