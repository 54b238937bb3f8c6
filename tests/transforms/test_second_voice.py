"""The second voice: Dutch by its small words, other languages by cld2, Low Saxon by its own small words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.transforms.language_texts import (
    AFRIKAANS,
    DUTCH,
    ENGLISH,
    FRISIAN,
    GERMAN,
    GERMAN_LOW_SAXON,
    GRONINGS,
)
from transforms.function_words import count_function_words
from transforms.language import detect_languages
from transforms.second_voice import CHARACTERS_READ, SecondVoice, ask_second_voice

NOTHING = [
    "",
    "  \n",
    "12.345 67,8 %",
    "https://www.example.org/nieuws?id=3",
    "👍🏽 ❤️ 🎉",
    "!?…",
    "\ud800\udfff",
    "\x00",
]


def ask(*texts: str) -> SecondVoice:
    return ask_second_voice(texts.__getitem__, count_function_words(texts))


def test_dutch_is_told_by_its_function_words() -> None:
    answer = ask(DUTCH, DUTCH.upper())
    assert answer.lang == ["nl", "nl"]
    assert answer.by == ["function_words", "function_words"]
    assert min(answer.confidence) > 0.75


@pytest.mark.parametrize(
    ("text", "language"),
    [(ENGLISH, "en"), (GERMAN, "de"), (FRISIAN, "fy"), (AFRIKAANS, "af")],
)
def test_other_languages_are_told_by_cld2(text: str, language: str) -> None:
    answer = ask(text)
    assert (answer.lang, answer.by) == ([language], ["cld2"])
    assert answer.confidence[0] > 0.9


@pytest.mark.parametrize("text", [GRONINGS, GERMAN_LOW_SAXON])
def test_low_saxon_is_never_told_as_dutch(text: str) -> None:
    assert "nl" not in ask(text, text[:120]).lang


def test_low_saxon_that_cld2_does_not_know_is_told_by_its_function_words() -> None:
    answer = ask(GRONINGS)
    assert (answer.lang, answer.by) == (["nds"], ["function_words"])


def test_it_contradicts_langdetect_where_that_calls_low_saxon_dutch() -> None:
    assert detect_languages([GRONINGS])[0][0] == "nl"
    assert ask(GRONINGS).lang == ["nds"]


def test_web_addresses_do_not_make_dutch_text_english() -> None:
    address = "(https://www.example.com/blog/2018/08/14/issue-affecting-access-to-your-accounts/)"
    text = f"Het lijkt erop dat de site van de gemeente gehackt is. {address} {address}"
    assert ask(text).lang == ["nl"]


def test_only_the_beginning_is_read_by_cld2() -> None:
    english = (ENGLISH * 10)[:CHARACTERS_READ]
    texts = [english + GERMAN * 20, english]
    words = count_function_words([english, english])
    assert ask_second_voice(texts.__getitem__, words).lang == ["en", "en"]


@pytest.mark.parametrize("text", NOTHING)
def test_a_text_without_anything_to_go_by_has_no_answer(text: str) -> None:
    answer = ask(text)
    assert (answer.lang, answer.by, answer.confidence) == ([None], [None], [0.0])


def test_languages_are_spelled_as_langdetect_spells_them() -> None:
    hebrew = "מועצת העיר החליטה ביום שלישי בערב שהגשר הישן מעל התעלה יישאר במקומו למרות המחיר הגבוה של התיקונים."
    chinese = "市议会星期二晚上决定保留运河上的旧桥。居民们几个月来一直在为保留它而努力。市长说这是一个明智的决定。"
    assert ask(hebrew, chinese).lang == [lang for lang, _ in detect_languages([hebrew, chinese])] == ["he", "zh-cn"]


@given(st.lists(st.text(st.characters(codec=None), max_size=120), max_size=8))
def test_any_text_can_be_asked_about_and_no_answer_depends_on_the_others(texts: list[str]) -> None:
    together = ask(*texts)
    alone = [ask(text) for text in texts]
    assert together.lang == [answer.lang[0] for answer in alone]
    assert together.confidence == [answer.confidence[0] for answer in alone]
    assert all(0.0 <= confidence <= 1.0 for confidence in together.confidence)
    assert all((lang is None) == (by is None) for lang, by in zip(together.lang, together.by, strict=True))
