"""Starting a measured process and, when asked, watching the memory of it and of the workers it starts."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from bench.stopwatch import Account, Spent

__all__ = [
    "Ended",
    "Measured",
    "Watch",
    "account_file",
    "end_with_what_is_measured",
    "measure",
    "measured_environment",
    "run_to_its_end",
]

REPOSITORY = Path(__file__).resolve().parents[1]
SECONDS_TO_END = 20.0
PROCESSES = Path("/proc")


def measured_environment(folder: Path) -> dict[str, str]:
    """Environment of measured processes: no setting of the person who measures, and nothing of theirs written to.

    Python may keep compiled modules in it. Where that is switched off every process would spend most of its time on
    compiling libraries, which an installed project never does.
    """
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("KRONIEK_", "PREFECT_"))}
    environment |= {"PYTHONPATH": str(REPOSITORY), "PREFECT_HOME": str(folder / "prefect"), "DO_NOT_TRACK": "1"}
    if environment.pop("PYTHONDONTWRITEBYTECODE", None):
        environment["PYTHONPYCACHEPREFIX"] = str(folder / "bytecode")
    return environment


@dataclass(frozen=True)
class Watch:
    """How the memory of a process is watched, which slows it down by some per cent.

    Attributes:
        seconds_between_looks: How often; memory that is held for less may be missed.
        on_look: Told of each look: bytes now, and the most until now.
    """

    seconds_between_looks: float = 0.1
    on_look: Callable[[int, int], None] = lambda _now, _peak: None


@dataclass(frozen=True)
class Ended:
    """A process that has ended well.

    Attributes:
        whole: From its creation until it was gone, with all processes that it started and waited for.
        peak: Most memory in bytes: the sum of PSS over the process and its descendants. None when it was not watched,
            or where the system has no /proc.
    """

    whole: Spent
    peak: int | None


@dataclass(frozen=True)
class Measured(Ended):
    """A measured process that has ended well, and the account that it hands back."""

    account: Account


def account_file(folder: Path) -> Path:
    """Where a process that is measured in this folder leaves its account."""
    return folder / "account.json"


def measure(module: str, folder: Path, *arguments: str, watch: Watch | None = None) -> Measured:
    """Run the `main` of a module of `bench` in a new process.

    Args:
        module: `road`, `command`, `empty_flow` or `yardstick`.
        folder: Temporary folder, the working folder of the process: no kroniek.toml is found there.
        arguments: Its options.
        watch: How its memory is watched; None to leave it in peace.

    Raises:
        RuntimeError: The process failed.
    """
    account = account_file(folder)
    account.unlink(missing_ok=True)
    # Not `-m bench.road`: workers that are spawned import the main module of their parent anew. That of the installed
    # command imports next to nothing; that of bench.road would import Prefect in each worker.
    command = [sys.executable, "-c", f"from bench import {module}; {module}.main()", *arguments]
    command += ["--account", str(account), "--created-at", repr(time.monotonic())]
    ended = run_to_its_end(command, folder, measured_environment(folder), watch)
    return Measured(ended.whole, ended.peak, Account.read(account))


def end_with_what_is_measured() -> None:
    """Have SIGTERM and Ctrl-C end the process that is being measured too, also where a shell started us behind it."""
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, signal.default_int_handler)


def run_to_its_end(command: Sequence[str], folder: Path, environment: Mapping[str, str], watch: Watch | None) -> Ended:
    """Run a program, and see what it took.

    Args:
        command: The program and its arguments.
        folder: Its working folder; what it prints goes into output.log there.
        environment: Its environment.
        watch: How its memory is watched; None to leave it in peace.

    Raises:
        RuntimeError: It failed.
    """
    with (folder / "output.log").open("w+", encoding="utf-8") as log:
        created_at = time.monotonic()
        process = subprocess.Popen(command, cwd=folder, env=environment, stdout=log, stderr=subprocess.STDOUT)
        try:
            cpu, peak = _await(process, watch)
        finally:
            _end(process)
        whole = Spent(time.monotonic() - created_at, cpu)
        if process.returncode != 0:
            log.seek(0)
            raise RuntimeError(f"{command[:3]} ended with {process.returncode}:\n{log.read()[-3000:]}")
    return Ended(whole, peak)


def _end(process: subprocess.Popen[bytes]) -> None:
    """End a process that still runs because this one is being stopped, and with it the servers that it started."""
    process.send_signal(signal.SIGINT)  # as Ctrl-C; does nothing to one that has ended
    try:
        process.wait(SECONDS_TO_END)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def _await(process: subprocess.Popen[bytes], watch: Watch | None) -> tuple[float, int | None]:
    """Wait for the end of a process; gives its CPU seconds and, when it is watched, its peak."""
    is_watched = watch is not None and _tree_bytes(process.pid) > 0
    peak = 0
    # Not Popen's own wait: only this one tells what the process and those that it waited for have used.
    pid, status, usage = os.wait4(process.pid, os.WNOHANG if is_watched else 0)
    while watch is not None and pid == 0:
        now = _tree_bytes(process.pid)
        peak = max(peak, now)
        watch.on_look(now, peak)
        time.sleep(watch.seconds_between_looks)
        pid, status, usage = os.wait4(process.pid, os.WNOHANG)
    process.returncode = os.waitstatus_to_exitcode(status)
    return usage.ru_utime + usage.ru_stime, peak if is_watched else None


def _tree_bytes(root: int) -> int:
    """Sum of PSS over a process and its descendants; 0 where it cannot be read."""
    parents: dict[int, int] = {}
    for folder in PROCESSES.glob("[0-9]*"):
        try:
            # The name of a program may hold spaces and brackets: fields are counted from the last bracket.
            parents[int(folder.name)] = int((folder / "stat").read_text().rpartition(")")[2].split()[1])
        except OSError:  # it has just ended
            continue
    return sum(_pss_bytes(pid) for pid in parents if _descends(pid, root, parents))


def _descends(pid: int, root: int, parents: dict[int, int]) -> bool:
    while pid not in {root, 0}:
        pid = parents.get(pid, 0)
    return pid == root


def _pss_bytes(pid: int) -> int:
    try:
        lines = (PROCESSES / str(pid) / "smaps_rollup").read_text().splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) * 1024 for line in lines if line.startswith("Pss:")), 0)
