"""Sentences: the rules one by one, offsets for any text, and gold newspaper text where it is at hand."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from transforms.paragraphs import clean_body, split_paragraphs
from transforms.sentences import split_sentences
from transforms.source_documents import find_sentences

TEXTS = st.text(st.one_of(st.sampled_from(" \n\u00a0\"'“”‘’,.?!…()[]-AbcDe1 drJP"), st.characters()))


def split(text: str) -> list[str]:
    return [text[start:end] for start, end in split_sentences(text, 0, len(text))]


def is_one(text: str) -> bool:
    return split(text) == [text]


# In each text, | stands for the space between two sentences; a text without one is one sentence.
PLAIN = [
    "Dat is zo.|Dit is anders.",
    "Is dat zo?|Ja!|Mooi…|Nu goed.",
    "Het was 2018.|25 mensen kwamen.",
    "Nee ?!|Toch wel.",
]
QUOTATIONS = [
    '"Dat is zo." zei hij.',
    '"Is dat zo?" vroeg hij.',
    "‘Kom!’ riep hij.",
    '"Dat is zo."|Toen ging hij.',
    "Hij zei: “Dat is zo.”|Toen ging hij.",
    "Hij zei: „Dat is zo.”|„Toen ging hij.”",
    ",,Dat is zo.''|,,Dit ook.''",
    ",, Dat is zo. ''|En hij ging.",
    '"Dat is zo. " zei hij.',
    'Dat is zo.|" Dit ook. "|Toen ging hij.',
    'Hij zei: " Dat is zo. "|Toen ging hij.',
    'Dat was zo. "|" Dit ook. "|Toen ging hij.',
    "Dat is zo.|'s Avonds ging hij.",
    "Dat is zo.|’t Was laat.",
    "Het is laat.|‘’s Avonds’ zei hij.",
]
BRACKETS = [
    "(Dat is zo.)|Toen ging hij.",
    "Dat is zo.|(Dit ook.)|En dit.",
    "Hij riep (echt waar!) Jan toe.",
    "Hij riep dat (in 2018 nog.).|Toen ging hij.",
    "Hij zei (in 2018) dat het zo was.)|Toen ging hij.",
    "De man (...) De Vries bleef.",
    "Hij ging.|(...) Zij bleef.",
    "Het begin [zie 2.] De Vries niet.",
]
ELLIPSES = [
    "Hij wilde ... en ging toch.",
    "Hij wilde...|Maar hij ging.",
    "... En toen was het stil.",
    "Hij ging.|… En toen was het stil.",
    "Ja. . . dat kan.",
]
ABBREVIATIONS = [
    "Volgens dr. Jansen en prof. dr. De Vries kan het.",
    "Mevr. Bakker en dhr. Smit kwamen.",
    "Het is bijv. Amsterdam of o.a. Utrecht, d.w.z. Nederland.",
    "Zij won t.o.v. Duitsland i.p.v. België.",
    "Ajax vs. Feyenoord was het.",
    "De Sint kwam naar St. Nicolaasga.",
    "(Zie bijv. Jansen.)|Dat is zo.",
    "Er kwam iemand (bijv. Jansen) langs.",
    "O.a. Jansen kwam.",
    "Er was kaas, brood enz.|Toen ging hij.",
    "Het is op 5 maart a.s.|Dan komt hij.",
    "Zij trouwden in mei jl.|Toen ging hij.",
    "Kom s.v.p.|Dat is fijn.",
    "Kom om 8 uur a.u.b.|Wij wachten.",
    "Weth. Jansen, ds. Bakker en mr. dr. De Boer kwamen.",
    "Dat past.|De rest niet.",
    "Het kostte 3 mln. euro.",
    "Hij gaat naar de VS.|Dat is ver.",
    "Hij woont in NL.|Dat is klein.",
]
NUMBERS = [
    "Zie nr. 5 op blz. 12 van art. 3.",
    "Er waren ca. 40 mensen.",
    "Het was op 12 jan. 2019 en op 3 okt. 2020.",
    "Het was max. 25 graden.",
    "Zij duurt tien min.|Dan is het klaar.",
    "Het was in jan.|Toen ging hij.",
    "Daar is Jan.|25 mensen zwaaien.",
    "Het kost 1.250,50 euro om 20.30 uur.",
    "Het was 12. april.",
    "1. Kaas en brood.|2. Melk.",
    "a. Kaas en brood.|Meer niet.",
    "Versie 2.x.|Daarna versie 3.",
    "Zij werd 3e.|Hij werd 4de.",
    "Het begint om 20.30 uur.|De zaal is open om 19.00.|Kaarten kosten € 12,50.|Of € 10,-.|Kom gerust.",
    "Zij wonen aan de Dorpsstr. 12 te Ede.",
    "De wet (Stb. 2019, 12) geldt.",
]
INITIALS = [
    "Premier J.P. Balkenende kwam.",
    "Premier J. P. Balkenende kwam.",
    "Schrijver J.-P. Rawie en Th. Visser kwamen.",
    "George W. Bush kwam.",
    "J. De Vries kwam met H. Van der Berg.",
    "Minister A. In 't Veld kwam.",
    'J.P. "Jan" Balkenende kwam.',
    "Hij koos plan B.|Daarna ging hij.",
    "Hij koos plan B.|De man ging.",
    "Hij speelt in groep A.|25 mensen kijken.",
    "Koning Willem III stierf.|Daarna kwam Emma.",
    "Het was in 52 v. Chr.|De Romeinen kwamen.",
    "Het was in 52 v.Chr.|Toen kwamen zij.",
    "Chr. Jansen kwam.",
    "Sijtje v. d. Lende kwam.",
    "O?|Dat is mooi.",
]


@pytest.mark.parametrize("text", [*PLAIN, *QUOTATIONS, *BRACKETS, *ELLIPSES, *ABBREVIATIONS, *NUMBERS, *INITIALS])
def test_sentences_end_where_a_reader_ends_them(text: str) -> None:
    assert split(text.replace("|", " ")) == text.split("|")


def test_a_line_break_inside_a_paragraph_is_white_space() -> None:
    assert split("Dat is een\nzin. Dit\nook.\nEn dit.") == ["Dat is een\nzin.", "Dit\nook.", "En dit."]
    assert split("Volgens dr.\nJansen kan het.") == ["Volgens dr.\nJansen kan het."]


def test_a_no_break_space_is_white_space_too() -> None:
    assert split("Dat is zo.\u00a0Dit ook.\u00a0Volgens dr.\u00a0Jansen.") == [
        "Dat is zo.",
        "Dit ook.",
        "Volgens dr.\u00a0Jansen.",
    ]


def test_a_pictogram_may_begin_a_sentence_and_alone_is_none() -> None:
    assert split("Dat is zo. ✅ Dit ook. 🤝") == ["Dat is zo.", "✅ Dit ook. 🤝"]


def test_letters_without_capitals_can_begin_a_sentence() -> None:
    assert split("Dat is zo. 日本 is ver.") == ["Dat is zo.", "日本 is ver."]


def test_only_the_paragraph_asked_for_is_split() -> None:
    text = "Voor. Af.\n\nEen zin. Nog een.\n\nNa. Af."
    assert split_sentences(text, 11, 28) == [(11, 19), (20, 28)]


def test_white_space_at_the_edges_lies_outside_the_sentences() -> None:
    assert split_sentences("  Een zin. Nog een.  ", 0, 21) == [(2, 10), (11, 19)]


def test_a_heading_is_one_sentence_and_each_line_of_a_list_begins_one() -> None:
    text = "Wat nu? Niets\n\nDit is nodig. En dit:\n\n- kaas\n  - brood. Wit\n- melk\n\nDat is alles."
    found = [[text[start:end] for start, end in find_sentences(text, span)] for span in split_paragraphs(text)]
    assert found == [
        ["Wat nu? Niets"],
        ["Dit is nodig.", "En dit:"],
        ["- kaas", "- brood.", "Wit", "- melk"],
        ["Dat is alles."],
    ]


def test_a_paragraph_of_white_space_has_no_sentences() -> None:
    assert split_sentences("", 0, 0) == []
    assert split_sentences(" \n ", 0, 3) == []


@given(TEXTS, st.integers(0, 50), st.integers(0, 50))
@example("A. " * 30, 0, 50)
@example("((.) B (.) C", 0, 12)
def test_between_the_sentences_of_any_span_lies_white_space_only(text: str, one: int, other: int) -> None:
    start, end = sorted((min(one, len(text)), min(other, len(text))))
    position = start
    for sentence_start, sentence_end in split_sentences(text, start, end):
        sentence = text[sentence_start:sentence_end]
        assert sentence
        assert sentence == sentence.strip()
        assert text[position:sentence_start].strip() == ""
        position = sentence_end
    assert position <= end
    assert text[position:end].strip() == ""


@given(TEXTS)
def test_splitting_a_sentence_again_gives_that_sentence(text: str) -> None:
    for sentence in split(text):
        assert is_one(sentence)


@given(TEXTS)
def test_the_sentences_of_a_document_never_cross_a_paragraph(text: str) -> None:
    body = clean_body(text)
    for span in split_paragraphs(body):
        sentences = split_sentences(body, span.start, span.end)
        assert sentences[0][0] == span.start
        assert sentences[-1][1] == span.end
        # The same paragraph alone is split the same way: what stands around it does not count.
        alone = split_sentences(body[span.start : span.end], 0, span.end - span.start)
        assert [(start - span.start, end - span.start) for start, end in sentences] == alone


def test_gold_newspaper_text_is_split_as_its_editors_did(seeds: Path) -> None:
    gold_file = seeds.parent / "data" / "ud_gold" / "UD_Dutch-Alpino.dev.gold.jsonl"
    right = found = wanted = 0
    for line in gold_file.read_text(encoding="utf-8").splitlines():
        paragraph = json.loads(line)
        text = paragraph["text"]
        gold = {end for _, end in paragraph["spans"][:-1]}
        ours = {end for _, end in split_sentences(text, 0, len(text))[:-1]}
        right, found, wanted = right + len(gold & ours), found + len(ours), wanted + len(gold)
    assert wanted > 500
    assert 2 * right / (found + wanted) >= 0.97
