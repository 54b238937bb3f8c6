"""Paragraphs: cleaning, kinds, and offsets that give back the text exactly."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from transforms.paragraphs import clean_body, split_paragraphs

# Text with many of the characters that paragraphs turn on, and any other too.
TEXTS = st.text(st.one_of(st.sampled_from(" \n\r\t\u00a0\u2028\x85\x0b\"'“”‘’,.?!()-*•:Foto1A"), st.characters()))


def kind_of(paragraph: str) -> str:
    """Kind of a paragraph that is neither the first nor the last of its text."""
    body = f"Een inleiding van een volle zin.\n\n{paragraph}\n\nEen slot van een volle zin."
    spans = split_paragraphs(body)
    assert [body[span.start : span.end] for span in spans][1] == paragraph
    return spans[1].kind


def test_line_ends_of_every_system_become_line_feeds() -> None:
    assert clean_body("een\r\ntwee\rdrie\nvier") == "een\ntwee\ndrie\nvier"
    assert clean_body("een\r\n\r\ntwee") == "een\n\ntwee"


def test_white_space_at_the_end_of_lines_goes_and_single_line_breaks_stay() -> None:
    assert clean_body("een \t\u00a0\ntwee  drie") == "een\ntwee  drie"


def test_runs_of_blank_lines_become_one_blank_line() -> None:
    assert clean_body("een\n\n\n\ntwee\n \t \n\ndrie") == "een\n\ntwee\n\ndrie"


def test_white_space_at_both_ends_goes() -> None:
    assert clean_body(" \n\n een \n\n ") == "een"
    assert clean_body(" \r\n\t ") == ""


def test_paragraphs_are_parted_by_blank_lines_only() -> None:
    text = "Eerste regel.\nTweede regel.\n\nTweede alinea."
    assert [text[span.start : span.end] for span in split_paragraphs(text)] == [
        "Eerste regel.\nTweede regel.",
        "Tweede alinea.",
    ]


def test_a_text_of_nothing_has_no_paragraphs() -> None:
    assert split_paragraphs("") == []
    assert split_paragraphs(clean_body(" \n\n \n")) == []


def test_an_indent_lies_outside_the_paragraph() -> None:
    text = "Eerste alinea.\n\n   Tweede alinea."
    assert [(span.start, span.end) for span in split_paragraphs(text)] == [(0, 14), (19, 33)]


@pytest.mark.parametrize(
    "paragraph",
    [
        "Trump",
        "Rusland wil munitie",
        "Wat wil Noord-Korea?",
        "'Oorlog is onvermijdelijk'",
        "‘Handel’ met het noorden",
        "12 doden bij aanslag",
        "Minister Jansen (54)",
        "Één kans",
    ],
)
def test_a_short_line_without_closing_punctuation_is_a_heading(paragraph: str) -> None:
    assert kind_of(paragraph) == "heading"


@pytest.mark.parametrize(
    "paragraph",
    [
        "Dat kan niet.",
        "Dat kan niet!",
        "Hij zei:",
        "Misschien…",
        "En dan,",
        "Hij zei: “Dat kan niet.”",
        "(Dat kan niet.)",
        "zonder hoofdletter",
        "Twee regels\nzonder punt",
        "Woord " * 12 + "woord",
        "W" * 81,
        "Is dit een vraag van meer dan acht gewone woorden?",
        "…",
    ],
)
def test_other_lines_are_text(paragraph: str) -> None:
    assert kind_of(paragraph) == "text"


def test_headings_may_be_as_long_as_the_limits_say() -> None:
    assert kind_of("Woord" + " woord" * 11) == "heading"
    assert kind_of("W" * 80) == "heading"
    assert kind_of("Is dit een vraag van maar acht woorden?") == "heading"


def test_the_last_paragraph_is_no_heading_and_a_single_one_neither() -> None:
    assert [span.kind for span in split_paragraphs("Trump")] == ["text"]
    assert [span.kind for span in split_paragraphs("Rusland\n\nDit is de tekst.\n\nEinde")] == [
        "heading",
        "text",
        "text",
    ]


@pytest.mark.parametrize(
    "paragraph",
    [
        "Poetin en Kim, voor het laatst in 2002.(foto: AFP)",
        "De brug (Foto ANP)",
        "De brug. (FOTO: Jan de Vries/ANP)",
        "Foto: ANP",
        "FOTO: de brug bij Nijmegen.",
        "De brug bij Nijmegen (beeld: ANP)",
        "De brug bij Nijmegen (© Jan de Vries)",
        "De brug bij Nijmegen. Foto Jan de Vries",
        "De brug bij Nijmegen. Beeld: ANP",
        "De brug bij Nijmegen | Foto: ANP/Jan Smit",
        "De brug bij Nijmegen © ANP",
    ],
)
def test_a_paragraph_with_the_maker_of_a_photo_is_a_caption(paragraph: str) -> None:
    assert kind_of(paragraph) == "caption"


@pytest.mark.parametrize(
    "paragraph",
    [
        "Dat zei de man (fotograaf van beroep)",
        "Foto’s uit de oude doos",
        "Foto (foto)",
        "Het beeld van de stad (beeldend kunstenaar)",
        "Een nieuw beeld Amsterdam",
    ],
)
def test_the_word_photo_alone_makes_no_caption(paragraph: str) -> None:
    assert kind_of(paragraph) == "heading"


@pytest.mark.parametrize(
    "paragraph",
    [
        '"Wij zijn tevreden over de gesprekken."',
        "“Wij zijn tevreden. Echt waar.”",
        "„Wij zijn tevreden.”",
        "'Wij zijn tevreden, zo'n gesprek is goed.'",
        "‘Wij zijn tevreden over de auto’s.’",
        ",,Wij zijn tevreden.''",
        "«Wij zijn tevreden.»",
        '"Is dat zo?"',
    ],
)
def test_a_paragraph_inside_one_pair_of_quotation_marks_is_a_quote(paragraph: str) -> None:
    assert kind_of(paragraph) == "quote"


@pytest.mark.parametrize(
    "paragraph",
    [
        '"Ja", zei hij. "Nee."',
        '"Ja", zei hij.',
        "‘Ja’, zei hij. ‘Nee.’",
        ",,Ja'', zei hij. ,,Nee.''",
        '"',
        '""',
        '"Wij zijn tevreden.',
    ],
)
def test_several_quotations_or_half_of_one_are_text(paragraph: str) -> None:
    assert kind_of(paragraph) == "text"


def test_the_last_paragraph_may_be_a_quote_without_a_full_stop() -> None:
    assert split_paragraphs('Hij riep nog iets.\n\n"Tot morgen"')[1].kind == "quote"


@pytest.mark.parametrize(
    "paragraph",
    ["- kaas\n- brood", "* kaas", "• kaas\n•brood", "1. Kaas.\n2. Brood.", "1) kaas\n12) brood", "- kaas\n  - oud"],
)
def test_lines_that_all_begin_with_a_list_mark_are_a_list(paragraph: str) -> None:
    assert kind_of(paragraph) == "list"


@pytest.mark.parametrize(
    "paragraph", ["- kaas\nbrood.", "-10 graden was het.", "2018. Het jaar ervoor.", "1.5 graad warmer."]
)
def test_a_line_without_a_list_mark_makes_the_paragraph_text(paragraph: str) -> None:
    assert kind_of(paragraph) == "text"


@pytest.mark.parametrize(
    "paragraph",
    [
        "Van onze correspondent",
        "Door onze verslaggever Jan Smit",
        "Door Jan de Vries en Piet Jansen",
        "Tekst: Jan de Vries",
        "AMSTERDAM (ANP)",
        "Den Haag (ANP/Reuters)",
        "Lees ook het nieuws van gisteren",
        "Deel dit artikel",
    ],
)
def test_who_wrote_it_and_where_to_read_on_are_no_headings(paragraph: str) -> None:
    assert kind_of(paragraph) == "text"


@pytest.mark.parametrize("paragraph", ["Door de knieën", "Door Rusland", "Van onze tuin", "Leesclub in het dorp"])
def test_a_heading_may_begin_like_a_byline(paragraph: str) -> None:
    assert kind_of(paragraph) == ("text" if paragraph == "Van onze tuin" else "heading")


@pytest.mark.parametrize("paragraph", ["1. Wat gebeurt er nu?", "2) De brug", "3. 🚲 Ruimte voor fietsers"])
def test_one_numbered_line_among_other_paragraphs_is_a_heading(paragraph: str) -> None:
    assert kind_of(paragraph) == "heading"


@pytest.mark.parametrize("paragraph", ["1. Kaas.", "1. kaas", "- Kaas", "1. " + "W" * 80])
def test_one_listed_line_that_does_not_read_as_a_heading_stays_a_list(paragraph: str) -> None:
    assert kind_of(paragraph) == "list"


def test_numbered_lines_one_after_another_are_a_list_and_so_is_the_last() -> None:
    text = "Dit is nodig.\n\n1. Kaas\n\n2. Brood\n\nDat is alles.\n\n1. Melk"
    assert [span.kind for span in split_paragraphs(text)] == ["text", "list", "list", "text", "list"]


@given(TEXTS)
@example("a\r\n\r\r\nb")
def test_cleaning_twice_changes_nothing(text: str) -> None:
    cleaned = clean_body(text)
    assert clean_body(cleaned) == cleaned
    assert "\r" not in cleaned
    assert "\n\n\n" not in cleaned


@given(TEXTS)
def test_cleaning_takes_nothing_but_white_space(text: str) -> None:
    assert clean_body(text).split() == text.split()


# What lost breaks turn on, in any order.
PIECES = st.sampled_from(
    ["Brug", "open", "Volgens de", "Eind 2018", "Er is", "Toen", ".", "?", "(", ")", "“", "”", '"', ":", "1.", "- kaas",
     "serie", "é", "😀", " ", " ", " ", "\n", "\n\n", "\u00a0", "w" * 130]
)  # fmt: skip


@given(st.one_of(TEXTS, st.lists(PIECES, max_size=30).map("".join)))
@example("Brug open Volgens de wet. Brug open Er is niets.")
@example("Brug\n" + "W" * 130)
@example("x:\n- a\n- b")
def test_the_spans_give_back_the_text_with_white_space_only_between_them(text: str) -> None:
    for body in (clean_body(text), text):
        position = 0
        for span in split_paragraphs(body):
            assert body[position : span.start].strip() == ""
            paragraph = body[span.start : span.end]
            assert paragraph
            assert paragraph == paragraph.strip()
            assert "\n\n" not in paragraph
            position = span.end
        assert body[position:].strip() == ""


@given(st.lists(PIECES, max_size=30).map("".join))
def test_text_behind_a_blank_line_does_not_change_where_paragraphs_begin(text: str) -> None:
    body = clean_body(text)
    alone = [(start, end) for _, start, end in split_paragraphs(body)]
    assert [(start, end) for _, start, end in split_paragraphs(f"{body}\n\nSlot.")] == [
        *alone,
        (len(body) + 2, len(body) + 7),
    ][0 if body else -1 :]
