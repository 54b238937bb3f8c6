"""The figures with all that they depend on, as a table on the terminal and as a page."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass

from rich import box
from rich.table import Table

from bench.budgets import Budget
from bench.machine import machine_line, versions_line
from bench.results import COLUMNS, Row

__all__ = ["Circumstances", "budgets_table", "page_text", "terminal_table"]

WIDE = 150  # columns of a terminal that holds every figure on one line

HOW_TO_READ = """\
How to read it:

- Each line was measured in a process of its own, with files, libraries and compiled modules already in the system's
  cache. CPU is that of the process and of the workers it started. Lines with a dash are parts of the line above them.
- On a machine that others use, wall times are too long and CPU times a little; the minimum says most.
- The **road** is that of `kroniek run` without Prefect: the functions of its steps with default settings, from the
  first look at the inbox until `latest.json` is replaced. No server, flow run, artifact, or record of the run in the
  state file. Great Expectations is loaded while the candidate is read back, and only when there is something to judge;
  that is part of *assemble*, and costs the same for ten files as for a million.
- **kroniek run** is the command itself, with Prefect's flow, tasks and server, from its start until the server is gone.
  Its *start-up until the first look* is without the server's share of the processor, which is in *the rest*.
- The **yardstick** (`bench/yardstick.py`) reads, hashes, detects the language of the full text with lid.176 and writes
  Parquet, and does nothing else; one process. It is what the design's budgets are measured against.
- *start-up* is Python itself and every import but that of Great Expectations, before the first look at the inbox.
- *further files* is the difference between the largest corpus and the smallest: what a file costs once the fixed costs
  are paid.
- *speed* is how fast the road is when the yardstick is 1, by wall time, round by round; 0.50 is half as fast.
- *peak MB* is the sum of PSS over the process and its descendants (workers, Prefect's server), sampled ten times a
  second in one more run that was not timed. It includes all that start-up loads. Among the budgets, that of an empty
  Prefect flow, measured just after, is subtracted from that of `kroniek run`.
"""


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


def terminal_table(rows: list[Row], *, width: int) -> Table:
    """The table as a terminal of so many columns shows it; a narrow one gets the medians alone."""
    is_narrow = width < WIDE
    title = "Medians of the rounds" if is_narrow else "Medians (minimum-maximum) of the rounds"
    table = Table(title=title, box=box.SIMPLE_HEAD, pad_edge=False, collapse_padding=True)
    for column in COLUMNS:
        heading = column.replace(" ", "\n") if is_narrow else column
        is_words = column == "what"  # words may go on in the next line, figures may not
        table.add_column(heading, justify="left" if is_words else "right", no_wrap=not is_words)
    for row in rows:
        files, what, *figures = row.cells
        shown = [figure.partition(" (")[0] for figure in figures] if is_narrow else figures
        if row.is_part:
            table.add_row("", f"  {what}", *shown, style="dim")
        else:
            table.add_row(files, what, *shown)
    return table


def page_text(rows: list[Row], budgets: Sequence[Budget], circumstances: Circumstances) -> str:
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
        f"- **Machine**: {machine_line()}",
        f"- **Other work**: {load}",
        f"- **Versions**: {versions_line()}",
        f"- **Rounds**: {circumstances.rounds}, interleaved; each figure is their median (minimum-maximum)",
        f"- **Corpus**: good articles of `bench/corpus`, seed 0, {size}",
        "",
        f"| {' | '.join(COLUMNS)} |",
        f"|---:|:---|{'---:|' * (len(COLUMNS) - 2)}",
    ]
    for row in rows:
        files, what, *figures = row.cells
        lines.append(f"| {' | '.join((files, f'— {what}' if row.is_part else what, *figures))} |")
    lines += ["", "## Against the budgets", "", "| what | must | goal | measured | met |", "|:---|---:|---:|---:|:---|"]
    lines += [f"| {' | '.join(_budget_cells(budget))} |" for budget in budgets]
    return "\n".join([*lines, "", HOW_TO_READ])


def _budget_cells(budget: Budget) -> tuple[str, ...]:
    verdict = "" if budget.is_met is None else "yes" if budget.is_met else "**no**"
    return (budget.what, budget.must, budget.goal, budget.measured, verdict)


def budgets_table(budgets: Sequence[Budget]) -> Table:
    """The budgets as a terminal shows them."""
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for column in ("budget", "must", "goal", "measured", "met"):
        table.add_column(column, justify="left" if column in {"budget", "met"} else "right")
    for budget in budgets:
        table.add_row(*_budget_cells(budget))
    return table
