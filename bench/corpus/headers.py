"""Headers of articles, good, tolerated and bad, each with what it has to be read as (docs/header_date.md)."""

from __future__ import annotations

from calendar import isleap, monthrange
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from bench.corpus.chance import Draws, choose, draw_below, happens

__all__ = ["BAD_HEADERS", "Header", "dated", "draw_day", "good_header", "moved", "tolerated_header"]

FIRST_YEAR, LAST_YEAR = 2012, 2025
DAY_SHARE, YEAR_SHARE = 0.12, 0.06
_BEFORE_BODY = (" ", " ", " ", "\n", "\n\n", "  ")
# Month names as the header may write them: Dutch, cut short, English.
_MONTHS = (
    ("januari", "jan.", "January"),
    ("februari", "feb.", "February"),
    ("maart", "mrt.", "March"),
    ("april", "apr.", "April"),
    ("mei", "mei", "May"),
    ("juni", "jun.", "June"),
    ("juli", "jul.", "July"),
    ("augustus", "aug.", "August"),
    ("september", "sept.", "September"),
    ("oktober", "okt.", "October"),
    ("november", "nov.", "November"),
    ("december", "dec.", "December"),
)
_LAST_AMBIGUOUS = 12


@dataclass(frozen=True, slots=True)
class Header:
    """A header as it stands in a file, and what it means.

    Attributes:
        written: All that stands before the body, white space included.
        status: `ok`, or the reason of refusal.
        date_text: The date as written, or what stands in its place; None where there is nothing.
        date_start: First day that the date can mean; None where it is refused.
        date_end: Last day.
        precision: year, month or day.
        repairs: What had to be overlooked.
    """

    written: str
    status: str = "ok"
    date_text: str | None = None
    date_start: date | None = None
    date_end: date | None = None
    precision: str | None = None
    repairs: tuple[str, ...] = ()

    @property
    def year(self) -> int:
        """Year of its date; 0 where it has none."""
        return self.date_start.year if self.date_start else 0


def draw_day(draws: Draws) -> date:
    """A day on which an article can have been published."""
    year = FIRST_YEAR + draw_below(draws, LAST_YEAR - FIRST_YEAR + 1)
    month = 1 + draw_below(draws, 12)
    return date(year, month, 1 + draw_below(draws, monthrange(year, month)[1]))


def good_header(draws: Draws, day: date) -> Header:
    """A header as it should be; four in five give the month."""
    precision = "day" if happens(draws, DAY_SHARE) else "year" if happens(draws, YEAR_SHARE) else "month"
    lead = "" if happens(draws, 0.1) else " "
    return dated(day, precision, lead=lead, gap=choose(draws, _BEFORE_BODY))


def dated(day: date, precision: str, *, lead: str = " ", gap: str = " ") -> Header:
    """The header of a day in ISO form, no more exact than asked."""
    text = day.isoformat()[: {"year": 4, "month": 7, "day": 10}[precision]]
    return _read((f"{lead}date ", text, gap), day, precision)


def moved(header: Header, months: int) -> Header:
    """The same header some months later, or earlier."""
    start = header.date_start or date(FIRST_YEAR, 1, 1)
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    day = date(year, month + 1, min(start.day, monthrange(year, month + 1)[1]))
    return dated(day, header.precision or "month")


def _read(
    written: tuple[str, str, str], day: date, precision: str, repairs: tuple[str, ...] = (), *, status: str = "ok"
) -> Header:
    """The header that stands as keyword, date and gap, and is read as the day, no more exact than its precision."""
    keyword, text, gap = written
    start = day if precision == "day" else day.replace(day=1) if precision == "month" else date(day.year, 1, 1)
    last = 12 if precision == "year" else day.month
    end = day if precision == "day" else date(day.year, last, monthrange(day.year, last)[1])
    return Header(f"{keyword}{text}{gap}", status, text, start, end, precision, repairs)


