"""The second voice on the language of a text: its small words, and cld2 where these do not settle it.

It is independent of langdetect, which goes by letter groups over 55 languages. Three questions, in this order:

1. Is at least one word in five a Dutch function word, and do three words that only Dutch has stand against each word
   that only a neighbour has (Frisian, Low Saxon, Afrikaans, German in turn)? Then it is Dutch.
2. If not, cld2 reads the beginning and names a language. Dutch it may name only where no neighbour's words stand in
   the way, and there it need not be sure (price lists, damaged text); any other language must be one it calls reliable.
3. Where cld2 has no such answer, a neighbour's words are at least as many as the Dutch ones and one word in ten, it is
   that neighbour: cld2 knows no Low Saxon.

Most texts of a Dutch corpus are settled by the first question, which costs a fraction of cld2's reading.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pycld2

from transforms.function_words import NEIGHBOURS, FunctionWords

__all__ = ["CHARACTERS_READ", "SecondVoice", "ask_second_voice", "likeliest_neighbours"]

CHARACTERS_READ = 1_000
"""cld2 reads the beginning of a text, as langdetect does: on Dutch news, more characters change no answer."""

MINIMUM_DUTCH_SHARE = 0.20
MINIMUM_DUTCH_WORDS = 3
"""Of the Dutch function words, the least share of all words and the least number; one of them must be a word that the
neighbour lacks. Dutch documents have a share of .18 to .62, German, English and French ones at most .21
(docs/language.md)."""

MAXIMUM_NEIGHBOUR_LEAD = 0.25
"""Of the words that only Dutch or only the neighbour has, the neighbour's share: at most one to three Dutch ones. Dutch
documents stay below .15, those of the neighbours begin at .41 (docs/language.md)."""

MINIMUM_NEIGHBOUR_LEAD = 0.50
MINIMUM_NEIGHBOUR_SHARE = 0.10
MINIMUM_NEIGHBOUR_WORDS = 3
"""What makes a neighbour the answer where cld2 has none: its words are at least as many as the Dutch ones, a tenth of
all words, and more than chance."""

# Addresses are no language: cld2 takes them for English, langdetect leaves them out too.
_ADDRESSES = re.compile(r"(?:https?://|www\.)\S*")

# What cld2 refuses as no text: control characters, surrogates and code points that are no characters.
_UNREADABLE = re.compile(
    "[\x00-\x08\x0b\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff"
    + "".join(chr(plane << 16 | last) for plane in range(1, 17) for last in (0xFFFE, 0xFFFF))
    + "]"
)
_UNKNOWN = ("un", "xx-")  # no language, and scripts that it takes for one
# cld2's codes where langdetect writes another.
_CODES = {"iw": "he", "zh": "zh-cn", "zh-Hant": "zh-tw", "nb": "no", "nn": "no"}


@dataclass(frozen=True)
class SecondVoice:
    """Answers about some texts, one a text.

    Attributes:
        lang: The language (ISO 639, in langdetect's spelling); None where it has no answer.
        by: `function_words` or `cld2`: who says so; None without an answer.
        confidence: Of `function_words`, how little the neighbours' words contest it (1 is nothing); of `cld2`, the
            share of the letters that it gives this language. 0 without an answer.
    """

    lang: list[str | None]
    by: list[str | None]
    confidence: list[float]


def ask_second_voice(text_of: Callable[[int], str], words: FunctionWords) -> SecondVoice:
    """Ask the second voice about many texts.

    Args:
        text_of: Gives the text of a row, anything a string can hold; few texts are asked for.
        words: Their function words, row by row.
    """
    count = words.words.size
    lead = _leads(words)
    worst = lead.max(axis=1)
    is_free = worst <= MAXIMUM_NEIGHBOUR_LEAD
    is_dutch = (
        is_free
        & (words.dutch >= np.maximum(MINIMUM_DUTCH_SHARE * words.words, MINIMUM_DUTCH_WORDS))
        & (words.only_dutch.min(axis=1) > 0)
    )
    neighbour, _ = likeliest_neighbours(words)
    leading = words.only_neighbour[np.arange(count), neighbour]
    is_neighbour = (worst >= MINIMUM_NEIGHBOUR_LEAD) & (
        leading >= np.maximum(MINIMUM_NEIGHBOUR_SHARE * words.words, MINIMUM_NEIGHBOUR_WORDS)
    )
    answer = SecondVoice(["nl"] * count, ["function_words"] * count, (1.0 - worst).tolist())
    for row in np.flatnonzero(~is_dutch).tolist():
        lang: str | None
        by: str | None
        lang, confidence, is_reliable = _ask_cld2(text_of(row))
        if lang is not None and (is_free[row] if lang == "nl" else is_reliable):
            by = "cld2"
        elif is_neighbour[row]:
            lang, by, confidence = NEIGHBOURS[neighbour[row]], "function_words", float(worst[row])
        else:
            lang, by, confidence = None, None, 0.0
        answer.lang[row], answer.by[row], answer.confidence[row] = lang, by, confidence
    return answer


def likeliest_neighbours(words: FunctionWords) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.float64]]:
    """The neighbour that contests Dutch most in each text.

    Returns:
        Its place in `NEIGHBOURS`, and its lead: of the function words that only one of the two has, the share that is
        the neighbour's. Among equal leads the neighbour with more words: a short text may hold no Dutch word at all.
    """
    lead = _leads(words)
    place = np.argmax(lead + 1e-6 * words.only_neighbour, axis=1)
    return place, lead.max(axis=1)


def _leads(words: FunctionWords) -> npt.NDArray[np.float64]:
    leads: npt.NDArray[np.float64] = words.only_neighbour / np.maximum(words.only_dutch + words.only_neighbour, 1)
    return leads


def _ask_cld2(text: str) -> tuple[str | None, float, bool]:
    """The language that cld2 finds most of, the share of the letters that it gives it, and whether it is sure."""
    head = text[:CHARACTERS_READ]
    if not head.isascii() or not head.isprintable():
        head = _UNREADABLE.sub(" ", head)
    if "://" in head or "www." in head:
        head = _ADDRESSES.sub(" ", head)
    is_reliable, _, found = pycld2.detect(head, isPlainText=True)
    _, code, percent, _ = found[0]
    if code.startswith(_UNKNOWN):
        return None, 0.0, False
    return _CODES.get(code, code), percent / 100, is_reliable
