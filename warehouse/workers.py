"""Processes that do a part of the work: started apart from this one, with nothing in them that it does not need."""

from __future__ import annotations

import ctypes
import gc
import multiprocessing
import os
import signal
import sys
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor, as_completed
from contextlib import contextmanager
from types import ModuleType, TracebackType
from typing import Self, TypeVar

import pyarrow as pa

from warehouse.without_pandas import leave_pandas_out

__all__ = ["WorkerPool", "run_in_processes"]

Task = TypeVar("Task")
Result = TypeVar("Result")

OBJECTS_BETWEEN_COLLECTIONS = 100_000
"""Python looks for circles among objects each time there are 700 more. A part of a batch makes some ten thousand, none
of them in a circle, and lets them go at its end: looking so often took three per cent of the work."""

KEPT_BYTES = 32 << 20
"""Memory that was let go and is kept for the next array. A part of a batch makes hundreds of arrays of some megabytes;
given back each time, their pages come back as empty ones, which took five per cent of the work. An array that is
larger still goes back at once."""

# Of mallopt(3).
_TRIM_THRESHOLD, _MMAP_THRESHOLD = -1, -3


def run_in_processes(work: Callable[[Task], Result], tasks: Sequence[Task], processes: int) -> Iterator[Result]:
    """Do some work on every task, in several processes.

    Args:
        work: A function of a module, so that a process can import it.
        tasks: What it is called with, one call each; they and the results travel between processes.
        processes: How many at most.

    Yields:
        The results, each as soon as it is there.
    """
    with WorkerPool(min(processes, len(tasks))) as pool:
        futures = [pool.submit(work, task) for task in tasks]
        for future in as_completed(futures):
            yield future.result()


class WorkerPool:
    """Some processes that wait for work.

    Use it as a context manager: no process is left at its end, and what none has begun by then is not done.
    """

    def __init__(self, processes: int) -> None:
        """Each process starts when there is work for it; `processes` is how many at most."""
        # spawn: a forked child would share locks with Prefect's threads, and would keep the warehouse's lock.
        context = multiprocessing.get_context("spawn")
        self._pool = ProcessPoolExecutor(processes, mp_context=context, initializer=_begin, initargs=(os.getpid(),))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._pool.shutdown(cancel_futures=True)

    def submit(self, work: Callable[..., Result], *arguments: object) -> Future[Result]:
        """Have a process call a function of a module; arguments and result travel between processes."""
        with _without_main():
            return self._pool.submit(work, *arguments)


@contextmanager
def _without_main() -> Iterator[None]:
    """Keep processes that start from importing the program that runs here: in a scheduled run that is all of Prefect.

    It is imported for functions that the program itself holds, and none of ours lies there.
    """
    main = sys.modules["__main__"]
    sys.modules["__main__"] = ModuleType("__main__")
    try:
        yield
    finally:
        sys.modules["__main__"] = main


def _begin(parent: int) -> None:
    """Make a new process what a worker should be."""
    _die_with_parent(parent)
    # As many processes as are wanted: threads inside each would get into each other's way.
    os.environ["RAYON_NUM_THREADS"] = "1"  # langdetect-rs
    pa.set_cpu_count(1)
    gc.set_threshold(OBJECTS_BETWEEN_COLLECTIONS)
    _keep_freed_memory()
    leave_pandas_out()


def _keep_freed_memory() -> None:
    """Have arrays of numpy and Arrow made of the same memory again and again."""
    libc = ctypes.CDLL(None)
    if hasattr(libc, "mallopt"):  # GNU
        libc.mallopt(_TRIM_THRESHOLD, KEPT_BYTES)
        libc.mallopt(_MMAP_THRESHOLD, KEPT_BYTES)
        # One stock for both: what numpy has let go serves Arrow, and the other way round.
        pa.set_memory_pool(pa.system_memory_pool())


def _die_with_parent(parent: int) -> None:
    """Have the kernel end this worker when its parent is killed: an orphan must not go on writing."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's to handle
    libc = ctypes.CDLL(None, use_errno=True)
    if hasattr(libc, "prctl"):  # Linux
        libc.prctl(1, signal.SIGKILL)  # 1 is PR_SET_PDEATHSIG
    if os.getppid() != parent:
        os._exit(1)
