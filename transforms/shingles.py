"""Five-word shingles as numbers, and the true Jaccard similarity of two texts.

A shingle is five words that follow each other, in small letters. Its number is made of the words themselves, not of
their place in a batch, so that texts of different batches can be compared. A text of one to four words is one shingle.
Numbers have 64 bits: that two different shingles of two texts fall together is less likely than one in 10^13.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from transforms.tokens import Tokens, tokenise_texts

__all__ = ["SHINGLE_WORDS", "Shingles", "distinct", "jaccard", "number_shingles", "shingle_sets"]

SHINGLE_WORDS = 5
"""The number of the contract (design, small print)."""

Numbers = npt.NDArray[np.uint64]

# Odd numbers without a pattern: the golden ratio's, and the two multipliers of splitmix64 (public domain).
GOLDEN = np.uint64(0x9E3779B97F4A7C15)
FIRST_MULTIPLIER = np.uint64(0xBF58476D1CE4E5B9)
SECOND_MULTIPLIER = np.uint64(0x94D049BB133111EB)


@dataclass(frozen=True)
class Shingles:
    """The shingles of some texts, in the order of the texts and of the words in them.

    Attributes:
        numbers: One number a shingle; one that comes back in its text is there again. uint64.
        offsets: The shingles of text `i` are `numbers[offsets[i] : offsets[i + 1]]`; a text without words has none.
    """

    numbers: Numbers
    offsets: npt.NDArray[np.int64]


def number_shingles(tokens: Tokens) -> Shingles:
    """Number the shingles of a batch.

    Args:
        tokens: The batch's words.
    """
    counts = tokens.word_counts
    shingle_counts = np.where(counts >= SHINGLE_WORDS, counts - SHINGLE_WORDS + 1, np.minimum(counts, 1))
    offsets = np.zeros(counts.size + 1, dtype=np.int64)
    np.cumsum(shingle_counts, out=offsets[1:])
    padded = np.zeros(tokens.codes.size + SHINGLE_WORDS, dtype=np.uint64)
    _number_words(tokens).take(tokens.codes, out=padded[: tokens.codes.size])
    # At every word of the batch, also where the five words are of two texts: cheaper than to pick the words first.
    numbers = np.zeros(tokens.codes.size, dtype=np.uint64)
    for place in range(SHINGLE_WORDS):
        _take_in(numbers, padded[place : place + numbers.size])
    # In a text of fewer words those behind its end count as a word that is none, and that no word can be.
    is_short = (counts > 0) & (counts < SHINGLE_WORDS)
    starts, short_counts = tokens.document_offsets[:-1][is_short], counts[is_short]
    short = np.zeros(starts.size, dtype=np.uint64)
    for place in range(SHINGLE_WORDS):
        _take_in(short, np.where(place < short_counts, padded[starts + place], np.uint64(0)))
    numbers[starts] = short
    is_whole = np.ones(numbers.size, dtype=np.bool_)
    # The last words of each text begin no shingle.
    for place in range(1, SHINGLE_WORDS):
        lasts = tokens.document_offsets[1:] - place
        is_whole[lasts[counts > place]] = False
    return Shingles(_mix(numbers[is_whole]), offsets)


def _take_in(numbers: Numbers, words: Numbers) -> None:
    """Go on with numbers of shingles by one word each."""
    numbers *= GOLDEN
    numbers ^= words
    numbers ^= numbers >> np.uint64(29)


def _number_words(tokens: Tokens) -> Numbers:
    """A number for every word of the dictionary, made of its bytes.

    A polynomial of the bytes, which numpy adds up for all words at once, and splitmix64's mixing behind it.
    """
    dictionary = tokens.dictionary
    if len(dictionary) == 0:
        return np.zeros(0, dtype=np.uint64)
    _, offset_buffer, data_buffer = dictionary.buffers()
    bounds = np.frombuffer(offset_buffer, dtype=np.int32)[dictionary.offset :][: len(dictionary) + 1].astype(np.int64)
    data = np.frombuffer(data_buffer, dtype=np.uint8)[bounds[0] : bounds[-1]].astype(np.uint64)
    starts, lengths = bounds[:-1] - bounds[0], np.diff(bounds)
    places = np.arange(data.size) - np.repeat(starts, lengths)
    powers = np.full(int(lengths.max()), GOLDEN, dtype=np.uint64)
    np.multiply.accumulate(powers, out=powers)
    sums = np.add.reduceat((data + np.uint64(1)) * powers[places], starts)
    numbers: Numbers = np.bitwise_xor(sums.astype(np.uint64), lengths.astype(np.uint64))
    return _mix(numbers)


def _mix(numbers: Numbers) -> Numbers:
    """splitmix64's finaliser: every bit of the input reaches every bit of the output."""
    mixed = numbers + GOLDEN
    mixed ^= mixed >> np.uint64(30)
    mixed *= FIRST_MULTIPLIER
    mixed ^= mixed >> np.uint64(27)
    mixed *= SECOND_MULTIPLIER
    mixed ^= mixed >> np.uint64(31)
    return mixed


def distinct(shingles: Shingles) -> list[Numbers]:
    """The different shingles of each text, in rising order."""
    bounds = zip(shingles.offsets[:-1].tolist(), shingles.offsets[1:].tolist(), strict=True)
    return [np.unique(shingles.numbers[start:end]) for start, end in bounds]


def shingle_sets(texts: Sequence[str]) -> list[Numbers]:
    """The different shingles of each text, in rising order; what `jaccard` compares."""
    return distinct(number_shingles(tokenise_texts(texts)))


def jaccard(one: Numbers, other: Numbers) -> float:
    """What two sets have in common, as a share of all that is in either; 0.0 where one is empty.

    Args:
        one: Different numbers in rising order.
        other: Likewise.
    """
    if one.size == 0 or other.size == 0:
        return 0.0
    common = np.intersect1d(one, other, assume_unique=True).size
    return float(common / (one.size + other.size - common))
