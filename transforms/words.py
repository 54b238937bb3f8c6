"""What a word is, wherever words are counted, and the words of one text.

`transforms/tokens.py` finds the same words in a whole batch at once. What class a character belongs to is said in
`transforms/characters.py`.

A word is a maximal run of letters and digits. Inside it, one single joining character is part of the word:

- between letters or digits: an apostrophe (`'`, `’`, `‘`), a hyphen (`-`, U+2010, U+2011), a soft hyphen, or a zero
  width joiner or non-joiner: `zo'n`, `auto’s`, `Noord-Korea`, `35-jarige`, `4-3`;
- between two digits: a full stop or comma: `50.000`, `3,5`, `1.000.000`.

Two joining characters in a row part words (`ja--nee` is two), and so does everything else: `en/of` is two words,
`d.w.z.` three, `CD&V` two, `www.nu.nl` three, `12:30` two, `Noord- en Zuid-Korea` three. A mark in front or behind
does not belong to the word: `'s avonds` is the words `s` and `avonds`.

Letters are the characters of the Unicode categories L*, digits those of Nd. Combining marks (M*) belong to the letter
or digit they follow, and are no letters themselves; alone they are no word. Case and accents stay as they are.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from transforms.characters import DIGIT, JOINER, LETTER, MARK, NUMBER_JOINER, UPPER, classify

__all__ = ["count_letters", "count_words", "find_words"]


def _classify(text: str) -> npt.NDArray[np.uint8]:
    """The class of every character of a text."""
    return classify(np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype="<u4"))


def _mark_words(text: str) -> npt.NDArray[np.bool_]:
    """Whether each character stands in a word; with one False more at either end."""
    classes = _classify(f" {text} ")
    is_in_word = classes >= MARK
    # One after another, because a mark without a letter takes the mark behind it along. There are few in Dutch.
    for position in np.flatnonzero(classes == MARK):
        is_in_word[position] = is_in_word[position - 1]
    is_digit = classes == DIGIT
    middle = classes[1:-1]
    joins = is_in_word[:-2] & is_in_word[2:] & (middle == JOINER)
    joins |= is_digit[:-2] & is_digit[2:] & (middle == NUMBER_JOINER)
    is_in_word[1:-1] |= joins
    return is_in_word


def find_words(text: str) -> list[tuple[int, int]]:
    """Start and end of every word of a text, in code points, in order, the end exclusive."""
    is_in_word = _mark_words(text)
    bounds = np.flatnonzero(is_in_word[1:] != is_in_word[:-1]).tolist()
    return list(zip(bounds[::2], bounds[1::2], strict=True))


def count_words(text: str) -> int:
    """Number of words in a text: the length of what `find_words` gives."""
    is_in_word = _mark_words(text)
    return int(np.count_nonzero(is_in_word[1:] > is_in_word[:-1]))


def count_letters(text: str) -> int:
    """Number of Unicode letters (categories L*) in a text."""
    classes = _classify(text)
    return int(np.count_nonzero((classes == LETTER) | (classes == UPPER)))
