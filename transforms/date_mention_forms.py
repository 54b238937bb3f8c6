"""The forms in which Dutch texts write explicit years and dates, and the days each of them can mean.

A form begins with a candidate of `transforms/date_candidates.py`: four digits, an apostrophe with two digits, a
decade in words, or a century. `read_candidate` then looks at the text beside it, because a day and a month stand
before a year and the end of a range behind it. Words that narrow a time without a sure border (begin, eind, zomer) are
no part of a mention: its days are all those it can mean. How the forms look stands in docs/date_mentions.md.
"""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date

from transforms.date_forms import MONTHS, possible_days
from transforms.date_mention_eras import Mention, read_century, read_decades, whole_years
from transforms.year_contexts import Neighbours, is_year, look_around
from transforms.year_words import UNITS

__all__ = ["PRECISIONS", "read_candidate"]

PRECISIONS = ("day", "month", "year", "range", "decade", "century")
"""How exact a mention is. `range`: from one written year to another, or several days of one month."""

_YEARS_OF_DOUBT = 10
"""A year of two digits is read as the last such year; not if the next one is as near as this: '25 in 2018."""
_LONGEST_RANGE = 700

# Newspapers of before 1947 write the months with a j.
_MONTH_NUMBERS = MONTHS | {"januarij": 1, "februarij": 2, "junij": 6, "julij": 7}
_NAME = "|".join(sorted(_MONTH_NUMBERS, key=len, reverse=True))
_GAP = r"(?:[^\S\n]{1,4}\n?[^\S\n]{0,4}|\n)"
_LINK = r"[^\S\n]?[-–—/][^\S\n]?"
_DAY_BEFORE = re.compile(
    rf"(?<!\w)(?:([0-9]{{1,2}})(?:{_LINK}|{_GAP}(?:en|t/m){_GAP}))?([0-9]{{1,2}})(?:ste|de|e)?{_GAP}?\Z", re.ASCII
)
_LAST_LETTERS = re.compile(r"[A-Za-z]{3,9}\Z")
_WINDOW_OF_DAY = 20
_JOINTS = ("-", "/", ".", "=", "_")
_YEAR_BEHIND = re.compile(r"[,\s]+(?:en|of|tot)?\s*[0-9]{3}[1-9]")
_NAME_DAY_BEFORE = re.compile(rf"(?<!\w)({_NAME})\.?{_GAP}([0-9]{{1,2}}),{_GAP}\Z", re.IGNORECASE | re.ASCII)
_NUMBERS_BEFORE = re.compile(
    rf"(?<![\w.,:/-])([0-9]{{1,2}})([-/.])(?:([0-9]{{1,2}}|{'|'.join(MONTHS)})\2)?\Z", re.IGNORECASE | re.ASCII
)
_ISO_BEHIND = re.compile(r"([-/])([0-9]{2})(?:\1([0-9]{1,2})(?![0-9]))?(?![0-9]|[-/.][0-9])")
_RANGE_BEHIND = re.compile(
    r"[^\S\n]?[-–—/][^\S\n]?(?:([0-9]{4})|['’‘`]?([0-9]{2}))(?![\w%]|[.:,][0-9]|[-/][0-9]{1,3}(?![0-9]))"
)
_WORD_BEHIND = re.compile(rf"{_GAP}(?:{_NAME}|[0-9])(?![a-z])", re.IGNORECASE | re.ASCII)
_NEXT_RANGE = re.compile(r"/[0-9]{4}[-–][0-9]{4}")
_SHORT_RANGE_BEHIND = re.compile(r"[^\S\n]?[-–—/][^\S\n]?['’‘`]([0-9]{2})(?!\w)")
_CUES = (
    "in sinds sedert eind begin van zomer winter herfst voorjaar najaar lente uit voor na vóór tot en of seizoen anno"
    " vanaf jaar t/m rond medio midden half omstreeks"
)
_YEAR_CUES = frozenset(_CUES.split())
_YEAR_DIGITS = 4


