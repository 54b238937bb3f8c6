"""A look at an inbox goes against the ledger a portion at a time; what it finds does not depend on the portions."""

from __future__ import annotations

import os
import random
import shutil
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any, Self

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from transforms.schema import RAW_FILES
from warehouse import take_in as take_in_module
from warehouse.arrivals import look_at_inbox
from warehouse.engine import view_files_of_batches
from warehouse.layout import Warehouse
from warehouse.raw_batches import PartLimits
from warehouse.reading import ReadingLimits
from warehouse.sql import load
from warehouse.state import open_state
from warehouse.take_in import TakenIn, take_in

Entries = Iterator[os.DirEntry[bytes]]
Content = tuple[dict[str, bytes], dict[str, dict[str, bytes]]]
"""Files by path, and archives with their members."""
LIMITS = ReadingLimits(file_bytes=50, archive_members=100, archive_bytes=10_000, archive_ratio=100)
NAMES = ("a.txt", "b.txt", "krant/a.txt", "krant/c.txt", "krant/2019/d.txt", "post/e.txt.gz", "foto.jpg", "krant/x.md")
ARCHIVES = ("drop.zip", "krant/drop.zip")
MEMBERS = ("a.txt", "b.txt", "map/c.txt", "foto.jpg")

# Few contents, so that files are copies of each other; the longest is over the limit.
CONTENTS = st.sampled_from([b"een", b"twee", b"drie", b"vier", b"lang" * 20])
FILES = st.dictionaries(st.sampled_from(NAMES), CONTENTS)
INBOXES = st.tuples(
    FILES, st.dictionaries(st.sampled_from(ARCHIVES), st.dictionaries(st.sampled_from(MEMBERS), CONTENTS))
)


def fill(inbox: Path, content: Content, *, time: int) -> None:
    """Make an inbox that holds just that; what it held already, and is the same, keeps its time."""
    files, archives = content
    before = {path: path.read_bytes() for path in inbox.rglob("*") if path.is_file()}
    times = {path: path.stat().st_mtime_ns for path in before}
    shutil.rmtree(inbox, ignore_errors=True)
    inbox.mkdir()
    for name, content_of_file in files.items():
        (inbox / name).parent.mkdir(parents=True, exist_ok=True)
        (inbox / name).write_bytes(content_of_file)
    for name, members in archives.items():
        (inbox / name).parent.mkdir(parents=True, exist_ok=True)
        with zipfile.ZipFile(inbox / name, "w") as archive:
            for member, content_of_member in members.items():
                archive.writestr(zipfile.ZipInfo(member), content_of_member)
    for path in inbox.rglob("*"):
        if path.is_file():
            when = times[path] if before.get(path) == path.read_bytes() else time
            os.utime(path, ns=(when, when))


def look(warehouse: Warehouse, inbox: Path, portion_files: int, limits: ReadingLimits = LIMITS) -> TakenIn:
    return take_in(
        warehouse,
        inbox,
        source=None,
        now=datetime(2026, 11, 22, tzinfo=UTC),
        run_id="look",
        limits=limits,
        part_limits=PartLimits(3, 1_000),
        minimum_age_seconds=0,
        resumed=[],
        on_files=lambda _: None,
        portion_files=portion_files,
    )


def learn(warehouse: Warehouse, taken: TakenIn) -> None:
    """Enter a batch into the ledger, as a run does that has settled it."""
    if taken.batch is None:
        return
    folder = warehouse.raw_folders().folder_of(taken.batch)
    with open_state(warehouse) as state:
        view_files_of_batches(state, "raw_files", folder.part_files(taken.batch), RAW_FILES, [taken.batch.batch_no])
        state.execute(load("ledger_forget"))
        state.execute(load("ledger_learn"))
        state.execute("DROP VIEW raw_files")
        state.execute("DROP VIEW raw_files_of_any_batch")


def outcome(warehouse: Warehouse, taken: TakenIn) -> dict[str, Any]:
    """All that a look leaves behind."""
    with open_state(warehouse) as state:
        tables = {table: state.table(table).order("ALL").fetchall() for table in ("inboxes", "ledger", "path_aliases")}
    raw = {path.relative_to(warehouse.root): path.read_bytes() for path in sorted(warehouse.root.rglob("*.parquet"))}
    found = {
        **vars(taken),
        "ignored": taken.ignored.to_pylist(),
        "deferred": [(one.source_path, one.cause) for one in taken.deferred],
    }
    return {"tables": tables, "raw": raw, "found": found}


