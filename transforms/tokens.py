"""The words of a whole batch at once, as numbers: the one tokeniser for counts, terms, shingles and measures.

A word is what `transforms/words.py` says it is; this module finds exactly the same ones, in bytes instead of one
text after another. Case is the only thing that is levelled: the dictionary holds every word in small letters.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from transforms.characters import DIGIT, JOINER, LETTER, MARK, NUMBER_JOINER, Characters, read_characters
from transforms.joined_texts import bytes_of

__all__ = ["Tokens", "tokenise", "tokenise_texts"]


@dataclass(frozen=True)
class Tokens:
    """The words of some texts.

    Attributes:
        codes: One number a word, in the order of the texts and of the words in them: its place in `dictionary`.
            int32.
        document_offsets: The words of text `i` are `codes[document_offsets[i] : document_offsets[i + 1]]`. int64,
            one more than there are texts; the first is 0, the last the number of words. A text without words has
            two equal offsets.
        dictionary: The distinct words (Arrow strings) in small letters, in the order in which they first come up.
            The numbers mean something within this batch only: what is compared across batches, such as a shingle,
            is made from the words or from a hash of them.
        starts: Where each word starts in `Characters.data`, in bytes; as long as `codes`. int64.
        ends: Where it ends, exclusive.

    Small letters are those of Unicode's simple case mapping, one character for one, as `lower` of Arrow and DuckDB
    have it: `ÉÉN` is `één`, and `İ` is `i` where Python's `str.lower` makes two characters of it.
    """

    codes: npt.NDArray[np.int32]
    document_offsets: npt.NDArray[np.int64]
    dictionary: pa.StringArray
    starts: npt.NDArray[np.int64]
    ends: npt.NDArray[np.int64]

    @property
    def word_counts(self) -> npt.NDArray[np.int64]:
        """Number of words of each text: what `transforms.words.count_words` gives."""
        return np.diff(self.document_offsets)

    def hold(self, letters: str) -> npt.NDArray[np.bool_]:
        """Which words of the dictionary have some letters in them: a search in all of its bytes at once.

        Args:
            letters: Small letters of ASCII.
        """
        data, ends = bytes_of(self.dictionary)
        joined, wanted = data.tobytes(), letters.encode("ascii")
        found = []
        place = joined.find(wanted)
        while place >= 0:
            found.append(place)
            place = joined.find(wanted, place + 1)
        places = np.array(found, dtype=np.int64)
        words = np.searchsorted(ends, places, side="right")
        holds = np.zeros(ends.size, dtype=np.bool_)
        # What begins in one word and ends in the next stands in neither.
        holds[words[places + len(wanted) <= ends[words]]] = True
        return holds

    def words_of(self, document: int) -> list[str]:
        """The words of one text, for tests and for people; work on the codes where there are many."""
        first, last = self.document_offsets[document : document + 2]
        words: list[str] = self.dictionary.take(pa.array(self.codes[first:last])).to_pylist()
        return words


def tokenise_texts(texts: Sequence[str]) -> Tokens:
    """The words of some texts; `tokenise` for who has read their characters already."""
    return tokenise(read_characters(texts))


def tokenise(characters: Characters) -> Tokens:
    """Find the words of a batch and number them.

    Args:
        characters: What `read_characters` made of the texts.
    """
    is_in_word = _mark_words(characters)
    starts, ends = _find_bounds(is_in_word)
    # Only ASCII is in small letters by now; the rest is done below on distinct words, of which there are few.
    word_bytes = np.frombuffer(characters.lowered, dtype=np.uint8).compress(is_in_word)
    del is_in_word  # as long as the batch, which may be one very long text
    offsets = np.zeros(starts.size + 1, dtype=np.int64)
    np.cumsum(ends - starts, out=offsets[1:])
    encoded = strings_of(offsets, word_bytes).dictionary_encode()
    codes = encoded.indices.to_numpy(zero_copy_only=False)
    dictionary = pc.cast(encoded.dictionary, pa.string())
    lowered = pc.utf8_lower(dictionary)
    if not lowered.equals(dictionary):
        merged = lowered.dictionary_encode()
        codes, dictionary = merged.indices.to_numpy(zero_copy_only=False)[codes], merged.dictionary
    document_offsets = np.append(np.searchsorted(starts, characters.starts), starts.size)
    return Tokens(codes.astype(np.int32, copy=False), document_offsets, dictionary, starts, ends)


def _find_bounds(is_in_word: npt.NDArray[np.bool_]) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """Where words start and end."""
    # The first and the last byte are line ends, so bounds come in pairs.
    bounds = np.flatnonzero(is_in_word[1:] != is_in_word[:-1])
    bounds += 1
    # Copied, because they are searched and taken from many times, and a view of every other number is slow at that.
    return bounds[::2].copy(), bounds[1::2].copy()


def _mark_words(characters: Characters) -> npt.NDArray[np.bool_]:
    """Whether each byte stands in a word."""
    classes = characters.classes
    is_in_word: npt.NDArray[np.bool_] = classes >= LETTER
    _add_marks(is_in_word, characters)
    joins = _narrow_joiners(classes, is_in_word)
    wide = _wide_joiners(characters, is_in_word)
    # Only now: a joiner between two joiners must not see its neighbours as parts of a word.
    is_in_word[joins] = True
    is_in_word[wide] = True
    return is_in_word


def _add_marks(is_in_word: npt.NDArray[np.bool_], characters: Characters) -> None:
    """Let combining marks belong to the letter or digit that they follow, however many they are."""
    positions = characters.wide_positions
    is_mark = characters.classes[positions] == MARK
    if not is_mark.any():
        return
    marks, lengths = positions[is_mark], characters.wide_lengths[is_mark]
    # A mark right behind another shares its fate, so each looks at what stands before the first of its run.
    begins_run = np.ones(marks.size, dtype=np.bool_)
    begins_run[1:] = marks[1:] != marks[:-1] + lengths[:-1]
    run_starts = marks[begins_run][np.cumsum(begins_run) - 1]
    follows_word = is_in_word[run_starts - 1]
    for place in range(4):
        counts = follows_word & (lengths > place)
        is_in_word[marks[counts] + place] = True


def _narrow_joiners(classes: npt.NDArray[np.uint8], is_in_word: npt.NDArray[np.bool_]) -> npt.NDArray[np.int64]:
    """Where a joiner of one byte has a word on both sides, or a stop or comma a digit on both."""
    positions = np.flatnonzero((classes == JOINER) | (classes == NUMBER_JOINER))
    before, behind = positions - 1, positions + 1
    is_number = classes[positions] == NUMBER_JOINER
    joins = np.where(
        is_number,
        (classes[before] == DIGIT) & (classes[behind] == DIGIT),
        is_in_word[before] & is_in_word[behind],
    )
    narrow: npt.NDArray[np.int64] = positions[joins]
    return narrow


def _wide_joiners(characters: Characters, is_in_word: npt.NDArray[np.bool_]) -> npt.NDArray[np.int64]:
    """All bytes of the joiners beyond ASCII (`’` and others) that have a word on both sides."""
    is_joiner = characters.classes[characters.wide_positions] == JOINER
    positions, lengths = characters.wide_positions[is_joiner], characters.wide_lengths[is_joiner]
    joins = is_in_word[positions - 1] & is_in_word[positions + lengths]
    positions, lengths = positions[joins], lengths[joins]
    return np.concatenate([positions[lengths > place] + place for place in range(4)])


def strings_of(offsets: npt.NDArray[np.int64], data: npt.NDArray[np.uint8] | bytes) -> Any:  # noqa: ANN401
    """An Arrow array of strings that lie one behind another in some bytes, without a copy of them."""
    return pa.LargeStringArray.from_buffers(offsets.size - 1, pa.py_buffer(offsets), pa.py_buffer(data))
