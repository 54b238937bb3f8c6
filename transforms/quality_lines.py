"""The lines of a batch of texts, and which of them no journalist wrote.

Nothing is cut from a text. Each line is told as a whole, and the measures count what share of the characters stands
in such lines. One call tells all lines of a batch; `transforms/line_patterns.py` holds what they look like.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from transforms.characters import SPACE, SYMBOL, Characters
from transforms.line_patterns import CODE, CODE_MARKS, FURNITURE_LINE, FURNITURE_PART, FURNITURE_WORD, LEFTOVER, PLACEHOLDER_LINE
from transforms.tokens import Tokens, strings_of

__all__ = ["Lines", "find_lines", "match_lines"]

LONGEST_FURNITURE_PART = 1_000
"""Bytes. A longer line is a paragraph of an article, whatever it speaks of."""

LONGEST_WHOLE_LINE = 140
"""Bytes of the longest line that is furniture or a placeholder from its start to its end."""

LEAST_CODE_DENSITY = 0.03
"""Least share of symbols in a line for the whole of it to count as code: prose *about* code names a tag or two."""


@dataclass(frozen=True)
class Lines:
    """The lines of a batch that hold more than white space.

    Attributes:
        strings: Each line in small letters (those of ASCII), with its line end (Arrow strings).
        documents: Which text each line belongs to; never falling.
        char_counts: Characters of each line, without its line end.
        starts: Where each line starts in `Characters.data`, in bytes.
        ends: Where it ends, exclusive, before its line end.
        ends_paragraph: Whether a blank line or the end of the text comes next.
        is_boilerplate: Whether it is furniture of a page.
        has_markup: Whether code or markup stands in it.
        is_code: Whether code is what it is made of.
        is_placeholder: Whether it keeps a place free for a text to come.
    """

    strings: Any
    documents: npt.NDArray[np.int64]
    char_counts: npt.NDArray[np.int64]
    starts: npt.NDArray[np.int64]
    ends: npt.NDArray[np.int64]
    ends_paragraph: npt.NDArray[np.bool_]
    is_boilerplate: npt.NDArray[np.bool_]
    has_markup: npt.NDArray[np.bool_]
    is_code: npt.NDArray[np.bool_]
    is_placeholder: npt.NDArray[np.bool_]


def find_lines(characters: Characters, tokens: Tokens) -> Lines:
    """Split a batch into lines and tell what each one is."""
    data = np.frombuffer(characters.data, dtype=np.uint8)
    line_ends = np.flatnonzero(data == ord("\n"))
    starts, ends = line_ends[:-1] + 1, line_ends[1:]
    is_filled = ends > starts
    # Indented blank lines are rare: only where white space begins a line does it take a closer look.
    for line in np.flatnonzero(is_filled & (characters.classes[starts] == SPACE)):
        is_filled[line] = not (characters.classes[starts[line] : ends[line]] == SPACE).all()
    filled = np.flatnonzero(is_filled)
    strings = strings_of(line_ends + 1, characters.lowered).take(pa.array(filled))
    starts, ends = starts[filled], ends[filled]
    documents = np.searchsorted(characters.ends, starts)
    char_counts = characters.count_between(starts, ends)
    ends_paragraph = np.ones(filled.size, dtype=np.bool_)
    ends_paragraph[:-1] = (filled[1:] > filled[:-1] + 1) | (documents[1:] > documents[:-1])

    symbols = np.flatnonzero(characters.classes == SYMBOL)
    symbol_counts = np.searchsorted(symbols, ends) - np.searchsorted(symbols, starts)
    code_marks = symbols[np.isin(data[symbols], np.frombuffer(CODE_MARKS, dtype=np.uint8))]
    has_code_mark = _holds(code_marks, starts, ends)
    has_code = match_lines(strings, CODE, has_code_mark)
    is_short = ends - starts <= LONGEST_WHOLE_LINE
    may_have_part = (ends - starts <= LONGEST_FURNITURE_PART) & _holds(_find_words(tokens, FURNITURE_WORD), starts, ends)
    return Lines(
        strings,
        documents,
        char_counts,
        starts,
        ends,
        ends_paragraph,
        is_boilerplate=match_lines(strings, FURNITURE_LINE, is_short)
        | match_lines(strings, FURNITURE_PART, may_have_part),
        has_markup=has_code | match_lines(strings, LEFTOVER, has_code_mark),
        is_code=has_code & (symbol_counts >= LEAST_CODE_DENSITY * char_counts),
        is_placeholder=match_lines(strings, PLACEHOLDER_LINE, is_short),
    )


def _find_words(tokens: Tokens, pattern: str) -> npt.NDArray[np.int64]:
    """Where the words start that match a pattern, in bytes."""
    is_match = pc.match_substring_regex(tokens.dictionary, pattern).to_numpy(zero_copy_only=False)
    positions: npt.NDArray[np.int64] = tokens.positions[is_match[tokens.codes]]
    return positions


def _holds(
    positions: npt.NDArray[np.int64], starts: npt.NDArray[np.int64], ends: npt.NDArray[np.int64]
) -> npt.NDArray[np.bool_]:
    """Whether each line holds one of some positions."""
    holds: npt.NDArray[np.bool_] = np.searchsorted(positions, ends) > np.searchsorted(positions, starts)
    return holds


def match_lines(strings: Any, pattern: str, is_candidate: npt.NDArray[np.bool_]) -> npt.NDArray[np.bool_]:  # noqa: ANN401
    """Which lines match; the others than the candidates are not looked at and do not."""
    matches = np.zeros(is_candidate.size, dtype=np.bool_)
    candidates = np.flatnonzero(is_candidate)
    if candidates.size:
        found = pc.match_substring_regex(strings.take(pa.array(candidates)), pattern)
        matches[candidates] = found.to_numpy(zero_copy_only=False)
    return matches
