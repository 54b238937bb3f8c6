"""A run that tells its steps to whoever is going to kill it.

It is the road's own stages without Prefect and without the gate, which writes nothing.
"""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable
from contextlib import ExitStack
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any
from unittest.mock import patch

from flows import stages, steps
from tests.plain_road import on_plain_warehouse

__all__ = ["PART_FILES", "STEPS", "Mark", "walk"]

STEPS = ("take in", "look", "curate", "settle", "record", "assemble", "publish")
"""The steps that write, in their order: `look` enters into the state what the inbox showed, `record` what was judged;
`settle` makes the index of fingerprints too."""

PART_FILES = 10
Mark = tuple[str, bool, float]
"""A step, whether it begins (or else ends), and the monotonic clock, which all processes share."""


def walk(
    inbox: Path, warehouse: Path, workers: int, marks: Connection | None = None, stand_still_in: str | None = None
) -> None:
    """Take in, curate, assemble and publish once.

    Args:
        inbox: Where from.
        warehouse: Where to.
        workers: How many processes curate.
        marks: Told where each step begins and ends. The process then leads a session of its own, so that it can be told
            which processes it has started.
        stand_still_in: A step; the process stops itself where that begins.
    """

    def told(step: str, work: Callable[..., Any]) -> Callable[..., Any]:
        def call(*arguments: Any, **named: Any) -> object:
            if marks is None:
                return work(*arguments, **named)
            marks.send((step, True, time.monotonic()))
            if step == stand_still_in:
                os.kill(os.getpid(), signal.SIGSTOP)
            result = work(*arguments, **named)
            marks.send((step, False, time.monotonic()))
            return result

        return call

    if marks is not None:
        os.setsid()
    run = on_plain_warehouse(inbox, warehouse, run_id="killed", is_gated=False, workers=workers, part_files=PART_FILES)
    with run as (place, settings, report), ExitStack() as patches:
        for owner, name, step in (
            (stages, "take_in_step", "take in"),
            (steps, "stage_batch", "curate"),
            (steps, "settle_batch", "settle"),
            (steps, "record_batches", "record"),
            (stages, "record_look", "look"),
            (stages, "assemble_step", "assemble"),
            (stages, "publish_step", "publish"),
        ):
            patches.enter_context(patch.object(owner, name, told(step, getattr(owner, name))))
        stages.do_take_in(place, settings, settings.now_utc(), report)
        stages.do_publish(place, settings, settings.now_utc(), report)
