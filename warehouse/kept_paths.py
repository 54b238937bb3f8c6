"""Source paths that releases leave out (`publish_paths = none`): files of the warehouse's own, row for row.

A release file that leaves its paths out names in its footer the file of `kept-paths/` that holds them, in the order of
its rows. Such a file is named by its content, so releases that link a file share its paths with it, and nothing has to
be switched when a release is published, revised or pruned: the paths are there before any file names them, and go when
none does any more.

Nothing here loads pyarrow: `explain` and `rejects` read through it.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import duckdb

from transforms.errors import VerificationError
from warehouse.layout import Warehouse
from warehouse.releases import release_versions, table_files
from warehouse.sql import load

__all__ = ["FOOTER_KEY", "drop_unused_paths", "join_kept_paths", "kept_file", "named_paths"]

FOOTER_KEY = "kroniek.kept_paths"
TABLES = ("documents", "verdicts", "duplicates", "changes")
"""Those that have source paths."""


def kept_file(folder: Path, name: str) -> Path:
    """The file of kept paths that a release file names."""
    return folder / f"{name}.parquet"


def join_kept_paths(
    connection: duckdb.DuckDBPyConnection, files: Sequence[str], folder: Path
) -> duckdb.DuckDBPyRelation | None:
    """Rows of files with the paths that they leave out, `filename` and `file_row_number`; None where none of them does.

    Args:
        connection: Where.
        files: Parquet files of one table.
        folder: Where kept paths lie.

    Raises:
        VerificationError: Kept paths are gone.
    """
    named = {file: kept_file(folder, name) for file, name in _footers(connection, files)}
    if not named:
        return None
    for path in named.values():
        if not path.is_file():
            raise VerificationError(
                "The source paths that a release leaves out are gone.",
                where=str(path),
                what_to_do="Restore the folder from a backup of the warehouse. Without it the releases stay readable, "
                "but no other can be made from them.",
            )
    kept = [str(path) for path in named.values()]
    places: dict[str, object] = {
        "files": list(files), "named": list(named), "kept": kept, "kept_files": sorted(set(kept)),
    }  # fmt: skip
    return connection.sql(load("kept_paths"), params=places)


def _footers(connection: duckdb.DuckDBPyConnection, files: Sequence[str]) -> list[tuple[str, str]]:
    return connection.execute(load("kept_path_names"), {"files": list(files), "key": FOOTER_KEY}).fetchall()


def named_paths(warehouse: Warehouse) -> dict[str, list[str]]:
    """Names of the files of kept paths that releases need, each with the versions of those releases."""
    found: dict[str, list[str]] = {}
    with duckdb.connect() as connection:
        for version in release_versions(warehouse):
            folder = warehouse.releases / version
            files = [str(path) for table in TABLES for path in table_files(folder, table)]
            for name in sorted({name for _, name in _footers(connection, files)} if files else set()):
                found.setdefault(name, []).append(version)
    return found


def drop_unused_paths(warehouse: Warehouse) -> None:
    """Remove kept paths that no release needs: of pruned or revised ones, and of candidates that never were any.

    The writer's lock is held, and no candidate is in the making. Where a release cannot be read, nothing is removed:
    `kroniek verify` names it, and the next prune looks again.
    """
    if not warehouse.kept_paths.is_dir():
        return
    try:
        needed = {kept_file(warehouse.kept_paths, name) for name in named_paths(warehouse)}
    except (duckdb.Error, VerificationError):
        return
    for path in warehouse.kept_paths.iterdir():
        if path not in needed:
            path.unlink()
