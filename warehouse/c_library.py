"""How the C library keeps memory; nothing happens where it is not GNU's."""

from __future__ import annotations

import ctypes

__all__ = ["set_store", "trim", "use_one_arena"]

# Of mallopt(3).
_TRIM_THRESHOLD, _MMAP_THRESHOLD, _ARENA_MAX = -1, -3, -8


def use_one_arena() -> None:
    """Have all threads take their memory from one place, before any of them has another.

    Otherwise each keeps what it let go of for itself: some 30 MB in a process whose Arrow uses two.
    """
    _set(_ARENA_MAX, 1)


def set_store(kept: int, largest: int) -> None:
    """How many free bytes at the end of the memory are kept, and from which size on blocks go back at once."""
    _set(_TRIM_THRESHOLD, kept)
    _set(_MMAP_THRESHOLD, largest)


def trim() -> None:
    """Give back what is free."""
    libc = ctypes.CDLL(None)
    if hasattr(libc, "malloc_trim"):
        libc.malloc_trim(0)


def _set(option: int, value: int) -> None:
    libc = ctypes.CDLL(None)
    if hasattr(libc, "mallopt"):
        libc.mallopt(option, value)
