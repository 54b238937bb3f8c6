"""What people decided, for the SQL that works out how every verdict stands.

Nothing here loads pyarrow: `explain` and `rejects` ask too.
"""

from __future__ import annotations

import duckdb

from warehouse.decisions import read_decisions
from warehouse.layout import Warehouse
from warehouse.sql import load
from warehouse.withdrawals import read_withdrawals

__all__ = ["load_decisions"]


def load_decisions(engine: duckdb.DuckDBPyConnection, warehouse: Warehouse) -> None:
    """Tables `set_aside_batches`, `withdrawn_documents` and `overwritten_contents`, for `assemble_versions.sql`."""
    set_aside = sorted(read_decisions(warehouse).set_aside)
    engine.execute(load("assemble_set_aside_batches"), {"batch_nos": set_aside})
    withdrawals = read_withdrawals(warehouse)
    engine.execute(load("assemble_withdrawn_documents"), {"doc_ids": sorted(withdrawals.doc_ids)})
    contents = sorted(withdrawals.overwritten)
    columns = {
        "doc_ids": [one.doc_id for one in contents],
        "inbox_nos": [one.inbox_no for one in contents],
        "path_sha256s": [one.path_sha256 for one in contents],
        "before_batch_nos": [one.before_batch_no for one in contents],
    }
    engine.execute(load("assemble_overwritten_contents"), columns)
