"""Decoding: every byte string has a status, and the text that comes out is valid, repaired and named as such."""

# ruff: noqa: RUF001 - text of other alphabets is part of what is tried here

from __future__ import annotations

import codecs
import gzip
import io
import random
import struct
import unicodedata
import zipfile
import zlib

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from transforms.charsets import MAXIMUM_CONTROL_SHARE
from transforms.decoding import REPAIR_NAMES, Decoded, decode

DUTCH = " date 2019-04 De coëfficiënt van café ’t Zwaantje: € 12,50. „Één keer”, zei ze – ‘maar goed’…\n\nSlot."

# Pieces that repairs look for, and pieces that spell them when something between is taken away.
DIRT = """& amp; eacute; &amp; &lt; &gt; &#233; &#xE9; &nbsp; &shy; &#133; &#0; &Atilde; &copy; < p > </ <p> </p> <b>
</b> <br> <a|href=x> </a> <script> x=1 </script> <!-- --> <style> { </style> a B 9 é Ã Â © ¶ € ™ â œ ’ ” „ Å Ä Ÿ 😀 ` -
. ' e"""
PIECES = [piece.replace("|", " ") for piece in DIRT.split()]
PIECES += list(" \n\t\x00\x1a\v\f\r\x80\x85\x9d\xa0\xad\u200b\u200d\u2028\u2029\u0301\u037e\u0338\u212b\ufeff\ufffd")
dirty_texts = st.lists(st.sampled_from(PIECES), max_size=14).map("".join)

CYRILLIC = "Министр иностранных дел посетил столицу, чтобы подписать договор о торговле. " * 5
GREEK = "Ο υπουργός Εξωτερικών επισκέφθηκε την πρωτεύουσα για να υπογράψει τη συνθήκη. " * 5
CHINESE = "外交部长周四访问首都, 签署两国之间的贸易协定, 并会见总统. " * 8
JAPANESE = "外務大臣は木曜日に首都を訪れ, 両国間の貿易協定に署名した. " * 8


def assert_is_clean(decoded: Decoded) -> None:
    """What must hold for whatever comes out, whatever went in."""
    text = decoded.text
    assert text.encode("utf-8").decode("utf-8") == text
    assert unicodedata.is_normalized("NFC", text)
    assert not any(unicodedata.category(character) == "Cc" and character not in "\t\n" for character in text)
    assert list(decoded.repairs) == [name for name in REPAIR_NAMES if name in decoded.repairs]
    if decoded.status != "ok":
        assert (text, decoded.encoding, decoded.repairs) == ("", "", ())
    elif text:
        assert decode(text.encode()) == Decoded("ok", text, "utf-8")


def test_no_bytes_are_an_empty_file() -> None:
    assert decode(b"") == Decoded("file_empty")


def test_utf8_comes_out_as_it_is_without_repairs() -> None:
    assert decode(DUTCH.encode()) == Decoded("ok", DUTCH, "utf-8")


@pytest.mark.parametrize("marks", [1, 2])
def test_a_utf8_byte_order_mark_is_cut_off_and_is_no_repair(marks: int) -> None:
    assert decode(codecs.BOM_UTF8 * marks + DUTCH.encode()) == Decoded("ok", DUTCH, "utf-8")


def test_a_byte_order_mark_alone_is_a_text_without_characters() -> None:
    assert decode(codecs.BOM_UTF8) == Decoded("ok", "", "utf-8")


@pytest.mark.parametrize(
    ("mark", "codec"),
    [
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
        (codecs.BOM_UTF32_LE, "utf-32-le"),
        (codecs.BOM_UTF32_BE, "utf-32-be"),
    ],
)
@pytest.mark.parametrize("text", [DUTCH, CYRILLIC, CHINESE, "één 😀"])
def test_utf16_and_utf32_are_known_by_their_byte_order_mark(mark: bytes, codec: str, text: str) -> None:
    assert decode(mark + text.encode(codec)) == Decoded("ok", text, codec[:6])


