"""One step: deliver its files, run the real command, and note what it took."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from bench.command import step_under_way
from bench.processes import Watch, account_file, measure
from bench.scale.disk import look_at
from bench.scale.inbox import link_files, make_new_files
from bench.scale.journal import Done
from bench.scale.plan import GROW, Step
from bench.scale.questions import ask, last_month
from bench.stopwatch import read_clocks, read_machine_cpu, share_of_others

__all__ = ["Place", "line_of", "run_step"]

SECONDS_BETWEEN_LOOKS = 0.25
SECONDS_BETWEEN_LINES = 60.0


@dataclass(frozen=True)
class Place:
    """Where it all happens: a folder with an inbox, a warehouse and Prefect's database in it.

    Attributes:
        folder: Of the measurement, on the same file system as the corpus, so that files can be linked.
        corpus: Folder of the files.
        paths: Of the corpus, in the order in which they are delivered.
    """

    folder: Path
    corpus: Path
    paths: list[str]

    @property
    def inbox(self) -> Path:
        """That grows."""
        return self.folder / "inbox"

    @property
    def warehouse(self) -> Path:
        """That grows with it."""
        return self.folder / "warehouse"


def run_step(
    place: Place, step: Step, runs: list[Done], *, is_after_interruption: bool, tell: Callable[[str], None]
) -> Done:
    """Do it.

    Args:
        place: Where.
        step: Which.
        runs: What was done before.
        is_after_interruption: Whether this step was begun before.
        tell: Told, in a line, what is under way.

    Raises:
        RuntimeError: The run failed, or did not see every file. That the gate stops a release is no failure.
    """
    known_files = sum(run.new_files for run in runs)
    new_files = _deliver(place, step, known_corpus=max((run.size for run in runs), default=0))
    empty_peaks = [run.empty_peak for run in runs if run.size == step.size]
    empty_peak = empty_peaks[0] if empty_peaks else _measure_empty_flow(place)
    before = look_at(place.warehouse, set())
    own, everybody = read_clocks(), read_machine_cpu()
    options = ("--inbox", str(place.inbox), "--warehouse", str(place.warehouse), "--now", step.now.isoformat())
    peaks: dict[str, int] = {}
    measured = measure("command", place.folder, *options, watch=_watch(place, step.name, peaks, tell))
    others_share = share_of_others(read_clocks() - own, everybody)
    facts = measured.account.facts
    if facts["seen"] != known_files + new_files:
        raise RuntimeError(f"{step.name}: {known_files + new_files} files were there, and the run says {facts}")
    after = look_at(place.warehouse, before.inodes)
    if step.kind == GROW:
        tell(f"{step.name}: asking the release")
    return Done(
        name=step.name,
        kind=step.kind,
        size=step.size,
        new_files=new_files,
        known_files=known_files,
        whole=measured.whole,
        steps=measured.account.steps,
        facts=facts,
        peak=measured.peak,
        empty_peak=empty_peak,
        peaks=peaks,
        disk=after.bytes,
        file_count=after.file_count,
        new_bytes=after.new_bytes,
        others_share=others_share,
        is_after_interruption=is_after_interruption,
        answers=ask(place.warehouse) if step.kind == GROW else [],
    )


def _measure_empty_flow(place: Place) -> int | None:
    """Peak bytes of an empty Prefect flow; the first one of a folder makes Prefect's database and is not counted."""
    if not (place.folder / "prefect").exists():
        measure("empty_flow", place.folder)
    return measure("empty_flow", place.folder, watch=Watch()).peak


def _deliver(place: Place, step: Step, *, known_corpus: int) -> int:
    """Put the files of a step into the inbox; gives how many."""
    if step.kind == GROW:
        link_files(place.corpus, place.paths[: step.size], place.inbox)
        return step.size - known_corpus
    if step.made_files:
        month = last_month(place.warehouse) if step.is_of_one_month else None
        make_new_files(place.inbox, step.first_made, step.made_files, month)
    return step.made_files


def _watch(place: Place, name: str, peaks: dict[str, int], tell: Callable[[str], None]) -> Watch:
    """Notes the most memory of each step, and tells once in a while how it goes."""
    begin = told = time.monotonic()
    account = account_file(place.folder)

    def on_look(now: int, peak: int) -> None:
        nonlocal told
        step = step_under_way(account)
        peaks[step] = max(peaks.get(step, 0), now)
        if time.monotonic() - told >= SECONDS_BETWEEN_LINES:
            told = time.monotonic()
            tell(f"{name}: {told - begin:,.0f} s, {step}, {now / 1e6:,.0f} MB now, {peak / 1e6:,.0f} MB at most")

    return Watch(SECONDS_BETWEEN_LOOKS, on_look)


def line_of(run: Done) -> str:
    """What a run took, in a line."""
    steps = ", ".join(f"{step} {spent.wall:,.1f}/{spent.cpu:,.1f}" for step, spent in run.steps.items())
    peak = "" if run.peak is None else f", peak {run.peak / 1e6:,.0f} MB"
    above = "" if run.peak is None or run.empty_peak is None else f" ({(run.peak - run.empty_peak) / 1e6:+,.0f})"
    stopped = "" if run.facts["exit_code"] == 0 else "THE GATE STOPPED IT, "
    return (
        f"{run.name}: {stopped}{run.new_files:,} files, "
        f"wall {run.whole.wall:,.1f} s, CPU {run.whole.cpu:,.1f} s{peak}{above}, "
        f"{run.new_bytes / 1e6:,.0f} MB new of {sum(run.disk.values()) / 1e6:,.0f}; wall/CPU: {steps}"
    )
