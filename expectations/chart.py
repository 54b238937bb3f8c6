"""Bars over time for the report: months, or years where the months would be too many to see."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass

__all__ = ["Bar", "BarChart", "bars_over_time"]

MAXIMUM_MONTHS = 180  # fifteen years; beyond that a bar would be thinner than a pixel on a phone
MONTH = re.compile(r"\d{4}-(?:0[1-9]|1[0-2])")
YEAR = re.compile(r"\d{4}")


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: where it stands, how high it is in percent of the highest, and what it says."""

    position: int
    height: float
    label: str
    count: int


@dataclass(frozen=True, slots=True)
class BarChart:
    """Bars on an even time axis: a period without documents is a gap.

    Attributes:
        bars: One a period that has documents.
        width: Number of periods from the first to the last.
        unit: `month` or `year`.
        left_out: Documents whose label is no period of that unit (only the year is known).
    """

    bars: tuple[Bar, ...]
    width: int
    unit: str
    left_out: int

    @property
    def highest(self) -> Bar:
        """The bar of most documents, the first of equals."""
        return max(self.bars, key=lambda bar: bar.count)


def bars_over_time(counts: list[tuple[str, int]]) -> BarChart | None:
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
        names = {month: f"{month // 12:04d}-{month % 12 + 1:02d}" for month in months}
        return _chart(months, names, "month", total)
    return _chart(years, {year: f"{year:04d}" for year in years}, "year", total) if years else None


def _chart(periods: Counter[int], names: dict[int, str], unit: str, total: int) -> BarChart:
    first, highest = min(periods), max(1, *periods.values())
    bars = tuple(
        Bar(period - first, round(100 * count / highest, 2), names[period], count)
        for period, count in sorted(periods.items())
    )
    return BarChart(bars, max(periods) - first + 1, unit, total - sum(periods.values()))
