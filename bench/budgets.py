"""What the design asks of the road, against what was measured in one and the same run of `make bench`."""

from __future__ import annotations

import statistics
from dataclasses import dataclass

from bench.results import COMMAND, EMPTY, Figures

__all__ = ["Budget", "budgets_of"]

SPEED, SPEED_GOAL = 0.7, 1.0
COST, COST_GOAL = 1.6, 1.2
MEMORY, MEMORY_GOAL = 600, 400
NOTHING_NEW = 2.0


@dataclass(frozen=True)
class Budget:
    """One line.

    Attributes:
        what: Is measured.
        must: What has to be reached.
        goal: What is aimed at; empty where the design names nothing.
        measured: The median of the rounds.
        is_met: Whether it reaches what has to be; None where that is no figure.
    """

    what: str
    must: str
    goal: str
    measured: str
    is_met: bool | None


def budgets_of(figures: Figures) -> list[Budget]:
    """Every budget that can be held against one run of the measurement; `bench/scale` holds the others."""
    files = max(figures.first)
    found = [_speed(figures, files), _cost(figures, files), *_memory(figures)]
    if files in figures.nothing:
        found.append(_nothing_new(figures, files))
    if figures.empty and files in figures.command_nothing:
        found.append(_start_up(figures, files))
    return found


def _speed(figures: Figures, files: int) -> Budget:
    rounds = zip(figures.yardstick[files], figures.first[files], strict=True)
    speed = statistics.median(yardstick.total.wall / road.total.wall for yardstick, road in rounds)
    what = f"speed of the road, the yardstick being 1; {files:,} files"
    return Budget(what, f"≥ {SPEED}", f"≥ {SPEED_GOAL}", f"{speed:.2f}", speed >= SPEED)


def _cost(figures: Figures, files: int) -> Budget:
    cost = 1000 * statistics.median(road.total.cpu for road in figures.first[files]) / files
    return Budget(f"CPU ms a file, {files:,} files", f"≤ {COST}", f"≤ {COST_GOAL}", f"{cost:.2f}", cost <= COST)


def _memory(figures: Figures) -> list[Budget]:
    """Peaks above that of an empty flow, and what the largest corpus takes more than the smallest."""
    found = []
    above = {}
    for files in sorted(figures.first):
        peak, empty = figures.peaks.get((files, COMMAND)), figures.peaks.get((files, EMPTY))
        if peak is None or empty is None:
            continue
        above[files] = (peak - empty) / 1e6
        shown = f"{peak / 1e6:,.0f} - {empty / 1e6:,.0f} = {above[files]:,.0f}"
        what = f"peak MB of kroniek run above an empty flow, {files:,} files"
        found.append(Budget(what, f"≤ {MEMORY}", f"≤ {MEMORY_GOAL}", shown, above[files] <= MEMORY))
    if len(above) > 1:
        least, most = min(above), max(above)
        what = f"the same, {most:,} files above {least:,}"
        found.append(Budget(what, "flat", "", f"{above[most] - above[least]:+,.0f}", None))
    return found


def _nothing_new(figures: Figures, files: int) -> Budget:
    wall = statistics.median(account.total.wall for account in figures.nothing[files])
    what = f"nothing new among {files:,} files, after start-up, s"
    return Budget(what, f"≤ {NOTHING_NEW:.0f}", "", f"{wall:.2f}", wall <= NOTHING_NEW)


def _start_up(figures: Figures, files: int) -> Budget:
    """A run that finds nothing new is start-up, one look and the end; Prefect's part of it is an empty flow."""
    command = statistics.median(account.total.wall for account in figures.command_nothing[files])
    empty = statistics.median(spent.wall for spent in figures.empty)
    what = "kroniek run with nothing new, beside an empty flow, s"
    return Budget(what, "what Prefect costs", "", f"{command:.1f} beside {empty:.1f}", None)
