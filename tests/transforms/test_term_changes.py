"""Terms of a month that documents come to and go from: the same as counting all of it anew."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.transforms.test_terms import DOCUMENTS, Documents, as_dictionary, counted_plainly
from transforms.term_changes import ChosenTerms, change_terms, find_unknown_terms
from transforms.terms import EVERY_TERM, TermCounter, count_terms


def add(counter: TermCounter | ChosenTerms, documents: Documents) -> None:
    sentences = pa.array([sentence for document in documents for sentence in document], pa.string())
    counter.add(sentences, np.array([len(document) for document in documents], dtype=np.int64))


def every_term(documents: Documents) -> pa.Table:
    counter = TermCounter()
    add(counter, documents)
    return counter.count(EVERY_TERM)


def changed(kept: Documents, went: Documents, came: Documents, *, block: int = 100) -> pa.Table:
    """What comes of the terms of `kept` and `went` when `came` comes in the place of `went`."""
    before, of_came = count_terms([*kept, *went]), every_term(came)
    searched = ChosenTerms(find_unknown_terms(before, of_came))
    now = [*kept, *came]
    for start in range(0, len(now), block):
        add(searched, now[start : start + block])
    return change_terms(before, every_term(went), of_came, searched.count())


@given(DOCUMENTS, DOCUMENTS, DOCUMENTS, st.integers(1, 5))
def test_it_equals_a_new_count(kept: Documents, went: Documents, came: Documents, block: int) -> None:
    assert as_dictionary(changed(kept, went, came, block=block)) == counted_plainly([*kept, *came])


@given(DOCUMENTS)
def test_without_a_cut_off_every_term_is_told(documents: Documents) -> None:
    assert as_dictionary(every_term(documents)) == counted_plainly(documents, occurrences=1, holders=1)


@given(DOCUMENTS, DOCUMENTS)
def test_what_comes_and_goes_again_leaves_no_trace(kept: Documents, passing: Documents) -> None:
    assert as_dictionary(changed(kept, passing, passing)) == as_dictionary(count_terms(kept + passing))
    assert as_dictionary(changed(kept, passing, [])) == as_dictionary(count_terms(kept))


def test_terms_pass_the_cut_off_both_ways() -> None:
    kept = [["de brug open", "de brug open"]]
    assert as_dictionary(changed(kept, [], [["de brug dicht"]])) == {
        (1, "de"): (3, 2), (1, "brug"): (3, 2), (2, "de brug"): (3, 2)
    }  # fmt: skip
    assert as_dictionary(changed(kept, [["de brug dicht"]], [])) == {}


def test_of_terms_that_no_document_holds_it_counts_none() -> None:
    terms = pa.table({"term": ["de", "de brug", "de brug open", "op de brug"], "n": pa.array([1, 2, 3, 3], pa.int32())})
    chosen = ChosenTerms(terms)
    add(chosen, [["De brug, open!", "de. Brug"], [], ["op de", "brug"]])
    assert chosen.count().to_pylist() == [
        {"term": "de", "n": 1, "occurrences": 3, "documents": 2},
        {"term": "de brug", "n": 2, "occurrences": 2, "documents": 1},
        {"term": "de brug open", "n": 3, "occurrences": 1, "documents": 1},
        {"term": "op de brug", "n": 3, "occurrences": 0, "documents": 0},
    ]


@pytest.mark.parametrize("documents", [[], [[]], [["", "!"]]])
def test_nothing_to_search_for_and_nothing_to_search_in_are_fine(documents: Documents) -> None:
    assert changed(documents, documents, documents).num_rows == 0
