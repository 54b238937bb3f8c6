"""Memory of this process: giving back what a step is done with, and keeping little in store while much is written."""

from __future__ import annotations

import pyarrow as pa

from warehouse.c_library import set_store, trim

__all__ = ["FEW_FILES", "LARGE_DELIVERY", "give_back", "keep_freed", "keep_little"]

FEW_FILES = 2_000
"""New files up to which something else may come to lie in memory while a candidate is made of them."""

LARGE_DELIVERY = 50_000
"""Documents from which on memory counts for more than some seconds of minutes."""

GIVEN_BACK_BYTES = 2 << 20
"""A block of this size goes back to the system when it is freed."""
KEPT_BYTES = 32 << 20
"""Memory that was let go and is kept for the next array. A part of a batch makes hundreds of arrays of some megabytes;
given back each time, their pages come back as empty ones, which took five per cent of the work. An array that is
larger still goes back at once."""


def give_back() -> None:
    """Give back what Arrow and the C library keep in store for the next table: 30 to 100 MB behind large ones."""
    pa.default_memory_pool().release_unused()
    trim()


def keep_freed() -> None:
    """Have arrays of numpy and Arrow made of the same memory again and again (`flows` has Arrow ask the C library)."""
    set_store(KEPT_BYTES, KEPT_BYTES)


def keep_little(document_count: int) -> None:
    """Have the C library keep a small store from now on where many documents are written.

    Asking the system for every large block takes a twentieth longer.

    Args:
        document_count: How many are about to be written.
    """
    if document_count > LARGE_DELIVERY:
        set_store(GIVEN_BACK_BYTES, GIVEN_BACK_BYTES)
