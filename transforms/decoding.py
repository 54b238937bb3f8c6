"""From the bytes of a source file to text: find the encoding, repair what can be named.

Only named repairs touch the text; a byte order mark is cut off without being called one. Whatever comes out
is valid Unicode: it can be encoded as UTF-8, holds no lone surrogate, and its composed characters are in NFC.
"""

from __future__ import annotations

import codecs
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

__all__ = ["MAXIMUM_CONTROL_SHARE", "TEXT_REPAIRS", "ContentStatus", "Decoded", "Repair", "decode"]

ContentStatus = Literal["ok", "file_empty", "binary_data"]

MAXIMUM_CONTROL_SHARE = 0.02
"""More control characters than this share of all bytes, and the file is taken for binary data."""

_BYTE_ORDER_MARK = "\ufeff"
_UTF16_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)

# Control characters of ASCII other than tab, line feed and carriage return, and DEL. Those of Latin-1 (0x80-0x9F)
# are no part of it: in UTF-8 they are nearly always a damaged quotation mark or dash, which a repair can still read.
_CONTROLS = bytes(code for code in (*range(0x20), 0x7F) if code not in b"\t\n\r")
# Vertical tab and form feed part lines and pages: without a line break in their place, two words would become one.
_LINE_BREAKING_CONTROLS = b"\v\f"
_DROPPED_CONTROLS = bytes(code for code in _CONTROLS if code not in _LINE_BREAKING_CONTROLS)
_CONTROL_TABLE = bytes.maketrans(_LINE_BREAKING_CONTROLS, b"\n\n")

# Windows-1252, its five undefined bytes read as Latin-1 reads them, so that every byte has a character.
_CP1252_UNDEFINED = frozenset(b"\x81\x8d\x8f\x90\x9d")
_CP1252_TABLE = "".join(
    chr(code) if code in _CP1252_UNDEFINED else bytes([code]).decode("cp1252") for code in range(256)
)


@dataclass(frozen=True, slots=True)
class Decoded:
    """What became of the bytes of one source file.

    Attributes:
        status: `ok`, or the reason for which there is no text.
        text: The text with its header; empty unless the status is `ok`.
        encoding: `utf-8`, `utf-16` or `cp1252`; empty unless the status is `ok`.
        repairs: Names of the repairs that changed the text, in the order in which they were applied.
    """

    status: ContentStatus
    text: str = ""
    encoding: str = ""
    repairs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Repair:
    """One named repair of a text.

    Attributes:
        name: As stored in `documents.repairs`.
        apply: Gives the repaired text, and the very text it was given when there is nothing to repair. Applying
            it twice must give the same as applying it once.
    """

    name: str
    apply: Callable[[str], str]


def _normalise_to_nfc(text: str) -> str:
    if text.isascii() or unicodedata.is_normalized("NFC", text):
        return text
    return unicodedata.normalize("NFC", text)


TEXT_REPAIRS = (Repair("normalised_to_nfc", _normalise_to_nfc),)
"""The repairs of a decoded text, in order, after control characters are gone.

NFC stands last, so that what another repair makes is in NFC too.
"""


def decode(content: bytes) -> Decoded:
    """Read the bytes of a source file as text.

    A UTF-16 byte order mark decides; else NUL bytes mean binary data; else the bytes are UTF-8 if they are
    valid as such, and Windows-1252 if not. Bytes after a UTF-16 mark that are no UTF-16 are binary data too.

    Args:
        content: The bytes as they were taken in, decompressed.

    Returns:
        The text with the repairs that touched it, or the reason for which there is none. Never raises.
    """
    if not content:
        return Decoded("file_empty")
    repairs: list[str] = []
    if content.startswith(_UTF16_MARKS):
        encoding = "utf-16"
        try:
            text = content.decode("utf-16")
        except UnicodeDecodeError:
            return Decoded("binary_data")
        control_count = _count_controls(text.encode())
    elif b"\0" in content:
        return Decoded("binary_data")
    else:
        encoding, text = _decode_bytes(content)
        if encoding == "cp1252":
            repairs.append("decoded_as_cp1252")
        # UTF-8 and Windows-1252 have these bytes for these characters only, and bytes are quicker to search than a str.
        control_count = _count_controls(content)
    if control_count > MAXIMUM_CONTROL_SHARE * len(content):
        return Decoded("binary_data")
    if control_count:
        repairs.append("removed_control_characters")
        text = text.encode().translate(_CONTROL_TABLE, _DROPPED_CONTROLS).decode()

    # Some tools put a second mark before a text that has one.
    text = text.lstrip(_BYTE_ORDER_MARK)
    for repair in TEXT_REPAIRS:
        repaired = repair.apply(text)
        if repaired is not text:
            repairs.append(repair.name)
            text = repaired
    return Decoded("ok", text, encoding, tuple(repairs))


def _decode_bytes(content: bytes) -> tuple[str, str]:
    """Encoding and text of bytes without a UTF-16 mark."""
    # Cut off as bytes: in Windows-1252 the mark would read as three letters before the header.
    content = content.removeprefix(codecs.BOM_UTF8)
    try:
        return "utf-8", content.decode()
    except UnicodeDecodeError:
        return "cp1252", codecs.charmap_decode(content, "strict", _CP1252_TABLE)[0]


def _count_controls(encoded: bytes) -> int:
    return len(encoded) - len(encoded.translate(None, _CONTROLS))
