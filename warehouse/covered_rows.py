"""The source paths of whole rows, on their way into a release and out of it: shown, covered or left out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Self

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from transforms.schema_types import Table
from warehouse.damage import reading
from warehouse.durable import fsync_file, hash_file, make_folder
from warehouse.kept_paths import FOOTER_KEY, kept_file
from warehouse.parquet import ROW_GROUP_ROWS, write_batches
from warehouse.path_cover import COLUMN, MARK, PathCover, ShownPaths

__all__ = ["find_shown", "read_true_groups", "read_true_rows", "write_shown"]

KEPT_SCHEMA = pa.schema([(COLUMN, pa.string())])


def write_shown(batches: Iterable[pa.RecordBatch], table: Table, path: Path, shown: ShownPaths | None) -> int:
    """Write rows with their true paths to a file of a release, which shows them, or something in their place.

    Args:
        batches: The rows.
        table: Their table.
        path: The new file.
        shown: What stands for the paths; None for themselves.

    Returns:
        The number of rows written.
    """
    if shown is None or COLUMN not in table.column_names:
        return write_batches(batches, table, path)
    if not shown.is_left_out:
        return write_batches((_cover(rows, shown.cover) for rows in batches), table, path)
    with _PathKeeper(shown.cover) as keeper:
        return write_batches(batches, table, path, change=keeper.take, footer=keeper.keep)


def _cover(rows: pa.RecordBatch, cover: PathCover) -> pa.RecordBatch:
    place = rows.schema.get_field_index(COLUMN)
    column = rows.schema.field(place)
    covered = [cover.cover(path) for path in rows.column(place).to_pylist()]
    return rows.set_column(place, column, pa.array(covered, column.type))


class _PathKeeper:
    """Takes the paths out of the row groups of one file, and keeps them in another in the same order."""

    def __init__(self, cover: PathCover) -> None:
        self._cover = cover
        self._new = cover.kept / ".new"  # one run writes at a time; what a kill leaves is written over

    def __enter__(self) -> Self:
        make_folder(self._cover.kept)
        self._writer = pq.ParquetWriter(self._new, KEPT_SCHEMA, compression="zstd")
        return self

    def __exit__(self, *_: object) -> None:
        self._writer.close()
        self._new.unlink(missing_ok=True)

    def take(self, rows: pa.Table) -> pa.Table:
        """Rows of a group without their paths, which are kept."""
        self._writer.write_table(rows.select([COLUMN]).cast(KEPT_SCHEMA))
        place = rows.column_names.index(COLUMN)
        column = rows.schema.field(place)
        return rows.set_column(place, column, pa.array([""] * rows.num_rows, column.type))

    def keep(self) -> dict[str, str]:
        """Give the file of kept paths its name. Returns what the footer of the other says of it."""
        self._writer.close()
        fsync_file(self._new)
        name = self._cover.name_of_kept(hash_file(self._new))
        self._new.replace(kept_file(self._cover.kept, name))
        fsync_file(self._cover.kept)
        return {FOOTER_KEY: name}


def find_shown(file: pq.ParquetFile, cover: PathCover | None) -> ShownPaths | None:
    """What a file of a release shows of paths; it shows all of them alike."""
    if cover is None or COLUMN not in file.schema_arrow.names:
        return None
    if _kept_name(file) is not None:
        return ShownPaths(cover, is_left_out=True)
    for rows in file.iter_batches(1, columns=[COLUMN]):
        return ShownPaths(cover) if pc.any(pc.starts_with(rows.column(0), MARK)).as_py() else None
    return None


def read_true_rows(path: Path, columns: list[str] | None, cover: PathCover | None) -> pa.Table:
    """Columns of a file of a release with true paths; all of them for None."""
    with reading(path), pq.ParquetFile(path) as file:
        rows = file.read(columns)
        return rows if cover is None else _uncover(rows, _kept_rows(file, cover), cover)


def read_true_groups(file: pq.ParquetFile, cover: PathCover | None) -> Iterator[pa.Table]:
    """Rows of a file of a release with true paths, a row group's number at a time."""
    kept = None if cover is None else _kept_rows(file, cover)
    start = 0
    for batch in file.iter_batches(ROW_GROUP_ROWS):
        rows = pa.Table.from_batches([batch])
        of_rows = None if kept is None else kept.slice(start, rows.num_rows)
        start += rows.num_rows
        yield rows if cover is None else _uncover(rows, of_rows, cover)


def _kept_name(file: pq.ParquetFile) -> str | None:
    name = (file.metadata.metadata or {}).get(FOOTER_KEY.encode())
    return None if name is None else name.decode()


def _kept_rows(file: pq.ParquetFile, cover: PathCover) -> pa.ChunkedArray | None:
    """The paths that a file leaves out; None where it leaves none out."""
    name = _kept_name(file)
    if name is None:
        return None
    path = kept_file(cover.kept, name)
    with reading(path):
        return pq.read_table(path)[COLUMN]


def _uncover(rows: pa.Table, kept: pa.ChunkedArray | None, cover: PathCover) -> pa.Table:
    """Rows with their true paths; rows of a table without paths stay as they are."""
    if COLUMN not in rows.column_names:
        return rows
    place = rows.column_names.index(COLUMN)
    column = rows.schema.field(place)
    if kept is not None:
        return rows.set_column(place, column, kept.cast(column.type))
    return rows.set_column(
        place, column, pa.array([cover.uncover(path) for path in rows[COLUMN].to_pylist()], column.type)
    )
