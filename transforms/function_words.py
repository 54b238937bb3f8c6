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

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from transforms.characters import UPPER, Characters, read_characters
from transforms.function_word_lists import FUNCTION_WORDS
from transforms.tokens import Tokens, tokenise

__all__ = ["NEIGHBOURS", "FunctionWords", "count_function_words", "count_in_stretches"]

NEIGHBOURS = ("fy", "nds", "af", "de")
"""What Dutch is held against: Frisian, Low Saxon, Afrikaans, German."""

_SURROGATES = re.compile("[\ud800-\udfff]")
_BITS = {language: 1 << position for position, language in enumerate(("nl", *NEIGHBOURS))}
_CLASSES = 1 << len(_BITS)
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


@dataclass(frozen=True)
class _Forms:
    """Function words as the tokeniser gives them: in small letters, without an apostrophe at either end.

    Attributes:
        words: The words (Arrow strings); all below are as long.
        plain: Languages, as bits, that have the word as it is; 0 where none does.
        led: Languages that have it with an apostrophe in front (`'n`).
        trailed: Languages that have it with one behind (`lü'`).
        lengths: Its bytes.
        letter_lengths: Bytes of its letters.
        first_lengths: Bytes of its first letter.
    """

    words: pa.StringArray
    plain: _Places
    led: _Places
    trailed: _Places
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
    data = np.frombuffer(characters.data, dtype=np.uint8)
    is_blank = (data == ord(" ")) | ((data >= ord("\t")) & (data <= ord("\r")))
    begins_word = ~is_blank
    begins_word[1:] &= is_blank[:-1]
    filled = starts[starts < ends]
    begins_word[filled] = ~is_blank[filled]
    positions = np.flatnonzero(begins_word)
    words = np.searchsorted(positions, ends) - np.searchsorted(positions, starts)
    stretches, languages = _find_function_words(characters, tokens, is_blank, starts, ends)
    counts = np.bincount(stretches * _CLASSES + languages, minlength=starts.size * _CLASSES)
    # In integers: for floats numpy would wake the threads of its linear algebra, which cost more than they save.
    sums = counts.reshape(starts.size, _CLASSES) @ _weights()
    last = len(NEIGHBOURS) + 1
    return FunctionWords(words, sums[:, 0], sums[:, 1:last], sums[:, last:])


def _find_function_words(
    characters: Characters, tokens: Tokens, is_blank: _Marks, starts: _Places, ends: _Places
) -> tuple[_Places, _Places]:
    """The stretch that each function word stands in, and the languages that have it, as bits."""
    forms = _forms()
    form_of_word = pc.fill_null(pc.index_in(tokens.dictionary, value_set=forms.words), -1).to_numpy()
    rows = np.flatnonzero((form_of_word >= 0)[tokens.codes])
    stretches = np.searchsorted(starts, tokens.starts[rows], side="right") - 1
    is_inside = stretches >= 0
    is_inside[is_inside] = tokens.ends[rows[is_inside]] <= ends[stretches[is_inside]]
    rows, stretches = rows[is_inside], stretches[is_inside]
    form = form_of_word[tokens.codes[rows]]
    span_starts, span_ends = tokens.starts[rows], tokens.ends[rows]
    is_small, is_first, is_all = _tell_case(characters, tokens, rows, forms, form)
    languages = np.where(is_small | is_first | is_all, forms.plain[form], 0)
    # The few that an apostrophe belongs to. One in front leaves nothing to be a first capital.
    led = np.flatnonzero(forms.led[form])
    lengths = _apostrophe_lengths(characters.data, span_starts[led], is_in_front=True)
    led, lengths = led[lengths > 0], lengths[lengths > 0]
    span_starts[led] -= lengths
    languages[led] = np.where(is_small[led] | is_all[led], forms.led[form[led]], 0)
    trailed = np.flatnonzero(forms.trailed[form])
    lengths = _apostrophe_lengths(characters.data, span_ends[trailed], is_in_front=False)
    trailed, lengths = trailed[lengths > 0], lengths[lengths > 0]
    span_ends[trailed] += lengths
    languages[trailed] = np.where((is_small | is_first | is_all)[trailed], forms.trailed[form[trailed]], 0)

    data = np.frombuffer(characters.data, dtype=np.uint8)
    is_counted = (span_starts == starts[stretches]) | is_blank[span_starts - 1]
    is_counted &= languages > 0
    # The mark that words most often carry may stand behind it; a word in brackets or quotation marks is let go.
    behind, stretch_ends = span_ends, ends[stretches]
    has_mark = (behind < stretch_ends) & ((data[behind] == ord(",")) | (data[behind] == ord(".")))
    behind = behind + has_mark
    is_counted &= (behind == stretch_ends) | is_blank[behind]
    return stretches[is_counted], languages[is_counted]


def _tell_case(
    characters: Characters, tokens: Tokens, rows: _Places, forms: _Forms, form: _Places
) -> tuple[_Marks, _Marks, _Marks]:
    """Which of some words are in small letters, which have a first capital and no other, which are in capitals."""
    # A letter whose small form has another length in bytes is none that a function word is written with.
    is_as_long = tokens.ends[rows] - tokens.starts[rows] == forms.lengths[form]
    capitals = np.flatnonzero(characters.classes == UPPER)
    words = np.searchsorted(tokens.starts, capitals, side="right") - 1
    capital_lengths = np.bincount(words, minlength=tokens.starts.size)[rows]
    begins_capital = characters.classes[tokens.starts[rows]] == UPPER
    return (
        is_as_long & (capital_lengths == 0),
        is_as_long & begins_capital & (capital_lengths == forms.first_lengths[form]),
        is_as_long & (capital_lengths == forms.letter_lengths[form]),
    )


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
    languages = np.array(list(found.values()), dtype=np.int64)
    lengths = [len(word.encode()) for word in found]
    letter_lengths = [len("".join(filter(str.isalpha, word)).encode()) for word in found]
    first_lengths = [len(word[0].encode()) for word in found]
    return _Forms(
        pa.array(list(found), pa.string()),
        *languages.T,
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
