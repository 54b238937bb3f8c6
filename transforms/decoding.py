"""From the bytes of a source file to text: find the encoding, repair what can be named.

Only named repairs touch the text, but for two things that carry no meaning: byte order marks in front are cut off, and
line ends become LF. Whatever comes out is valid Unicode: it can be encoded as UTF-8, holds no lone surrogate and no
control character but tab and line feed, and is in NFC. `docs/repairs.md` lists every repair with examples.
"""

from __future__ import annotations

import codecs
from dataclasses import dataclass
from typing import Literal

from transforms.charsets import BYTE_REPAIRS, SPECIAL_STARTS, read_bytes
from transforms.repairs import TEXT_REPAIRS, needs_repair, repair_text, unify_line_ends

__all__ = ["REPAIR_NAMES", "ContentStatus", "Decoded", "decode"]

ContentStatus = Literal["ok", "file_empty", "binary_data"]

REPAIR_NAMES = (*BYTE_REPAIRS, *(repair.name for repair in TEXT_REPAIRS))
"""Every name that `repairs` can hold, in the order in which the repairs are made and listed."""

_BYTE_ORDER_MARK = "\ufeff"


@dataclass(frozen=True, slots=True)
class Decoded:
    """What became of the bytes of one source file.

    Attributes:
        status: `ok`, or the reason for which there is no text.
        text: The text with its header; empty unless the status is `ok`.
        encoding: `utf-8`, `utf-16`, `utf-32` or `cp1252`, or Python's name of an encoding that had to be guessed;
            empty unless the status is `ok`.
        repairs: Names of the repairs that were made, in the order of `REPAIR_NAMES`.
    """

    status: ContentStatus
    text: str = ""
    encoding: str = ""
    repairs: tuple[str, ...] = ()


def decode(content: bytes) -> Decoded:
    """Read the bytes of a source file as text and repair it.

    Clean UTF-8, which nearly every file is, costs one decoding and one scan for anything that a repair may touch.

    Args:
        content: The bytes as they were taken in, decompressed.

    Returns:
        The text with the repairs that were made, or the reason for which there is none. Never raises.
    """
    if not content:
        return Decoded("file_empty")
    unmarked = content.removeprefix(codecs.BOM_UTF8)
    if not unmarked.startswith(SPECIAL_STARTS):
        try:
            text = unmarked.decode()
        except UnicodeDecodeError:
            pass
        else:
            if not needs_repair(unmarked):
                return Decoded("ok", text, "utf-8")
    reading = read_bytes(content)
    if not reading.encoding:
        return Decoded("binary_data")
    # Some tools put a second mark before a text that has one.
    text = unify_line_ends(reading.text.lstrip(_BYTE_ORDER_MARK))
    text, repairs = repair_text(text)
    return Decoded("ok", text.lstrip(_BYTE_ORDER_MARK), reading.encoding, reading.repairs + repairs)
