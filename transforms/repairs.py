"""The named repairs of a decoded text: what each one touches, and the order in which they are made.

A repair undoes what a machine did to the newspaper's text, and only where that is sure. Quotation marks, dashes,
ligatures, fractions and every other character that a newspaper sets stay as they are. `docs/repairs.md` shows each
repair before and after, and what is never touched.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass

import re2

from transforms.charsets import CP1252
from transforms.markup import ENTITY_TRIGGER, MARKUP_TRIGGER, decode_entities, remove_markup
from transforms.mojibake import MOJIBAKE_TRIGGER, fix_mojibake

__all__ = ["TEXT_REPAIRS", "Repair", "needs_repair", "repair_text", "unify_line_ends"]

MAXIMUM_ROUNDS = 8
"""One repair can uncover work for another (`&am<b></b>p;`). Real text needs one round and one more to see that nothing
is left; the bound keeps text that was made to be uncovered for ever from taking for ever."""


@dataclass(frozen=True, slots=True)
class Repair:
    """One named repair of a text.

    Attributes:
        name: As stored in `documents.repairs`.
        trigger: RE2 pattern of characters; a text without a match needs no such repair. It may match more.
        apply: Gives the repaired text, equal to what it was given where there is nothing to repair.
    """

    name: str
    trigger: str
    apply: Callable[[str], str]


_CARRIAGE_RETURNS = re.compile("\r+\n?")


def unify_line_ends(text: str) -> str:
    """Make every line end LF. CR CR LF, which translating line ends twice makes of one, is one line end."""
    text = text.replace("\r\n", "\n")
    if "\r" not in text:
        return text
    return _CARRIAGE_RETURNS.sub(lambda found: "\n" if found[0][-1] == "\n" else "\n" * len(found[0]), text)


# Vertical tab and form feed part lines and pages: without a line break in their place, two words would become one.
_CONTROLS = {code: None for code in (*range(0x20), 0x7F) if code not in b"\t\n\r"} | {0x0B: "\n", 0x0C: "\n"}


def _remove_controls(text: str) -> str:
    return text.translate(_CONTROLS)


# U+0085 is the line end of mainframes, and what Latin-1 made of the ellipsis of Windows-1252. The latter stands before
# a space or a closing mark, or behind a space or an opening mark, or in one text with its neighbours. A line end stands
# between the end of one line and the beginning of the next.
_NEXT_LINE = re.compile(
    "(?<=[^\\s(\\[\"'\u2018\u201c\u201e\u00ab\x85])\x85+(?=[\\w(\\[\u2018\u201c\u201e\u00ab])"
    "|(?<=[.!?\u2026\"'\u2019\u201d\u00bb)])\x85+\\Z"
)
_OTHER_C1 = re.compile("[\x80-\x84\x86-\x9f]")


def _replace_line_separators(text: str) -> str:
    if "\x85" in text and not _OTHER_C1.search(text):
        text = _NEXT_LINE.sub(lambda found: "\n" * len(found[0]), text)
    return text.replace("\u2028", "\n").replace("\u2029", "\n\n")


# The five that Windows-1252 does not define mean nothing at all.
_C1 = {code: None if ord(CP1252[code]) == code else CP1252[code] for code in range(0x80, 0xA0)}


def _decode_c1(text: str) -> str:
    return text.translate(_C1)


_SPACES = dict.fromkeys(map(ord, "\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a"), " ")
_SPACES |= dict.fromkeys(map(ord, "\u202f\u205f\u3000"), " ")


def _replace_spaces(text: str) -> str:
    return text.translate(_SPACES)


# Joiners belong to emoji and to scripts that need them (Persian, Hindi); between Latin letters, figures, punctuation
# and spaces they are dirt. Those are the characters below U+0300 and the general punctuation.
_INVISIBLE = re.compile(
    "[\u200b\u2060\ufeff]|(?:(?<=[\x00-\u02ff\u2000-\u206f])|\\A)[\u200c\u200d]+(?=[\x00-\u02ff\u2000-\u206f]|\\Z)"
)


def _remove_invisible(text: str) -> str:
    return _INVISIBLE.sub("", text)


# At the end of a line a soft hyphen was a real one, and the word goes on below. Beside a figure (A4-formaat, -5 graden)
# or before a capital in the middle of a word (Noord-Korea) it may be a hyphen that a typesetting system wrote as a soft
# one: it stays.
_SOFT_HYPHEN = re.compile(
    "(?<=\\w)(?<![0-9])\u00ad+[ \t]*\n[ \t]*(?=[a-z\u00df-\u00f6\u00f8-\u00ff])"
    "|(?<![0-9\u00ad])\u00ad+(?![0-9A-Z\u00c0-\u00d6\u00d8-\u00de\u00ad])"
    "|(?<![0-9a-z\u00df-\u00f6\u00f8-\u00ff\u00ad])\u00ad+(?![0-9\u00ad])"
)


def _remove_soft_hyphens(text: str) -> str:
    return _SOFT_HYPHEN.sub("", text)


# More characters in a row that may be combining marks (all lie behind U+0300) than the Stream-Safe Text Format of
# Unicode (UAX #15) allows, and than any language writes.
_PERHAPS_MARKS = re.compile("[^\x00-\u02ff]{31,}")


def _normalise_to_nfc(text: str) -> str:
    return unicodedata.normalize("NFC", _PERHAPS_MARKS.sub(_order_marks, text))


def _order_marks(run: re.Match[str]) -> str:
    """Put marks into the order that NFC gives them: Python takes the square of their number for it, a sort does not."""
    ordered: list[str] = []
    marks: list[str] = []
    # Decomposed one by one: some characters that are no marks consist of two.
    for character in "".join([unicodedata.normalize("NFD", one) for one in run[0]]):
        if unicodedata.combining(character):
            marks.append(character)
            continue
        ordered += sorted(marks, key=unicodedata.combining)
        ordered.append(character)
        marks = []
    return "".join([*ordered, *sorted(marks, key=unicodedata.combining)])


# Every character that NFC changes, or that can join the one before it, and many others: Latin letters without marks,
# punctuation, symbols and emoji are left out, which is what Dutch text consists of. A test tries every character.
_MAY_CHANGE_IN_NFC = (
    r"[\x{300}-\x{1fff}\x{2000}\x{2001}\x{20d0}-\x{20ff}\x{2126}\x{212a}\x{212b}\x{2329}\x{232a}\x{2adc}"
    r"\x{2c00}-\x{2dff}\x{2e80}-\x{fdff}\x{fe20}-\x{fefe}\x{ff00}-\x{1efff}\x{1fb00}-\x{10ffff}]"
)

TEXT_REPAIRS = (
    Repair("removed_control_characters", r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]", _remove_controls),
    Repair("decoded_html_entities", ENTITY_TRIGGER, decode_entities),
    # Behind entities, which can spell mojibake; before spaces and soft hyphens, which are bytes of it.
    Repair("fixed_mojibake", MOJIBAKE_TRIGGER, fix_mojibake),
    Repair("replaced_line_separators", r"[\x{85}\x{2028}\x{2029}]", _replace_line_separators),
    Repair("decoded_c1_controls", r"[\x{80}-\x{9f}]", _decode_c1),
    # Behind entities, which can spell tags.
    Repair("removed_html_markup", MARKUP_TRIGGER, remove_markup),
    Repair("replaced_odd_spaces", r"[\x{a0}\x{1680}\x{2000}-\x{200a}\x{202f}\x{205f}\x{3000}]", _replace_spaces),
    Repair("removed_invisible_characters", r"[\x{200b}-\x{200d}\x{2060}\x{feff}]", _remove_invisible),
    Repair("removed_soft_hyphens", r"\x{ad}", _remove_soft_hyphens),
    # Last, so that what another repair makes is in NFC too.
    Repair("normalised_to_nfc", _MAY_CHANGE_IN_NFC, _normalise_to_nfc),
)
"""The repairs of a decoded text, in the order in which they are made and listed."""

_TRIGGERS = tuple((repair, re2.compile(repair.trigger)) for repair in TEXT_REPAIRS)
_ANY_TRIGGER = re2.compile("|".join([r"\r", *(repair.trigger for repair in TEXT_REPAIRS)]))


def needs_repair(content: bytes) -> bool:
    """Whether a repair, or unifying line ends, may change a text.

    Args:
        content: The text in UTF-8.

    Returns:
        False only where none would; True where one has to look closer.
    """
    return _ANY_TRIGGER.search(content) is not None


def repair_text(text: str) -> tuple[str, tuple[str, ...]]:
    """Make every repair that a text needs.

    Args:
        text: Text without lone surrogates, its line ends LF.

    Returns:
        The repaired text and the names of the repairs, in the order of `TEXT_REPAIRS`.
    """
    made: set[str] = set()
    for _ in range(MAXIMUM_ROUNDS):
        before = text
        encoded = text.encode()
        if _ANY_TRIGGER.search(encoded) is None:
            break
        for repair, trigger in _TRIGGERS:
            if trigger.search(encoded) is None:
                continue
            repaired = repair.apply(text)
            if repaired != text:
                made.add(repair.name)
                text = repaired
                encoded = text.encode()
        if text == before:
            break
    return text, tuple(repair.name for repair in TEXT_REPAIRS if repair.name in made)
