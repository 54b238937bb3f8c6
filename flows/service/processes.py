"""The processes of a service: started so that none outlives it, found again wherever they were re-parented, stopped."""

from __future__ import annotations

import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path

__all__ = ["adopt_orphans", "descendants", "is_alive", "reap", "start_tied", "stop_all"]

PR_SET_CHILD_SUBREAPER = 36
TIED = Path(__file__).with_name("tied.py")
POLL_SECONDS = 0.05


def adopt_orphans() -> None:
    """Become the parent of whatever loses its own below us, so that `descendants` misses nothing. Linux only."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1)


def start_tied(command: Sequence[str], *, environment: Mapping[str, str], folder: Path) -> subprocess.Popen[bytes]:
    """Start a command in a session of its own, its output on a pipe; it dies with this process.

    A terminal's Ctrl-C reaches only this process then, which stops the others in order. To be called from the main
    thread: the kernel ties a child to the thread that started it.

    Args:
        command: Absolute path of the program, and its arguments.
        environment: All of its variables.
        folder: Its working folder.
    """
    return subprocess.Popen(  # noqa: S603 (our own command)
        [sys.executable, "-I", "-S", str(TIED), str(os.getpid()), *command],
        env=dict(environment),
        cwd=folder,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        start_new_session=True,
    )


def descendants(process: int) -> list[int]:
    """Processes below one, the nearest first; those that have ended and only wait to be reaped do not count."""
    children: dict[int, list[int]] = {}
    for child, parent in _parents():
        children.setdefault(parent, []).append(child)
    found: list[int] = []
    waiting = [process]
    while waiting:
        below = children.get(waiting.pop(0), [])
        found += below
        waiting += below
    return found


def _parents() -> Iterable[tuple[int, int]]:
    """Every live process with its parent."""
    listing = Path("/proc")
    if not (listing / "self" / "stat").exists():
        yield from _parents_by_ps()
        return
    for entry in os.scandir(listing):
        if entry.name.isdigit():
            with suppress(OSError):
                # The name, in brackets, may hold anything; state and parent follow the last bracket.
                fields = Path(entry.path, "stat").read_bytes().rpartition(b")")[2].split()
                if fields[0] != b"Z":
                    yield int(entry.name), int(fields[1])


def _parents_by_ps() -> Iterable[tuple[int, int]]:
    lines = subprocess.run(
        ["ps", "-A", "-o", "pid=,ppid=,stat="],  # noqa: S607 (wherever the system keeps it)
        capture_output=True,
        text=True,
        check=False,
    ).stdout.splitlines()
    for line in lines:
        child, parent, state = line.split(maxsplit=2)
        if not state.startswith("Z"):
            yield int(child), int(parent)


def is_alive(process: int) -> bool:
    """Whether a process is there."""
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def reap(known: Iterable[subprocess.Popen[bytes]] = ()) -> None:
    """Let go of adopted processes that have ended; those of `known` are left to their Popen."""
    ours = {each.pid for each in known}
    for task in Path("/proc/self/task").glob("*/children"):
        with suppress(OSError):
            for child in task.read_text(encoding="ascii").split():
                if int(child) not in ours:
                    with suppress(ChildProcessError):
                        os.waitpid(int(child), os.WNOHANG)


def stop_all(stages: Sequence[tuple[Sequence[int], float]]) -> int:
    """Stop every process below this one: politely in stages, then hard.

    Args:
        stages: Processes that are asked to end, and how many seconds they get before the next stage.

    Returns:
        How many had to be killed.
    """
    for asked, seconds in stages:
        for process in asked:
            _signal(process, signal.SIGTERM)
        _wait(asked, seconds)
    killed: set[int] = set()
    while left := descendants(os.getpid()):
        killed.update(left)
        for process in left:
            _signal(process, signal.SIGKILL)
        time.sleep(POLL_SECONDS)
        reap()
    return len(killed)


def _wait(processes: Sequence[int], seconds: float) -> None:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        below = set(descendants(os.getpid()))
        if not below.intersection(processes):
            return
        time.sleep(POLL_SECONDS)


def _signal(process: int, number: int) -> None:
    with suppress(ProcessLookupError, PermissionError):
        os.kill(process, number)
