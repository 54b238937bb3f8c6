"""Ctrl-C during a run: end now.

A run may be killed at any moment and the next one finishes its job, so ending at once costs nothing. Ending politely
does: Prefect's own server gets the same Ctrl-C, and Prefect then spends minutes on telling a server that is gone.
"""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from types import FrameType
from typing import NoReturn

__all__ = ["INTERRUPTED", "INTERRUPTED_LINE", "ending_at_ctrl_c"]

INTERRUPTED = 130
INTERRUPTED_LINE = "Stopped by you; what was finished is safe, and the next run goes on from there."
SHOW_CURSOR = "\x1b[?25h"


@contextmanager
def ending_at_ctrl_c() -> Iterator[None]:
    """Have Ctrl-C end the process and the servers and workers it started, with one line."""
    if threading.current_thread() is not threading.main_thread():  # only the main thread is told of signals
        yield
        return
    before = signal.signal(signal.SIGINT, _end)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def _end(_: int, __: FrameType | None) -> NoReturn:
    for child in _children():
        with suppress(ProcessLookupError):
            os.kill(child, signal.SIGTERM)
    # The progress bars hid the cursor; nobody else will bring it back.
    line = f"{SHOW_CURSOR}\n{INTERRUPTED_LINE}\n" if sys.stderr.isatty() else f"{INTERRUPTED_LINE}\n"
    with suppress(OSError):
        os.write(2, line.encode())
    os._exit(INTERRUPTED)


def _children() -> list[int]:
    """Processes that this one started. Where the system does not tell, the terminal's Ctrl-C has reached them too."""
    found: list[int] = []
    for task in Path("/proc/self/task").glob("*/children"):
        with suppress(OSError):
            found += [int(number) for number in task.read_text(encoding="ascii").split()]
    return found