def tolerated_header(draws: Draws, day: date) -> Header:
    """A header that departs from the grammar in a way that is read all the same."""
    small = day.replace(day=1, month=1 + day.month % 9)  # day and month of one digit
    late = day.replace(day=13 + day.day % 16)  # a day that can be no month
    (name, short, english), month, iso = _MONTHS[day.month - 1], f"{day:%Y-%m}", day.isoformat()
    unpadded, separator, order = "header_date_unpadded", "header_date_separator", "header_date_order"
    named = ("header_month_name",)
    forms: tuple[Callable[[], Header], ...] = (
        lambda: _read(("Date ", month, " "), day, "month", ("header_keyword",)),
        lambda: _read((" datum ", month, " "), day, "month", ("header_keyword",)),
        lambda: _read(("date: ", month, " "), day, "month", ("header_colon",)),
        lambda: _read((" date:", iso, " "), day, "day", ("header_colon",)),
        lambda: _read(("DATUM : ", month, "\n"), day, "month", ("header_keyword", "header_colon")),
        lambda: _read((" date ", f"{small.year}-{small.month}", " "), small, "month", (unpadded,)),
        lambda: _read((" date ", f"{small.year}-{small.month}-1", " "), small, "day", (unpadded,)),
        lambda: _read((" date ", f"{day:%Y/%m}", " "), day, "month", (separator,)),
        lambda: _read((" date ", f"{day:%Y.%m.%d}", " "), day, "day", (separator,)),
        lambda: _read((" date ", f"{late:%d/%m/%Y}", " "), late, "day", (separator, order)),
        lambda: _read((" date ", f"{late:%d-%m-%Y}", " "), late, "day", (order,)),
        lambda: _read((" date ", f"{late:%m/%d/%Y}", " "), late, "day", (separator, order)),
        lambda: _read((" date ", f"{day:%m/%Y}", " "), day, "month", (separator, order)),
        lambda: _read((" date ", f"{small.month}-{small.year}", " "), small, "month", (unpadded, order)),
        lambda: _read((" date ", f"{name} {day.year}", " "), day, "month", named),
        lambda: _read((" date ", f"{day.day} {name} {day.year}", " "), day, "day", named),
        lambda: _read((" date ", f"{day.day} {short} {day.year}", " "), day, "day", named),
        lambda: _read((" date ", f"{english} {day.day}, {day.year}", " "), day, "day", named),
        lambda: _read(
            ("Datum: ", f"{name} {day.year}", "\n\n"), day, "month", ("header_keyword", "header_colon", *named)
        ),
    )
    return choose(draws, forms)()


def _missing(draws: Draws, day: date) -> Header:
    forms = ("", "", f"update {day:%Y-%m} ", f"De Stem date {day:%Y-%m} ", f"date{day:%Y-%m} ", f"{day:%Y-%m} ")
    return Header(choose(draws, forms), "date_missing")


def _malformed(draws: Draws, day: date) -> Header:
    name, _, _ = _MONTHS[day.month - 1]
    forms = (
        (f"{day:%y-%m}",) * 2,
        (f"{day:%d/%m/%y}",) * 2,
        (f"{day.day} {name} {day:%y}",) * 2,
        (f"{day:%d}-apr-{day.year}",) * 2,
        (f"vrijdag {day.day} {name} {day.year}", "vrijdag"),
        (f"{day:%Y%m}",) * 2,
        (f"{day:%Y-%m/%d}",) * 2,
        (f"{day:%Y-%m}.",) * 2,
        (f"{day.isoformat()}T10:00",) * 2,
        ("onbekend",) * 2,
    )
    written, text = choose(draws, forms)
    return Header(f" date {written} ", "date_malformed", text)


def _impossible(draws: Draws, day: date) -> Header:
    common = day.year + isleap(day.year)
    forms = (
        f"{day.year}-13",
        f"{day.year}-00",
        f"{day.year}-{day.month:02d}-32",
        f"{day.year}-02-30",
        f"31/02/{day.year}",
        f"{common}-02-29",
        f"29 februari {common}",
        f"0000-{day.month:02d}",
    )
    text = choose(draws, forms)
    return Header(f" date {text} ", "date_impossible", text)


def _ambiguous(draws: Draws, day: date) -> Header:
    number = 1 + day.day % _LAST_AMBIGUOUS
    number += 1 if number == day.month and number < _LAST_AMBIGUOUS else -1 if number == day.month else 0
    forms = (f"{number:02d}/{day:%m/%Y}", f"{number}-{day.month}-{day.year}", f"{number:02d}.{day:%m.%Y}")
    text = choose(draws, forms)
    return Header(f" date {text} ", "date_ambiguous", text)


def _future(draws: Draws, day: date) -> Header:
    later = day.replace(year=2031 + draw_below(draws, 60), day=min(day.day, 28))
    precision = choose(draws, ("month", "month", "day", "year"))
    header = dated(later, precision)
    return _read((" date ", header.date_text or "", " "), later, precision, status="date_in_future")


def _too_early(draws: Draws, day: date) -> Header:
    earlier = day.replace(year=choose(draws, (day.year - 2000, day.year - 1000, 1500 + draw_below(draws, 118))), day=1)
    precision = choose(draws, ("month", "month", "day"))
    text = earlier.isoformat()[: 7 if precision == "month" else 10]
    return _read((" date ", text, " "), earlier, precision, status="date_too_early")


BAD_HEADERS: dict[str, Callable[[Draws, date], Header]] = {
    "date_missing": _missing,
    "date_malformed": _malformed,
    "date_impossible": _impossible,
    "date_ambiguous": _ambiguous,
    "date_in_future": _future,
    "date_too_early": _too_early,
}
"""What makes a header that is refused for the reason."""
