"""state.duckdb: ledger, batches, runs, deferred and ignored files.

One writer, short transactions only, never open across a step: reading commands answer while a run is going on.
Everything in it but the history of runs can be made again from raw/ and releases/.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from pathlib import Path

import duckdb

from transforms.errors import InputUnreadableError
from warehouse.disk import refusal_of
from warehouse.durable import fsync_file, make_folder
from warehouse.kept_engine import open_file
from warehouse.layout import Warehouse
from warehouse.sql import load

__all__ = ["forget_state", "has_tables", "open_state"]

PATIENCE_SECONDS = 1.5
"""How long a reader waits for a short transaction of a run; `status` must answer within two seconds."""
MEMORY_LIMIT = "256MB"
"""The ledger of a million files is larger than that: what does not fit is spilt, as by `warehouse.engine`."""
FORGETTING_PATIENCE_SECONDS = 10.0
"""How long to wait for readers before a state counts as one that cannot be opened."""
DAMAGE = (duckdb.IOException, duckdb.SerializationException, duckdb.InternalException, duckdb.FatalException)
"""What DuckDB raises over a database file that is not what it wrote; its other errors are about our SQL."""


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
        OSError: The disk refuses it: full, or not to be written.
    """
    if not read_only:
        make_folder(warehouse.temporary)  # to spill into; DuckDB makes no more than the last folder of a path
        if not warehouse.state_file.exists():
            _make_state(warehouse)
    with ExitStack() as stack:
        connection = _connect(stack, warehouse, read_only=read_only, patience=patience)
        try:
            connection.execute("BEGIN")
            if not read_only and not has_tables(connection):
                connection.execute(load("state_tables"))
            yield connection
            connection.execute("COMMIT")
            stack.close()
        except duckdb.Error as error:
            refusal = refusal_of(error, warehouse.state_file)
            if refusal is not None:
                raise refusal from error
            if isinstance(error, DAMAGE):
                raise _unusable(warehouse, error) from error
            raise


def has_tables(state: duckdb.DuckDBPyConnection) -> bool:
    """Whether the tables of an open state are there; the last one is made last.

    A look at the table itself: asking DuckDB for its list of tables costs half as much as opening the state.
    """
    try:
        state.table("ignored")
    except duckdb.CatalogException:
        return False
    return True


def forget_state(warehouse: Warehouse) -> None:
    """Forget what can be recorded again; a state that cannot be opened goes whole.

    A kill after this costs nothing: the next run records the batches of raw/ that the ledger does not know.
    """
    try:
        with open_state(warehouse, patience=FORGETTING_PATIENCE_SECONDS) as state:
            state.execute(load("state_forget"))
    except InputUnreadableError:
        for path in (warehouse.state_file, warehouse.state_file.with_name(f"{warehouse.state_file.name}.wal")):
            path.unlink(missing_ok=True)


def _make_state(warehouse: Warehouse) -> None:
    """Make an empty state under another name: a kill must not leave a half-made file under its own."""
    made = warehouse.temporary / "state.duckdb"
    made.unlink(missing_ok=True)
    try:
        with _open(warehouse, made) as state:
            state.execute(load("state_tables"))
    except duckdb.Error as error:
        raise refusal_of(error, made) or error from error
    fsync_file(made)
    # What was written to a state that somebody has deleted is no business of the new one.
    warehouse.state_file.with_name(f"{warehouse.state_file.name}.wal").unlink(missing_ok=True)
    made.replace(warehouse.state_file)
    fsync_file(warehouse.root)


def _unusable(warehouse: Warehouse, error: duckdb.Error) -> InputUnreadableError:
    return InputUnreadableError(
        f"The warehouse's state cannot be used: {str(error).splitlines()[0]}",
        where=str(warehouse.state_file),
        what_to_do="Try again in a moment; a damaged state file may be deleted: it is made again from raw/.",
    )


def _connect(stack: ExitStack, warehouse: Warehouse, *, read_only: bool, patience: float) -> duckdb.DuckDBPyConnection:
    deadline = time.monotonic() + patience
    pause = 0.01
    while True:
        try:
            return stack.enter_context(_open(warehouse, warehouse.state_file, read_only=read_only))
        except duckdb.Error as error:
            if isinstance(error, duckdb.IOException) and "lock" in str(error) and time.monotonic() < deadline:
                time.sleep(pause)
                pause = min(pause * 2, 0.1)
                continue
            refusal = refusal_of(error, warehouse.state_file)
            if refusal is not None:
                raise refusal from error
            raise _unusable(warehouse, error) from error


def _open(
    warehouse: Warehouse, file: Path, *, read_only: bool = False
) -> AbstractContextManager[duckdb.DuckDBPyConnection]:
    return open_file(file, read_only=read_only, temporary=warehouse.temporary, memory_limit=MEMORY_LIMIT)
