"""Which characters the bytes of a source file stand for, or that they are no text at all.

Nothing is guessed where it can be known: a byte order mark decides, UTF-8 proves itself, and where a UTF-8 text holds
a few bytes that are not UTF-8, only those bytes are read another way. What this module does to a text beyond plain
decoding is named; `docs/repairs.md` lists the names with examples.
"""

from __future__ import annotations

import codecs
import re
from typing import NamedTuple

from charset_normalizer import from_bytes

__all__ = ["BYTE_REPAIRS", "CP1252", "MAXIMUM_CONTROL_SHARE", "Reading", "read_bytes"]

DECODED_AS_UTF16 = "decoded_as_utf16"
DECODED_AS_CP1252 = "decoded_as_cp1252"
DECODED_AS_GUESSED = "decoded_as_guessed_encoding"
JOINED_SURROGATES = "joined_surrogate_pairs"
DECODED_STRAY_BYTES = "decoded_stray_bytes_as_cp1252"
REPLACED_DAMAGED = "replaced_damaged_bytes"

BYTE_REPAIRS = (
    DECODED_AS_UTF16,
    DECODED_AS_CP1252,
    DECODED_AS_GUESSED,
    JOINED_SURROGATES,
    DECODED_STRAY_BYTES,
    REPLACED_DAMAGED,
)
"""Names of the repairs that reading bytes can make, in the order in which they are listed."""

MAXIMUM_CONTROL_SHARE = 0.02
"""More control characters than this share of all bytes, and the file is taken for binary data."""
FEWEST_CONTROLS = 4
"""So many control characters in a short text are dirt and not proof, unless they are a fifth of it."""
CONTROL_SHARE_OF_ANY_LENGTH = 0.2

MAXIMUM_DAMAGED_SHARE = 0.01
"""More characters of a UTF-16 text than this share that cannot be read, and the file is taken for binary data."""
SHORTEST_DAMAGED_TEXT = 20
"""In a text of fewer characters than this, not one may be damaged."""

MAXIMUM_UNUSUAL_SHARE = 0.1
"""More characters of a UTF-16 text than this share that hardly any text has, and the file is taken for binary data."""

UTF16_NUL_SHARE = 0.7
"""UTF-16 without a mark is sure where this share of the high bytes is NUL, and hardly any of the low bytes."""
UTF16_STRAY_NUL_SHARE = 0.01
SHORTEST_UNMARKED_UTF16 = 16

FOREIGN_HIGH_BYTE_SHARE = 0.25
"""Above this share of bytes from 0x80 up, the text is in no Western alphabet. Dutch has 1 to 3 %, Icelandic 10 %;
Cyrillic, Greek and East Asian encodings measured 26 to 81 %."""
FEWEST_FOREIGN_HIGH_BYTES = 20
GUESSED_FROM_BYTES = 20_000

OTHER_LETTERS_PER_DAMAGE = 8
"""Bytes that are UTF-8 of another alphabet must outnumber the damaged places by this: some look like it by chance."""
LONGEST_DAMAGE = 3
"""Damaged places of more bytes than this on average are no damage to UTF-8: no character of it has more to lose."""

# Control characters of ASCII other than tab, line feed and carriage return, and DEL.
ASCII_CONTROLS = bytes(code for code in (*range(0x20), 0x7F) if code not in b"\t\n\r")
_CP1252_UNDEFINED = b"\x81\x8d\x8f\x90\x9d"
_HIGH_BYTES = bytes(range(0x80, 0x100))
_FIRST_BYTES = bytes(range(0xC2, 0xF5))

# Windows-1252, its five undefined bytes read as Latin-1 reads them, so that every byte has a character. Latin-1 is the
# same but for 0x80 to 0x9F, where it has control characters that no newspaper sets.
CP1252 = "".join(chr(code) if code in _CP1252_UNDEFINED else bytes([code]).decode("cp1252") for code in range(256))

