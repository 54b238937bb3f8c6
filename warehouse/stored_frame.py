"""A frame of the gate with a row for each file of a delivery: it waits in a file, and is read some rows at a time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.parquet as pq

__all__ = ["StoredFrame"]


class StoredFrame:
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

    def read(self, columns: Sequence[str] | None = None) -> pa.Table:
        """All rows, of some columns."""
        return pq.read_table(self.path, columns=None if columns is None else list(columns), partitioning=None)

    def slices(
        self, most_rows: int, *, unique: Sequence[Sequence[str]] = (), columns: Sequence[str] | None = None
    ) -> Iterator[pa.Table]:
        """The rows, some at a time.

        Args:
            most_rows: How many rows a slice has at most, but for the first one.
            unique: Keys that are said to name one row each. Rows that may share one are all in the first slice, however
                many they are, so that it can be told of every slice by itself. Mostly there are none.
            columns: What is read; None for all.
        """
        is_repeated = self._find_repeated(most_rows, unique)
        if is_repeated.any():
            parts = (rows.filter(pa.array(mask)) for rows, mask in self._read(most_rows, columns, is_repeated))
            yield pa.concat_tables([rows for rows in parts if rows.num_rows])
        for rows, mask in self._read(most_rows, columns, is_repeated):
            rest = rows.filter(pa.array(~mask)) if mask.any() else rows
            if rest.num_rows:
                yield rest

    def _read(
        self, most_rows: int, columns: Sequence[str] | None, is_repeated: npt.NDArray[np.bool_]
    ) -> Iterator[tuple[pa.Table, npt.NDArray[np.bool_]]]:
        start = 0
        with pq.ParquetFile(self.path) as file:
            for batch in file.iter_batches(most_rows, columns=None if columns is None else list(columns)):
                yield pa.Table.from_batches([batch]), is_repeated[start : start + batch.num_rows]
                start += batch.num_rows

    def _find_repeated(self, most_rows: int, unique: Sequence[Sequence[str]]) -> npt.NDArray[np.bool_]:
        """Which rows share a key with another row, or at least its hash: other hashes are of other keys."""
        is_repeated = np.zeros(self.num_rows, dtype=bool)
        for key in unique:
            if not set(key) <= set(self.schema.names):  # that it is absent is found otherwise
                continue
            hashes = [np.zeros(0, dtype=np.int64)]
            with pq.ParquetFile(self.path) as file:
                hashes += [_hashes(batch) for batch in file.iter_batches(most_rows, columns=list(key))]
            of_all = np.concatenate(hashes)
            in_order = np.sort(of_all)
            is_repeated |= np.isin(of_all, in_order[1:][in_order[1:] == in_order[:-1]])
        return is_repeated


def _hashes(rows: pa.RecordBatch) -> npt.NDArray[np.int64]:
    columns = (column.to_pylist() for column in rows.columns)
    return np.fromiter(map(hash, zip(*columns, strict=True)), np.int64, rows.num_rows)
