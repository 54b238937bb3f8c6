"""Commands in a process that has no more rights than an ordinary user."""

from __future__ import annotations

import io
import multiprocessing
import os
import tempfile
from contextlib import redirect_stderr, redirect_stdout
from multiprocessing.connection import Connection
from pathlib import Path

from kroniek.cli import main
from tests.commands.outcome import Outcome
from tests.crash.commands import flows_without_prefect

__all__ = ["NOBODY", "call_as_nobody"]

NOBODY = 65534
Call = list[str]


def call_as_nobody(calls: list[Call], rehearsal: Call) -> list[Outcome]:
    """Run some commands, one after the other, as nobody; as oneself where one is not root.

    Args:
        calls: What stands behind `kroniek`.
        rehearsal: Run before the rights are given up: it imports everything, because nobody may perhaps not read where
            Python and its libraries lie.
    """
    context = multiprocessing.get_context("spawn")
    receiver, sender = context.Pipe(duplex=False)
    process = context.Process(target=_act, args=(calls, rehearsal, sender))
    process.start()
    sender.close()
    try:
        outcomes = [Outcome(*receiver.recv()) for _ in calls]
    finally:
        process.join()
    return outcomes


def _act(calls: list[Call], rehearsal: Call, answers: Connection) -> None:
    os.chdir("/")
    with flows_without_prefect():
        for arguments in (rehearsal, ["status", *rehearsal[-2:]], ["sql", "FROM months", *rehearsal[-2:]]):
            exit_code, _, errors = _call(arguments)
            if exit_code:
                raise RuntimeError(errors)
        if os.geteuid() == 0:
            os.setgroups([])
            os.setgid(NOBODY)
            os.setuid(NOBODY)
        with tempfile.TemporaryDirectory(prefix="kroniek-nobody-") as home:
            os.environ["PREFECT_HOME"] = home  # what is refused below is the warehouse's
            for arguments in calls:
                answers.send(_call(arguments))


def _call(arguments: Call) -> tuple[int, str, str]:
    out, err = io.TextIOWrapper(io.BytesIO()), io.StringIO()
    with redirect_stdout(out), redirect_stderr(err):
        exit_code = main(arguments)
    out.seek(0)
    return exit_code, out.read(), err.getvalue()


def give_to_nobody(folder: Path) -> None:
    """Let nobody own a folder and all in it; where one is not root, it is one's own already."""
    if os.geteuid() != 0:
        return
    for path in (folder, *folder.rglob("*")):
        os.chown(path, NOBODY, NOBODY)
