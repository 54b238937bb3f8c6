"""Moments at which runs are killed, drawn over the steps that write, and what must hold after each."""

from __future__ import annotations

import os
import random
import shutil
import signal
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from itertools import pairwise
from multiprocessing.connection import Connection
from multiprocessing.context import ForkServerProcess
from pathlib import Path

import kroniek
from tests.articles import write_article
from tests.crash.killed_run import STEPS, Mark, walk
from tests.crash.processes import start_forkserver
from warehouse.durable import hash_file
from warehouse.layout import Warehouse
from warehouse.lock import lock_holder
from warehouse.rejects import list_rejects
from warehouse.releases import latest_folder, latest_version, read_manifest, release_versions
from warehouse.status import look_at

__all__ = [
    "ATTEMPTS",
    "Kill",
    "Outcome",
    "Scene",
    "assert_readers_see_a_whole_release",
    "draw_kills",
    "published_tables",
]

FIRST_FILES, NEXT_FILES = 20, 50
PATIENCE_SECONDS = 60.0
VERSIONS = ("2026.11.0", "2026.11.1")
ATTEMPTS = 4
"""A moment that falls behind the end of its step is drawn again, so many times for each that is wanted."""

Tables = dict[str, str]


@dataclass(frozen=True)
class Kill:
    """A kill that is going to happen.

    Attributes:
        step: In which step.
        share: At which share of the time that the step takes when nobody disturbs it.
        is_first: The run is the first of its warehouse; else one that has a release.
        workers: How many processes curate.
        are_children_killed: The processes that the run has started are killed with it; else they are orphans.
    """

    step: str
    share: float
    is_first: bool
    workers: int
    are_children_killed: bool


@dataclass(frozen=True)
class Outcome:
    """What came of it.

    Attributes:
        kill: What was wanted.
        step: Step in which the run really died; None between two steps or when it had ended before.
        child_count: Processes that it had started and that were alive when it was killed.
        read: Version that readers saw after it, or None.
        saved: Batches that were safe in raw/ before the next run.
    """

    kill: Kill
    step: str | None
    child_count: int
    read: str | None
    saved: int


def draw_kills(seed: int, step: str) -> Iterator[Kill]:
    """Kills in one step, as many as are asked for; the same for the same seed."""
    draw = random.Random(f"{seed}/{step}")  # noqa: S311
    while True:
        yield Kill(step, draw.random(), draw.random() < 0.25, draw.choice((1, 2)), draw.random() < 0.5)


