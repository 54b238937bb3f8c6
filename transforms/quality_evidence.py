"""What in a text made the judge refuse it, in words that a curator can check against the text.

Made for the few texts that are refused or asked about, one at a time, from the text alone: nothing of it is stored.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

import numpy as np
import numpy.typing as npt

from transforms.characters import DIGIT, LETTER, SPACE, SYMBOL, UPPER, Characters, read_characters
from transforms.dutch_words import DUTCH_FUNCTION_WORDS, FILLER_WORDS
from transforms.quality import PHRASE_LENGTH
from transforms.quality_lines import Lines, find_lines
from transforms.tokens import Tokens, tokenise

__all__ = ["LONGEST_EVIDENCE", "find_evidence"]

LONGEST_EVIDENCE = 80
"""Characters of one piece of evidence; what is cut ends in an ellipsis."""

# Each finder takes the three although few need all: that makes a table of them possible.
_Finder = Callable[[Characters, Tokens, Lines], list[str]]


def find_evidence(text: str, measure: str, most: int = 5) -> list[str]:
    """Show what gave a text its value of a measure.

    Args:
        text: The cleaned body, as the measures saw it.
        measure: Name of a measure or flag of quality, such as `verdicts.measure` holds.
        most: How many pieces to give at most.

    Returns:
        Pieces of at most `LONGEST_EVIDENCE` characters, the weightiest first: lines that repeat with how often they
        come, lines that are furniture, code or placeholders, frequent phrases, characters or words. Empty where
        there is nothing to show.

    Raises:
        KeyError: No measure of quality has that name.
    """
    finder = _FINDERS[measure]
    characters = read_characters([text])
    tokens = tokenise(characters)
    return [_shorten(piece) for piece in finder(characters, tokens, find_lines(characters, tokens))[:most]]


def _shorten(piece: str) -> str:
    piece = " ".join(piece.split())
    return piece if len(piece) <= LONGEST_EVIDENCE else piece[: LONGEST_EVIDENCE - 1].rstrip() + "…"


def _count(pieces: Counter[str], weight: Callable[[str], int]) -> list[str]:
    """Pieces that come more than once, those that cover most of the text first."""
    repeated = [(count * weight(piece), count, piece) for piece, count in pieces.items() if count > 1]
    return [f"{count}x {piece}" for _, count, piece in sorted(repeated, key=lambda one: (-one[0], one[2]))]


def _line_texts(characters: Characters, lines: Lines) -> list[str]:
    bounds = zip(lines.starts.tolist(), lines.ends.tolist(), strict=True)
    return [characters.data[start:end].decode("utf-8", "replace").strip() for start, end in bounds]


def _repeated_lines(characters: Characters, tokens: Tokens, lines: Lines) -> list[str]:  # noqa: ARG001
    return _count(Counter(_line_texts(characters, lines)), len)


def _repeated_phrases(length: int) -> _Finder:
    def find(characters: Characters, tokens: Tokens, lines: Lines) -> list[str]:  # noqa: ARG001
        words = tokens.words_of(0)
        places = range(len(words) - length + 1)
        return _count(Counter(" ".join(words[place : place + length]) for place in places), lambda _: 1)

    return find


def _lines_that(attribute: str) -> _Finder:
    """The lines that are something, the longest first."""

    def find(characters: Characters, tokens: Tokens, lines: Lines) -> list[str]:  # noqa: ARG001
        is_one = getattr(lines, attribute)
        found = [text for text, is_it in zip(_line_texts(characters, lines), is_one.tolist(), strict=True) if is_it]
        return sorted(found, key=len, reverse=True)

    return find


def _all_lines(characters: Characters, tokens: Tokens, lines: Lines) -> list[str]:  # noqa: ARG001
    return _line_texts(characters, lines)


def _unfinished_lines(characters: Characters, tokens: Tokens, lines: Lines) -> list[str]:  # noqa: ARG001
    texts = _line_texts(characters, lines)
    return [text for text, is_finished in zip(texts, lines.is_finished.tolist(), strict=True) if not is_finished]


def _last_line(characters: Characters, tokens: Tokens, lines: Lines) -> list[str]:  # noqa: ARG001
    written = np.flatnonzero(~lines.is_boilerplate & ~lines.has_markup)
    if not written.size:
        return []
    last = _line_texts(characters, lines)[written[-1]]
    return [last if len(last) <= LONGEST_EVIDENCE else "…" + last[1 - LONGEST_EVIDENCE :]]


def _characters_that(is_one: Callable[[Characters], npt.NDArray[np.bool_]]) -> _Finder:
    """The most frequent characters of some classes."""

    def find(characters: Characters, tokens: Tokens, lines: Lines) -> list[str]:  # noqa: ARG001
        data = np.frombuffer(characters.data, dtype=np.uint8)
        chosen = data[is_one(characters)].tobytes().decode("utf-8", "replace")
        return [f"{count}x {character}" for character, count in Counter(chosen).most_common()]

    return find


def _words_that(are_chosen: Callable[[str], bool]) -> _Finder:
    def find(characters: Characters, tokens: Tokens, lines: Lines) -> list[str]:  # noqa: ARG001
        words = Counter(word for word in tokens.words_of(0) if are_chosen(word))
        return [f"{count}x {word}" for word, count in words.most_common()]

    return find


def _longest_words(characters: Characters, tokens: Tokens, lines: Lines) -> list[str]:  # noqa: ARG001
    return sorted(dict.fromkeys(tokens.words_of(0)), key=len, reverse=True)


_FUNCTION_WORDS, _FILLER_WORDS = frozenset(DUTCH_FUNCTION_WORDS), frozenset(FILLER_WORDS)
_SYMBOLS = _characters_that(lambda one: one.classes == SYMBOL)
_NO_LETTERS = _characters_that(lambda one: ~np.isin(one.classes, (LETTER, UPPER, SPACE)))
_BULLETS = _lines_that("is_bullet")
_BOILERPLATE = _lines_that("is_boilerplate")
_MARKUP = _lines_that("has_markup")
_CONTENT_WORDS = _words_that(lambda word: word not in _FUNCTION_WORDS)

_FINDERS: dict[str, _Finder] = {
    "letter_share": _NO_LETTERS,
    "digit_share": _characters_that(lambda one: one.classes == DIGIT),
    "symbol_share": _SYMBOLS,
    "capital_share": _characters_that(lambda one: one.classes == UPPER),
    "mean_word_length": _longest_words,
    "longest_word_length": _longest_words,
    "lettered_word_share": _words_that(lambda word: not any(map(str.isalpha, word))),
    "function_word_share": _CONTENT_WORDS,
    "filler_word_share": _words_that(lambda word: word in _FILLER_WORDS),
    "repeated_line_share": _repeated_lines,
    "repeated_paragraph_share": _repeated_lines,
    "top_pair_share": _repeated_phrases(2),
    "repeated_phrase_share": _repeated_phrases(PHRASE_LENGTH),
    "distinct_phrase_count": _repeated_phrases(PHRASE_LENGTH),
    "line_count": _all_lines,
    "finished_share": _unfinished_lines,
    "bullet_line_share": _BULLETS,
    "ellipsis_line_share": _lines_that("ends_in_ellipsis"),
    "boilerplate_line_count": _BOILERPLATE,
    "boilerplate_share": _BOILERPLATE,
    "markup_line_count": _MARKUP,
    "markup_share": _lines_that("is_code"),
    "placeholder_share": _lines_that("is_placeholder"),
    "is_cut_off": _last_line,
    "has_boilerplate_lines": _BOILERPLATE,
    "has_markup_leftovers": _MARKUP,
    "has_repetition": _repeated_phrases(PHRASE_LENGTH),
    "is_in_capitals": _characters_that(lambda one: one.classes == UPPER),
    "is_list": _unfinished_lines,
}