def read_candidate(text: str, start: int, end: int, known_year: int | None) -> list[Mention]:
    """Read what begins or ends with a candidate.

    Args:
        text: The text of a document.
        start: Where the candidate starts in it, in code points.
        end: Where it ends.
        known_year: Year of the document; where it is None, years of two digits and decades in words stay unread.

    Returns:
        The mentions, in order: none where it is no time; two for `jaren zestig en zeventig`.
    """
    first = text[start]
    if first in "12" and end - start == _YEAR_DIGITS:
        found = _read_year(text, start, end)
        return [found] if found else []
    written = text[start:end].lower().replace("\n", " ")
    if "eeuw" in written:
        return read_century(text, start, end, written)
    if known_year is None:
        return []
    if "jaren" in written:
        return read_decades(text, start, end, written, known_year)
    found = _read_short_year(text, start, end, known_year)
    return [found] if found else []


def _read_year(text: str, start: int, end: int) -> Mention | None:
    """The day, month, range of years, decade or year that four digits belong to; None where they are no year."""
    year = int(text[start:end])
    beside = look_around(text, start, end)
    if beside.after[:1].isalpha() or beside.before[-1:].isalnum():
        return None
    dated = _read_day_or_month(start, end, year, beside)
    if dated is not None:
        return dated
    found = _RANGE_BEHIND.match(beside.after)
    if found:
        behind = look_around(text, end + found.end(), end + found.end())
        last = _last_year(found, year, behind)
        if last is not None:
            after = "" if _NEXT_RANGE.match(behind.after) else behind.after
            around = beside._replace(after=after, following=behind.following)
            is_range = is_year(year, around, text, start, is_range=True)
            return Mention(start, end + found.end(), *whole_years(year, last), "range") if is_range else None
    if (found and not found[0][0].isspace()) or not is_year(year, beside, text, start):
        return None
    if beside.previous == "jaren" and year % 10 == 0 and not _YEAR_BEHIND.match(beside.after):
        return Mention(start, end, *whole_years(year, year + 9), "decade")
    return Mention(start, end, *whole_years(year, year), "year")


def _last_year(found: re.Match[str], year: int, behind: Neighbours) -> int | None:
    """The year in which a range ends; None where what follows the dash is no year."""
    last = int(found[1]) if found[1] else year // 100 * 100 + int(found[2])
    # `13 april 1860 - 19 november 1949` and `1984 - 98 mensen`, but `1940 - 41`
    is_date = found[0][0].isspace() and not found[1] and _WORD_BEHIND.match(behind.after)
    return last if year < last <= year + _LONGEST_RANGE and not is_date else None


def _read_day_or_month(start: int, end: int, year: int, beside: Neighbours) -> Mention | None:
    """A date whose year is the candidate, where a day or month stands beside it."""
    before, after = beside.before, beside.after
    if after[:1] in {"-", "/"} and after[1:2].isdigit():
        return None if before.endswith(_JOINTS) else _of_iso(after, start, end, year)
    if before.endswith(("-", "/", ".")):
        is_open = after.startswith((*_JOINTS, ",", ":")) and after[1:2].isdigit()
        return None if is_open else _of_numbers(before, start, end, year)
    if _names_month(beside.previous):
        if beside.following in UNITS:
            return None  # `op 3 mei 2000 euro`
        return _of_named_month(before, start, end, year)
    if before[-2:].strip() == ",":
        return _of_name_and_day(before, start, end, year)
    return None


def _of_iso(after: str, start: int, end: int, year: int) -> Mention | None:
    """2018-04-12, 2018/04/12 and 2018-04. `2008-09` may be a month or a season, and is read as two years."""
    found = _ISO_BEHIND.match(after)
    if found is None or (found[3] is None and (found[1] == "/" or int(found[2]) == year % 100 + 1)):
        return None
    parts = [str(year), *filter(None, found.group(2, 3))]
    days = possible_days(parts, ["ymd"[: len(parts)]])
    return Mention(start, end + found.end(), *days[0]) if days else None


