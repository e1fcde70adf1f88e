"""Finding the files of a raw table, and reading what their headers say.

A table may come as `.parquet`, `.csv` or `.csv.gz`, or as a folder of parts of these.
"""

from __future__ import annotations

import csv
import gzip
import hashlib
import io
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from orchestration.errors import InputError, one_line
from orchestration.raw_tables import RawTable

ENDINGS = (".parquet", ".csv", ".csv.gz")
_CHUNK = 1 << 20


@dataclass(frozen=True)
class RawFile:
    """One file that holds rows of a raw table; `label` is its name relative to the raw folder."""

    path: Path
    label: str
    ending: str

    @property
    def is_parquet(self) -> bool:
        """True for Parquet, false for CSV."""
        return self.ending == ".parquet"


def check_raw_folder(folder: Path) -> None:
    """Raise InputError unless `folder` is a folder that can be listed."""
    if not folder.exists():
        raise InputError(f"the raw folder {folder} does not exist: name another with --raw")
    if not folder.is_dir():
        raise InputError(f"{folder} is not a folder: name the folder of the raw files with --raw")
    try:
        next(folder.iterdir(), None)
    except OSError as error:
        raise InputError(f"the raw folder {folder} cannot be listed ({error.strerror})") from error


def find_files(folder: Path, table: RawTable) -> tuple[RawFile, ...]:
    """The files of `table` in `folder`; none for an optional table that is absent.

    Raises InputError when a required table is missing or when it is there twice.
    """
    stem = table.file_stem
    single = [RawFile(folder / (stem + e), stem + e, e) for e in ENDINGS]
    found = [raw_file for raw_file in single if raw_file.path.is_file()]
    parts_folder = folder / stem
    if parts_folder.is_dir():
        found.append(RawFile(parts_folder, f"{stem}/", "folder"))
    if len(found) > 1:
        both = " and ".join(raw_file.label for raw_file in found)
        raise InputError(f"table {table.name}: {both} are both in {folder}: keep one")
    if not found:
        if table.is_optional:
            return ()
        raise InputError(_missing(folder, table))
    return _parts(parts_folder, stem) if found[0].ending == "folder" else tuple(found)


def read_header(raw_file: RawFile) -> tuple[str, ...]:
    """The column names of a CSV file, white space around them removed; empty ones are numbered.

    Raises InputError when the file is no UTF-8 text, has no header, or names a column twice.
    """
    try:
        with _open_text(raw_file) as handle:
            cells = next(csv.reader(handle, strict=True), None)
    except UnicodeDecodeError as error:
        raise unreadable(raw_file, "it is not UTF-8") from error
    except (OSError, EOFError, csv.Error) as error:
        raise unreadable(raw_file, one_line(str(error))) from error
    if not cells:
        raise unreadable(raw_file, "it has no header line")
    names = tuple(c.strip() or f"column_{n}" for n, c in enumerate(cells, start=1))
    lowered = [name.lower() for name in names]
    twice = next((n for n, low in zip(names, lowered, strict=True) if lowered.count(low) > 1), None)
    if twice is not None:
        raise unreadable(raw_file, f"its header names the column {twice} twice")
    return names


def unreadable(raw_file: RawFile, reason: str) -> InputError:
    """The error for a file that is damaged or not what its ending says."""
    return InputError(
        f"{raw_file.label} cannot be read: {reason}: replace the file ({raw_file.path})"
    )


def sha256(path: Path) -> str:
    """The SHA-256 of a file, in hexadecimal."""
    digest = hashlib.sha256()
    with path.open("rb") as handle:
        while chunk := handle.read(_CHUNK):
            digest.update(chunk)
    return digest.hexdigest()


def check_gzip(raw_file: RawFile) -> None:
    """Raise InputError when a gzip file is cut short or its checksum does not hold.

    The database's reader notices the first but not the second.
    """
    try:
        with gzip.open(raw_file.path, "rb") as handle:
            while handle.read(_CHUNK):
                pass
    except (OSError, EOFError, ValueError) as error:
        raise unreadable(raw_file, one_line(str(error))) from error
    except Exception as error:  # zlib.error derives from Exception alone
        raise unreadable(raw_file, one_line(str(error))) from error


def _parts(folder: Path, stem: str) -> tuple[RawFile, ...]:
    entries = sorted(path for path in folder.iterdir() if path.name[0] not in "._")
    parts = []
    for path in entries:
        ending = next((e for e in ENDINGS if path.name.lower().endswith(e)), None)
        if ending is None or not path.is_file():
            raise InputError(
                f"{stem}/{path.name} is no part file: name parts .parquet, .csv or .csv.gz and put "
                "nothing else in the folder"
            )
        parts.append(RawFile(path, f"{stem}/{path.name}", ending))
    if not parts:
        raise InputError(
            f"the folder {folder} holds no part files: put .parquet, .csv or .csv.gz files in it"
        )
    return tuple(parts)


def _missing(folder: Path, table: RawTable) -> str:
    looked_for = ", ".join(table.file_stem + ending for ending in ENDINGS)
    names = sorted(path.name for path in folder.iterdir())
    shown = ", ".join(names[:8]) + (" ..." if len(names) > 8 else "")
    return (
        f"table {table.name}: none of {looked_for} or a folder {table.file_stem}/ in {folder}: "
        f"found {shown or 'nothing'}"
    )


def _open_text(raw_file: RawFile) -> IO[str]:
    if raw_file.ending == ".csv.gz":
        return io.TextIOWrapper(gzip.open(raw_file.path, "rb"), encoding="utf-8-sig", newline="")
    return raw_file.path.open("r", encoding="utf-8-sig", newline="")
