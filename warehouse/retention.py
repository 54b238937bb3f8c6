"""Refused texts are kept for as long as the settings say: their bytes are of no use once nobody asks why.

The verdict stays, with its reason, measure and threshold; judging or measuring again comes to it once more, because
there is nothing left to come to another.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

import duckdb

from warehouse.durable import read_json, replace_json
from warehouse.erased_rows import erase_from_tree
from warehouse.erasure_plan import ErasurePlan, Problem
from warehouse.layout import BatchName, Warehouse
from warehouse.sql import load

__all__ = ["forget_refused"]


@dataclass(frozen=True)
class _Due:
    """Batches that are old enough, and those of them that were not looked at for this yet."""

    every: list[BatchName]
    new: list[BatchName]


def forget_refused(warehouse: Warehouse, *, now: datetime, days: int) -> int:
    """Forget the bytes and the text of refused files that were taken in long ago; the writer's lock is held.

    Content that is accepted, or a duplicate, under another path or in a later batch is kept. A kill leaves what is
    done; the next run does it again from the beginning.

    Args:
        warehouse: Where.
        now: Clock of the run (UTC).
        days: How many days bytes of refused files are kept.

    Returns:
        How many documents were forgotten.
    """
    due = _due(warehouse, now.replace(tzinfo=None) - timedelta(days=days))
    if not due.new:
        return 0
    problems = _refused(warehouse, due.new)
    if problems:
        plan = ErasurePlan(tuple(sorted(problems)), problems=problems)
        erase_from_tree(warehouse.staged, plan)
        erase_from_tree(warehouse.raw, plan)
    replace_json(warehouse.retention_file, {"through_batch_no": due.every[-1].batch_no})
    return len(problems)


def _due(warehouse: Warehouse, before: datetime) -> _Due:
    through = read_json(warehouse.retention_file)["through_batch_no"] if warehouse.retention_file.exists() else 0
    every: list[BatchName] = []
    raw = warehouse.raw_folders()
    for batch in warehouse.staged_batches():
        if batch.batch_no > through and raw.record(batch)["taken_in_at_utc"] > before:
            break
        every.append(batch)
    return _Due(every, [batch for batch in every if batch.batch_no > through])


def _refused(warehouse: Warehouse, batches: list[BatchName]) -> dict[str, Problem]:
    """Documents of some batches that are refused wherever they came, with the verdict on the last of them."""
    files = [str(folder.verdicts_file) for folder in warehouse.staged_folders().folders]
    with duckdb.connect() as connection:
        connection.read_parquet(files).create_view("settled_files")
        asked = {"batch_nos": [batch.batch_no for batch in batches]}
        rows = connection.execute(load("retention_refused"), asked).fetchall()
    return {doc_id: Problem(*problem) for doc_id, *problem in rows}
