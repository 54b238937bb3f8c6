"""Files that were moved: their verdicts and documents follow them in the next release that is made anyway.

raw/ and staged/ keep the path that a file was taken in by. Where a step needs to know which file a verdict is about,
the paths in them are read through `path_aliases`: a moved file is still itself under its new path, and a newcomer under
the old one is somebody else.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import duckdb
import pyarrow as pa

from transforms.schema_types import Table
from warehouse.engine import count_of, view_files_of_batches
from warehouse.layout import Warehouse
from warehouse.sql import load
from warehouse.state import open_state

__all__ = ["MovedFile", "load_aliases", "record_moves", "rename_to_present_paths", "view_under_present_paths"]

MOVED_SCHEMA = pa.schema(
    [
        ("known_path", pa.string()),
        ("source_path", pa.string()),
        ("archive_path", pa.string()),
        ("source", pa.string()),
        ("byte_count", pa.int64()),
        ("modified_at_ns", pa.int64()),
    ]
)


@dataclass(frozen=True)
class MovedFile:
    """A known file seen under a new path or with a new time, its bytes unchanged."""

    known_path: str
    source_path: str
    archive_path: str | None
    source: str
    byte_count: int
    modified_at_ns: int


def record_moves(warehouse: Warehouse, inbox_no: int, moved: Sequence[MovedFile], *, through_batch_no: int) -> None:
    """Enter files that were moved or touched, in one transaction.

    Args:
        warehouse: Whose state.
        inbox_no: Inbox that they lie in.
        moved: The files.
        through_batch_no: The last batch that was taken in before this look; later ones mean others by the old paths.
    """
    if not moved:
        return
    table = pa.Table.from_pylist([asdict(one) for one in moved], schema=MOVED_SCHEMA)
    inbox: dict[str, object] = {"inbox_no": inbox_no}
    with open_state(warehouse) as state:
        state.register("moved_files", table)
        state.execute(load("alias_follow"), inbox)
        state.execute(load("alias_learn"), {**inbox, "through_batch_no": through_batch_no})
        state.execute(load("ledger_move"), inbox)
        state.unregister("moved_files")


def load_aliases(engine: duckdb.DuckDBPyConnection, warehouse: Warehouse) -> None:
    """Give an engine the paths that moved files had before, for `view_under_present_paths`."""
    with open_state(warehouse) as state:
        aliases = state.sql(load("path_aliases")).to_arrow_table()
    engine.register("path_aliases", aliases)


def view_under_present_paths(
    engine: duckdb.DuckDBPyConnection,
    name: str,
    files: Sequence[Path],
    table: Table,
    *,
    batch_nos: Sequence[int] | None = None,
) -> None:
    """A view over files about source files, each row under the path that its file has now.

    `filed_path` and `filed_source` are what stands in the files. Needs `load_aliases`.

    Args:
        engine: Where to.
        name: Of the view.
        files: Parquet files.
        table: Their table; it has inbox_no, source, source_path and batch_no.
        batch_nos: Batches whose rows are wanted; None for all that the files hold.
    """
    view_files_of_batches(engine, f"{name}_as_filed", files, table, batch_nos)
    rename_to_present_paths(engine, f"{name}_as_filed", name)


def rename_to_present_paths(engine: duckdb.DuckDBPyConnection, as_filed: str, name: str) -> None:
    """A view over another one with inbox_no, source, source_path and batch_no: each row under its present path."""
    query = "present_paths" if count_of(engine, "SELECT count(*) FROM path_aliases") else "unmoved_paths"
    engine.sql(load(query), params={"view": as_filed}).create_view(name, replace=True)
