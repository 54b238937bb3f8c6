"""A DuckDB of its own for each step: in memory, bounded, spilling into the warehouse's temporary folder."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import TypeVar
from weakref import WeakKeyDictionary

import duckdb
import pyarrow as pa

from transforms.schema_types import Table
from warehouse.durable import make_folder
from warehouse.engine_errors import explaining
from warehouse.layout import Warehouse
from warehouse.parquet import write_batches
from warehouse.path_cover import find_cover, has_cover, read_under_true_paths, register_cover
from warehouse.sql import load, quote, render

__all__ = [
    "FRAME_BATCH_ROWS",
    "IDLE_LIMIT",
    "MEMORY_LIMIT",
    "NARROW_LIMIT",
    "connect_bounded",
    "count_of",
    "in_little_room",
    "limited_memory",
    "open_engine",
    "view_files",
    "view_files_of_batches",
    "view_older_files",
    "write_query",
]

MEMORY_LIMIT = "512MB"
"""Room for queries that read texts: of a row group the whole column is read at once, by each thread."""
NARROW_LIMIT = "256MB"
"""Room for queries that read no text, however many rows they join: more of them are asked for range by range."""
LITTLE_LIMIT = "128MB"
"""Room that nearly all queries of a large delivery do with, beside the process that reads back (`in_little_room`)."""
LAST_LIMIT = "1GB"
"""Room for what fits into no other: rather that than no release."""
ROOMS = (LITTLE_LIMIT, NARROW_LIMIT, MEMORY_LIMIT)
IDLE_LIMIT = "32MB"
"""Room for what an engine holds while others need memory and it is asked little; the rest goes to the disk."""
OPERATOR_LIMIT = "128MB"
"""Of that, for what queries sort and join. Several joins of a million rows would otherwise take up all there is, and
then find no room for the blocks that they work on."""
SPILLING = count()
"""Numbers of this process' connections."""

OUT_OF_MEMORY = "Out of Memory Error"

_LIMITS: WeakKeyDictionary[duckdb.DuckDBPyConnection, str] = WeakKeyDictionary()
"""Memory that connections were given here: to ask the engine for it costs thrice what setting it does."""

Result = TypeVar("Result")

ARROW_BATCH_ROWS = 16_384
FRAME_BATCH_ROWS = 16_384
"""Rows of a frame of the gate that are in memory while it is written."""


@contextmanager
def open_engine(warehouse: Warehouse, limit: str = MEMORY_LIMIT) -> Iterator[duckdb.DuckDBPyConnection]:
    """An in-memory DuckDB that spills to disk beyond its memory limit.

    Raises:
        OSError: The disk refused to take what was written, spilt or read.
        VerificationError: A file of the warehouse that was read is damaged or gone.
    """
    make_folder(warehouse.temporary)
    connection = connect_bounded(warehouse.temporary, limit)
    try:
        register_cover(connection, find_cover(warehouse))
        with explaining(warehouse):
            yield connection
    finally:
        connection.close()


def _spill_folder(temporary: Path) -> Path:
    """A folder for one connection to spill into: DuckDB clears it on closing, whoever else spills there."""
    return temporary / f"spill-{os.getpid()}-{next(SPILLING)}"


def connect_bounded(temporary: Path, limit: str) -> duckdb.DuckDBPyConnection:
    """An in-memory DuckDB that spills into a temporary folder beyond a limit; whoever asks for it closes it."""
    connection = duckdb.connect(
        config={
            "memory_limit": limit,
            "temp_directory": str(_spill_folder(temporary)),
            # Row order comes from ORDER BY alone; keeping insertion order would hold whole results in memory.
            "preserve_insertion_order": False,
        }
    )
    # A setting of connections: what the database is opened with cannot hold it.
    connection.execute("SET operator_memory_limit = $limit", {"limit": OPERATOR_LIMIT})
    _LIMITS[connection] = limit
    return connection


@contextmanager
def limited_memory(connection: duckdb.DuckDBPyConnection, limit: str) -> Iterator[None]:
    """Have the engine make do with so much inside; temporary tables that it holds beyond go to the disk at once.

    Args:
        connection: Not a cursor of an engine that is limited itself. No answer of it is being read.
        limit: `MEMORY_LIMIT`, `NARROW_LIMIT` or `IDLE_LIMIT`.
    """
    before = _limit_of(connection)
    _set_memory(connection, limit)
    try:
        yield
    finally:
        _set_memory(connection, before)


def _limit_of(connection: duckdb.DuckDBPyConnection) -> str:
    """The memory of an engine; one that was not made here is asked for it, once."""
    if connection not in _LIMITS:
        with connection.cursor() as beside:
            [(told,)] = beside.execute("SELECT current_setting('memory_limit')").fetchall()
        number, unit = str(told).split()
        _LIMITS[connection] = f"{float(number) + 0.05:.2f}{unit}"  # it is told cut to one decimal
    return _LIMITS[connection]


