"""The same seed gives the same files, byte for byte, on any number of threads."""

from __future__ import annotations

from dataclasses import replace
from hashlib import sha256
from pathlib import Path

from orchestration.demo import DemoSettings, generate

SETTINGS = DemoSettings(loans=1_300, seed=3, loans_per_part=300, threads=1)


def hashes(folder: Path, settings: DemoSettings) -> dict[str, str]:
    generate(settings, folder)
    return {
        str(path.relative_to(folder)): sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*.parquet"))
    }


def test_two_runs_and_four_threads_give_the_same_bytes(tmp_path: Path) -> None:
    first = hashes(tmp_path / "first", SETTINGS)
    assert len(first) == 4 * 5
    assert hashes(tmp_path / "second", SETTINGS) == first
    assert hashes(tmp_path / "threads", replace(SETTINGS, threads=4)) == first


def test_another_seed_gives_another_book(tmp_path: Path) -> None:
    first = hashes(tmp_path / "first", SETTINGS)
    other = hashes(tmp_path / "other", replace(SETTINGS, seed=4))
    assert set(first) == set(other)
    assert not {name for name in first if first[name] == other[name]}


def test_a_smaller_book_leaves_nothing_of_a_larger_one_behind(tmp_path: Path) -> None:
    larger = hashes(tmp_path, SETTINGS)
    smaller = hashes(tmp_path, replace(SETTINGS, loans=500))
    assert (len(larger), len(smaller)) == (20, 8)


def test_progress_runs_from_nothing_to_everything(tmp_path: Path) -> None:
    shares: list[float] = []
    generate(SETTINGS, tmp_path, lambda _what, share: shares.append(share))
    assert shares == sorted(shares)
    assert (shares[0], shares[-1]) == (0.0, 1.0)
