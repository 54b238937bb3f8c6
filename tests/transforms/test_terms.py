"""Terms of a month: the same as counting with a dictionary, whatever the blocks and slices."""

from __future__ import annotations

from collections import Counter, defaultdict
from itertools import pairwise
from random import Random

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from transforms import term_keys, terms
from transforms.terms import MINIMUM_DOCUMENTS, MINIMUM_OCCURRENCES, TermCounter, count_terms
from transforms.words import find_words

Documents = list[list[str]]


def counted_plainly(
    documents: Documents, *, occurrences: int = MINIMUM_OCCURRENCES, holders: int = MINIMUM_DOCUMENTS
) -> dict[tuple[int, str], tuple[int, int]]:
    """Term to occurrences and documents, cut off at the very end."""
    counts: Counter[tuple[int, str]] = Counter()
    held_by: defaultdict[tuple[int, str], set[int]] = defaultdict(set)
    for number, sentences in enumerate(documents):
        for sentence in sentences:
            words = [pa.compute.utf8_lower(sentence[start:end]).as_py() for start, end in find_words(sentence)]
            for n in (1, 2, 3):
                for place in range(len(words) - n + 1):
                    term = n, " ".join(words[place : place + n])
                    counts[term] += 1
                    held_by[term].add(number)
    return {
        term: (count, len(held_by[term]))
        for term, count in counts.items()
        if count >= occurrences and len(held_by[term]) >= holders
    }


def as_dictionary(table: pa.Table) -> dict[tuple[int, str], tuple[int, int]]:
    rows = table.to_pylist()
    found = {(row["n"], row["term"]): (row["occurrences"], row["documents"]) for row in rows}
    assert len(found) == len(rows)
    return found


def add(counter: TermCounter, documents: Documents) -> None:
    sentences = pa.array([sentence for document in documents for sentence in document], pa.string())
    counter.add(sentences, np.array([len(document) for document in documents], dtype=np.int64))


# Few words, so that terms repeat; joiners, marks, capitals and characters of two to four bytes, so that offsets matter.
WORDS = st.sampled_from(
    [
        "de",
        "De",
        "brug",
        "één",
        "ÉÉN",
        "zo'n",
        "3,5",
        "Noord-Korea",
        "İ",
        "😀",
        "-",
        "",
        "e\u0301",
        "\u0301",
        "\n",
        "op",
    ]
)
SENTENCES = st.lists(WORDS, max_size=8).map(" ".join)
DOCUMENTS = st.lists(st.lists(SENTENCES, max_size=4), max_size=8)


@given(DOCUMENTS)
def test_terms_are_what_a_plain_count_gives(documents: Documents) -> None:
    assert as_dictionary(count_terms(documents)) == counted_plainly(documents)


@given(DOCUMENTS, st.lists(st.integers(0, 8), max_size=3), st.integers(1, 6), st.randoms(use_true_random=False))
def test_blocks_slices_and_order_do_not_matter(documents: Documents, cuts: list[int], size: int, draw: Random) -> None:
    shuffled = list(documents)
    draw.shuffle(shuffled)
    bounds = [0, *(cut for cut in sorted(cuts) if cut < len(shuffled)), len(shuffled)]
    counter = TermCounter()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(terms, "SLICE_TERMS", size)
        for start, end in pairwise(bounds):
            add(counter, shuffled[start:end])
        assert counter.count().equals(count_terms(documents))


@given(DOCUMENTS)
def test_words_and_documents_are_counted_before_the_cut_off(documents: Documents) -> None:
    counter = TermCounter()
    add(counter, documents)
    assert counter.document_count == len(documents)
    assert counter.word_count == sum(len(find_words(s)) for document in documents for s in document)


def test_terms_cross_no_sentence_and_no_document() -> None:
    found = as_dictionary(count_terms([["de brug", "gaat open"]] * 3))
    assert (2, "de brug") in found
    assert (2, "brug gaat") not in found
    assert (2, "open de") not in found


def test_terms_run_over_punctuation_inside_a_sentence() -> None:
    found = as_dictionary(count_terms([["Kaas, brood en (wat) boter."]] * 3))
    assert found[3, "kaas brood en"] == (3, 3)
    assert found[3, "en wat boter"] == (3, 3)


def test_the_cut_off_asks_for_two_documents_and_three_occurrences() -> None:
    found = as_dictionary(count_terms([["a a b c c"], ["a b d d"], ["d"], ["e e e e"]]))
    assert found == {(1, "a"): (3, 2), (1, "d"): (3, 2)}


def test_the_cut_off_is_on_the_whole_month_and_not_on_a_block() -> None:
    counter = TermCounter()
    for _ in range(3):
        add(counter, [["de nieuwe brug"]])
    assert as_dictionary(counter.count())[3, "de nieuwe brug"] == (3, 3)


def test_rows_come_by_length_and_then_by_the_bytes_of_the_term() -> None:
    rows = [(row["n"], row["term"].encode()) for row in count_terms([["é z a-b a b", "Z a b"]] * 3).to_pylist()]
    assert rows == sorted(rows)
    assert len(rows) > 9


def test_many_words_and_documents_fit_the_keys() -> None:
    """Numbers of words and documents that would overflow 63 bits if three words were packed side by side."""
    words = [f"w{number}" for number in range(3 << 17)]
    documents = [[" ".join(words[start : start + 1024])] for start in range(0, len(words), 1024) for _ in range(3)]
    documents += [[]] * (1 << 13)
    found = count_terms(documents)
    assert found.num_rows == len(words) + sum(1024 - n for n in (1, 2)) * (len(words) // 1024)
    assert set(found.column("occurrences").to_pylist()) == set(found.column("documents").to_pylist()) == {3}


@pytest.mark.parametrize("documents", [[], [[]], [[""]], [["..."], []]])
def test_a_month_without_words_has_no_terms(documents: Documents) -> None:
    table = count_terms(documents)
    assert table.num_rows == 0
    assert table.column_names == ["term", "n", "occurrences", "documents"]


@given(st.sets(st.integers(0, 2**62), max_size=300), st.lists(st.integers(0, 2**62)))
def test_keys_are_found_by_their_numbers(keys: set[int], others: list[int]) -> None:
    in_order = np.array(sorted(keys), dtype=np.int64)
    asked = np.array([*in_order.tolist()[::-1], *others], dtype=np.int64)
    expected = [sorted(keys).index(key) if key in keys else -1 for key in asked.tolist()]
    for load in (1, 16):  # in a table that is too small many keys take each other's place
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(term_keys, "TABLE_LOAD", load)
            assert term_keys.KeyNumbers(in_order).look_up(asked).tolist() == expected
