"""Terms by month of a candidate: touched months are counted again from their documents, never added to.

So a replay counts nothing twice, and a document that was withdrawn or superseded leaves no trace. Months of the
same year that are not touched keep the parent's rows; years without a touched month keep the parent's file.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date
from itertools import groupby
from operator import itemgetter
from pathlib import Path

import duckdb
import pyarrow as pa

from transforms.schema import SENTENCES, TERM_MONTHS
from transforms.terms import TermCounter
from warehouse.engine import view_files
from warehouse.partitions import ReleaseFile, file_path, write_partitions
from warehouse.sentence_blocks import read_sentence_blocks
from warehouse.sql import load
from warehouse.term_blocks import BlockFile

__all__ = ["write_term_months"]


def write_term_months(
    engine: duckdb.DuckDBPyConnection, parent: Path | None, folder: Path, replaced: Collection[str]
) -> tuple[list[ReleaseFile], list[str]]:
    """Write the term files of the years that texts come to or go from.

    Args:
        engine: Where the views `candidate_documents` and `touched_years_documents` are.
        parent: Folder of the last release, or None before the first.
        folder: The candidate's; the documents and sentences that are new are there.
        replaced: Paths of the parent's files that the candidate does not take over.

    Returns:
        The files, and the paths of the parent's term files that they take the place of. A year in which no term passes
        the cut-off has no file.
    """
    engine.execute(load("term_months_touched"))
    touched = engine.execute(load("term_months_list")).fetchall()
    files, paths = [], []
    for year, rows in groupby(touched, key=itemgetter(0)):
        path = file_path(TERM_MONTHS, str(year))
        paths.append(path)
        before = [] if parent is None else [one for one in [parent / path] if one.is_file()]
        view_files(engine, "parent_term_months", before, TERM_MONTHS)
        # Without a file of the parent there is nothing that untouched months could keep.
        months = {month for _, month in rows} if before else None
        engine.execute(load("term_months_begin"))
        sentences = _sentences_file(parent, folder, year, replaced)
        for month, terms in _count_months(sentences, months, folder.with_name("words-of-month")):
            engine.register("terms_of_month", terms)
            engine.execute(load("term_months_learn"), {"published_month": month})
            engine.unregister("terms_of_month")
        query = load("candidate_term_months")
        files += write_partitions(engine, query, {"file_key": str(year)}, TERM_MONTHS, folder)
    return files, paths


def _sentences_file(parent: Path | None, folder: Path, year: int, replaced: Collection[str]) -> Path | None:
    """The year's sentences: the candidate's where it writes them, else the parent's, which it will link."""
    path = file_path(SENTENCES, str(year))
    place = folder if parent is None or path in replaced else parent
    return place / path if (place / path).is_file() else None


def _count_months(
    path: Path | None, months: set[date | None] | None, spill: Path
) -> Iterator[tuple[date | None, pa.Table]]:
    blocks = iter(()) if path is None else read_sentence_blocks(path, months)
    for month, blocks_of_month in groupby(blocks, key=itemgetter(0)):
        with BlockFile(spill) as store:
            counter = TermCounter(store)
            for _, sentences, counts in blocks_of_month:
                counter.add(sentences, counts)
            terms = counter.count()
        yield month, terms
