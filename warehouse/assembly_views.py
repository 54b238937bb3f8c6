"""Views over the files that a candidate is made from: staged parts, and those of the parent that are written anew."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import duckdb
import pyarrow as pa

from transforms.schema import CHANGES, DOCUMENTS, DUPLICATES, MONTHS, STAGED_TABLES, VERDICTS_TABLE
from transforms.schema_types import Table
from warehouse.damage import damaged_file
from warehouse.engine import count_of, view_files, view_older_files
from warehouse.layout import Warehouse
from warehouse.moves import view_under_present_paths
from warehouse.partitions import file_path
from warehouse.releases import table_files
from warehouse.sql import load
from warehouse.touched_files import TouchedFiles

__all__ = ["view_staged", "view_touched"]


def view_touched(
    engine: duckdb.DuckDBPyConnection, parent: Path | None, touched: TouchedFiles, *, is_measured_again: bool
) -> None:
    """Views over the parent's files that are about to be written anew, by the tables' names.

    Args:
        engine: Where the views are made.
        parent: Folder of the last release, or None before the first.
        touched: What is written, in the place of what.
        is_measured_again: Nothing is kept of the parent but its `changes`.
    """
    kept = None if is_measured_again else parent
    replaced = touched.replaced
    documents = _parent_files(kept, DOCUMENTS, replaced[DOCUMENTS])
    view_files(engine, "touched_documents_files", documents, DOCUMENTS, with_file_name=True)
    for table in (VERDICTS_TABLE, DUPLICATES):
        files = _parent_files(kept, table, replaced[table])
        view_under_present_paths(engine, f"touched_{table.name}_files", files, table)
    if is_measured_again:
        view_older_files(engine, "touched_changes_files", table_files(parent, CHANGES.name), CHANGES)
    else:
        view_files(engine, "touched_changes_files", _parent_files(parent, CHANGES, replaced[CHANGES]), CHANGES)
    view_files(engine, "parent_months", _parent_files(kept, MONTHS, ["all"]), MONTHS)


def _parent_files(parent: Path | None, table: Table, keys: Sequence[str]) -> list[Path]:
    wanted = {file_path(table, key) for key in keys}
    return [path for path in table_files(parent, table.name) if path.relative_to(str(parent)).as_posix() in wanted]


def view_staged(engine: duckdb.DuckDBPyConnection, warehouse: Warehouse) -> None:
    """A view over the staged documents of the batches that added ones come from, and those batches' records."""
    staged, raw = warehouse.staged_folders(), warehouse.raw_folders()
    batches = staged.numbered(row[0] for row in engine.execute(load("added_batches")).fetchall())
    name = DOCUMENTS.name
    files = {path for batch in batches for path in staged.folder_of(batch).part_files(batch, name)}
    view_files(engine, f"staged_{name}", sorted(files), STAGED_TABLES[name], with_file_name=True)
    records = [raw.record(batch) for batch in batches]
    engine.register(
        "batches",
        pa.table(
            {
                "batch_no": pa.array([record["batch_no"] for record in records], pa.int32()),
                "batch_id": pa.array([record["batch_id"] for record in records], pa.string()),
                "taken_in_at_utc": pa.array([record["taken_in_at_utc"] for record in records], pa.timestamp("us")),
            }
        ),
    )
    engine.execute(load("assemble_added_parts"))
    lost_count = count_of(engine, load("count_lost_documents"))
    if lost_count:
        raise damaged_file(warehouse.staged, f"{lost_count} accepted documents of pending batches are in no file.")
