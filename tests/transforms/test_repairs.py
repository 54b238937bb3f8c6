"""Named repairs: each does its own work and nothing else, and clean text comes out as it went in."""

# ruff: noqa: RUF001 - characters that look like others are what is tried here

from __future__ import annotations

import json
import sys
import unicodedata
from pathlib import Path

import pytest
import re2
from hypothesis import given
from hypothesis import strategies as st

from transforms.decoding import decode
from transforms.repairs import TEXT_REPAIRS, needs_repair, repair_text

SHARED = Path(__file__).parents[2].parent / "shared"
DOCUMENTATION = Path(__file__).parents[2] / "docs" / "repairs.md"

WORDS = """de het een en van in op één café coëfficiënt ideeën reünie hè crèche über façade señor Kröger Šefčovič
Erdoğan ’s-Hertogenbosch auto’s zo’n 's CAFÉ’S ÉÉN BELGIË Één Noord-Korea 35-jarige Øresund Łódź São „ja” ‘nee’ ‚tja’
“zeker” «oui» "ja" €12,50 € 50.000 – — … 3° 25% ½ m² © ® ™ § ¶ † ‰ ± × ÷ µ ª º · • æ œuvre ß ﬁ ĳs Ĳmuiden AT&T R&D <3
a<b 1>0 & < > № → ≥ 100% #dag @naam https://x.nl/?a=1&b=2 naam@krant.nl 😀 👨‍👩‍👧 ⚖️ ж λ"""
clean_texts = st.lists(
    st.tuples(st.sampled_from(WORDS.split()), st.sampled_from([" ", " ", ". ", ", ", "\n", "\n\n", "\t", "? ", "! "])),
    max_size=40,
).map(lambda pairs: "".join(word + gap for word, gap in pairs))


@given(clean_texts)
def test_clean_dutch_text_is_left_alone(text: str) -> None:
    assert repair_text(text) == (text, ())


@given(clean_texts.filter(bool))
def test_clean_dutch_text_comes_out_of_decoding_byte_for_byte(text: str) -> None:
    decoded = decode(text.encode())
    assert (decoded.text.encode(), decoded.repairs) == (text.encode(), ())


@pytest.mark.parametrize(
    ("text", "repaired", "name"),
    [
        ("auto\x00s en\x1b fietsen\x7f", "autos en fietsen", "removed_control_characters"),
        ("bladzij één\ftwee\vdrie", "bladzij één\ntwee\ndrie", "removed_control_characters"),
        ("\x91Ja\x92, zei hij\x85", "‘Ja’, zei hij…", "decoded_c1_controls"),
        ("Wacht\x85 zei hij", "Wacht… zei hij", "decoded_c1_controls"),
        ("Hij: \x85maar goed", "Hij: …maar goed", "decoded_c1_controls"),
        ("Een zin.\x85Nog een zin\x85\x85Slot", "Een zin.\nNog een zin\n\nSlot", "replaced_line_separators"),
        ("een\u2028twee\u2029drie", "een\ntwee\n\ndrie", "replaced_line_separators"),
        ("€\u00a012,50 of 50\u202f000\u2009km\u3000", "€ 12,50 of 50 000 km ", "replaced_odd_spaces"),
        ("ver\u200bkeers\u2060lich\ufefften", "verkeerslichten", "removed_invisible_characters"),
        ("auf\u200cfällig en \u200dje", "auffällig en je", "removed_invisible_characters"),
        ("ver\u00adkeers\u00ad\u00adlichten\u00ad", "verkeerslichten", "removed_soft_hyphens"),
        ("het ver\u00ad\nkeer en ver\u00ad\n\nSlot", "het verkeer en ver\n\nSlot", "removed_soft_hyphens"),
        ("cafe\u0301 naar Zu\u0308rich", "café naar Zürich", "normalised_to_nfc"),
        ("10 k\u2126", "10 kΩ", "normalised_to_nfc"),
    ],
)
def test_a_repair_does_its_work_under_its_own_name(text: str, repaired: str, name: str) -> None:
    assert repair_text(text) == (repaired, (name,))


@pytest.mark.parametrize(
    "text",
    [
        "👨\u200d👩\u200d👧 en 🚶\u200d♀️",  # joiners make one emoji of several
        "می\u200cخواهم",  # Persian needs its non-joiners
        "Noord\u00adKorea, 2018\u00ad2019, A4\u00adformaat en \u00ad5 graden",  # a soft hyphen that may be a real one
        "een\ttab en  twee spaties \n  en een inspringing",
        "ﬁets, Ĳsselmeer, ½, m², №, ＡＢＣ, ①, …",  # what ftfy or NFKC would rewrite
        "„Ja”, ‘nee’, ‚tja’, “zeker”, «oui», ,,zo'' en ``zo''",
        "\ufffd blijft: wat verloren is, is verloren",
        "\u202eomgekeerd\u202c en \u200eeen teken voor de richting",
    ],
)
def test_what_a_newspaper_may_have_meant_stays(text: str) -> None:
    assert repair_text(text) == (text, ())


