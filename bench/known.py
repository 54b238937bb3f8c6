"""`python -m bench.known`: what a run costs that finds nothing new among many known files.

The files are tiny, and the ledger is filled from a listing instead of by taking them in, which at a million files would
take most of an hour; what is measured, the look at the inbox and at the ledger, is the road's own.
"""

from __future__ import annotations

import argparse
import os
import resource
import statistics
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

from bench.defaults import LIMITS
from warehouse.discovery import list_inbox
from warehouse.inbox import inbox_name
from warehouse.layout import Warehouse
from warehouse.raw_batches import PartLimits
from warehouse.sql import load
from warehouse.state import open_state
from warehouse.take_in import TakenIn, take_in

__all__ = ["fill_inbox", "fill_ledger", "look_once"]

FILES_A_FOLDER = 500
OLD = 1_767_225_600

LEARN = """
INSERT INTO ledger BY NAME
SELECT
    1 AS inbox_no, source_path, archive_path, source, byte_count, modified_at_ns, sha256(source_path) AS source_sha256,
    source_path AS raw_path, 1 AS batch_no
FROM listing
"""


def fill_inbox(inbox: Path, count: int) -> None:
    """Make so many small files, some hundreds a folder."""
    for start in range(0, count, FILES_A_FOLDER):
        folder = inbox / f"krant/{start // 100_000:03d}/{start // FILES_A_FOLDER:05d}"
        folder.mkdir(parents=True)
        for number in range(start, min(start + FILES_A_FOLDER, count)):
            path = f"{folder}/{number:07d}.txt"
            os.close(os.open(path, os.O_CREAT | os.O_WRONLY))
            os.utime(path, (OLD, OLD))


def fill_ledger(warehouse: Warehouse, inbox: Path) -> None:
    """Enter every file of an inbox into the ledger as it is."""
    warehouse.temporary.mkdir(parents=True)
    with open_state(warehouse) as state:
        state.execute(load("inbox_learn"), {"inbox_no": 1, "inbox": inbox_name(inbox)})
        for portion in list_inbox(inbox):
            state.register("listing", portion.files)
            state.execute(LEARN)
            state.unregister("listing")


def look_once(warehouse: Warehouse, inbox: Path) -> TakenIn:
    """Take in what is new."""
    return take_in(
        warehouse,
        inbox,
        source=None,
        now=datetime(2026, 11, 22, tzinfo=UTC),
        run_id="bench",
        limits=LIMITS,
        part_limits=PartLimits(500, 16_000_000),
        minimum_age_seconds=2.0,
        resumed=[],
        on_files=lambda _: None,
    )


def main() -> None:
    """Measure and print the medians."""
    parser = argparse.ArgumentParser(prog="python -m bench.known", description=main.__doc__)
    parser.add_argument("--files", type=int, default=20_000, help="how many known files (20000)")
    parser.add_argument("--rounds", type=int, default=3, help="how often (3)")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="kroniek-known-") as folder:
        inbox, warehouse = Path(folder) / "inbox", Warehouse(Path(folder) / "warehouse")
        inbox.mkdir()
        fill_inbox(inbox, arguments.files)
        fill_ledger(warehouse, inbox)
        walls, cpus = [], []
        for _ in range(arguments.rounds):
            wall, cpu = time.monotonic(), time.process_time()
            taken = look_once(warehouse, inbox)
            walls.append(time.monotonic() - wall)
            cpus.append(time.process_time() - cpu)
            if (taken.unchanged_count, taken.batch) != (arguments.files, None):
                raise RuntimeError(f"Something was new: {taken}")
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(
            f"{arguments.files} known files: wall {statistics.median(walls):.2f} s (least {min(walls):.2f}), "
            f"CPU {statistics.median(cpus):.2f} s, peak {peak:.0f} MB"
        )


if __name__ == "__main__":
    main()
