"""Terms of a month that few documents come to or go from: what it had is changed by them, and equals a new count.

Of a term that passed the cut-off, its counts are known: those in the documents that went are taken away, those in the
documents that came are added. A term that did not pass passes now only where one of the documents that came holds it;
of these few terms all documents of the month are searched. Both counts are exact, so nothing builds up from
release to release: what comes out is, row for row, what `TermCounter` counts of the month's documents.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from transforms.term_keys import KeyNumbers, Longs, begins_of, bits_of
from transforms.terms import CUT_OFF, read_block

__all__ = ["ChosenTerms", "change_terms", "find_unknown_terms"]

Codes = npt.NDArray[np.int32]


def find_unknown_terms(before: pa.Table, came: pa.Table) -> pa.Table:
    """Rows of `came` whose terms have no row in `before`: their counts in the whole month are to be found.

    Args:
        before: Terms of the month that passed, as `TermCounter.count` gives them, in any order.
        came: All terms of the documents that came, none cut off.
    """
    return came.filter(pc.is_null(pc.index_in(came.column("term"), value_set=_combined(before, "term"))))


def change_terms(before: pa.Table, went: pa.Table, came: pa.Table, searched: pa.Table) -> pa.Table:
    """The terms of the month now.

    Args:
        before: Its terms that passed before.
        went: All terms of the documents that went, none cut off.
        came: All terms of the documents that came, none cut off.
        searched: The terms that `find_unknown_terms` gives, with their counts in all documents of the month now.

    Returns:
        The terms that pass now, with the columns of `TermCounter.count`, in no order.
    """
    counts = [before.column(name).to_numpy().astype(np.int64) for name in ("occurrences", "documents")]
    for changed, sign in ((went, -1), (came, 1)):
        places = pc.index_in(changed.column("term"), value_set=_combined(before, "term"))
        is_known = pc.is_valid(places).to_numpy()
        known = pc.drop_null(places).to_numpy()
        for count, name in zip(counts, ("occurrences", "documents"), strict=True):
            count[known] += sign * changed.column(name).to_numpy()[is_known]
    names = ["term", "n", "occurrences", "documents"]
    now = pa.table([before.column("term"), before.column("n"), *map(pa.array, counts)], names=names)
    found = pa.concat_tables([now, searched.select(names)])
    columns = (found.column(name).to_numpy() for name in ("occurrences", "documents"))
    return found.filter(pa.array(CUT_OFF.is_passed(*columns)))


class ChosenTerms:
    """Counts some terms: `add` documents, in any order and in blocks of any size, then `count`."""

    def __init__(self, terms: pa.Table) -> None:
        """Nothing is counted yet.

        Args:
            terms: The terms (`term`, `n`), no two alike.
        """
        self._terms = terms.select(["term", "n"])
        self._occurrences = np.zeros(terms.num_rows, dtype=np.int64)
        self._documents = np.zeros(terms.num_rows, dtype=np.int64)
        words = pc.split_pattern(_combined(terms, "term"), " ")
        numbered = words.flatten().dictionary_encode()
        self._dictionary = numbered.dictionary
        numbers = numbered.indices.to_numpy().astype(np.int64)
        starts = words.offsets.to_numpy()[:-1]
        lengths = terms.column("n").to_numpy()
        places = [np.flatnonzero(lengths == n) for n in (1, 2, 3)]
        word, two, three = (
            [numbers[starts[of_length] + at] for at in range(n)] for n, of_length in enumerate(places, 1)
        )
        size = self._size = max(len(self._dictionary), 1)
        # A 3-gram is looked up by the number of its first two words, whether they are looked for themselves or not.
        keys_of_two, heads = two[0] * size + two[1], three[0] * size + three[1]
        pairs = np.unique(np.concatenate([keys_of_two, heads]))
        self._pairs = KeyNumbers(pairs)
        keys_of_three = np.searchsorted(pairs, heads) * size + three[2]
        in_order = np.argsort(keys_of_three)
        self._triples = KeyNumbers(keys_of_three[in_order])
        self._of_word = _places(size, word[0], places[0])
        self._of_pair = _places(pairs.size, np.searchsorted(pairs, keys_of_two), places[1])
        self._of_triple = places[2][in_order]

    def add(self, sentences: pa.StringArray, sentence_counts: npt.NDArray[np.integer[Any]]) -> None:
        """Search some documents; see `TermCounter.add`."""
        codes, lengths = read_block(sentences, sentence_counts, self._number)
        documents = np.repeat(np.arange(lengths.size), lengths)
        bits = bits_of(lengths.size)
        wide = codes.astype(np.int64)
        firsts = np.flatnonzero((codes[:-1] >= 0) & (codes[1:] >= 0))
        numbers = self._pairs.look_up(wide[firsts] * self._size + wide[firsts + 1])
        is_pair = numbers >= 0
        firsts, numbers = firsts[is_pair], numbers[is_pair]
        # What ends a sentence or the block ends its terms too.
        thirds = np.append(wide, -1)[firsts + 2]
        is_long = thirds >= 0
        of_three = self._triples.look_up(numbers[is_long].astype(np.int64) * self._size + thirds[is_long])
        is_word = codes >= 0
        for found, of_found in (
            (self._of_word[codes[is_word]], documents[is_word]),
            (self._of_pair[numbers], documents[firsts]),
            (self._of_triple[of_three[of_three >= 0]], documents[firsts[is_long][of_three >= 0]]),
        ):
            is_chosen = found >= 0
            self._tally(found[is_chosen], of_found[is_chosen], bits)

    def _number(self, dictionary: pa.StringArray) -> Codes:
        numbers: Codes = pc.fill_null(pc.index_in(dictionary, value_set=self._dictionary), -1).to_numpy()
        return numbers

    def _tally(self, places: Longs, documents: Longs, bits: int) -> None:
        """Count terms, told by their places; a document lies in one block, so counts of blocks add up."""
        keys = np.sort(places << bits | documents)
        size = self._terms.num_rows
        self._occurrences += np.bincount(places, minlength=size)
        self._documents += np.bincount(keys[begins_of(keys)] >> bits, minlength=size)

    def count(self) -> pa.Table:
        """The terms with their counts, 0 too."""
        counts = {"occurrences": self._occurrences, "documents": self._documents}
        return pa.table(
            {**{name: self._terms.column(name) for name in self._terms.column_names}, **counts},
        )


def _places(size: int, numbers: Longs, places: Longs) -> Longs:
    """Which place each number has, -1 for one that has none."""
    found = np.full(size, -1, dtype=np.int64)
    found[numbers] = places
    return found


def _combined(table: pa.Table, name: str) -> Any:  # noqa: ANN401 (pyarrow has no types)
    column = table.column(name)
    return column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column
