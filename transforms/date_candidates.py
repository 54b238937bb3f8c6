"""The places of a batch of texts where an explicit year or date can be.

A candidate is four digits, an apostrophe with two digits, a decade in words, or a century. Most are digits, which are
found in the bytes of the batch all at once; the others have the word `jaren` or `eeuw` in them, and a pattern looks
only around the words that hold one.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import re2

from transforms.characters import Characters
from transforms.date_mention_eras import DECADE_WORDS
from transforms.stretches import find_places
from transforms.tokens import Tokens

__all__ = ["Candidates", "find_candidates"]

_Places = npt.NDArray[np.int64]
_Bytes = npt.NDArray[np.uint8]

# Over UTF-8 read as bytes, so that text of every kind can be searched: E2 80 98 and 99 are the quotation marks.
_APOSTROPHE = r"(?:['`]|\xe2\x80[\x98\x99]|\xc2\xb4)"
_OPTIONS = re2.Options()
_OPTIONS.encoding = re2.Options.Encoding.LATIN1
_IN_WORDS = re2.compile(
    (
        rf"(?i:\bjaren[ \n](?:{DECADE_WORDS}|{_APOSTROPHE}?[2-9]0)\b)"
        rf"|(?i:\b(?:{DECADE_WORDS})er[ \n]jaren\b)"
        r"|(?i:\b(?:[0-9]{1,2}(?:e|de|ste)|[a-z]{4,15}(?:de|ste))[ \n-]eeuws?e?\b)"
    ).encode("ascii"),
    _OPTIONS,
)
_BYTES_BEFORE, _BYTES_BEHIND = 40, 24
"""More than stands in any of the forms before the word with `jaren` or `eeuw` in it, and behind it."""

# What makes a digit a part of a longer word, in ASCII: RE2's `\b`.
_IS_WORD = np.array([chr(byte).isalnum() or byte == ord("_") for byte in range(128)] + [False] * 128)
_YEAR_DIGITS, _SHORT_DIGITS = 4, 2


class Candidates(NamedTuple):
    """Candidates in the order of the texts and of their places; none lies in another.

    Attributes:
        documents: Which text each of them stands in.
        starts: Where it starts in its text, in code points.
        ends: Where it ends, exclusive.
    """

    documents: _Places
    starts: _Places
    ends: _Places


def find_candidates(characters: Characters, tokens: Tokens) -> Candidates:
    """Find every place of a batch where a mention can be.

    Args:
        characters: The characters of the texts.
        tokens: Their words.
    """
    starts, ends = _find_numbers(np.frombuffer(characters.data, dtype=np.uint8))
    words = np.array(list(_find_in_words(characters, tokens)), dtype=np.int64).reshape(-1, 2)
    if words.size:
        # `jaren '90` holds a number that is no candidate of its own.
        before = np.searchsorted(words[:, 0], starts, side="right") - 1
        is_free = (before < 0) | (starts >= words[before, 1])
        starts = np.concatenate([starts[is_free], words[:, 0]])
        ends = np.concatenate([ends[is_free], words[:, 1]])
        order = np.argsort(starts)
        starts, ends = starts[order], ends[order]
    documents = np.searchsorted(characters.ends, starts, side="right")
    return Candidates(documents, find_places(characters, documents, starts), find_places(characters, documents, ends))


def _find_numbers(data: _Bytes) -> tuple[_Places, _Places]:
    """Where numbers of four digits that can be a year, and apostrophes with two digits, start and end."""
    is_digit = (data - ord("0")) < 10  # noqa: PLR2004 (as there are digits; what is below 0 comes out high)
    # The first and the last byte are line ends, so bounds come in pairs.
    bounds = np.flatnonzero(is_digit[1:] != is_digit[:-1]) + 1
    starts, ends = bounds[::2], bounds[1::2]
    lengths = ends - starts
    is_wanted = ((lengths == _YEAR_DIGITS) | (lengths == _SHORT_DIGITS)) & ~_IS_WORD[data[ends]]
    starts, ends, lengths = starts[is_wanted], ends[is_wanted], lengths[is_wanted]
    first, before = data[starts], data[starts - 1]
    is_year = (
        (lengths == _YEAR_DIGITS)
        & ~_IS_WORD[before]
        & ((first == ord("1")) | ((first == ord("2")) & (data[starts + 1] <= ord("1"))))
    )
    is_curly = ((before == 0x98) | (before == 0x99)) & (data[starts - 2] == 0x80) & (data[starts - 3] == 0xE2)  # noqa: PLR2004
    mark_lengths = np.select(
        [(before == ord("'")) | (before == ord("`")), is_curly, (before == 0xB4) & (data[starts - 2] == 0xC2)],  # noqa: PLR2004
        [1, 3, 2],
    )
    is_short = (lengths == _SHORT_DIGITS) & (mark_lengths > 0)
    is_one = is_year | is_short
    return (starts - np.where(is_short, mark_lengths, 0))[is_one], ends[is_one]


def _find_in_words(characters: Characters, tokens: Tokens) -> Iterator[tuple[int, int]]:
    """Where decades and centuries in words start and end, in bytes."""
    rows = np.flatnonzero((tokens.hold("jaren") | tokens.hold("eeuw"))[tokens.codes])
    documents = np.searchsorted(characters.ends, tokens.starts[rows], side="right")
    firsts = np.maximum(tokens.starts[rows] - _BYTES_BEFORE, characters.starts[documents])
    lasts = np.minimum(tokens.ends[rows] + _BYTES_BEHIND, characters.ends[documents])
    end = 0
    for first, last in zip(firsts.tolist(), lasts.tolist(), strict=True):
        # Words side by side share what stands between them: no match may be found twice, or begin inside another.
        for found in _IN_WORDS.finditer(characters.data, max(first, end), last):
            end = found.end()
            yield found.span()
