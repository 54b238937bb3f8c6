"""The road as it is, measured step by step in a process of its own: the functions of its tasks, without Prefect.

Prefect is imported, since the steps are declared with it, but runs nothing: no server, no flow run, no artifact, and no
entry of the run in the state file. Settings are the defaults; the clock is fixed, whatever KRONIEK_NOW says.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any
from unittest.mock import patch

from bench.stopwatch import Account, Spent, read_clocks
from flows import stages
from flows.reports import RunReport
from flows.settings import load_settings
from warehouse.layout import Warehouse
from warehouse.lock import writer_lock
from warehouse.publish import sweep

__all__ = ["NOW", "facts_of", "measured_steps", "run_measured"]

NOW = "2026-11-22T06:00:00Z"
STEPS = ("take_in_step", "curate_step", "assemble_step", "gate_step", "publish_step", "tidy_step")
INDEX = "index_new_batches"
"""No task, for it ends every run, but what it costs follows the delivery."""


def run_measured(inbox: Path, warehouse: Path) -> tuple[RunReport, Spent, dict[str, Spent]]:
    """Take in, curate, assemble, gate and publish once.

    Returns:
        What the run did, what it cost, and what each of its steps cost.
    """
    steps: dict[str, Spent] = {}
    settings = load_settings(inbox=inbox, warehouse=warehouse, now=NOW)
    place = Warehouse(warehouse.resolve())
    report = RunReport(run_id="bench")
    with measured_steps(steps, lambda task: task.fn):
        begin = read_clocks()
        with writer_lock(place, holder="bench"):
            sweep(place)
            stages.do_take_in(place, settings, settings.now_utc(), report)
            stages.do_publish(place, settings, settings.now_utc(), report)
        total = read_clocks() - begin
    return report, total, steps


@contextmanager
def measured_steps(steps: dict[str, Spent], called: Callable[[Any], Callable[..., Any]]) -> Iterator[None]:
    """Have the stages note what each call of a step costs.

    Args:
        steps: Costs by name of the step, in the order of their first calls.
        called: What is called for a Prefect task: its function alone, or the task itself.
    """

    def measured(step: str, work: Callable[..., Any]) -> Callable[..., Any]:
        def call(*arguments: Any, **named: Any) -> object:
            with _note(steps, step):
                return work(*arguments, **named)

        return call

    with ExitStack() as patches:
        for name in STEPS:
            task = getattr(stages, name)
            patches.enter_context(patch.object(stages, name, measured(task.name, called(task))))
        patches.enter_context(patch.object(stages, INDEX, measured("index", getattr(stages, INDEX))))
        yield


@contextmanager
def _note(steps: dict[str, Spent], step: str) -> Iterator[None]:
    begin = read_clocks()
    try:
        yield
    finally:
        steps[step] = steps.get(step, Spent(0.0, 0.0)) + (read_clocks() - begin)


def facts_of(report: RunReport) -> dict[str, int]:
    """What a run did, for whoever checks that a measured run did its work."""
    names = ("seen", "accepted", "rejected", "duplicates", "unchanged", "deferred", "published")
    return {name: int(getattr(report, name)) for name in names}


def main() -> None:
    """Measure one run in this process, which has done nothing else."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("--inbox", type=Path, required=True)
    parser.add_argument("--warehouse", type=Path, required=True)
    parser.add_argument("--account", type=Path, required=True, help="file for the figures")
    parser.add_argument("--created-at", type=float, required=True, help="monotonic clock when this process was started")
    arguments = parser.parse_args()
    start_up = read_clocks() - Spent(arguments.created_at, 0.0)
    report, total, steps = run_measured(arguments.inbox, arguments.warehouse)
    Account(start_up, total, steps, facts_of(report)).write(arguments.account)


if __name__ == "__main__":
    main()
