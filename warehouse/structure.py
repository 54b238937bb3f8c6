"""Finding the few new documents of a candidate whose paragraphs, sentences or date mentions may be wrong.

The others are cleared (`transforms.part_soundness`) by one walk through the files that the candidate wrote, so that the
errors need to be counted of the suspects only. A document is cleared when the files hold as many parts under its id as
it counts, in one place of the file of its year or month, and exactly those rows were read and are sound.

The walk asks no engine, which would hold the ids of all parts at once: other processes can do it, file by file, while
this one reads back the rest.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
from functools import partial
from pathlib import Path

import duckdb
import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from transforms.part_soundness import find_sound_documents
from transforms.schema import DATE_MENTIONS, DOCUMENTS, PARAGRAPHS, SENTENCES, STRUCTURE_TABLES
from warehouse.engine import IDLE_LIMIT, count_of, in_little_room, limited_memory
from warehouse.forward_rows import ForwardRows
from warehouse.frame_files import BEHIND_ALL_IDS
from warehouse.kept_rows import KeptRows, read_kept_batch
from warehouse.memory import give_back
from warehouse.part_places import FiledDocuments, PartPlaces, find_part_places
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
"""What a part of each table is called."""

COUNTED = ("char_count", "paragraph_count", "sentence_count")

UNSOUND = pa.schema([("file_key", pa.string()), ("document_row", pa.int64())])
"""A document is told by the key of its file and its row there."""

STRAYS = pa.schema([("part", pa.string()), ("doc_id", pa.string()), ("row_count", pa.int64())])
"""Parts of ids that no document of the file of the same key has."""

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
        asked_file: Path,
        *,
        pool: WorkerPool | None = None,
    ) -> None:
        """Find out what is to be read, and have it read.

        Args:
            engine: Where the candidate was assembled, with views over its new files that tell each row's place, and
                `frame_examples`.
            files: By table the new files that those views are over.
            asked_file: A temporary file, where processes find which documents of a file are asked about: a million
                are too many to hand over.
            pool: The processes; without any all is read when the search is finished.
        """

        def keep() -> KeptRows:
            rows = engine.sql(load("frame_asked_rows")).to_arrow_reader(DOCUMENTS_AT_A_TIME)
            return KeptRows(rows, "file_key", asked_file)

        self._engine = engine
        self._asked = in_little_room(engine, keep)
        self._work = SharedWork(_find_unsound, pool)
        batches: dict[str, list[int]] = {}
        for number, key in enumerate(self._asked.keys):
            batches.setdefault(key, []).append(number)
        for key in sorted({key for by_key in files.values() for key in by_key}):
            paths = {name: by_key[key] for name, by_key in files.items() if key in by_key}
            self._work.begin(asked_file, batches.get(key, []), key, paths)

    def finish(self) -> int:
        """Make the tables `suspect_documents` and `stray_parts`. Returns how many suspects there are."""
        with limited_memory(self._engine, IDLE_LIMIT):
            found = self._work.finish()
        unsound_documents = pa.concat_tables([UNSOUND.empty_table(), *(unsound for unsound, _ in found)])
        stray_parts = pa.concat_tables([STRAYS.empty_table(), *(strays for _, strays in found)])
        self._asked.remove()
        self._engine.register("unsound_documents", unsound_documents)
        self._engine.register("stray_parts", stray_parts)
        in_little_room(self._engine, partial(self._engine.execute, load("frame_suspect_documents")))
        self._engine.unregister("unsound_documents")
        return count_of(self._engine, "SELECT count(*) FROM suspect_documents")


def read_structure(engine: duckdb.DuckDBPyConnection, months: Mapping[str, object], *, suspect_count: int) -> pa.Table:
    """Errors of paragraphs, sentences and date mentions, one row a new document and one an id without a document.

    Without suspects that is the answer to `frame_structure.sql`, of which a large delivery's is not held.

    Args:
        engine: Where a `SuspectSearch` made its tables.
        months: Months of the new documents, as `frame_added_months.sql` answers.
        suspect_count: How many documents it found.
    """
    every_id: dict[str, object] = {"first_id": "", "end_id": BEHIND_ALL_IDS}
    sound = engine.sql(load("frame_structure"), params=every_id).to_arrow_table()
    if not suspect_count:
        return sound
    parameters = {
        **months,
        "kinds": list(PARAGRAPHS.column("kind").allowed),
        "precisions": list(DATE_MENTIONS.column("precision").allowed),
        "relations": list(DATE_MENTIONS.column("relation").allowed),
    }
    errors = engine.sql(load("frame_structure_errors"), params=parameters).to_arrow_table()
    return pa.concat_tables([sound, errors.cast(sound.schema)]).sort_by("doc_id")


def _find_unsound(
    asked_file: Path, batches: Sequence[int], key: str, paths: Mapping[str, Path]
) -> tuple[pa.Table, pa.Table]:
    """Of the documents that are asked about in a file those that are not sound, and what is stray in its parts."""
    asked = [_numbers(read_kept_batch(asked_file, number), "document_row") for number in batches]
    rows = np.concatenate([np.zeros(0, dtype=np.int64), *asked])
    documents = FiledDocuments(paths.get(DOCUMENTS.name), COUNTED)
    places = {part: find_part_places(paths.get(table), documents) for table, part in PARTS.items()}
    unsound = _unsound_rows(documents.rows, places, rows, paths) if rows.size else rows
    strays = [(part, doc_id, count) for part, found in places.items() for doc_id, count in found.strays.items()]
    columns = [list(column) for column in zip(*strays, strict=True)] or [[], [], []]
    # A process that waits keeps nothing: it lies beside Great Expectations, which is loaded meanwhile.
    del documents, places
    give_back()
    return (
        pa.table([pa.repeat(key, unsound.size), unsound], schema=UNSOUND),
        pa.table([pa.array(column, field.type) for column, field in zip(columns, STRAYS, strict=True)], schema=STRAYS),
    )


def _unsound_rows(
    documents: pa.Table, places: Mapping[str, PartPlaces], rows: Integers, paths: Mapping[str, Path]
) -> Integers:
    """Which of some rows of a file of documents, in order, are of documents that are not sound."""
    columns: dict[str, Integers] = {"document_row": rows, "char_count": _numbers(documents, "char_count")[rows]}
    are_placed = np.asarray(pc.is_valid(documents.column("char_count")))[rows]
    for part, found in places.items():
        columns |= {f"{part}_row": found.starts[rows], f"{part}_count": found.counts[rows]}
        are_placed &= found.are_in_place[rows]
        if f"{part}_count" in documents.column_names:
            are_placed &= _numbers(documents, f"{part}_count", missing=-1)[rows] == found.counts[rows]
    are_sound = np.zeros(rows.size, dtype=bool)
    are_sound[are_placed] = _are_sound_where_placed(
        pa.RecordBatch.from_pydict({name: column[are_placed] for name, column in columns.items()}), paths
    )
    return rows[~are_sound]


def _are_sound_where_placed(documents: pa.RecordBatch, paths: Mapping[str, Path]) -> npt.NDArray[np.bool_]:
    """Which documents are sound, of one file and in the order of their rows."""
    are_readable = np.ones(documents.num_rows, dtype=bool)
    for part in PARTS.values():
        are_readable &= _follow_on(_numbers(documents, f"{part}_row"), _numbers(documents, f"{part}_count"))
    are_sound = np.zeros(documents.num_rows, dtype=bool)
    readable = np.flatnonzero(are_readable)
    with ExitStack() as opened:
        readers = {name: opened.enter_context(ForwardRows(path, ROWS_READ[name])) for name, path in paths.items()}
        for places in _blocks(readable, _numbers(documents, "char_count")):
            are_sound[places] = _are_sound(documents.take(pa.array(places)), readers)
    return are_sound


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


def _numbers(documents: pa.RecordBatch | pa.Table, name: str, *, missing: int = 0) -> Integers:
    return np.asarray(documents.column(name).fill_null(missing), dtype=np.int64)