class Shuffled:
    """What lies in a folder, in another order than `scandir` gives it."""

    def __init__(self, path: bytes, seed: int, scandir: Callable[[bytes], AbstractContextManager[Entries]]) -> None:
        with scandir(path) as entries:
            there = list(entries)
        random.Random(seed).shuffle(there)  # noqa: S311 (an order, no secret)
        self.entries = iter(there)

    def __iter__(self) -> Self:
        return self

    def __next__(self) -> os.DirEntry[bytes]:
        return next(self.entries)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        pass


@given(INBOXES, INBOXES, st.integers(1, 5), st.integers(0, 99), st.booleans())
@settings(max_examples=20)
def test_a_look_finds_the_same_in_any_portions_and_any_order(
    first: Content,
    second: Content,
    portion_files: int,
    seed: int,
    is_inbox_moved: bool,  # noqa: FBT001 (hypothesis)
) -> None:
    with tempfile.TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        root = Path(folder)
        inbox = root / "inbox"
        inbox.mkdir()
        whole, parted = Warehouse(root / "whole"), Warehouse(root / "parted")
        fill(inbox, first, time=1)
        learn(whole, look(whole, inbox, 1_000))
        shutil.copytree(whole.root, parted.root)
        if is_inbox_moved:
            inbox = inbox.rename(root / "elders")
        fill(inbox, second, time=2)
        at_once = outcome(whole, look(whole, inbox, 1_000))
        patch.setattr(take_in_module, "ASKED_FILES", 1 + seed % 3)
        patch.setattr("warehouse.discovery.os.scandir", partial(Shuffled, seed=seed, scandir=os.scandir))
        in_portions = look(parted, inbox, portion_files)
        patch.undo()
        assert outcome(parted, in_portions) == at_once


@pytest.fixture
def warehouse(tmp_path: Path) -> Warehouse:
    return Warehouse(tmp_path / "warehouse")


def test_of_copies_that_moved_each_takes_a_path_of_its_own_in_whatever_portions(
    tmp_path: Path, warehouse: Warehouse, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(take_in_module, "ASKED_FILES", 1)
    inbox = tmp_path / "inbox"
    inbox.mkdir()
    fill(inbox, ({"a.txt": b"een", "krant/a.txt": b"een"}, {}), time=1)
    learn(warehouse, look(warehouse, inbox, 1))
    fill(inbox, ({"b.txt": b"een", "krant/c.txt": b"een", "krant/2019/d.txt": b"een"}, {}), time=1)
    taken = look(warehouse, inbox, 1)
    assert (taken.seen_count, taken.unchanged_count, taken.file_count) == (3, 2, 1)
    with open_state(warehouse) as state:
        aliases = state.execute("SELECT old_path, new_path FROM path_aliases ORDER BY ALL").fetchall()
    assert aliases == [("a.txt", "b.txt"), ("krant/a.txt", "krant/2019/d.txt")]


@pytest.mark.parametrize("portion_files", [1, 2, 100])
def test_an_inbox_that_was_moved_is_known_by_more_than_half_of_its_files(
    tmp_path: Path, warehouse: Warehouse, portion_files: int
) -> None:
    inbox = tmp_path / "inbox"
    inbox.mkdir()
    files = {"a.txt": b"een", "b.txt": b"twee", "krant/a.txt": b"drie"}
    fill(inbox, (files, {"drop.zip": {"a.txt": b"vier"}}), time=1)
    learn(warehouse, look(warehouse, inbox, portion_files))
    moved = inbox.rename(tmp_path / "elders")
    assert look(warehouse, moved, portion_files).inbox_no == 1
    half = moved.rename(tmp_path / "half")
    fill(half, ({**files, "krant/a.txt": b"ander", "krant/c.txt": b"nog een", "krant/2019/d.txt": b"vijf"}, {}), time=2)
    assert look(warehouse, half, portion_files).inbox_no == 2


def test_the_state_is_closed_while_an_inbox_is_listed(
    tmp_path: Path, warehouse: Warehouse, monkeypatch: pytest.MonkeyPatch
) -> None:
    """`status` and a second reader need it; a listing can take minutes."""
    inbox = tmp_path / "inbox"
    inbox.mkdir()
    fill(inbox, (dict.fromkeys(("a.txt", "b.txt", "krant/a.txt"), b"een"), {}), time=1)
    learn(warehouse, look(warehouse, inbox, 100))
    listed: list[bytes] = []
    real_scan = os.scandir

    def scan(path: bytes) -> AbstractContextManager[Entries]:
        with open_state(warehouse):  # a writer gets in, so nobody else has it open
            listed.append(path)
        return real_scan(path)

    monkeypatch.setattr("warehouse.discovery.os.scandir", scan)
    look_at_inbox(warehouse, inbox, source=None, limits=LIMITS, minimum_age_seconds=0, portion_files=1)
    assert len(listed) == 3  # the inbox for a check, the inbox, its folder
