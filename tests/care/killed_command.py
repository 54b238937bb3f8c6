"""A command that asks before each thing it writes, so that whoever asks for it can kill it there."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from datetime import datetime
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any
from unittest.mock import patch

from kroniek.cli import main
from tests.plain_road import NOW
from warehouse.holds import end_hold
from warehouse.layout import Warehouse
from warehouse.lock import writer_lock

__all__ = ["FIRST", "execute"]

WRITING = (
    "ftruncate", "truncate", "write", "pwrite", "fsync", "replace", "rename", "link", "unlink", "mkdir", "rmdir",
    "chmod",
)  # fmt: skip
FIRST = "ftruncate"
"""A record of decisions is cut to its whole lines before it gets its next one: nothing else calls this, and each of
these commands begins with it."""


def execute(arguments: Sequence[str], warehouse: Path, channel: Connection) -> None:
    """Run a command from its first write on in steps.

    Args:
        arguments: Of `kroniek`; of `publish --resume` the decision alone, as `flows.road.run_publish` makes it.
        warehouse: Where.
        channel: Told the name of the call that comes next; the command waits there for an answer.
    """
    silence = os.open(os.devnull, os.O_WRONLY)
    os.dup2(silence, 1)
    os.dup2(silence, 2)
    os.environ["KRONIEK_NOW"] = NOW
    one_at_a_time = threading.Lock()
    is_begun = False

    def asked(name: str, work: Callable[..., Any]) -> Callable[..., Any]:
        def call(*values: Any, **named: Any) -> object:
            nonlocal is_begun
            with one_at_a_time:
                is_begun = is_begun or name == FIRST
                if is_begun:
                    channel.send(name)
                    channel.recv()
            return work(*values, **named)

        return call

    with ExitStack() as patches:
        for name in WRITING:
            patches.enter_context(patch.object(os, name, asked(name, getattr(os, name))))
        if arguments[0] == "publish":
            place = Warehouse(warehouse.resolve())
            with writer_lock(place, holder="publish --resume"):
                end_hold(place, now=datetime.fromisoformat(NOW))
            return
        exit_code = main([*arguments, "--warehouse", str(warehouse)])
    assert exit_code == 0
