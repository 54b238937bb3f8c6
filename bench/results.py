"""What the rounds came to: medians with minimum and maximum, as lines of a table."""

from __future__ import annotations

import statistics
from dataclasses import dataclass, field

from bench.stopwatch import Account, Spent

__all__ = ["COLUMNS", "COMMAND", "EMPTY", "ROAD", "YARDSTICK", "Figures", "Row", "rows_of"]

COLUMNS = ("files", "what", "wall s", "CPU s", "files/s", "CPU ms/file", "speed", "peak MB")
YARDSTICK, ROAD, COMMAND, EMPTY = "yardstick", "road", "kroniek run", "empty Prefect flow"
NO_TIME = Spent(0.0, 0.0)


@dataclass
class Figures:
    """Accounts of every round by number of files, in the order of the rounds.

    Attributes:
        yardstick: Of the yardstick.
        first: Of the road on an empty warehouse.
        more: Of the road when files came on top.
        nothing: Of the road when nothing is new.
        command: Of `kroniek run` on an empty warehouse; its total is the whole command.
        command_more: Of `kroniek run` when files came on top.
        command_nothing: Of `kroniek run` when nothing is new.
        empty: What an empty Prefect flow took, from the start of its process to its end.
        peaks: Peak bytes by number of files and kind, of one more run that was not timed.
    """

    yardstick: dict[int, list[Account]] = field(default_factory=dict)
    first: dict[int, list[Account]] = field(default_factory=dict)
    more: dict[int, list[Account]] = field(default_factory=dict)
    nothing: dict[int, list[Account]] = field(default_factory=dict)
    command: dict[int, list[Account]] = field(default_factory=dict)
    command_more: dict[int, list[Account]] = field(default_factory=dict)
    command_nothing: dict[int, list[Account]] = field(default_factory=dict)
    empty: list[Spent] = field(default_factory=list)
    peaks: dict[tuple[int, str], int | None] = field(default_factory=dict)


@dataclass(frozen=True)
class Row:
    """A line of the table, a cell a column; `is_part` for what is contained in a line above it."""

    cells: tuple[str, ...]
    is_part: bool = False


def rows_of(figures: Figures, *, new_files: int) -> list[Row]:
    """Every line of the table."""
    rows: list[Row] = []
    for files, accounts in sorted(figures.first.items()):
        yardsticks = _totals(figures.yardstick[files])
        rows.append(_row(files, YARDSTICK, yardsticks, per_file=files, peak=figures.peaks.get((files, YARDSTICK))))
        peak = figures.peaks.get((files, ROAD))
        rows.append(_row(files, ROAD, _totals(accounts), per_file=files, peak=peak, against=yardsticks))
        rows += _parts(files, accounts)
        rows += _command_rows(figures, files)
    least, most = min(figures.first), max(figures.first)
    if least != most:
        yardsticks = _differences(figures.yardstick[least], figures.yardstick[most])
        roads = _differences(figures.first[least], figures.first[most])
        rows.append(_row(most - least, f"{YARDSTICK}, further files", yardsticks, per_file=most - least))
        rows.append(_row(most - least, f"{ROAD}, further files", roads, per_file=most - least, against=yardsticks))
    more, nothing = f"{new_files} new on top", "nothing new"
    for what, kind in (
        (f"{ROAD}, {more}", figures.more),
        (f"{ROAD}, {nothing}", figures.nothing),
        (f"{COMMAND}, {more}", figures.command_more),
        (f"{COMMAND}, {nothing}", figures.command_nothing),
    ):
        for files, accounts in sorted(kind.items()):
            rows.append(_row(files, what, _totals(accounts)))
            rows += _parts(files, accounts)
    kinds = (figures.first, figures.more, figures.nothing)
    start_ups = [account.start_up for kind in kinds for accounts in kind.values() for account in accounts]
    rows.append(_row(None, f"start-up of the {ROAD}", start_ups))
    if figures.empty:
        rows.append(_row(None, EMPTY, figures.empty, peak=figures.peaks.get((most, EMPTY))))
    return rows


def _command_rows(figures: Figures, files: int) -> list[Row]:
    """The command itself, and what it costs more than the bare road: start-up, server, records, end."""
    accounts = figures.command.get(files)
    if not accounts:
        return []
    peak = figures.peaks.get((files, COMMAND))
    above = _differences(figures.first[files], accounts)
    return [
        _row(files, COMMAND, _totals(accounts), per_file=files, peak=peak),
        *_parts(files, accounts),
        _row(files, f"{COMMAND}, above the bare {ROAD}", above),
    ]


def _totals(accounts: list[Account]) -> list[Spent]:
    return [account.total for account in accounts]


def _differences(least: list[Account], most: list[Account]) -> list[Spent]:
    return [b.total - a.total for a, b in zip(least, most, strict=True)]


def _parts(files: int, accounts: list[Account]) -> list[Row]:
    steps = list(dict.fromkeys(step for account in accounts for step in account.steps))
    rows = [_row(files, step, [of.steps.get(step, NO_TIME) for of in accounts], is_part=True) for step in steps]
    rest = [of.total - sum(of.steps.values(), NO_TIME) for of in accounts]
    return [*rows, _row(files, "the rest", rest, is_part=True)]


def _row(
    files: int | None,
    what: str,
    spent: list[Spent],
    *,
    per_file: int | None = None,
    against: list[Spent] | None = None,
    peak: int | None = None,
    is_part: bool = False,
) -> Row:
    walls, cpus = [one.wall for one in spent], [one.cpu for one in spent]
    # On corpora that hardly differ a difference may come out as nothing or less; a speed cannot be had from it.
    has_speed = min(walls) > 0
    pairs = zip(against or [], spent, strict=True) if against and has_speed else []
    cells = (
        "" if files is None else f"{files:,}",
        what,
        _spread(walls, 2),
        _spread(cpus, 2),
        _spread([per_file / wall for wall in walls], 0) if per_file and has_speed else "",
        _spread([1000 * cpu / per_file for cpu in cpus], 2) if per_file else "",
        _spread([other.wall / own.wall for other, own in pairs], 2),
        "" if peak is None else f"{peak / 1e6:,.0f}",
    )
    return Row(cells, is_part)


def _spread(values: list[float], digits: int) -> str:
    """Median (minimum-maximum)."""
    if not values:
        return ""
    shown = f"{statistics.median(values):,.{digits}f}"
    return shown if len(values) == 1 else f"{shown} ({min(values):,.{digits}f}-{max(values):,.{digits}f})"
