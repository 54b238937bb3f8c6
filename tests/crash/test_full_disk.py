"""A disk that is full or takes no large file: 11, what is full and what to do; with room the job is finished."""

from __future__ import annotations

import resource
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.commands.outcome import Command, Outcome
from tests.crash.conftest import Delivery
from tests.crash.moments import assert_readers_see_a_whole_release, published_tables
from tests.crash.mounts import small_disk
from warehouse.layout import Warehouse

SHARES = (0.01, 0.3, 0.6, 0.8, 0.9, 0.97)
"""How much of the room that a run needs there is: it is full while bytes are taken in, staged, assembled, described."""


def assert_told(outcome: Outcome, warehouse: Path, reason: str) -> None:
    assert outcome.exit_code == 11, outcome.err
    assert reason in outcome.err
    assert str(warehouse) in outcome.err  # which file it was
    assert "Traceback" not in outcome.err


def used_kilobytes(folder: Path) -> int:
    return sum(path.lstat().st_blocks for path in folder.rglob("*")) // 2


def test_a_disk_that_fills_up_anywhere_on_the_road_costs_nothing(
    delivery: Delivery, kroniek: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KRONIEK_PART_FILES", "4")
    monkeypatch.setenv("KRONIEK_WORKERS", "1")
    with small_disk(tmp_path / "disk") as disk:
        warehouse = disk.folder / "warehouse"
        call = ("run", "--inbox", delivery.inbox, "--warehouse", warehouse)
        disk.resize(100_000)
        shutil.copytree(delivery.published, warehouse)
        begin = used_kilobytes(disk.folder)
        assert kroniek(*call).exit_code == 0
        needed = used_kilobytes(disk.folder) - begin
        stopped_in = set()
        for share in SHARES:
            disk.resize(100_000)
            shutil.rmtree(warehouse)
            shutil.copytree(delivery.published, warehouse)
            disk.resize(used_kilobytes(disk.folder) + int(share * needed))
            outcome = kroniek(*call)
            assert_told(outcome, warehouse, "No space left on device")
            stopped_in.add(next(line for line in outcome.err.splitlines() if str(warehouse) in line).strip())
            # Neither readers nor those who look what is the matter need any room.
            assert assert_readers_see_a_whole_release(Warehouse(warehouse)) == "2026.11.0"
        disk.resize(100_000)
        assert kroniek(*call).exit_code == 0
        assert published_tables(warehouse) == delivery.expected
    assert len(stopped_in) > 3


@contextmanager
def largest_file(byte_count: int) -> Iterator[None]:
    """No file of this process may become larger; Python has the signal ignored, so that writing fails."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (byte_count, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


@pytest.mark.parametrize("byte_count", [1_000, 20_000, 100_000])
def test_a_limit_on_the_size_of_files_costs_nothing(
    published: Path, delivery: Delivery, kroniek: Command, byte_count: int
) -> None:
    call = ("run", "--inbox", delivery.inbox, "--warehouse", published)
    with largest_file(byte_count):
        outcome = kroniek(*call)
    assert_told(outcome, published, "File too large")
    assert assert_readers_see_a_whole_release(Warehouse(published)) == "2026.11.0"
    assert kroniek(*call).exit_code == 0
    assert published_tables(published) == delivery.expected
