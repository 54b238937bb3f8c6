"""Tombstones of a candidate: every withdrawal with the first release that went without the document."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

import duckdb
import pyarrow as pa

from transforms.schema import TOMBSTONES
from warehouse.engine import count_of, view_older_files
from warehouse.layout import Warehouse
from warehouse.partitions import ReleaseFile, write_partitions
from warehouse.releases import latest_folder, read_manifest, table_files
from warehouse.sql import load
from warehouse.withdrawals import read_withdrawals

__all__ = ["has_new_withdrawals", "load_tombstones", "write_tombstones"]

RECORDED_SCHEMA = pa.schema(
    [("doc_id", pa.string()), ("withdrawn_at_utc", pa.timestamp("us")), ("reason", pa.string())]
)


def has_new_withdrawals(warehouse: Warehouse) -> bool:
    """Whether something was taken down that the latest release does not tell yet; costs no look at its rows."""
    latest = latest_folder(warehouse)
    return latest is not None and len(read_withdrawals(warehouse).tombstones) > read_manifest(latest)["counts"].get(
        TOMBSTONES.name, 0
    )


def load_tombstones(
    engine: duckdb.DuckDBPyConnection, warehouse: Warehouse, parent: Path | None, *, only: Collection[str] | None = None
) -> None:
    """Tables `recorded_tombstones` and `parent_tombstones`.

    Args:
        engine: Where the tables are made.
        warehouse: Whose withdrawals.
        parent: Folder of the release that has tombstones already.
        only: Of all withdrawals only those of these documents.
    """
    every = read_withdrawals(warehouse).tombstones.values()
    recorded = [one for one in every if only is None or one.doc_id in only]
    columns = [
        [one.doc_id for one in recorded],
        [one.withdrawn_at for one in recorded],
        [one.reason for one in recorded],
    ]
    arrays = [pa.array(column, kind.type) for column, kind in zip(columns, RECORDED_SCHEMA, strict=True)]
    engine.register("recorded_tombstones", pa.table(arrays, schema=RECORDED_SCHEMA))
    view_older_files(engine, "parent_tombstones", table_files(parent, TOMBSTONES.name), TOMBSTONES)


def write_tombstones(
    engine: duckdb.DuckDBPyConnection, parent: Path | None, folder: Path, *, version: str
) -> list[ReleaseFile]:
    """Write the candidate's tombstones, after `load_tombstones`; no file where the parent's is linked.

    Args:
        engine: Where the tables are.
        parent: Folder of the last release.
        folder: Of the candidate.
        version: Of the candidate: the first release without documents that have no tombstone yet.
    """
    is_first = not table_files(parent, TOMBSTONES.name)
    if not is_first and not count_of(engine, load("tombstones_count_new")):
        return []
    return write_partitions(engine, load("candidate_tombstones"), {"release": version}, TOMBSTONES, folder)
