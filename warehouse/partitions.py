"""Writing a sorted stream into the files of a table, one a year or month, or a finer one (`warehouse.filing`)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby, pairwise
from operator import itemgetter
from pathlib import Path

import duckdb
import numpy as np
import pyarrow as pa

from transforms.schema_types import Table
from warehouse.covered_rows import write_shown
from warehouse.durable import hash_file, make_folder
from warehouse.engine import ARROW_BATCH_ROWS
from warehouse.path_cover import ShownPaths

__all__ = [
    "ReleaseFile",
    "cut_by_key",
    "file_key_of",
    "file_path",
    "write_by_key",
    "write_file",
    "write_partitions",
]


@dataclass(frozen=True)
class ReleaseFile:
    """One file of a release, as its manifest lists it.

    Attributes:
        path: Relative to the release folder.
        table: Table that it holds rows of; None for files that are no table.
        rows: Number of rows; None for files that are no table.
        bytes: Size.
        sha256: Of its bytes, in hex.
        is_new: Whether this release wrote it; linked files are the parent's.
    """

    path: str
    table: str | None
    rows: int | None
    bytes: int
    sha256: str
    is_new: bool = True


def file_path(table: Table, key: str) -> str:
    """Path of a table's file inside a release: `documents/documents-2019.parquet`, `months.parquet`."""
    return f"{table.name}.parquet" if table.partition == "single" else f"{table.name}/{table.name}-{key}.parquet"


def file_key_of(path: Path, table: Table) -> str:
    """Key of a file of a table: of `documents/documents-2019.parquet` it is `2019`."""
    return path.stem.removeprefix(f"{table.name}-")


def write_partitions(
    connection: duckdb.DuckDBPyConnection,
    query: str,
    parameters: dict[str, object] | None,
    table: Table,
    folder: Path,
    *,
    shown: ShownPaths | None = None,
) -> list[ReleaseFile]:
    """Stream a query into the files of a table.

    Args:
        connection: Where the query runs.
        query: Its rows come sorted by `file_key`, which names the file.
        parameters: Of the query.
        table: Table that is written.
        folder: Release folder.
        shown: What stands for source paths in the files; None for themselves.
    """
    reader = connection.sql(query, params=parameters).to_arrow_reader(ARROW_BATCH_ROWS)
    return write_by_key(cut_by_key(reader), table, folder, shown=shown)


def write_by_key(
    keyed: Iterable[tuple[str, pa.RecordBatch]],
    table: Table,
    folder: Path,
    *,
    shown: ShownPaths | None = None,
    on_file: Callable[[], None] = lambda: None,
) -> list[ReleaseFile]:
    """Write rows into the files of a table.

    Args:
        keyed: The key of a file and rows of it; what is of one file follows each other.
        table: Table that is written.
        folder: Release folder.
        shown: What stands for source paths in the files; None for themselves.
        on_file: Called after each file.
    """
    files = []
    for key, slices in groupby(keyed, key=itemgetter(0)):
        path = file_path(table, key)
        make_folder((folder / path).parent)
        files.append(write_file((one for _, one in slices), table, folder, path, shown=shown))
        on_file()
    return files


def write_file(
    batches: Iterable[pa.RecordBatch], table: Table, folder: Path, path: str, *, shown: ShownPaths | None = None
) -> ReleaseFile:
    """Stream rows of a table into one file of a release, in a sub-folder that is there."""
    rows = write_shown(batches, table, folder / path, shown)
    return ReleaseFile(path, table.name, rows, (folder / path).stat().st_size, hash_file(folder / path))


def cut_by_key(batches: Iterable[pa.RecordBatch]) -> Iterator[tuple[str, pa.RecordBatch]]:
    """Cut batches that come sorted by `file_key` where that changes; its column is left out."""
    for batch in batches:
        if not batch.num_rows:
            continue
        keys = batch.column("file_key").to_numpy(zero_copy_only=False)
        cuts = [0, *(np.flatnonzero(keys[1:] != keys[:-1]) + 1).tolist(), batch.num_rows]
        rest = batch.drop_columns(["file_key"])
        for start, end in pairwise(cuts):
            yield str(keys[start]), rest.slice(start, end - start)
