"""The header: the tables of docs/header_date.md row by row, what refuses, and what a body keeps."""

from __future__ import annotations

import re
from datetime import date
from typing import get_args

import pyarrow as pa
import pytest

from tests.conftest import REPOSITORY
from transforms.date_forms import DATE_FORMS
from transforms.file_name_date import FILE_NAME_FORMS
from transforms.header_date import HEADER_REPAIRS, DateStatus, HeaderDate, parse_header
from transforms.judge import Thresholds, judge
from transforms.reasons import REASONS
from transforms.schema import MEASURED_DOCUMENTS

PAGE = (REPOSITORY / "docs/header_date.md").read_text(encoding="utf-8")


def rows(heading: str, table: int = 0) -> list[list[str]]:
    """The rows of a table of the page, without its head; the cells without their backticks."""
    section = PAGE.split(f"\n## {heading}\n")[1].split("\n## ")[0]
    found = re.findall(r"(?:^\|.*\|\n)+", section, flags=re.MULTILINE)[table]
    lines = [[cell.strip() for cell in line.split("|")[1:-1]] for line in found.splitlines()[2:]]
    assert lines
    return [[cell.replace("`", "") for cell in line] for line in lines]


def body_of(text: str) -> str:
    return text[parse_header(text).body_start :]


@pytest.mark.parametrize(("text", "start", "end", "precision"), rows("As it should be"))
def test_an_iso_date_is_read_without_a_repair(text: str, start: str, end: str, precision: str) -> None:
    header = parse_header(text)
    assert (header.status, header.date_text, header.precision) == ("ok", text.split()[1], precision)
    assert (header.date_start, header.date_end) == (date.fromisoformat(start), date.fromisoformat(end))
    assert header.repairs == ()
    assert body_of(text) == "De burgemeester"


@pytest.mark.parametrize(("text", "date_text", "body"), rows("Where the body begins"))
def test_the_page_says_where_the_body_begins(text: str, date_text: str, body: str) -> None:
    header = parse_header(text)
    assert (header.status, header.date_text, body_of(text)) == ("ok", date_text, body)


@pytest.mark.parametrize(("text", "start", "end", "precision", "repairs"), rows("Tolerated, and marked", table=1))
def test_a_tolerated_header_is_read_and_marked(text: str, start: str, end: str, precision: str, repairs: str) -> None:
    header = parse_header(text)
    assert (header.status, header.precision, header.repairs) == ("ok", precision, tuple(repairs.split()))
    assert (header.date_start, header.date_end) == (date.fromisoformat(start), date.fromisoformat(end))
    assert header.date_text is not None
    assert re.fullmatch(rf"(?i)(date|datum)[\s:]+{re.escape(header.date_text)} De", text)
    assert body_of(text) == "De"


@pytest.mark.parametrize(("text", "status", "date_text", "_why"), rows("Refused"))
def test_a_refused_header_has_its_reason(text: str, status: str, date_text: str, _why: str) -> None:
    header = parse_header(text)
    assert (header.status, header.date_text) == (status, date_text or None)
    assert (header.date_start, header.date_end, header.precision, header.repairs) == (None, None, None, ())
    if status == "date_missing":
        assert body_of(text) == text


def test_the_page_lists_every_repair_and_shows_each() -> None:
    assert rows("Tolerated, and marked") == [
        [name, re.sub("`", "", meaning)] for name, meaning in HEADER_REPAIRS.items()
    ]
    shown = {name for row in rows("Tolerated, and marked", table=1) for name in row[-1].split()}
    assert shown == set(HEADER_REPAIRS)


def test_the_page_shows_every_refusal() -> None:
    assert {row[1] for row in rows("Refused")} == set(get_args(DateStatus)) - {"ok"}


