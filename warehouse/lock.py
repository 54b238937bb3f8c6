"""One writer at a time: a lock that the operating system lets go of when its holder dies."""

from __future__ import annotations

import fcntl
import json
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from transforms.errors import InputUnreadableError, WarehouseBusyError
from warehouse.durable import make_folder
from warehouse.layout import Warehouse

__all__ = ["busy_error", "is_held", "lock_holder", "writer_lock"]


@contextmanager
def writer_lock(warehouse: Warehouse, *, holder: str) -> Iterator[None]:
    """Hold the warehouse for writing.

    The descriptor is not inherited by child processes (Python's default), so a worker that outlives its parent
    does not keep the warehouse locked.

    Args:
        warehouse: The warehouse to hold.
        holder: Who holds it, for the message that others get, such as `run 2f1c...`.

    Raises:
        WarehouseBusyError: Another run holds it.
        InputUnreadableError: The warehouse cannot be written.
    """
    make_folder(warehouse.root)
    try:
        descriptor = os.open(warehouse.lock_file, os.O_RDWR | os.O_CREAT, 0o644)
    except OSError as error:
        raise InputUnreadableError(
            f"The warehouse cannot be written: {error.strerror}.",
            where=str(warehouse.root),
            what_to_do="Choose a folder you may write with --warehouse, or mend its permissions.",
        ) from error
    try:
        if not _try_lock(descriptor):
            raise busy_error(warehouse, lock_holder(warehouse) or "it has just ended")
        os.truncate(descriptor, 0)
        os.pwrite(descriptor, json.dumps({"holder": holder, "process": os.getpid()}).encode(), 0)
        try:
            yield
        finally:
            os.truncate(descriptor, 0)
    finally:
        os.close(descriptor)


def busy_error(warehouse: Warehouse, holder: str) -> WarehouseBusyError:
    """What to tell a run that finds another one at work."""
    return WarehouseBusyError(
        f"Another run holds the warehouse: {holder}.",
        where=str(warehouse.root),
        what_to_do="Wait until it has ended (kroniek status tells), then try again.",
    )


def _try_lock(descriptor: int) -> bool:
    """Take the lock, trying a few times: `lock_holder` holds a shared one for an instant."""
    for pause in (0.05, 0.1, 0.2, 0.0):
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            time.sleep(pause)
        else:
            return True
    return False


def lock_holder(warehouse: Warehouse) -> str | None:
    """Who holds the warehouse right now, or None; takes no lock that a run could trip over for long."""
    if not is_held(warehouse.lock_file):
        return None
    text = warehouse.lock_file.read_text(encoding="utf-8")
    if not text:
        return "a run that is just starting"
    record = json.loads(text)
    return f"{record['holder']}, process {record['process']}"


def is_held(lock_file: Path) -> bool:
    """Whether a living process holds a lock file; one that is not there is held by nobody."""
    try:
        descriptor = os.open(lock_file, os.O_RDONLY)
    except OSError:
        return False
    try:
        fcntl.flock(descriptor, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    else:
        return False
    finally:
        os.close(descriptor)  # which lets go of the shared lock too
