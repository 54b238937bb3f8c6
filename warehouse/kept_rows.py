"""Rows that an engine answered, kept in a temporary file by a key: they are read again without it, by any process."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby, pairwise
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from warehouse.disk import naming

__all__ = ["KeptRows", "read_kept_batch"]


class KeptRows:
    """A file of rows of which a batch never holds those of two keys.

    Attributes:
        path: The file.
        keys: The key of each batch, in their order.
    """

    def __init__(self, rows: pa.RecordBatchReader, key: str, path: Path) -> None:
        """Keep rows.

        Args:
            rows: Those of one key follow each other.
            key: The column that holds it, of strings.
            path: The new file; not forced to the disk, because nothing of it outlives this run.
        """
        self.path = path
        self.keys: list[str] = []
        with naming(path), pa.OSFile(str(path), "wb") as file, pa.ipc.new_file(file, rows.schema) as writer:
            for value, batch in _cut(rows, key):
                writer.write_batch(batch)
                self.keys.append(value)

    def by_key(self) -> Iterator[tuple[str, pa.Table]]:
        """The rows, those of one key at a time."""
        numbers = iter(range(len(self.keys)))
        for key, batches in groupby(self.keys):
            yield key, pa.Table.from_batches([read_kept_batch(self.path, next(numbers)) for _ in batches])

    def remove(self) -> None:
        """Remove the file."""
        self.path.unlink()


def read_kept_batch(path: Path, number: int) -> pa.RecordBatch:
    """One batch of such a file."""
    with naming(path), pa.OSFile(str(path), "rb") as file, pa.ipc.open_file(file) as reader:
        return reader.get_batch(number)


def _cut(batches: pa.RecordBatchReader, key: str) -> Iterator[tuple[str, pa.RecordBatch]]:
    for batch in batches:
        found = pc.run_end_encode(batch.column(key))
        for value, (start, end) in zip(
            found.values.to_pylist(), pairwise([0, *found.run_ends.to_pylist()]), strict=True
        ):
            yield value, batch.slice(start, end - start)
