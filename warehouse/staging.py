"""Curate a batch: raw parts into staged Parquet, in parallel, and the verdicts of the whole batch settled."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from transforms.judge import Thresholds
from transforms.schema import STAGED_TABLES
from warehouse.durable import make_folder, remove_tree
from warehouse.judgement import note_settings
from warehouse.layout import BatchName, Warehouse
from warehouse.staged_parts import PartTask, StagedPart, stage_part
from warehouse.workers import run_in_processes

__all__ = ["stage_batch", "staging_folder"]


def stage_batch(
    warehouse: Warehouse,
    batch: BatchName,
    thresholds: Thresholds,
    *,
    is_file_name_dated: bool,
    workers: int,
    on_files: Callable[[int], None],
) -> list[StagedPart]:
    """Curate every part of a raw batch into the batch's temporary staged folder.

    The folder gets its final name when `warehouse.settlement` has settled the verdicts.

    Args:
        warehouse: Where.
        batch: Which batch.
        thresholds: What measures are held against.
        is_file_name_dated: Whether a file without a header gets the date that its name holds.
        workers: How many processes at most; one part is curated in this process.
        on_files: Told how many files were curated since the last call.
    """
    note_settings(warehouse, thresholds.settings())
    folder = staging_folder(warehouse, batch)
    remove_tree(folder)
    for name in (*STAGED_TABLES, "judged"):
        make_folder(folder / name)
    tasks = [
        PartTask(path, batch, folder, part_no, thresholds, is_file_name_dated)
        for part_no, path in enumerate(warehouse.raw_folders().folder_of(batch).part_files(batch))
    ]
    parts = []
    for part in _run(tasks, workers):
        on_files(part.file_count)
        parts.append(part)
    return parts


def staging_folder(warehouse: Warehouse, batch: BatchName) -> Path:
    """Where a batch is staged before it has its name."""
    return warehouse.temporary / f"staged-{batch.folder}"


def _run(tasks: list[PartTask], workers: int) -> Iterator[StagedPart]:
    if workers <= 1 or len(tasks) <= 1:
        yield from map(stage_part, tasks)
    else:
        yield from run_in_processes(stage_part, tasks, workers)