# Text that is no text although a few of these could pass for it.
_SIGNATURES = (
    b"%PDF-",
    b"PK\x03\x04",
    b"PK\x05\x06",
    b"\x1f\x8b",
    b"\x89PNG",
    b"GIF87a",
    b"GIF89a",
    b"\xff\xd8\xff",
    b"BZh91AY&SY",
    b"\xfd7zXZ\x00",
    b"7z\xbc\xaf\x27\x1c",
    b"Rar!\x1a\x07",
    b"\x28\xb5\x2f\xfd",
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
    b"\x7fELF",
    b"SQLite format 3\x00",
)
_MARKED = (
    # The longer marks first: that of UTF-32 begins like that of UTF-16.
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
SPECIAL_STARTS = (*_SIGNATURES, *(mark for mark, _ in _MARKED))
"""A content that begins with one of these is not to be tried as UTF-8."""

# Rare scripts, the rare half of the Chinese characters, private characters and what could not be read. Of 16-bit
# characters drawn at random a third is one of these; of text, hardly any.
_UNUSUAL = re.compile("[\u1200-\u177f\u1800-\u1dff\u2c00-\u2dff\u3400-\u4dbf\ua000-\uabff\ue000-\uf8ff\ufffd]")
_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")

# What `surrogateescape` makes of bytes that are not UTF-8: U+DC80 to U+DCFF, one for each byte.
_BAD_BYTES = re.compile("[\udc80-\udcff]+")
# A character above U+FFFF, written as its two UTF-16 surrogates of three bytes each (CESU-8).
_SURROGATE_PAIR = re.compile(rb"\xed[\xa0-\xaf][\x80-\xbf]\xed[\xb0-\xbf][\x80-\xbf]")
# What is left of a quotation mark, dash, euro sign, byte order mark or emoji; half a pair; a byte that UTF-8 never has;
# the first byte of an accented letter, and what Windows-1252 does not define. Or else any other byte.
_BAD_PIECE = re.compile(
    rb"(?P<damaged>\xe2[\x80-\xbf]|\xef[\xbb-\xbf]|\xf0\x9f[\x80-\xbf]?|\xed[\xa0-\xbf][\x80-\xbf]"
    rb"|[\xc0\xc1][\x80-\xbf]|[\xc2\xc3\x81\x8d\x8f\x90\x9d])"
    rb"|[\x80-\xff]"
)
# What UTF-8 of Western text consists of. By chance, bytes of Windows-1252 hardly ever look like one of these: it would
# take a capital A with a circumflex or tilde, or a lower-case one before a euro sign.
_WESTERN = re.compile("[\u0080-\u00ff\u2000-\u20ff\U0001f000-\U0001faff]")


class Reading(NamedTuple):
    """Bytes that were read: the text, the name of the encoding, and the names of what had to be repaired.

    The encoding is empty where the bytes are no text.
    """

    text: str = ""
    encoding: str = ""
    repairs: tuple[str, ...] = ()


NO_TEXT = Reading()


def read_bytes(content: bytes) -> Reading:
    """Read bytes as text.

    In this order: the signature of a known binary format is no text; a byte order mark decides; NUL in nearly every
    other byte is UTF-16; bytes that are UTF-8 are UTF-8, also with a few stray bytes; many bytes beyond ASCII are
    an encoding of another alphabet, which `charset_normalizer` names, or no text; all else is Windows-1252.

    Args:
        content: At least one byte.

    Returns:
        The reading. The text has no byte order mark in front and can be encoded as UTF-8; it may hold control
        characters, fewer than would make it binary data. Never raises.
    """
    if content.startswith(_SIGNATURES):
        return NO_TEXT
    for mark, codec in _MARKED:
        if content.startswith(mark):
            reading = _read_wide(content[len(mark) :], codec)
            if reading.encoding or not codec.startswith("utf-32"):
                return reading
    if b"\0" in content and (codec := _unmarked_utf16(content)):
        reading = _read_wide(content, codec)
        # Without a mark it has to look like text in every other respect.
        if not reading.encoding or _CONTROLS.search(reading.text):
            return NO_TEXT
        return reading._replace(repairs=(DECODED_AS_UTF16, *reading.repairs))
    content = content.removeprefix(codecs.BOM_UTF8)
    try:
        text = content.decode()
    except UnicodeDecodeError:
        return _read_other(content)
    return NO_TEXT if _has_too_many_controls(content, ASCII_CONTROLS) else Reading(text, "utf-8")


def _has_too_many_controls(encoded: bytes, controls: bytes) -> bool:
    count = len(encoded) - len(encoded.translate(None, controls))
    if count > CONTROL_SHARE_OF_ANY_LENGTH * len(encoded):
        return True
    return count > FEWEST_CONTROLS and count > MAXIMUM_CONTROL_SHARE * len(encoded)


def _unmarked_utf16(content: bytes) -> str:
    """The codec of UTF-16 that has no mark, or nothing where that is not sure."""
    pairs = len(content) // 2
    if 2 * pairs < SHORTEST_UNMARKED_UTF16:
        return ""
    first, second = content[0::2].count(0), content[1::2].count(0)
    for high, low, codec in ((second, first, "utf-16-le"), (first, second, "utf-16-be")):
        if high >= UTF16_NUL_SHARE * pairs and low <= UTF16_STRAY_NUL_SHARE * pairs:
            return codec
    return ""


def _read_wide(content: bytes, codec: str) -> Reading:
    """UTF-16 or UTF-32 behind its mark; noise behind a mark is no text."""
    encoding = codec[:6]
    repairs: tuple[str, ...] = ()
    try:
        text = content.decode(codec)
    except UnicodeDecodeError:
        # A surrogate without its other half, or an end in the middle of a character.
        text = content.decode(codec, "replace")
        allowed = max(1, MAXIMUM_DAMAGED_SHARE * len(text)) if len(text) >= SHORTEST_DAMAGED_TEXT else 0
        if text.count("\ufffd") > allowed:
            return NO_TEXT
        repairs = (REPLACED_DAMAGED,)
    if len(_UNUSUAL.findall(text)) > MAXIMUM_UNUSUAL_SHARE * len(text):
        return NO_TEXT
    if _has_too_many_controls(text.encode(), ASCII_CONTROLS):
        return NO_TEXT
    return Reading(text, encoding, repairs)


def _read_other(content: bytes) -> Reading:
    """Bytes that are not valid UTF-8."""
    if _has_too_many_controls(content, ASCII_CONTROLS):
        return NO_TEXT
    repaired = _read_damaged_utf8(content)
    if repaired is not None:
        return repaired
    controls = ASCII_CONTROLS + _CP1252_UNDEFINED
    high_count = len(content) - len(content.translate(None, _HIGH_BYTES))
    if high_count > FOREIGN_HIGH_BYTE_SHARE * len(content):
        if high_count >= FEWEST_FOREIGN_HIGH_BYTES:
            return _read_foreign(content)
        if len(content.translate(None, controls)) < len(content):
            return NO_TEXT
    if _has_too_many_controls(content, controls):
        return NO_TEXT
    return Reading(codecs.charmap_decode(content, "strict", CP1252)[0], "cp1252", (DECODED_AS_CP1252,))


def _read_foreign(content: bytes) -> Reading:
    """Text of another alphabet in an encoding of its own, or no text.

    Such a file is hardly Dutch. It is read all the same, so that it is refused for its language and not for what it
    is not. For Western alphabets the guess is poor (10 of 22 Dutch texts in Windows-1252 came out wrong), so it is not
    asked there.
    """
    best = from_bytes(content[:GUESSED_FROM_BYTES]).best()
    if best is None or best.encoding.startswith(("utf", "ascii")):
        return NO_TEXT
    text = content.decode(best.encoding, "replace")
    damaged_count = text.count("\ufffd")
    if damaged_count > MAXIMUM_DAMAGED_SHARE * len(text) or _BAD_BYTES.search(text):
        return NO_TEXT
    repairs = (DECODED_AS_GUESSED, REPLACED_DAMAGED) if damaged_count else (DECODED_AS_GUESSED,)
    return Reading(text, best.encoding, repairs)


def _read_damaged_utf8(content: bytes) -> Reading | None:
    """UTF-8 that holds some bytes which are not, or None where UTF-8 is not what most bytes beyond ASCII are.

    Such bytes come from joined sources, or from tools that cut text after so many bytes. A byte that stands
    alone is read as Windows-1252 has it: most are a quotation mark, a dash or an accented letter. Where a character
    of several bytes lost a part, nobody can tell which it was: U+FFFD takes its place.
    """
    found: set[str] = set()
    if _SURROGATE_PAIR.search(content):
        content = _SURROGATE_PAIR.sub(_join_surrogates, content)
        found.add(JOINED_SURROGATES)
    readable = content.decode("utf-8", "ignore")
    good = len(readable) - len(readable.encode("ascii", "ignore"))
    if not good:
        return None
    western = len(_WESTERN.findall(readable))
    escaped = content.decode("utf-8", "surrogateescape")
    damages = len(_BAD_BYTES.findall(escaped))
    if western < damages and good < OTHER_LETTERS_PER_DAMAGE * damages:
        return None
    if len(escaped) - len(readable) > LONGEST_DAMAGE * damages:
        return None
    is_western = 2 * western >= good

    def read_piece(piece: re.Match[bytes]) -> str:
        found.add(REPLACED_DAMAGED if piece["damaged"] else DECODED_STRAY_BYTES)
        return "\ufffd" if piece["damaged"] else CP1252[piece[0][0]]

    def read_run(run: re.Match[str]) -> str:
        encoded = run[0].encode("utf-8", "surrogateescape")
        is_cut_off = run.end() == len(escaped) and len(encoded) == 1 and encoded[0] in _FIRST_BYTES
        if is_cut_off or not is_western:
            found.add(REPLACED_DAMAGED)
            return "\ufffd"
        return "".join(map(read_piece, _BAD_PIECE.finditer(encoded)))

    text = _BAD_BYTES.sub(read_run, escaped)
    return Reading(text, "utf-8", tuple(name for name in BYTE_REPAIRS if name in found))


def _join_surrogates(pair: re.Match[bytes]) -> bytes:
    return pair[0].decode("utf-8", "surrogatepass").encode("utf-16", "surrogatepass").decode("utf-16").encode()
