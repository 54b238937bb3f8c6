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

from transforms.characters import MARK, SPACE, SYMBOL, Characters
from transforms.line_patterns import (
    BULLET,
    CODE,
    CODE_MARKS,
    FURNITURE_LINE,
    FURNITURE_PART,
    FURNITURE_WORDS,
    MARKUP,
    MENU_LINE,
    OPENING_WORD,
    PLACEHOLDER_LINE,
)
from transforms.tokens import Tokens, strings_of

__all__ = ["Lines", "find_lines", "match_lines", "search_lines"]

LONGEST_FURNITURE_PART = 1_000
"""Bytes. A longer line is a paragraph of an article, whatever it speaks of."""

LONGEST_WHOLE_LINE = 200
"""Bytes of the longest line that is furniture or a placeholder from its start to its end."""

FEWEST_MENU_LINES = 3
"""`Sport` alone on a line is a heading; three such lines in a text are a menu."""

_ELLIPSIS, _COPYRIGHT = "…".encode(), "©".encode()

LEAST_CODE_DENSITY = 0.1
"""Least share of marks (all but letters, digits and white space) in a line that counts as code as a whole. In prose
they are 3 to 6 %, also in prose *about* code that names a tag or two; in statements and data 12 % and more."""


MOST_CLOSING_BYTES = 16
"""How far behind the last word of a line the stop is looked for: quotation marks, brackets, a picture."""


@dataclass(frozen=True)
class Lines:
    """The lines of a batch that hold more than white space.

    Attributes:
        strings: All lines, blank ones too, in small letters (those of ASCII), with their line ends (Arrow strings).
        rows: Which of `strings` each of these lines is. All below are as long as this.
        documents: Which text each line belongs to; never falling.
        char_counts: Characters of each line, without its line end.
        starts: Where each line starts in `Characters.data`, in bytes.
        ends: Where it ends, exclusive, before its line end.
        ends_paragraph: Whether a blank line or the end of the text comes next.
        is_finished: Whether a full stop, !, ? or ellipsis stands behind the last letter or digit.
        ends_in_ellipsis: Whether an ellipsis stands there.
        is_bullet: Whether it begins with a bullet or the number of an item.
        is_boilerplate: Whether it is furniture of a page.
        has_markup: Whether code or markup stands in it.
        is_code: Whether code is what it is made of.
        is_placeholder: Whether it keeps a place free for a text to come.
    """

    strings: Any
    rows: npt.NDArray[np.int64]
    documents: npt.NDArray[np.int64]
    char_counts: npt.NDArray[np.int64]
    starts: npt.NDArray[np.int64]
    ends: npt.NDArray[np.int64]
    ends_paragraph: npt.NDArray[np.bool_]
    is_finished: npt.NDArray[np.bool_]
    ends_in_ellipsis: npt.NDArray[np.bool_]
    is_bullet: npt.NDArray[np.bool_]
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
    # Blank lines with an indent are rare: only where white space begins a line does it take a closer look.
    for line in np.flatnonzero(is_filled & (characters.classes[starts] == SPACE)):
        is_filled[line] = not (characters.classes[starts[line] : ends[line]] == SPACE).all()
    rows = np.flatnonzero(is_filled)
    strings = strings_of(line_ends + 1, characters.lowered)
    starts, ends = starts[rows], ends[rows]
    documents = np.searchsorted(characters.ends, starts)
    char_counts = characters.count_between(starts, ends)
    ends_paragraph = np.ones(rows.size, dtype=np.bool_)
    ends_paragraph[:-1] = (rows[1:] > rows[:-1] + 1) | (documents[1:] > documents[:-1])
    is_finished, ends_in_ellipsis = _look_at_ends(data, tokens, starts, ends)

    symbols = np.flatnonzero(characters.classes == SYMBOL)
    has_mark = _holds(symbols[np.isin(data[symbols], np.frombuffer(CODE_MARKS, dtype=np.uint8))], starts, ends)
    has_markup = search_lines(strings, rows, MARKUP, has_mark)
    first_bytes = data[starts]
    may_be_bullet = (first_bytes < ord("A")) | (first_bytes > ord("z"))
    is_whole = (ends - starts <= LONGEST_WHOLE_LINE) & _open_whole_line(data, tokens, symbols, starts, ends)
    may_have_part = (ends - starts <= LONGEST_FURNITURE_PART) & _holds(_find_furniture_words(tokens), starts, ends)
    return Lines(
        strings,
        rows,
        documents,
        char_counts,
        starts,
        ends,
        ends_paragraph,
        is_finished,
        ends_in_ellipsis,
        is_bullet=match_lines(strings, rows, BULLET, may_be_bullet),
        is_boilerplate=match_lines(strings, rows, FURNITURE_LINE, is_whole)
        | _find_menus(match_lines(strings, rows, MENU_LINE, is_whole), documents)
        | search_lines(strings, rows, FURNITURE_PART, may_have_part),
        has_markup=has_markup,
        is_code=_are_dense(characters, starts, ends, search_lines(strings, rows, CODE, has_markup)),
        is_placeholder=match_lines(strings, rows, PLACEHOLDER_LINE, is_whole),
    )


