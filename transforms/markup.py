"""HTML that was left in a text: entities, tags, scripts and style sheets.

Only what is surely markup goes. `a < b`, `<3`, `AT&T`, `<naam@krant.nl>` and `<bestandsnaam>` are no markup, and a tag
that a text is about (`<p>`-element, "<br>", een <div> in) is none either: a tag must do what tags do.
"""

from __future__ import annotations

import re
import sys
from html.entities import name2codepoint
from typing import NamedTuple

from transforms.charsets import CP1252

__all__ = ["ENTITY_TRIGGER", "MARKUP_TRIGGER", "decode_entities", "remove_markup"]

ENTITY_TRIGGER = r"&(?:#[0-9]{1,9}|#[xX][0-9A-Fa-f]{1,7}|[A-Za-z][A-Za-z0-9]{1,7});"
"""RE2 pattern: a text without a match holds no entity."""

# Feeds escape what is escaped already, so `&amp;amp;eacute;` is one entity.
_ENTITY = re.compile(
    r"&(?:(?:amp|#0*+38|#[xX]0*+26);)*"
    r"(?:#(?P<decimal>[0-9]{1,9})|#[xX](?P<hexadecimal>[0-9A-Fa-f]{1,7})|(?P<name>[A-Za-z][A-Za-z0-9]{1,7}));"
)
# The names of HTML 4, and the one that XML adds. HTML 5 has two thousand more, among them names such as `it` and `in`.
_NAMED = {name: chr(code) for name, code in name2codepoint.items()} | {"apos": "'"}
_CARRIAGE_RETURN = re.compile("&#(?:0*+13|[xX]0*+[dD]);")

# Tag name -> what takes the place of the tag.
_PARAGRAPH_BREAKS = (
    "p div h1 h2 h3 h4 h5 h6 ul ol dl table tbody thead tfoot caption blockquote section article header footer nav "
    "aside main figure figcaption form fieldset address center pre hr html head body title"
)
_ITEMS = "li tr dt dd"
_LINE_BREAKS = f"br {_ITEMS}"
_SPACES = "td th"
_NOTHINGS = (
    "a abbr acronym audio b bdo big button cite code del em embed font i iframe img input ins label link mark meta "
    "nobr noscript object option picture q s select small source span strike strong sub sup svg textarea time tt u var "
    "video wbr"
)
_REPLACEMENTS = (
    dict.fromkeys(_PARAGRAPH_BREAKS.split(), "\n\n")
    | dict.fromkeys(_LINE_BREAKS.split(), "\n")
    | dict.fromkeys(_SPACES.split(), " ")
    | dict.fromkeys(_NOTHINGS.split(), "")
)
# Tags that stand alone by their nature; tags that were often not closed, or lost their partner; and of those, the ones
# that set off words and not blocks.
_ALONE = {"br", "hr", "wbr"}
_OFTEN_ALONE = {
    "p",
    "div",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "ul",
    "ol",
    "li",
    "table",
    "tr",
    "td",
    "th",
    "blockquote",
}
_EMPHASIS = {"a", "b", "em", "font", "i", "span", "strong", "u"}
_BLOCKS = frozenset(name for name, replacement in _REPLACEMENTS.items() if "\n" in replacement)

_NAMES = "|".join(sorted(_REPLACEMENTS, key=len, reverse=True))
MARKUP_TRIGGER = rf"(?i:<(?:/?(?:{_NAMES}|script|style)[\s/>]|!--|!doctype\s|\?xml\s))"
"""RE2 pattern: a text without a match holds no tag."""

_ATTRIBUTES = r"""(?:\s++[A-Za-z_:@][\w:.@-]*+\s*+=\s*+(?:"[^"<>]*+"|'[^'<>]*+'|[^\s"'<>=`]++))"""
_TAG = re.compile(
    rf"<(?P<slash>/?)(?P<name>(?i:{_NAMES}))(?![\w-])(?P<attributes>{_ATTRIBUTES}*+)\s*+/?>",
)
# Beginnings and ends of what a browser does not show.
_INVISIBLE = re.compile(
    r"(?i)(?P<opening><(?P<code>script|style)(?=[\s>])[^<>]*+>|<!--)"
    r"|(?P<closing></(?P<closed>script|style)\s*+>|-->)"
    r"|<(?:!doctype|\?xml)\s[^<>]*+>"
)
_CODE = re.compile(r"[={(]")

_OPENING_MARKS = "`\"'(\u2018\u201c\u201e\u00ab"
_CLOSING_MARKS = "`\"')\u2019\u201d\u201c\u00bb"
_SENTENCE_ENDS = ".!?:;\u2026\"'\u2019\u201d\u00bb)>"


def decode_entities(text: str) -> str:
    """Replace the entities of HTML by the characters they stand for.

    Only with their semicolon, and only those of HTML 4, by name or number. An entity between backticks is one that
    the text is about.
    """
    if "&#" in text:
        text = _CARRIAGE_RETURN.sub("\r", text)
        text = text.replace("\r&#10;", "\n").replace("\r\n", "\n").replace("\r", "\n")
    return _ENTITY.sub(_read_entity, text)


