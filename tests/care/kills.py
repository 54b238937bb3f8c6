"""Kills of the commands that people decide with: what is left, what readers see, and what the next run makes of it."""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from itertools import pairwise
from multiprocessing.connection import Connection
from multiprocessing.context import ForkServerProcess
from pathlib import Path
from typing import Any

import duckdb
import pyarrow.parquet as pq

from tests.articles import write_article
from tests.care.killed_command import FIRST, execute
from tests.crash.moments import assert_readers_see_a_whole_release, published_tables
from tests.crash.processes import start_forkserver
from tests.plain_road import NOW, run_plain
from tests.ungated import assert_invariants, release_ungated
from warehouse.durable import hash_file
from warehouse.holds import hold_on_publishing
from warehouse.journal import read_entries
from warehouse.layout import Warehouse
from warehouse.lock import lock_holder
from warehouse.publish import sweep
from warehouse.releases import read_manifest, release_versions
from warehouse.rollback import roll_back
from warehouse.set_aside import find_batch, set_aside
from warehouse.verification import verify_warehouse

__all__ = ["COMMANDS", "MOMENTS", "Kills"]

MOMENTS = 8
SEED = 11
DATE = datetime.fromisoformat(NOW)
LONGEST_PAUSE_SECONDS = 0.5

WITHDRAW = ("withdraw", "naam.txt", "--reason", "request_of_subject", "--yes", "--json")
COMMANDS: dict[str, tuple[str, ...]] = {
    "set-aside": ("set-aside", "2", "--reason", "foute levering", "--json"),
    "set-aside --undo": ("set-aside", "2", "--undo", "--json"),
    "rollback": ("rollback", "2026.11.0", "--yes", "--json"),
    "publish --resume": ("publish", "--resume"),
    "withdraw": WITHDRAW,
    "withdraw --erase --past-releases": (*WITHDRAW, "--erase", "--past-releases"),
    "prune": ("prune", "--keep", "1", "--yes", "--json"),
}

Contents = dict[str, Any]


@dataclass(frozen=True)
class Moment:
    """When a command is killed.

    Attributes:
        number: Before which of its writing calls, from 0.
        seconds: How long it goes on after that call began; None if it never gets to it.
    """

    number: int
    seconds: float | None


