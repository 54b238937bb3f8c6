"""Rows of a Parquet file by their numbers, read forward, a few megabytes at a time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.parquet as pq

from warehouse.damage import reading

__all__ = ["ForwardRows"]

BATCH_BYTES = 4 << 20
MAXIMUM_BATCH_ROWS = 16_384
READ_BYTES = 1 << 20


class ForwardRows:
    """One file's rows; what is asked later lies further on, else it is read from the start of its row group again.

    Row groups that no row is asked of are not read. What is held is a batch of rows, whatever the size of a row group.
    """

    def __init__(self, path: Path, columns: Sequence[str]) -> None:
        """Open a file.

        Args:
            path: The file.
            columns: Columns that are read.

        Raises:
            VerificationError: It is damaged or gone.
        """
        self._path = path
        self._columns = list(columns)
        with reading(path):
            self._file = pq.ParquetFile(path, buffer_size=READ_BYTES)
        schema = self._file.schema_arrow
        self._schema = pa.schema([schema.field(name) for name in self._columns])
        groups = [self._file.metadata.row_group(number) for number in range(self._file.num_row_groups)]
        self._group_ends = np.cumsum([group.num_rows for group in groups], dtype=np.int64)
        self._bytes = [group.total_byte_size for group in groups]
        self._rows = [group.num_rows for group in groups]
        self._batches: Iterator[pa.RecordBatch] = iter(())
        self._group = -1
        self._batch: pa.RecordBatch | None = None
        self._start = 0
        self._end = 0

    def __enter__(self) -> Self:
        """Itself."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        """Close the file."""
        self._file.close()

    def take(self, numbers: npt.NDArray[np.int64]) -> pa.Table:
        """Rows by their numbers in the file, from 0; the numbers ascend.

        Raises:
            VerificationError: The file is damaged, or is gone.
        """
        pieces: list[pa.RecordBatch] = []
        place = 0
        with reading(self._path):
            while place < numbers.size:
                batch = self._batch_of(int(numbers[place]))
                stop = int(np.searchsorted(numbers, self._end))
                pieces.append(_rows_of(batch, numbers[place:stop] - self._start))
                place = stop
        return pa.Table.from_batches(pieces, self._schema)

    def _batch_of(self, number: int) -> pa.RecordBatch:
        """The batch that holds a row, which becomes the current one."""
        group = int(np.searchsorted(self._group_ends, number, side="right"))
        if group != self._group or number < self._start:
            self._open_group(group)
        while self._batch is None or number >= self._end:
            self._batch = next(self._batches).select(self._columns)
            self._start, self._end = self._end, self._end + self._batch.num_rows
        return self._batch

    def _open_group(self, group: int) -> None:
        row_bytes = self._bytes[group] / max(self._rows[group], 1)
        batch_rows = int(max(1, min(BATCH_BYTES / max(row_bytes, 1), MAXIMUM_BATCH_ROWS)))
        self._batches = self._file.iter_batches(
            batch_rows, row_groups=[group], columns=self._columns, use_threads=False
        )
        self._group = group
        self._batch = None
        self._start = self._end = int(self._group_ends[group]) - self._rows[group]


def _rows_of(batch: pa.RecordBatch, numbers: npt.NDArray[np.int64]) -> pa.RecordBatch:
    is_contiguous = numbers[-1] - numbers[0] + 1 == numbers.size
    if is_contiguous:
        return batch.slice(int(numbers[0]), numbers.size)
    return batch.take(pa.array(numbers))
