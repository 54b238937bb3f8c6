"""The header: today's grammar, every valid date at three precisions, and nothing that raises."""

from __future__ import annotations

from calendar import monthrange
from datetime import date

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from transforms.header_date import DATE_FORMS, HeaderDate, parse_header


def body_of(text: str) -> str:
    return text[parse_header(text).body_start :]


@pytest.mark.parametrize(
    ("text", "start", "end", "precision", "body"),
    [
        (" date 2019-04 Misschien blijkt", date(2019, 4, 1), date(2019, 4, 30), "month", "Misschien blijkt"),
        ("date 2019-04-25 Kim", date(2019, 4, 25), date(2019, 4, 25), "day", "Kim"),
        ("date 2019 Kim", date(2019, 1, 1), date(2019, 12, 31), "year", "Kim"),
        ("date 2020-02 Kim", date(2020, 2, 1), date(2020, 2, 29), "month", "Kim"),
        ("date 1900-02 Kim", date(1900, 2, 1), date(1900, 2, 28), "month", "Kim"),
        ("date 2020-02-29 Kim", date(2020, 2, 29), date(2020, 2, 29), "day", "Kim"),
        ("date 9999-12 Kim", date(9999, 12, 1), date(9999, 12, 31), "month", "Kim"),
        ("\n\tdate\t2019-04\n\nKim", date(2019, 4, 1), date(2019, 4, 30), "month", "Kim"),
        ("date 2019-04", date(2019, 4, 1), date(2019, 4, 30), "month", ""),
        ("date 2019-04 \n", date(2019, 4, 1), date(2019, 4, 30), "month", ""),
    ],
)
def test_a_date_is_read_with_its_first_and_last_day(
    text: str, start: date, end: date, precision: str, body: str
) -> None:
    header = parse_header(text)
    assert header.status == "ok"
    assert (header.date_start, header.date_end, header.precision) == (start, end, precision)
    assert body_of(text) == body


@pytest.mark.parametrize(
    ("text", "date_text", "precision", "body"),
    [
        (" date 2024-09 5 tips voor de herfst", "2024-09", "month", "5 tips voor de herfst"),
        (" date 2019 12 doden bij aanslag", "2019", "year", "12 doden bij aanslag"),
        (" date 2019-04 -10 graden", "2019-04", "month", "-10 graden"),
    ],
)
def test_a_number_behind_the_date_belongs_to_the_body(text: str, date_text: str, precision: str, body: str) -> None:
    header = parse_header(text)
    assert (header.date_text, header.precision, body_of(text)) == (date_text, precision, body)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "   \n",
        "De gemeente heeft besloten",
        "dates are a fruit",
        "dateert uit 2019-04",
        "Date 2019-04 Kim",
        "DATE 2019-04 Kim",
        "date2019-04 Kim",
        "update 2019-04 Kim",
        "Amsterdam\ndate 2019-04 Kim",
        "dat",
    ],
)
def test_a_text_that_does_not_begin_with_the_word_date_has_no_date(text: str) -> None:
    assert parse_header(text) == HeaderDate("date_missing", None, None, None, None, 0)


@pytest.mark.parametrize(
    ("text", "date_text", "body"),
    [
        ("date 19-04 De", "19-04", "De"),
        ("date 2019-4 De", "2019-4", "De"),
        ("date 2019-04-5 De", "2019-04-5", "De"),
        ("date 2019-04. De", "2019-04.", "De"),
        ("date 2019/04 De", "2019/04", "De"),
        ("date 201904 De", "201904", "De"),
        ("date 04-2019 De", "04-2019", "De"),
        ("date april 2019 De", "april", "2019 De"),
        ("date 2019-04-25T10:00 De", "2019-04-25T10:00", "De"),
        ("date 2019-04-25-01 De", "2019-04-25-01", "De"),
        ("date: 2019-04 De", ":", "2019-04 De"),
        # Digits of another script look right and are not what the grammar asks for.
        ("date ٢٠١٩-٠٤ De", "٢٠١٩-٠٤", "De"),
    ],
)
def test_a_token_of_another_form_is_malformed_and_kept_as_written(text: str, date_text: str, body: str) -> None:
    header = parse_header(text)
    assert (header.status, header.date_text, body_of(text)) == ("date_malformed", date_text, body)
    assert (header.date_start, header.date_end, header.precision) == (None, None, None)


@pytest.mark.parametrize("text", ["date", " date ", "date\n\n"])
def test_the_word_date_with_nothing_behind_it_is_malformed_without_a_date_text(text: str) -> None:
    header = parse_header(text)
    assert (header.status, header.date_text, header.body_start) == ("date_malformed", None, len(text))


def test_a_long_malformed_token_is_cut_to_40_characters() -> None:
    header = parse_header("date " + "x" * 50 + " De")
    assert header.date_text == "x" * 40
    assert header.body_start == len("date " + "x" * 50 + " ")


@pytest.mark.parametrize(
    "token", ["2019-13", "2019-00", "2021-02-31", "2021-02-29", "2019-04-00", "2019-04-31", "0000", "0000-01"]
)
def test_a_date_that_no_calendar_has_is_impossible_and_kept_as_written(token: str) -> None:
    header = parse_header(f" date {token} De")
    assert (header.status, header.date_text) == ("date_impossible", token)
    assert (header.date_start, header.date_end, header.precision) == (None, None, None)
    assert body_of(f" date {token} De") == "De"


@pytest.mark.parametrize("token", ["0019-04", "1617-12", "2031-05"])
def test_early_and_future_dates_are_measured_and_not_judged(token: str) -> None:
    assert parse_header(f"date {token} De").status == "ok"


WHITE_SPACE = st.text(" \t\n\r\u00a0", min_size=1, max_size=4)


@given(st.dates(), WHITE_SPACE, WHITE_SPACE, st.text())
def test_every_valid_date_is_read_back_at_every_precision(day: date, before: str, between: str, rest: str) -> None:
    iso = day.isoformat()
    expected = {
        iso: ("day", day, day),
        iso[:7]: ("month", day.replace(day=1), day.replace(day=monthrange(day.year, day.month)[1])),
        iso[:4]: ("year", date(day.year, 1, 1), date(day.year, 12, 31)),
    }
    for token, (precision, start, end) in expected.items():
        text = f"{before}date{between}{token}{before}{rest}"
        header = parse_header(text)
        assert (header.status, header.date_text) == ("ok", token)
        assert (header.precision, header.date_start, header.date_end) == (precision, start, end)
        assert text[header.body_start :] == rest.lstrip()


@given(st.one_of(st.text(), st.text().map(lambda rest: f" date {rest}"), st.from_regex(r"date [0-9-]{0,12}")))
@example("date " + "9" * 5000)
def test_any_text_gives_a_header_that_fits_its_status(text: str) -> None:
    header = parse_header(text)
    assert 0 <= header.body_start <= len(text)
    assert (header.status == "ok") == (header.date_start is not None) == (header.precision is not None)
    if header.date_start is not None:
        assert header.date_end is not None
        assert header.date_start <= header.date_end
    if header.date_text is not None:
        assert header.date_text in text[: header.body_start]


def test_every_form_of_the_grammar_has_a_name_of_its_own() -> None:
    names = [form.name for form in DATE_FORMS]
    assert len(set(names)) == len(names)
    assert all(name.isidentifier() and name != "other" for name in names)