def _set_memory(connection: duckdb.DuckDBPyConnection, limit: str) -> None:
    """Set the memory of an engine. An answer may be open that an error kept from being read."""
    if _limit_of(connection) == limit:
        return
    with connection.cursor() as beside:
        beside.execute("SET memory_limit = $limit", {"limit": limit})
    _LIMITS[connection] = limit


def in_little_room(
    connection: duckdb.DuckDBPyConnection, work: Callable[[], Result], limit: str = LITTLE_LIMIT
) -> Result:
    """Do what asks the engine in little memory; where it finds that too little, again in more.

    Args:
        connection: The engine.
        work: May be done again; what it wrote before is written over.
        limit: How much is little: `LITTLE_LIMIT` or `NARROW_LIMIT`.
    """
    for room in ROOMS[ROOMS.index(limit) :]:
        try:
            with limited_memory(connection, room):
                return work()
        except (duckdb.OutOfMemoryException, OSError) as error:
            # Arrow tells what befell the engine while an answer is read as an OSError without a number.
            if isinstance(error, OSError) and (error.errno or not str(error).startswith(OUT_OF_MEMORY)):
                raise
    with limited_memory(connection, LAST_LIMIT):
        return work()


def view_files(
    connection: duckdb.DuckDBPyConnection,
    name: str,
    files: Sequence[Path],
    table: Table,
    *,
    with_file_name: bool = False,
    with_row_number: bool = False,
) -> None:
    """Make a view over Parquet files of one table; over no file it is an empty view with the table's columns.

    In an engine source paths are the true ones, whatever a release shows of them.

    Args:
        connection: Where.
        name: Of the view.
        files: The files.
        table: The table that their rows are of.
        with_file_name: Add `filename`, the path of each row's file.
        with_row_number: Add `file_row_number`, from 0.
    """
    if files and not has_cover(connection):
        # A statement binds files once, a relation three times: some thirty views are made of a small run.
        listed = ", ".join(quote(str(path)) for path in files)
        options = {"with_file_name": str(with_file_name), "with_row_number": str(with_row_number)}
        connection.execute(render("view_of_files", view=name, files=listed, **options))
        return
    if files:
        relation = read_under_true_paths(
            connection, files, with_file_name=with_file_name, with_row_number=with_row_number
        )
    else:
        schema = table.arrow_schema
        if with_file_name:
            schema = schema.append(pa.field("filename", pa.string()))
        if with_row_number:
            schema = schema.append(pa.field("file_row_number", pa.int64()))
        relation = connection.from_arrow(schema.empty_table())
    relation.create_view(name, replace=True)


def view_files_of_batches(
    connection: duckdb.DuckDBPyConnection,
    name: str,
    files: Sequence[Path],
    table: Table,
    batch_nos: Sequence[int] | None,
) -> None:
    """Make a view over the rows of some batches in Parquet files; of all of them where `batch_nos` is None."""
    if batch_nos is None:
        view_files(connection, name, files, table)
        return
    view_files(connection, f"{name}_of_any_batch", files, table)
    chosen: dict[str, object] = {"view": f"{name}_of_any_batch", "batch_nos": list(batch_nos)}
    connection.sql(load("rows_of_batches"), params=chosen).create_view(name, replace=True)


def view_older_files(connection: duckdb.DuckDBPyConnection, name: str, files: Sequence[Path], table: Table) -> None:
    """`view_files` over files that may be of an older schema: columns that they lack are null, others are left out."""
    view_files(connection, name, files, table)
    if not files or set(connection.view(name).columns) == set(table.column_names):
        return
    view_files(connection, f"{name}_as_written", files, table)
    connection.from_arrow(table.arrow_schema.empty_table()).create_view(f"{name}_columns", replace=True)
    columns = {"as_written": f"{name}_as_written", "columns": f"{name}_columns"}
    older = connection.sql(load("older_files"), params=columns)
    older.project(*table.column_names).create_view(name, replace=True)


def write_query(
    connection: duckdb.DuckDBPyConnection, query: str, parameters: dict[str, object], table: Table, path: Path
) -> int:
    """Stream a query's answer into a new Parquet file of a table. Returns the number of rows."""
    reader = connection.sql(query, params=parameters).to_arrow_reader(ARROW_BATCH_ROWS)
    return write_batches(reader, table, path)


def count_of(connection: duckdb.DuckDBPyConnection, query: str, parameters: dict[str, object] | None = None) -> int:
    """The single number that a query answers."""
    # DuckDB 2.0 refuses further work on a connection until a result is read to its end: fetchall, not fetchone.
    return int(connection.execute(query, parameters).fetchall()[0][0])
