"""Keys of terms: numbers made of the numbers of their words, put in order, told apart and looked up."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

__all__ = ["KeyNumbers", "Longs", "begins_of", "bits_of", "offsets_of"]

TABLE_LOAD = 16
MIX = np.uint64(0x9E3779B97F4A7C15)  # 2^64 over the golden ratio: spreads keys over the high bits

Longs = npt.NDArray[np.int64]


class KeyNumbers:
    """The numbers of some keys, found by look-up in a table: a search among many keys takes ten times as long."""

    def __init__(self, keys: Longs) -> None:
        """`keys` differ, and are in order."""
        bits = bits_of(keys.size * TABLE_LOAD)
        self._keys = keys
        self._shift = np.uint64(64 - bits)
        self._table = np.full(1 << bits, -1, dtype=np.int32)
        numbers = np.arange(keys.size, dtype=np.int32)
        slots = self._slots(keys)
        self._table[slots] = numbers
        # Keys that another one of the same slot hides: few, and these are searched for.
        self._hidden = numbers[self._table[slots] != numbers]

    def _slots(self, keys: Longs) -> npt.NDArray[np.uint64]:
        slots: npt.NDArray[np.uint64] = keys.view(np.uint64) * MIX >> self._shift
        return slots

    def look_up(self, keys: Longs) -> npt.NDArray[np.int32]:
        """The number of each key, -1 for one that is none of them."""
        if not self._keys.size:
            return np.full(keys.size, -1, dtype=np.int32)
        found = self._table[self._slots(keys)]
        is_other = self._keys[found] != keys
        other = np.flatnonzero(is_other & (found >= 0))
        found[is_other] = -1
        if self._hidden.size:
            searched = keys[other]
            hidden = self._hidden.take(np.searchsorted(self._keys[self._hidden], searched), mode="clip")
            is_hidden = self._keys[hidden] == searched
            found[other[is_hidden]] = hidden[is_hidden]
        return found


def begins_of(values: Longs) -> npt.NDArray[np.bool_]:
    """Whether each value is another than the one before it."""
    begins = np.ones(values.size, dtype=np.bool_)
    np.not_equal(values[1:], values[:-1], out=begins[1:])
    return begins


def offsets_of(lengths: npt.NDArray[Any]) -> Longs:
    """Where stretches of these lengths start when they lie one behind another, and where the last ends."""
    offsets = np.zeros(lengths.size + 1, dtype=np.int64)
    np.cumsum(lengths, out=offsets[1:])
    return offsets


def bits_of(count: int) -> int:
    """Bits that tell so many things apart."""
    return max(count - 1, 1).bit_length()
