"""Source paths that a release does not show: covered when it is written, true again wherever the warehouse reads it.

The next release is made from the last one by path, and people ask for files by path; so what a release holds in place
of a path must lead back to it, here and nowhere else. Covered (`publish_paths = hash`), a path is encrypted under a key
of the warehouse, and always to the same text (AES-SIV, RFC 5297): equal paths stay equal, and nobody without the key
can read one or try a guess. Left out (`none`), it is an empty text, and the true one lies in the warehouse
(`warehouse.kept_paths`). The key lies in the warehouse beside raw/, never in a release. That it exists is entered among
the decisions too: were it lost unnoticed, covered paths would be taken for paths.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import os
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from weakref import WeakKeyDictionary

import duckdb

from transforms.errors import InputUnreadableError, VerificationError
from warehouse.decisions import record_decision
from warehouse.durable import fsync_file
from warehouse.journal import read_entries
from warehouse.kept_paths import join_kept_paths
from warehouse.layout import Warehouse

__all__ = [
    "COLUMN",
    "MARK",
    "PathCover",
    "ShownPaths",
    "find_cover",
    "has_cover",
    "make_cover",
    "read_under_true_paths",
    "register_cover",
    "setting_of",
    "shown_under",
]

MARK = "%~"
"""What a covered path begins with. No path holds it: a literal % is written %25 there, other bytes as %XX."""

_KEPT: WeakKeyDictionary[duckdb.DuckDBPyConnection, Path] = WeakKeyDictionary()
"""Connections that a cover was registered on, and the folder with the paths that were left out."""

DECISION = "cover_paths"
KEY_BYTES = 32
STEP_BYTES = 32  # a path is filled up to a multiple, so that its length tells little
COLUMN = "source_path"
TRUE_PATHS = (
    f"* REPLACE (CASE WHEN starts_with({COLUMN}, '{MARK}') THEN true_path({COLUMN}) ELSE {COLUMN} END AS {COLUMN})"
)


class PathCover:
    """Covers paths, and uncovers what it covered.

    Attributes:
        kept: Folder with the paths that were left out (`warehouse.kept_paths`).
    """

    def __init__(self, key: bytes, kept: Path) -> None:
        from cryptography.hazmat.primitives.ciphers.aead import AESSIV  # noqa: PLC0415 (few warehouses need it)

        self._cipher = AESSIV(key)
        self._key = key
        self.kept = kept

    def name_of_kept(self, sha256: str) -> str:
        """Name of a file of kept paths, by its sum. Releases tell it, and no guess at paths can be tried with it."""
        return hmac.new(self._key, f"kept paths {sha256}".encode(), hashlib.sha256).hexdigest()[:32]

    def cover(self, path: str) -> str:
        """What a release shows of a path; what is covered already stays as it is."""
        if path.startswith(MARK):
            return path
        plain = path.encode()
        filled = plain.ljust(-(-len(plain) // STEP_BYTES) * STEP_BYTES or STEP_BYTES, b"\0")  # no path holds a NUL
        return MARK + base64.urlsafe_b64encode(self._cipher.encrypt(filled, None)).decode("ascii").rstrip("=")

    def uncover(self, path: str) -> str:
        """The true path; one that is not covered stays as it is."""
        if not path.startswith(MARK):
            return path
        code = path.removeprefix(MARK)
        return (
            self._cipher.decrypt(base64.urlsafe_b64decode(code + "=" * (-len(code) % 4)), None).rstrip(b"\0").decode()
        )


@dataclass(frozen=True)
class ShownPaths:
    """What the files of a release show in place of source paths.

    Attributes:
        cover: Covers them.
        is_left_out: Whether they are left out altogether.
    """

    cover: PathCover
    is_left_out: bool = False

    def show(self, path: str) -> str:
        """What stands for a path."""
        return "" if self.is_left_out else self.cover.cover(path)


def setting_of(shown: ShownPaths | None) -> str:
    """The setting `publish_paths` under which files show that: full, hash or none."""
    if shown is None:
        return "full"
    return "none" if shown.is_left_out else "hash"


def shown_under(setting: str, cover: PathCover | None) -> ShownPaths | None:
    """What files show under the setting `publish_paths`; the cover is needed where they do not show paths."""
    return None if cover is None or setting == "full" else ShownPaths(cover, is_left_out=setting == "none")


def find_cover(warehouse: Warehouse) -> PathCover | None:
    """The cover of a warehouse; None where no path was ever covered.

    Raises:
        VerificationError: Paths were covered, and the key is gone or another.
        InputUnreadableError: The key may not be read.
    """
    recorded = _recorded_sum(warehouse)
    key = _read_key(warehouse)
    if recorded is None:
        return None  # a key without its entry was left by a kill: nothing was covered with it
    if key is None or hashlib.sha256(key).hexdigest() != recorded:
        raise VerificationError(
            f"The key that source paths of the releases were covered with is {'gone' if key is None else 'another'}.",
            where=str(warehouse.path_key_file),
            what_to_do="Restore it from a backup of the warehouse. Without it the releases stay readable, but no other "
            "can be made from them.",
        )
    return PathCover(key, warehouse.kept_paths)


def make_cover(warehouse: Warehouse, *, now: datetime) -> PathCover:
    """The cover of a warehouse, made where there is none; the writer's lock is held.

    Raises:
        VerificationError: Paths were covered before, and the key is gone or another.
    """
    cover = find_cover(warehouse)
    if cover is not None:
        return cover
    key = _read_key(warehouse)
    if key is None:
        key = secrets.token_bytes(KEY_BYTES)
        _write_key(warehouse, key)
    record_decision(warehouse, DECISION, now=now, key_sha256=hashlib.sha256(key).hexdigest())
    return PathCover(key, warehouse.kept_paths)


def _recorded_sum(warehouse: Warehouse) -> str | None:
    sums = [entry["key_sha256"] for entry in read_entries(warehouse.decisions_file) if entry["decision"] == DECISION]
    return sums[-1] if sums else None


def _read_key(warehouse: Warehouse) -> bytes | None:
    try:
        return warehouse.path_key_file.read_bytes()
    except FileNotFoundError:
        return None
    except PermissionError as error:
        raise InputUnreadableError(
            "The key that source paths were covered with may not be read.",
            where=str(warehouse.path_key_file),
            what_to_do="Ask as the user that runs Kroniek; releases can be read without it.",
        ) from error


def _write_key(warehouse: Warehouse, key: bytes) -> None:
    path = warehouse.path_key_file
    new = path.with_name(f".{path.name}.new")
    new.unlink(missing_ok=True)
    descriptor = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        os.write(descriptor, key)
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
    new.replace(path)
    fsync_file(path.parent)


def register_cover(connection: duckdb.DuckDBPyConnection, cover: PathCover | None) -> None:
    """Have `read_under_true_paths` uncover on a connection; close it: DuckDB holds the function till then."""
    if cover is None:
        return
    import pyarrow as pa  # noqa: PLC0415 (commands that answer at once need it only where paths are covered)
    from duckdb.func import ARROW  # noqa: PLC0415

    def true_path(paths: Any) -> Any:  # noqa: ANN401  # Arrow arrays, which DuckDB's signatures have no word for
        return pa.array([cover.uncover(path) for path in paths.to_pylist()], pa.string())

    connection.create_function("true_path", true_path, ["VARCHAR"], "VARCHAR", type=ARROW)
    _KEPT[connection] = cover.kept


def has_cover(connection: duckdb.DuckDBPyConnection) -> bool:
    """Whether a cover was registered."""
    return connection in _KEPT


def read_under_true_paths(
    connection: duckdb.DuckDBPyConnection,
    files: Sequence[Path],
    *,
    with_file_name: bool = False,
    with_row_number: bool = False,
) -> duckdb.DuckDBPyRelation:
    """Rows of Parquet files, those of releases with their true paths where a cover was registered.

    Args:
        connection: Where.
        files: At least one file, all of one table.
        with_file_name: Whether the column `filename` is wanted.
        with_row_number: Whether the column `file_row_number`, from 0, is wanted.

    Raises:
        VerificationError: Paths that a file leaves out are gone.
    """
    names = [str(path) for path in files]
    relation = connection.read_parquet(names, filename=with_file_name, file_row_number=with_row_number)
    if COLUMN not in relation.columns or not has_cover(connection):
        return relation
    joined = join_kept_paths(connection, names, _KEPT[connection])
    if joined is not None:
        relation = joined.project(*relation.columns)
    return relation.project(TRUE_PATHS)
