"""The files of a candidate that hold documents and their parts: most of a release's bytes.

A sentence does not change on its way from a staged part, or from the parent's file, to the candidate's; nor does a
text. So no row passes through the engine, which would sort texts row by row: it puts the documents in order, and their
rows and those of their parts follow by their places.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import pairwise
from pathlib import Path

import numpy as np
import pyarrow as pa

from transforms.schema import DOCUMENTS
from transforms.schema_types import Table
from warehouse.damage import damaged_file
from warehouse.memory import give_back
from warehouse.partitions import ReleaseFile, write_by_key
from warehouse.path_cover import ShownPaths
from warehouse.placed_files import PlacedDocuments, read_parent, read_staged
from warehouse.placed_rows import PlacedRows, merge_placed_rows

__all__ = ["write_documents"]


def write_documents(
    placed: PlacedDocuments,
    table: Table,
    parent: Path | None,
    folder: Path,
    *,
    replaced: Sequence[str],
    languages: Sequence[str],
    shown: ShownPaths | None = None,
    on_file: Callable[[], None] = lambda: None,
) -> list[ReleaseFile]:
    """Write the files of `documents`, or of a table of `STRUCTURE_TABLES`.

    Args:
        placed: The documents in order.
        table: Which table.
        parent: Folder of the last release, or None where nothing of it is kept.
        folder: The candidate's.
        replaced: Keys of the parent's files that they replace.
        languages: Wanted ones.
        shown: What stands for source paths in the files; None for themselves.
        on_file: Called after each file.

    Raises:
        VerificationError: A document is in no file that should hold it.
    """
    merged = merge_placed_rows(
        read_staged(placed, table, languages=languages),
        read_parent(placed, table, parent, replaced),
        table,
        document_count=placed.document_count,
        spill=folder.with_name(f"rows-of-{table.name}"),
    )
    if table is DOCUMENTS:
        merged = _each_once(merged, placed.document_count, folder)
    files = write_by_key(_by_file(merged, placed), table, folder, shown=shown, on_file=on_file)
    give_back()
    return files


def _each_once(merged: Iterable[PlacedRows], document_count: int, folder: Path) -> Iterator[PlacedRows]:
    """Rows of documents, as long as each place has its own."""
    count = 0
    for piece in merged:
        if not np.array_equal(piece.places, np.arange(count, count + piece.places.size)):
            break
        count += piece.places.size
        yield piece
    if count != document_count:
        raise damaged_file(folder, f"Document {count} of {document_count} is not where it should be, or not once.")


def _by_file(merged: Iterable[PlacedRows], placed: PlacedDocuments) -> Iterator[tuple[str, pa.RecordBatch]]:
    for piece in merged:
        ends = [0, *np.searchsorted(piece.places, placed.ends).tolist()]
        for key, (start, end) in zip(placed.keys, pairwise(ends), strict=True):
            if end > start:
                for batch in piece.rows.slice(start, end - start).to_batches():
                    yield key, batch
