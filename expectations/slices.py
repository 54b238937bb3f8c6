"""Frames of which the rows are too many to be judged at once: they are read and judged a slice at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any, Protocol, TypeAlias

import pyarrow as pa

__all__ = ["ROWS_AT_A_TIME", "DerivedRows", "FrameRows", "Key", "StoredRows", "cut", "is_stored"]

ROWS_AT_A_TIME = 65_536
"""Some 100 MB of documents while they are judged."""

FrameRows: TypeAlias = Any
"""A `pa.Table` (pyarrow has no types), or of many rows `StoredRows`; with derived columns `DerivedRows`."""

Key = Sequence[str]
"""Columns that together name a row."""


class StoredRows(Protocol):
    """The rows of a frame in a file, as storage hands them in.

    Attributes:
        num_rows: How many there are.
        schema: Their Arrow schema.
    """

    num_rows: int
    schema: pa.Schema

    def read(self, columns: Sequence[str] | None = None) -> pa.Table:
        """All rows, of some columns."""

    def slices(
        self, most_rows: int, *, unique: Sequence[Key] = (), columns: Sequence[str] | None = None
    ) -> Iterator[pa.Table]:
        """The rows, some at a time.

        Args:
            most_rows: How many rows a slice has at most.
            unique: Keys that are judged to name one row each. Rows that may share one are all in the first slice,
                however many they are, so that it can be judged of every slice by itself. Mostly there are none.
            columns: What is read; None for all.
        """


class DerivedRows:
    """Stored rows with the columns that are derived from them, worked out when they are judged."""

    def __init__(self, stored: StoredRows, derive: Callable[[pa.Table], pa.Table]) -> None:
        """Nothing is read yet; `derive` is called for a slice at a time."""
        self._stored = stored
        self._derive = derive

    def slices(self, unique: Sequence[Key]) -> Iterator[pa.Table]:
        """As of `StoredRows`."""
        return map(self._derive, self._stored.slices(ROWS_AT_A_TIME, unique=unique))


def is_stored(rows: FrameRows) -> bool:
    """Whether rows lie in a file."""
    return not isinstance(rows, pa.Table)


def cut(rows: FrameRows, unique: Sequence[Key]) -> Iterator[pa.Table]:
    """What is judged at a time: a table as it is, and of stored rows a slice."""
    return rows.slices(unique) if isinstance(rows, DerivedRows) else iter([rows])
