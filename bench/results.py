"""What the rounds came to: medians with minimum and maximum, as a table on the terminal and as a page."""

from __future__ import annotations

import importlib.metadata
import os
import platform
import statistics
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path

from rich.table import Table

from bench.stopwatch import Account, Spent
from transforms.rules import RULES_VERSION

__all__ = ["Figures", "Row", "describe_machine", "rows_of", "terminal_table", "write_page"]

COLUMNS = ("files", "what", "wall s", "CPU s", "files/s", "CPU ms a file", "peak MB")
LIBRARIES = ("prefect", "duckdb", "pyarrow", "great-expectations", "langdetect-rs", "pandas", "numpy")
YARDSTICK, ROAD = "yardstick", "whole road"


@dataclass
class Figures:
    """Accounts of every round by number of files, in the order of the rounds.

    Attributes:
        yardstick: Of the yardstick.
        first: Of the road on an empty warehouse.
        more: Of the road when files came on top.
        nothing: Of the road when nothing is new.
        peaks: Peak bytes by number of files and kind, of one more run that was not timed.
    """

    yardstick: dict[int, list[Account]] = field(default_factory=dict)
    first: dict[int, list[Account]] = field(default_factory=dict)
    more: dict[int, list[Account]] = field(default_factory=dict)
    nothing: dict[int, list[Account]] = field(default_factory=dict)
    peaks: dict[tuple[int, str], int | None] = field(default_factory=dict)


@dataclass(frozen=True)
class Row:
    """A line of the table; `is_part` for what is contained in a line above it."""

    cells: tuple[str, ...]
    is_part: bool = False


def rows_of(figures: Figures, *, new_files: int) -> list[Row]:
    """Every line of the table."""
    rows: list[Row] = []
    for files, accounts in sorted(figures.first.items()):
        yardsticks = figures.yardstick[files]
        rows.append(_row(files, YARDSTICK, _totals(yardsticks), figures.peaks.get((files, YARDSTICK)), per_file=files))
        rows.append(_row(files, ROAD, _totals(accounts), figures.peaks.get((files, ROAD)), per_file=files))
        rows += _parts(files, accounts)
        speeds = [of.total.wall / road.total.wall for of, road in zip(yardsticks, accounts, strict=True)]
        rows.append(Row((_count(files), "speed of the road, yardstick = 1", _spread(speeds, 2), "", "", "", "")))
    rows += _further_files(figures)
    for files, accounts in sorted(figures.more.items()):
        rows.append(_row(files, f"{ROAD}, {new_files} new files on top", _totals(accounts), None))
        rows += _parts(files, accounts)
    for files, accounts in sorted(figures.nothing.items()):
        rows.append(_row(files, f"{ROAD}, nothing new", _totals(accounts), None))
        rows += _parts(files, accounts)
    roads = [
        account for kind in (figures.first, figures.more, figures.nothing) for of in kind.values() for account in of
    ]
    rows.append(_row(None, "start-up of the road (Python, imports)", [account.start_up for account in roads], None))
    return rows


def _further_files(figures: Figures) -> list[Row]:
    """What a file costs once the fixed costs are paid: the slope between the least and the greatest corpus."""
    least, most = min(figures.first), max(figures.first)
    if least == most:
        return []
    rows = []
    for what, kind in ((YARDSTICK, figures.yardstick), (ROAD, figures.first)):
        slopes = [b.total - a.total for a, b in zip(kind[least], kind[most], strict=True)]
        rows.append(_row(most - least, f"{what}, files {least + 1:,} to {most:,}", slopes, None, per_file=most - least))
    return rows


def _parts(files: int, accounts: list[Account]) -> list[Row]:
    steps = list(dict.fromkeys(step for account in accounts for step in account.steps))
    nothing = Spent(0.0, 0.0)
    rows = [_row(files, step, [of.steps.get(step, nothing) for of in accounts], None, is_part=True) for step in steps]
    rest = [of.total - sum(of.steps.values(), nothing) for of in accounts]
    return [*rows, _row(files, "the rest", rest, None, is_part=True)]


def _totals(accounts: Iterable[Account]) -> list[Spent]:
    return [account.total for account in accounts]