@pytest.mark.parametrize("codec", ["utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("text", [DUTCH, "één “ja” – ’t Zwaantje"])
def test_utf16_without_a_mark_is_read_where_it_is_sure_and_named(codec: str, text: str) -> None:
    assert decode(text.encode(codec)) == Decoded("ok", text, "utf-16", ("decoded_as_utf16",))


@pytest.mark.parametrize(
    "content",
    [
        b"d\0a\0t\0e\0",  # too short to be sure
        CHINESE.encode("utf-16-le"),  # no NUL bytes: nothing tells it from noise
        struct.pack("<40h", *range(20, 60)),  # small numbers, among them control characters
    ],
)
def test_what_is_not_surely_utf16_without_a_mark_is_not_read_as_such(content: bytes) -> None:
    assert decode(content).encoding != "utf-16"


def test_a_utf16_text_that_was_cut_off_in_the_middle_of_a_character_is_read_up_to_there() -> None:
    decoded = decode(codecs.BOM_UTF16_LE + DUTCH.encode("utf-16-le")[:-1])
    assert decoded == Decoded("ok", DUTCH[:-1] + "\ufffd", "utf-16", ("replaced_damaged_bytes",))


def test_many_lone_surrogates_behind_a_utf16_mark_are_binary_data() -> None:
    assert decode(codecs.BOM_UTF16_LE + b"\x00\xd8a\x00" * 30).status == "binary_data"


def test_bytes_that_are_no_utf8_are_read_as_windows_1252() -> None:
    assert decode(DUTCH.encode("cp1252")) == Decoded("ok", DUTCH, "cp1252", ("decoded_as_cp1252",))


@pytest.mark.parametrize("text", ["één", "café", "Wat ’n dag!", "CAFÉ’S één", "Brontë…” één keer"])
def test_short_texts_in_windows_1252_are_text(text: str) -> None:
    assert decode(text.encode("cp1252")) == Decoded("ok", text, "cp1252", ("decoded_as_cp1252",))


def test_a_utf8_byte_order_mark_before_windows_1252_does_not_hide_the_header() -> None:
    decoded = decode(codecs.BOM_UTF8 + DUTCH.encode("cp1252"))
    assert (decoded.text, decoded.encoding) == (DUTCH, "cp1252")


def test_the_five_bytes_that_windows_1252_leaves_undefined_mean_nothing() -> None:
    decoded = decode(DUTCH.encode("cp1252") * 4 + b"\x81\x8d\x8f\x90\x9d")
    assert decoded == Decoded("ok", DUTCH * 4, "cp1252", ("decoded_as_cp1252", "decoded_c1_controls"))


@pytest.mark.parametrize(
    ("stray", "character"),
    [
        (b"\x92", "’"),
        (b"\x93", "“"),
        (b"\x80", "€"),
        (b"\x96", "–"),
        (b"\xe9", "é"),
        (b"\xeb", "ë"),
        (b"\xe9\x94", "é”"),
    ],
)
def test_a_utf8_file_with_a_stray_byte_does_not_become_mojibake_as_a_whole(stray: bytes, character: str) -> None:
    before, after = f"{DUTCH} auto".encode(), f"s {DUTCH}".encode()
    decoded = decode(before + stray + after)
    assert decoded.text == f"{DUTCH} auto{character}s {DUTCH}"
    assert (decoded.encoding, decoded.repairs) == ("utf-8", ("decoded_stray_bytes_as_cp1252",))


@pytest.mark.parametrize("damaged", [b"\xe2\x80", b"\xc3", b"\xf0\x9f\x98", b"\xed\xa0\xbd", b"\xc0\x80", b"\x9d"])
def test_a_character_that_lost_a_part_is_shown_as_lost_and_not_invented(damaged: bytes) -> None:
    decoded = decode(f"{DUTCH} x".encode() + damaged + b" y")
    assert (decoded.text, decoded.repairs) == (f"{DUTCH} x\ufffd y", ("replaced_damaged_bytes",))


@pytest.mark.parametrize("damaged", [b"\xc3", b"\xe2", b"\xe2\x80", b"\xf0\x9f"])
def test_a_utf8_file_that_was_cut_off_in_the_middle_of_a_character_is_read_up_to_there(damaged: bytes) -> None:
    decoded = decode(DUTCH.encode() + damaged)
    assert decoded == Decoded("ok", DUTCH + "\ufffd", "utf-8", ("replaced_damaged_bytes",))


def test_a_damaged_byte_in_another_alphabet_is_shown_as_lost() -> None:
    decoded = decode(CYRILLIC.encode()[:-30] + b"\xd0 ok")
    assert (decoded.encoding, decoded.repairs) == ("utf-8", ("replaced_damaged_bytes",))
    assert decoded.text.endswith("\ufffd ok")


def test_emoji_in_two_halves_are_joined() -> None:
    decoded = decode(b"Mooi \xed\xa0\xbd\xed\xb8\x80\xed\xa0\xbd\xed\xb8\x80 weer")
    assert decoded == Decoded("ok", "Mooi 😀😀 weer", "utf-8", ("joined_surrogate_pairs",))


def test_a_file_with_more_windows_1252_than_utf8_is_read_as_windows_1252_and_its_mojibake_fixed() -> None:
    decoded = decode("é ".encode() + "‘Ja’, zei café-eigenaar Pélé – één keer.".encode("cp1252"))
    assert decoded.text == "é ‘Ja’, zei café-eigenaar Pélé – één keer."
    assert (decoded.encoding, decoded.repairs) == ("cp1252", ("decoded_as_cp1252", "fixed_mojibake"))


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (CYRILLIC, "cp1251"),
        (CYRILLIC, "koi8_r"),
        (GREEK, "cp1253"),
        (CHINESE, "gb18030"),
        (CHINESE, "big5"),
        (JAPANESE, "shift_jis"),
    ],
)
def test_text_of_another_alphabet_is_read_in_its_own_encoding_so_that_its_language_can_be_told(
    text: str, encoding: str
) -> None:
    readable = text.encode(encoding, "ignore")
    decoded = decode(readable)
    assert decoded.text == readable.decode(encoding)
    assert decoded.repairs == ("decoded_as_guessed_encoding",)


