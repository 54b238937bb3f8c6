"""Near copies of a stated similarity: the true Jaccard index of the sets of five-word shingles.

Words are those of `transforms.words`, in lower case, found here by a pattern of our own (a test holds the two
together). The similarity is counted on the finished copy, never estimated.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import NamedTuple

from bench.corpus.chance import Draws, draw_below
from bench.corpus.language import load_language

__all__ = ["FEWEST_WORDS", "count_words", "jaccard", "near_copy", "shingles"]

SHINGLE_WORDS = 5
FEWEST_WORDS = 150
"""A shorter article gives no near copies: one word of it is a per cent of its shingles or more."""

_WORD = re.compile(r"\w+(?:(?:['’‘-]|(?<=\d)[.,](?=\d))\w+)*")

Shingles = frozenset[tuple[str, ...]]


class _Edit(NamedTuple):
    """What comes in place of the words from one number up to another, and of the text from start to end."""

    first_word: int
    next_word: int
    start: int
    end: int
    text: str
    words: list[str]


def count_words(text: str) -> int:
    """Number of words of a text."""
    return len(_WORD.findall(text))


def shingles(text: str) -> Shingles:
    """The different runs of five words of a text, in lower case."""
    return _shingles_of(_words_of(text))


def jaccard(one: Shingles, other: Shingles) -> float:
    """What two sets have in common, as a share of all that is in either."""
    common = len(one & other)
    return common / (len(one) + len(other) - common)


def near_copy(paragraphs: Sequence[str], grade: float, draws: Draws, more: Sequence[str]) -> tuple[str, float]:
    """Edit an article until it is just as similar to the original as asked: not less, and hardly more.

    A paragraph may come in front or go, words are replaced, left out and put in between all over the text, and new
    words follow behind it until one more would be too many.

    Args:
        paragraphs: The original.
        grade: Least similarity of the copy.
        draws: Which edits.
        more: Two paragraphs that may come in front and behind; the second has more words than one edit costs shingles.

    Returns:
        The copy and its true similarity.
    """
    original = shingles("\n\n".join(paragraphs))
    text = _edit_paragraphs(paragraphs, original, grade, draws, more[0])
    words = _words_of(text)
    edits = _plan_edits(text, draws)
    # Each edit costs some five shingles on either side; twice that many is more than enough.
    enough = 5 + round(2 * len(original) * (1 - grade) / (SHINGLE_WORDS * (1 + grade)))
    count = _most(min(len(edits), enough), lambda count: _edit_words(words, edits[:count]), original, grade)
    text, words = _edit_text(text, edits[:count]), _edit_words(words, edits[:count])
    behind = more[1].split()
    count = _most(len(behind), lambda count: words + _words_of(" ".join(behind[:count])), original, grade)
    if count:
        text = f"{text}\n\n{' '.join(behind[:count])}"
    return text, jaccard(original, shingles(text))


def _words_of(text: str) -> list[str]:
    return _WORD.findall(text.lower())


def _shingles_of(words: list[str]) -> Shingles:
    return frozenset(zip(*(words[start:] for start in range(SHINGLE_WORDS)), strict=False))


def _most(most: int, make: Callable[[int], list[str]], original: Shingles, grade: float) -> int:
    """How many edits can be made without falling below the grade; by halving."""
    low, high = 0, most
    while low < high:
        middle = (low + high + 1) // 2
        if jaccard(original, _shingles_of(make(middle))) >= grade:
            low = middle
        else:
            high = middle - 1
    return low


def _edit_paragraphs(paragraphs: Sequence[str], original: Shingles, grade: float, draws: Draws, more: str) -> str:
    """In two of three copies a paragraph comes or goes, where that does not make too large a difference already."""
    edited = list(paragraphs)
    way = draw_below(draws, 3)
    if way == 0:
        del edited[draw_below(draws, len(edited))]
    elif way == 1:
        edited.insert(0, more)
    text = "\n\n".join(edited)
    return text if jaccard(original, shingles(text)) >= grade else "\n\n".join(paragraphs)


def _plan_edits(text: str, draws: Draws) -> list[_Edit]:
    """An edit of every seventh word or so, in random order."""
    places = [found.span() for found in _WORD.finditer(text)]
    language = load_language("nl")
    cast = language.draw_cast(draws, 0)
    edits: list[tuple[int, _Edit]] = []
    number = 1 + draw_below(draws, 6)
    while number < len(places) - SHINGLE_WORDS:
        start, end = places[number]
        word = language.piece("word", draws, cast)
        way = draw_below(draws, 4)
        if way == 0:  # left out, with one of the spaces around it: no line may end with a space
            is_space_behind = text[end : end + 1] == " "
            is_space_before = text[start - 1] == " " and not is_space_behind
            edit = _Edit(number, number + 1, start - is_space_before, end + is_space_behind, "", [])
        elif way == 1:
            edit = _Edit(number, number, start, start, f"{word} ", _words_of(word))
        else:
            edit = _Edit(number, number + 1, start, end, word, _words_of(word))
        edits.append((next(draws), edit))
        number += 2 + draw_below(draws, 10)
    return [edit for _, edit in sorted(edits)]


def _edit_text(text: str, edits: Sequence[_Edit]) -> str:
    pieces: list[str] = []
    at = 0
    for edit in sorted(edits):
        pieces += (text[at : edit.start], edit.text)
        at = edit.end
    return "".join([*pieces, text[at:]])


def _edit_words(words: list[str], edits: Sequence[_Edit]) -> list[str]:
    edited: list[str] = []
    at = 0
    for edit in sorted(edits):
        edited += words[at : edit.first_word]
        edited += edit.words
        at = edit.next_word
    return edited + words[at:]
