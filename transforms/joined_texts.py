"""Texts one behind another in an Arrow buffer: where their characters lie in its bytes, and pieces of them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa

__all__ = ["Booleans", "Bytes", "Integers", "JoinedTexts", "bytes_of", "one_array"]

CONTINUATION_END = np.int8(-65)
"""The last byte that goes on with a character (BF), as a signed number; the first is 80, the smallest number."""

DELETE = 0x7F

Booleans = npt.NDArray[np.bool_]
Bytes = npt.NDArray[np.uint8]
Integers = npt.NDArray[np.int64]


@dataclass(frozen=True)
class JoinedTexts:
    """Texts of some documents, one behind another.

    Attributes:
        data: Their bytes (UTF-8).
        firsts: Number of the first character (Unicode code point) of each, counted through all of them.
        lengths: Characters of each.
        continued: For each byte that goes on with a character the number of that character, counted likewise. Most
            characters are one byte: to keep where each of them starts would take eight times the texts.
    """

    data: Bytes
    firsts: Integers
    lengths: Integers
    continued: Integers

    @classmethod
    def of(cls, texts: pa.ChunkedArray) -> JoinedTexts:
        """Texts of a column; a null is an empty one."""
        data, ends = bytes_of(one_array(texts))
        continuations = np.flatnonzero(data.view(np.int8) <= CONTINUATION_END)
        bounds = np.append(0, ends)
        bounds -= np.searchsorted(continuations, bounds)
        return cls(data, bounds[:-1], np.diff(bounds), continuations - np.arange(1, continuations.size + 1))

    def have_control_characters(self) -> Booleans:
        """Which hold characters that a clean text has none of."""
        data = self.data
        are_low = (data < ord(" ")) & (data != ord("\t")) & (data != ord("\n")) & (data != ord("\r"))
        found = np.flatnonzero(are_low | (data == DELETE))
        holders = (
            np.searchsorted(self.place_of(np.arange(self.firsts.size), np.zeros_like(self.firsts)), found, "right") - 1
        )
        have = np.zeros(self.firsts.size, dtype=bool)
        have[holders] = True
        return have

    def place_of(self, owners: Integers, characters: Integers) -> Integers:
        """Where characters start in `data`, given the numbers of their texts and their numbers in them."""
        numbers = self.firsts[owners] + characters
        places: Integers = numbers + np.searchsorted(self.continued, numbers)
        return places

    def cut(self, starts: Integers, ends: Integers) -> pa.BinaryArray:
        """Pieces of `data`."""
        sizes = ends - starts
        piece_ends = np.cumsum(sizes)
        places = np.repeat(starts - (piece_ends - sizes), sizes) + np.arange(sizes.sum())
        offsets = np.append(0, piece_ends).astype(np.int32)
        buffers = [None, pa.py_buffer(offsets), pa.py_buffer(self.data[places])]
        return pa.Array.from_buffers(pa.binary(), sizes.size, buffers)


def one_array(texts: pa.ChunkedArray) -> pa.StringArray:
    """A column as one array, of no chunk too."""
    return pa.concat_arrays(texts.chunks) if texts.num_chunks else pa.array([], texts.type)


def bytes_of(texts: pa.StringArray | pa.BinaryArray) -> tuple[Bytes, Integers]:
    """The bytes of texts, one behind another, and where each ends in them."""
    _, offset_buffer, data_buffer = texts.buffers()
    if not len(texts) or data_buffer is None:
        return np.zeros(0, dtype=np.uint8), np.zeros(len(texts), dtype=np.int64)
    offsets = np.frombuffer(offset_buffer, dtype=np.int32)[texts.offset : texts.offset + len(texts) + 1]
    data = np.frombuffer(data_buffer, dtype=np.uint8)[offsets[0] : offsets[-1]]
    return data, offsets[1:].astype(np.int64) - offsets[0]