def png() -> bytes:
    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    header = struct.pack(">IIBBBBB", 8, 8, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(bytes(200))) + chunk(b"IEND", b"")
    )


def zipped() -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("artikel.txt", DUTCH)
    return buffer.getvalue()


NOISE = random.Random(20190425).randbytes(4_000)  # noqa: S311 - no secret: noise that is the same in every run
BINARIES = {
    "png": png(),
    "zip": zipped(),
    "gzip": gzip.compress(DUTCH.encode()),
    "pdf of letters only": b"%PDF-1.4\n1 0 obj << /Type /Catalog >> endobj\ntrailer << /Root 1 0 R >>\n%%EOF\n",
    "jpeg": b"\xff\xd8\xff\xe0\x10JFIF\x01\x01\x01\x48\x48\xff\xdb\x43\x08\x06\x06\x07\x06",
    "deflated": zlib.compress(DUTCH.encode() * 3)[2:],
    "noise": NOISE,
    "short noise": NOISE[:64],
    "noise behind a header": b" date 2019-04 " + NOISE[:200],
    "noise behind a UTF-16 mark": codecs.BOM_UTF16_LE + NOISE[:400],
    "noise behind a UTF-32 mark": codecs.BOM_UTF32_LE + NOISE[:400],
    "noise without NUL bytes": bytes(byte for byte in NOISE if byte >= 0x20),
    "noise of high bytes": bytes(byte for byte in NOISE if byte >= 0xA0),
    "samples of 16 bits": b"".join(bytes([byte, 0]) for byte in NOISE),
    "NUL bytes": bytes(100),
    "text in front of NUL bytes": DUTCH.encode() + bytes(4_096),
}


@pytest.mark.parametrize("content", BINARIES.values(), ids=BINARIES)
def test_binary_data_is_refused_as_such(content: bytes) -> None:
    assert decode(content) == Decoded("binary_data")


def test_the_share_of_control_characters_decides_at_the_limit() -> None:
    at_limit = b"\x01" * 20 + b"a" * 980
    assert at_limit.count(b"\x01") / len(at_limit) == MAXIMUM_CONTROL_SHARE
    assert decode(at_limit).status == "ok"
    assert decode(b"\x01" * 21 + b"a" * 980).status == "binary_data"


@pytest.mark.parametrize(("controls", "status"), [(4, "ok"), (5, "binary_data")])
def test_a_few_control_characters_in_a_short_text_are_dirt(controls: int, status: str) -> None:
    assert decode(b"date 2019-04 Kort" + b"\0" * controls).status == status


@pytest.mark.parametrize(
    ("ends", "unified"),
    [("a\r\nb\r\n\r\nc", "a\nb\n\nc"), ("a\rb\r\rc", "a\nb\n\nc"), ("a\r\r\nb", "a\nb"), ("\t\na", "\t\na")],
)
def test_line_ends_become_lf_which_is_no_repair(ends: str, unified: str) -> None:
    assert decode(ends.encode()) == Decoded("ok", unified, "utf-8")


def test_repairs_are_named_in_their_order_whatever_was_repaired() -> None:
    decoded = decode("cafe\u0301 \x1a&eacute;\u00a0KrÃ¶ger <b>vet</b> ".encode("utf-16") + b"\0\xd8")
    assert decoded.text == "café é Kröger vet \ufffd"
    assert decoded.repairs == (
        "replaced_damaged_bytes",
        "removed_control_characters",
        "decoded_html_entities",
        "fixed_mojibake",
        "removed_html_markup",
        "replaced_odd_spaces",
        "normalised_to_nfc",
    )


def test_every_repair_has_a_name_of_its_own() -> None:
    assert len(set(REPAIR_NAMES)) == len(REPAIR_NAMES)


@given(st.binary(max_size=300))
@example(codecs.BOM_UTF16_LE + b"\x00\xd8")
@example(b"\xed\xa0\x80")
@example(b"&#133;")
@example(b"GIF89")
def test_any_bytes_give_a_status_and_a_text_that_needs_no_second_repair(content: bytes) -> None:
    assert_is_clean(decode(content))


@given(dirty_texts, st.sampled_from(["utf-8", "cp1252", "utf-16", "utf-32-be"]), st.booleans())
def test_any_dirt_in_any_encoding_comes_out_clean(text: str, encoding: str, is_double_encoded: bool) -> None:  # noqa: FBT001
    if is_double_encoded:
        text = text.encode().decode("latin-1")
    assert_is_clean(decode(text.encode(encoding, "replace")))


@given(dirty_texts, st.lists(st.tuples(st.integers(0, 200), st.integers(0, 255)), max_size=4))
def test_any_byte_may_be_flipped(text: str, flips: list[tuple[int, int]]) -> None:
    content = bytearray((DUTCH + text).encode())
    for place, byte in flips:
        content[place % len(content)] = byte
    assert_is_clean(decode(bytes(content)))
