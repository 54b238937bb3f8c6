"""Double-encoded text: UTF-8 that was read as another encoding and written as UTF-8 once more.

`KrÃ¶ger` was `Kröger`. Nearly all of it is found and undone by ftfy's `fix_encoding`, line by line: of ftfy's other
repairs none is used, because they rewrite what a newspaper set (quotation marks, ligatures, wide letters). ftfy leaves
alone a few letters that stand alone in their line, such as the ğ of Erdoğan; those of the alphabets that Dutch
newspapers print are undone here, where the letters around leave no doubt.
"""

from __future__ import annotations

import re

import re2

from transforms.charsets import CP1252

__all__ = ["MOJIBAKE_TRIGGER", "fix_mojibake"]

# What ftfy knows double encoding from: signs, letters of other alphabets, and what else the byte tables of PCs and Macs
# hold. Symbols that newspapers set one after another, stars and emoji among them, are not in it.
_FOREIGN = r"\x{100}-\x{1fff}\x{2030}\x{2039}-\x{23ff}\x{2500}-\x{25ff}\x{f8ff}\x{fb00}-\x{fb06}\x{fffd}"
_SIGN = r"\x{a0}-\x{bf}\x{d7}\x{f7}"
MOJIBAKE_TRIGGER = (
    # Latin-1 read the bytes 0x80 to 0x9F as control characters.
    r"[\x{80}-\x{9f}]"
    # A sign or a letter of another alphabet, and then another character beyond ASCII.
    rf"|[{_SIGN}{_FOREIGN}][\x{{a0}}-\x{{2027}}{_FOREIGN}]"
    # A capital with an accent, and then anything but a small letter: `Één` is common.
    rf"|[\x{{c0}}-\x{{df}}][\x{{a0}}-\x{{df}}\x{{2001}}-\x{{2027}}{_FOREIGN}]"
    # Punctuation, and then a capital, a sign or a letter of another alphabet. Two marks in a row are common.
    rf"|[\x{{2010}}-\x{{202f}}][\x{{a1}}-\x{{aa}}\x{{ac}}-\x{{ba}}\x{{bc}}-\x{{df}}\x{{f7}}{_FOREIGN}]"
    # A small letter with an accent, and then a sign. `é”`, `é’`, `é…` and `é–` are common and no beginning of any.
    rf"|[\x{{e0}}-\x{{ff}}][\x{{a0}}-\x{{df}}\x{{f7}}\x{{201a}}\x{{201e}}\x{{2020}}-\x{{2022}}{_FOREIGN}]"
    r"|[\x{e0}\x{e2}-\x{e8}\x{ea}\x{ee}\x{f0}-\x{ff}][\x{2010}-\x{202f}]"
    # Where a space took the place of a no-break space, and the ligature where no letter follows.
    r"|[\x{c2}\x{c3}](?:\s|$)|[\x{152}\x{153}](?:[^a-zA-Z]|$)"
)
"""RE2 pattern: a text without a match holds no mojibake that would be fixed."""
_TRIGGER = re2.compile(MOJIBAKE_TRIGGER)

LONGEST_SEGMENT = 5_000
"""A longer line is fixed in pieces, so that the time ftfy takes grows with the text and not with its square."""

_SEGMENTS = re.compile(rf"[^\n]{{1,{LONGEST_SEGMENT}}}(?=\s|\Z)|[^\n]{{1,{LONGEST_SEGMENT}}}|\n+")

# What Windows-1252 and Latin-1 make of the bytes 0x80 to 0xBF, all but the first of a character in UTF-8.
_NEXT = "".join(dict.fromkeys([*map(chr, range(0x80, 0xC0)), *CP1252[0x80:0xA0]]))
# The same without the marks that may well follow a capital: spaces, quotation marks, dashes, ellipsis, bullet, ™, ©, ®.
_NOT_SIGNS = "\xa0\u2018\u2019\u201c\u201d\u2013\u2014\u2026\u2022\u2122\u00a9\u00ab\u00ae\u00bb"
_NEXT_SIGN = "".join(character for character in _NEXT if character not in _NOT_SIGNS)
_NEXT_UNQUOTED = "".join(character for character in _NEXT if character not in "\u2018\u2019\u201c\u201d")

