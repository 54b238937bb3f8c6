"""Columns over time: months, or years where the months would be too many to see."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from expectations.report.chart import ColumnChart, column_chart
from expectations.report.numbers import shown

__all__ = ["TimeChart", "documents_over_time"]

MAXIMUM_MONTHS = 180  # fifteen years; beyond that a column would be thinner than a pixel on a phone
MAXIMUM_LABELS = 6  # what a phone has room for
MONTH = re.compile(r"\d{4}-(?:0[1-9]|1[0-2])")
YEAR = re.compile(r"\d{4}")
YEAR_STEPS = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000)


@dataclass(frozen=True, slots=True)
class TimeChart:
    """A chart on an even time axis: a period without documents is a gap.

    Attributes:
        chart: The columns.
        unit: `month` or `year`.
        highest: Label of the period with most documents, the first of equals, and their number.
        left_out: Documents whose label is no period of that unit (only the year is known).
    """

    chart: ColumnChart
    unit: str
    highest: tuple[str, int]
    left_out: int


def documents_over_time(counts: Sequence[tuple[str, int]]) -> TimeChart | None:
    """A chart of `(2019-04, 3)` pairs; None where no label is a month or a year."""
    months = Counter[int]()
    years = Counter[int]()
    for label, count in counts:
        if MONTH.fullmatch(label):
            year, month = label.split("-")
            months[int(year) * 12 + int(month) - 1] += count
        if MONTH.fullmatch(label) or YEAR.fullmatch(label):
            years[int(label[:4])] += count
    total = sum(count for _, count in counts)
    if months and max(months) - min(months) < MAXIMUM_MONTHS:
        names = {month: _month_name(month) for month in months}
        return _chart(months, names, "month", total, _month_ticks(min(months), max(months)))
    if not years:
        return None
    names = {year: f"{year:04d}" for year in years}
    return _chart(years, names, "year", total, _year_ticks(range(min(years), max(years) + 1)))


def _chart(
    periods: Counter[int], names: dict[int, str], unit: str, total: int, ticks: Iterable[tuple[int, str]]
) -> TimeChart:
    first, last = min(periods), max(periods)
    top = max(sorted(periods), key=lambda period: periods[period])
    highest = names[top], periods[top]
    chart = column_chart(
        "months",
        f"Documents per {unit}",
        f"From {names[first]} to {names[last]}; most in {highest[0]}, {shown(highest[1])}.",
        ["documents"],
        [(period - first, names[period], (count,)) for period, count in sorted(periods.items())],
        slot_count=last - first + 1,
        x_ticks=[(period - first, text) for period, text in ticks],
    )
    return TimeChart(chart, unit, highest, total - sum(periods.values()))


def _month_name(month: int) -> str:
    return f"{month // 12:04d}-{month % 12 + 1:02d}"


def _month_ticks(first: int, last: int) -> list[tuple[int, str]]:
    """Each January, or as many as there is room for; in a short span its first and last month."""
    januaries = [month for month in range(first, last + 1) if month % 12 == 0]
    if len(januaries) < 2:  # noqa: PLR2004 (one label says nothing about the span)
        return [(month, _month_name(month)) for month in sorted({first, last})]
    years = range(januaries[0] // 12, januaries[-1] // 12 + 1)
    return [(year * 12, text) for year, text in _year_ticks(years)]


def _year_ticks(years: range) -> list[tuple[int, str]]:
    step = next((step for step in YEAR_STEPS if len(years) / step <= MAXIMUM_LABELS), YEAR_STEPS[-1])
    labelled = [year for year in years if year % step == 0] or [years[0]]
    return [(year, f"{year:04d}") for year in labelled]
