"""Where the paragraphs, sentences and date mentions of documents lie in the files that a candidate wrote.

A file of parts holds those of the documents of one file of documents, in any order that is not refused here; of a sound
candidate the parts of a document are one stretch of rows, of its month.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from transforms.schema_columns import DOC_ID, PUBLISHED_MONTH
from warehouse.damage import reading

__all__ = ["FiledDocuments", "PartPlaces", "find_part_places"]

ROWS_AT_A_TIME = 65_536
NO_MONTH = -(1 << 40)
"""Stands for the month of a document of which only the year is known."""

Integers = npt.NDArray[np.int64]


class FiledDocuments:
    """The documents of one file, by their rows there.

    Attributes:
        rows: Of the file: `doc_id`, `published_month` and what else was asked for.
        numbers: The row of each id; the last one of an id that is there more than once.
        months: The month of each row. int64.
    """

    def __init__(self, path: Path | None, columns: tuple[str, ...]) -> None:
        """Read a file; without one there are no documents."""
        self.rows = pa.table({})
        ids: list[str | None] = []
        if path is not None:
            with reading(path), pq.ParquetFile(path) as file:
                self.rows = file.read([DOC_ID.name, PUBLISHED_MONTH.name, *columns])
            ids = self.rows.column(DOC_ID.name).to_pylist()
        self.numbers = {doc_id: number for number, doc_id in enumerate(ids) if doc_id is not None}
        self.months = _months(self.rows.column(PUBLISHED_MONTH.name)) if ids else np.zeros(0, dtype=np.int64)


class PartPlaces(NamedTuple):
    """Where the parts of one kind lie, one value a row of the file of documents.

    Attributes:
        starts: The first row of its parts; 0 where there are none. int64.
        counts: How many there are. int64.
        are_in_place: Whether they are one stretch of rows, all of the document's month.
        strays: How many parts there are of each id that is no document's of the file.
    """

    starts: Integers
    counts: Integers
    are_in_place: npt.NDArray[np.bool_]
    strays: Counter[str | None]


class _Runs(NamedTuple):
    """Stretches of rows of one id: its document's row or -1, the rows, and the first and last of their months."""

    numbers: Integers
    starts: Integers
    lengths: Integers
    first_months: Integers
    last_months: Integers


def find_part_places(path: Path | None, documents: FiledDocuments) -> PartPlaces:
    """Find the parts of each document of a file in the file of parts that belongs to it; None where there is none."""
    count = len(documents.months)
    strays: Counter[str | None] = Counter()
    runs = _joined(list(_read_runs(path, documents, strays))) if path is not None else None
    if runs is None or not runs.numbers.size:
        empty = np.zeros(count, dtype=np.int64)
        return PartPlaces(empty, empty, np.ones(count, dtype=bool), strays)
    ends = runs.starts + runs.lengths
    go_on = (runs.numbers[1:] == runs.numbers[:-1]) & (runs.starts[1:] == ends[:-1])  # in the next batch
    stretches = np.bincount(runs.numbers[np.append(True, ~go_on)], minlength=count)
    starts = np.zeros(count, dtype=np.int64)
    starts[runs.numbers[::-1]] = runs.starts[::-1]
    counts = np.zeros(count, dtype=np.int64)
    np.add.at(counts, runs.numbers, runs.lengths)
    of_documents = documents.months[runs.numbers]
    are_of_other_month = (runs.first_months != of_documents) | (runs.last_months != of_documents)
    are_in_place = stretches <= 1
    are_in_place[runs.numbers[are_of_other_month]] = False
    return PartPlaces(starts, counts, are_in_place, strays)


def _read_runs(path: Path, documents: FiledDocuments, strays: Counter[str | None]) -> Iterator[_Runs]:
    start = 0
    with reading(path), pq.ParquetFile(path) as file:
        for batch in file.iter_batches(ROWS_AT_A_TIME, columns=[DOC_ID.name, PUBLISHED_MONTH.name]):
            encoded = pc.run_end_encode(batch.column(DOC_ID.name))
            ids = encoded.values.to_pylist()
            ends = encoded.run_ends.to_numpy().astype(np.int64)
            starts = np.append(0, ends[:-1])
            numbers = np.array([documents.numbers.get(doc_id, -1) for doc_id in ids], dtype=np.int64)
            are_known = numbers >= 0
            for number in np.flatnonzero(~are_known).tolist():
                strays[ids[number]] += int(ends[number] - starts[number])
            months = _months(batch.column(PUBLISHED_MONTH.name))
            runs = (
                numbers,
                start + starts,
                ends - starts,
                np.minimum.reduceat(months, starts),
                np.maximum.reduceat(months, starts),
            )
            yield _Runs(*(values[are_known] for values in runs))
            start += batch.num_rows


def _joined(runs: list[_Runs]) -> _Runs | None:
    return _Runs(*(np.concatenate(values) for values in zip(*runs, strict=True))) if runs else None


def _months(column: Any) -> Integers:  # noqa: ANN401 (pyarrow has no types)
    days = pc.fill_null(column.cast(pa.int32()).cast(pa.int64()), NO_MONTH)
    return np.asarray(days, dtype=np.int64)
