"""Pointing readers at an earlier release, and holding publishing until a person says so."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import duckdb

from transforms.errors import UsageError
from warehouse.decisions import read_decisions, record_decision
from warehouse.durable import replace_json
from warehouse.layout import Warehouse
from warehouse.releases import latest_version, release_folder, table_files
from warehouse.sql import load
from warehouse.withdrawals import read_withdrawals

__all__ = ["finish_rollback", "roll_back"]


def roll_back(warehouse: Warehouse, version: str, *, now: datetime) -> str | None:
    """Point `latest.json` at a release and hold publishing; the writer's lock is held.

    Args:
        warehouse: Where.
        version: Of the release; it may also be a later one than the latest.
        now: Clock of the command (UTC).

    Returns:
        The version that readers followed before; None where it was this one, and nothing is held or changed.

    Raises:
        NothingPublishedError: There is no release yet.
        UsageError: There is none of that version, or it holds a document that was taken down since.
    """
    folder = release_folder(warehouse, version)
    before = latest_version(warehouse)
    if before == version:
        return None
    _refuse_withdrawn(warehouse, folder)
    reason = f"rolled back to {version}"
    record_decision(warehouse, "rollback", now=now, version=version, from_version=before, reason=reason)
    finish_rollback(warehouse)
    return before


def finish_rollback(warehouse: Warehouse) -> None:
    """Do what the last decision to roll back says, where a kill came between it and the pointer."""
    rollback = read_decisions(warehouse).last_rollback
    if rollback is None or latest_version(warehouse) != rollback["from_version"]:
        return
    target = warehouse.releases / rollback["version"]
    if target.is_dir():
        pointer = {"version": target.name, "path": target.relative_to(warehouse.root).as_posix()}
        replace_json(warehouse.latest_file, pointer)


def _refuse_withdrawn(warehouse: Warehouse, folder: Path) -> None:
    """What was taken down stays down: no rollback brings it back to readers."""
    doc_ids = sorted(read_withdrawals(warehouse).doc_ids)
    files = [str(path) for path in table_files(folder, "documents")]
    if not doc_ids or not files:
        return
    with duckdb.connect() as connection:
        connection.read_parquet(files).create_view("documents")
        found = connection.execute(load("rollback_withdrawn"), {"doc_ids": doc_ids}).fetchall()
    if found:
        raise UsageError(
            f"Release {folder.name} holds {len(found)} documents that were withdrawn since; it stays as it is, but "
            "readers are not pointed at it again.",
            where=", ".join(str(row[0]) for row in found[:5]),
            what_to_do="Choose a later release; or erase them from past releases with "
            "kroniek withdraw DOC_ID --erase --past-releases, then roll back.",
        )