_SURE = re.compile(
    # Not inside a garble of which only these characters could be read.
    f"(?<![{_NEXT_SIGN}])(?:"
    # Whatever stands around: quotation marks and dashes, €, ™, emoji, a byte order mark, signs and small letters.
    f"\u00e2[\u20ac\x80][{_NEXT}]|\u00e2[\u201a\x82]\u00ac|\u00e2[\u201e\x84]\u00a2"
    f"|\u00e2[\u02dc\u2122\u0161\u203a\u0153\u017e\x98-\x9e][{_NEXT}]|\u00f0[\u0178\x9f][{_NEXT}]{{2}}"
    "|\u00ef\u00bb\u00bf|[\u00c2\u00c3][\u00a1-\u00bf]"
    # In the middle of a word no capital follows a small letter: ErdoÄŸan.
    f"|(?<=[a-z])[\u00c3-\u00c5\u00c8](?:[{_NEXT_UNQUOTED}]|[{_NEXT}](?=[a-z]))"
    # No word begins with a capital, a sign and then small letters: Å¡tina.
    f"|(?<!\\w)[\u00c3-\u00c5][{_NEXT_SIGN}](?=[a-z])"
    "|(?<!\\w)[\u00c3\u00c5][\u2026\u201c](?=[a-z])|(?<!\\w)\u00c5\u00a0(?=[a-z]{3})"
    # No word of capitals has a sign in it: ERDOÄžAN.
    f"|(?<=[A-Z])(?:[\u00c3-\u00c5][{_NEXT_SIGN}]|\u00c3\u2026)(?=[A-Z])"
    ")+"
)
# The word à, of which the second half became a space, and perhaps one with the space behind: 3 Ã  4, 3 Ã 4.
_LONE_A_GRAVE = re.compile("(?<=[0-9a-z] )\u00c3(?:[ \u00a0](?= [0-9a-z])|(?= [0-9a-z]))")
# Of the characters that lose their last byte in Windows-1252, which does not define it, a newspaper sets one: the
# closing quotation mark. Some tools put U+FFFD in place of the byte, some nothing.
_LOST_CLOSING_MARK = re.compile(rf"(?<![{_NEXT_SIGN}])\u00e2\u20ac(?:\ufffd|(?=[ \t\n.,;:!)\]-]|\Z))")
_OPENING_MARK = re.compile("(?<!\u00e2)[\u201c\u201e]|\u00e2\u20ac[\u0153\u017e]")

# Letters of the alphabets that Dutch newspapers print, punctuation, and the signs and emoji they use.
_EXPECTED = re.compile(
    "[\u00a1-\u017f\u0218-\u021b\u2010-\u2027\u2030-\u203a\u20ac\u2122\u2600-\u27bf\ufeff\U0001f000-\U0001faff]+"
)
_BYTES = {ord(CP1252[code]): code for code in range(0x80, 0xA0)}
_C1 = {code: CP1252[code] for code in range(0x80, 0xA0)}


def fix_mojibake(text: str) -> str:
    """Undo double encoding, however many times it was made.

    A line is changed only if it looks less like mojibake afterwards. Control characters of Latin-1 that are no part
    of a double-encoded character stay: reading those as Windows-1252 is a repair of its own.
    """
    return "".join([_fix_segment(segment) for segment in _SEGMENTS.findall(text)])


def _fix_segment(segment: str) -> str:
    if segment.isascii() or _TRIGGER.search(segment.encode()) is None:
        return segment
    from ftfy import fix_encoding  # noqa: PLC0415 (50 ms that every process would pay, and few texts need it)
    from ftfy.badness import badness  # noqa: PLC0415

    if _OPENING_MARK.search(segment):
        segment = _LOST_CLOSING_MARK.sub("\u201d", segment)
    fixed = fix_encoding(segment)
    if fixed == segment.translate(_C1) or badness(fixed) > badness(segment):
        fixed = segment
    return _LONE_A_GRAVE.sub("\u00e0", _SURE.sub(_decode_sequences, fixed))


def _decode_sequences(found: re.Match[str]) -> str:
    """The characters that sequences were, or the sequences where they were none that a newspaper prints."""
    try:
        characters = found[0].translate(_BYTES).encode("latin-1").decode()
    except UnicodeError:
        return found[0]
    return characters if _EXPECTED.fullmatch(characters) else found[0]
