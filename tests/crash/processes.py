"""Fresh processes for runs and commands that are going to be killed."""

from __future__ import annotations

import multiprocessing
import os
from multiprocessing import forkserver
from multiprocessing.context import ForkServerContext
from pathlib import Path

__all__ = ["start_forkserver"]

REPOSITORY = Path(__file__).resolve().parents[2]


def start_forkserver() -> ForkServerContext:
    """One process that has imported everything and forks for each run: runs begin at once, each in its own process.

    There is one for all tests of this process, so it imports what any of them runs.
    """
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["tests.crash.killed_run", "tests.care.killed_command"])
    before = os.environ.get("PYTHONPATH")
    os.environ["PYTHONPATH"] = str(REPOSITORY)
    try:
        forkserver.ensure_running()
    finally:
        if before is None:
            del os.environ["PYTHONPATH"]
        else:
            os.environ["PYTHONPATH"] = before
    return context
