"""Where the rows of a candidate's documents lie, staged part by part and in the parent's files, with their places.

The engine is asked once, and its answers are kept in files: a million documents' places are too many to hold, and while
texts are written the engine has nothing to do.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import duckdb
import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from transforms.language_measures import target_shares
from transforms.schema import DOCUMENTS
from transforms.schema_columns import BATCH_NO, DOC_ID, SOURCE_PATH
from transforms.schema_types import Table
from warehouse.damage import reading
from warehouse.engine import ARROW_BATCH_ROWS
from warehouse.kept_rows import KeptRows
from warehouse.partitions import file_key_of, file_path
from warehouse.placed_rows import PlacedRows
from warehouse.sql import load

__all__ = ["PlacedDocuments", "place_documents", "read_parent", "read_staged"]

Longs = npt.NDArray[np.int64]

TOLD_OF_NEW = ("source", "source_path", "earliest_date", "first_release", "batch_id", "ingested_at_utc")
"""Columns of new documents that are not as they were staged: verdicts, batches and releases tell them."""

TOLD_OF_KEPT = ("inbox_no", "source", "source_path", "earliest_date")
"""Columns of the parent's documents that may have changed since."""


class PlacedDocuments(NamedTuple):
    """The documents of the files that are written, in their order.

    Attributes:
        keys: Keys of the files, years and months of large years, in order.
        ends: Number of documents up to the end of each. int64.
        new: Those that come from staged parts, by the path of the part's file of documents.
        kept: Those that come from files of the parent, by the path of its file of documents.
    """

    keys: list[str]
    ends: Longs
    new: KeptRows
    kept: KeptRows

    @property
    def document_count(self) -> int:
        """Documents of all of them."""
        return int(self.ends[-1]) if self.keys else 0

    def remove(self) -> None:
        """Remove the temporary files."""
        self.new.remove()
        self.kept.remove()


def place_documents(engine: duckdb.DuckDBPyConnection, folder: Path, *, version: str) -> PlacedDocuments:
    """Put the documents of the touched files in order, from what is kept of the parent and what is added.

    Args:
        engine: Where that was worked out.
        folder: The candidate's; beside it the answers are kept.
        version: Of the candidate.
    """
    engine.execute(load("assemble_places"))
    counts = engine.execute(load("places_files")).fetchall()

    def keep(query: str, key: str, parameters: dict[str, object] | None = None) -> KeptRows:
        rows = engine.sql(load(query), params=parameters).to_arrow_reader(ARROW_BATCH_ROWS)
        return KeptRows(rows, key, folder.with_name(f"{query}.arrow"))

    new = keep("places_new", "documents_file", {"release": version})
    kept = keep("places_kept", "documents_file")
    engine.execute("DROP TABLE places")
    engine.execute("DROP TABLE added_parts")
    ends = np.cumsum([count for _, count in counts], dtype=np.int64)
    return PlacedDocuments([str(key) for key, _ in counts], ends, new, kept)


def read_staged(placed: PlacedDocuments, table: Table, *, languages: Sequence[str]) -> Iterator[PlacedRows]:
    """Rows of the added documents, part by part.

    Args:
        placed: Which they are.
        table: Table that is read.
        languages: Wanted ones; documents were measured perhaps when others were wanted.
    """
    # Byte-equal copies of one part have a row each in `documents`, but their paragraphs and the rest once.
    path_column = [SOURCE_PATH.name] if table is DOCUMENTS else []
    staged_columns = [name for name in table.column_names if table is not DOCUMENTS or name not in TOLD_OF_NEW]
    for documents_file, documents in placed.new.by_key():
        documents_path = Path(documents_file)
        path = documents_path.parent.with_name(table.name) / documents_path.name
        with reading(path), pq.ParquetFile(path) as file:
            found = file.read([*staged_columns, BATCH_NO.name, *path_column])
        numbers = _look_up(found.column(DOC_ID.name), _numbered(documents.column(DOC_ID.name)))
        is_wanted = numbers >= 0
        # A part of a pack may hold a document of another batch that has the same bytes.
        is_wanted &= documents.column("staged_batch_no").to_numpy()[numbers] == found.column(BATCH_NO.name).to_numpy()
        if table is DOCUMENTS:
            staged_paths = documents.column("staged_path").take(pa.array(np.maximum(numbers, 0)))
            is_wanted &= pc.equal(staged_paths, found.column(SOURCE_PATH.name)).to_numpy()
        rows = _placed(found, staged_columns, documents.column("place").to_numpy()[numbers], is_wanted)
        if table is DOCUMENTS:
            told = documents.take(pa.array(numbers[is_wanted]))
            shares = target_shares(rows.rows.column("lang_shares").combine_chunks(), languages)
            columns = {name: told.column(name) for name in TOLD_OF_NEW} | {"target_lang_share": shares}
            rows = PlacedRows(rows.places, _with_columns(rows.rows, columns, table))
        yield rows


def read_parent(
    placed: PlacedDocuments, table: Table, parent: Path | None, keys: Sequence[str]
) -> Iterator[PlacedRows]:
    """Rows of some of the parent's files, in order, without those of documents that are gone.

    Args:
        placed: Which documents are kept.
        table: Table that is read.
        parent: Folder of the last release, or None where nothing of it is kept.
        keys: Keys of the files.
    """
    wanted = frozenset(keys)
    for documents_file, documents in placed.kept.by_key() if parent is not None else ():
        key = file_key_of(Path(documents_file), DOCUMENTS)
        path = Path(parent or "") / file_path(table, key)
        if key not in wanted or not path.is_file():
            continue
        numbered = _numbered(documents.column(DOC_ID.name))
        places = documents.column("place").to_numpy()
        with reading(path), pq.ParquetFile(path) as file:
            for batch in file.iter_batches(ARROW_BATCH_ROWS, columns=table.column_names):
                found = pa.Table.from_batches([batch])
                numbers = _look_up(found.column(DOC_ID.name), numbered)
                is_wanted = numbers >= 0
                rows = _placed(found, table.column_names, places[numbers], is_wanted)
                if table is DOCUMENTS:
                    told = documents.take(pa.array(numbers[is_wanted]))
                    columns = {name: told.column(name) for name in TOLD_OF_KEPT}
                    rows = PlacedRows(rows.places, _with_columns(rows.rows, columns, table))
                yield rows


def _numbered(doc_ids: pa.ChunkedArray) -> dict[str, int]:
    return {doc_id: number for number, doc_id in enumerate(doc_ids.to_pylist())}


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


def _with_columns(rows: pa.Table, told: Mapping[str, pa.ChunkedArray | pa.Array], table: Table) -> pa.Table:
    """Rows of a table of which some columns are told elsewhere."""
    fields = [pa.field(field.name, field.type) for field in table.arrow_schema]
    columns = [told[field.name] if field.name in told else rows.column(field.name) for field in fields]
    return pa.table([column.cast(field.type) for column, field in zip(columns, fields, strict=True)], pa.schema(fields))
