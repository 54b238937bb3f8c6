"""Memory of this process: giving back what a step is done with, and keeping little in store while much is written."""

from __future__ import annotations

import ctypes

import pyarrow as pa

__all__ = ["LARGE_DELIVERY", "give_back", "keep_little"]

LARGE_DELIVERY = 50_000
"""Documents from which on memory counts for more than some seconds of minutes."""

_TRIM_THRESHOLD, _MMAP_THRESHOLD = -1, -3
"""`M_TRIM_THRESHOLD` and `M_MMAP_THRESHOLD` of GNU's malloc.h."""
GIVEN_BACK_BYTES = 1 << 20
"""A block of this size goes back to the system when it is freed."""


def give_back() -> None:
    """Give back what Arrow and the C library keep in store for the next table: 30 to 100 MB behind large ones."""
    pa.default_memory_pool().release_unused()
    libc = ctypes.CDLL(None)
    if hasattr(libc, "malloc_trim"):  # GNU
        libc.malloc_trim(0)


def keep_little(document_count: int) -> None:
    """Have the C library keep a small store from now on where many documents are written.

    Asking the system for every large block takes a twentieth longer.

    Args:
        document_count: How many are about to be written.
    """
    libc = ctypes.CDLL(None)
    if document_count > LARGE_DELIVERY and hasattr(libc, "mallopt"):  # GNU; others give large blocks back anyway
        libc.mallopt(_MMAP_THRESHOLD, GIVEN_BACK_BYTES)
        libc.mallopt(_TRIM_THRESHOLD, 4 * GIVEN_BACK_BYTES)
