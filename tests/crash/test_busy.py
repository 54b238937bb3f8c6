"""While a run is writing: questions are answered, and a second run is told who is at work."""

from __future__ import annotations

import multiprocessing
import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing.connection import Connection
from pathlib import Path

import pytest

from tests.commands.outcome import Command
from tests.crash.conftest import Delivery
from tests.crash.killed_run import walk

QUESTIONS = (("status", "--json"), ("rejects",), ("explain", "1.txt"), ("sql", "FROM months"), ("releases",))


@contextmanager
def run_that_stands_still(delivery: Delivery, warehouse: Path, step: str) -> Iterator[int]:
    """A run, stopped at the beginning of a step with all that it holds; gives its process."""
    context = multiprocessing.get_context("spawn")
    receiver, sender = context.Pipe(duplex=False)
    process = context.Process(target=walk, args=(delivery.inbox, warehouse, 1, sender, step))
    process.start()
    sender.close()
    assert process.pid is not None
    try:
        _wait_for(receiver, step)
        yield process.pid
    finally:
        os.kill(process.pid, signal.SIGKILL)
        process.join()


def _wait_for(marks: Connection, step: str) -> None:
    while marks.recv()[:2] != (step, True):
        pass


@pytest.mark.parametrize("step", ["curate", "publish"])
def test_questions_are_answered_and_a_second_run_is_turned_away(
    published: Path, delivery: Delivery, kroniek: Command, step: str
) -> None:
    call = ("run", "--inbox", delivery.inbox, "--warehouse", published)
    with run_that_stands_still(delivery, published, step) as process:
        for question in QUESTIONS:
            outcome = kroniek(*question, "--warehouse", published)
            assert outcome.exit_code == 0, outcome.err
        assert kroniek("status", "--json", "--warehouse", published).json["running"] == f"plain run, process {process}"
        second = kroniek(*call)
        assert second.exit_code == 13
        assert f"plain run, process {process}" in second.err
        assert "Traceback" not in second.err
    assert kroniek(*call).exit_code == 0
