"""The files of a candidate that hold documents and their parts: most of a release's bytes.

A sentence does not change on its way from a staged part, or from the parent's file, to the candidate's; nor does a
text. So no text passes through the engine, which would sort it row by row: it puts the documents in order, and the
narrow columns of `documents`; texts, paragraphs, sentences and date mentions follow by their places.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import pairwise
from pathlib import Path

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from transforms.schema import DOCUMENTS
from transforms.schema_columns import DOC_ID
from transforms.schema_types import Table
from warehouse.damage import damaged_file
from warehouse.engine import ARROW_BATCH_ROWS
from warehouse.partitions import ReleaseFile, cut_by_key, write_by_key
from warehouse.path_cover import PathCover
from warehouse.placed_files import Years, read_parent, read_staged
from warehouse.placed_rows import PlacedRows, merge_placed_rows
from warehouse.sql import load

__all__ = ["write_documents", "write_structure"]

TEXT = "text"


def write_structure(
    engine: duckdb.DuckDBPyConnection,
    table: Table,
    parent: Path | None,
    folder: Path,
    years: Years,
    *,
    written: Sequence[str],
    on_file: Callable[[str], None] | None = None,
) -> list[ReleaseFile]:
    """Write the files of a table of `STRUCTURE_TABLES`.

    Args:
        engine: Where the documents were placed.
        table: Which table.
        parent: Folder of the last release, or None where nothing of it is kept.
        folder: The candidate's.
        years: The years of the places.
        written: Those of them of which files are written.
        on_file: Told the year of each file that is written.
    """
    columns = table.column_names
    merged = merge_placed_rows(
        read_staged(engine, table, columns),
        read_parent(engine, table, columns, parent, [key for key in years.keys if key in written]),
        table,
        document_count=years.document_count,
        spill=folder.with_name(f"rows-of-{table.name}"),
    )
    return write_by_key(_by_year(merged, years), table, folder, on_file=on_file)


def _by_year(merged: Iterable[PlacedRows], years: Years) -> Iterator[tuple[str, pa.RecordBatch]]:
    for piece in merged:
        bounds = [0, *np.searchsorted(piece.places, years.ends).tolist()]
        for year, (start, end) in zip(years.keys, pairwise(bounds), strict=True):
            if end > start:
                for batch in piece.rows.slice(start, end - start).to_batches():
                    yield year, batch


def write_documents(
    engine: duckdb.DuckDBPyConnection,
    parent: Path | None,
    folder: Path,
    years: Years,
    parameters: dict[str, object],
    *,
    cover: PathCover | None,
) -> list[ReleaseFile]:
    """Write the files of `documents`.

    Args:
        engine: Where the documents were placed.
        parent: Folder of the last release, or None where nothing of it is kept.
        folder: The candidate's.
        years: The years that are written.
        parameters: Of `candidate_documents.sql`.
        cover: Covers the source paths that are written; None for true ones.
    """
    # While the engine's answer is read it answers nothing else, and the parent's texts ask it for places.
    spool = folder.with_name("columns-of-documents")
    columns = (DOC_ID.name, TEXT)
    try:
        with pa.OSFile(str(spool), "wb") as file:
            reader = engine.sql(load("candidate_documents"), params=parameters).to_arrow_reader(ARROW_BATCH_ROWS)
            with pa.ipc.new_file(file, reader.schema) as writer:
                for batch in reader:
                    writer.write_batch(batch)
        texts = merge_placed_rows(
            read_staged(engine, DOCUMENTS, columns),
            read_parent(engine, DOCUMENTS, columns, parent, years.keys),
            DOCUMENTS,
            document_count=years.document_count,
            spill=folder.with_name("rows-of-documents"),
        )
        return write_by_key(cut_by_key(_with_texts(spool, texts)), DOCUMENTS, folder, cover=cover)
    finally:
        spool.unlink(missing_ok=True)


def _with_texts(spool: Path, texts: Iterable[PlacedRows]) -> Iterator[pa.RecordBatch]:
    """The engine's columns with the texts of the same documents, which come in the same order."""
    with pa.OSFile(str(spool), "rb") as file, pa.ipc.open_file(file) as reader:
        batches = (reader.get_batch(number) for number in range(reader.num_record_batches))
        rest = reader.schema.empty_table()
        for piece in texts:
            while rest.num_rows < piece.rows.num_rows and (batch := next(batches, None)) is not None:
                rest = pa.concat_tables([rest, pa.Table.from_batches([batch])])
            taken, rest = rest.slice(0, piece.rows.num_rows), rest.slice(piece.rows.num_rows)
            _check_same(taken, piece.rows, spool)
            yield from taken.append_column(TEXT, piece.rows.column(TEXT)).to_batches()
        if rest.num_rows or next(batches, None) is not None:
            raise damaged_file(spool, "it has documents that no text was found of")


def _check_same(taken: pa.Table, texts: pa.Table, spool: Path) -> None:
    is_same = taken.num_rows == texts.num_rows and pc.all(pc.equal(taken[DOC_ID.name], texts[DOC_ID.name])).as_py()
    if not is_same:
        raise damaged_file(spool, "its documents are not those that texts were found of")
