"""What charts are worked out to: scales, gaps, labels that fit, lines that say where they went."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from expectations.report.chart import column_chart
from expectations.report.numbers import axis_end, compact, percent, shown
from expectations.report.sparkline import HEIGHT, WIDTH, sparkline
from expectations.report.time_chart import documents_over_time
from expectations.verdict import Observed

FIGURES = st.floats(min_value=-1e12, max_value=1e12, allow_nan=False)


def test_months_keep_their_gaps() -> None:
    made = documents_over_time([("2018-12", 4), ("2019-02", 1)])

    assert made is not None
    assert [(column.left, column.label, column.values) for column in made.chart.columns] == [
        (0, "2018-12", (4,)),
        (20, "2019-02", (1,)),
    ]
    assert [column.rects[0].height for column in made.chart.columns] == [100.0, 25.0]
    assert (made.chart.slot_count, made.unit, made.left_out, made.highest) == (3, "month", 0, ("2018-12", 4))
    assert [tick.text for tick in made.chart.x_ticks] == ["2018-12", "2019-02"]


def test_centuries_are_shown_by_year() -> None:
    made = documents_over_time([("1618-06", 1), ("1618", 2), ("2026-11", 5), ("unknown", 1)])

    assert made is not None
    assert [(column.left, column.label, column.values) for column in made.chart.columns] == [
        (0, "1618", (3,)),
        (4080, "2026", (5,)),
    ]
    assert (made.chart.slot_count, made.unit, made.left_out) == (409, "year", 1)
    assert [tick.text for tick in made.chart.x_ticks] == ["1700", "1800", "1900", "2000"]


def test_no_chart_of_nothing() -> None:
    assert documents_over_time([]) is None
    assert documents_over_time([("unknown", 3)]) is None


@given(st.dictionaries(st.dates(), st.integers(0, 10**9), min_size=1, max_size=40))
def test_any_months_fit_the_drawing(days: dict[object, int]) -> None:
    counts: dict[str, int] = {}
    for day, count in days.items():
        label = str(day)[:7]
        counts[label] = counts.get(label, 0) + count

    made = documents_over_time(sorted(counts.items()))

    assert made is not None
    assert sum(column.values[0] for column in made.chart.columns) == sum(days.values())
    assert made.left_out == 0
    for column in made.chart.columns:
        assert 0 <= column.left <= made.chart.width - 10
        for rect in column.rects:
            assert 0 <= rect.y <= 100
            assert rect.y + rect.height == pytest.approx(100, abs=0.02)
    assert len(made.chart.x_ticks) <= 7
    assert [tick.percent for tick in made.chart.x_ticks] == sorted(tick.percent for tick in made.chart.x_ticks)


def test_stacked_columns_stand_on_each_other_and_grouped_ones_side_by_side() -> None:
    slots = [(0, "a", (1.0, 3.0))]
    stacked = column_chart("k", "t", "d", ["x", "y"], slots, slot_count=1, x_ticks=[(0, "a")])
    grouped = column_chart("k", "t", "d", ["x", "y"], slots, slot_count=1, x_ticks=[(0, "a")], is_stacked=False)

    lower, upper = stacked.columns[0].rects
    assert (lower.x, lower.width) == (upper.x, upper.width)
    assert (lower.y, upper.y + upper.height) == (75, 75)
    left, right = grouped.columns[0].rects
    assert left.x + left.width == right.x
    assert right.height == 100
    assert stacked.columns[0].tip == "a: 1 x, 3 y"


@given(st.floats(min_value=1e-6, max_value=1e15))
def test_an_axis_ends_at_a_round_number_not_far_above(highest: float) -> None:
    end = axis_end(highest)

    assert highest <= end * (1 + 1e-9)
    assert end <= 2.01 * highest
    leading = end / 10 ** math.floor(math.log10(end) + 1e-9)
    assert leading == pytest.approx(round(leading))


@given(st.lists(st.none() | FIGURES, min_size=1, max_size=30))
def test_a_sparkline_stays_in_its_box_and_breaks_where_a_figure_is_missing(values: list[float | None]) -> None:
    line = sparkline(values)

    known = [value for value in values if value is not None]
    if len(set(known)) < 2:
        assert line is None
        return
    assert line is not None
    points = [tuple(map(float, point.split(","))) for stretch in line.lines for point in stretch.split()]
    assert all(0 <= x <= WIDTH and 0 <= y <= HEIGHT for x, y in points)
    assert len(line.lines) == sum(
        value is not None and (number == 0 or values[number - 1] is None) for number, value in enumerate(values)
    )
    assert (line.end is None) == (values[-1] is None)
    assert line.description.startswith(f"{len(known)} releases: from ")


def test_a_sparkline_says_where_it_went() -> None:
    line = sparkline([0.25, None, 0.5, 0.1], say=percent)

    assert line is not None
    assert line.description == "3 releases: from 25 % to 10 %; least 10 %, greatest 50 %."
    assert line.end == (93.0, 21.0)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (1234, "1,234"),
        (0.8389610, "0.839"),
        (12.0, "12"),
        (12345.0, "12,345"),
        (None, "–"),
        (True, "yes"),
        ("nl", "nl"),
    ],
)
def test_figures_are_written_for_people(value: Observed, text: str) -> None:
    assert shown(value) == text


@pytest.mark.parametrize(
    ("share", "text"),
    [
        (0.3, "30 %"),
        (0.8389, "83.9 %"),
        (0, "0 %"),
        (1, "100 %"),
        (0.0004, "< 0.1 %"),
        (-0.0004, "> -0.1 %"),
        (None, "–"),
    ],
)
def test_shares_are_percentages(share: float | None, text: str) -> None:
    assert percent(share) == text


@pytest.mark.parametrize(("value", "text"), [(0, "0"), (950, "950"), (1500, "1.5k"), (40_000, "40k"), (2e6, "2M")])
def test_axis_labels_are_short(value: float, text: str) -> None:
    assert compact(value) == text