def _read_entity(entity: re.Match[str]) -> str:
    text, start, end = entity.string, entity.start(), entity.end()
    if text[start - 1 : start] == "`" and text[end : end + 1] == "`":
        return entity[0]
    if entity["name"]:
        return _NAMED.get(entity["name"], entity[0])
    code = int(entity["decimal"]) if entity["decimal"] else int(entity["hexadecimal"], 16)
    # Browsers read these numbers as Windows-1252 has them, so that is how they were meant.
    if code in range(0x80, 0xA0):
        code = ord(CP1252[code])
    return chr(code) if _is_printed(code) else entity[0]


def _is_printed(code: int) -> bool:
    """Whether a number is a character of Unicode that a text may hold: no surrogate, and no control character."""
    is_control = code not in (0x09, 0x0A) and (code < ord(" ") or code in range(0x7F, 0xA0))
    return code <= sys.maxunicode and code not in range(0xD800, 0xE000) and not is_control


class _Tag(NamedTuple):
    """A tag in a text, and whether it stands as a word: a space before it, a space or punctuation behind."""

    name: str
    start: int
    end: int
    is_closing: bool
    has_attributes: bool
    is_word: bool


def remove_markup(text: str) -> str:
    """Remove tags, comments, and scripts and style sheets with what is in them.

    In place of a tag that parts blocks or lines comes a blank line or a line break, in place of a table cell a space.
    """
    text = _remove_invisible(text)
    tags = [tag for found in _TAG.finditer(text) if (tag := _tag_of(found)) is not None]
    partners = _find_partners(tags)
    pieces: list[str] = []
    at = 0
    for place, tag in enumerate(tags):
        if tag.start < at or not (place in partners or _is_markup_alone(tag, text)):
            continue
        # The next item of a list, or row of a table, begins the line that the end of the one before would begin.
        replacement = "" if tag.is_closing and tag.name in _ITEMS.split() else _REPLACEMENTS[tag.name]
        before = text[at : tag.start]
        at = tag.end
        if tag.name in _BLOCKS:
            before = before.rstrip(" \t")
            at = _end_of_blanks(text, at)
        pieces += (before, replacement)
    return "".join([*pieces, text[at:]])


def _end_of_blanks(text: str, at: int) -> int:
    while text[at : at + 1] in (" ", "\t"):
        at += 1
    return at


def _remove_invisible(text: str) -> str:
    """Remove what a browser does not show: comments, scripts, style sheets and declarations.

    From an end back to the nearest beginning, so that a beginning that was never ended takes nothing with it.
    """
    pieces: list[str] = []
    at = 0
    opened: re.Match[str] | None = None
    for found in _INVISIBLE.finditer(text):
        if _is_mentioned(text, found.start(), found.end()):
            continue
        start = found.start()
        if found["opening"]:
            opened = found
            continue
        if found["closing"]:
            if opened is None or (opened["code"] or "").lower() != (found["closed"] or "").lower():
                continue
            start, inside, opening = opened.start(), text[opened.end() : start], opened
            opened = None
            if opening["code"] and not _is_code(inside, opening[0]):
                continue
        pieces.append(text[at:start])
        at = found.end()
        opened = None
    return "".join([*pieces, text[at:]])


def _is_code(inside: str, opening: str) -> bool:
    """Whether a script or style sheet holds code, or takes it from elsewhere, and is not words between two mentions."""
    return bool(_CODE.search(inside)) or (not inside.strip() and "=" in opening)


def _is_mentioned(text: str, start: int, end: int) -> bool:
    """Whether a tag stands in quotation marks, backticks or brackets, or is part of a compound: `<p>`-element."""
    before, after = text[start - 1 : start], text[end : end + 1]
    if before and after and before in _OPENING_MARKS and after in _CLOSING_MARKS:
        return True
    return after == "-" and text[end + 1 : end + 2].isalpha()


def _tag_of(found: re.Match[str]) -> _Tag | None:
    text, start, end = found.string, found.start(), found.end()
    if _is_mentioned(text, start, end):
        return None
    is_word = text[start - 1 : start] == " " and text[end : end + 1] in tuple(" .,;:!?)")
    return _Tag(found["name"].lower(), start, end, bool(found["slash"]), bool(found["attributes"]), is_word)


def _find_partners(tags: list[_Tag]) -> set[int]:
    """Places of the tags that open or close together with another, of which one at least does not stand as a word."""
    open_places: dict[str, list[int]] = {}
    partners: set[int] = set()
    for place, tag in enumerate(tags):
        if not tag.is_closing:
            open_places.setdefault(tag.name, []).append(place)
        elif open_places.get(tag.name):
            opened = open_places[tag.name].pop()
            if not (tag.is_word and tags[opened].is_word):
                partners |= {opened, place}
    return partners


def _is_markup_alone(tag: _Tag, text: str) -> bool:
    """Whether a tag without a partner is markup all the same."""
    if tag.has_attributes or tag.name in _ALONE:
        return True
    if tag.name in _OFTEN_ALONE:
        return not tag.is_word or _is_between_sentences(tag, text)
    if tag.name not in _EMPHASIS or tag.is_word:
        return False
    if tag.is_closing:
        return True
    return text[tag.end : tag.end + 1].isalpha() and not text[tag.start - 1 : tag.start].isalnum()


def _is_between_sentences(tag: _Tag, text: str) -> bool:
    before = text[max(tag.start - 80, 0) : tag.start].rstrip(" \t")
    after = text[tag.end : tag.end + 80].lstrip(" \t")
    return not before or before[-1] in _SENTENCE_ENDS + "\n" or not after or after[0] in "<\n"
