"""Writing the verdicts of a release: a row for each file that was ever seen, in ranges of their order."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

import duckdb
import pyarrow as pa

from transforms.schema import VERDICTS_TABLE
from warehouse.engine import ARROW_BATCH_ROWS
from warehouse.partitions import ReleaseFile, cut_by_key, write_by_key
from warehouse.path_cover import ShownPaths
from warehouse.sql import load

__all__ = ["write_verdicts"]

VERDICTS_AT_A_TIME = 131_072
"""Rows that are sorted at once. A row takes about half a kilobyte, and the engine has `LITTLE_LIMIT` for it."""
SAMPLE_BELOW, SAMPLED_IN = "01", 256
"""The sample that ranges are cut by: sums below the first, which is one file in so many."""


class _Cut(NamedTuple):
    """Where a range of the order of verdicts begins."""

    key: str
    batch_no: int
    source: str
    path: str


BEFORE_ALL = _Cut("", -1, "", "")
BEHIND_ALL = _Cut("\U0010ffff", -1, "", "")


def write_verdicts(
    engine: duckdb.DuckDBPyConnection, folder: Path, *, shown: ShownPaths | None = None
) -> list[ReleaseFile]:
    """Write the files in which a verdict is new or stands otherwise.

    Sorted all at once, those of 900,000 new files took half a gigabyte.

    Args:
        engine: Where they were worked out.
        folder: Release folder.
        shown: What stands for source paths in the files; None for themselves.
    """
    return write_by_key(cut_by_key(_in_order(engine)), VERDICTS_TABLE, folder, shown=shown)


def _in_order(engine: duckdb.DuckDBPyConnection) -> Iterator[pa.RecordBatch]:
    query = load("candidate_verdicts")
    for first, end in pairwise([BEFORE_ALL, *_find_cuts(engine), BEHIND_ALL]):
        asked = {f"first_{name}": value for name, value in first._asdict().items()}
        asked |= {f"end_{name}": value for name, value in end._asdict().items()}
        yield from engine.sql(query, params=asked).to_arrow_reader(ARROW_BATCH_ROWS)


def _find_cuts(engine: duckdb.DuckDBPyConnection) -> list[_Cut]:
    """Where to cut for ranges of about as many rows as are sorted at once; rows of one path are in one range."""
    sample = engine.execute(load("verdict_cuts"), {"below": SAMPLE_BELOW}).fetchall()
    step = max(1, VERDICTS_AT_A_TIME // SAMPLED_IN)
    return sorted({_Cut(*row) for row in sample[step::step]})
