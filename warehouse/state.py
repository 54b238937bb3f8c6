"""state.duckdb: ledger, batches, runs, deferred and ignored files.

One writer, short transactions only, never open across a step: reading commands answer while a run is going on.
Everything in it but the history of runs can be made again from raw/ and releases/.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager

import duckdb

from transforms.errors import InputUnreadableError
from warehouse.layout import Warehouse
from warehouse.sql import load

__all__ = ["open_state"]

PATIENCE_SECONDS = 1.5
"""How long a reader waits for a short transaction of a run; `status` must answer within two seconds."""


@contextmanager
def open_state(
    warehouse: Warehouse, *, read_only: bool = False, patience: float = PATIENCE_SECONDS
) -> Iterator[duckdb.DuckDBPyConnection]:
    """A short connection to the state: one transaction, committed when the block ends well.

    Args:
        warehouse: Whose state.
        read_only: Readers wait for a moment when a run holds the file.
        patience: How many seconds to wait for it.

    Raises:
        InputUnreadableError: The file is held for longer, absent for a reader, or no DuckDB file.
    """
    connection = _connect(warehouse, read_only=read_only, patience=patience)
    try:
        if not read_only and not connection.execute(load("state_has_tables")).fetchall():
            connection.execute(load("state_tables"))
        connection.execute("BEGIN")
        yield connection
        connection.execute("COMMIT")
    finally:
        connection.close()


def _connect(warehouse: Warehouse, *, read_only: bool, patience: float) -> duckdb.DuckDBPyConnection:
    deadline = time.monotonic() + patience
    pause = 0.01
    while True:
        try:
            return duckdb.connect(warehouse.state_file, read_only=read_only)
        except duckdb.Error as error:
            if isinstance(error, duckdb.IOException) and "lock" in str(error) and time.monotonic() < deadline:
                time.sleep(pause)
                pause = min(pause * 2, 0.1)
                continue
            raise InputUnreadableError(
                "The warehouse's state cannot be opened.",
                where=str(warehouse.state_file),
                what_to_do="Try again in a moment; a damaged state file may be deleted: it is made again from raw/.",
            ) from error
