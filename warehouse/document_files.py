"""The files of a candidate that hold documents and their parts: most of a release's bytes.

A sentence does not change on its way from a staged part, or from the parent's file, to the candidate's; nor does a
text. So no text passes through the engine, which would sort it row by row: it puts the documents in order, and the
narrow columns of `documents`; texts, paragraphs, sentences and date mentions follow by their places.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import pairwise, zip_longest
from pathlib import Path

import duckdb
import numpy as np
import pyarrow as pa

from transforms.schema import DOCUMENTS
from transforms.schema_columns import DOC_ID
from transforms.schema_types import Table
from warehouse.damage import damaged_file
from warehouse.engine import ARROW_BATCH_ROWS
from warehouse.memory import give_back
from warehouse.partitions import ReleaseFile, write_by_key
from warehouse.path_cover import ShownPaths
from warehouse.placed_files import FileBounds, read_parent, read_staged
from warehouse.placed_rows import PlacedRows, merge_placed_rows
from warehouse.sql import load

__all__ = ["write_documents", "write_structure"]

TEXT = "text"


def write_structure(
    engine: duckdb.DuckDBPyConnection,
    table: Table,
    parent: Path | None,
    folder: Path,
    bounds: FileBounds,
    *,
    replaced: Sequence[str],
    on_file: Callable[[str], None] | None = None,
) -> list[ReleaseFile]:
    """Write the files of a table of `STRUCTURE_TABLES`.

    Args:
        engine: Where the documents were placed.
        table: Which table.
        parent: Folder of the last release, or None where nothing of it is kept.
        folder: The candidate's.
        bounds: Where the files end among the places.
        replaced: Keys of the parent's files that they replace.
        on_file: Told the key of each file that is written.
    """
    columns = table.column_names
    merged = merge_placed_rows(
        read_staged(engine, table, columns),
        read_parent(engine, table, columns, parent, replaced),
        table,
        document_count=bounds.document_count,
        spill=folder.with_name(f"rows-of-{table.name}"),
    )
    return _written(write_by_key(_by_file(merged, bounds), table, folder, on_file=on_file))


def _by_file(merged: Iterable[PlacedRows], bounds: FileBounds) -> Iterator[tuple[str, pa.RecordBatch]]:
    for piece in merged:
        ends = [0, *np.searchsorted(piece.places, bounds.ends).tolist()]
        for key, (start, end) in zip(bounds.keys, pairwise(ends), strict=True):
            if end > start:
                for batch in piece.rows.slice(start, end - start).to_batches():
                    yield key, batch


def write_documents(
    engine: duckdb.DuckDBPyConnection,
    parent: Path | None,
    folder: Path,
    bounds: FileBounds,
    parameters: dict[str, object],
    *,
    replaced: Sequence[str],
    shown: ShownPaths | None,
) -> list[ReleaseFile]:
    """Write the files of `documents`.

    Args:
        engine: Where the documents were placed.
        parent: Folder of the last release, or None where nothing of it is kept.
        folder: The candidate's.
        bounds: Where the files that are written end among the places.
        parameters: Of `candidate_documents.sql`.
        replaced: Keys of the parent's files that they replace.
        shown: What stands for source paths in the files; None for themselves.
    """
    columns = merge_placed_rows(
        _read_columns(engine, parameters),
        (),
        DOCUMENTS,
        document_count=bounds.document_count,
        spill=folder.with_name("columns-of-documents"),
    )
    wanted = (DOC_ID.name, TEXT)
    texts = merge_placed_rows(
        read_staged(engine, DOCUMENTS, wanted),
        read_parent(engine, DOCUMENTS, wanted, parent, replaced),
        DOCUMENTS,
        document_count=bounds.document_count,
        spill=folder.with_name("texts-of-documents"),
    )
    merged = _with_texts(columns, texts, folder)
    return _written(write_by_key(_by_file(merged, bounds), DOCUMENTS, folder, shown=shown))


def _written(files: list[ReleaseFile]) -> list[ReleaseFile]:
    give_back()
    return files


def _read_columns(engine: duckdb.DuckDBPyConnection, parameters: dict[str, object]) -> Iterator[PlacedRows]:
    for batch in engine.sql(load("candidate_documents"), params=parameters).to_arrow_reader(ARROW_BATCH_ROWS):
        rows = pa.Table.from_batches([batch])
        yield PlacedRows(rows.column("place").to_numpy(), rows.drop_columns(["place"]))


def _with_texts(columns: Iterable[PlacedRows], texts: Iterable[PlacedRows], folder: Path) -> Iterator[PlacedRows]:
    """The engine's columns with the texts of the same documents: both come by the same numbers of documents."""
    for one, other in zip_longest(columns, texts):
        if one is None or other is None or not np.array_equal(one.places, other.places):
            raise damaged_file(folder, "documents and their texts lie in files that do not fit together")
        yield PlacedRows(one.places, one.rows.append_column(TEXT, other.rows.column(TEXT)))
