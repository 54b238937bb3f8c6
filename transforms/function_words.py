"""How Dutch a text is by its small words, and whether a neighbour's small words outnumber them.

Detectors that look at letter groups take Frisian, Low Saxon and Afrikaans for Dutch: the letter groups are much the
same, and langdetect knows neither Frisian nor Low Saxon. The small words that hold sentences together differ, stand in
every text and do not depend on its subject. Dutch is held against each neighbour in turn, on the words that only one
of the two has: what both write alike (`de`, `in`, `dat`) says nothing about which it is.

A word counts where white space parts it off, with at most a comma or a full stop behind it, in small letters, with a
first capital, or in capitals. The words themselves are those of the one tokeniser: a look at the dictionary of the
batch finds which can count, and a look at the bytes around them which do.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from transforms.characters import JOINER, UPPER, Characters, read_characters
from transforms.function_word_lists import FUNCTION_WORDS
from transforms.tokens import Tokens, tokenise

__all__ = ["NEIGHBOURS", "FunctionWords", "count_function_words", "count_in_stretches"]

NEIGHBOURS = ("fy", "nds", "af", "de")
"""What Dutch is held against: Frisian, Low Saxon, Afrikaans, German."""

_SURROGATES = re.compile("[\ud800-\udfff]")
_BITS = {language: 1 << position for position, language in enumerate(("nl", *NEIGHBOURS))}
_CLASSES = 1 << len(_BITS)
# Both bound what is held at once, of one very long text and of a million paragraphs of one letter.
_BLOCK_BYTES = 1 << 20
_STRETCHES_AT_ONCE = 10_000
_APOSTROPHES = ("'", "’", "‘")
_ENCODED_APOSTROPHES = tuple(mark.encode() for mark in _APOSTROPHES)

_Places = npt.NDArray[np.int64]
_Marks = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class FunctionWords:
    """Counts of some texts, one row a text.

    Attributes:
        words: Words of each text, parted by white space.
        dutch: Of these, function words of Dutch.
        only_dutch: Function words that Dutch has and the neighbour has not; one column a neighbour.
        only_neighbour: Function words that the neighbour has and Dutch has not; one column a neighbour.
    """

    words: npt.NDArray[np.int64]
    dutch: npt.NDArray[np.int64]
    only_dutch: npt.NDArray[np.int64]
    only_neighbour: npt.NDArray[np.int64]

    def take(self, rows: npt.NDArray[np.bool_]) -> FunctionWords:
        """The counts of some of the texts."""
        return FunctionWords(self.words[rows], self.dutch[rows], self.only_dutch[rows], self.only_neighbour[rows])

    def sum_by(self, groups: npt.NDArray[np.int64], group_count: int) -> FunctionWords:
        """Add up texts that belong together: paragraph counts to those of their documents."""

        def add(values: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
            total = np.zeros((group_count, *values.shape[1:]), dtype=np.int64)
            np.add.at(total, groups, values)
            return total

        return FunctionWords(add(self.words), add(self.dutch), add(self.only_dutch), add(self.only_neighbour))


class _Block(NamedTuple):
    """Some stretches that lie one behind another, with the words in them; all places are bytes of `data`."""

    data: bytes
    classes: npt.NDArray[np.uint8]
    codes: npt.NDArray[np.int32]
    word_starts: _Places
    word_ends: _Places
    starts: _Places
    ends: _Places


@dataclass(frozen=True)
class _Forms:
    """Function words as the tokeniser gives them: in small letters, without an apostrophe at either end.

    Attributes:
        words: The words (Arrow strings); all below have one row more, for every other word.
        plain: Languages, as bits, that have the word as it is; 0 where none does.
        led: Languages that have it with an apostrophe in front (`'n`).
        trailed: Languages that have it with one behind (`lü'`).
        lengths: Its bytes.
        letter_lengths: Bytes of its letters.
        first_lengths: Bytes of its first letter.
    """

    words: pa.StringArray
    plain: npt.NDArray[np.uint8]
    led: npt.NDArray[np.uint8]
    trailed: npt.NDArray[np.uint8]
    lengths: _Places
    letter_lengths: _Places
    first_lengths: _Places


def count_function_words(texts: Sequence[str]) -> FunctionWords:
    """Count the function words of many texts; `count_in_stretches` for who has read their words already.

    Args:
        texts: The texts; anything a string can hold. Lone surrogates count as white space.
    """
    characters = read_characters([_SURROGATES.sub(" ", text) for text in texts])
    return count_in_stretches(characters, tokenise(characters), characters.starts, characters.ends)


def count_in_stretches(characters: Characters, tokens: Tokens, starts: _Places, ends: _Places) -> FunctionWords:
    """Count the function words of stretches of a batch, such as its paragraphs.

    Args:
        characters: The characters of the batch.
        tokens: Its words.
        starts: Where each stretch starts in `Characters.data`, in bytes; in order.
        ends: Where it ends, exclusive: at most where the next one starts. No bound lies inside a word.
    """
    forms = _forms()
    places = pc.fill_null(pc.index_in(tokens.dictionary, value_set=forms.words), len(forms.words)).to_numpy()
    # At least one part, so that no stretches have counts of no rows.
    cuts = np.unique(np.searchsorted(ends, np.arange(0, len(characters.data), _BLOCK_BYTES)))
    cuts = np.union1d(cuts, np.arange(0, max(starts.size, 1), _STRETCHES_AT_ONCE))
    bounds = [*cuts[cuts < max(starts.size, 1)].tolist(), starts.size]
    parts = [
        _count(_cut_block(characters, tokens, starts[first:last], ends[first:last]), places)
        for first, last in pairwise(bounds)
    ]
    words, sums = (np.concatenate(columns) for columns in zip(*parts, strict=True))
    last = len(NEIGHBOURS) + 1
    return FunctionWords(words, sums[:, 0], sums[:, 1:last], sums[:, last:])


def _cut_block(characters: Characters, tokens: Tokens, starts: _Places, ends: _Places) -> _Block:
    # With the byte before the first stretch and the one behind the last.
    first, last = (int(starts[0]) - 1, int(ends[-1]) + 1) if starts.size else (0, 1)
    words = slice(*np.searchsorted(tokens.starts, [first, last]).tolist())
    return _Block(
        characters.data[first:last],
        characters.classes[first:last],
        tokens.codes[words],
        tokens.starts[words] - first,
        tokens.ends[words] - first,
        starts - first,
        ends - first,
    )


def _count(block: _Block, places: _Places) -> tuple[_Places, _Places]:
    """The number of words of each stretch, and its counts in the columns of `_weights`."""
    data, starts, ends = np.frombuffer(block.data, dtype=np.uint8), block.starts, block.ends
    is_blank = (data == ord(" ")) | ((data >= ord("\t")) & (data <= ord("\r")))
    # What stands before the first byte of a stretch, or behind its last, parts words as a blank does.
    opens, closes = is_blank.copy(), is_blank.copy()
    opens[starts - 1] = closes[ends] = True
    words = _count_words(is_blank, opens, starts, ends)
    # The marks that words most often carry may stand behind one; a word in brackets or quotation marks is let go.
    closes_word = closes.copy()
    closes_word[:-1] |= ((data[:-1] == ord(",")) | (data[:-1] == ord("."))) & closes[1:]

    word_starts, word_ends, languages = _find_candidates(block, places)
    is_parted = opens[word_starts - 1] & closes_word[np.minimum(word_ends, data.size - 1)]
    word_starts, word_ends, languages = word_starts[is_parted], word_ends[is_parted], languages[is_parted]
    stretches = np.searchsorted(starts, word_starts, side="right") - 1
    is_inside = (stretches >= 0) & (word_ends <= np.append(ends, 0)[stretches])
    keys = stretches[is_inside] * _CLASSES + languages[is_inside]
    counts = np.bincount(keys, minlength=starts.size * _CLASSES).reshape(starts.size, _CLASSES)
    # In integers: for floats numpy would wake the threads of its linear algebra, which cost more than they save.
    return words, counts @ _weights()


def _count_words(is_blank: _Marks, opens: _Marks, starts: _Places, ends: _Places) -> _Places:
    """How many runs of bytes that are no blank begin in each stretch."""
    begins_word = ~is_blank
    begins_word[1:] &= opens[:-1]
    positions = np.flatnonzero(begins_word)
    counts: _Places = np.searchsorted(positions, ends) - np.searchsorted(positions, starts)
    return counts


def _find_candidates(block: _Block, places: _Places) -> tuple[_Places, _Places, _Places]:
    """Where function words start and end, apostrophes included, and the languages that have them, as bits.

    What stands beside them is not looked at yet.
    """
    forms = _forms()
    has_edge = (forms.led > 0) | (forms.trailed > 0)
    told_of_word = (forms.plain + np.where(has_edge, _CLASSES, 0).astype(np.uint8))[places]
    told = told_of_word[block.codes]
    rows = np.flatnonzero(told)
    told = told[rows]
    edges = rows[told >= _CLASSES]
    told &= _CLASSES - 1
    is_upper = block.classes == UPPER
    # Words with a capital that is not their first byte are few, but for texts in capitals.
    inner = np.flatnonzero(is_upper[1:] & (block.classes[:-1] >= JOINER)) + 1
    has_inner = np.zeros(block.word_starts.size, dtype=np.bool_)
    has_inner[np.searchsorted(block.word_starts, inner, side="right") - 1] = True

    def is_let_go(some: _Places, *, has_first: bool) -> _Marks:
        """Whether words with a capital are written as no function word is."""
        form = places[block.codes[some]]
        starts, lengths = block.word_starts[some], block.word_ends[some] - block.word_starts[some]
        # A letter whose small form has another length in bytes is none that a function word is written with.
        is_counted = lengths == forms.lengths[form]
        capital_lengths = np.zeros(some.size, dtype=np.int64)
        for place in range(int(forms.lengths.max())):
            capital_lengths += is_upper[np.minimum(starts + place, is_upper.size - 1)] & (place < lengths)
        is_written = (capital_lengths == 0) | (capital_lengths == forms.letter_lengths[form])
        if has_first:
            is_written |= is_upper[starts] & (capital_lengths == forms.first_lengths[form])
        return np.asarray(~(is_counted & is_written))

    starts = block.word_starts[rows]
    capital = np.flatnonzero(is_upper[starts] | has_inner[rows])
    told[capital[is_let_go(rows[capital], has_first=True)]] = 0
    found = [(starts, block.word_ends[rows], told)]
    # The few that an apostrophe belongs to. One in front leaves nothing to be a first capital.
    for languages, is_in_front in ((forms.led, True), (forms.trailed, False)):
        some = edges[languages[places[block.codes[edges]]] > 0]
        lengths = _apostrophe_lengths(
            block.data, (block.word_starts if is_in_front else block.word_ends)[some], is_in_front=is_in_front
        )
        some, lengths = some[lengths > 0], lengths[lengths > 0]
        first, last = (lengths, 0) if is_in_front else (0, lengths)
        told = languages[places[block.codes[some]]]
        told[is_let_go(some, has_first=not is_in_front)] = 0
        found.append((block.word_starts[some] - first, block.word_ends[some] + last, told))
    starts, ends, told = (np.concatenate(columns) for columns in zip(*found, strict=True))
    is_told = told > 0
    return starts[is_told], ends[is_told], told[is_told].astype(np.int64)


def _apostrophe_lengths(data: bytes, places: _Places, *, is_in_front: bool) -> _Places:
    """Bytes of the apostrophe that ends at each place, or starts there; 0 where there is none."""

    def length(place: int) -> int:
        for mark in _ENCODED_APOSTROPHES:
            if data.startswith(mark, place - len(mark) if is_in_front else place):
                return len(mark)
        return 0

    return np.array([length(place) for place in places.tolist()], dtype=np.int64)


@cache
def _forms() -> _Forms:
    """The function words of all languages, in each spelling of the apostrophe."""
    found: dict[str, list[int]] = {}
    for language, words in FUNCTION_WORDS.items():
        for word in words.split():
            core = word.strip("'")
            column = 1 if word.startswith("'") else 2 if word.endswith("'") else 0
            for spelling in {core.replace("'", apostrophe) for apostrophe in _APOSTROPHES}:
                found.setdefault(spelling, [0, 0, 0])[column] |= _BITS[language]
    # The last row is that of all other words.
    languages = np.array([*found.values(), [0, 0, 0]], dtype=np.uint8)
    lengths = [*(len(word.encode()) for word in found), 0]
    letter_lengths = [*(len("".join(filter(str.isalpha, word)).encode()) for word in found), 0]
    first_lengths = [*(len(word[0].encode()) for word in found), 0]
    return _Forms(
        pa.array(list(found), pa.string()),
        *languages.T.copy(),
        *(np.array(column, dtype=np.int64) for column in (lengths, letter_lengths, first_lengths)),
    )


@cache
def _weights() -> npt.NDArray[np.int64]:
    """Which classes of words count for what; a class is a set of languages.

    Columns: Dutch; for each neighbour Dutch and not that neighbour; for each neighbour that neighbour and not Dutch.
    """
    classes = np.arange(_CLASSES)[:, None]
    has_dutch = (classes & _BITS["nl"]) > 0
    has_neighbour = (classes & np.array([_BITS[language] for language in NEIGHBOURS])) > 0
    return np.hstack([has_dutch, has_dutch & ~has_neighbour, has_neighbour & ~has_dutch]).astype(np.int64)
