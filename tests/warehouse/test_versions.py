"""Versions: of the month in Amsterdam, counted as numbers, never one that was used."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from warehouse.versions import is_version, next_version, version_key

NOVEMBER = datetime(2026, 11, 22, 6, tzinfo=UTC)
VERSIONS = st.builds(
    lambda year, month, number: f"{year:04d}.{month:02d}.{number}",
    st.integers(2000, 2099),
    st.integers(1, 12),
    st.integers(0, 300),
)


def test_the_first_version_of_a_month_is_zero() -> None:
    assert next_version(NOVEMBER, []) == "2026.11.0"
    assert next_version(NOVEMBER, ["2026.10.7", "2025.11.3"]) == "2026.11.0"


@pytest.mark.parametrize(
    ("moment", "version"),
    [
        (datetime(2026, 12, 31, 22, 59, 59, tzinfo=UTC), "2026.12.0"),
        (datetime(2026, 12, 31, 23, 0, tzinfo=UTC), "2027.01.0"),  # midnight in Amsterdam, winter time
        (datetime(2026, 12, 31, 23, 30, tzinfo=UTC), "2027.01.0"),
        (datetime(2026, 6, 30, 21, 59, tzinfo=UTC), "2026.06.0"),
        (datetime(2026, 6, 30, 22, 0, tzinfo=UTC), "2026.07.0"),  # summer time
        (datetime(2027, 1, 1, 9, 0, tzinfo=timezone(timedelta(hours=14))), "2026.12.0"),
    ],
)
def test_the_month_is_that_of_the_clock_in_amsterdam(moment: datetime, version: str) -> None:
    assert next_version(moment, []) == version


def test_versions_are_counted_as_numbers() -> None:
    used = [f"2026.11.{number}" for number in range(11)]
    assert max(used, key=version_key) == "2026.11.10"
    assert next_version(NOVEMBER, used) == "2026.11.11"


def test_a_gap_is_not_filled() -> None:
    assert next_version(NOVEMBER, ["2026.11.0", "2026.11.7"]) == "2026.11.8"


def test_a_clock_that_was_set_back_goes_on_in_the_highest_month() -> None:
    assert next_version(NOVEMBER, ["2026.12.3", "2026.11.9"]) == "2026.12.4"
    assert next_version(NOVEMBER, ["2027.01.0"]) == "2027.01.1"


@given(st.lists(VERSIONS, max_size=8), st.datetimes(datetime(2001, 1, 2), datetime(2098, 1, 1)))  # noqa: DTZ001
def test_a_new_version_is_a_version_and_higher_than_all(used: list[str], moment: datetime) -> None:
    version = next_version(moment.replace(tzinfo=UTC), used)
    assert is_version(version)
    assert all(version_key(version) > version_key(one) for one in used)


@pytest.mark.parametrize(
    "text", ["2026.11", "2026.11.0 ", "v2026.11.0", "2026.1.0", "2026.11.-1", "", ".tmp", "latest"]
)
def test_what_is_no_version_is_none(text: str) -> None:
    assert not is_version(text)
    with pytest.raises(ValueError, match="is no version"):
        version_key(text)
