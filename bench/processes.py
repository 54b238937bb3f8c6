"""Starting a measured process and, when asked, watching the memory of it and of the workers it starts."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

from bench.stopwatch import Account

__all__ = ["measure", "measured_environment"]

REPOSITORY = Path(__file__).resolve().parents[1]
SECONDS_BETWEEN_LOOKS = 0.1
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


def measure(module: str, folder: Path, *arguments: str, is_watched: bool = False) -> tuple[Account, int | None]:
    """Run the `main` of a module of `bench` in a new process.

    Args:
        module: `road` or `yardstick`.
        folder: Temporary folder, the working folder of the process: no kroniek.toml is found there.
        arguments: Its options.
        is_watched: Whether to sample its memory, which slows it down by some per cent.

    Returns:
        Its account, and its peak memory in bytes: the sum of PSS over the process and its descendants. None when it
        was not watched, or where the system has no /proc.

    Raises:
        RuntimeError: The process failed.
    """
    account = folder / "account.json"
    account.unlink(missing_ok=True)
    # Not `-m bench.road`: workers that are spawned import the main module of their parent anew. That of the installed
    # command imports next to nothing; that of bench.road would import Prefect in each worker.
    command = [sys.executable, "-c", f"from bench import {module}; {module}.main()", *arguments]
    command += ["--account", str(account), "--created-at", repr(time.monotonic())]
    with (folder / "output.log").open("w+", encoding="utf-8") as log:
        process = subprocess.Popen(
            command, cwd=folder, env=measured_environment(folder), stdout=log, stderr=subprocess.STDOUT
        )
        try:
            peak = _watch(process) if is_watched and _tree_bytes(process.pid) else None
            process.wait()
        finally:
            process.kill()  # does nothing to one that has ended
            process.wait()
        if process.returncode != 0 or not account.exists():
            log.seek(0)
            raise RuntimeError(f"bench.{module} ended with {process.returncode}:\n{log.read()[-3000:]}")
    return Account.read(account), peak


def _watch(process: subprocess.Popen[bytes]) -> int:
    peak = 0
    while process.poll() is None:
        peak = max(peak, _tree_bytes(process.pid))
        time.sleep(SECONDS_BETWEEN_LOOKS)
    return peak


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
