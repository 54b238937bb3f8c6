"""The sentences of a file, month by month and some documents at a time."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from warehouse.damage import reading

__all__ = ["SentenceBlock", "read_sentence_blocks"]

BLOCK_SENTENCES = 16_384
"""About 350 documents, 2 MB of text; counting them takes some ten times that."""
COLUMNS = ["published_month", "doc_id", "text"]


class SentenceBlock(NamedTuple):
    """Some documents of one month.

    Attributes:
        published_month: The month; None for documents of which only the year is known.
        sentences: Their sentences, one document behind another.
        sentence_counts: How many each document has.
    """

    published_month: date | None
    sentences: pa.StringArray
    sentence_counts: npt.NDArray[np.int64]


def read_sentence_blocks(
    path: Path, months: Collection[date | None] | None, *, doc_ids: Collection[str] | None = None
) -> Iterator[SentenceBlock]:
    """Read a file of `sentences`, whose rows lie by month and document.

    Args:
        path: The file.
        months: Months that are wanted, None for those of year precision; None wants all. Row groups without any of
            them are not read.
        doc_ids: Documents that are wanted; None wants all.

    Yields:
        Blocks of whole documents; those of one month follow each other.
    """
    with reading(path), pq.ParquetFile(path) as file:
        groups = [
            number
            for number in range(file.metadata.num_row_groups)
            if months is None or _may_hold(file.metadata.row_group(number), months)
        ]
        wanted = None if doc_ids is None else pa.array(sorted(doc_ids), pa.string())
        rest = file.schema_arrow.empty_table().select(COLUMNS)
        for batch in file.iter_batches(BLOCK_SENTENCES, row_groups=groups, columns=COLUMNS):
            found = batch if wanted is None else batch.filter(pc.is_in(batch.column("doc_id"), value_set=wanted))
            if not found.num_rows:
                continue
            rows = pa.concat_tables([rest, pa.Table.from_batches([found])]).combine_chunks()
            # The last document may go on in the next batch.
            complete = int(_document_bounds(rows)[-2])
            yield from _cut(rows.slice(0, complete), months)
            rest = rows.slice(complete)
        yield from _cut(rest, months)


def _may_hold(group: Any, months: Collection[date | None]) -> bool:  # noqa: ANN401 (pyarrow has no types)
    """Whether a row group may hold a row of the months, by its statistics."""
    [statistics] = [
        group.column(place).statistics
        for place in range(group.num_columns)
        if group.column(place).path_in_schema == "published_month"
    ]
    if statistics is None or not (statistics.has_min_max or statistics.null_count):
        return True
    has_null = None in months and statistics.null_count > 0
    return has_null or (
        statistics.has_min_max and any(month and statistics.min <= month <= statistics.max for month in months)
    )


def _document_bounds(rows: pa.Table) -> npt.NDArray[np.int64]:
    """Where each document starts, and the end."""
    [doc_ids] = rows.column("doc_id").chunks or [pa.array([], pa.string())]
    ends = pc.run_end_encode(doc_ids).run_ends.to_numpy()
    return np.concatenate(([0], ends)).astype(np.int64)


def _cut(rows: pa.Table, months: Collection[date | None] | None) -> Iterator[SentenceBlock]:
    """Cut whole documents where the month changes."""
    if not rows.num_rows:
        return
    bounds = _document_bounds(rows.combine_chunks())
    found = rows.column("published_month").take(pa.array(bounds[:-1])).combine_chunks()
    numbers = pc.fill_null(found.cast(pa.int32()), -(2**31)).to_numpy()
    cuts = [0, *(np.flatnonzero(numbers[1:] != numbers[:-1]) + 1).tolist(), numbers.size]
    for first, last in pairwise(cuts):
        month = found[first].as_py()
        if months is None or month in months:
            part = rows.column("text").slice(bounds[first], bounds[last] - bounds[first])
            yield SentenceBlock(month, part.combine_chunks(), np.diff(bounds[first : last + 1]))
