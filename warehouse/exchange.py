"""Putting a folder in the place of another: in one step where the system can, else in two that can be finished."""

from __future__ import annotations

import ctypes
import os
from pathlib import Path

from warehouse.durable import fsync_file, fsync_tree, remove_tree

__all__ = ["exchange_folder", "finish_exchanges"]

AT_WORKING_FOLDER = -100  # AT_FDCWD
EXCHANGE = 2  # RENAME_EXCHANGE
WAITING = ".revised-"


def exchange_folder(new: Path, old: Path, discarded: Path) -> None:
    """Put `new` in the place of `old`; readers who have files of the old one open keep them.

    Args:
        new: Finished folder on the same file system; its name is free afterwards.
        old: Folder that goes.
        discarded: Where the old folder lies for the moment in which it is removed.
    """
    fsync_tree(new)
    if not _exchange(new, old):
        waiting = old.with_name(WAITING + old.name)
        new.rename(waiting)
        fsync_file(old.parent)
        old.rename(discarded)
        waiting.rename(old)
        fsync_file(old.parent)
        remove_tree(discarded)
    else:
        fsync_file(old.parent)
        remove_tree(new)


def _exchange(one: Path, other: Path) -> bool:
    """Exchange two names in one step. Returns False where the system or the file system cannot."""
    libc = ctypes.CDLL(None, use_errno=True)
    if not hasattr(libc, "renameat2"):
        return False
    paths = (os.fsencode(one), os.fsencode(other))
    return bool(libc.renameat2(AT_WORKING_FOLDER, paths[0], AT_WORKING_FOLDER, paths[1], EXCHANGE) == 0)


def finish_exchanges(parent: Path) -> None:
    """Finish what a kill broke off between two steps: a folder that waits takes its place, or goes if that is taken."""
    if not parent.is_dir():
        return
    for waiting in sorted(parent.glob(f"{WAITING}*")):
        target = parent / waiting.name.removeprefix(WAITING)
        if target.exists():
            remove_tree(waiting)
        else:
            waiting.rename(target)
            fsync_file(parent)
