"""Decades and centuries in words, and the days that they can mean."""

from __future__ import annotations

import re
from datetime import date
from typing import NamedTuple

__all__ = ["DECADE_WORDS", "Mention", "read_century", "read_decades", "whole_years"]

_DECADES = {
    "twintig": 20, "dertig": 30, "veertig": 40, "vijftig": 50, "zestig": 60, "zeventig": 70, "tachtig": 80,
    "negentig": 90,
}  # fmt: skip
DECADE_WORDS = "|".join(_DECADES)
"""Pattern of the names of decades."""

_ORDINALS = (
    "eerste tweede derde vierde vijfde zesde zevende achtste negende tiende elfde twaalfde dertiende veertiende"
    " vijftiende zestiende zeventiende achttiende negentiende twintigste eenentwintigste"
)
_CENTURIES = {word: number for number, word in enumerate(_ORDINALS.split(), start=1)}
_LAST_CENTURY = 21
_LAST_SPOKEN_CENTURY = 10
"""Earlier ones in words are `de tweede eeuw` and hardly ever `een tweede eeuw`, which is one more."""
_LAST_DECADE = 9990
"""The last that a DATE can hold."""

_OF_CENTURY = re.compile(
    r" (?:van|uit|in) de (?:(vorige|twintigste|negentiende|achttiende)|(1[6-9]|20)(?:e|de|ste))[ -]eeuw\b"
)
_SECOND_DECADE = re.compile(rf"(?: en| of| tot)(?: de)? ({DECADE_WORDS}|['’‘`]?[2-9]0)(?![\w%])(?! [a-z]*(?:en|s)\b)")
# Before `jaren twintig` when it is a decade; `vijf jaren twintig mensen` and `afgelopen jaren 20 ...` are none.
_CUES = "de begin eind einde midden medio half halverwege vroege late later sinds vanaf uit in tot jaren en"
_DECADE_CUES = frozenset(_CUES.split())


class Mention(NamedTuple):
    """A mention: its place in the text, in code points, and the first and last day that it can mean."""

    start: int
    end: int
    value_start: date
    value_end: date
    precision: str


def whole_years(first: int, last: int) -> tuple[date, date]:
    """First day of one year and last day of another."""
    return date(first, 1, 1), date(last, 12, 31)


def read_century(text: str, start: int, end: int, written: str) -> list[Mention]:
    """`19e eeuw`, `negentiende eeuw`, `negentiende-eeuwse`: from its year 01 to its year 00."""
    word = re.split("[ -]", written)[0]
    digits = word.rstrip("edst")
    number = int(digits) if digits.isdigit() else _CENTURIES.get(word, 0)
    after = text[end : end + 8].lstrip()
    if not 1 <= number <= _LAST_CENTURY or after.lower().startswith(("v.", "voor chr")) or written.endswith("eeuws"):
        return []
    is_spoken = number < _LAST_SPOKEN_CENTURY and not digits.isdigit()
    if is_spoken and text[max(0, start - 12) : start].lower().rstrip().endswith("een"):
        return []
    return [Mention(start, end, *whole_years(number * 100 - 99, number * 100), "century")]


def read_decades(text: str, start: int, end: int, written: str, known_year: int) -> list[Mention]:
    """`jaren negentig`, `jaren '90`, `negentiger jaren`; two where `en zeventig` follows."""
    before = text[max(0, start - 24) : start].rsplit(None, 1)
    previous = before[-1].lower().lstrip("([\"'“‘") if before else ""
    if previous and previous not in _DECADE_CUES and not text[start].isupper():
        return []
    if written.endswith("jaren"):
        tens = _DECADES[written.removesuffix("er jaren")]
    else:
        word = written.split()[1]
        tens = _DECADES.get(word) or int(word[-2:])
    second = _SECOND_DECADE.match(text, end, end + 24)
    century = _OF_CENTURY.match(text, second.end() if second else end, end + 64)
    mentions = [_decade(start, end, tens, century, known_year)]
    if second:
        tens = _DECADES.get(second[1]) or int(second[1][-2:])
        mentions.append(_decade(second.start(1), second.end(1), tens, century, known_year))
    return [mention for mention in mentions if mention is not None]


def _decade(start: int, end: int, tens: int, century: re.Match[str] | None, known_year: int) -> Mention | None:
    """The last decade of that name that was over when the document was written, or the one of the named century."""
    if century is None:
        first = known_year // 100 * 100 + tens
        if first <= known_year <= first + 9:
            return None
        first -= 100 if first > known_year else 0
    elif century[2]:
        first = int(century[2]) * 100 - 100 + tens
    else:
        named = {"vorige": known_year // 100, "twintigste": 20, "negentiende": 19, "achttiende": 18}[century[1]]
        first = named * 100 - 100 + tens
    return Mention(start, end, *whole_years(first, first + 9), "decade") if 1 <= first <= _LAST_DECADE else None
