"""The header, over all dates and over texts nobody thought of: what is valid is read right, what is read was valid."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from transforms.date_forms import Days, Precision
from transforms.header_date import HEADER_REPAIRS, parse_header

# Written out once more, apart from the code.
MONTHS = (
    "januari january jan jan.",
    "februari february feb feb. febr febr.",
    "maart march mrt mrt. maa maa. mar mar.",
    "april apr apr.",
    "mei mei. may may.",
    "juni june jun jun.",
    "juli july jul jul.",
    "augustus august aug aug.",
    "september sep sep. sept sept.",
    "oktober october okt okt. oct oct.",
    "november nov nov.",
    "december dec dec.",
)


class Written(NamedTuple):
    """A date as somebody may write it."""

    text: str
    precision: Precision
    repairs: tuple[str, ...] = ()


def numerals(number: int) -> list[str]:
    """A number with and without its zero."""
    return sorted({f"{number:02}", str(number)})


def written_forms(day: date) -> Iterator[Written]:
    """Every way of the grammar to write a day, its month and its year; only those that mean one thing."""
    year, padded_month, padded_day = day.isoformat().split("-")
    yield Written(year, "year")
    for month in numerals(day.month):
        for separator in "-/.":
            unpadded = ("header_date_unpadded",) * (month != padded_month)
            other = ("header_date_separator",) * (separator != "-")
            yield Written(f"{year}{separator}{month}", "month", unpadded + other)
            yield Written(f"{month}{separator}{year}", "month", (*unpadded, *other, "header_date_order"))
            for number in numerals(day.day):
                unpadded = ("header_date_unpadded",) * ((month, number) != (padded_month, padded_day))
                yield Written(separator.join((year, month, number)), "day", unpadded + other)
                if day.day > 12 or day.day == day.month:
                    repairs = (*unpadded, *other, "header_date_order")
                    yield Written(separator.join((number, month, year)), "day", repairs)
                    yield Written(separator.join((month, number, year)), "day", repairs)
    for name in MONTHS[day.month - 1].split():
        yield Written(f"{name} {year}", "month", ("header_month_name",))
        for number in numerals(day.day):
            yield Written(f"{number} {name} {year}", "day", ("header_month_name",))
            yield Written(f"{name} {number}, {year}", "day", ("header_month_name",))


def days_of(day: date, precision: Precision) -> Days:
    if precision == "day":
        return Days(day, day, precision)
    if precision == "month":
        return Days(day.replace(day=1), day.replace(day=monthrange(day.year, day.month)[1]), precision)
    return Days(date(day.year, 1, 1), date(day.year, 12, 31), precision)


def means(text: str) -> tuple[str, Days | None]:
    header = parse_header(text)
    if header.date_start is None or header.date_end is None or header.precision is None:
        return header.status, None
    return header.status, Days(header.date_start, header.date_end, header.precision)


WHITE_SPACE = st.text(" \t\n\r\u00a0\u2003\u2028", min_size=1, max_size=4)
KEYWORDS = st.sampled_from(
    [
        ("date", ()),
        ("Date", ("header_keyword",)),
        ("datum", ("header_keyword",)),
        ("date:", ("header_colon",)),
        ("date :", ("header_colon",)),
        ("DATUM\n:", ("header_keyword", "header_colon")),
    ]
)
# What a body may begin with that looks like more of the date.
BODIES = st.one_of(
    st.text(),
    st.sampled_from(
        ["5 tips", "12 doden", "april was", "12 april 2018 was", "2019", "-05", "/04/2019", ", 2018", ": ja"]
    ),
    st.dates().flatmap(lambda day: st.sampled_from([form.text for form in written_forms(day)])),
)


@given(
    day=st.dates(),
    keyword=KEYWORDS,
    before=st.text(" \t\n\ufeff", max_size=3),
    between=WHITE_SPACE,
    after=WHITE_SPACE,
    body=BODIES,
)
def test_every_valid_date_in_every_form_is_read_right_and_leaves_the_body_whole(
    *, day: date, keyword: tuple[str, tuple[str, ...]], before: str, between: str, after: str, body: str
) -> None:
    word, repairs = keyword
    for form in written_forms(day):
        for written in {form.text, form.text.upper(), form.text.title()}:
            text = f"{before}{word}{between}{written}{after}{body}"
            header = parse_header(text)
            assert means(text) == ("ok", days_of(day, form.precision)), written
            assert (header.date_text, header.repairs) == (written, (*repairs, *form.repairs))
            assert text[header.body_start :] == body.lstrip()


@pytest.mark.parametrize("year", [2019, 2020])
@pytest.mark.parametrize("separator", ["-", "/"])
def test_of_all_pairs_of_two_digits_only_those_of_the_calendar_are_read(year: int, separator: str) -> None:
    for first in range(100):
        for second in range(100):
            by_year, by_day = (exists(year, first, second), exists(year, second, first))
            token = f"{year}{separator}{first:02}{separator}{second:02}"
            assert means(f"date {token} De") == (("ok", by_year) if by_year else ("date_impossible", None)), token
            found = {days for days in (by_year, by_day) if days is not None}
            token = f"{first:02}{separator}{second:02}{separator}{year}"
            expected = [("date_impossible", None), ("ok", *found), ("date_ambiguous", None)][len(found)]
            assert means(f"date {token} De") == expected, token


def exists(year: int, month: int, day: int) -> Days | None:
    if 1 <= month <= 12 and 1 <= day <= monthrange(year, month)[1]:
        return days_of(date(year, month, day), "day")
    return None


@given(st.dates(), st.integers(13, 99), st.integers(32, 99))
def test_a_month_or_day_that_is_none_is_refused_in_every_form(day: date, no_month: int, no_day: int) -> None:
    year = day.isoformat()[:4]
    names = MONTHS[day.month - 1].split()
    impossible = [
        f"{year}-{no_month}", f"{year}/{no_month}", f"{no_month}.{year}", f"{year}-{no_month}-{day.day:02}",
        f"{year}-{day.month:02}-{no_day}", f"{no_day}/{day.month:02}/{year}", f"{no_month}-{no_day}-{year}",
        *(f"{no_day} {name} {year}" for name in names), *(f"{name} {no_day}, {year}" for name in names),
    ]  # fmt: skip
    for written in impossible:
        assert means(f"date {written} De") == ("date_impossible", None), written


@given(st.dates(), st.data())
def test_a_year_of_two_digits_is_refused_in_every_form(day: date, data: st.DataObject) -> None:
    year = day.isoformat()[:4]
    form = data.draw(st.sampled_from([form for form in written_forms(day) if form.text.count(year) == 1]))
    written = form.text.replace(year, year[2:])
    assert means(f"date {written} De")[0] == "date_malformed", written


def assert_sound(text: str) -> None:
    """Whatever is read as a date is one of the ways to write that date, and the header holds nothing else."""
    header = parse_header(text)
    assert 0 <= header.body_start <= len(text)
    assert (header.status == "ok") == (header.date_start is not None) == (header.precision is not None)
    assert header.date_text is None or (header.date_text in text[: header.body_start] and len(header.date_text) <= 40)
    assert set(header.repairs) <= set(HEADER_REPAIRS)
    if header.date_start is None or header.date_text is None:
        assert header.repairs == ()
        return
    spaced = " ".join(header.date_text.lower().split())
    day = header.date_start
    valid = {form.text: form for form in written_forms(day) if form.precision == header.precision}
    assert spaced in valid
    assert means(text) == ("ok", days_of(day, valid[spaced].precision))
    keyword, date_text, after = text[: header.body_start].rpartition(header.date_text)
    assert keyword.strip(" \t\n\r\ufeff\u00a0").lower().rstrip(": \t\n\r\u00a0") in {"date", "datum"}
    assert date_text
    assert not after.strip()


@given(st.dates(), st.data())
def test_a_date_with_a_slip_of_the_pen_is_refused_or_is_another_valid_date(day: date, data: st.DataObject) -> None:
    form = data.draw(st.sampled_from(list(written_forms(day))))
    place = data.draw(st.integers(0, len(form.text)))
    slip = data.draw(st.text("0123456789-/., :aj'\u2013\u0663", max_size=2))
    dropped = data.draw(st.integers(0, 1))
    assert_sound(f" date {form.text[:place]}{slip}{form.text[place + dropped :]} De gemeente")


@given(
    st.one_of(
        st.text(),
        st.text().map(lambda rest: f" date {rest}"),
        st.from_regex(r"\A(?i:date|datum)[ :]{1,3}[0-9]{1,4}[-/. ][0-9]{0,4}[-/. ]?[0-9]{0,4}\Z"),
        st.lists(st.sampled_from(["date", ":", "12", "4", "2019", "april", "dec.", ",", "-", "/", "x", " "])).map(
            lambda parts: "date " + "".join(parts)
        ),
    )
)
@example("date " + "9" * 5000)
@example("date \ud800 2019")
def test_no_text_raises_and_what_is_read_is_valid(text: str) -> None:
    assert_sound(text)
