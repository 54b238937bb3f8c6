"""Runs the Prefect server of a service: `prefect server start`, with transactions that wait instead of failing.

On SQLite, Prefect begins most transactions that will write as DEFERRED: they read first and ask to write later. If
another one has written in between, SQLite refuses at once, however long one is willing to wait. Events that met that
four times were dropped, and with them the alarm that a run had crashed. Worse: the refused cursor is left for Python's
garbage collector, which resets it in the thread of the event loop and waits there for as long as its connection is
busy; if that one waits for a transaction that the loop has to finish, the whole server stands still for the minute
after which SQLite gives up (seen on a native stack; Prefect 3.8.8, SQLAlchemy 2.0.58). A transaction that says at its
beginning that it will write only waits for its turn, which takes milliseconds.

Run as a process of its own, `python -m flows.service.server ARGUMENTS`.
"""

from __future__ import annotations

import runpy
import sys
from typing import Any

from sqlalchemy import Engine, event

__all__ = ["main", "write_from_the_start"]

DEFERRED = "BEGIN DEFERRED"
IMMEDIATE = "BEGIN IMMEDIATE"


def write_from_the_start(engine: type[Engine] | Engine) -> None:
    """Have the transactions of an engine, or of all, take SQLite's only right to write when they begin.

    Reads outside of transactions, and other databases, are left as they are.

    Args:
        engine: One of SQLAlchemy's, or its class for all that will be made.
    """
    event.listen(engine, "before_cursor_execute", _begin, retval=True)


def _begin(_: Any, __: Any, statement: str, parameters: Any, *___: Any) -> tuple[str, Any]:  # noqa: ANN401
    return (IMMEDIATE if statement == DEFERRED else statement), parameters


def main(arguments: list[str]) -> None:
    """Become Prefect's own command."""
    write_from_the_start(Engine)
    sys.argv = ["prefect", *arguments]
    runpy.run_module("prefect", run_name="__main__")


if __name__ == "__main__":
    main(sys.argv[1:])
