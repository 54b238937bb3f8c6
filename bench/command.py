"""`kroniek run` itself, with its Prefect flow, tasks and server, and with clocks around its steps.

What it costs more than the bare road (`bench/road.py`) is Python's and Prefect's start-up, the records of the run, and
the end of the server. The server is a process of its own: its share of the processor is known only once it has ended,
which is after the account here was written; whoever started this process sees it.
"""

from __future__ import annotations

import argparse
import json
import os
from collections.abc import Callable
from contextlib import redirect_stdout
from io import BytesIO, TextIOWrapper
from pathlib import Path
from typing import Any

from bench.stopwatch import Account, Spent, read_clocks
from flows.prefect_environment import prepare_prefect

__all__ = ["START_UP", "step_under_way"]

START_UP = "start-up until the first look"
DONE, STOPPED = 0, 12  # what the gate stopped was judged and reported like anything else
FACTS = ("seen", "accepted", "rejected", "duplicates", "unchanged", "deferred", "published")


def main() -> None:
    """Run the command once in this process, which has done nothing else."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("--inbox", type=Path, required=True)
    parser.add_argument("--warehouse", type=Path, required=True)
    parser.add_argument("--now", help="clock of the run, ISO 8601 in UTC")
    parser.add_argument("--account", type=Path, required=True, help="file for the figures")
    parser.add_argument("--created-at", type=float, required=True, help="monotonic clock when this process was started")
    arguments = parser.parse_args()
    created = Spent(arguments.created_at, 0.0)
    _step_file(arguments.account).unlink(missing_ok=True)
    # The tasks of the steps are imported below, and Prefect with them; the command itself sets this just before.
    prepare_prefect()
    from bench.road import NOW, measured_steps  # noqa: PLC0415
    from kroniek.cli import main as kroniek  # noqa: PLC0415

    os.environ["KRONIEK_NOW"] = arguments.now or NOW
    steps: dict[str, Spent] = {}
    output = TextIOWrapper(BytesIO(), encoding="utf-8")

    def noting_start_up(task: Callable[..., Any]) -> Callable[..., Any]:
        def call(*values: Any, **named: Any) -> object:
            if not steps:
                steps[START_UP] = read_clocks() - created
            _step_file(arguments.account).write_text(str(getattr(task, "name", "")), encoding="utf-8")
            return task(*values, **named)

        return call

    with measured_steps(steps, noting_start_up), redirect_stdout(output):
        begin = read_clocks()
        exit_code = kroniek(["run", "--json", "--inbox", str(arguments.inbox), "--warehouse", str(arguments.warehouse)])
    output.seek(0)
    printed = output.read()
    if exit_code not in {DONE, STOPPED}:
        raise SystemExit(f"kroniek run ended with {exit_code}: {printed}")
    report = json.loads(printed)
    facts = {name: int(report[name]) for name in FACTS} | {"exit_code": exit_code} | _bytes_moved()
    Account(begin - created, read_clocks() - begin, steps, facts).write(arguments.account)


def step_under_way(account: Path) -> str:
    """The step that the process with this account is in, or was in last; for who watches it."""
    try:
        return _step_file(account).read_text(encoding="utf-8") or START_UP
    except FileNotFoundError:
        return START_UP


def _step_file(account: Path) -> Path:
    return account.with_suffix(".step")


def _bytes_moved() -> dict[str, int]:
    """What this process and the workers it has waited for wrote to files, and read; empty without /proc."""
    try:
        lines = Path("/proc/self/io").read_text(encoding="ascii").splitlines()
    except OSError:
        return {}
    counts = dict(line.split(": ") for line in lines)
    written = int(counts["write_bytes"]) - int(counts["cancelled_write_bytes"])
    return {"bytes_written": written, "bytes_read": int(counts["rchar"])}


if __name__ == "__main__":
    main()
