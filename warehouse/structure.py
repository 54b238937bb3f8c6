"""Finding the few new documents of a candidate whose paragraphs, sentences or date mentions may be wrong.

The others are cleared (`transforms.part_soundness`) by one walk through the files that the candidate wrote, so that the
errors need to be counted of the suspects only. A document is cleared when the files hold as many parts under its id as
it counts, and exactly those rows were read and are sound.

The walk asks no engine: other processes can do it while this one reads back the rest.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from pathlib import Path

import duckdb
import numpy as np
import numpy.typing as npt
import pyarrow as pa

from transforms.part_soundness import find_sound_documents
from transforms.schema import DATE_MENTIONS, DOCUMENTS, PARAGRAPHS, SENTENCES, STRUCTURE_TABLES
from warehouse.engine import FRAME_BATCH_ROWS, count_of
from warehouse.forward_rows import ForwardRows
from warehouse.kept_rows import KeptRows, read_kept_batch
from warehouse.memory import give_back
from warehouse.sql import load
from warehouse.workers import SharedWork, WorkerPool

__all__ = ["FilesByKey", "SuspectSearch", "read_structure"]

FilesByKey = Mapping[str, Path]
"""The files of one table by their keys: years, or months of large years."""

ROWS_READ = {
    DOCUMENTS.name: ("text", "date_start", "date_end"),
    PARAGRAPHS.name: ("paragraph_no", "kind", "text", "char_start", "char_end"),
    SENTENCES.name: ("paragraph_no", "sentence_no", "text", "char_start", "char_end"),
    DATE_MENTIONS.name: ("text", "char_start", "char_end", "value_start", "value_end", "precision", "relation"),
}
"""What is read of each table."""

PARTS = {PARAGRAPHS.name: "paragraph", SENTENCES.name: "sentence", DATE_MENTIONS.name: "date_mention"}
"""What a part of each table is called in `placed_documents`."""

UNSOUND = pa.schema([("file_key", pa.string()), ("document_row", pa.int64())])
"""A document is told by the key of its file and its row there."""

BLOCK_CHARACTERS = 1_000_000
"""Texts that are held at a time come to this length, or are one text."""

DOCUMENTS_AT_A_TIME = 16_384

Integers = npt.NDArray[np.int64]


class SuspectSearch:
    """The search for the new documents that are not cleared: begun when it is made, and ended by `finish`."""

    def __init__(
        self,
        engine: duckdb.DuckDBPyConnection,
        files: Mapping[str, FilesByKey],
        placed_file: Path,
        *,
        pool: WorkerPool | None = None,
    ) -> None:
        """Find out what is to be read, and have it read.

        Args:
            engine: Where the candidate was assembled, with views over its new files that tell each row's place, and
                `frame_examples`. `part_places` and `placed_documents` are left there too.
            files: By table the new files that those views are over.
            placed_file: A temporary file, where processes find which rows are whose: a million documents' are too many
                to hand over.
            pool: The processes; without any all is read when the search is finished.
        """
        engine.execute(load("frame_part_places"))
        engine.execute(load("frame_placed_documents"))
        placed = engine.sql(load("frame_placed_in_order")).to_arrow_reader(DOCUMENTS_AT_A_TIME)
        self._engine = engine
        self._placed = KeptRows(placed, "file_key", placed_file)
        self._work = SharedWork(_find_unsound, pool)
        for number, key in enumerate(self._placed.keys):
            paths = {name: by_key[key] for name, by_key in files.items() if key in by_key}
            self._work.begin(placed_file, number, key, paths)

    def finish(self) -> int:
        """Make the table `suspect_documents`. Returns how many there are."""
        unsound_documents = pa.concat_tables([UNSOUND.empty_table(), *self._work.finish()])
        self._placed.remove()
        self._engine.register("unsound_documents", unsound_documents)
        self._engine.execute(load("frame_suspect_documents"))
        self._engine.unregister("unsound_documents")
        return count_of(self._engine, "SELECT count(*) FROM suspect_documents")


def read_structure(
    engine: duckdb.DuckDBPyConnection, months: Mapping[str, object], *, suspect_count: int
) -> pa.RecordBatchReader:
    """Errors of paragraphs, sentences and date mentions, one row a new document and one an id without a document.

    Args:
        engine: Where a `SuspectSearch` made its tables.
        months: Months of the new documents, as `frame_added_months.sql` answers.
        suspect_count: How many documents it found.
    """
    sound = engine.sql(load("frame_structure"))
    if not suspect_count:
        return sound.to_arrow_reader(FRAME_BATCH_ROWS)
    parameters = {
        **months,
        "kinds": list(PARAGRAPHS.column("kind").allowed),
        "precisions": list(DATE_MENTIONS.column("precision").allowed),
        "relations": list(DATE_MENTIONS.column("relation").allowed),
    }
    errors = engine.sql(load("frame_structure_errors"), params=parameters).to_arrow_table()
    rows = sound.to_arrow_table()
    return pa.concat_tables([rows, errors.cast(rows.schema)]).sort_by("doc_id").to_reader()


def _find_unsound(placed_file: Path, number: int, key: str, paths: Mapping[str, Path]) -> pa.Table:
    """Those of a batch of placed documents that are not sound."""
    rows = _unsound_rows(read_kept_batch(placed_file, number), paths)
    # A process that waits keeps nothing: it lies beside Great Expectations, which is loaded meanwhile.
    give_back()
    return pa.table([pa.repeat(key, rows.size), rows], schema=UNSOUND)


def _unsound_rows(documents: pa.RecordBatch, paths: Mapping[str, Path]) -> Integers:
    """Rows of documents, of one file and in the order of their rows, that are not sound."""
    rows = _numbers(documents, "document_row")
    are_readable = np.ones(rows.size, dtype=bool)
    for part in PARTS.values():
        are_readable &= _follow_on(_numbers(documents, f"{part}_row"), _numbers(documents, f"{part}_count"))
    are_sound = np.zeros(rows.size, dtype=bool)
    readable = np.flatnonzero(are_readable)
    with ExitStack() as opened:
        readers = {name: opened.enter_context(ForwardRows(path, ROWS_READ[name])) for name, path in paths.items()}
        for places in _blocks(readable, _numbers(documents, "char_count")):
            are_sound[places] = _are_sound(documents.take(pa.array(places)), readers)
    return rows[~are_sound]


def _follow_on(starts: Integers, counts: Integers) -> npt.NDArray[np.bool_]:
    """Which rows start where those of all documents before have ended: files are read forward only."""
    ends = np.maximum.accumulate(np.where(counts > 0, starts + counts, 0))
    follow_on: npt.NDArray[np.bool_] = (counts == 0) | (starts >= np.append(0, ends)[:-1])
    return follow_on


def _blocks(places: Integers, char_counts: Integers) -> Iterator[Integers]:
    """Cut documents into blocks of about `BLOCK_CHARACTERS`."""
    ends = np.cumsum(np.maximum(char_counts[places], 0))
    cuts = np.flatnonzero(np.diff(ends // BLOCK_CHARACTERS)) + 1
    for block in np.split(places, cuts):
        if block.size:
            yield block


def _are_sound(documents: pa.RecordBatch, readers: Mapping[str, ForwardRows]) -> npt.NDArray[np.bool_]:
    """Which of a block of documents are sound."""
    read = readers[DOCUMENTS.name].take(_numbers(documents, "document_row"))
    for name in ("char_count", *(f"{part}_count" for part in PARTS.values())):
        read = read.append_column(name, documents.column(name))
    parts = []
    for table, part in PARTS.items():
        numbers = _row_numbers(_numbers(documents, f"{part}_row"), _numbers(documents, f"{part}_count"))
        parts.append(readers[table].take(numbers) if table in readers else _no_rows(table))
    return find_sound_documents(read, *parts)


def _row_numbers(starts: Integers, counts: Integers) -> Integers:
    """The numbers of `counts` rows from each start, one behind another."""
    shifts = starts - (np.cumsum(counts) - counts)
    return np.repeat(shifts, counts) + np.arange(counts.sum(), dtype=np.int64)


def _no_rows(table: str) -> pa.Table:
    [found] = [one for one in STRUCTURE_TABLES if one.name == table]
    return found.arrow_schema.empty_table().select(ROWS_READ[table])


def _numbers(documents: pa.RecordBatch, name: str) -> Integers:
    return np.asarray(documents.column(name).fill_null(0), dtype=np.int64)
