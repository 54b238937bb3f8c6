r"""The header of an article: the word `date` and the date of publication.

Grammar of the header, which stands at the very beginning of the text:

    header     = [white space] "date" white space token [white space]
    token      = every character up to the first white space or the end of the text
    date       = day | month | year
    day        = YYYY "-" MM "-" DD          2019-04-25
    month      = YYYY "-" MM                 2019-04
    year       = YYYY                        2019

The digits are ASCII. The body is all that follows, so ` date 2024-09 5 tips` is a month and the body `5 tips`,
and `date 2019 12 doden` a year and the body `12 doden`. A text that does not begin with the word `date`
(`dates`, `dateert` and `Date` are other words) has no header: `date_missing`. A token of any other form, or none,
is `date_malformed`; one of the right form that no calendar has is `date_impossible`. Whether a date lies in the
future or too far back is not asked here: that is a judgement, not a measure.

Further forms are one more line in `DATE_FORMS`.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Literal

__all__ = ["DATE_FORMS", "DateForm", "DateStatus", "HeaderDate", "Precision", "parse_header"]

DateStatus = Literal["ok", "date_missing", "date_malformed", "date_impossible"]
Precision = Literal["year", "month", "day"]

_LONGEST_DATE_TEXT = 40
_LAST_MONTH = 12


@dataclass(frozen=True, slots=True)
class HeaderDate:
    """What the header of a text says.

    Attributes:
        status: `ok`, or the reason for which there is no date.
        date_text: The token as written, cut to 40 characters; None where there is none.
        date_start: First day the date can mean; None unless the status is `ok`.
        date_end: Last day the date can mean; None unless the status is `ok`.
        precision: How exact the date is; None unless the status is `ok`.
        body_start: Index into the text where the body begins; 0 where there is no header.
    """

    status: DateStatus
    date_text: str | None = None
    date_start: date | None = None
    date_end: date | None = None
    precision: Precision | None = None
    body_start: int = 0


@dataclass(frozen=True, slots=True)
class DateForm:
    """One way to write a date.

    Attributes:
        name: Name of the form; a Python identifier, used once.
        pattern: Regular expression that the whole token matches; it has no group of its own.
        precision: How exact a date of this form is.
        read: Gives year, month and day of a token; 1 for what the form does not say.
    """

    name: str
    pattern: str
    precision: Precision
    read: Callable[[str], tuple[int, int, int]]


def _read_iso(token: str) -> tuple[int, int, int]:
    return int(token[:4]), int(token[5:7] or 1), int(token[8:10] or 1)


DATE_FORMS = (
    DateForm("iso_day", "[0-9]{4}-[0-9]{2}-[0-9]{2}", "day", _read_iso),
    DateForm("iso_month", "[0-9]{4}-[0-9]{2}", "month", _read_iso),
    DateForm("iso_year", "[0-9]{4}", "year", _read_iso),
)
"""Every form of a date that the header may have."""

_FORMS_BY_NAME = {form.name: form for form in DATE_FORMS}

# The name of the group that matched says which form the token has. All parts are possessive or end in a look-ahead,
# so that a long text without a header, or with a token of a megabyte, takes one pass.
_HEADER = re.compile(
    r"\s*+date(?!\w)\s*+(?:(?:"
    + "|".join(f"(?P<{form.name}>{form.pattern})" for form in DATE_FORMS)
    + r")(?!\S)|(?P<other>\S*+))\s*+"
)


def parse_header(text: str) -> HeaderDate:
    """Read the header at the beginning of a text.

    Args:
        text: Decoded text, its byte order mark cut off.

    Returns:
        The date with its first and last day, or the reason for which there is none. Never raises.
    """
    match = _HEADER.match(text)
    if match is None:
        return HeaderDate("date_missing")
    name = match.lastgroup or "other"
    token = match[name]
    form = _FORMS_BY_NAME.get(name)
    if form is None:
        return HeaderDate("date_malformed", token[:_LONGEST_DATE_TEXT] or None, body_start=match.end())
    days = _days_of(form.read(token), form.precision)
    if days is None:
        return HeaderDate("date_impossible", token, body_start=match.end())
    return HeaderDate("ok", token, days[0], days[1], form.precision, match.end())


def _days_of(written: tuple[int, int, int], precision: Precision) -> tuple[date, date] | None:
    """First and last day that a written date can mean, or None where no calendar has it."""
    year, month, day = written
    try:
        start = date(year, month, day)
    except ValueError:
        return None
    if precision == "day":
        return start, start
    if precision == "month":
        return start, date(year, month, monthrange(year, month)[1])
    return start, date(year, _LAST_MONTH, monthrange(year, _LAST_MONTH)[1])