def _of_numbers(before: str, start: int, end: int, year: int) -> Mention | None:
    """12-4-2018, 12/4/2018, 12.4.2018, 12-apr-2018, 04/2018 and 4-2018; the day first where the calendar allows."""
    numbers = _NUMBERS_BEFORE.search(before)
    if numbers is None or (numbers[3] is None and numbers[2] == "."):
        return None
    if numbers[3]:
        days = possible_days([numbers[1], numbers[3], str(year)], ("dmy", "mdy"))
    else:
        days = possible_days([numbers[1], str(year)], ("my",))
    return Mention(start - len(numbers[0]), end, *days[0]) if days else None


def _of_name_and_day(before: str, start: int, end: int, year: int) -> Mention | None:
    """April 12, 2018."""
    named = _NAME_DAY_BEFORE.search(before)
    if named is None or named[1].lower() not in MONTHS:
        return None
    days = possible_days([named[1], named[2], str(year)], ["mdy"])
    return Mention(start - len(named[0]), end, *days[0]) if days else None


def _names_month(previous: str) -> bool:
    """Whether a word before a year is a month, the second of `maart-april`, or the `van` that may stand behind one."""
    word = previous.rstrip(".,")
    return word in _MONTH_NUMBERS or word == "van" or ("-" in word and word.rsplit("-", 1)[-1] in _MONTH_NUMBERS)


def _of_named_month(before: str, start: int, end: int, year: int) -> Mention | None:
    """The date that a month with or without its day, at the end of `before`, makes with the year behind it."""
    head = before.rstrip().rstrip(".,")
    if head.endswith("van") and head[-4:-3].isspace():
        head = head[:-4].rstrip().rstrip(".")
    name = _LAST_LETTERS.search(head)
    month = _MONTH_NUMBERS.get(name[0].lower()) if name else None
    if name is None or month is None:
        return None
    month_start = start - len(before) + name.start()
    last_day = monthrange(year, month)[1]
    dated = _DAY_BEFORE.search(head, max(0, name.start() - _WINDOW_OF_DAY), name.start())
    if dated is None or not 1 <= (day := int(dated[2])) <= last_day:
        return Mention(month_start, end, date(year, month, 1), date(year, month, last_day), "month")
    only = date(year, month, day)
    if dated[1] is not None and 1 <= int(dated[1]) < day:
        return Mention(start - len(before) + dated.start(), end, date(year, month, int(dated[1])), only, "range")
    return Mention(start - len(before) + dated.start(2), end, only, only, "day")


def _read_short_year(text: str, start: int, end: int, known_year: int) -> Mention | None:
    beside = look_around(text, start, end)
    digits = int(text[end - 2 : end])
    if beside.before[-1:].isalnum() or beside.after[:1].isalpha() or beside.after.startswith(("%", "°", "'", "’")):
        return None
    ended = _SHORT_RANGE_BEHIND.match(beside.after)
    last = known_year - (known_year - (int(ended[1]) if ended else digits)) % 100
    year = last - (last - digits) % 100
    # Before year 1 beside a header such as `date 0012`, which is refused all the same.
    if last + 100 - known_year <= _YEARS_OF_DOUBT or year < 1:
        return None
    if ended:
        return Mention(start, end + ended.end(), *whole_years(year, last), "range")
    previous = beside.previous.rstrip(".,")
    if previous in _MONTH_NUMBERS:
        return _of_named_month(beside.before, start, end, year)
    around = beside._replace(before=beside.before.rstrip("("))
    if previous not in _YEAR_CUES or not is_year(year, around, text, start):
        return None
    return Mention(start, end, *whole_years(year, year), "year")
