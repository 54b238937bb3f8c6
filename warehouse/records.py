"""What runs enter into the state: batches with their verdicts, looks at an inbox, and runs.

A batch's staged folder has its name before the ledger learns of it, in one transaction. A kill in between leaves a
batch with a name and no ledger row: the next run finishes it.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

import duckdb

from transforms.schema import RAW_FILES, SETTLED_FILES
from warehouse.discovery import inbox_name
from warehouse.durable import read_json
from warehouse.engine import view_files
from warehouse.layout import BatchName, Warehouse
from warehouse.retry import DeferredFile
from warehouse.settlement import BatchAccount
from warehouse.sql import load
from warehouse.state import open_state
from warehouse.take_in import MovedFile, raw_parts, read_batch_record

__all__ = ["record_batch", "record_look", "record_run"]


def record_batch(warehouse: Warehouse, batch: BatchName, *, run_id: str, now: datetime) -> BatchAccount:
    """Enter a settled batch into the ledger, in one transaction, and count its verdicts."""
    record = read_batch_record(warehouse.raw_batch(batch))
    isolated = tuple(
        DeferredFile(source_path, source, "unforeseen_exception", detail, batch.batch_no)
        for source_path, source, detail in read_json(warehouse.staged_batch(batch) / "batch.json")["isolated"]
    )
    with open_state(warehouse) as state:
        verdict_file = warehouse.staged_batch(batch) / "verdicts.parquet"
        view_files(state, "settled_files", [verdict_file], SETTLED_FILES)
        file_count, accepted, rejected, duplicate = _counts(state)
        view_files(state, "raw_files", [path for _, path in raw_parts(warehouse, batch)], RAW_FILES)
        inbox = _inbox(state)
        state.execute(load("ledger_forget"))
        state.execute(load("ledger_learn"), {"batch_no": batch.batch_no})
        state.execute(
            load("batch_learn"),
            {
                "batch_no": batch.batch_no,
                "batch_id": batch.batch_id,
                "taken_in_at_utc": record["taken_in_at_utc"],
                "run_id": run_id,
                "file_count": file_count,
                "byte_count": record["byte_count"],
                "accepted_count": accepted,
                "rejected_count": rejected,
                "duplicate_count": duplicate,
            },
        )
        _record_deferred(state, inbox, isolated, run_id=run_id, now=now)
        state.execute("DROP VIEW settled_files")
        state.execute("DROP VIEW raw_files")
    return BatchAccount(batch, accepted, rejected, duplicate, isolated)


def record_look(
    warehouse: Warehouse,
    inbox: Path,
    *,
    moved: Sequence[MovedFile],
    deferred: Sequence[DeferredFile],
    ignored: Sequence[str],
    resumed: Sequence[BatchName],
    run_id: str,
    now: datetime,
) -> None:
    """Record what a look at an inbox found besides a batch: moved, deferred and ignored files."""
    name = inbox_name(inbox)
    with open_state(warehouse) as state:
        for one in moved:
            state.execute(
                load("ledger_move"),
                {
                    "inbox": name,
                    "known_path": one.known_path,
                    "source_path": one.source_path,
                    "source": one.source,
                    "byte_count": one.byte_count,
                    "modified_at_ns": one.modified_at_ns,
                },
            )
        state.execute(load("deferred_forget"), {"inbox": name, "batch_nos": [batch.batch_no for batch in resumed]})
        _record_deferred(state, name, deferred, run_id=run_id, now=now)
        state.execute("DELETE FROM ignored WHERE inbox = $inbox", {"inbox": name})
        if ignored:
            state.executemany("INSERT INTO ignored VALUES (?, ?)", [[name, path] for path in ignored])


def _counts(state: duckdb.DuckDBPyConnection) -> tuple[int, int, int, int]:
    [(file_count, accepted, rejected, duplicate)] = state.execute(load("count_verdicts")).fetchall()
    return file_count, accepted, rejected, duplicate


def _inbox(state: duckdb.DuckDBPyConnection) -> str:
    [(inbox,)] = state.execute("SELECT min(inbox) FROM raw_files").fetchall()
    return str(inbox)


def _record_deferred(
    state: duckdb.DuckDBPyConnection, inbox: str, deferred: Sequence[DeferredFile], *, run_id: str, now: datetime
) -> None:
    for one in deferred:
        state.execute(load("deferred_forget_path"), {"inbox": inbox, "source_path": one.source_path})
        state.execute(
            load("deferred_learn"),
            {
                "inbox": inbox,
                "source_path": one.source_path,
                "source": one.source,
                "cause": one.cause,
                "detail": one.detail,
                "batch_no": one.batch_no,
                "run_id": run_id,
                "seen_at_utc": now.replace(tzinfo=None),
            },
        )


def record_run(
    warehouse: Warehouse,
    *,
    run_id: str,
    command: str,
    started_at: datetime,
    ended_at: datetime,
    outcome: str,
    report: str,
) -> None:
    """Record how a run ended; `report` is JSON text."""
    with open_state(warehouse) as state:
        state.execute(
            load("run_learn"),
            {
                "run_id": run_id,
                "command": command,
                "started_at_utc": started_at.replace(tzinfo=None),
                "ended_at_utc": ended_at.replace(tzinfo=None),
                "outcome": outcome,
                "report": report,
            },
        )