@pytest.mark.parametrize(
    ("text", "start", "end", "precision", "body"),
    [
        (" date 2019-04 Misschien blijkt", date(2019, 4, 1), date(2019, 4, 30), "month", "Misschien blijkt"),
        ("\ufeff date 2019 Kim", date(2019, 1, 1), date(2019, 12, 31), "year", "Kim"),
        ("date 2020-02 Kim", date(2020, 2, 1), date(2020, 2, 29), "month", "Kim"),
        ("date 1900-02 Kim", date(1900, 2, 1), date(1900, 2, 28), "month", "Kim"),
        ("date 2020-02-29 Kim", date(2020, 2, 29), date(2020, 2, 29), "day", "Kim"),
        ("date 9999-12 Kim", date(9999, 12, 1), date(9999, 12, 31), "month", "Kim"),
        ("date 0001 Kim", date(1, 1, 1), date(1, 12, 31), "year", "Kim"),
        ("\n\tdate\t2019-04\n\nKim", date(2019, 4, 1), date(2019, 4, 30), "month", "Kim"),
        ("date\n2019-04-25\nKim", date(2019, 4, 25), date(2019, 4, 25), "day", "Kim"),
        ("date\u00a02019-04\u00a0Kim", date(2019, 4, 1), date(2019, 4, 30), "month", "Kim"),
        ("date 2019-04", date(2019, 4, 1), date(2019, 4, 30), "month", ""),
        ("date 2019-04 \n", date(2019, 4, 1), date(2019, 4, 30), "month", ""),
        (" date 2019-04 -10 graden", date(2019, 4, 1), date(2019, 4, 30), "month", "-10 graden"),
    ],
)
def test_white_space_and_the_length_of_months_and_years_are_no_repair(
    text: str, start: date, end: date, precision: str, body: str
) -> None:
    header = parse_header(text)
    assert (header.status, header.repairs) == ("ok", ())
    assert (header.date_start, header.date_end, header.precision) == (start, end, precision)
    assert body_of(text) == body


@pytest.mark.parametrize(
    "text",
    ["", "   \n", "De gemeente heeft besloten", "dates are a fruit", "dateert uit 2019-04", "Datums 2019-04",
     "Date-app 2019", "Date's 2019", "Date’s 2019", "date_2019-04", "Amsterdam\ndate 2019-04 Kim", "dat", "\ufeff",
     "2019-04 Kim", "\uff44ate 2019-04 Kim"],
)  # fmt: skip
def test_a_text_that_does_not_begin_with_the_word_has_no_date(text: str) -> None:
    assert parse_header(text) == HeaderDate("date_missing", None, None, None, None, 0, ())


@pytest.mark.parametrize("text", ["date", " date ", "Datum\n\n", "date:", "date : "])
def test_the_word_with_nothing_behind_it_is_malformed_without_a_date_text(text: str) -> None:
    header = parse_header(text)
    assert (header.status, header.date_text, header.body_start) == ("date_malformed", None, len(text))


@pytest.mark.parametrize(
    ("text", "date_text", "body"),
    [
        ("date 2019-04-25-01 De", "2019-04-25-01", "De"),
        ("date 2019-004 De", "2019-004", "De"),
        ("date 12019-04 De", "12019-04", "De"),
        ("date -2019 De", "-2019", "De"),
        ("date :: 2019 De", ":", "2019 De"),
        ("date\uff1a2019-04 De", "\uff1a2019-04", "De"),
        ("date date 2019-04 De", "date", "2019-04 De"),
        ("date 25 / 04 / 2019 De", "25", "/ 04 / 2019 De"),
        ("date april '19 De", "april '19", "De"),
        ("date april 5 tips", "april 5", "tips"),
        ("date april 12 2018 De", "april 12", "2018 De"),
        ("date 12 april 2018. De", "12 april 2018.", "De"),
        ("date 12 april\n2018 was koud", "12 april", "2018 was koud"),
        ("date 12\napril 2018 was koud", "12", "april 2018 was koud"),
        ("date 12\u2028april 2018 was koud", "12", "april 2018 was koud"),
        ("date 112 april 2018 De", "112", "april 2018 De"),
        ("date 12          april 2018 De", "12", "april 2018 De"),
        # The dotless i and the long s are what `i` and `s` become when letters are compared without case.
        ("date jun\u0131 2019 De", "jun\u0131", "2019 De"),
        ("date augu\u017ftus 2019 De", "augu\u017ftus", "2019 De"),
        ("date ٢٠١٩-٠٤ De", "٢٠١٩-٠٤", "De"),
        ("date \u0665 april 2019 De", "\u0665", "april 2019 De"),
        ("date 2019\u201104 De", "2019\u201104", "De"),
    ],
)
def test_what_is_no_date_is_kept_as_written(text: str, date_text: str, body: str) -> None:
    header = parse_header(text)
    assert (header.status, header.date_text, body_of(text)) == ("date_malformed", date_text, body)
    assert (header.date_start, header.date_end, header.precision, header.repairs) == (None, None, None, ())


