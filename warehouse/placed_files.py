"""Where the rows of a candidate's documents lie, staged part by part and in the parent's files, with their places."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import Any, NamedTuple

import duckdb
import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from transforms.schema import DOCUMENTS
from transforms.schema_columns import BATCH_NO, DOC_ID, SOURCE_PATH
from transforms.schema_types import Table
from warehouse.damage import reading
from warehouse.engine import ARROW_BATCH_ROWS
from warehouse.partitions import file_path
from warehouse.placed_rows import PlacedRows
from warehouse.sql import load

__all__ = ["FileBounds", "place_documents", "read_parent", "read_staged"]

Longs = npt.NDArray[np.int64]


class FileBounds(NamedTuple):
    """The files of documents that are written, and where each ends among the places.

    Attributes:
        keys: Their keys, years and months of large years, in order.
        ends: Number of documents up to the end of each. int64.
    """

    keys: list[str]
    ends: Longs

    @property
    def document_count(self) -> int:
        """Documents of all of them."""
        return int(self.ends[-1]) if self.keys else 0


def place_documents(engine: duckdb.DuckDBPyConnection) -> FileBounds:
    """Put the documents of the touched files in order: `places`, from what is kept of the parent and what is added."""
    engine.execute(load("assemble_places"))
    counts = engine.execute(load("places_files")).fetchall()
    return FileBounds([str(key) for key, _ in counts], np.cumsum([count for _, count in counts], dtype=np.int64))


def read_staged(engine: duckdb.DuckDBPyConnection, table: Table, columns: Sequence[str]) -> Iterator[PlacedRows]:
    """Rows of the added documents, part by part.

    Args:
        engine: Where `place_documents` was called.
        table: Table that is read.
        columns: Its columns that are wanted.
    """
    # Byte-equal copies of one part have a row each in `documents`, but their paragraphs and the rest once.
    path_column = [SOURCE_PATH.name] if table is DOCUMENTS else []
    reader = engine.sql(load("places_parts")).to_arrow_reader(ARROW_BATCH_ROWS)
    rows = (row for batch in reader for row in zip(*(column.to_pylist() for column in batch.columns), strict=True))
    for documents_file, documents in groupby(rows, key=itemgetter(0)):
        _, doc_ids, batch_nos, paths, places = zip(*documents, strict=True)
        documents_path = Path(documents_file)
        path = documents_path.parent.with_name(table.name) / documents_path.name
        with reading(path), pq.ParquetFile(path) as file:
            found = file.read([*columns, BATCH_NO.name, *path_column])
        numbers = _look_up(found.column(DOC_ID.name), {doc_id: number for number, doc_id in enumerate(doc_ids)})
        is_wanted = numbers >= 0
        # A part of a pack may hold a document of another batch that has the same bytes.
        is_wanted &= np.array(batch_nos)[numbers] == found.column(BATCH_NO.name).to_numpy()
        for name in path_column:
            wanted = pa.array(paths, pa.string()).take(pa.array(np.maximum(numbers, 0)))
            is_wanted &= pc.equal(wanted, found.column(name)).to_numpy()
        yield _placed(found, columns, np.array(places, dtype=np.int64)[numbers], is_wanted)


def read_parent(
    engine: duckdb.DuckDBPyConnection, table: Table, columns: Sequence[str], parent: Path | None, keys: Sequence[str]
) -> Iterator[PlacedRows]:
    """Rows of some of the parent's files, in order, without those of documents that are gone.

    Args:
        engine: Where `place_documents` was called.
        table: Table that is read.
        columns: Its columns that are wanted.
        parent: Folder of the last release, or None where nothing of it is kept.
        keys: Keys of the files.
    """
    for key in keys if parent is not None else ():
        path = Path(parent or "") / file_path(table, key)
        if not path.is_file():
            continue
        places = dict(engine.execute(load("places_kept"), {"file_key": key}).fetchall())
        with reading(path), pq.ParquetFile(path) as file:
            for batch in file.iter_batches(ARROW_BATCH_ROWS, columns=list(columns)):
                found = pa.Table.from_batches([batch])
                found_places = _look_up(found.column(DOC_ID.name), places)
                yield _placed(found, columns, found_places, found_places >= 0)


def _look_up(column: Any, numbers: Mapping[str, int]) -> Longs:  # noqa: ANN401 (pyarrow has no types)
    """The number of the document of each row, -1 for others; the rows of a document lie together."""
    encoded = pc.run_end_encode(column.combine_chunks())
    found = [numbers.get(doc_id, -1) for doc_id in encoded.values.to_pylist()]
    lengths = np.diff(encoded.run_ends.to_numpy(), prepend=0)
    return np.repeat(np.array(found, dtype=np.int64), lengths)


def _placed(found: pa.Table, columns: Sequence[str], places: Longs, is_wanted: npt.NDArray[np.bool_]) -> PlacedRows:
    # Without what the files say of their columns: staged ones and a release's are to lie in one table.
    rows = found.select(list(columns))
    rows = rows.cast(pa.schema([pa.field(field.name, field.type) for field in rows.schema]))
    if is_wanted.all():
        return PlacedRows(places, rows)
    return PlacedRows(places[is_wanted], rows.filter(pa.array(is_wanted)))
