"""Words: the documented rule example by example, against a plain reference, and any text without failure."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from transforms.words import count_letters, count_words, find_words

JOINERS = "'’‘-\u2010\u2011\u00ad\u200c\u200d"
TEXTS = st.text(st.one_of(st.sampled_from(JOINERS + " .,aB1é\u0301٣\ufe0f"), st.characters()))


def words_of(text: str) -> list[str]:
    return [text[start:end] for start, end in find_words(text)]


def find_words_plainly(text: str) -> list[tuple[int, int]]:
    """The rule of the module, one character after another."""
    inside = [False] * len(text)
    for position, character in enumerate(text):
        category = unicodedata.category(character)
        follows_a_word = position > 0 and inside[position - 1]
        inside[position] = category[0] == "L" or category == "Nd" or (category[0] == "M" and follows_a_word)
    joined = list(inside)
    for position in range(1, len(text) - 1):
        character = text[position]
        between_digits = unicodedata.category(text[position - 1]) == unicodedata.category(text[position + 1]) == "Nd"
        if (character in JOINERS and inside[position - 1] and inside[position + 1]) or (
            character in ".," and between_digits
        ):
            joined[position] = True
    edges = [False, *joined, False]
    starts = [position for position in range(len(text) + 1) if edges[position + 1] and not edges[position]]
    ends = [position for position in range(len(text) + 1) if edges[position] and not edges[position + 1]]
    return list(zip(starts, ends, strict=True))


APOSTROPHES_AND_HYPHENS = [
    "zo'n",
    "zo’n",
    "auto’s",
    "foto's",
    "Noord-Korea",
    "Jong-un",
    "35-jarige",
    "x-y-z",
    "b\u2011interland",
]
NUMBERS = ["4-3", "50.000", "3,5", "1.000.000", "2018", "A4", "٢٠١٩"]
OTHER_LETTERS = ["één", "e\u0301e\u0301n", "kracht\u00adig", "日本", "Ελλάδα"]


@pytest.mark.parametrize("word", [*APOSTROPHES_AND_HYPHENS, *NUMBERS, *OTHER_LETTERS])
def test_one_word_is_one_word(word: str) -> None:
    assert words_of(f"({word}), {word}.") == [word, word]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("ja--nee", ["ja", "nee"]),
        ("ja’-nee", ["ja", "nee"]),
        ("en/of", ["en", "of"]),
        ("d.w.z.", ["d", "w", "z"]),
        ("J.P. Balkenende", ["J", "P", "Balkenende"]),
        ("CD&V", ["CD", "V"]),
        ("www.nu.nl", ["www", "nu", "nl"]),
        ("12:30 uur", ["12", "30", "uur"]),
        ("Noord- en Zuid-Korea", ["Noord", "en", "Zuid-Korea"]),
        ("'s avonds", ["s", "avonds"]),
        ("‘Handel’", ["Handel"]),
        ("jaren '90.", ["jaren", "90"]),
        ("10.000,50 euro", ["10.000,50", "euro"]),
        ("2018.Het 3,en", ["2018", "Het", "3", "en"]),
        ("a_b", ["a", "b"]),
        ("m² ½", ["m"]),
        ("❤\ufe0f 👍🏽", []),
        ("\u0301abc", ["abc"]),
        ("- – … €", []),
        ("", []),
    ],
)
def test_other_characters_part_words(text: str, words: list[str]) -> None:
    assert words_of(text) == words
    assert count_words(text) == len(words)


def test_letters_are_counted_without_digits_marks_and_joiners() -> None:
    assert count_letters("Zo'n 35-jarige is één keer nr. 1!") == len("Zonjarigeiséénkeernr")
    assert count_letters("e\u0301") == 1
    assert count_letters("日本 Ελλάδα") == 8
    assert count_letters("123 !? 👍") == 0
    assert count_letters("") == 0


def test_letters_far_up_in_unicode_are_letters_and_what_lies_above_them_is_not() -> None:
    assert count_letters("\U00020000\U0003134a") == 2
    assert count_letters("\U000e0041\U000f0000\U0010ffff") == 0


@given(TEXTS)
@example("1.2")
@example("a-\u0301b")
@example("\U0010ffff")
@example("0\U000e0100")
def test_words_are_those_of_the_documented_rule(text: str) -> None:
    assert find_words(text) == find_words_plainly(text)
    assert count_words(text) == len(find_words(text))


@given(TEXTS)
def test_letters_are_those_of_unicode(text: str) -> None:
    assert count_letters(text) == sum(unicodedata.category(character)[0] == "L" for character in text)


@given(st.text(st.characters(categories=["Cs", "Ll", "Zs"])))
def test_lone_surrogates_part_words_and_break_nothing(text: str) -> None:
    assert count_words(text) == len(find_words_plainly(text))


@given(TEXTS, TEXTS)
def test_words_of_two_texts_are_counted_apart(one: str, other: str) -> None:
    assert count_words(f"{one} {other}") == count_words(one) + count_words(other)
