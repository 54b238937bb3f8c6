"""Whether four digits in a Dutch text are a year, asked of the words and marks right beside them.

Where a number can only be a year (`in 2009`, `(1984)`) or only a count (`1984 euro`), one neighbour tells. The rest
goes by what is likely: a number from 1900 to 2099 is a year unless something speaks against it; one that ends in two
zeros or lies outside asks for something that speaks for it. Sets of words and few patterns, because this is asked of
every such number of every document. What is decided how stands in docs/date_mentions.md.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from transforms.year_words import (
    ABOUT_WORDS,
    CHANGE_WORDS,
    COUNTED_THINGS,
    LINK_WORDS,
    LOOSE_WORDS,
    NOUN_ENDINGS,
    NUMBERED_THINGS,
    PHRASE_WORDS,
    PLURAL_LOOK_ALIKES,
    STREET_ENDINGS,
    TIME_WORDS,
    UNITS,
)

__all__ = ["Neighbours", "is_year", "look_around"]

EARLIEST_PLAIN_YEAR = 1900
LATEST_PLAIN_YEAR = 2099
EARLIEST_LIKELY_YEAR = 1500
"""Earlier numbers are counts so often that only `TIME_WORDS` make years of them."""

_WINDOW = 48
"""Characters that are looked at on each side."""
_WINDOW_OF_ADDRESS = 200
"""Characters that are looked at for the beginning of a web address."""
_CENTURY = 100
_ROUND = 50
_YEAR_DIGITS = 4

_COMPARATIVES = frozenset({"meer", "minder", "hoger", "lager", "groter", "kleiner", "langer", "korter", "verder"})
# Capital letters that are units behind a year too: `In 2018 GB ...` is nothing that is written.
_SURE_UNITS = frozenset({"MB", "GB", "KB", "TB", "MHz", "GHz"})
_CLUBS = frozenset({"münchen", "munchen"})
_TITLES = {1984: ("orwell",), 2001: (": a space", "kubrick")}
"""Years that are titles where the other word stands beside them."""

_ADDRESS_MARKS = "-/_.=?&%~+#"
_ADDRESS = re.compile(r"(?:://|www\.|@|\.[a-z]{2,4}/)\S*\Z")
_POST_CODE = re.compile(r" ?[A-Z]{2}(?![A-Za-z0-9&-])")
_NO_YEAR_BEHIND = re.compile(
    # 1950 v.Chr.; 1920 x 1080
    r" ?v\.? ?(?:Chr|chr|C\.)|\s?[x×*] ?[0-9]"  # noqa: RUF001
    # 1999,- and 1995.-; 1000-jarig; 1800 in 2016; 1900 per maand
    r"|[.,][-–—]|-(?:jarig|ste\b|tal|koppig|meter|delig|maal|voudig|er\b|gebied|serie|reeks|knop)"
    r"| in (?:19|20)[0-9]{2}\b"
    r"| per (?:maand|jaar|dag|week|uur|stuk|persoon|vierkante|m2|m²|hectare|keer|leerling|inwoner)\b"
)
# The first letters of what the pattern knows behind a space; the empty string is a mark alone.
_FIRST_OF_NO_YEAR = frozenset(["v", "i", "p", "x", "×", ""])  # noqa: RUF001
_DIGITS_BEHIND = re.compile(r"[ \xa0-]([0-9]+)(?![0-9:.,-]*:)")
_DIGITS_BEFORE = re.compile(r"([0-9]+)[ \xa0]\Z")
_PHONE_BEFORE = re.compile(r"\b0[0-9]{1,3}[ -]?[0-9]{3,4}[ -]\Z")
_HIGHER_BEFORE = re.compile(r"\b([0-9]{4}) ?[-–—] ?\Z")
# A month that is misread or of another language.
_DAY_AND_WORD = re.compile(r"\b[0-9]{1,2} [^\W\d_]{3,10}\.? \Z")
_STOPS = frozenset({",", ".", ";", ")"})
_QUOTES = "'\"‘’‚“”„`«»"
_OPENING = "([{«»\"'“”„‘’‚`*_~<>|:;,.!?–—-/"
_CLOSING = ")]}«»\"'“”’`*_~<>|:;,.!?…"


class Neighbours(NamedTuple):
    """What stands around a number on its own line or the wrapped lines beside it.

    Attributes:
        before: At most `_WINDOW` characters before it.
        after: At most `_WINDOW` characters behind it.
        written: The word before it, without opening marks of its own or of the number.
        previous: The same in lower case.
        following: The word behind it, without marks, as written.
    """

    before: str
    after: str
    written: str
    previous: str
    following: str


def look_around(text: str, start: int, end: int) -> Neighbours:
    """The neighbours of `text[start:end]`; a blank line ends them."""
    before = text[start - _WINDOW if start > _WINDOW else 0 : start]
    after = text[end : end + _WINDOW]
    before = before[before.rfind("\n\n") + 2 :] if "\n\n" in before else before
    after = after.partition("\n\n")[0] if "\n\n" in after else after
    words = before.rsplit(None, 1)
    written = words[-1].lstrip(_OPENING) if words else ""
    words = after.split(None, 1)
    following = words[0].strip(_CLOSING) if words and after[0].isspace() else ""
    return Neighbours(before, after, written, written.lower(), following)


def is_year(year: int, beside: Neighbours, text: str, start: int, *, is_range: bool = False) -> bool:
    """Whether a number of four digits that is no part of a longer date is a year.

    Args:
        year: The number.
        beside: What stands around it, or around the range that begins with it.
        text: The text, asked for the beginning of a web address only.
        start: Where the number starts in it.
        is_range: Whether a later year stands behind a dash: then fewer doubts are left.
    """
    if _is_joined_before(beside, text, start) or _is_joined_behind(beside.after) or _is_numbered(year, beside):
        return False
    before, previous = beside.before, beside.previous
    is_linked = previous in LINK_WORDS and _ends_in_year(before.rsplit(None, 1)[0])
    is_time = (
        previous in TIME_WORDS
        or previous.endswith("verkiezingen")
        or (before.endswith("(") and beside.after[:1] in {")", ","})
        # `sinds ongeveer 1990`
        or (previous in ABOUT_WORDS and _word_but_one(before) in TIME_WORDS)
    )
    if _is_counted(year, beside, is_time=is_time, is_linked=is_linked):
        return False
    if is_time or is_linked or (EARLIEST_PLAIN_YEAR <= year <= LATEST_PLAIN_YEAR and year % _CENTURY):
        return True
    return (is_range and year >= EARLIEST_LIKELY_YEAR and year % _ROUND != 0) or _is_likely(year, beside)


def _is_likely(year: int, beside: Neighbours) -> bool:
    """Whether something speaks for a year where the number alone does not."""
    before, previous = beside.before, beside.previous
    if year < EARLIEST_LIKELY_YEAR:
        return previous == "rond" and year % _CENTURY != 0
    # `Utrecht, 1900.`
    is_set_apart = before.endswith(", ") and beside.after[:1] in _STOPS and beside.written[-2:-1].isalpha()
    if previous in LOOSE_WORDS or before[-1:] == "(" or is_set_apart or _stands_behind_year(before) or _is_name(beside):
        return True
    if year % _CENTURY == 0:
        return False
    return previous in PHRASE_WORDS or not before.strip(_OPENING + " ") or _DAY_AND_WORD.search(before) is not None


def _is_joined_before(beside: Neighbours, text: str, start: int) -> bool:
    """Whether a mark right before the number makes it part of something else."""
    before = beside.before
    last, inner = before[-1:], before[-2:-1]
    if not last or last.isspace():
        return False
    if last in "€$£¥ƒ#@=+§&%\\^_" or last.isalnum():
        return True
    if inner.isdigit() and (last in ".:-" or (last in ",/" and not _ends_in_year(before[:-1]))):
        return True
    if inner.isalpha() and (last == "." or (last == "/" and _is_path(before)) or (last == "-" and _is_code(before))):
        return True
    if last in _QUOTES and beside.after[:1] in tuple(_QUOTES):
        return True
    return last in _ADDRESS_MARKS and _ADDRESS.search(text, max(0, start - _WINDOW_OF_ADDRESS), start) is not None


def _is_joined_behind(after: str) -> bool:
    """Whether a mark right behind the number makes it part of something else."""
    first, second = after[:1], after[1:2]
    if not first or first.isspace():
        return False
    if first.isalnum() or first in "%°€@=+_\\^":
        return True
    if second.isdigit():
        return first in ".,:/-"
    return (first == "." and second.islower()) or (first == "/" and bool(second) and not second.isspace())


def _is_path(before: str) -> bool:
    """Whether a word and a slash before the number belong to an address: `/nieuws/`, but not `Werken/1875-1902`."""
    word = before.rsplit(None, 1)[-1][:-1].lstrip(_OPENING)
    return not word.istitle() or any(mark in word for mark in _ADDRESS_MARKS + ":")


def _is_code(before: str) -> bool:
    """Whether letters and a hyphen before the number are a code: `SA-`, `CVE-`, but not `WK-` or `Covid-`."""
    word = before.rsplit(None, 1)[-1][:-1].lstrip(_OPENING)
    return word.isupper() and word not in {"WK", "EK", "OS", "NK"}


def _is_numbered(year: int, beside: Neighbours) -> bool:
    """Whether what stands before the number says that it names or counts something else."""
    previous, written, before = beside.previous, beside.written, beside.before
    if previous in NUMBERED_THINGS or (len(written) == 1 and written.isupper() and before[-1:] == " "):
        return True
    if previous in ABOUT_WORDS or previous in {"kamer", "dan"}:
        return _is_numbered_by_word_but_one(previous, _word_but_one(before))
    if previous in {"naar", "tot"}:
        return not CHANGE_WORDS.isdisjoint(before.split())
    if previous.endswith(STREET_ENDINGS) and written[0].isupper() and before[-1:] == " ":
        return True
    if before[-2:-1].isdigit() and _PHONE_BEFORE.search(before):
        return True
    titles = _TITLES.get(year, ())
    return any(title in (before + beside.after).lower() for title in titles)


def _is_numbered_by_word_but_one(previous: str, word: str) -> bool:
    """What `ongeveer`, `dan` and `kamer` say about the number behind them depends on the word before them."""
    if previous == "dan":
        return word in _COMPARATIVES
    return word not in ({"eerste", "tweede"} if previous == "kamer" else TIME_WORDS)


def _is_counted(year: int, beside: Neighbours, *, is_time: bool, is_linked: bool) -> bool:
    """Whether what stands behind the number says that it counts or measures something."""
    following = beside.following
    if _is_ruled_out_behind(beside, is_time=is_time) or (
        not is_time and not is_linked and _stands_among_digits(year, beside)
    ):
        return True
    lowered = following.lower()
    is_round = year % _ROUND == 0
    if lowered in UNITS:
        is_of_years = is_linked and lowered == "jaar" and not is_round
        return not is_of_years and (following in _SURE_UNITS or following.islower() or not is_time)
    if lowered in COUNTED_THINGS:
        return is_round or not is_time
    if is_linked or not _is_plural(following):
        return lowered in _CLUBS
    # `1984 lopers` counts something that is in no list.
    if is_time:
        return is_round and year < EARLIEST_PLAIN_YEAR
    is_open = beside.written.isalpha() and (beside.written.islower() or beside.previous in PHRASE_WORDS)
    return is_round or (is_open and beside.previous not in LOOSE_WORDS)


def _is_ruled_out_behind(beside: Neighbours, *, is_time: bool) -> bool:
    """Whether marks or small words behind the number say that it is none."""
    after, following = beside.after, beside.following
    if following[:1] not in _FIRST_OF_NO_YEAR and after[:1] not in {".", ",", "-"}:
        return False
    is_asked = not (is_time and after[:1] == " " and following in {"in", "per"})
    return is_asked and _NO_YEAR_BEHIND.match(after) is not None


def _is_plural(word: str) -> bool:
    """Whether a word can be a noun in the plural. Most words in -den and -ten are verbs."""
    if not word.islower() or not word.endswith(("en", "s")) or word in PLURAL_LOOK_ALIKES:
        return False
    return word.endswith(NOUN_ENDINGS) or not word.endswith(("den", "ten"))


def _stands_among_digits(year: int, beside: Neighbours) -> bool:
    """Whether the number is one group of a post code, a telephone number or an account, or one end of a score."""
    before, after = beside.before, beside.after
    if _POST_CODE.match(after) and beside.previous not in LOOSE_WORDS and beside.previous not in PHRASE_WORDS:
        return True
    if after[1:2].isdigit() and _is_group(_DIGITS_BEHIND.match(after)):
        return True
    last = before.rstrip(" -–—")[-1:]
    if not last.isdigit() or before[-1:].isdigit():
        return False
    higher = _HIGHER_BEFORE.search(before[-8:])
    return _is_group(_DIGITS_BEFORE.search(before[-8:])) or (higher is not None and int(higher[1]) > year)


def _is_group(found: re.Match[str] | None) -> bool:
    """Whether digits beside the number are a group of a longer number and no year, day or count of their own."""
    return found is not None and not _looks_like_year(found[1]) and (len(found[1]) > 2 or found[1][0] == "0")  # noqa: PLR2004


def _word_but_one(before: str) -> str:
    words = before.rsplit(None, 2)
    return words[-2].lstrip(_OPENING).lower() if len(words) > 1 else ""


def _looks_like_year(digits: str) -> bool:
    return len(digits) == _YEAR_DIGITS and EARLIEST_LIKELY_YEAR <= int(digits) <= LATEST_PLAIN_YEAR


def _ends_in_year(before: str) -> bool:
    digits = before[-_YEAR_DIGITS:]
    return digits.isascii() and digits.isdigit() and _looks_like_year(digits) and not before[-5:-4].isalnum()


def _stands_behind_year(before: str) -> bool:
    """Whether the number follows another year in a row: `1905, 1907`, `1902/1903`."""
    row = before.rstrip()
    return row[-1:] in tuple(",;/?–-") and _ends_in_year(row[:-1].rstrip())


def _is_name(beside: Neighbours) -> bool:
    """Whether the word before the number is a name, of which the number is then the year: `Sydney 2000`."""
    word = beside.written
    return len(word) > 1 and word[0].isupper() and word[-1].isalpha() and beside.before[-1:].isspace()
