"""Near copies of a stated similarity: the true Jaccard index of the sets of five-word shingles.

Words are those of `transforms.words`, in lower case, found here by a pattern of our own (a test holds the two
together). The similarity is counted on the finished copy, never estimated.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from bench.corpus.chance import Draws, draw_below
from bench.corpus.language import load_language

__all__ = ["FEWEST_WORDS", "count_words", "jaccard", "near_copy", "shingles"]

SHINGLE_WORDS = 5
FEWEST_WORDS = 150
"""A shorter article gives no near copies: one word of it is a per cent of its shingles or more."""

_WORD = re.compile(r"[^\W_]+(?:(?:['’‘-](?=[^\W_])|(?<=\d)[.,](?=\d))[^\W_]+)*")
Shingles = frozenset[tuple[str, ...]]


def count_words(text: str) -> int:
    """Number of words of a text."""
    return len(_WORD.findall(text))


def shingles(text: str) -> Shingles:
    """The different runs of five words of a text, in lower case."""
    words = _WORD.findall(text.lower())
    return frozenset(zip(*(words[start:] for start in range(SHINGLE_WORDS)), strict=False))


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
    edits = _plan_edits(text, draws)
    # Each edit costs some five shingles on either side; twice that many is more than enough.
    enough = 5 + round(2 * len(original) * (1 - grade) / (SHINGLE_WORDS * (1 + grade)))
    edited, _ = _most(min(len(edits), enough), lambda count: _apply(text, edits[:count]), original, grade)
    behind = more[1].split()

    def lengthen(count: int) -> str:
        return f"{edited}\n\n{' '.join(behind[:count])}" if count else edited

    return _most(len(behind), lengthen, original, grade)


def _most(most: int, make: Callable[[int], str], original: Shingles, grade: float) -> tuple[str, float]:
    """The text, and its similarity, after as many edits as can be made without falling below the grade; by halving."""
    low, high = 0, most
    text = make(0)
    similarity = jaccard(original, shingles(text))
    while low < high:
        middle = (low + high + 1) // 2
        tried = make(middle)
        found = jaccard(original, shingles(tried))
        if found >= grade:
            low, text, similarity = middle, tried, found
        else:
            high = middle - 1
    return text, similarity


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


def _plan_edits(text: str, draws: Draws) -> list[tuple[int, int, str]]:
    """An edit of every seventh word or so, in random order: start, end and what comes in its place."""
    words = [found.span() for found in _WORD.finditer(text)]
    language = load_language("nl")
    cast = language.draw_cast(draws, 0)
    edits: list[tuple[int, int, str]] = []
    place = 1 + draw_below(draws, 6)
    while place < len(words) - SHINGLE_WORDS:
        start, end = words[place]
        word = language.piece("word", draws, cast)
        way = draw_below(draws, 4)
        if way == 0:  # left out, with one of the spaces around it: no line may end with a space
            is_space_behind = text[end : end + 1] == " "
            is_space_before = text[start - 1] == " " and not is_space_behind
            edits.append((start - is_space_before, end + is_space_behind, ""))
        elif way == 1:
            edits.append((start, start, f"{word} "))
        else:
            edits.append((start, end, word))
        place += 2 + draw_below(draws, 10)
    order = [(next(draws), number) for number in range(len(edits))]
    return [edits[number] for _, number in sorted(order)]


def _apply(text: str, edits: Sequence[tuple[int, int, str]]) -> str:
    pieces: list[str] = []
    at = 0
    for start, end, word in sorted(edits):
        pieces += (text[at:start], word)
        at = end
    return "".join([*pieces, text[at:]])