@pytest.mark.parametrize(
    ("text", "repaired"),
    [
        ("&amp;amp;lt;b&amp;gt;vet&lt;/b&gt;", "vet"),
        ("&Atilde;&copy;&Atilde;&copy;n", "één"),
        ("&am\u200bp;eacute;", "é"),
        ("ï»¿Kop", "Kop"),
        ("e&#769;", "é"),
        ("ver&shy;keer&nbsp;", "verkeer "),
    ],
)
def test_what_one_repair_uncovers_another_repairs(text: str, repaired: str) -> None:
    assert repair_text(text)[0] == repaired
    assert repair_text(repaired) == (repaired, ())


def test_text_that_uncovers_work_for_ever_does_not_take_for_ever() -> None:
    nested = "&l&#116;;" * 3
    for _ in range(30):
        nested = nested.replace("&#116;", "&#11&#54;;")
    assert len(repair_text(nested)[0]) < len(nested)


@given(st.text(max_size=80))
def test_a_text_that_no_trigger_matches_needs_no_repair(text: str) -> None:
    if not needs_repair(text.encode()):
        for repair in TEXT_REPAIRS:
            assert repair.apply(text) == text


@given(
    st.text(st.sampled_from("ae\u0301\u0327\u0323\u0344\u0345\u0f73\u0f71\u3099か中\uac00\u1100\u1161 "), max_size=150)
)
def test_endless_marks_come_out_as_unicode_says(text: str) -> None:
    assert repair_text(text)[0] == unicodedata.normalize("NFC", text)


@pytest.mark.parametrize("marks", ["\u0327\u0301", "\u0f73"])
def test_a_file_of_nothing_but_marks_does_not_take_for_ever(marks: str) -> None:
    """Python alone takes the square of their number: minutes for this one, a day for the largest file."""
    assert unicodedata.is_normalized("NFC", repair_text("e" + marks * 100_000)[0])


def test_the_trigger_of_nfc_matches_every_character_that_nfc_may_change() -> None:
    characters = [chr(code) for code in range(sys.maxunicode + 1) if code not in range(0xD800, 0xE000)]
    decompositions = [unicodedata.decomposition(character).split() for character in characters]
    joining = {chr(int(part, 16)) for parts in decompositions if parts and parts[0][0] != "<" for part in parts[1:]}
    joining |= {chr(code) for code in range(0x1160, 0x1200)}  # Hangul is composed by rule, not by table
    trigger = re2.compile(next(repair.trigger for repair in TEXT_REPAIRS if repair.name == "normalised_to_nfc"))
    missed = [
        character
        for character in characters
        if (
            character in joining
            or unicodedata.combining(character)
            or unicodedata.normalize("NFC", character) != character
        )
        and trigger.search(character.encode()) is None
    ]
    assert missed == []


def shared_texts(*patterns: str) -> list[tuple[str, bytes]]:
    files = [path for pattern in patterns for path in sorted(SHARED.glob(pattern))]
    if not files:
        pytest.skip("shared is not beside the repository")
    return [(path.name, path.read_bytes()) for path in files]


def test_the_real_articles_and_posts_come_out_as_they_went_in_but_for_one_soft_hyphen() -> None:
    repaired = {}
    for name, content in shared_texts("seeds/*.txt", "data/nl_posts/*.txt"):
        decoded = decode(content)
        if decoded.repairs:
            repaired[name] = decoded.repairs
            assert decoded.text == content.decode().replace("kern\u00advraag", "kernvraag")
        else:
            assert decoded.text.encode() == content
    assert set(repaired.values()) <= {("removed_soft_hyphens",)}
    assert len(repaired) <= 1


def test_the_proceedings_of_parliament_hold_no_double_encoding_afterwards() -> None:
    texts = shared_texts("data/handelingen_tk/*.txt")
    for _, content in texts:
        decoded = decode(content)
        assert "fixed_mojibake" in decoded.repairs
        assert not any(sign in decoded.text for sign in ("Ã", "Â", "â\x80", "Å", "\x80"))
    assert any("Kröger" in decode(content).text and "Yeşilgöz" in decode(content).text for _, content in texts)
    assert any("€45.000" in decode(content).text for _, content in texts)


def test_naughty_strings_give_a_status_and_valid_text() -> None:
    path = SHARED / "data" / "encodings" / "blns.json"
    if not path.exists():
        pytest.skip("shared is not beside the repository")
    strings = json.loads(path.read_text(encoding="utf-8"))
    assert len(strings) > 400
    for string in strings:
        decoded = decode(f" date 2019-04 Een zin met {string} erin, en nog wat woorden van de krant.".encode())
        assert decoded.status in ("ok", "binary_data")
        assert decode(decoded.text.encode() or b"x").repairs == ()


def test_every_repair_is_documented_with_an_example() -> None:
    page = DOCUMENTATION.read_text(encoding="utf-8")
    assert [repair.name for repair in TEXT_REPAIRS if f"`{repair.name}`" not in page] == []
