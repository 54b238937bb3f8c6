"""Decoding: every byte string has a status, and the text that comes out is valid, repaired and named as such."""

from __future__ import annotations

import codecs
import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from transforms.decoding import MAXIMUM_CONTROL_SHARE, TEXT_REPAIRS, decode

DUTCH = " date 2019-04 De coëfficiënt van café ’t Zwaantje: € 12,50."


def test_no_bytes_are_an_empty_file() -> None:
    decoded = decode(b"")
    assert (decoded.status, decoded.text, decoded.encoding, decoded.repairs) == ("file_empty", "", "", ())


def test_utf8_comes_out_as_it_is_without_repairs() -> None:
    decoded = decode(DUTCH.encode())
    assert (decoded.status, decoded.text, decoded.encoding, decoded.repairs) == ("ok", DUTCH, "utf-8", ())


@pytest.mark.parametrize("marks", [1, 2])
def test_a_utf8_byte_order_mark_is_cut_off_and_is_no_repair(marks: int) -> None:
    decoded = decode(codecs.BOM_UTF8 * marks + DUTCH.encode())
    assert (decoded.text, decoded.encoding, decoded.repairs) == (DUTCH, "utf-8", ())


def test_a_byte_order_mark_alone_is_a_text_without_characters() -> None:
    assert decode(codecs.BOM_UTF8).status == "ok"
    assert decode(codecs.BOM_UTF8).text == ""


