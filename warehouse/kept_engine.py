"""One DuckDB that a process keeps for a warehouse, in which its database files are opened one after another.

A DuckDB of one's own takes 15 ms to make, as it enters all its functions; to open a file in one that is there takes
half a millisecond. A run opens its state eight times.
"""

from __future__ import annotations

import atexit
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import RLock
from typing import NamedTuple

import duckdb

from warehouse.sql import quote, render

__all__ = ["open_file"]


class _Kept(NamedTuple):
    """What is kept.

    Attributes:
        connection: To a DuckDB in memory.
        temporary: Folder that it spills into: another one needs another DuckDB.
        process: That made it: a forked one has none of its threads.
    """

    connection: duckdb.DuckDBPyConnection
    temporary: Path
    process: int


_LOCK = RLock()
_kept: list[_Kept] = []
MOST_KEPT = 2
"""A run has one warehouse. Who compares two goes to and fro between them."""


@contextmanager
def open_file(
    file: Path, *, read_only: bool, temporary: Path, memory_limit: str
) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection to a database file, which is closed at the end; other threads wait until then.

    Args:
        file: The file; made when it is absent, unless it is only read.
        read_only: Whether nothing will be written.
        temporary: A folder for what does not fit into memory. It is there when something is written.
        memory_limit: How much memory it may take.
    """
    with _LOCK:
        connection = _keep(temporary, memory_limit).cursor()
        try:
            mode = "READ_ONLY" if read_only else "READ_WRITE"
            connection.execute(render("attach_state", file=quote(str(file)), mode=mode))
            connection.execute("USE kroniek_state")
            yield connection
            connection.execute("USE memory")
            connection.execute("DETACH kroniek_state")
        except BaseException:
            # Nothing is committed, and an error may have made all of the DuckDB unusable.
            _give_up()
            raise
        finally:
            connection.close()


def _keep(temporary: Path, memory_limit: str) -> duckdb.DuckDBPyConnection:
    """The one that is kept, or a new one where there is none that will do."""
    if _kept and _kept[0].process != os.getpid():
        _give_up()
    for kept in _kept:
        if kept.temporary == temporary:
            return kept.connection
    while len(_kept) >= MOST_KEPT:
        _kept.pop(0).connection.close()
    config: dict[str, str | bool | int | float | list[str]] = {
        "memory_limit": memory_limit,
        # Nobody else's: DuckDB clears it on closing, whoever else spills there.
        "temp_directory": str(temporary / f"spill-of-state-{os.getpid()}"),
    }
    connection = duckdb.connect(config=config)
    _kept.append(_Kept(connection, temporary, os.getpid()))
    return connection


def _give_up() -> None:
    while _kept:
        kept = _kept.pop()
        if kept.process == os.getpid():
            kept.connection.close()


# At the end of the process; else the library tells on standard error what of it is still there.
atexit.register(_give_up)
