"""What was read of files, for as long as they are the same: several steps of one run look at all files of a release.

A file is the same as long as its inode, size and time of change are. One that was changed so shortly before it was read
that another change could bear the same time is read again whenever it is asked for.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Generic, TypeVar

__all__ = ["ReadOnce"]

T = TypeVar("T")
_Identity = tuple[int, int, int, int]

CLOCK_TICK_NS = 100_000_000
"""Local file systems tell when a file was changed to 10 ms or better."""

MOST_KEPT = 20_000
"""A release of a million documents has some 850 files."""


class ReadOnce(Generic[T]):
    """Remembers what a function found in files, in this process."""

    def __init__(self) -> None:
        self._found: dict[tuple[str, tuple[_Identity, ...]], T] = {}

    def ask(self, files: Sequence[Path], read: Callable[[], T], *, about: str = "") -> T:
        """What `read` finds in some files, which it is not asked again while they are the same.

        Args:
            files: All that the answer depends on.
            read: Reads them; what it raises is raised, and asked for again next time.
            about: What the answer depends on besides.
        """
        before = _identities(files)
        if before is None:
            return read()
        key = (about, before)
        if key in self._found:
            return self._found[key]
        begun = time.time_ns()
        found = read()
        is_old = all(changed + CLOCK_TICK_NS < begun for _, _, _, changed in before)
        if is_old and _identities(files) == before:
            if len(self._found) >= MOST_KEPT:
                self._found.clear()
            self._found[key] = found
        return found


def _identities(files: Sequence[Path]) -> tuple[_Identity, ...] | None:
    """Of each file what makes it the same; None where one of them cannot be looked at."""
    try:
        looks = [file.stat() for file in files]
    except OSError:
        return None
    return tuple((look.st_dev, look.st_ino, look.st_size, look.st_mtime_ns) for look in looks)
