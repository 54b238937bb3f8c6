"""Paragraphs, sentences and date mentions of a candidate: from staged parts and the parent's files to files by year.

They are two thirds of a release's bytes and the simplest of its tables: no row of them changes on its way. So they pass
through no engine: their documents are put in order (`assemble_structure_places.sql`), the rows follow.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import groupby, pairwise
from operator import itemgetter
from pathlib import Path

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from transforms.schema_columns import BATCH_NO, DOC_ID
from transforms.schema_types import Table
from warehouse.damage import reading
from warehouse.engine import ARROW_BATCH_ROWS
from warehouse.partitions import ReleaseFile, file_path, write_by_key
from warehouse.placed_rows import PlacedRows, merge_placed_rows
from warehouse.sql import load

__all__ = ["place_documents", "write_structure"]


def place_documents(engine: duckdb.DuckDBPyConnection, years: Sequence[str]) -> None:
    """Put the documents of some years in order, after they were written (the view `candidate_documents`)."""
    engine.execute(load("assemble_structure_places"), {"years": list(years)})


def write_structure(
    engine: duckdb.DuckDBPyConnection,
    table: Table,
    parent: Path | None,
    folder: Path,
    *,
    on_file: Callable[[str], None] | None = None,
) -> list[ReleaseFile]:
    """Write the files of a table of `STRUCTURE_TABLES`, of the years whose documents were placed.

    Args:
        engine: Where `place_documents` and `assemble_added_parts.sql` were executed.
        table: Which table.
        parent: Folder of the last release, or None where nothing of it is kept.
        folder: The candidate's.
        on_file: Told the year of each file that is written.
    """
    counts = [(str(key), int(count)) for key, count in engine.execute(load("assemble_structure_years")).fetchall()]
    ends = np.cumsum([count for _, count in counts], dtype=np.int64)
    merged = merge_placed_rows(
        _read_staged(engine, table),
        _read_parent(engine, table, parent, [key for key, _ in counts]),
        table,
        document_count=int(ends[-1]) if counts else 0,
        spill=folder.with_name(f"rows-of-{table.name}"),
    )
    keyed = _by_year(merged, [key for key, _ in counts], ends)
    return write_by_key(keyed, table, folder, on_file=on_file)


def _by_year(
    merged: Iterator[PlacedRows], years: Sequence[str], ends: np.ndarray
) -> Iterator[tuple[str, pa.RecordBatch]]:
    for piece in merged:
        bounds = [0, *np.searchsorted(piece.places, ends).tolist()]
        for year, (start, end) in zip(years, pairwise(bounds), strict=True):
            if end > start:
                for batch in piece.rows.slice(start, end - start).to_batches():
                    yield year, batch


def _read_staged(engine: duckdb.DuckDBPyConnection, table: Table) -> Iterator[PlacedRows]:
    """Rows of the added documents, part by part."""
    reader = engine.sql(load("assemble_structure_parts")).to_arrow_reader(ARROW_BATCH_ROWS)
    rows = (row for batch in reader for row in zip(*(column.to_pylist() for column in batch.columns), strict=True))
    for documents_file, documents in groupby(rows, key=itemgetter(0)):
        _, doc_ids, batch_nos, places = zip(*documents, strict=True)
        path = Path(documents_file)
        path = path.parent.with_name(table.name) / path.name
        with reading(path), pq.ParquetFile(path) as file:
            found = file.read([*table.column_names, BATCH_NO.name])
        numbers = _look_up(found.column(DOC_ID.name), doc_ids)
        is_wanted = numbers >= 0
        # A part of a pack may hold a document of another batch that has the same bytes.
        is_wanted &= np.array(batch_nos)[numbers] == found.column(BATCH_NO.name).to_numpy()
        yield _placed(found, table, np.array(places, dtype=np.int64)[numbers], is_wanted)


def _read_parent(
    engine: duckdb.DuckDBPyConnection, table: Table, parent: Path | None, years: Sequence[str]
) -> Iterator[PlacedRows]:
    """Rows of the parent's files of some years, without those of documents that are gone."""
    for year in years if parent is not None else ():
        path = parent / file_path(table, year)
        if not path.is_file():
            continue
        kept = engine.execute(load("assemble_structure_kept"), {"file_key": year}).fetchall()
        doc_ids = [doc_id for doc_id, _ in kept]
        places = np.array([place for _, place in kept], dtype=np.int64)
        with reading(path), pq.ParquetFile(path) as file:
            for batch in file.iter_batches(ARROW_BATCH_ROWS):
                found = pa.Table.from_batches([batch])
                numbers = _look_up(found.column(DOC_ID.name), doc_ids)
                yield _placed(found, table, places[numbers], numbers >= 0)


def _look_up(column: pa.ChunkedArray, doc_ids: Sequence[str]) -> np.ndarray:
    """Number in a list of the document of each row, -1 for those of others; a document's rows lie together."""
    encoded = pc.run_end_encode(column.combine_chunks())
    known = pc.index_in(encoded.values, value_set=pa.array(doc_ids, pa.string()))
    ends = encoded.run_ends.to_numpy()
    return np.repeat(pc.fill_null(known, -1).to_numpy(), np.diff(ends, prepend=0))


def _placed(found: pa.Table, table: Table, places: np.ndarray, is_wanted: np.ndarray) -> PlacedRows:
    rows = found.select(table.column_names).cast(table.arrow_schema)
    if is_wanted.all():
        return PlacedRows(places, rows)
    return PlacedRows(places[is_wanted], rows.filter(pa.array(is_wanted)))
