"""Curate a batch: raw parts into staged Parquet, in parallel, and the verdicts of the whole batch settled."""

from __future__ import annotations

import ctypes
import multiprocessing
import os
import signal
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa

from transforms.curate import curate_isolating
from transforms.judge import Thresholds, judge
from transforms.language_measures import target_shares
from transforms.schema import JUDGED_FILES, STAGED_TABLES
from transforms.schema_columns import BATCH_NO
from warehouse.batches import part_name
from warehouse.durable import make_folder, remove_tree
from warehouse.judgement import note_settings
from warehouse.layout import BatchName, Warehouse
from warehouse.parquet import write_table
from warehouse.raw_batches import read_raw_part
from warehouse.without_pandas import leave_pandas_out

__all__ = ["StagedPart", "stage_batch"]


@dataclass(frozen=True)
class StagedPart:
    """One part of a batch after curate.

    Attributes:
        file_count: Files of the part.
        isolated: (source_path, source, exception) of files that an unforeseen exception was met on.
    """

    file_count: int
    isolated: list[tuple[str, str, str]]


@dataclass(frozen=True)
class _PartTask:
    """What a worker needs to curate one part; small, so that handing it over costs nothing."""

    raw_file: Path
    batch: BatchName
    staged_folder: Path
    part_no: int
    thresholds: Thresholds
    is_file_name_dated: bool


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
        _PartTask(path, batch, folder, part_no, thresholds, is_file_name_dated)
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


def _run(tasks: list[_PartTask], workers: int) -> Iterator[StagedPart]:
    if workers <= 1 or len(tasks) <= 1:
        yield from map(_stage_part, tasks)
        return
    # spawn: a forked child would share locks with Prefect's threads, and would keep the warehouse's lock.
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(
        min(workers, len(tasks)), mp_context=context, initializer=_begin_worker, initargs=(os.getpid(),)
    ) as pool:
        futures = [pool.submit(_stage_part, task) for task in tasks]
        for future in as_completed(futures):
            yield future.result()


def _begin_worker(parent: int) -> None:
    _die_with_parent(parent)
    leave_pandas_out()


def _die_with_parent(parent: int) -> None:
    """Have the kernel end this worker when its parent is killed: an orphan must not go on writing."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's to handle
    libc = ctypes.CDLL(None, use_errno=True)
    if hasattr(libc, "prctl"):  # Linux
        libc.prctl(1, signal.SIGKILL)  # 1 is PR_SET_PDEATHSIG
    if os.getppid() != parent:
        os._exit(1)


def _stage_part(task: _PartTask) -> StagedPart:
    raw = read_raw_part(task.raw_file, task.batch)
    curated, isolated = curate_isolating(raw, task.thresholds.languages, is_file_name_dated=task.is_file_name_dated)
    name = part_name(task.part_no)
    tables = {folder: _of_batch(rows, task.batch) for folder, rows in curated.tables().items()}
    for folder, table in STAGED_TABLES.items():
        write_table(tables[folder], table, task.staged_folder / folder / name)
    write_table(judged_rows(tables["documents"], task.thresholds), JUDGED_FILES, task.staged_folder / "judged" / name)
    paths, sources = raw.column("source_path").to_pylist(), raw.column("source").to_pylist()
    return StagedPart(raw.num_rows, [(paths[one.row], sources[one.row], one.detail) for one in isolated])


def _of_batch(rows: pa.Table, batch: BatchName) -> pa.Table:
    """Rows that say which batch they are of."""
    numbers = pa.repeat(pa.scalar(batch.batch_no, pa.int32()), rows.num_rows)
    return rows.append_column(BATCH_NO.name, numbers)


def judged_rows(documents: pa.Table, thresholds: Thresholds) -> pa.Table:
    """Rows of `judged_files` for some staged documents.

    How much is in a wanted language is asked anew: documents may have been measured when others were wanted.
    """
    place = documents.column_names.index("target_lang_share")
    lang_shares = documents.column("lang_shares").combine_chunks()
    shares = target_shares(lang_shares, thresholds.languages)
    verdicts = judge(documents.set_column(place, "target_lang_share", shares), thresholds)
    columns = {
        **{name: documents.column(name) for name in documents.column_names},
        **{name: verdicts.column(name) for name in verdicts.column_names},
    }
    return pa.table({name: columns[name] for name in JUDGED_FILES.column_names})
