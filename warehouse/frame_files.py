"""Writing the frames of the gate: what it reads in a moment, and a large delivery's are too large to hold."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import partial
from itertools import chain, pairwise
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from warehouse.disk import naming
from warehouse.engine import FRAME_BATCH_ROWS, in_little_room
from warehouse.sql import load

__all__ = ["BEHIND_ALL_IDS", "fill_by_range", "ranges_of_ids", "write_answer", "write_answer_by_range", "write_frame"]

IDS_AT_A_TIME = 65_536
"""Documents that are asked about at once: about 50 MB of the engine's memory."""

BEHIND_ALL_IDS = "\U0010ffff"


def write_answer(
    engine: duckdb.DuckDBPyConnection, name: str, parameters: Mapping[str, object] | None, folder: Path
) -> None:
    """Write the answer to a query into a file of its name."""

    def write() -> None:
        answer = engine.sql(load(name), params=parameters).to_arrow_reader(FRAME_BATCH_ROWS)
        write_frame(answer, folder / f"{name}.parquet")

    in_little_room(engine, write)


def write_answer_by_range(
    engine: duckdb.DuckDBPyConnection, name: str, parameters: Mapping[str, object], folder: Path, *, id_count: int
) -> None:
    """Write the answer to a query that is asked about a range of ids at a time, in the order of the ids.

    Args:
        engine: Where it runs.
        name: Of the query, whose parameters `first_id` and `end_id` bound the ids.
        parameters: Its others.
        folder: Where the file goes.
        id_count: About how many ids there are.
    """
    query = load(name)

    def write() -> None:
        answers = (
            engine.sql(query, params={**parameters, **asked}).to_arrow_reader(FRAME_BATCH_ROWS)
            for asked in _ranges(id_count)
        )
        first = next(answers)
        _write_batches(chain(first, chain.from_iterable(answers)), first.schema, folder / f"{name}.parquet")

    in_little_room(engine, write)


def fill_by_range(
    engine: duckdb.DuckDBPyConnection, name: str, parameters: Mapping[str, object], *, id_count: int
) -> None:
    """Have a query that is asked about a range of ids at a time add what it finds to its table; arguments as above."""
    query = load(name)
    for asked in _ranges(id_count):
        in_little_room(engine, partial(engine.execute, query, {**parameters, **asked}))


def _ranges(id_count: int) -> Iterator[dict[str, object]]:
    for first_id, end_id in ranges_of_ids(-(-id_count // IDS_AT_A_TIME)):
        yield {"first_id": first_id, "end_id": end_id}


def ranges_of_ids(count: int) -> Iterator[tuple[str, str]]:
    """Ranges that together hold every text, and about as many ids each: ids are digits of a sha256.

    Args:
        count: How many are wanted; none is as good as one.
    """
    inner = [f"{number * 0x10000 // count:04x}" for number in range(1, count)]
    return pairwise(["", *inner, BEHIND_ALL_IDS])


def write_frame(rows: pa.Table | pa.RecordBatchReader, path: Path) -> None:
    """Write rows; not forced to the disk, because nothing of them outlives this run."""
    _write_batches(rows.to_batches() if isinstance(rows, pa.Table) else rows, rows.schema, path)


def _write_batches(batches: Iterable[pa.RecordBatch], schema: pa.Schema, path: Path) -> None:
    with naming(path), pq.ParquetWriter(path, schema) as writer:
        for batch in batches:
            writer.write_batch(batch)
