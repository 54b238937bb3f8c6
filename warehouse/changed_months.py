"""Terms of months that few documents come to or go from, changed by these documents instead of counted anew.

A month of a large corpus holds thousands of documents, and a day's delivery of ten brings some to it. What is read is
the parent's rows of the month, the few documents, and once the month's sentences, for terms that may pass only now
(`transforms.term_changes`): it takes half of what a new count does, and gives the same rows.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import NamedTuple

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from transforms.schema import TERM_MONTHS
from transforms.term_changes import ChosenTerms, change_terms, find_unknown_terms
from transforms.terms import EVERY_TERM, TermCounter
from warehouse.damage import reading
from warehouse.sentence_blocks import read_sentence_blocks

__all__ = ["MOST_DOCUMENTS", "SMALLEST_RATIO", "SlightChange", "change_months", "in_months"]

MOST_DOCUMENTS = 200
"""Of more, the terms would take much memory: they have no cut-off, and so are some 1,500 a document."""
SMALLEST_RATIO = 10
"""Where more than one of so many documents is new, counting all of them anew costs about as much."""

BATCH_ROWS = 65_536
Month = date | None


class SlightChange(NamedTuple):
    """What becomes of a month.

    Attributes:
        came: Ids of documents that are in it now, and were not, or with another text.
        went: Ids of documents that were in it, and are not now, or with another text.
    """

    came: frozenset[str]
    went: frozenset[str]


def change_months(
    terms: Path, sentences_before: Path, sentences_now: Path, changes: Mapping[Month, SlightChange]
) -> Iterator[tuple[Month, pa.Table]]:
    """The terms of some months of a file, each as `TermCounter.count` would give them, in no order.

    Args:
        terms: The parent's file of terms.
        sentences_before: Its file of the same documents' sentences.
        sentences_now: The candidate's.
        changes: By month, None for documents of which only the year is known.
    """
    before = _read_terms(terms, changes)
    went = _count_documents(sentences_before, {month: change.went for month, change in changes.items()})
    came = _count_documents(sentences_now, {month: change.came for month, change in changes.items()})
    unknown = {month: find_unknown_terms(before[month], came[month]) for month in changes}
    searched = {month: ChosenTerms(found) for month, found in unknown.items()}
    wanted = {month for month, found in unknown.items() if found.num_rows}
    if wanted:
        for month, sentences, counts in read_sentence_blocks(sentences_now, wanted):
            searched[month].add(sentences, counts)
    for month in changes:
        yield month, change_terms(before[month], went[month], came[month], searched[month].count())


def in_months(found: pa.Array, months: Collection[Month]) -> pa.Array:
    """Whether each of some months is one of the months asked for."""
    is_asked = pc.is_in(found, value_set=pa.array([month for month in months if month is not None], pa.date32()))
    return pc.or_(is_asked, pc.is_null(found)) if None in months else is_asked


def _read_terms(path: Path, months: Collection[Month]) -> dict[Month, pa.Table]:
    with reading(path), pq.ParquetFile(path) as file:
        found = [
            batch.filter(in_months(batch.column("published_month"), months)) for batch in file.iter_batches(BATCH_ROWS)
        ]
    rows = pa.Table.from_batches(found, TERM_MONTHS.arrow_schema).combine_chunks()
    return {month: rows.filter(in_months(rows.column("published_month"), [month])) for month in months}


def _count_documents(path: Path, doc_ids: Mapping[Month, Collection[str]]) -> dict[Month, pa.Table]:
    """Every term of some documents by month, none cut off."""
    counters = {month: TermCounter() for month in doc_ids}
    wanted = {month for month, ids in doc_ids.items() if ids}
    if wanted:
        chosen = set().union(*doc_ids.values())
        for month, sentences, counts in read_sentence_blocks(path, wanted, doc_ids=chosen):
            counters[month].add(sentences, counts)
    return {month: counter.count(EVERY_TERM) for month, counter in counters.items()}
