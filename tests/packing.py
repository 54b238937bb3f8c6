"""Packing without a run around it, and a warehouse seen without its folders of batches."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from warehouse.compaction import make_packs, plan_packs
from warehouse.durable import hash_file
from warehouse.layout import Warehouse
from warehouse.lock import writer_lock
from warehouse.publish import sweep
from warehouse.raw_batches import PartLimits

LIMITS = PartLimits(500, 16_000_000)


def tidy(warehouse: Path, now: str, *, limits: PartLimits = LIMITS) -> None:
    """What a run does at its end, and the next one at its start."""
    place = Warehouse(warehouse.resolve())
    with writer_lock(place, holder="tidy"):
        sweep(place)
        plans = plan_packs(place, datetime.fromisoformat(now))
        make_packs(place, plans, limits, on_batches=lambda _: None)
        sweep(place)


def folder_names(warehouse: Path, part: str = "staged") -> list[str]:
    return sorted(path.name for path in (warehouse / part).iterdir() if path.is_dir())


def tables(release: Path) -> dict[str, str]:
    """The Parquet files of a release and their sums."""
    return {path.relative_to(release).as_posix(): hash_file(path) for path in sorted(release.rglob("*.parquet"))}


def verdict_rows(warehouse: Path) -> list[dict[str, Any]]:
    """Every staged verdict, wherever it lies, in the order in which it came."""
    folders = Warehouse(warehouse.resolve()).staged_folders().folders
    return [row for folder in folders for row in pq.read_table(folder.verdicts_file).to_pylist()]


def assert_records_true(warehouse: Path) -> None:
    """Each folder's record lists just the Parquet files that lie there, as they are."""
    place = Warehouse(warehouse.resolve())
    for folders in (place.raw_folders(), place.staged_folders()):
        for folder in folders.folders:
            found = {path.relative_to(folder.path).as_posix(): path for path in folder.path.rglob("*.parquet")}
            listed = folder.listed_files
            assert list(listed) == sorted(found)
            for name, path in found.items():
                assert listed[name] == {
                    "path": name,
                    "rows": pq.read_metadata(path).num_rows,
                    "bytes": path.stat().st_size,
                    "sha256": hash_file(path),
                }