@pytest.mark.parametrize("word", ["x" * 50, "12 april 18" + "9" * 50])
def test_what_is_no_date_is_cut_to_40_characters_and_the_body_stays_whole(word: str) -> None:
    header = parse_header(f"date {word} De")
    assert (header.status, header.date_text) == ("date_malformed", word[:40])
    assert header.body_start == len(f"date {word} ")


def test_the_words_of_a_date_keep_their_blanks_in_the_date_text() -> None:
    header = parse_header("date 12 \t april\u00a0  2018  De")
    assert (header.status, header.date_text) == ("ok", "12 \t april\u00a0  2018")


@pytest.mark.parametrize(
    "text",
    ["0000", "2019-00", "2019-04-00", "2019-0", "2019/13", "00/2019", "13/2019", "32/01/2019", "00/05/2019",
     "31/04/2019", "04/31/2019", "13/13/2019", "29/02/2019", "2019/25/04", "0 april 2019", "31 april 2019",
     "april 31, 2019", "30 feb 2020", "april 0000"],
)  # fmt: skip
def test_a_date_that_no_calendar_has_is_impossible_in_every_form(text: str) -> None:
    header = parse_header(f" date {text} De")
    assert (header.status, header.date_text, body_of(f" date {text} De")) == ("date_impossible", text, "De")
    assert (header.date_start, header.date_end, header.precision, header.repairs) == (None, None, None, ())


@pytest.mark.parametrize("text", ["04/05/2019", "4.5.2019", "01-12-2019", "12/11/2019"])
def test_a_date_with_two_meanings_is_ambiguous(text: str) -> None:
    header = parse_header(f"Datum: {text} De")
    assert (header.status, header.date_text, body_of(f"Datum: {text} De")) == ("date_ambiguous", text, "De")
    assert (header.date_start, header.date_end, header.precision, header.repairs) == (None, None, None, ())


@pytest.mark.parametrize("token", ["0019-04", "1617-12", "2031-05"])
def test_early_and_future_dates_are_measured_and_not_judged(token: str) -> None:
    assert parse_header(f"date {token} De").status == "ok"


@pytest.mark.parametrize(
    ("text", "status"),
    [
        (" " * 1_000_000 + "date 2019-04 De", "ok"),
        ("date" + " " * 1_000_000 + "2019-04" + "\n" * 1_000_000 + "De", "ok"),
        ("date " + "9" * 1_000_000, "date_malformed"),
        ("date 12 april " + "1" * 1_000_000, "date_malformed"),
        ("date 12" + " " * 1_000_000 + "april 2018", "date_malformed"),
        ("date " + "12 april " * 100_000, "date_malformed"),
        ("date" + ":" * 1_000_000, "date_malformed"),
        (" " * 1_000_000 + "dat", "date_missing"),
    ],
)
def test_extremely_long_headers_take_one_pass(text: str, status: str) -> None:
    assert parse_header(text).status == status  # a pattern that went back and forth would not end


def test_every_form_of_the_grammar_has_a_name_of_its_own() -> None:
    for forms in (DATE_FORMS, FILE_NAME_FORMS):
        names = [form.name for form in forms]
        assert len(set(names)) == len(names)
        assert not {"keyword", "colon", "unfinished", "other"} & set(names)


def test_the_judge_asks_for_every_status_in_order() -> None:
    statuses = list(get_args(DateStatus))[1:]
    assert [reason.name for reason in REASONS if reason.name in statuses] == statuses
    count = len(statuses)
    written = pa.array([None, "19-04", "2019-13", "04/05/2019"])
    given = {"content_status": pa.array(["ok"] * count), "date_status": pa.array(statuses), "date_text": written}
    measured = pa.table(
        [given.get(field.name, pa.nulls(count, field.type)) for field in MEASURED_DOCUMENTS.arrow_schema],
        names=MEASURED_DOCUMENTS.column_names,
    )
    verdicts = judge(measured, Thresholds(date(2026, 11, 22), ("nl",), 0.8, 0.6, 60, 1618))
    assert verdicts.column("reason").to_pylist() == statuses
    assert set(verdicts.column("verdict").to_pylist()) == {"rejected"}
    assert verdicts.column("measured_value").to_pylist() == measured.column("date_text").to_pylist()
