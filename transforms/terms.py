"""Terms: how often every word, 2-gram and 3-gram occurs in the texts of one month, and in how many of them.

A term is one to three words that stand one behind another in one sentence: terms cross no sentence, and so no
heading, caption or paragraph. Words are those of `transforms/tokens.py`, in small letters, joined by one space; what
stands between two words of a sentence (a comma, a bracket) is not part of a term and does not part it.

Terms below the cut-off are left out: they would be nine rows of ten and tell of chance. The cut-off comes last, on
what is counted over all documents of the month. Within the count it is used to look at less: a term has no more
occurrences and documents than any term inside it, so a 2-gram can pass only where both of its words do.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, NamedTuple, Protocol

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from transforms.characters import read_characters
from transforms.term_keys import KeyNumbers, Longs, begins_of, bits_of, offsets_of
from transforms.tokens import tokenise

__all__ = [
    "CUT_OFF",
    "EVERY_TERM",
    "MINIMUM_DOCUMENTS",
    "MINIMUM_OCCURRENCES",
    "Block",
    "BlockStore",
    "CutOff",
    "TermCounter",
    "count_terms",
    "read_block",
]

MINIMUM_DOCUMENTS = 2
"""Below it a term says nothing of the month, only of one document."""
MINIMUM_OCCURRENCES = 3

SLICE_TERMS = 1_000_000
"""Occurrences that are sorted at once: 8 MB of keys, and some five times that in all. Twice as many took a twentieth
less time and 30 MB more."""
_KEY_BITS = 63

_SCHEMA = pa.schema([("term", pa.string()), ("n", pa.int32()), ("occurrences", pa.int64()), ("documents", pa.int64())])


class CutOff(NamedTuple):
    """What a term needs to be told.

    Attributes:
        occurrences: So many.
        documents: So many that hold it.
    """

    occurrences: int
    documents: int

    def is_passed(self, occurrences: Longs, documents: Longs) -> npt.NDArray[np.bool_]:
        """Which terms of these counts pass it."""
        return (occurrences >= self.occurrences) & (documents >= self.documents)


CUT_OFF = CutOff(MINIMUM_OCCURRENCES, MINIMUM_DOCUMENTS)
EVERY_TERM = CutOff(1, 1)


class Block(NamedTuple):
    """The words of some documents of a month.

    Attributes:
        codes: One number a word, and a -1 behind each sentence. int32.
        lengths: How many of `codes` each document has. int64.
    """

    codes: npt.NDArray[np.int32]
    lengths: Longs


class BlockStore(Protocol):
    """Where the blocks of a month are kept; a list does, and for a month beyond measure a file."""

    def append(self, block: Block, /) -> None:
        """Keep one more."""

    def __iter__(self) -> Iterator[Block]:
        """All of them, in the order in which they came; asked for several times."""


class _Counted(NamedTuple):
    """Terms of one length that pass the cut-off, in the order of their keys."""

    keys: Longs
    occurrences: Longs
    documents: Longs


class TermCounter:
    """Counts the terms of one month: `add` its documents, in any order and in blocks of any size, then `count`.

    It holds four bytes a word (in the store), the distinct words, and `SLICE_TERMS` keys at a time.
    """

    def __init__(self, store: BlockStore | None = None) -> None:
        self._store: BlockStore = [] if store is None else store
        self._dictionary: Any = pa.array([], pa.string())
        self._occurrences = np.zeros(0, dtype=np.int64)
        self._documents = np.zeros(0, dtype=np.int64)
        self.document_count = 0

    @property
    def word_count(self) -> int:
        """Words so far: of the same documents, the sum of `documents.word_count`."""
        return int(self._occurrences.sum())

    def add(self, sentences: pa.StringArray, sentence_counts: npt.NDArray[np.integer[Any]]) -> None:
        """Take in some documents.

        Args:
            sentences: Their sentences, one document behind another, no null among them.
            sentence_counts: How many sentences each document has; 0 is fine.
        """
        block = read_block(sentences, sentence_counts, self._number)
        self._learn(block)
        self._store.append(block)

    def _number(self, dictionary: pa.StringArray) -> npt.NDArray[np.int32]:
        """The numbers that words of a block have in the month."""
        known = pc.index_in(dictionary, value_set=self._dictionary)
        new = dictionary.filter(pc.is_null(known))
        places = np.full(len(dictionary), -1, dtype=np.int32)
        is_known = pc.is_valid(known).to_numpy(zero_copy_only=False)
        places[is_known] = pc.drop_null(known).to_numpy()
        places[~is_known] = len(self._dictionary) + np.arange(len(new), dtype=np.int32)
        self._dictionary = pa.concat_arrays([self._dictionary, new])
        more = np.zeros(len(new), dtype=np.int64)
        self._occurrences = np.concatenate([self._occurrences, more])
        self._documents = np.concatenate([self._documents, more])
        return places

    def _learn(self, block: Block) -> None:
        """Count the single words of a block; a document lies in one block, so counts of blocks add up."""
        is_word = block.codes >= 0
        words = block.codes[is_word]
        bits = bits_of(block.lengths.size)
        keys = words.astype(np.int64) << bits
        keys |= np.repeat(np.arange(block.lengths.size), block.lengths)[is_word]
        keys.sort()
        once = keys[begins_of(keys)] >> bits
        size = len(self._dictionary)
        self._occurrences += np.bincount(words, minlength=size)
        self._documents += np.bincount(once, minlength=size)
        self.document_count += block.lengths.size

    def count(self, cut_off: CutOff = CUT_OFF) -> pa.Table:
        """The terms that pass the cut-off.

        Args:
            cut_off: That of the table; `EVERY_TERM` leaves out none.

        Returns:
            `term` (string), `n` (1 to 3), `occurrences` and `documents`: one row a term, by `n` and the bytes of the
            term. The same for every order of the documents and every cut into blocks.
        """
        passing = np.flatnonzero(cut_off.is_passed(self._occurrences, self._documents))
        words = self._dictionary.take(pa.array(passing))
        order = pc.array_sort_indices(words)
        words, passing = words.take(order), passing[order.to_numpy()]
        # The last entry is what -1, the end of a sentence, is looked up as.
        numbers = np.full(len(self._dictionary) + 1, -1, dtype=np.int64)
        numbers[passing] = np.arange(passing.size)
        singles = _Counted(np.arange(passing.size), self._occurrences[passing], self._documents[passing])
        pairs = self._count_pairs(numbers, singles, cut_off)
        triples = self._count_triples(numbers, len(words), pairs, cut_off)
        size = max(len(words), 1)
        seconds, thirds = pairs.keys % size, triples.keys % size
        two = pc.binary_join_element_wise(words.take(pa.array(pairs.keys // size)), words.take(pa.array(seconds)), " ")
        three = pc.binary_join_element_wise(two.take(pa.array(triples.keys // size)), words.take(pa.array(thirds)), " ")
        return pa.concat_tables(
            _table(terms, n, counted)
            for n, (terms, counted) in enumerate(((words, singles), (two, pairs), (three, triples)), start=1)
        )

    def _count_pairs(self, numbers: Longs, words: _Counted, cut_off: CutOff) -> _Counted:
        """2-grams; the key is the first word's number times the number of words, plus the second's."""
        size, bits = words.keys.size, bits_of(self.document_count)

        def keys_between(low: int, high: int) -> Iterator[Longs]:
            for codes, documents in self._blocks(numbers):
                first, second = codes[:-1], codes[1:]
                taken = np.flatnonzero((first >= low) & (first < high) & (second >= 0))
                yield ((first[taken] - low) * size + second[taken] << bits) | documents[taken]

        return _tally(words.occurrences, size, bits, keys_between, cut_off)

    def _count_triples(self, numbers: Longs, size: int, pairs: _Counted, cut_off: CutOff) -> _Counted:
        """3-grams; the key is the place of the first two words in `pairs` times the number of words, plus the third."""
        bits = bits_of(self.document_count)
        numbers_of_pairs = KeyNumbers(pairs.keys)

        def keys_between(low: int, high: int) -> Iterator[Longs]:
            for codes, documents in self._blocks(numbers):
                found = numbers_of_pairs.look_up(codes[:-1] * size + codes[1:])
                found[(codes[:-1] < 0) | (codes[1:] < 0)] = -1
                taken = np.flatnonzero((found[:-1] >= low) & (found[:-1] < high) & (found[1:] >= 0))
                first = found[taken].astype(np.int64) - low
                yield (first * size + codes[taken + 2] << bits) | documents[taken]

        return _tally(pairs.occurrences, size, bits, keys_between, cut_off)

    def _blocks(self, numbers: Longs) -> Iterator[tuple[Longs, Longs]]:
        """The words of each block by their final numbers (-1: too rare, or a sentence's end), and their documents."""
        before = 0
        for block in self._store:
            documents = np.repeat(np.arange(before, before + block.lengths.size), block.lengths)
            before += block.lengths.size
            yield numbers[block.codes], documents


def read_block(
    sentences: pa.StringArray,
    sentence_counts: npt.NDArray[np.integer[Any]],
    number: Callable[[pa.StringArray], npt.NDArray[np.int32]],
) -> Block:
    """The words of some documents.

    Args:
        sentences: Their sentences, one document behind another, no null among them.
        sentence_counts: How many sentences each document has; 0 is fine.
        number: Gives distinct words their numbers, -1 to those that count for nothing.
    """
    one_behind_another = pa.ListArray.from_arrays(pa.array([0, len(sentences)], pa.int32()), sentences)
    characters = read_characters(pc.binary_join(one_behind_another, "\n").to_pylist())
    tokens = tokenise(characters)
    byte_lengths = pc.binary_length(sentences).to_numpy(zero_copy_only=False).astype(np.int64)
    sentence_starts = characters.starts[0] + offsets_of(byte_lengths + 1)[:-1]
    first_words = np.append(np.searchsorted(tokens.starts, sentence_starts), tokens.codes.size)
    codes = np.insert(number(tokens.dictionary)[tokens.codes], first_words[1:], np.int32(-1))
    # A document starts behind the words and the ends of all sentences before it.
    first_sentences = offsets_of(np.asarray(sentence_counts, dtype=np.int64))
    return Block(codes, np.diff(first_words[first_sentences] + first_sentences))


def count_terms(documents: Sequence[Sequence[str]]) -> pa.Table:
    """The terms of the documents of one month, each given by its sentences; see `TermCounter.count`."""
    counter = TermCounter()
    sentences = [sentence for document in documents for sentence in document]
    counter.add(pa.array(sentences, pa.string()), np.array([len(document) for document in documents], dtype=np.int64))
    return counter.count()


class _KeysBetween(Protocol):
    def __call__(self, low: int, high: int) -> Iterable[Longs]:
        """Keys of the terms that begin with one of the heads from `low` up to `high`: head, last word, document."""


def _tally(head_occurrences: Longs, size: int, bits: int, keys_between: _KeysBetween, cut_off: CutOff) -> _Counted:
    """Count terms slice by slice, a slice being those whose heads (all words but the last) lie between two numbers."""
    found = [_Counted(*(np.zeros(0, dtype=np.int64) for _ in range(3)))]
    for low, high in _slices(head_occurrences, (1 << _KEY_BITS) // (max(size, 1) << bits)):
        keys = np.concatenate([np.zeros(0, dtype=np.int64), *keys_between(low, high)])
        keys.sort()
        terms = keys >> bits
        bounds = np.append(np.flatnonzero(begins_of(terms)), keys.size)
        occurrences = np.diff(bounds)
        is_frequent = occurrences >= cut_off.occurrences
        starts, ends = bounds[:-1][is_frequent], bounds[1:][is_frequent]
        before = offsets_of(begins_of(keys))
        documents = before[ends] - before[starts]
        kept = documents >= cut_off.documents
        found.append(
            _Counted(terms[starts[kept]] + low * size, occurrences[is_frequent][kept], documents[kept]),
        )
    return _Counted(*(np.concatenate(columns) for columns in zip(*found, strict=True)))


def _slices(occurrences: Longs, widest: int) -> Iterator[tuple[int, int]]:
    """Cut a row of numbers so that each slice has `SLICE_TERMS` occurrences at most, or is a single one."""
    sums = np.cumsum(occurrences)
    low = 0
    while low < sums.size:
        before = sums[low - 1] if low else 0
        high = int(np.searchsorted(sums, before + SLICE_TERMS, side="right"))
        high = min(max(high, low + 1), low + widest)
        yield low, high
        low = high


def _table(terms: pa.StringArray, n: int, counted: _Counted) -> pa.Table:
    lengths = pa.array(np.full(len(terms), n, dtype=np.int32))
    return pa.Table.from_arrays(
        [terms, lengths, pa.array(counted.occurrences), pa.array(counted.documents)], _SCHEMA.names
    )
