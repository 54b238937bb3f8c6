"""The forms in which the header may write its date, and the days that a written date can mean.

`DATE_FORMS` is the whole grammar of the date: one line a form. What stands around the date (the word `date`, the
colon, the white space) is read by `transforms.header_date`; how the forms look to the people who write them stands
in docs/header_date.md. Digits are ASCII, and a year has four of them.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal, NamedTuple

__all__ = [
    "DATE_FORMS",
    "MONTHS",
    "MONTH_NAME",
    "NAME_GAP",
    "NUMBER",
    "YEAR",
    "DateForm",
    "Days",
    "Precision",
    "parted",
    "parts_of",
    "possible_days",
]

Precision = Literal["year", "month", "day"]

_LAST_MONTH = 12

# Whole names and abbreviations, Dutch and English. Abbreviations may bear a full stop; so may `mei` and `may`, because
# calendars that abbreviate the others put one behind these too. `maa` comes from tools that cut names to three letters.
_MONTH_NAMES = (
    (("januari", "january"), ("jan",)),
    (("februari", "february"), ("feb", "febr")),
    (("maart", "march"), ("mrt", "maa", "mar")),
    (("april",), ("apr",)),
    ((), ("mei", "may")),
    (("juni", "june"), ("jun",)),
    (("juli", "july"), ("jul",)),
    (("augustus", "august"), ("aug",)),
    (("september",), ("sep", "sept")),
    (("oktober", "october"), ("okt", "oct")),
    (("november",), ("nov",)),
    (("december",), ("dec",)),
)

MONTHS = {
    name: month
    for month, (names, abbreviations) in enumerate(_MONTH_NAMES, start=1)
    for name in (*names, *abbreviations)
}
"""Number of the month of every name that is known, in lower case and without a full stop."""


class Days(NamedTuple):
    """What a written date means: its first and last day, and how exact it is."""

    start: date
    end: date
    precision: Precision


@dataclass(frozen=True, slots=True)
class DateForm:
    """One way to write a date.

    Attributes:
        name: Name of the form; a Python identifier, used once.
        pattern: Regular expression of the whole date; it has no group of its own.
        orders: In which order its parts can stand for year (y), month (m) and day (d). Where there are several, the
            date is sure only if the calendar leaves one of them. A part that is not there is never made up: `ym` is a
            month, `y` a year.
    """

    name: str
    pattern: str
    orders: tuple[str, ...]


def parted(*parts: str, by: str = "-/.") -> str:
    """Pattern of parts with one separator between them, the same one everywhere."""
    return "(?:" + "|".join(re.escape(separator).join(parts) for separator in by) + ")"


def _one_of(names: Iterable[str]) -> str:
    return "(?:" + "|".join(names) + ")"


YEAR = "[0-9]{4}"
NUMBER = "[0-9]{1,2}"
_PADDED = "[0-9]{2}"
# `a`: without it, ignoring case lets the dotless i and the long s through, which are no letters of the names.
MONTH_NAME = (
    "(?ai:"
    + _one_of(name for names, _ in _MONTH_NAMES for name in names)
    + "|"
    + _one_of(name for _, abbreviations in _MONTH_NAMES for name in abbreviations)
    + r"\.?)"
)
NAME_GAP = r"[^\S\n\r\v\f\x1c-\x1e\x85\u2028\u2029]{1,8}+"
"""White space between the words of a date: it stays on its line, so that a body that begins there stays whole; at most
eight characters, so that a date as written is never long."""

DATE_FORMS = (
    # As the header should be: nothing to repair.
    DateForm("iso_day", f"{YEAR}-{_PADDED}-{_PADDED}", ("ymd",)),  # 2019-04-25
    DateForm("iso_month", f"{YEAR}-{_PADDED}", ("ym",)),  # 2019-04
    DateForm("iso_year", YEAR, ("y",)),  # 2019
    # Tolerated.
    DateForm("year_month_day", parted(YEAR, NUMBER, NUMBER), ("ymd",)),  # 2019-4-5, 2019/04/25, 2019.04.25
    DateForm("year_month", parted(YEAR, NUMBER), ("ym",)),  # 2019-4, 2019/04, 2019.04
    DateForm("month_year", parted(NUMBER, YEAR), ("my",)),  # 04/2019, 4-2019
    DateForm("day_month_year", parted(NUMBER, NUMBER, YEAR), ("dmy", "mdy")),  # 25/04/2019, 25-04-2019, 04/25/2019
    DateForm("name_year", f"{MONTH_NAME}{NAME_GAP}{YEAR}", ("my",)),  # april 2019, Apr. 2019
    DateForm("day_name_year", f"{NUMBER}{NAME_GAP}{MONTH_NAME}{NAME_GAP}{YEAR}", ("dmy",)),  # 12 apr. 2018
    DateForm("name_day_year", f"{MONTH_NAME}{NAME_GAP}{NUMBER},{NAME_GAP}{YEAR}", ("mdy",)),  # April 12, 2018
)
"""Every form of a date that the header may have; of several that fit, the first counts."""

_PARTS = re.compile("[0-9]+|[A-Za-z]+")


def parts_of(written: str) -> list[str]:
    """The numbers and names that a written date consists of, in its order."""
    return _PARTS.findall(written)


def possible_days(parts: Sequence[str], orders: Iterable[str]) -> list[Days]:
    """What a written date can mean.

    Args:
        parts: Its numbers and month names, one a letter of each order.
        orders: As in `DateForm.orders`.

    Returns:
        Each different meaning once: none where no calendar has the date, two where it is ambiguous.
    """
    numbers = [MONTHS[part.lower()] if part.isalpha() else int(part) for part in parts]
    found = (_days_of(dict(zip(order, numbers, strict=True))) for order in orders)
    return list(dict.fromkeys(days for days in found if days is not None))


def _days_of(numbers: dict[str, int]) -> Days | None:
    """First and last day of a year, month or day, or None where no calendar has it."""
    year, month, day = numbers["y"], numbers.get("m"), numbers.get("d")
    try:
        start = date(year, numbers.get("m", 1), numbers.get("d", 1))
    except ValueError:
        return None
    if day is not None:
        return Days(start, start, "day")
    last_month = _LAST_MONTH if month is None else month
    end = date(year, last_month, monthrange(year, last_month)[1])
    return Days(start, end, "year" if month is None else "month")