def _row(
    files: int | None,
    what: str,
    spent: list[Spent],
    peak: int | None,
    *,
    per_file: int | None = None,
    is_part: bool = False,
) -> Row:
    walls, cpus = [one.wall for one in spent], [one.cpu for one in spent]
    speed = "" if per_file is None else _spread([per_file / wall for wall in walls], 0)
    each = "" if per_file is None else _spread([1000 * cpu / per_file for cpu in cpus], 2)
    memory = "" if peak is None else f"{peak / 1e6:,.0f}"
    cells = (_count(files), what, _spread(walls, 2), _spread(cpus, 2), speed, each, memory)
    return Row(cells, is_part)


def _count(files: int | None) -> str:
    return "" if files is None else f"{files:,}"


def _spread(values: list[float], digits: int) -> str:
    """Median (minimum-maximum)."""
    shown = f"{statistics.median(values):,.{digits}f}"
    return shown if len(values) == 1 else f"{shown} ({min(values):,.{digits}f}-{max(values):,.{digits}f})"


def terminal_table(rows: list[Row]) -> Table:
    """The table as the terminal shows it."""
    table = Table(title="Median (minimum-maximum) of the rounds")
    for column in COLUMNS:
        table.add_column(column, justify="left" if column == "what" else "right")
    for row in rows:
        files, what, *figures = row.cells
        table.add_row(files, f"  {what}" if row.is_part else what, *figures, style="dim" if row.is_part else None)
    return table


def describe_machine() -> str:
    """Cores, memory and processor; nothing that names the machine."""
    model = platform.machine()
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
        model = next((line.partition(":")[2].strip() for line in lines if line.startswith("model name")), model)
    except OSError:  # not Linux
        pass
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1e9
    return f"{os.cpu_count()} cores, {memory:.0f} GB of memory, {model}, {platform.system()}"


def _versions() -> str:
    names = [f"Python {platform.python_version()}", f"kroniek rules {RULES_VERSION}"]
    return ", ".join(names + [f"{name} {importlib.metadata.version(name)}" for name in LIBRARIES])


def write_page(
    target: Path, rows: list[Row], *, rounds: int, seconds: float, loads: tuple[float, float], file_bytes: float
) -> None:
    """Write the figures with all that they depend on.

    Args:
        target: Markdown file to write.
        rows: The table.
        rounds: How many.
        seconds: What measuring took.
        loads: Load average of one minute before and after.
        file_bytes: Mean size of a file.
    """
    plain: Callable[[str], str] = lambda cell: cell.replace("|", "\\|")  # noqa: E731
    lines = [
        "# What `make bench` measured",
        "",
        "Written by `make bench`; do not edit. Only figures of one and the same table can be compared.",
        "",
        f"- **When**: {time.strftime('%Y-%m-%d %H:%M UTC', time.gmtime())}, {seconds:.0f} s in all",
        f"- **Machine**: {describe_machine()}",
        f"- **Load average (1 minute)**: {loads[0]:.2f} before, {loads[1]:.2f} after; the runs themselves make some",
        f"- **Versions**: {_versions()}",
        f"- **Rounds**: {rounds}, interleaved; each figure is a median (minimum-maximum) over them",
        f"- **Corpus**: made from the sample's articles, {file_bytes:,.0f} bytes a file on average, 5 % of them refused",
        "",
        f"| {' | '.join(COLUMNS)} |",
        "|---:|:---|---:|---:|---:|---:|---:|",
        *(
            f"| {' | '.join((r.cells[0], ('— ' if r.is_part else '') + plain(r.cells[1]), *r.cells[2:]))} |"
            for r in rows
        ),
        "",
        "How to read it:",
        "",
        "- Each line was measured in a process of its own, with files, libraries and compiled modules already in the",
        "  system's cache. CPU is that of the process and of the workers it started. Lines with a dash are parts of the",
        "  line above them.",
        "- The **road** is that of `kroniek run` without Prefect: the functions of its steps with default settings, from",
        "  the first look at the inbox until `latest.json` is replaced. No server, flow run, artifact or entry of the run",
        "  in the state file. Loading Great Expectations happens only when there is something to judge; it is part of the",
        "  road's time and costs the same for ten files as for a million.",
        "- The **yardstick** (`bench/yardstick.py`) reads, hashes, detects the language of the full text with",
        "  langdetect_rs and writes Parquet, and does nothing else. It is not the yardstick with lid.176 that the",
        "  design's budgets name.",
        "- *files A to B* is the difference between the two corpora: what a file costs beside the fixed costs.",
        "- *peak MB* is the sum of PSS over the process and its workers, sampled ten times a second in one more run that",
        "  was not timed. It includes all that start-up loads.",
        "",
    ]
    target.write_text("\n".join(lines), encoding="utf-8")
