"""Reading files to find damage: each inode is hashed once, however many releases link it."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

__all__ = ["PARQUET_ERRORS", "Damage", "FileReader", "Inode", "inode_of"]

CHUNK_BYTES = 1 << 20
PARQUET_ERRORS = (pa.ArrowException, OSError)
"""What pyarrow raises for a file that is torn, no Parquet, or cannot be read."""

Inode = tuple[int, int]
"""Device and inode: what hard links of one file have in common."""


@dataclass(frozen=True, order=True)
class Damage:
    """Something that is not what its record says it is.

    Attributes:
        path: Relative to the warehouse.
        problem: One word for scripts: absent, size, sha256, rows, unreadable, stray, manifest, sums, counts, catalog,
            pointer, source_sha256 or batch_id.
        detail: What was found and what was expected.
        releases: Every release that holds the damaged file; empty for files outside of releases.
    """

    path: str
    problem: str
    detail: str
    releases: tuple[str, ...] = ()


def inode_of(path: Path) -> Inode | None:
    """Device and inode of a file; None when it is not there."""
    try:
        status = path.stat()
    except OSError:
        return None
    return status.st_dev, status.st_ino


@dataclass
class FileReader:
    """Hashes files and counts the rows of Parquet footers; what was read once is not read again.

    A file that was changed or replaced meanwhile has another inode, size or time, and is read anew.

    Attributes:
        root: The warehouse; paths of findings are told relative to it.
        on_bytes: Told how many bytes were read since the last call.
        sums: sha256 by inode, size and time of change.
        read_bytes: Bytes read so far.
    """

    root: Path
    on_bytes: Callable[[int], None]
    sums: dict[tuple[int, int, int, int], str] = field(default_factory=dict)
    footers: dict[tuple[int, int, int, int], int] = field(default_factory=dict)
    read_bytes: int = 0

    @property
    def file_count(self) -> int:
        """Files hashed so far, linked ones once."""
        return len(self.sums)

    def name(self, path: Path) -> str:
        """A path as findings tell it."""
        return path.relative_to(self.root).as_posix()

    def sha256(self, path: Path) -> str:
        """sha256 of a file's bytes. Raises OSError."""
        with path.open("rb") as file:
            key = _key(os.fstat(file.fileno()))
            if key not in self.sums:
                digest = hashlib.sha256()
                while chunk := file.read(CHUNK_BYTES):
                    digest.update(chunk)
                    self.read_bytes += len(chunk)
                    self.on_bytes(len(chunk))
                self.sums[key] = digest.hexdigest()
            return self.sums[key]

    def rows(self, path: Path) -> int:
        """Rows of a Parquet file by its footer. Raises one of `PARQUET_ERRORS`."""
        key = _key(path.stat())
        if key not in self.footers:
            self.footers[key] = int(pq.read_metadata(path).num_rows)
        return self.footers[key]

    def compare(self, folder: Path, listed: Mapping[str, Any]) -> Damage | None:
        """Hold a file against what its record says: `path` relative to the folder, `bytes`, `sha256` and `rows`.

        Returns:
            The first thing that is wrong with it; None for a whole one.
        """
        path = folder / listed["path"]
        name = self.name(path)
        try:
            size = path.stat().st_size if path.is_file() else None
            if size is None:
                return Damage(name, "absent", "It is not there.")
            if size != listed["bytes"]:
                return Damage(name, "size", f"It has {size} bytes instead of {listed['bytes']}.")
            found = self.sha256(path)
            if found != listed["sha256"]:
                return Damage(name, "sha256", f"Its sha256 is {found} instead of {listed['sha256']}.")
            rows = None if listed["rows"] is None else self.rows(path)
        except PARQUET_ERRORS as error:
            return Damage(name, "unreadable", f"It cannot be read: {first_line(error)}.")
        if rows != listed["rows"]:
            return Damage(name, "rows", f"It has {rows} rows instead of {listed['rows']}.")
        return None

    def strays(self, folder: Path, known: Iterable[str]) -> list[Damage]:
        """Files in a folder that no record lists."""
        known = set(known)
        found = sorted(path for path in folder.rglob("*") if not path.is_dir() or path.is_symlink())
        return [
            Damage(self.name(path), "stray", "No record lists it.")
            for path in found
            if path.relative_to(folder).as_posix() not in known
        ]


def first_line(error: BaseException) -> str:
    """An exception in one line, without a full stop."""
    lines = str(error).strip().splitlines()
    return (lines[0] if lines else type(error).__name__).rstrip(".")


def _key(status: os.stat_result) -> tuple[int, int, int, int]:
    return status.st_dev, status.st_ino, status.st_size, status.st_mtime_ns
