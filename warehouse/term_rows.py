"""Rows of `term_months` on their way into a file: each month in the order of its terms, merged into one order.

Months are counted one after another and a file lies by term, so all months of it have to be there before its first
row is written. Of a large year they are kept on the disk: no more than some thousand rows of each month are in memory.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from pathlib import Path
from types import TracebackType
from typing import Self

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from transforms.schema import TERM_MONTHS
from warehouse.disk import naming

__all__ = ["MonthRows", "merge_rows"]

BATCH_ROWS = 16_384
KEPT_ROWS = 400_000
"""Some 20 MB: the terms of 10,000 articles of a year."""

SCHEMA = TERM_MONTHS.arrow_schema.remove_metadata()


class MonthRows:
    """The counted months of one year: in memory, and beyond a measure in a temporary file for each month.

    Use it as a context manager: the files are gone at its end.
    """

    def __init__(self, path: Path) -> None:
        """Nothing is written before it is needed; `path` is what the files' names begin with."""
        self._path = path
        self._kept_rows = 0
        self._months: list[pa.Table | Path] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        for month in self._months:
            if isinstance(month, Path):
                month.unlink(missing_ok=True)

    def add(self, published_month: date | None, terms: pa.Table) -> None:
        """Keep the terms of one month, as `transforms.terms.TermCounter.count` gives them."""
        ordered = terms.take(pc.array_sort_indices(terms.column("term").combine_chunks()))
        months = pa.repeat(pa.scalar(published_month, pa.date32()), ordered.num_rows)
        rows = pa.table({**{name: ordered.column(name) for name in terms.column_names}, "published_month": months})
        rows = rows.select(SCHEMA.names)
        self._kept_rows += rows.num_rows
        if self._kept_rows <= KEPT_ROWS:
            self._months.append(rows)
            return
        path = self._path.with_name(f"{self._path.name}-{len(self._months)}")
        self._months.append(path)
        with naming(path), pa.OSFile(str(path), "wb") as file, pa.ipc.new_file(file, rows.schema) as writer:
            writer.write_table(rows, max_chunksize=BATCH_ROWS)

    def streams(self) -> list[Iterator[pa.RecordBatch]]:
        """The rows of each month, in the order of the terms."""
        return [
            _read_back(month) if isinstance(month, Path) else iter(month.combine_chunks().to_batches(BATCH_ROWS))
            for month in self._months
        ]


def _read_back(path: Path) -> Iterator[pa.RecordBatch]:
    with pa.OSFile(str(path), "rb") as file, pa.ipc.open_file(file) as reader:
        for number in range(reader.num_record_batches):
            yield reader.get_batch(number)


class _Stream:
    """One of several streams that are merged: the rows of it that were read and not yet given on.

    Attributes:
        rows: Those rows.
        last: Their last term while more rows are to come, which may have it too; None at the end of the stream.
    """

    def __init__(self, batches: Iterable[pa.RecordBatch]) -> None:
        self._batches = (batch for batch in batches if batch.num_rows)
        self._next = next(self._batches, None)
        self.rows = SCHEMA.empty_table()
        self.last: str | None = None
        self.read_on()

    def read_on(self) -> None:
        """Read one more batch."""
        if self._next is None:
            return
        more = pa.Table.from_batches([self._next]).select(SCHEMA.names).cast(SCHEMA)
        self.rows = pa.concat_tables([self.rows, more]).combine_chunks()
        self._next = next(self._batches, None)
        self.last = None if self._next is None else more.column("term")[-1].as_py()

    def take_before(self, term: str | None) -> pa.Table:
        """Give on what comes before a term; everything where there is none."""
        count = self.rows.num_rows
        if term is not None and count:
            count = pc.sum(pc.less(self.rows.column("term"), pa.scalar(term, pa.string()))).as_py()
        taken, self.rows = self.rows.slice(0, count), self.rows.slice(count)
        return taken


def merge_rows(streams: Sequence[Iterable[pa.RecordBatch]]) -> Iterator[pa.RecordBatch]:
    """Merge streams of rows into one, by term (its bytes) and month, rows without a month first.

    Args:
        streams: Each in that order; no two of them hold rows of the same month. Of each a batch or two is in memory.
    """
    merged = [_Stream(stream) for stream in streams]
    is_more = bool(merged)
    while is_more:
        # What a stream has not shown yet may begin with the last term that it showed, so that term has to wait.
        first = min((one.last for one in merged if one.last is not None), key=str.encode, default=None)
        rows = pa.concat_tables([one.take_before(first) for one in merged]).combine_chunks()
        yield from _in_order(rows).to_batches()
        for one in merged:
            if one.last is not None and one.last == first:
                one.read_on()
        is_more = first is not None


def _in_order(rows: pa.Table) -> pa.Table:
    months = pc.fill_null(rows.column("published_month").cast(pa.int32()), -(2**31)).to_numpy()
    by_month = np.argsort(months, kind="stable")
    # This sort is stable too: rows of one term stay in the order of their months.
    by_term = pc.array_sort_indices(rows.column("term").take(pa.array(by_month)).combine_chunks())
    return rows.take(pa.array(by_month[by_term.to_numpy()]))
