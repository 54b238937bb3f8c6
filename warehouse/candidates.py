"""From pending batches to a candidate that the gate can judge."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import nullcontext
from dataclasses import replace
from datetime import date, datetime
from functools import cache
from pathlib import Path

import duckdb

from transforms.schema import DOCUMENTS, SETTLED_FILES, VERDICTS_TABLE
from warehouse.assemble import Candidate, assemble, has_changes, prepare
from warehouse.durable import remove_tree
from warehouse.engine import (
    NARROW_LIMIT,
    count_of,
    limited_memory,
    open_engine,
    view_files,
    view_files_of_batches,
)
from warehouse.frames import collect_frames
from warehouse.judgement import is_judged_again, read_judgement, write_judgement
from warehouse.layout import BatchName, Warehouse
from warehouse.measurement import accept_measurement_of, installed_rules, is_measured_again, release_rules
from warehouse.memory import FEW_FILES, LARGE_DELIVERY, give_back
from warehouse.path_cover import make_cover, shown_under
from warehouse.publish import build_candidate_catalog
from warehouse.releases import judgement_no, latest_folder, read_manifest, table_files, used_versions
from warehouse.sql import load
from warehouse.versions import next_version
from warehouse.workers import WorkerPool

__all__ = ["assemble_candidate"]

TOLD_ALONG = ("verdicts", "changes")
"""Tables that alone make no release: refusals and runs are told by the next one that is made anyway."""


def assemble_candidate(
    warehouse: Warehouse,
    batches: Sequence[BatchName],
    *,
    now: datetime,
    today: date,
    languages: Sequence[str],
    publish_paths: str = "full",
    on_sure: Callable[[], object] = lambda: None,
    workers: int = 1,
) -> Candidate | None:
    """Assemble the last release and the pending batches.

    Args:
        warehouse: Where.
        batches: Pending batches.
        now: Clock of the run (UTC).
        today: Its day in Amsterdam.
        languages: Wanted languages, for `target_lang_share` of documents that are added.
        publish_paths: What files show of source paths: full, hash or none (`warehouse.path_cover`).
        on_sure: Called once when it is sure enough that the gate will have a candidate to judge: at once where few new
            files stand, else when its documents are written, and where they are many, read back; not where all that
            is new was refused.
        workers: How many processes write, count and read back at the same time.

    Returns:
        The candidate with its catalog, its frames kept for the gate; None when nothing that is published would
        change: new refusals alone make no release.
    """
    parent = latest_folder(warehouse)
    is_anew = is_measured_again(warehouse, parent)
    is_whole = is_anew or is_judged_again(warehouse, parent)
    shown = None if publish_paths == "full" else shown_under(publish_paths, make_cover(warehouse, now=now))
    tell = cache(on_sure)  # told once, it is not told again
    with (
        open_engine(warehouse, NARROW_LIMIT) as engine,
        WorkerPool(workers - 1) if workers > 1 else nullcontext() as pool,
    ):
        # What was judged or measured again may come out as it was; new accepted files hardly ever change nothing.
        if not is_whole and 0 < _count_standing(engine, warehouse, batches) <= FEW_FILES:
            tell()
        prepare(engine, warehouse, parent, batches, is_whole=is_whole, is_measured_again=is_anew)
        if not is_anew and not has_changes(engine):
            return None
        with limited_memory(engine, NARROW_LIMIT):
            candidate = assemble(
                engine,
                warehouse,
                version=next_version(now, used_versions(warehouse)),
                parent=parent,
                batches=batches,
                languages=languages,
                is_measured_again=is_anew,
                shown=shown,
                pool=pool,
            )
        if is_anew and parent is not None and _is_alike(candidate, parent):
            if release_rules(parent) == installed_rules():
                _go_on_from(engine, warehouse, candidate, parent)
            remove_tree(candidate.folder)
            return None
        give_back()
        # Beside many nothing else is loaded: it would lie beside all the memory that writing and reading them takes.
        is_large = _count_written(candidate) > LARGE_DELIVERY
        if not is_large:
            tell()
        build_candidate_catalog(engine, candidate)
        with limited_memory(engine, NARROW_LIMIT):
            collect_frames(engine, warehouse, candidate, today=today, pool=pool)
    if is_large:
        give_back()
        tell()
    return candidate


def _count_standing(engine: duckdb.DuckDBPyConnection, warehouse: Warehouse, batches: Sequence[BatchName]) -> int:
    """Files of some batches that are accepted or duplicates."""
    files, batch_nos = warehouse.staged_folders().verdict_files(batches)
    view_files_of_batches(engine, "settled_files", files, SETTLED_FILES, batch_nos)
    counts = engine.execute(load("count_verdicts")).fetchall()
    return sum(int(accepted) + int(duplicates) for _, accepted, _, duplicates in counts)


def _count_written(candidate: Candidate) -> int:
    return sum(file.rows or 0 for file in candidate.files if file.is_new and file.table == DOCUMENTS.name)


def _go_on_from(engine: duckdb.DuckDBPyConnection, warehouse: Warehouse, candidate: Candidate, parent: Path) -> None:
    """Measuring again came to what the parent has: its files may be linked again, and like verdicts believed."""
    accept_measurement_of(warehouse, parent)
    verdicts = [candidate.folder / file.path for file in candidate.files if file.table == VERDICTS_TABLE.name]
    view_files(engine, "alike_verdicts", verdicts, VERDICTS_TABLE)
    view_files(engine, "alike_parent_verdicts", table_files(parent, VERDICTS_TABLE.name), VERDICTS_TABLE)
    if count_of(engine, load("candidate_count_other_verdicts")) == 0:
        write_judgement(warehouse, replace(read_judgement(warehouse), judgement_no=judgement_no(parent)))


def _is_alike(candidate: Candidate, parent: Path) -> bool:
    """Whether what was measured again came out as the parent has it, to the byte: the same rows make the same files."""
    now, before = (
        {path: sum_ for path, table, sum_ in files if table is not None and table not in TOLD_ALONG}
        for files in (
            [(file.path, file.table, file.sha256) for file in candidate.files],
            [(file["path"], file["table"], file["sha256"]) for file in read_manifest(parent)["files"]],
        )
    )
    return now == before
