"""Terms by month of a candidate: touched months have the terms of their documents, as if they were counted anew.

They are, but where few of many documents are new or gone: there the parent's rows are changed by these, which gives the
same rows (`changed_months`). So a replay counts nothing twice, and a document that was withdrawn or superseded leaves
no trace. Months of the same file that are not touched keep the parent's rows; files without a touched month stay the
parent's.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from datetime import date
from itertools import chain, groupby
from operator import itemgetter
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from transforms.schema import SENTENCES, TERM_MONTHS
from transforms.terms import TermCounter
from warehouse.changed_months import MOST_DOCUMENTS, SMALLEST_RATIO, SlightChange, change_months, in_months
from warehouse.damage import reading
from warehouse.durable import make_folder
from warehouse.memory import give_back
from warehouse.partitions import ReleaseFile, file_path, write_file
from warehouse.sentence_blocks import read_sentence_blocks
from warehouse.sql import load
from warehouse.term_blocks import BlockFile
from warehouse.term_rows import BATCH_ROWS, MonthRows, merge_rows

__all__ = ["TouchedMonths", "find_touched_months", "write_term_file"]

TouchedMonths = dict[str, dict[date | None, SlightChange | None]]
"""Months whose terms change, by key of their file, with what changes them, or None where they are counted anew. In the
place of a month None stands for documents known by their year alone."""


def find_touched_months(engine: duckdb.DuckDBPyConnection) -> TouchedMonths:
    """The months that texts come to or go from.

    Args:
        engine: Where the views `candidate_documents` and `touched_documents_files` are, and the macro `file_key`.
    """
    most: dict[str, object] = {"most_ids": MOST_DOCUMENTS}
    engine.execute(load("term_months_touched"), most)
    rows = engine.execute(load("term_months_list"), most | {"smallest_ratio": SMALLEST_RATIO}).fetchall()
    touched: TouchedMonths = {}
    for key, month, came, went, is_slight in rows:
        change = SlightChange(frozenset(came), frozenset(went)) if is_slight else None
        touched.setdefault(key, {})[month] = change
    return touched


def write_term_file(
    parent: Path | None,
    folder: Path,
    key: str,
    touched: Mapping[date | None, SlightChange | None],
    rewritten: Collection[str],
) -> ReleaseFile | None:
    """Write one file of terms. It asks no engine: files may be counted side by side.

    Args:
        parent: Folder of the last release, or None before the first.
        folder: The candidate's; the sentences that are new are there.
        key: Of the file: a year, or a month of a large year.
        touched: Its months whose terms change.
        rewritten: Paths of the parent's files that the candidate does not take over.

    Returns:
        The file; None where no term of it passes the cut-off.
    """
    path = file_path(TERM_MONTHS, key)
    before = None if parent is None or not (parent / path).is_file() else parent / path
    sentences = _sentences_file(parent, folder, key, rewritten)
    sentences_before = None if parent is None else parent / file_path(SENTENCES, key)
    with MonthRows(folder.with_name(f"terms-of-{key}")) as counted:
        slight: dict[date | None, SlightChange] = {}
        if before is not None and sentences is not None and sentences_before is not None and sentences_before.is_file():
            slight = {month: change for month, change in touched.items() if change is not None}
            for month, terms in change_months(before, sentences_before, sentences, slight):
                counted.add(month, terms)
        # Without a file of the parent there is nothing that untouched months could keep.
        anew = None if before is None else touched.keys() - slight.keys()
        for month, terms in _count_months(sentences, anew, folder.with_name(f"words-of-{key}")):
            counted.add(month, terms)
        streams = counted.streams()
        if before is not None:
            streams.append(_read_untouched(before, touched))
        rows = merge_rows(streams)
        first = next(rows, None)
        if first is None:
            return None
        make_folder((folder / path).parent)
        file = write_file(chain([first], rows), TERM_MONTHS, folder, path)
    give_back()  # a process that waits for the next file keeps nothing of this one
    return file


def _read_untouched(path: Path, touched: Collection[date | None]) -> Iterator[pa.RecordBatch]:
    """The parent's rows of the months that are not touched."""
    with reading(path), pq.ParquetFile(path) as file:
        for batch in file.iter_batches(BATCH_ROWS):
            yield batch.filter(pc.invert(in_months(batch.column("published_month"), touched)))


def _sentences_file(parent: Path | None, folder: Path, key: str, rewritten: Collection[str]) -> Path | None:
    """Sentences of the same documents: the candidate's where it writes them, else the parent's, which it will link."""
    path = file_path(SENTENCES, key)
    place = folder if parent is None or path in rewritten else parent
    return place / path if (place / path).is_file() else None


def _count_months(
    path: Path | None, months: Collection[date | None] | None, spill: Path
) -> Iterator[tuple[date | None, pa.Table]]:
    is_any_wanted = months is None or bool(months)
    blocks = read_sentence_blocks(path, months) if path is not None and is_any_wanted else iter(())
    for month, blocks_of_month in groupby(blocks, key=itemgetter(0)):
        with BlockFile(spill) as store:
            counter = TermCounter(store)
            for _, sentences, counts in blocks_of_month:
                counter.add(sentences, counts)
            terms = counter.count()
        yield month, terms