@pytest.mark.parametrize(("mark", "codec"), [(codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be")])
def test_utf16_is_known_by_its_byte_order_mark(mark: bytes, codec: str) -> None:
    decoded = decode(mark + DUTCH.encode(codec))
    assert (decoded.status, decoded.text, decoded.encoding, decoded.repairs) == ("ok", DUTCH, "utf-16", ())


def test_utf16_cut_off_in_the_middle_of_a_character_is_binary_data() -> None:
    assert decode(codecs.BOM_UTF16_LE + DUTCH.encode("utf-16-le")[:-1]).status == "binary_data"


def test_a_lone_surrogate_in_utf16_is_binary_data() -> None:
    assert decode(codecs.BOM_UTF16_LE + b"\x00\xd8a\x00").status == "binary_data"


def test_utf16_without_a_byte_order_mark_is_binary_data() -> None:
    assert decode(DUTCH.encode("utf-16-le")).status == "binary_data"


def test_utf32_is_binary_data_although_its_mark_begins_like_that_of_utf16() -> None:
    assert decode(codecs.BOM_UTF32_LE + DUTCH.encode("utf-32-le")).status == "binary_data"


def test_bytes_that_are_no_utf8_are_read_as_windows_1252() -> None:
    decoded = decode(DUTCH.encode("cp1252"))
    assert (decoded.text, decoded.encoding, decoded.repairs) == (DUTCH, "cp1252", ("decoded_as_cp1252",))


def test_a_utf8_byte_order_mark_before_windows_1252_does_not_hide_the_header() -> None:
    decoded = decode(codecs.BOM_UTF8 + DUTCH.encode("cp1252"))
    assert (decoded.text, decoded.encoding) == (DUTCH, "cp1252")


def test_the_five_bytes_that_windows_1252_leaves_undefined_are_read_as_latin_1() -> None:
    decoded = decode(b"caf\xe9 " + b"\x81\x8d\x8f\x90\x9d")
    assert (decoded.text, decoded.encoding) == ("café \x81\x8d\x8f\x90\x9d", "cp1252")


def test_one_nul_byte_makes_a_file_binary_data() -> None:
    decoded = decode(b"date 2019-04 De tekst\x00 gaat door." * 50)
    assert (decoded.status, decoded.text, decoded.repairs) == ("binary_data", "", ())


def test_many_control_characters_make_a_file_binary_data() -> None:
    # The beginning of a JPEG file without its NUL bytes.
    assert (
        decode(b"\xff\xd8\xff\xe0\x10JFIF\x01\x01\x01\x48\x48\xff\xdb\x43\x08\x06\x06\x07\x06").status == "binary_data"
    )


def test_the_share_of_control_characters_decides_at_the_limit() -> None:
    at_limit = b"\x01" * 2 + b"a" * 98
    assert at_limit.count(b"\x01") / len(at_limit) == MAXIMUM_CONTROL_SHARE
    assert decode(at_limit).status == "ok"
    assert decode(b"\x01" * 3 + b"a" * 97).status == "binary_data"


def test_tabs_and_line_ends_are_no_control_characters_to_remove() -> None:
    text = "\t\r\n" * 10
    assert decode(text.encode()).text == text
    assert decode(text.encode()).repairs == ()


@pytest.mark.parametrize("control", ["\x01", "\x08", "\x1a", "\x1b", "\x7f"])
def test_stray_control_characters_are_removed_and_named(control: str) -> None:
    decoded = decode(f"{DUTCH}{control} Einde {DUTCH}".encode())
    assert decoded.text == f"{DUTCH} Einde {DUTCH}"
    assert decoded.repairs == ("removed_control_characters",)


@pytest.mark.parametrize("control", ["\f", "\v"])
def test_page_and_line_controls_become_a_line_break_so_that_words_do_not_grow_together(control: str) -> None:
    decoded = decode(f"{DUTCH}{control}{DUTCH}".encode())
    assert decoded.text == f"{DUTCH}\n{DUTCH}"
    assert decoded.repairs == ("removed_control_characters",)


def test_nul_characters_inside_utf16_are_removed_as_control_characters() -> None:
    decoded = decode(codecs.BOM_UTF16_LE + f"{DUTCH}\0{DUTCH}".encode("utf-16-le"))
    assert (decoded.text, decoded.repairs) == (DUTCH + DUTCH, ("removed_control_characters",))


def test_the_controls_of_latin_1_stay_for_a_later_repair_to_read() -> None:
    assert decode("auto\x92s".encode()).text == "auto\x92s"


def test_accents_written_apart_are_composed_and_named() -> None:
    decoded = decode("e\u0301e\u0301n cafe\u0301".encode())
    assert (decoded.text, decoded.repairs) == ("één café", ("normalised_to_nfc",))


def test_several_repairs_are_named_in_the_order_in_which_they_were_made() -> None:
    decoded = decode(b"caf\xe9 " * 20 + b"\x1a")
    assert decoded.repairs == ("decoded_as_cp1252", "removed_control_characters")
    decoded = decode(("cafe\u0301 " * 20 + "\x1a").encode())
    assert decoded.repairs == ("removed_control_characters", "normalised_to_nfc")


@given(st.binary(max_size=200))
@example(codecs.BOM_UTF16_LE + b"\x00\xd8")
@example(b"\xed\xa0\x80")
def test_any_bytes_give_a_status_and_valid_unicode(content: bytes) -> None:
    decoded = decode(content)
    assert decoded.text.encode("utf-8").decode("utf-8") == decoded.text
    assert unicodedata.is_normalized("NFC", decoded.text)
    assert not any(ord(char) < 0x20 and char not in "\t\n\r" for char in decoded.text)
    if decoded.status == "ok":
        assert decoded.encoding in ("utf-8", "utf-16", "cp1252")
    else:
        assert (decoded.text, decoded.encoding, decoded.repairs) == ("", "", ())


@given(st.binary(max_size=200))
def test_what_was_decoded_needs_no_second_repair(content: bytes) -> None:
    text = decode(content).text
    if text:
        again = decode(text.encode())
        assert (again.status, again.text, again.encoding, again.repairs) == ("ok", text, "utf-8", ())


@given(st.text(st.characters(codec="utf-8", exclude_categories=["Cc"])))
def test_text_in_nfc_survives_utf8_unchanged(text: str) -> None:
    composed = unicodedata.normalize("NFC", text).lstrip("\ufeff")
    if composed:
        assert decode(composed.encode()).text == composed


@given(st.text())
def test_every_text_repair_gives_back_the_very_text_when_it_is_repaired(text: str) -> None:
    for repair in TEXT_REPAIRS:
        repaired = repair.apply(text)
        assert repair.apply(repaired) is repaired
