"""state.duckdb without the paths of what is erased, written anew: DuckDB leaves old rows in the blocks of a file."""

from __future__ import annotations

import duckdb

from warehouse.durable import fsync_file
from warehouse.erasure_plan import ErasurePlan
from warehouse.layout import Warehouse
from warehouse.sql import load, quote, render
from warehouse.state import open_state

__all__ = ["erase_from_state"]


def erase_from_state(warehouse: Warehouse, plan: ErasurePlan) -> None:
    """Replace the paths of erased documents in the state, and write the file anew."""
    if not warehouse.state_file.exists():
        return
    with open_state(warehouse) as state:
        for (inbox_no, source_path, doc_id), name in plan.names.items():
            one = {"inbox_no": inbox_no, "source_path": source_path, "doc_id": doc_id, "name": name}
            state.execute(load("erased_ledger"), one)
            place = {"inbox_no": inbox_no, "source_path": source_path}
            for table in ("deferred", "ignored"):
                state.execute(render("erased_paths", table=table), place)
            state.execute(load("erased_aliases"), place)
            state.execute(load("erased_runs"), {"source_path": source_path, "name": name})
    new = warehouse.root / ".state.new"
    new.unlink(missing_ok=True)
    with duckdb.connect(warehouse.state_file) as connection:
        connection.execute(render("erased_attach", file=quote(str(new))))
        connection.execute("COPY FROM DATABASE state TO copy")
        connection.execute("DETACH copy")
    fsync_file(new)
    new.replace(warehouse.state_file)
    fsync_file(warehouse.root)
