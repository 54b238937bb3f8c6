"""Bringing rows of documents into the order of their documents, however many they are.

Every document has a place: its number in the order in which documents lie in a table's files. Rows come in any order of
places (from staged parts) and in order (from files of the parent release). Only places are sorted, then rows are taken;
what does not fit in memory at once is sorted in runs, which are kept on the disk and merged some documents at a time.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import pairwise
from pathlib import Path
from types import TracebackType
from typing import NamedTuple, Protocol, Self

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from transforms.schema_types import Table
from warehouse.disk import naming
from warehouse.memory import give_back

__all__ = ["PlacedRows", "merge_placed_rows"]

RUN_BYTES = 32_000_000
"""Rows that are sorted at once; sorting takes about twice as much again, beside the process that counts terms."""
DOCUMENTS_AT_A_TIME = 2_048
"""Documents of which all runs are merged at once: about 14 MB of sentences."""
PIECES_BETWEEN_GIVING_BACK = 8
"""Of each run a little is read at a time: a hundred runs leave a memory full of holes."""

PLACE = "place"
Longs = npt.NDArray[np.int64]


class PlacedRows(NamedTuple):
    """Rows of a table and the places of their documents.

    Attributes:
        places: One a row. int64.
        rows: The rows, with the columns of their table.
    """

    places: Longs
    rows: pa.Table

    def slice(self, start: int, end: int) -> PlacedRows:
        """Some consecutive rows, without a copy."""
        return PlacedRows(self.places[start:end], self.rows.slice(start, end - start))


def merge_placed_rows(
    new: Iterable[PlacedRows], kept: Iterable[PlacedRows], table: Table, *, document_count: int, spill: Path
) -> Iterator[PlacedRows]:
    """Bring rows into the order of `table.sort`, of which the places stand for the columns that tell documents apart.

    Args:
        new: Rows in any order; they are read to their end before anything is given on.
        kept: Rows in the order of their places, of other documents than the new ones.
        table: Table that they are of.
        document_count: How many documents there are; places are below it.
        spill: What the names of temporary files begin with.

    Yields:
        Rows in order, of `DOCUMENTS_AT_A_TIME` documents at most.
    """
    with _Runs(table, spill) as runs:
        runs.read(new)
        sources: list[_Source] = [*runs.sorted, _InOrder(kept)]
        for number, first in enumerate(range(0, document_count, DOCUMENTS_AT_A_TIME)):
            if number % PIECES_BETWEEN_GIVING_BACK == PIECES_BETWEEN_GIVING_BACK - 1:
                give_back()
            pieces = [piece for one in sources if (piece := one.take_before(first + DOCUMENTS_AT_A_TIME)).places.size]
            if pieces:
                yield pieces[0] if len(pieces) == 1 else _in_order(pieces, table)


class _Source(Protocol):
    def take_before(self, place: int) -> PlacedRows:
        """Give on the rows of documents before a place, in order."""


class _Runs:
    """New rows, sorted as many at once as memory is meant for; more than one run is kept in files."""

    def __init__(self, table: Table, spill: Path) -> None:
        self.sorted: list[_Source] = []
        self._table = table
        self._spill = spill
        self._files: list[_InFile] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        for file in self._files:
            file.remove()

    def read(self, new: Iterable[PlacedRows]) -> None:
        """Read all new rows."""
        waiting: list[PlacedRows] = []
        byte_count = 0
        for piece in new:
            if not piece.places.size:
                continue
            if waiting and byte_count + piece.rows.nbytes > RUN_BYTES:
                self._keep_in_file(_in_order(waiting, self._table))
                byte_count = 0
            waiting.append(piece)
            byte_count += piece.rows.nbytes
        if waiting:
            last = _in_order(waiting, self._table)
            if self._files:
                self._keep_in_file(last)
            else:
                self.sorted.append(_InOrder([last]))

    def _keep_in_file(self, run: PlacedRows) -> None:
        file = _InFile(self._spill.with_name(f"{self._spill.name}-{len(self._files)}"))
        self._files.append(file)
        file.write(run)
        self.sorted.append(file)


class _InFile:
    """A run that is kept in a file; none of it is in memory before it is asked for.

    News come by the day, so a run may be of few months: the first documents of each of a hundred runs would be a part
    of each that counts.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._firsts: Longs = np.zeros(0, dtype=np.int64)
        self._next = 0
        self._reader: pa.RecordBatchFileReader | None = None

    def write(self, run: PlacedRows) -> None:
        """Keep a run, in batches that are asked for as wholes."""
        rows = run.rows.append_column(PLACE, pa.array(run.places))
        bounds = np.flatnonzero(np.diff(run.places // DOCUMENTS_AT_A_TIME)) + 1
        firsts: list[int] = []
        with (
            naming(self._path),
            pa.OSFile(str(self._path), "wb") as file,
            pa.ipc.new_file(file, rows.schema) as writer,
        ):
            for start, end in pairwise([0, *bounds.tolist(), rows.num_rows]):
                for batch in rows.slice(start, end - start).to_batches():
                    writer.write_batch(batch)
                    firsts.append(int(run.places[start]))
        self._firsts = np.array(firsts, dtype=np.int64)

    def take_before(self, place: int) -> PlacedRows:
        """Give on the rows of documents before a place, a multiple of `DOCUMENTS_AT_A_TIME`."""
        first, self._next = self._next, int(np.searchsorted(self._firsts, place))
        with naming(self._path):
            taken = _joined([self._read(number) for number in range(first, self._next)])
        if self._next == self._firsts.size:
            self._reader = None  # no file is open of which nothing more is read
        return taken

    def _read(self, number: int) -> PlacedRows:
        if self._reader is None:  # and kept open: opening it for each batch takes thirty times as long as reading one
            self._reader = pa.ipc.open_file(pa.OSFile(str(self._path), "rb"))
        rows = pa.Table.from_batches([self._reader.get_batch(number)])
        return PlacedRows(rows.column(PLACE).to_numpy(), rows.drop_columns([PLACE]))

    def remove(self) -> None:
        """Remove the file."""
        self._reader = None
        self._path.unlink(missing_ok=True)


class _InOrder:
    """Rows that come in order already, read no further than they are asked for."""

    def __init__(self, pieces: Iterable[PlacedRows]) -> None:
        self._pieces = iter(pieces)
        self._rest: PlacedRows | None = next(self._pieces, None)

    def take_before(self, place: int) -> PlacedRows:
        """Give on the rows of documents before a place."""
        taken: list[PlacedRows] = []
        while self._rest is not None:
            end = int(np.searchsorted(self._rest.places, place))
            taken.append(self._rest.slice(0, end))
            if end < self._rest.places.size:
                self._rest = self._rest.slice(end, self._rest.places.size)
                break
            self._rest = next(self._pieces, None)
        return _joined(taken)


def _joined(pieces: list[PlacedRows]) -> PlacedRows:
    pieces = [piece for piece in pieces if piece.places.size]
    if not pieces:
        return PlacedRows(np.zeros(0, dtype=np.int64), pa.table({}))
    if len(pieces) == 1:
        return pieces[0]
    return PlacedRows(
        np.concatenate([piece.places for piece in pieces]), pa.concat_tables([piece.rows for piece in pieces])
    )


def _in_order(pieces: list[PlacedRows], table: Table) -> PlacedRows:
    """Sort some rows by place and, within a document, by the other columns of the table's order; empties `pieces`."""
    places, rows = _joined(pieces)
    # From here on nobody needs them where they lay: with them there would be three copies of what is sorted.
    pieces.clear()
    # Taking from one piece costs two thirds of taking from many.
    rows = rows.combine_chunks()
    order = np.argsort(places, kind="stable")
    # Parts and files hold the rows of a document in their order, so there is nothing to sort but whole documents.
    within = _numbers_within(rows, table)
    is_same = np.diff(places[order]) == 0
    if (is_same & (np.diff(within[order]) < 0)).any():
        order = np.lexsort((within, places))
    return PlacedRows(places[order], rows.take(pa.array(order)))


def _numbers_within(rows: pa.Table, table: Table) -> Longs:
    """One number for those columns of a table's order that tell the rows of a document apart: all are int32, from 0."""
    numbers = np.zeros(rows.num_rows, dtype=np.int64)
    for name in table.sort[table.sort.index("doc_id") + 1 :]:
        numbers = (numbers << 31) | rows.column(name).to_numpy()
    return numbers