class Kills:
    """A warehouse of two releases, what comes of each command undisturbed, and commands that are killed."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.inbox, self.published = folder / "inbox", folder / "published"
        self.context = start_forkserver()
        self.outcomes: dict[str, Counter[str]] = {name: Counter() for name in COMMANDS}
        for number, topic in enumerate(("de brug", "het museum", "de dijk")):
            write_article(self.inbox, f"{number}.txt", f"201{number}-05", topic)
        write_article(self.inbox, "naam.txt", "2010-05", "de zaak")
        write_article(self.inbox, "kopie.txt", "2010-06", "de zaak")
        release_ungated(self.inbox, self.published)
        write_article(self.inbox, "1.txt", "2011-05", "een verkeerde tekst")
        write_article(self.inbox, "slecht.txt", "2012-05", "de molen")
        release_ungated(self.inbox, self.published)
        self.starts = dict.fromkeys(COMMANDS, self.published)
        place = self._start_of("set-aside --undo")
        set_aside(place, find_batch(place, "2"), reason="foute levering", now=DATE)
        place = self._start_of("publish --resume")
        roll_back(place, "2026.11.0", now=DATE)
        assert hold_on_publishing(place) is not None
        self.calls = cache(self._measure)
        self.undisturbed = cache(lambda start: self._contents_after_run(self._copy(start, "undisturbed")))

    def _start_of(self, command: str) -> Warehouse:
        start = self.folder / command.replace(" ", "")
        self.starts[command] = Path(shutil.copytree(self.published, start))
        return Warehouse(start)

    def execute(self, command: str, part: int) -> None:
        """Kill a command in one of the parts of its writing, and have the next run finish or undo it."""
        place = self._copy(self.starts[command], "killed")
        moment = self._draw(command, part)
        before = _decided(place)
        process, channel = self._begin(command, place.root)
        with channel:
            for number, _ in enumerate(_questions(channel)):
                if number == moment.number:
                    if moment.seconds is not None:
                        channel.send(None)
                        time.sleep(moment.seconds)
                    break
                channel.send(None)
            assert process.pid is not None
            with suppress(ProcessLookupError):  # it has just ended: this moment was too late
                os.kill(process.pid, signal.SIGKILL)
            process.join()
        assert process.exitcode in ((-signal.SIGKILL,) if moment.seconds is None else (-signal.SIGKILL, 0))
        assert lock_holder(place) is None
        _assert_whole(place)
        outcome = "finished" if _decided(place) > before else "undone"
        sweep(place)
        _assert_whole(place)
        assert self._contents_after_run(place) == self._expected(command, outcome), (command, moment, outcome)
        for version in release_versions(place):
            assert_invariants(place.releases / version)
        assert verify_warehouse(place).damages == ()
        self.outcomes[command][outcome] += 1

    def _draw(self, command: str, part: int) -> Moment:
        """First before each entry that the command makes in a record, then spread over all that it writes."""
        draw = random.Random(f"{SEED}/{command}/{part}")  # noqa: S311
        calls = self.calls(command)
        entries = [number for number, (name, _) in enumerate(calls) if name == FIRST]
        if part < len(entries):
            return Moment(entries[part], None)
        place = (part - len(entries) + draw.random()) / (MOMENTS - len(entries))
        number = int(place * len(calls))
        share = draw.random() if draw.random() < 0.5 else None
        return Moment(number, None if share is None else share * min(calls[number][1], LONGEST_PAUSE_SECONDS))

    def _begin(self, command: str, warehouse: Path) -> tuple[ForkServerProcess, Connection]:
        ours, theirs = self.context.Pipe()
        arguments = COMMANDS[command]
        if command.startswith("withdraw"):
            arguments = (*arguments, "--inbox", str(self.inbox))
        process = self.context.Process(target=execute, args=(arguments, warehouse, theirs))
        process.start()
        theirs.close()
        return process, ours

    def _copy(self, start: Path, name: str) -> Warehouse:
        target = self.folder / name
        shutil.rmtree(target, ignore_errors=True)
        return Warehouse(Path(shutil.copytree(start, target)))

    def _measure(self, command: str) -> tuple[tuple[str, float], ...]:
        """The writing calls of a command with the seconds from each to the next; its warehouse stays as `ended`."""
        place = self._copy(self.starts[command], f"ended-{command.replace(' ', '')}")
        process, channel = self._begin(command, place.root)
        names, times = [], []
        with channel:
            for name in _questions(channel):
                names.append(name)
                times.append(time.monotonic())
                channel.send(None)
            process.join()
        assert process.exitcode == 0
        times.append(time.monotonic())
        return tuple(zip(names, (after - before for before, after in pairwise(times)), strict=True))

    def _expected(self, command: str, outcome: str) -> Contents:
        """What there is after the next run, where the command never ran or ran to its end."""
        self.calls(command)
        if outcome == "finished":
            return self.undisturbed(self.folder / f"ended-{command.replace(' ', '')}")
        return self.undisturbed(self.starts[command])

    def _contents_after_run(self, place: Warehouse) -> Contents:
        run_plain(self.inbox, place.root, is_gated=False)
        return _contents(place)


def _questions(channel: Connection) -> Iterator[str]:
    while True:
        try:
            yield channel.recv()
        except (EOFError, ConnectionResetError):
            return


def _records(place: Warehouse) -> tuple[Path, Path]:
    return place.decisions_file, place.withdrawals_file


def _decided(place: Warehouse) -> int:
    return sum(len(read_entries(path)) for path in _records(place))


def _contents(place: Warehouse) -> Contents:
    """All that a warehouse tells: tables of releases byte for byte, rows of what lies behind them, decisions, state."""
    found: Contents = {f"releases/{name}": sha256 for name, sha256 in published_tables(place.root).items()}
    for folder in (place.raw, place.staged):
        for path in sorted(folder.rglob("*.parquet")):
            found[path.relative_to(place.root).as_posix()] = pq.read_table(path).to_pylist()
    for version in release_versions(place):
        found[version] = {
            name: told for name, told in read_manifest(place.releases / version).items() if name != "files"
        }
    for path in _records(place):
        # That an erasure was decided is said once more by the run that finishes it.
        found[path.name] = list(dict.fromkeys(json.dumps(entry) for entry in read_entries(path)))
    for name in ("latest.json", "feed.xml"):
        found[name] = (place.root / name).read_text(encoding="utf-8")
    with duckdb.connect(place.state_file, read_only=True) as state:
        for (table,) in state.execute("SELECT table_name FROM duckdb_tables() ORDER BY ALL").fetchall():
            found[table] = state.execute(f'FROM "{table}" ORDER BY ALL').fetchall()
    found["left over"] = sorted(path.name for path in place.root.iterdir() if path.name.startswith("."))
    return found


def _assert_whole(place: Warehouse) -> None:
    """Readers see a whole release, and each past release is what its sums say."""
    assert assert_readers_see_a_whole_release(place) is not None
    for version in release_versions(place):
        folder = place.releases / version
        lines = (folder / "SHA256SUMS").read_text(encoding="utf-8").splitlines()
        sums = {name: sha256 for sha256, _, name in (line.partition("  ") for line in lines)}
        found = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
        assert found == {*sums, "SHA256SUMS"}
        assert {name: hash_file(folder / name) for name in sums} == sums