class Scene:
    """Two deliveries, what runs make of them undisturbed, and runs that are killed on the way."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.first_inbox, self.next_inbox = folder / "first/inbox", folder / "next/inbox"
        _deliver(self.first_inbox)
        _deliver(self.next_inbox)
        _deliver_more(self.next_inbox)
        self.context = start_forkserver()
        self.published = folder / "published"
        self.seconds: dict[tuple[str, bool, int], float] = {}
        self._walk_undisturbed(self.first_inbox, self.published, is_first=True)
        self.first_tables = published_tables(self.published)
        ended = folder / "ended"
        shutil.copytree(self.published, ended)
        self._walk_undisturbed(self.next_inbox, ended, is_first=False)
        self.next_tables = published_tables(ended)

    def _walk_undisturbed(self, inbox: Path, warehouse: Path, *, is_first: bool) -> None:
        process, marks = self._start(inbox, warehouse, 2)
        self._learn(list(_marks(marks)), is_first=is_first, workers=2)
        process.join()
        assert process.exitcode == 0
        assert {step for step, *_ in self.seconds} == set(STEPS)

    def _learn(self, marks: list[Mark], *, is_first: bool, workers: int) -> None:
        """How long steps take that came to their end; the machine may be busier now than it was."""
        for (step, is_begin, begun), (_, is_still_begin, ended) in pairwise(marks):
            if is_begin and not is_still_begin:
                self.seconds[step, is_first, workers] = ended - begun

    def _seconds_of(self, kill: Kill) -> float:
        two = self.seconds[kill.step, kill.is_first, 2]
        return self.seconds.get((kill.step, kill.is_first, kill.workers), two)

    def _start(self, inbox: Path, warehouse: Path, workers: int) -> tuple[ForkServerProcess, Connection]:
        receiver, sender = self.context.Pipe(duplex=False)
        process = self.context.Process(target=walk, args=(inbox, warehouse, workers, sender))
        process.start()
        sender.close()
        return process, receiver

    def execute(self, kill: Kill) -> Outcome:
        """Kill one run, look at what readers see, and have the next run end its job."""
        warehouse = Warehouse(self.folder / "warehouse")
        inbox = self.first_inbox if kill.is_first else self.next_inbox
        shutil.rmtree(warehouse.root, ignore_errors=True)
        if not kill.is_first:
            shutil.copytree(self.published, warehouse.root)
        step, child_count = self._kill(kill, inbox, warehouse)
        assert lock_holder(warehouse) is None
        read = assert_readers_see_a_whole_release(warehouse)
        assert read in ((None, VERSIONS[0]) if kill.is_first else VERSIONS)
        saved = len(warehouse.raw_batches())
        walk(inbox, warehouse.root, 1)
        self._assert_finished(warehouse, is_first=kill.is_first)
        return Outcome(kill, step, child_count, read, saved)

    def _kill(self, kill: Kill, inbox: Path, warehouse: Warehouse) -> tuple[str | None, int]:
        process, marks = self._start(inbox, warehouse.root, kill.workers)
        assert process.pid is not None
        seen: list[Mark] = []
        for mark in _marks(marks):
            seen.append(mark)
            if mark[:2] == (kill.step, True):
                break
        end = seen[-1][2] + kill.share * self._seconds_of(kill)
        time.sleep(max(0.0, end - time.monotonic()))
        child_count = len(_session(process.pid) - {process.pid})
        with suppress(ProcessLookupError):  # it has just ended: this moment was too late
            if kill.are_children_killed:
                os.killpg(process.pid, signal.SIGKILL)
            else:
                os.kill(process.pid, signal.SIGKILL)
        process.join()
        # It has been killed, or had ended already; that it failed is no outcome.
        assert process.exitcode in {-signal.SIGKILL, 0}
        deadline = time.monotonic() + PATIENCE_SECONDS
        while alive := _session(process.pid):
            assert time.monotonic() < deadline, f"orphans go on: {alive}"
            time.sleep(0.01)
        seen += _marks(marks)
        self._learn(seen, is_first=kill.is_first, workers=kill.workers)
        last, is_begun, _ = seen[-1]
        return (last if is_begun else None), child_count

    def _assert_finished(self, warehouse: Warehouse, *, is_first: bool) -> None:
        expected = self.first_tables if is_first else self.next_tables
        assert published_tables(warehouse.root) == expected
        assert release_versions(warehouse) == list(VERSIONS[: 1 if is_first else 2])
        assert (
            assert_readers_see_a_whole_release(warehouse) == latest_version(warehouse) == VERSIONS[0 if is_first else 1]
        )
        status = look_at(warehouse)
        assert (status.pending_batches, status.unfinished_batches, status.deferred) == (0, 0, [])
        assert [path.name for path in warehouse.root.iterdir() if path.name.endswith(".new")] == []
        assert not (warehouse.temporary / "candidate").exists()


def _deliver(inbox: Path) -> None:
    for number in range(FIRST_FILES):
        write_article(inbox, f"krant/{number}.txt", f"20{10 + number % 9}-0{1 + number % 8}", f"plan{number}")
    write_article(inbox, "krant/kopie.txt", "2009-01", "plan7")
    write_article(inbox, "krant/fout.txt", "2019-13")


def _deliver_more(inbox: Path) -> None:
    for number in range(NEXT_FILES):
        write_article(inbox, f"radio/{number}.txt", f"20{12 + number % 5}-0{1 + number % 8}", f"zaak{number}")
    write_article(inbox, "krant/1.txt", "2012-05", "het plein")
    write_article(inbox, "radio/kopie.txt", "2009-01", "plan9")
    (inbox / "krant/2.txt").rename(inbox / "krant/verhuisd.txt")


def published_tables(warehouse: Path) -> Tables:
    """sha256 of every table's files of every release; the runs have one id, so it need not be left out."""
    releases = warehouse / "releases"
    return {path.relative_to(releases).as_posix(): hash_file(path) for path in sorted(releases.rglob("*.parquet"))}


def assert_readers_see_a_whole_release(warehouse: Warehouse) -> str | None:
    """Follow `latest.json` as readers do: files are what SHA256SUMS says, the catalog counts what the manifest does.

    Returns:
        The version that they see; None before the first.
    """
    assert look_at(warehouse).state_note == ""
    list_rejects(warehouse)
    folder = latest_folder(warehouse)
    if folder is None:
        return None
    lines = (folder / "SHA256SUMS").read_text(encoding="utf-8").splitlines()
    sums = {name: sha256 for sha256, _, name in (line.partition("  ") for line in lines)}
    found = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    assert found == {*sums, "SHA256SUMS"}
    assert {name: hash_file(folder / name) for name in sums} == sums
    manifest = read_manifest(folder)
    assert folder.name == manifest["version"]
    with kroniek.connect(warehouse=warehouse.root) as connection:
        counts = {table: connection.sql(f"FROM {table}").count("*").fetchall()[0][0] for table in manifest["counts"]}
    assert counts == manifest["counts"]
    return folder.name


def _marks(marks: Connection) -> Iterator[Mark]:
    """What a run tells, until it is gone."""
    while True:
        try:
            yield marks.recv()
        except (EOFError, ConnectionResetError):
            return


def _session(leader: int) -> set[int]:
    """Living processes of a session; one that is dead and was not fetched yet writes nothing more."""
    found = set()
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            # The name of a program may hold spaces and brackets: fields are counted from the last bracket.
            state, _, _, session = (folder / "stat").read_text().rpartition(")")[2].split()[:4]
        except OSError:  # it has just ended
            continue
        if int(session) == leader and state not in "ZX":
            found.add(int(folder.name))
    return found
