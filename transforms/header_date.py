r"""The header of an article: the word `date` and the date of publication.

Grammar of the header, which stands at the very beginning of the text:

    header     = [white space] "date" white space date (white space | end of the text)
    date       = YYYY-MM-DD | YYYY-MM | YYYY

Tolerated are `datum` and capital letters, a colon behind the word (white space is optional then), and the other forms
of the date in `transforms.date_forms`.

A byte order mark counts as white space here. The body is all that follows, so ` date 2024-09 5 tips` is a month and
the body `5 tips`, and `date 2019 12 doden` a year and the body `12 doden`: an ISO date ends at the first white space,
whatever comes after it. What is tolerated is named in `HeaderDate.repairs`; what is neither is refused:

- `date_missing`: the text does not begin with the keyword (`dates`, `update`, `date-app` and `date's` are other words);
- `date_malformed`: behind the keyword stands nothing that has a form of the grammar;
- `date_impossible`: it has such a form, and no calendar has the date;
- `date_ambiguous`: it means two different days, one with its first number as the day and one as the month.

Whether a date lies in the future or too far back is not asked here: that is a judgement, not a measure. The page for
those who write headers is docs/header_date.md.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Literal

from transforms.date_forms import DATE_FORMS, MONTH_NAME, NAME_GAP, NUMBER, Days, Precision, parts_of, possible_days

__all__ = ["HEADER_REPAIRS", "DateStatus", "HeaderDate", "parse_header"]

DateStatus = Literal["ok", "date_missing", "date_malformed", "date_impossible", "date_ambiguous"]

HEADER_REPAIRS = {
    "header_keyword": "The word is `datum`, or has capital letters.",
    "header_colon": "A colon stands behind the word.",
    "header_date_unpadded": "Month or day has one digit.",
    "header_date_separator": "Slashes or full stops stand where hyphens should.",
    "header_date_order": "The date does not begin with the year; only one order gives a date that exists.",
    "header_month_name": "The month is written as a name.",
}
"""Every way in which a header may depart from the grammar and still be read, in the order in which they are named."""

_LONGEST_DATE_TEXT = 40


@dataclass(frozen=True, slots=True)
class HeaderDate:
    """What the header of a text says.

    Attributes:
        status: `ok`, or the reason for which there is no date.
        date_text: The date as written, blanks between its words included, or what stands in its place, cut to 40
            characters; None where there is nothing.
        date_start: First day the date can mean; None unless the status is `ok`.
        date_end: Last day the date can mean; None unless the status is `ok`.
        precision: How exact the date is; None unless the status is `ok`.
        body_start: Index into the text where the body begins; 0 where there is no header.
        repairs: Names of `HEADER_REPAIRS`; empty where the header is as it should be, or is refused.
    """

    status: DateStatus
    date_text: str | None = None
    date_start: date | None = None
    date_end: date | None = None
    precision: Precision | None = None
    body_start: int = 0
    repairs: tuple[str, ...] = ()


_NO_HEADER = HeaderDate("date_missing")

_ORDERS = {form.name: form.orders for form in DATE_FORMS}

# Words that were meant as a date and are none, such as `12 april 18` and `12 april`: named whole in the verdict,
# because `12` alone would puzzle the person who reads it.
_UNFINISHED = rf"(?:{NUMBER}{NAME_GAP})?{MONTH_NAME}(?:{NAME_GAP}['’]?[0-9]\S*+)?"

# The name of the last group that matched says which form the date has. What can be long is possessive, so that a text
# without a header, thousands of spaces or a token of a megabyte take one pass.
_HEADER = re.compile(
    r"[\s\ufeff]*+(?:date|(?P<keyword>(?ai:date|datum)))(?![\w'’-])\s*+(?:(?P<colon>:)\s*+)?(?:(?:"
    + "|".join(f"(?P<{form.name}>{form.pattern})" for form in DATE_FORMS)
    + rf"|(?P<unfinished>{_UNFINISHED}))(?!\S)|(?P<other>\S*+))\s*+"
)


def parse_header(text: str) -> HeaderDate:
    """Read the header at the beginning of a text.

    Args:
        text: Decoded text.

    Returns:
        The date with its first and last day, or the reason for which there is none. Never raises.
    """
    match = _HEADER.match(text)
    if match is None:
        return _NO_HEADER
    name = match.lastgroup or "other"
    start, end = match.span(name)
    if name not in _ORDERS:
        written = text[start : min(end, start + _LONGEST_DATE_TEXT)]
        return HeaderDate("date_malformed", written or None, body_start=match.end())
    written = text[start:end]
    status, days, repairs = _read(name, written)
    if days is None:
        return HeaderDate(status, written, body_start=match.end())
    keyword, colon = match.group("keyword", "colon")
    if keyword or colon:
        repairs = (*("header_keyword",) * bool(keyword), *("header_colon",) * bool(colon), *repairs)
    return HeaderDate(status, written, days.start, days.end, days.precision, match.end(), repairs)


@lru_cache(maxsize=1024)  # files of one day or month come together
def _read(form: str, written: str) -> tuple[DateStatus, Days | None, tuple[str, ...]]:
    """Status, meaning and repairs of a date that has one of the forms."""
    parts = parts_of(written)
    meanings = possible_days(parts, _ORDERS[form])
    if len(meanings) != 1:
        return ("date_ambiguous" if meanings else "date_impossible"), None, ()
    return "ok", meanings[0], _repairs_of(form, parts, written)


def _repairs_of(form: str, parts: list[str], written: str) -> tuple[str, ...]:
    """In what a written date departs from ISO: nothing, where it does not."""
    if any(part.isalpha() for part in parts):
        # Written out, other separators, the day first and a day of one digit are as they should be.
        return ("header_month_name",)
    departures = {
        "header_date_unpadded": any(len(part) == 1 for part in parts),
        "header_date_separator": len(parts) > 1 and "-" not in written,
        "header_date_order": not _ORDERS[form][0].startswith("y"),
    }
    return tuple(name for name, is_so in departures.items() if is_so)
