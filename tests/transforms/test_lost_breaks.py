"""Paragraphs that begin inside a block of lines: found where it is sure, and nowhere else."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from transforms.lost_breaks import find_lost_breaks
from transforms.paragraphs import split_paragraphs

LAST = "\n\nEen slot van een volle zin."


def split(text: str) -> list[tuple[str, str]]:
    return [(span.kind, text[span.start : span.end]) for span in split_paragraphs(text)]


def test_a_heading_that_lost_its_break_is_found_by_what_can_only_begin_a_sentence() -> None:
    assert split("Brug gaat open Volgens de gemeente is het werk klaar. Morgen rijdt de eerste bus." + LAST)[:2] == [
        ("heading", "Brug gaat open"),
        ("text", "Volgens de gemeente is het werk klaar. Morgen rijdt de eerste bus."),
    ]


def test_a_sentence_that_lost_its_stop_and_its_break_parts_paragraphs_too() -> None:
    first = "De gemeente probeert al jaren het verkeer uit het centrum te weren of het ten minste langzamer te maken"
    text = f"{first} Eind 2018 kwamen er drempels. En dat hielp."
    assert split(text) == [("heading", first), ("text", "Eind 2018 kwamen er drempels. En dat hielp.")]
    longer = f"{first}, zegt de wethouder van verkeer"
    assert split(text.replace(first, longer))[0] == ("text", longer)


def test_a_heading_that_lost_both_breaks_stands_alone() -> None:
    text = "Het plan is klaar. Rol van de raad Daarom stemt de raad morgen. Dat duurt niet lang."
    assert split(text) == [
        ("text", "Het plan is klaar."),
        ("heading", "Rol van de raad"),
        ("text", "Daarom stemt de raad morgen. Dat duurt niet lang."),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Brug gaat open. Volgens de gemeente is het klaar.",
        "Hij zei: Volgens mij niet.",
        "Zij keek naar Toen was geluk heel gewoon.",
        "Zij keek naar de serie Toen was geluk heel gewoon.",
        "Zij keek naar het praatprogramma Volgens ons gaat het goed.",
        "Zij las “het verhaal Toen alles anders was” voor.",
        "Zij las (het verhaal Toen alles anders was) voor.",
        'Zij zong "Vandaag Toch maar niet" voor.',
        "De heer Van der Berg en mevrouw De Vries kwamen.",
        "Zij las De avonden van voren af aan.",
        "Home Nieuws Sport Vorige maand Contact",
        "Zij woont in Eind en hij in Begin bij de grens.",
        "‘Brug gaat open.’ Volgens de gemeente is het klaar.",
        "Van Toen en nu houdt zij het meest.",
    ],
)
def test_what_may_be_a_name_or_a_title_parts_nothing(text: str) -> None:
    assert [paragraph for _, paragraph in split(text)] == [text]


def test_a_heading_with_one_line_break_before_a_long_line_is_one() -> None:
    long_line = "De gemeente begint morgen met het werk aan de brug. " * 3
    assert split(f"Brug gaat open\n{long_line.strip()}") == [("heading", "Brug gaat open"), ("text", long_line.strip())]


def test_wrapped_lines_stay_one_paragraph() -> None:
    text = "De gemeente begint morgen met het werk aan de brug over\nDe Vecht. Dat duurt tot de zomer van het jaar."
    assert split(text) == [("text", text)]


def test_a_list_below_its_introduction_is_a_paragraph_of_its_own() -> None:
    assert split("Dit is nodig,\nzegt de kok:\n- kaas\n  - brood") == [
        ("text", "Dit is nodig,\nzegt de kok:"),
        ("list", "- kaas\n  - brood"),
    ]
    for whole in ("Dit is nodig:\n- kaas", "Dit is nodig\n- kaas\n- brood", "Dit is nodig:\n- kaas\nen brood"):
        assert split(whole) == [("text", whole)]


@pytest.mark.parametrize("length", [10, 500])
def test_what_stands_far_before_a_lost_break_does_not_count(length: int) -> None:
    text = "Het plan is klaar. " * length + "Rol van de raad Daarom stemt de raad morgen."
    assert split(text)[1:] == [("heading", "Rol van de raad"), ("text", "Daarom stemt de raad morgen.")]


def test_a_long_line_before_a_lost_break_is_text() -> None:
    text = "een lang verhaal zonder punt " * 40 + "en toen niets meer Daarom stemt de raad morgen."
    assert [kind for kind, _ in split(text)] == ["text", "text"]


@given(st.text(st.characters()))
@example("a Volgens \ud800b")
def test_breaks_are_looked_for_in_any_text(text: str) -> None:
    assert all(text[place - 1] == " " for place in find_lost_breaks(text))