def _look_at_ends(
    data: npt.NDArray[np.uint8], tokens: Tokens, starts: npt.NDArray[np.int64], ends: npt.NDArray[np.int64]
) -> tuple[npt.NDArray[np.bool_], npt.NDArray[np.bool_]]:
    """Whether a stop, and whether an ellipsis, stands behind the last word of each line."""
    word_ends = np.concatenate(([0], tokens.ends))
    behind_word = np.maximum(word_ends[np.searchsorted(tokens.starts, ends)], starts)
    is_finished = np.zeros(starts.size, dtype=np.bool_)
    ends_in_ellipsis = np.zeros(starts.size, dtype=np.bool_)
    full_stops = np.zeros(starts.size, dtype=np.int64)
    # Most lines have one or two bytes there: each round looks at the lines that have more.
    lines = np.flatnonzero(behind_word < ends)
    for place in range(MOST_CLOSING_BYTES):
        if not lines.size:
            break
        here = data[behind_word[lines] + place]
        full_stops[lines] += here == ord(".")
        is_finished[lines] |= (here == ord("!")) | (here == ord("?"))
        is_sign = (here == _ELLIPSIS[2]) & (data[behind_word[lines] + place - 1] == _ELLIPSIS[1])
        ends_in_ellipsis[lines] |= is_sign
        lines = lines[behind_word[lines] + place + 1 < ends[lines]]
    ends_in_ellipsis |= full_stops >= len("...")
    return is_finished | ends_in_ellipsis | (full_stops > 0), ends_in_ellipsis


def _find_menus(is_menu_word: npt.NDArray[np.bool_], documents: npt.NDArray[np.int64]) -> npt.NDArray[np.bool_]:
    """Which of the lines that are a word of a menu stand in a text with several of them."""
    if not is_menu_word.any():
        return is_menu_word
    counts = np.bincount(documents[is_menu_word], minlength=int(documents[-1]) + 1)
    are_menus: npt.NDArray[np.bool_] = is_menu_word & (counts[documents] >= FEWEST_MENU_LINES)
    return are_menus


def _are_dense(
    characters: Characters,
    starts: npt.NDArray[np.int64],
    ends: npt.NDArray[np.int64],
    is_candidate: npt.NDArray[np.bool_],
) -> npt.NDArray[np.bool_]:
    """Which of the candidates are made of marks for a good part."""
    are_dense = np.zeros(starts.size, dtype=np.bool_)
    for line in np.flatnonzero(is_candidate):
        classes = characters.classes[starts[line] : ends[line]]
        inked = classes[classes != SPACE]
        are_dense[line] = np.count_nonzero(inked < MARK) >= LEAST_CODE_DENSITY * inked.size
    return are_dense


def _open_whole_line(
    data: npt.NDArray[np.uint8],
    tokens: Tokens,
    symbols: npt.NDArray[np.int64],
    starts: npt.NDArray[np.int64],
    ends: npt.NDArray[np.int64],
) -> npt.NDArray[np.bool_]:
    """Whether each line begins as furniture and placeholders do."""
    # The sign has two bytes, and only its second tells it from other signs; a look at the line itself decides anyway.
    has_sign = _holds(symbols[data[symbols] == _COPYRIGHT[1]], starts, ends)
    if not tokens.codes.size:
        return has_sign
    first = np.searchsorted(tokens.starts, starts)
    first_codes = tokens.codes[np.minimum(first, tokens.codes.size - 1)]
    distinct, places = np.unique(first_codes, return_inverse=True)
    words = tokens.dictionary.take(pa.array(distinct))
    is_opening = pc.match_substring_regex(words, OPENING_WORD).to_numpy(zero_copy_only=False)[places]
    opens: npt.NDArray[np.bool_] = is_opening | has_sign
    return opens


def _find_furniture_words(tokens: Tokens) -> npt.NDArray[np.int64]:
    """Where the words start that parts of furniture come with, in bytes."""
    is_listed = pc.is_in(tokens.dictionary, value_set=pa.array(FURNITURE_WORDS)).to_numpy(zero_copy_only=False)
    positions: npt.NDArray[np.int64] = tokens.starts[(is_listed | tokens.hold("cookie"))[tokens.codes]]
    return positions


def _holds(
    positions: npt.NDArray[np.int64], starts: npt.NDArray[np.int64], ends: npt.NDArray[np.int64]
) -> npt.NDArray[np.bool_]:
    """Whether each line holds one of some positions."""
    holds: npt.NDArray[np.bool_] = np.searchsorted(positions, ends) > np.searchsorted(positions, starts)
    return holds


def match_lines(
    strings: Any,  # noqa: ANN401 (pyarrow carries no types)
    rows: npt.NDArray[np.int64],
    pattern: str,
    is_candidate: npt.NDArray[np.bool_],
) -> npt.NDArray[np.bool_]:
    """Which lines match; the others than the candidates are not looked at and do not.

    Args:
        strings: All lines, as in `Lines`.
        rows: Which of them are asked for.
        pattern: RE2, on small letters.
        is_candidate: Which of the rows can match.
    """
    matches = np.zeros(rows.size, dtype=np.bool_)
    if is_candidate.any():
        found = pc.match_substring_regex(strings.take(pa.array(rows[is_candidate])), pattern)
        matches[is_candidate] = found.to_numpy(zero_copy_only=False)
    return matches


def search_lines(
    strings: Any,  # noqa: ANN401 (pyarrow and re2 carry no types)
    rows: npt.NDArray[np.int64],
    pattern: Any,  # noqa: ANN401
    is_candidate: npt.NDArray[np.bool_],
) -> npt.NDArray[np.bool_]:
    """The same with a large pattern for few lines: it is compiled once, where Arrow compiles it for every batch."""
    matches = np.zeros(rows.size, dtype=np.bool_)
    candidates = np.flatnonzero(is_candidate)
    texts = strings.take(pa.array(rows[candidates])).to_pylist()
    matches[candidates] = [pattern.search(text) is not None for text in texts]
    return matches
