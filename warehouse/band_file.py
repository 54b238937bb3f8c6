"""The bands of many documents on the disk, to be read a band at a time.

A first delivery may bring a million files; their fingerprints are 128 MB, one band of them is 4.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import BinaryIO

import duckdb
import numpy as np
import numpy.typing as npt
import pyarrow as pa

from transforms.fingerprints import Bands, read_bands
from warehouse.durable import make_folder
from warehouse.engine import ARROW_BATCH_ROWS
from warehouse.layout import Warehouse

__all__ = ["BandFile", "open_band_file"]


@dataclass
class BandFile:
    """Bands of documents in the order in which they were written.

    Attributes:
        file: Blocks of documents, in each band after band.
        blocks: Where each block begins, and how many documents it has.
    """

    file: BinaryIO
    blocks: list[tuple[int, int]] = field(default_factory=list)

    def write_query(self, engine: duckdb.DuckDBPyConnection, query: str) -> pa.Table:
        """Write the column `bands` of a query's answer; gives its other columns."""
        relation = engine.sql(query)
        reader = relation.to_arrow_reader(ARROW_BATCH_ROWS)
        others = [name for name in reader.schema.names if name != "bands"]
        tables = [pa.schema([reader.schema.field(name) for name in others]).empty_table()]
        for batch in reader:
            self.write(read_bands(batch.column("bands")))
            tables.append(pa.Table.from_batches([batch]).select(others))
        return pa.concat_tables(tables)

    def write(self, bands: Bands) -> None:
        """Add documents, a row each."""
        self.blocks.append((self.file.tell(), len(bands)))
        self.file.write(np.ascontiguousarray(bands.T, dtype="<u4").tobytes())
        self.file.flush()

    def read(self, band: int) -> npt.NDArray[np.uint32]:
        """One band of all documents."""
        parts = [np.zeros(0, dtype=np.uint32)]
        for start, count in self.blocks:
            data = os.pread(self.file.fileno(), 4 * count, start + 4 * count * band)
            parts.append(np.frombuffer(data, dtype="<u4"))
        return np.concatenate(parts)


@contextmanager
def open_band_file(warehouse: Warehouse) -> Iterator[BandFile]:
    """An empty file in the warehouse's temporary folder, gone when it is closed."""
    make_folder(warehouse.temporary)
    with tempfile.TemporaryFile(dir=warehouse.temporary) as file:
        yield BandFile(file)
