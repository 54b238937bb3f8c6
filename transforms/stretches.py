"""Stretches of the characters of a batch: found by their places in a text, and cut without a Python object for each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from transforms.characters import SPACE, Characters
from transforms.tokens import strings_of

__all__ = ["PIECE_BYTES", "cut_strings", "find_bytes", "find_places", "level_white_space"]

PIECE_BYTES = 1 << 20
"""So much of a long text is copied at once."""
_BLANK = ord(" ")


def find_bytes(
    characters: Characters, documents: npt.NDArray[np.int64], places: npt.NDArray[np.int64]
) -> npt.NDArray[np.int64]:
    """Where in `Characters.data` some characters start.

    Args:
        characters: The batch.
        documents: Which text each of them stands in.
        places: Where in that text, in code points; its length for its end.
    """
    more, starts = _count_more(characters)
    # Everything counted in characters from the beginning of the batch on.
    wide_places = characters.wide_positions - more[:-1]
    batch_places = starts[documents] + places
    positions: npt.NDArray[np.int64] = batch_places + more[np.searchsorted(wide_places, batch_places)]
    return positions


def find_places(
    characters: Characters, documents: npt.NDArray[np.int64], positions: npt.NDArray[np.int64]
) -> npt.NDArray[np.int64]:
    """The other way round: where in their texts, in code points, the characters stand that start at some bytes."""
    more, starts = _count_more(characters)
    places: npt.NDArray[np.int64] = positions - more[np.searchsorted(characters.wide_positions, positions)]
    return places - starts[documents]


def _count_more(characters: Characters) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """How many more bytes than characters stand before each wide character; where texts start, in characters."""
    more = np.concatenate(([0], np.cumsum(characters.wide_lengths - 1)))
    return more, characters.starts - more[np.searchsorted(characters.wide_positions, characters.starts)]


def cut_strings(characters: Characters, starts: npt.NDArray[np.int64], ends: npt.NDArray[np.int64]) -> Any:  # noqa: ANN401 (pyarrow carries no types)
    """Arrow strings of some stretches.

    Args:
        characters: The batch.
        starts: Where each stretch starts in `Characters.data`, in bytes; in order.
        ends: Where it ends, exclusive: at most where the next one starts.
    """
    if not starts.size:
        return pa.array([], pa.large_string())
    # Stretches and what lies between them take turns, so that together they lie one behind another.
    offsets = np.empty(2 * starts.size, dtype=np.int64)
    offsets[::2], offsets[1::2] = starts, ends
    return strings_of(offsets, characters.data).take(pa.array(np.arange(0, offsets.size, 2)))


def level_white_space(characters: Characters) -> Iterator[Iterable[bytes | memoryview]]:
    """Give every text in UTF-8 with one blank for every run of white space, and none at either end, in pieces.

    Together the pieces of a text are what `" ".join(text.split()).encode()` gives.
    """
    first = 0
    while first < characters.starts.size:
        last = int(np.searchsorted(characters.ends, characters.starts[first] + PIECE_BYTES, side="right"))
        if last > first:
            yield from ([text] for text in _level_some(characters, first, last))
        else:
            yield _level_long(characters, first)
            last = first + 1
        first = last


def _level_some(characters: Characters, first: int, last: int) -> Iterator[memoryview]:
    """Level some texts that lie one behind another, all at once."""
    begin, end = int(characters.starts[first]), int(characters.ends[last - 1])
    data = np.frombuffer(characters.data, dtype=np.uint8)[begin:end].copy()
    is_space = characters.classes[begin - 1 : end] == SPACE
    # Of every run its first byte stays. Before a text stands a line end, so of a run at its start none does.
    is_dropped = is_space[1:] & is_space[:-1]
    data[np.flatnonzero(is_space[1:] & (data != _BLANK))] = _BLANK
    levelled = data[~is_dropped]
    bounds = np.stack([characters.starts[first:last], characters.ends[first:last]]) - begin
    bounds -= np.searchsorted(np.flatnonzero(is_dropped), bounds)
    view = memoryview(levelled)
    for start, stop in bounds.T.tolist():
        yield view[start : stop - (stop > start and view[stop - 1] == _BLANK)]


def _level_long(characters: Characters, document: int) -> Iterator[bytes]:
    """Level one text that is too long to be copied as a whole."""
    data = np.frombuffer(characters.data, dtype=np.uint8)
    start, end = int(characters.starts[document]), int(characters.ends[document])
    while end > start and characters.classes[end - 1] == SPACE:
        end -= 1
    for first in range(start, end, PIECE_BYTES):
        last = min(first + PIECE_BYTES, end)
        # Of every run its first byte stays. Before a text stands a line end, so of a run at its start none does.
        is_space = characters.classes[first - 1 : last] == SPACE
        is_kept = ~(is_space[1:] & is_space[:-1])
        piece = data[first:last][is_kept]
        piece[is_space[1:][is_kept]] = _BLANK
        yield piece.tobytes()
