"""Rows of a frame that are too many to be judged at once: they are read and judged some at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.parquet as pq

__all__ = ["ROWS_AT_A_TIME", "DerivedRows", "FrameRows", "StoredRows", "cut"]

ROWS_AT_A_TIME = 65_536
"""Some 100 MB of documents while they are judged."""

FrameRows: TypeAlias = Any
"""A `pa.Table` (pyarrow has no types), or of many rows `StoredRows`; with derived columns `DerivedRows`."""

Key = Sequence[str]
"""Columns that together name a row."""


class StoredRows:
    """The rows of a frame in a Parquet file.

    Attributes:
        path: The file; it stays as it is.
        num_rows: How many there are.
        schema: Their Arrow schema.
    """

    def __init__(self, path: Path) -> None:
        """Read the footer, and no row yet."""
        self.path = path
        with pq.ParquetFile(path) as file:
            self.num_rows = int(file.metadata.num_rows)
            self.schema = file.schema_arrow

    @property
    def column_names(self) -> list[str]:
        """As in a table."""
        return list(self.schema.names)

    def read(self, columns: Sequence[str] | None = None) -> pa.Table:
        """All rows, of some columns."""
        return pq.read_table(self.path, columns=None if columns is None else list(columns), partitioning=None)

    def slices(self, unique: Sequence[Key] = (), columns: Sequence[str] | None = None) -> Iterator[pa.Table]:
        """The rows, `ROWS_AT_A_TIME` at most.

        Args:
            unique: Keys that are judged to name one row each. Rows that may share one are all in the first slice,
                however many they are, so that it can be judged of every slice by itself. Mostly there are none.
            columns: What is read; None for all.
        """
        is_repeated = self._find_repeated(unique)
        with pq.ParquetFile(self.path) as file:
            if is_repeated.any():
                parts = (rows.filter(pa.array(mask)) for rows, mask in _with_masks(file, columns, is_repeated))
                yield pa.concat_tables([rows for rows in parts if rows.num_rows])
            for rows, mask in _with_masks(file, columns, is_repeated):
                rest = rows.filter(pa.array(~mask)) if mask.any() else rows
                if rest.num_rows:
                    yield rest

    def _find_repeated(self, unique: Sequence[Key]) -> npt.NDArray[np.bool_]:
        """Which rows share a key with another row, or at least its hash: other hashes are of other keys."""
        is_repeated = np.zeros(self.num_rows, dtype=bool)
        for key in unique:
            if not set(key) <= set(self.column_names):  # that it is absent is found by other checks
                continue
            with pq.ParquetFile(self.path) as file:
                hashes = np.concatenate(
                    [_hashes(batch) for batch in file.iter_batches(ROWS_AT_A_TIME, columns=list(key))]
                )
            in_order = np.sort(hashes)
            is_repeated |= np.isin(hashes, in_order[1:][in_order[1:] == in_order[:-1]])
        return is_repeated


def _with_masks(
    file: pq.ParquetFile, columns: Sequence[str] | None, is_repeated: npt.NDArray[np.bool_]
) -> Iterator[tuple[pa.Table, npt.NDArray[np.bool_]]]:
    start = 0
    for batch in file.iter_batches(ROWS_AT_A_TIME, columns=None if columns is None else list(columns)):
        yield pa.Table.from_batches([batch]), is_repeated[start : start + batch.num_rows]
        start += batch.num_rows


def _hashes(rows: pa.RecordBatch) -> npt.NDArray[np.int64]:
    columns = (column.to_pylist() for column in rows.columns)
    return np.fromiter(map(hash, zip(*columns, strict=True)), np.int64, rows.num_rows)


class DerivedRows:
    """Stored rows with the columns that are derived from them, worked out when they are judged."""

    def __init__(self, stored: StoredRows, derive: Callable[[pa.Table], pa.Table]) -> None:
        """Nothing is read yet; `derive` is called for a slice at a time."""
        self._stored = stored
        self._derive = derive

    def slices(self, unique: Sequence[Key]) -> Iterator[pa.Table]:
        """As of `StoredRows`."""
        return map(self._derive, self._stored.slices(unique))


def cut(rows: FrameRows, unique: Sequence[Key]) -> Iterator[pa.Table]:
    """What is judged at a time: a table as it is, and of stored rows a slice."""
    return rows.slices(unique) if isinstance(rows, DerivedRows) else iter([rows])
