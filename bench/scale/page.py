"""What was measured at scale, as a page."""

from __future__ import annotations

import time
from collections.abc import Sequence
from pathlib import Path

from bench.command import START_UP
from bench.machine import machine_line, versions_line
from bench.scale.journal import Done
from bench.scale.plan import FEW, GROW, NOTHING
from bench.scale.questions import Answered
from bench.stopwatch import Spent

__all__ = ["write_page"]

LOADING = "load Great Expectations"
NOT_OF_DOCUMENTS = (START_UP, LOADING)

HOW_TO_READ = """\
How to read it:

- One warehouse, one inbox. To each size it grows by one delivery of files of `bench/corpus`; everything known until
  then is known again. The small deliveries on top are of one month, the last there is; *10 of any date* are of about
  as many years, and the files of all these years are written anew. Every run is a day later than the one before;
  *a month later* finds a closed month, whose batches are put together (tidy).
- What is measured is `kroniek run` itself, from its start until Prefect's server is gone.
- *work* is the CPU of the steps without start-up and without the loading of Great Expectations, by new file: what a
  further document costs. The whole command's CPU stands beside it.
- *above empty* is the peak of the sum of PSS over all processes of the command, minus the same of an empty Prefect flow
  that was measured just before the warehouse grew to this size.
- *new on disk* are the bytes of files that were not there before; what is linked is not new. *written* is all that was
  handed to the disk meanwhile, what was temporary too; *read* is all that was read by calls, from the cache or not.
- Times are wall/CPU seconds.
"""


def write_page(runs: Sequence[Done], path: Path) -> None:
    """Write everything that was measured so far."""
    when = time.strftime("%Y-%m-%d %H:%M UTC", time.gmtime())
    shares = [run.others_share for run in runs if run.others_share is not None]
    busiest = f"{max(shares):.0%} of the processors' time in the busiest run" if shares else "not known"
    grown = [run for run in runs if run.kind == GROW]
    lines = [
        "# What `python -m bench.scale` measured",
        "",
        "Written by `python -m bench.scale`; do not edit. Only figures of one and the same page can be compared.",
        "",
        f"- **When**: until {when}",
        f"- **Machine**: {machine_line()}",
        f"- **Other work**: {busiest}",
        f"- **Versions**: {versions_line()}",
        "",
        "## Runs",
        "",
        *_table(
            ("run", "known files", "new files", "wall s", "CPU s", "work, CPU ms/file", "CPU ms/file", "peak MB",
             "above empty, MB", "new on disk, MB", "written, MB", "read, MB"),
            [_run_row(run) for run in runs],
        ),
        "",
        "## Steps, wall/CPU seconds",
        "",
        *_step_table(runs),
        "",
        "## Peak memory by step, MB",
        "",
        *_peak_table(runs),
        "",
        "## Cost of a document as the corpus grows, CPU ms",
        "",
        *_cost_table(grown),
        "",
        "## Disk",
        "",
        *_disk_table(grown),
        "",
        "## Questions, milliseconds",
        "",
        *_table(
            ("files", "question", "rows", "with opening", "again", "CPU"),
            [
                (f"{run.known_files + run.new_files:,}", *_answer_cells(one))
                for run in grown
                for one in run.answers
            ],
        ),
        "",
        "## Against the budgets",
        "",
        *_budget_lines(runs),
        "",
        HOW_TO_READ,
    ]  # fmt: skip
    path.write_text("\n".join(lines), encoding="utf-8")


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> list[str]:
    ruler = [":---"] + ["---:"] * (len(head) - 1)
    return [f"| {' | '.join(cells)} |" for cells in (head, ruler, *rows)]


def _run_row(run: Done) -> tuple[str, ...]:
    notes = [note for note, is_true in (
        ("goes on after an interruption", run.is_after_interruption),
        ("stopped by the gate", run.facts["exit_code"] != 0),
        ("no release", run.facts["exit_code"] == 0 and not run.facts["published"]),
    ) if is_true]  # fmt: skip
    above = None if run.peak is None or run.empty_peak is None else run.peak - run.empty_peak
    return (
        run.name + (f" ({'; '.join(notes)})" if notes else ""),
        f"{run.known_files:,}",
        f"{run.new_files:,}",
        f"{run.whole.wall:,.1f}",
        f"{run.whole.cpu:,.1f}",
        f"{1000 * work_of(run).cpu / run.new_files:,.2f}" if run.new_files else "",
        f"{1000 * run.whole.cpu / run.new_files:,.2f}" if run.new_files else "",
        _megabytes(run.peak),
        _megabytes(above),
        _megabytes(run.new_bytes),
        _megabytes(run.facts.get("bytes_written")),
        _megabytes(run.facts.get("bytes_read")),
    )


