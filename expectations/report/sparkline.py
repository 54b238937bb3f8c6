"""Sparklines: how one figure went over the releases, in the space of a word."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from expectations.report.numbers import shown

__all__ = ["Sparkline", "sparkline"]

WIDTH = 96
HEIGHT = 24
MARGIN = 3


@dataclass(frozen=True, slots=True)
class Sparkline:
    """A line through the figures of successive releases, the present one last.

    Attributes:
        lines: Points of each unbroken stretch: a release that lacks the figure breaks the line.
        end: Where the present figure stands; None where it is missing.
        description: From where to where it went, in words.
    """

    lines: tuple[str, ...]
    end: tuple[float, float] | None
    description: str

    @property
    def width(self) -> int:
        """Of the drawing, in CSS pixels."""
        return WIDTH

    @property
    def height(self) -> int:
        """Of the drawing, in CSS pixels."""
        return HEIGHT


def sparkline(values: Sequence[float | None], *, say: Callable[[float], str] = shown) -> Sparkline | None:
    """The line through some figures, oldest first; None where fewer than two are known, or none differs.

    Args:
        values: One a release.
        say: How a figure is written.
    """
    known = [value for value in values if value is not None]
    if len(known) < 2 or min(known) == max(known):  # noqa: PLR2004 (a line needs two points)
        return None
    low, high = min(known), max(known)
    step = (WIDTH - 2 * MARGIN) / (len(values) - 1)
    points = [
        None
        if value is None
        else (
            round(MARGIN + step * number, 1),
            round(MARGIN + (HEIGHT - 2 * MARGIN) * (high - value) / (high - low), 1),
        )
        for number, value in enumerate(values)
    ]
    return Sparkline(
        tuple(_stretches(points)),
        points[-1],
        f"{len(known)} releases: from {say(known[0])} to {say(known[-1])}; least {say(low)}, greatest {say(high)}.",
    )


def _stretches(points: Sequence[tuple[float, float] | None]) -> list[str]:
    stretches: list[list[tuple[float, float]]] = [[]]
    for point in points:
        if point is None:
            stretches.append([])
        else:
            stretches[-1].append(point)
    return [" ".join(f"{x:g},{y:g}" for x, y in _visible(stretch)) for stretch in stretches if stretch]


def _visible(stretch: list[tuple[float, float]]) -> list[tuple[float, float]]:
    """A point alone would be a line without length, which is not drawn: it becomes a dash."""
    if len(stretch) > 1:
        return stretch
    [(x, y)] = stretch
    return [(x, y), (x + 1, y)]
