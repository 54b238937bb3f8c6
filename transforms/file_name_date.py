"""A date from the name of a file, for files whose header gives none.

A name is a weaker witness than a header: it may hold a number of an issue, a season or a version. So a date is read
only where nothing else can be meant, and a month only where no other number stands beside it:

    YYYY-MM-DD, also with _ or .     2019-04-12_fire.txt    001_2019.04.12.txt
    YYYYMMDD                         20190412-fire.txt
    YYYY-MM, also with _             paper-2019-04.txt
    DD-MM-YYYY, also with _ or .     25-04-2019.txt         (one order only gives a date that exists)
    D MONTH YYYY, also with - _ .    12-april-2018.txt

The year lies between 1600 and 2099, and neither a letter nor a digit touches the date. A year alone, six digits and a
month's name without a day are left alone: they are too often something else. The names of folders are not looked at.
"""

from __future__ import annotations

import re

from transforms.date_forms import MONTH_NAME, NUMBER, DateForm, parted, parts_of, possible_days
from transforms.header_date import HeaderDate

__all__ = ["FILE_NAME_FORMS", "FILE_NAME_REPAIR", "date_from_file_name"]

FILE_NAME_REPAIR = "date_from_file_name"
"""Stands in `HeaderDate.repairs` of a date that was read from a name."""

_YEAR = "(?:1[6-9]|20)[0-9]{2}"
_PADDED = "[0-9]{2}"
_GAP = r"[-_. ]{1,2}"
_NO_NUMBER_BEFORE = r"(?<![0-9][\W_])"
_NO_NUMBER_BEHIND = r"(?![\W_]{1,3}[0-9])"

FILE_NAME_FORMS = (
    DateForm("day", parted(_YEAR, _PADDED, _PADDED, by="-_."), ("ymd",)),
    DateForm("compact_day", _YEAR + _PADDED + _PADDED, ("ymd",)),
    DateForm("month", _NO_NUMBER_BEFORE + parted(_YEAR, _PADDED, by="-_") + _NO_NUMBER_BEHIND, ("ym",)),
    DateForm("day_first", parted(NUMBER, NUMBER, _YEAR, by="-_."), ("dmy", "mdy")),
    DateForm("day_name_year", f"{NUMBER}{_GAP}{MONTH_NAME}{_GAP}{_YEAR}", ("dmy",)),
)
"""Every form of a date that a file name may hold."""

_ORDERS = {form.name: form.orders for form in FILE_NAME_FORMS}

# Looks ahead only, so that dates that overlap (2019-04-12-2020) are both found and make the name unsure.
_DATES = re.compile(
    r"(?<![^\W_])(?=(?:" + "|".join(f"(?P<{form.name}>{form.pattern})" for form in FILE_NAME_FORMS) + r")(?![^\W_]))"
)


def date_from_file_name(source_path: str) -> HeaderDate | None:
    """Read the one date that the name of a file holds.

    Args:
        source_path: Path of the source file, parted by `/`; of a member of an archive, the member's name counts.

    Returns:
        The date with status `ok`, `FILE_NAME_REPAIR` as its one repair and `body_start` 0. None where the name holds
        no date, one that is impossible or ambiguous, or several that differ. Never raises.
    """
    name = source_path.rpartition("/")[2]
    first: HeaderDate | None = None
    for match in _DATES.finditer(name):
        form = match.lastgroup or ""
        written = match[form]
        parts = [written[:4], written[4:6], written[6:]] if form == "compact_day" else parts_of(written)
        meanings = possible_days(parts, _ORDERS[form])
        if len(meanings) != 1:
            return None
        start, end, precision = meanings[0]
        if first is None:
            first = HeaderDate("ok", written, start, end, precision, 0, (FILE_NAME_REPAIR,))
        elif (first.date_start, first.date_end) != (start, end):
            return None
    return first
