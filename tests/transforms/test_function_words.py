"""Function words: which are counted for whom, and that any text can be counted."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.transforms.language_texts import AFRIKAANS, DUTCH, FRISIAN, GERMAN, GERMAN_LOW_SAXON, GRONINGS
from transforms.function_words import NEIGHBOURS, FunctionWords, count_function_words


def counts_of(words: FunctionWords, row: int) -> tuple[list[int], ...]:
    return (
        [int(words.words[row]), int(words.dutch[row])],
        words.only_dutch[row].tolist(),
        words.only_neighbour[row].tolist(),
    )


def test_words_of_both_languages_count_for_neither() -> None:
    words = count_function_words(["de in en"])
    assert words.dutch.tolist() == [3]
    frisian = NEIGHBOURS.index("fy")
    assert words.only_dutch[0, frisian] == 0
    assert words.only_neighbour[0, frisian] == 0


def test_words_of_one_language_count_for_it() -> None:
    words = count_function_words(["niet van fan yn"])
    frisian = NEIGHBOURS.index("fy")
    assert words.only_dutch[0, frisian] == 2
    assert words.only_neighbour[0, frisian] == 2
    assert words.words.tolist() == [4]


def test_capitals_commas_and_either_apostrophe_make_no_difference() -> None:
    words = count_function_words(["wordt wordt dy't dy't niet niet", "Wordt WORDT dy’t, DY'T niet. Niet,"])
    assert counts_of(words, 0) == counts_of(words, 1)


def test_parts_of_words_are_no_words() -> None:
    assert count_function_words(["vanille niets-is-en hetze"]).dutch.tolist() == [0]


@pytest.mark.parametrize(
    ("text", "language"),
    [(FRISIAN, "fy"), (GRONINGS, "nds"), (GERMAN_LOW_SAXON, "nds"), (AFRIKAANS, "af"), (GERMAN, "de")],
)
def test_a_neighbour_has_more_words_of_its_own_than_dutch_ones(text: str, language: str) -> None:
    words = count_function_words([text])
    column = NEIGHBOURS.index(language)
    assert words.only_neighbour[0, column] > words.only_dutch[0, column]


def test_dutch_has_more_words_of_its_own_than_any_neighbour() -> None:
    words = count_function_words([DUTCH])
    assert (words.only_dutch[0] > 3 * words.only_neighbour[0]).all()


def test_no_texts_have_no_counts() -> None:
    words = count_function_words([])
    assert words.words.shape == (0,)
    assert words.only_dutch.shape == (0, len(NEIGHBOURS))


def test_more_texts_than_are_counted_at_once_are_all_counted() -> None:
    words = count_function_words(["niet"] * 10_000 + ["het het"] * 10_001)
    assert words.dutch.tolist() == [1] * 10_000 + [2] * 10_001


def test_counts_of_paragraphs_add_up_to_those_of_their_documents() -> None:
    words = count_function_words([DUTCH, FRISIAN, "", GERMAN]).sum_by(np.array([0, 0, 2, 2]), 4)
    together = count_function_words([f"{DUTCH}\n\n{FRISIAN}", "", GERMAN, ""])
    assert [counts_of(words, row) for row in range(4)] == [counts_of(together, row) for row in range(4)]


@given(st.lists(st.text(st.characters(codec=None), max_size=60)))
def test_any_text_can_be_counted_and_no_count_depends_on_the_others(texts: list[str]) -> None:
    together = count_function_words(texts)
    assert (together.dutch <= together.words).all()
    assert (together.only_dutch <= together.dutch[:, None]).all()
    assert [counts_of(together, row) for row in range(len(texts))] == [
        counts_of(count_function_words([text]), 0) for text in texts
    ]


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("'n brug", 1),
        ("’N brug", 1),
        ("lü' Lü’. LÜ'", 3),
        ("n brug", 0),
        ('(het) "het" het; het, het. het.. hEt HEt', 2),
        ("İn DAẞ", 0),
        ("het\u00a0het", 0),
    ],
)
def test_a_word_counts_between_white_space_with_a_comma_or_stop_in_three_cases_of_letters(
    text: str, count: int
) -> None:
    words = count_function_words([text])
    assert words.dutch[0] + words.only_neighbour[0].max() == count