def _answer_cells(answer: Answered) -> tuple[str, ...]:
    times = (answer.fresh, answer.again, answer.cpu)
    return (answer.question, f"{answer.rows:,}", *(f"{milliseconds:,.1f}" for milliseconds in times))


def work_of(run: Done) -> Spent:
    """What the steps of the road took that depend on the data."""
    return sum((spent for step, spent in run.steps.items() if step not in NOT_OF_DOCUMENTS), Spent(0.0, 0.0))


def _megabytes(count: int | None) -> str:
    return "" if count is None else f"{count / 1e6:,.0f}"


def _step_table(runs: Sequence[Done]) -> list[str]:
    names = list(dict.fromkeys(step for run in runs for step in run.steps))
    rows = []
    for run in runs:
        rest = run.whole - sum(run.steps.values(), Spent(0.0, 0.0))
        spent = [run.steps.get(name) for name in names]
        rows.append((run.name, *(_seconds(one) for one in spent), _seconds(rest)))
    return _table(("run", *names, "server, records, end"), rows)


def _peak_table(runs: Sequence[Done]) -> list[str]:
    names = list(dict.fromkeys(step for run in runs for step in run.peaks))
    rows = [
        (run.name, _megabytes(run.empty_peak), *(_megabytes(run.peaks.get(name)) for name in names)) for run in runs
    ]
    return _table(("run", "empty flow", *names), rows)


def _seconds(spent: Spent | None) -> str:
    return "" if spent is None else f"{spent.wall:,.1f}/{spent.cpu:,.1f}"


def _cost_table(grown: Sequence[Done]) -> list[str]:
    names = [
        name for name in dict.fromkeys(step for run in grown for step in run.steps) if name not in NOT_OF_DOCUMENTS
    ]
    rows = []
    for run in grown:
        spent = [run.steps.get(name, Spent(0.0, 0.0)).cpu for name in names]
        ratio = (work_of(run).cpu / run.new_files) / (work_of(grown[0]).cpu / grown[0].new_files)
        cells = [f"{1000 * cpu / run.new_files:,.3f}" for cpu in [*spent, sum(spent)]]
        rows.append((f"{run.new_files:,} on {run.known_files:,}", *cells, f"{ratio:.2f}"))
    return _table(("files", *names, "all", "against the first"), rows)


def _disk_table(grown: Sequence[Done]) -> list[str]:
    names = ("raw", "staged", "fingerprints", "releases", "state.duckdb")
    rows = []
    for run in grown:
        files = run.known_files + run.new_files
        others = sum(count for name, count in run.disk.items() if name not in names)
        counts = [run.disk.get(name, 0) for name in names]
        total = sum(counts) + others
        rows.append(
            (f"{files:,}", *(_megabytes(count) for count in (*counts, others, total)), f"{total / files:,.0f}",
             f"{run.file_count:,}")
        )  # fmt: skip
    return _table(
        ("files", *(f"{name}, MB" for name in names), "others, MB", "all, MB", "bytes a file", "files made"), rows
    )


def _budget_lines(runs: Sequence[Done]) -> list[str]:
    """The budgets of the design that need more than one size; the others stand in bench/results.md."""
    by_name = {run.name: run for run in runs}
    grown = [run for run in runs if run.kind == GROW]
    lines = []
    costs = [1000 * work_of(run).cpu / run.new_files for run in grown]
    if costs:
        shown = ", ".join(f"{cost:.2f} ms at {run.size:,}" for run, cost in zip(grown, costs, strict=True))
        lines.append(f"- Cost of a document flat within 15 %: {shown}; {max(costs) / min(costs) - 1:.0%} apart.")
    above = [(run.peak - run.empty_peak) / 1e6 for run in grown if run.peak and run.empty_peak]
    if above:
        lines.append(
            f"- Peak at most 600 MB above an empty flow, and flat: {', '.join(f'{one:,.0f}' for one in above)} MB."
        )
    few = [by_name[name] for run in grown if (name := f"{run.size:,}: {FEW}") in by_name]
    if few:
        walls = [work_of(run).wall - _discovery(run).wall for run in few]
        shown = ", ".join(f"{wall:.1f} s on {run.known_files:,}" for run, wall in zip(few, walls, strict=True))
        lines.append(f"- 10 new files, outside discovery and start-up, at most 3 s apart: {shown}.")
    nothing = [by_name[name] for run in grown if (name := f"{run.size:,}: {NOTHING}") in by_name]
    if nothing:
        shown = ", ".join(f"{_discovery(run).wall:.1f} s at {run.known_files:,}" for run in nothing)
        lines.append(f"- Nothing new, after start-up, at most 2 s at 20,000 and 10 s at 1,000,000: {shown}.")
    return lines


def _discovery(run: Done) -> Spent:
    return run.steps.get("take in", Spent(0.0, 0.0))
