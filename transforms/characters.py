"""The characters of a batch of texts: their UTF-8 bytes in one array, and the class of every byte.

Words, measures of quality, terms and shingles all start from here, so the texts are read once. Every byte has the
class of the character that it belongs to. ASCII gets its class from a table of 256 entries; the few other characters
of a Dutch text are decoded, all at once, and looked up in a table of Unicode categories. So there is one path for
all texts and no exception for odd ones.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
import numpy.typing as npt

__all__ = [
    "DIGIT",
    "JOINER",
    "LETTER",
    "MARK",
    "NUMBER_JOINER",
    "PUNCTUATION",
    "SPACE",
    "SYMBOL",
    "UPPER",
    "Characters",
    "classify",
    "read_characters",
    "sum_stretches",
]

# In this order, so that "part of a word" is one comparison. What a joiner is stands in `transforms/words.py`.
SYMBOL, SPACE, PUNCTUATION, JOINER, NUMBER_JOINER, MARK, LETTER, UPPER, DIGIT = range(9)
"""Classes: symbol (none of the others), white space, punctuation of prose, what joins letters, what joins digits,
combining mark, letter that is no capital, capital, digit."""
CLASS_COUNT = 9

_JOINERS = "'’‘-\u2010\u2011\u00ad\u200c\u200d"
_NUMBER_JOINERS = ".,"
# What Dutch prose is written with beside letters and digits. Quotation marks of every kind belong here: peers that
# count them as symbols refuse good articles for their quotations.
_PUNCTUATION = '!?:;"()…–—“”„‚‟‹›«»´`¡¿·′″€°§%&/'  # noqa: RUF001 (the marks are meant)
_BY_CATEGORY = {
    "Lu": UPPER,
    "Lt": UPPER,
    "Nd": DIGIT,
    **dict.fromkeys(("Ll", "Lm", "Lo"), LETTER),
    **dict.fromkeys(("Mn", "Mc", "Me"), MARK),
    **dict.fromkeys(("Zs", "Zl", "Zp"), SPACE),
}
# All letters and digits lie below this code point; above it only the selectors of a character's form are marks.
_TABLE_SIZE = 0x33480
_FIRST_SELECTOR, _LAST_SELECTOR = 0xE0100, 0xE01EF

_FIRST_LEAD_BYTE = 0xC0
_FIRST_OF_THREE, _FIRST_OF_FOUR = 0xE0, 0xF0
_LINE_END = b"\n"


@dataclass(frozen=True)
class Characters:
    """The characters of some texts, joined into one array with a line end before, between and behind them.

    Attributes:
        data: The UTF-8 bytes. Text `i` is `data[starts[i] : ends[i]]`, and `data[ends[i]]` is a line end.
        lowered: The same with the capitals of ASCII in small letters.
        classes: Class of the character that each byte belongs to; as long as `data`.
        starts: Where each text starts in `data`, in bytes.
        ends: Where each text ends, exclusive.
        wide_positions: Where the characters beyond ASCII start in `data`.
        wide_lengths: How many bytes each of them has, 2 to 4.
        counts: Characters (not bytes) of every class: one row a text, one column a class.
    """

    data: bytes
    lowered: bytes
    classes: npt.NDArray[np.uint8]
    starts: npt.NDArray[np.int64]
    ends: npt.NDArray[np.int64]
    wide_positions: npt.NDArray[np.int64]
    wide_lengths: npt.NDArray[np.int64]
    counts: npt.NDArray[np.int64]

    @property
    def letter_counts(self) -> npt.NDArray[np.int64]:
        """Number of letters (Unicode categories L*) of each text."""
        return self.counts[:, LETTER] + self.counts[:, UPPER]

    def count_between(self, starts: npt.NDArray[np.int64], ends: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
        """Number of characters in each stretch of bytes; no stretch may cut a character in two."""
        more = np.concatenate(([0], np.cumsum(self.wide_lengths - 1)))
        before = np.searchsorted(self.wide_positions, starts)
        behind = np.searchsorted(self.wide_positions, ends)
        counts: npt.NDArray[np.int64] = ends - starts - (more[behind] - more[before])
        return counts


@cache
def _class_table() -> npt.NDArray[np.uint8]:
    """The class of every code point of the table; its last entry stands for all above."""
    categories = map(unicodedata.category, map(chr, range(_TABLE_SIZE)))
    table = np.array([_BY_CATEGORY.get(category, SYMBOL) for category in categories], dtype=np.uint8)
    table[[ord(character) for character in "\t\n\v\f\r\x1c\x1d\x1e\x1f\x85"]] = SPACE
    table[[ord(character) for character in _PUNCTUATION]] = PUNCTUATION
    table[[ord(character) for character in _JOINERS]] = JOINER
    table[[ord(character) for character in _NUMBER_JOINERS]] = NUMBER_JOINER
    table[-1] = SYMBOL
    return table


@cache
def _byte_table() -> bytes:
    """The class of every byte of ASCII; bytes beyond it are filled in by what they spell."""
    return _class_table()[:128].tobytes() + bytes(128)


def classify(code_points: npt.NDArray[Any]) -> npt.NDArray[np.uint8]:
    """The class of every character of some, given by its code point."""
    classes = _class_table().take(code_points, mode="clip")
    if code_points.size and code_points.max() >= _FIRST_SELECTOR:
        classes[(code_points >= _FIRST_SELECTOR) & (code_points <= _LAST_SELECTOR)] = MARK
    return classes


def read_characters(texts: Sequence[str]) -> Characters:
    """Join some texts and tell the class of each of their characters.

    Args:
        texts: The texts, in the order of the documents. Half a surrogate pair counts as a symbol.
    """
    encoded = [text.encode("utf-8", "surrogatepass") for text in texts]
    lengths = np.fromiter(map(len, encoded), dtype=np.int64, count=len(encoded))
    ends = np.cumsum(lengths + 1)
    starts = ends - lengths
    joined = _LINE_END.join([b"", *encoded, b""]) if encoded else _LINE_END
    classes = np.frombuffer(bytearray(joined.translate(_byte_table())), dtype=np.uint8)
    data = np.frombuffer(joined, dtype=np.uint8)

    wide_positions = np.flatnonzero(data >= _FIRST_LEAD_BYTE)
    wide_lengths, code_points = _decode_wide(data, wide_positions)
    wide_classes = classify(code_points)
    for place in range(4):
        has_place = wide_lengths > place
        classes[wide_positions[has_place] + place] = wide_classes[has_place]

    counts = _count_classes(classes, starts, ends)
    # The loop above counted bytes: take off all but the first of each character.
    rows = np.searchsorted(ends, wide_positions)
    more = np.bincount(rows * CLASS_COUNT + wide_classes, weights=wide_lengths - 1, minlength=counts.size).astype(
        np.int64
    )
    counts -= more.reshape(counts.shape)
    return Characters(joined, joined.lower(), classes, starts, ends, wide_positions, wide_lengths, counts)


def _decode_wide(
    data: npt.NDArray[np.uint8], positions: npt.NDArray[np.int64]
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """Length in bytes and code point of the characters beyond ASCII that start at some positions."""
    first = data[positions].astype(np.int64)
    lengths = 2 + (first >= _FIRST_OF_THREE).astype(np.int64) + (first >= _FIRST_OF_FOUR)
    # The lead byte carries 5, 4 or 3 bits, every byte behind it six.
    code_points = first & (0x7F >> lengths)
    for place in range(1, 4):
        has_place = lengths > place
        following = data[positions[has_place] + place].astype(np.int64)
        code_points[has_place] = (code_points[has_place] << 6) | (following & 0x3F)
    return lengths, code_points


def _count_classes(
    classes: npt.NDArray[np.uint8], starts: npt.NDArray[np.int64], ends: npt.NDArray[np.int64]
) -> npt.NDArray[np.int64]:
    """Bytes of every class in every text."""
    counts = np.zeros((starts.size, CLASS_COUNT), dtype=np.int64)
    bounds = list(zip(starts.tolist(), ends.tolist(), strict=True))
    for one in range(CLASS_COUNT):
        is_one = classes == one
        # A count a text, not a byte: this is the fastest of those tried (bincount takes eight times as long).
        counts[:, one] = [np.count_nonzero(is_one[start:end]) for start, end in bounds]
    return counts


def sum_stretches(values: npt.NDArray[Any], offsets: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    """Sums of stretches of an array that lie one behind another; 0 for an empty one.

    Args:
        values: Numbers or booleans.
        offsets: Stretch `i` is `values[offsets[i] : offsets[i + 1]]`; the last offset is the end of the array.
    """
    sums = np.zeros(offsets.size - 1, dtype=np.int64)
    # `np.add.reduceat` alone gives the next value for an empty stretch.
    filled = np.flatnonzero(offsets[1:] > offsets[:-1])
    if filled.size:
        sums[filled] = np.add.reduceat(values, offsets[filled], dtype=np.int64)
    return sums
