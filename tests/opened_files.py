"""Which files below a folder a piece of work opens, as the kernel counts them: Python, Arrow and DuckDB alike."""

from __future__ import annotations

import ctypes
import os
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

IN_OPEN = 0x20
IN_Q_OVERFLOW = 0x4000
IN_ISDIR = 0x40000000
EVENT = struct.Struct("iIII")


@contextmanager
def watch_opened_files(root: Path) -> Iterator[list[str]]:
    """Gives a list of the files below a folder that are opened meanwhile, one entry an opening; filled at the end.

    Files in folders that are made meanwhile are not seen, but for the last release's there is no need: what a run opens
    of its own making does not depend on how many batches came before it.
    """
    libc = ctypes.CDLL(None, use_errno=True)
    if not hasattr(libc, "inotify_init1"):
        pytest.skip("inotify is Linux's")
    descriptor = libc.inotify_init1(0)
    folders = {}
    for parent, _, _ in os.walk(root):
        folders[libc.inotify_add_watch(descriptor, os.fsencode(parent), IN_OPEN)] = Path(parent)
    assert -1 not in folders, "no room for so many watches"
    opened: list[str] = []
    end = root / "end of watching"
    reading = threading.Thread(target=_read_events, args=(descriptor, folders, root, end.name, opened))
    reading.start()
    try:
        yield opened
    finally:
        end.touch()
        reading.join()
        end.unlink()
        os.close(descriptor)


def _read_events(descriptor: int, folders: dict[int, Path], root: Path, end: str, opened: list[str]) -> None:
    while True:
        data = os.read(descriptor, 65_536)
        place = 0
        while place < len(data):
            watch, mask, _, length = EVENT.unpack_from(data, place)
            name = os.fsdecode(data[place + EVENT.size : place + EVENT.size + length].rstrip(b"\0"))
            place += EVENT.size + length
            if mask & IN_Q_OVERFLOW:
                opened.append("overflow")
            elif name == end:
                return
            elif not mask & IN_ISDIR and watch in folders:
                opened.append((folders[watch] / name).relative_to(root).as_posix())
