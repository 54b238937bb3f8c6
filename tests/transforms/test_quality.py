"""Measures of quality: each on a text made for it, and what holds of all of them for any text."""

from __future__ import annotations

from typing import Any

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from transforms.characters import read_characters
from transforms.quality import QUALITY_SCHEMA, measure_quality
from transforms.quality_measures import QUALITY_FLAGS, QUALITY_MEASURES
from transforms.tokens import tokenise

PROSE = (
    "De gemeente bouwt volgend jaar een brug over het kanaal. Dat zei wethouder Bos maandag in de raad. „Wij zijn blij"
    " met het geld”, zei hij, „want de oude brug is op.”"
)
SHARES = [one.name for one in QUALITY_MEASURES if one.unit == "share"]
TEXTS = st.text(
    st.one_of(
        st.sampled_from("de het van \n\n.,!?…-*•#{}<>[]|=;:'\"’”éÉ1A\u0301\t"),
        st.characters(exclude_categories=["Cs"]),
    ),
    max_size=200,
)


def measure(*texts: str) -> pa.Table:
    characters = read_characters(texts)
    return measure_quality(characters, tokenise(characters))


def of(text: str, name: str) -> Any:  # noqa: ANN401
    return measure(text)[name][0].as_py()


@given(st.lists(TEXTS, max_size=5))
def test_any_text_has_every_measure_and_shares_are_shares(texts: list[str]) -> None:
    table = measure(*texts)
    assert table.schema == QUALITY_SCHEMA
    assert table.num_rows == len(texts)
    assert all(column.null_count == 0 for column in table.columns)
    for name in SHARES:
        assert all(0 <= value <= 1 for value in table[name].to_pylist()), name


@given(st.lists(TEXTS, min_size=1, max_size=5))
def test_a_text_is_measured_the_same_whatever_stands_beside_it(texts: list[str]) -> None:
    assert measure(*texts).to_pylist() == [measure(text).to_pylist()[0] for text in texts]


def test_a_sign_alone_is_furniture_though_no_text_of_the_batch_has_a_word() -> None:
    assert of("©", "boilerplate_share") == measure("een stad", "©").column("boilerplate_share").to_pylist()[1] == 1


def test_a_text_without_words_has_zeros_and_no_flag() -> None:
    for row in measure("", " \n\n ").to_pylist():
        assert not any(row.values())


def test_a_long_line_without_words_ends_no_batch_and_borrows_no_word_of_another() -> None:
    rule = "— " * 200
    assert of(rule, "is_cut_off") is False
    assert measure("een stad", rule).column("is_cut_off").to_pylist() == [False, False]
    assert measure(PROSE + "\n\n" + "een stad aan het water " * 10 + "\n\n" + rule).column(
        "is_cut_off"
    ).to_pylist() == [False]


def test_prose_has_no_flag_and_many_function_words() -> None:
    (row,) = measure(PROSE).to_pylist()
    assert not any(row[flag.name] for flag in QUALITY_FLAGS)
    assert row["function_word_share"] > 0.4
    assert row["symbol_share"] == 0
    assert row["finished_share"] == 1


@pytest.mark.parametrize("marks", ["„”", "“”", "‘’", '""', "''", "«»", "‚’"])
def test_quotation_marks_change_no_share_of_symbols(marks: str) -> None:
    assert of(f"{marks[0]}Ja{marks[1]}, zei {marks[0]}de{marks[1]} burgemeester.", "symbol_share") == 0


@pytest.mark.parametrize(
    ("text", "name", "value"),
    [
        ("abcd 12", "letter_share", 0.6667),
        ("abcd 12", "digit_share", 0.3333),
        ("ab#= ", "symbol_share", 0.5),
        ("ABcd é", "capital_share", 0.4),
        ("één auto's", "mean_word_length", 4.5),
        ("een 2019 jaar", "longest_word_length", 4),
        ("een 2019", "lettered_word_share", 0.5),
        ("35-jarige 4-3 ٣ 1.000 19e", "lettered_word_share", 0.4),
        ("de kat en DE hond", "function_word_share", 0.6),
        ("Lorem ipsum is nep", "filler_word_share", 0.5),
        ("aa\nbbbb\naa", "repeated_line_share", 0.25),
        ("aa\nbb\n\ncccc\n\naa\nbb", "repeated_paragraph_share", 0.3333),
        ("ja nee ja nee nu", "top_pair_share", 0.8),
        ("ha ha ha ha", "top_pair_share", 1.0),
        ("een twee drie vier", "top_pair_share", 0.0),
        ("a b c d e f a b c d e", "repeated_phrase_share", 0.1429),
        ("a b c d e f a b c d e", "distinct_phrase_count", 6),
        ("een\n\n twee \n\t\ndrie", "line_count", 3),
        ("Dit is af.\n\nDit niet", "finished_share", 0.5556),
        ("- een\n- twee\ndrie\n1. vier", "bullet_line_share", 0.75),
        ("Wacht…\nNu...\nKlaar.", "ellipsis_line_share", 0.6667),
    ],
)
def test_measure_of_a_plain_text(text: str, name: str, value: float) -> None:
    assert of(text, name) == value


@pytest.mark.parametrize("ending", [".", "!", "?", "…", ".”", ".''", ".)", ". 😉", ".\u2019 »"])
def test_a_paragraph_is_finished_by_a_stop_and_what_closes_behind_it(ending: str) -> None:
    assert of(f"De brug is open{ending}", "finished_share") == 1


LONG = "De gemeente bouwt volgend jaar een nieuwe brug over het kanaal bij de oude"


@pytest.mark.parametrize(
    "ending",
    [f"{LONG} fabr", f"{LONG} fabriek en de", "De raad was het eens, maar", "Hij kwam, [...]", "De oude brug,"],
)
def test_a_text_that_breaks_off_is_flagged(ending: str) -> None:
    assert of(f"{PROSE}\n\n{ending}", "is_cut_off") is True


@pytest.mark.parametrize(
    "ending",
    [
        f"{LONG} fabriek.",
        f"{LONG} fabriek (ANP)",
        f"{LONG} fabriek: https://krant.example/brug",
        f"{LONG} fabriek in Zwolle",
        f"„{LONG} fabriek”",
        "Jan de Vries",
        "Hij gaf het op",
        "En toen werd het stil…",
        f"{LONG} fabriek. 😉",
    ],
)
def test_a_text_that_ends_is_not_flagged(ending: str) -> None:
    assert of(f"{PROSE}\n\n{ending}", "is_cut_off") is False


def test_what_breaks_off_is_looked_for_above_the_furniture_of_the_page() -> None:
    assert of(f"{PROSE}\n\n{LONG} fabr\n\nLees ook: Brug open", "is_cut_off") is True
    assert of(f"{PROSE}\n\nLees ook: Brug open voor het", "is_cut_off") is False


def test_capitals_lists_repetition_and_long_words_are_flagged() -> None:
    assert of("BRUG DICHT, zegt Bos", "is_in_capitals")
    assert of("- kaas\n- brood\n- melk", "is_list")
    assert of(f"{PROSE} {PROSE}", "has_repetition")
    assert of(f"{PROSE} {'x' * 101}", "has_markup_leftovers")
    assert not of(f"{PROSE} {'x' * 100}", "has_markup_leftovers")


def test_pairs_are_told_apart_in_a_batch_with_more_words_than_sixteen_bits_hold() -> None:
    many = " ".join(f"w{number}" for number in range(70_000))
    assert measure(many, "ja nee ja nee nu")["top_pair_share"].to_pylist() == [0.0, 0.8]
