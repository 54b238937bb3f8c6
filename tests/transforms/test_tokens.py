"""The batch tokeniser: the same words as the documented rule, whatever the text and whatever stands beside it."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from transforms.characters import SPACE, SYMBOL, UPPER, read_characters, sum_stretches
from transforms.tokens import Tokens, tokenise, tokenise_texts
from transforms.words import count_letters, count_words, find_words

JOINERS = "'’‘-\u2010\u2011\u00ad\u200c\u200d"
ODD = JOINERS + " .,aB1éÉ\u0301\u20e3٣\ufe0f\U0001f44d\U0001f3fd\U000e0100\U0001d7d9İß日\n\r\x1f\u2028_"
TEXTS = st.text(st.one_of(st.sampled_from(ODD), st.characters(exclude_categories=["Cs"])))
BATCHES = st.lists(TEXTS, max_size=6)


def lowered(words: list[str]) -> list[str]:
    """As Unicode's simple mapping has it, which Python's `str.lower` is not."""
    return pc.utf8_lower(pa.array(words, pa.string())).to_pylist() if words else []


def assert_same_words(texts: list[str], tokens: Tokens) -> None:
    assert tokens.word_counts.tolist() == [count_words(text) for text in texts]
    for document, text in enumerate(texts):
        assert tokens.words_of(document) == lowered([text[start:end] for start, end in find_words(text)])


@given(BATCHES)
@example(["a-\u0301b", "a\u0301-b", "\u0301a"])
@example(["1.2", "1.", ".2", "1.\u0301", "1\u0301.2"])
@example(["a’b", "a’’b", "’a’", "a’-b", "a\u200d"])
@example(["zo'n", "", "auto’s", "\n", "É", "é"])
@example(["\U000e0100a", "a\U000e0100\u0301b"])
def test_words_are_those_that_words_py_finds(texts: list[str]) -> None:
    assert_same_words(texts, tokenise_texts(texts))


@given(BATCHES)
def test_letters_and_characters_are_counted_as_text_by_text(texts: list[str]) -> None:
    characters = read_characters(texts)
    assert characters.letter_counts.tolist() == [count_letters(text) for text in texts]
    assert characters.counts.sum(axis=1).tolist() == [len(text) for text in texts]


@given(BATCHES)
def test_every_word_lies_where_its_place_says(texts: list[str]) -> None:
    characters = read_characters(texts)
    tokens = tokenise(characters)
    documents = np.repeat(np.arange(len(texts)), tokens.word_counts)
    words = tokens.dictionary.take(pa.array(tokens.codes)).to_pylist()
    for word, document, start, end in zip(words, documents, tokens.starts, tokens.ends, strict=True):
        assert characters.starts[document] <= start < end <= characters.ends[document]
        assert lowered([characters.data[start:end].decode()]) == [word]


@given(BATCHES, st.integers(0, 6))
def test_a_batch_gives_the_same_words_however_it_is_cut(texts: list[str], at: int) -> None:
    whole = tokenise_texts(texts)
    halves = [tokenise_texts(texts[:at]), tokenise_texts(texts[at:])]
    parts = [half.words_of(document) for half in halves for document in range(half.word_counts.size)]
    assert [whole.words_of(document) for document in range(len(texts))] == parts


@given(BATCHES)
def test_the_dictionary_holds_each_word_once_and_no_other(texts: list[str]) -> None:
    tokens = tokenise_texts(texts)
    words = tokens.dictionary.to_pylist()
    assert len(set(words)) == len(words)
    assert sorted(set(tokens.codes.tolist())) == list(range(len(words)))
    assert (tokens.codes.dtype.name, tokens.document_offsets.dtype.name) == ("int32", "int64")


def test_case_is_levelled_beyond_ascii_too() -> None:
    tokens = tokenise_texts(["Één ÉÉN één", "Ĳmuiden ĳmuiden"])
    assert tokens.dictionary.to_pylist() == ["één", "ĳmuiden"]
    assert tokens.codes.tolist() == [0, 0, 0, 1, 1]


def test_words_of_neighbouring_texts_do_not_join() -> None:
    tokens = tokenise_texts(["Noord-", "Korea", "3", ".5", "", "e", "\u0301"])
    assert [tokens.words_of(document) for document in range(7)] == [["noord"], ["korea"], ["3"], ["5"], [], ["e"], []]


def test_no_texts_and_empty_texts_give_no_words() -> None:
    assert tokenise_texts([]).document_offsets.tolist() == [0]
    assert tokenise_texts(["", ""]).document_offsets.tolist() == [0, 0, 0]
    assert tokenise_texts(["- … 👍"]).codes.size == 0


def test_half_a_surrogate_pair_parts_words_and_breaks_nothing() -> None:
    texts = ["a\ud800b", "\udc80"]
    assert tokenise_texts(texts).word_counts.tolist() == [count_words(text) for text in texts] == [2, 0]


def test_quotation_marks_are_no_symbols_and_capitals_are_told() -> None:
    counts = read_characters(["„Ja” ‘nee’ «één» \"É\" 'x' €5 (6%) – …"]).counts[0]
    assert counts[SYMBOL] == 0
    assert counts[UPPER] == 2
    assert counts[SPACE] == 8


@given(st.lists(st.lists(st.integers(-9, 9), max_size=4), max_size=6))
def test_stretches_are_summed_empty_ones_too(stretches: list[list[int]]) -> None:
    values = np.array([value for stretch in stretches for value in stretch], dtype=np.int64)
    offsets = np.concatenate(([0], np.cumsum([len(stretch) for stretch in stretches], dtype=np.int64)))
    assert sum_stretches(values, offsets).tolist() == [sum(stretch) for stretch in stretches]


def test_words_of_all_real_text_are_those_that_words_py_finds(shared_data: Path) -> None:
    paths = sorted(path for path in shared_data.rglob("*") if path.is_file())
    texts = [path.read_bytes().decode("utf-8", "replace") for path in paths]
    characters = read_characters(texts)
    assert tokenise(characters).word_counts.tolist() == [count_words(text) for text in texts]
    assert characters.letter_counts.tolist() == [count_letters(text) for text in texts]


@pytest.fixture(scope="module")
def shared_data(seeds: Path) -> Path:
    """The sets of real text; tests that want them are skipped where they are absent."""
    return seeds.parent / "data"


@given(st.lists(st.text("aàenrj '-İ"), max_size=6), st.sampled_from(["jaren", "een", "aa", "n"]))
@example(["ja ren jaren", "JAREN aaa"], "jaren")
@example([], "een")
def test_the_words_that_hold_some_letters_are_told(texts: list[str], letters: str) -> None:
    tokens = tokenise_texts(texts)
    assert tokens.hold(letters).tolist() == [letters in word for word in tokens.dictionary.to_pylist()]
