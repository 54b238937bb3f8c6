"""A date from the name of a file: the table of docs/header_date.md, and nothing where it is not sure."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.conftest import REPOSITORY
from transforms.file_name_date import FILE_NAME_REPAIR, date_from_file_name

PAGE = (REPOSITORY / "docs/header_date.md").read_text(encoding="utf-8")
ROWS = re.findall(
    r"^\| `(.+?)` \| ([-0-9]*) ?\| ([-0-9]*) ?\| .*\|$",
    PAGE.split("## A date from the file name")[1],
    flags=re.MULTILINE,
)


def days_of(source_path: str) -> tuple[date | None, date | None, str | None]:
    found = date_from_file_name(source_path)
    if found is None:
        return None, None, None
    assert (found.status, found.body_start, found.repairs) == ("ok", 0, (FILE_NAME_REPAIR,))
    assert found.date_text is not None
    assert found.date_text in source_path.rpartition("/")[2]
    return found.date_start, found.date_end, found.precision


@pytest.mark.parametrize(("source_path", "start", "end"), ROWS)
def test_the_page_says_what_a_name_gives(source_path: str, start: str, end: str) -> None:
    expected = tuple(date.fromisoformat(day) if day else None for day in (start, end))
    assert days_of(source_path)[:2] == expected


def test_the_page_shows_names_with_and_without_a_date() -> None:
    assert {bool(start) for _, start, _ in ROWS} == {True, False}
    assert len(ROWS) == PAGE.split("## A date from the file name")[1].count("| `")


@pytest.mark.parametrize(
    "source_path",
    ["", "/", "2019-04-12/", "brand.txt", "2019-4-12.txt", "2019-04-1200.txt", "x2019-04-12.txt", "2019-04-12x.txt",
     "é2019-04.txt", "2019-13-01.txt", "20191301.txt", "12345678.txt", "2019-04-12T10.txt", "2019-04_12.txt",
     "2019 12 doden.txt", "2019.04.txt", "2019-00.txt", "2099-13.txt", "2100-01-01.txt", "1599-12-31.txt",
     "31-04-2019.txt", "31 april 2019.txt", "2018-2019.txt", "20182019.txt", "2021-02-31_2019-04-12.txt",
     "٢٠١٩-٠٤-١٢.txt", "%E92019-04.txt", "nr 3_2019-04.txt",
     "2019-04 - 5 tips.txt"],
)  # fmt: skip
def test_an_unsure_name_gives_nothing(source_path: str) -> None:
    assert date_from_file_name(source_path) is None


def test_one_date_written_twice_is_one_date() -> None:
    assert days_of("2019-04-12_20190412_12 apr. 2019.txt")[0] == date(2019, 4, 12)


PLAIN = st.text("abcxyzé ,()", max_size=6)


@given(st.dates(date(1600, 1, 1), date(2099, 12, 31)), PLAIN, PLAIN, st.sampled_from("-_ "))
def test_every_date_of_the_years_of_newspapers_is_read_back(day: date, before: str, after: str, joint: str) -> None:
    iso = day.isoformat()
    last = day.replace(day=monthrange(day.year, day.month)[1])
    for written in (iso, iso.replace("-", "_"), iso.replace("-", "."), iso.replace("-", "")):
        assert days_of(f"krant/{before}{joint}{written}{joint}{after}.txt") == (day, day, "day")
    for written in (iso[:7], iso[:7].replace("-", "_")):
        assert days_of(f"krant/{before}{joint}{written}{joint}{after}.txt") == (day.replace(day=1), last, "month")
    sure = day.day > 12 or day.day == day.month
    assert (days_of(f"{before}{joint}{day:%d-%m}-{day.year}.txt")[0] == day) is sure


@given(st.one_of(st.text(), st.text("0123456789-_./aprilT ")))
def test_no_name_raises_and_a_day_is_never_made_up(source_path: str) -> None:
    start, end, precision = days_of(source_path)
    if start is not None and end is not None:
        assert (precision == "day") == (start == end)


def test_a_very_long_name_takes_one_pass() -> None:
    assert date_from_file_name("2019-" * 200_000) is None
