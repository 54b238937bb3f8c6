"""The list of a batch folder's Parquet files in its record, by which `verify` knows damage."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from warehouse.batches import BatchFolder
from warehouse.durable import hash_file, read_json, replace_json
from warehouse.parquet import read_row_count

__all__ = ["describe_file", "list_files", "relist_file"]


def list_files(folder: Path) -> list[dict[str, Any]]:
    """The Parquet files under a folder, by path."""
    paths = sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*.parquet"))
    return [describe_file(folder, path) for path in paths]


def describe_file(folder: Path, path: str) -> dict[str, Any]:
    """One file of a folder: `path` in the folder, `rows`, `bytes`, `sha256`."""
    file = folder / path
    return {"path": path, "rows": read_row_count(file), "bytes": file.stat().st_size, "sha256": hash_file(file)}


def relist_file(folder: Path, path: str) -> None:
    """Enter a file of a batch folder that was replaced, or came, into the folder's record anew."""
    record_file = BatchFolder(folder, ()).record_file
    record = read_json(record_file)
    entry = describe_file(folder, path)
    if entry not in record["files"]:
        others = [file for file in record["files"] if file["path"] != path]
        record["files"] = sorted([*others, entry], key=lambda file: str(file["path"]))
        replace_json(record_file, record)
