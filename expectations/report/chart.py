"""Columns on a scale: the shape of every chart of the report that has an axis.

A chart is worked out here to the last coordinate, so that the template only writes it down.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from expectations.report.numbers import axis_end, compact, shown

__all__ = ["Column", "ColumnChart", "Rect", "Tick", "column_chart"]

SLOT_WIDTH = 10
"""Width of a slot in the units of the drawing; the browser stretches it to the page."""
COLUMN_SHARE = 0.8
LETTER_PERCENT = 0.9  # half a letter of a label, of the width of a chart on a phone
HALF = 0.5


@dataclass(frozen=True, slots=True)
class Rect:
    """One coloured rectangle, in the units of the drawing: slots are 10 wide, the scale is 100 high."""

    x: float
    y: float
    width: float
    height: float
    series: int


@dataclass(frozen=True, slots=True)
class Column:
    """What stands in one slot.

    Attributes:
        label: Of the slot.
        values: One a series.
        tip: What is said when one points at it.
        left: Where its slot begins.
        rects: Its rectangles.
    """

    label: str
    values: tuple[float, ...]
    tip: str
    left: float
    rects: tuple[Rect, ...]


@dataclass(frozen=True, slots=True)
class Tick:
    """A label on an axis, at a percentage of its length; `side` says which way the text runs from there."""

    percent: float
    text: str
    side: str = "middle"


@dataclass(frozen=True, slots=True)
class ColumnChart:
    """Columns, stacked or side by side.

    Attributes:
        key: Makes the ids of the chart unique in the page.
        title: What it shows.
        description: What there is to see, for those who do not see it.
        series: Names of the series.
        columns: Slots that have something in them; the others are gaps.
        slot_count: Number of slots.
        x_ticks: Labels under it.
        y_ticks: Labels beside it, with a line each.
    """

    key: str
    title: str
    description: str
    series: tuple[str, ...]
    columns: tuple[Column, ...]
    slot_count: int
    x_ticks: tuple[Tick, ...]
    y_ticks: tuple[Tick, ...]

    @property
    def width(self) -> int:
        """Of the drawing."""
        return self.slot_count * SLOT_WIDTH


def column_chart(
    key: str,
    title: str,
    description: str,
    series: Sequence[str],
    slots: Sequence[tuple[int, str, tuple[float, ...]]],
    *,
    slot_count: int,
    x_ticks: Sequence[tuple[int, str]],
    is_stacked: bool = True,
    say: Callable[[float], str] | None = None,
    end: float | None = None,
) -> ColumnChart:
    """Lay columns out.

    Args:
        key: Unique in the page.
        title: What it shows.
        description: What there is to see.
        series: Names of the series.
        slots: Position, label and one value a series.
        slot_count: Number of slots, gaps included.
        x_ticks: Position and text of the labels under it.
        is_stacked: One above the other, not side by side.
        say: How a value is written; by default as a count, and short beside the axis.
        end: Where the scale ends; by default at the next round number.
    """
    heights = [sum(values) if is_stacked else max(values, default=0) for _, _, values in slots]
    top = end or axis_end(max(heights, default=0))
    columns = tuple(
        Column(
            label,
            values,
            _tip(label, series, values, say or shown),
            position * SLOT_WIDTH,
            _rects(position, values, top, is_stacked=is_stacked),
        )
        for position, label, values in slots
    )
    return ColumnChart(
        key, title, description, tuple(series), columns, slot_count,
        tuple(_x_tick(position, text, slot_count) for position, text in x_ticks),
        _y_ticks(top, say, is_whole=say is None),
    )  # fmt: skip


def _rects(position: int, values: tuple[float, ...], top: float, *, is_stacked: bool) -> tuple[Rect, ...]:
    room = SLOT_WIDTH * COLUMN_SHARE
    left = position * SLOT_WIDTH + (SLOT_WIDTH - room) / 2
    width = room if is_stacked else room / max(1, len(values))
    rects = []
    base = 0.0
    for series, value in enumerate(values):
        height = 100 * value / top
        x = left if is_stacked else left + series * width
        if height:
            rects.append(
                Rect(round(x, 2), round(100 - base - height, 2), round(width, 2), round(height, 2), series)
            )  # fmt: skip
        if is_stacked:
            base += height
    return tuple(rects)


def _tip(label: str, series: Sequence[str], values: tuple[float, ...], say: Callable[[float], str]) -> str:
    if len(series) == 1:
        return f"{label}: {say(values[0])}"
    return f"{label}: " + ", ".join(f"{say(value)} {name}" for name, value in zip(series, values, strict=True))


def _x_tick(position: int, text: str, slot_count: int) -> Tick:
    """The label under the middle of a slot; at an edge its text runs inwards."""
    middle = round(100 * (position + HALF) / slot_count, 2)
    reach = LETTER_PERCENT * len(text)
    if slot_count > 1 and middle < reach:
        return Tick(round(100 * position / slot_count, 2), text, "start")
    if slot_count > 1 and middle > 100 - reach:
        return Tick(round(100 * (position + 1) / slot_count, 2), text, "end")
    return Tick(middle, text)


def _y_ticks(top: float, say: Callable[[float], str] | None, *, is_whole: bool) -> tuple[Tick, ...]:
    text = say or compact
    half = (Tick(50, text(top / 2)),) if not is_whole or (top / 2).is_integer() else ()
    return (Tick(0, text(0)), *half, Tick(100, text(top)))
