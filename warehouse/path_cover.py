"""Source paths that a release does not show: covered when it is written, true again wherever the warehouse reads it.

The next release is made from the last one by path, and people ask for files by path; so what a release holds in place
of a path must lead back to it, here and nowhere else. A path is therefore encrypted under a key of the warehouse, and
always to the same text (AES-SIV, RFC 5297): equal paths stay equal, and nobody without the key can read one or try a
guess. The key lies in the warehouse beside raw/, never in a release. That it exists is entered among the decisions too:
were it lost unnoticed, covered paths would be taken for paths.
"""

from __future__ import annotations

import base64
import hashlib
import os
import secrets
from datetime import datetime
from typing import Any

import duckdb

from transforms.errors import InputUnreadableError, VerificationError
from warehouse.decisions import record_decision
from warehouse.durable import fsync_file
from warehouse.journal import read_entries
from warehouse.layout import Warehouse

__all__ = ["COLUMN", "MARK", "PathCover", "find_cover", "has_cover", "make_cover", "register_cover", "under_true_paths"]

MARK = "%~"
"""What a covered path begins with. No path holds it: a literal % is written %25 there, other bytes as %XX."""

DECISION = "cover_paths"
KEY_BYTES = 32
STEP_BYTES = 32  # a path is filled up to a multiple, so that its length tells little
COLUMN = "source_path"
TRUE_PATHS = (
    f"* REPLACE (CASE WHEN starts_with({COLUMN}, '{MARK}') THEN true_path({COLUMN}) ELSE {COLUMN} END AS {COLUMN})"
)


class PathCover:
    """Covers paths, and uncovers what it covered."""

    def __init__(self, key: bytes) -> None:
        from cryptography.hazmat.primitives.ciphers.aead import AESSIV  # noqa: PLC0415 (few warehouses need it)

        self._cipher = AESSIV(key)

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
    return PathCover(key)


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
    return PathCover(key)


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
    """Have `under_true_paths` uncover on a connection. Close the connection: DuckDB holds the function till then."""
    if cover is None:
        return
    import pyarrow as pa  # noqa: PLC0415 (commands that answer at once need it only where paths are covered)
    from duckdb.func import ARROW  # noqa: PLC0415

    def true_path(paths: Any) -> Any:  # noqa: ANN401  # Arrow arrays, which DuckDB's signatures have no word for
        return pa.array([cover.uncover(path) for path in paths.to_pylist()], pa.string())

    connection.create_function("true_path", true_path, ["VARCHAR"], "VARCHAR", type=ARROW)
    connection.execute("SET VARIABLE has_path_cover = true")


def has_cover(connection: duckdb.DuckDBPyConnection) -> bool:
    """Whether a cover was registered."""
    return bool(connection.execute("SELECT getvariable('has_path_cover')").fetchall()[0][0])


def under_true_paths(
    connection: duckdb.DuckDBPyConnection, relation: duckdb.DuckDBPyRelation
) -> duckdb.DuckDBPyRelation:
    """Rows of release files with their true paths, where a cover was registered; other rows as they are."""
    return relation.project(TRUE_PATHS) if has_cover(connection) and COLUMN in relation.columns else relation
