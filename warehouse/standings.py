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
    """Tables `set_aside_batches` and `withdrawn_documents`, for `assemble_versions.sql` and `assemble_delta.sql`."""
    set_aside = sorted(read_decisions(warehouse).set_aside)
    engine.execute(load("assemble_set_aside_batches"), {"batch_nos": set_aside})
    engine.execute(load("assemble_withdrawn_documents"), {"doc_ids": sorted(read_withdrawals(warehouse).doc_ids)})
