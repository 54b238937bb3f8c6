"""What runs enter into the state: batches with their verdicts, looks at an inbox, and runs.

A batch's staged folder has its name before the ledger learns of it, in one transaction. A kill in between leaves a
batch with a name and no ledger row: the next run finishes it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime, timedelta

import duckdb
import pyarrow as pa

from transforms.schema import RAW_FILES, SETTLED_FILES
from warehouse.arrivals import IgnoredFile
from warehouse.durable import read_json
from warehouse.engine import view_files
from warehouse.layout import BatchName, Warehouse
from warehouse.raw_batches import raw_parts, read_batch_record
from warehouse.retry import DeferredFile
from warehouse.settlement import BatchAccount
from warehouse.sql import load
from warehouse.state import open_state

__all__ = ["record_batch", "record_look", "record_run"]

IGNORED_SCHEMA = pa.schema([("source_path", pa.string()), ("archive_path", pa.string())])
DEFERRED_SCHEMA = pa.schema(
    [
        ("source_path", pa.string()),
        ("source", pa.string()),
        ("cause", pa.string()),
        ("detail", pa.string()),
        ("batch_no", pa.int32()),
        ("archive_path", pa.string()),
    ]
)


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
        inbox_no = _learn_inbox(state)
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
        _record_deferred(state, inbox_no, isolated, run_id=run_id, now=now)
        state.execute("DROP VIEW settled_files")
        state.execute("DROP VIEW raw_files")
    return BatchAccount(batch, accepted, rejected, duplicate, isolated)


def record_look(
    warehouse: Warehouse,
    inbox_no: int,
    *,
    deferred: Sequence[DeferredFile],
    ignored: Sequence[IgnoredFile],
    resumed: Sequence[BatchName],
    run_id: str,
    now: datetime,
) -> None:
    """Record what a look at an inbox found besides a batch and moved files: deferred and ignored files."""
    inbox: dict[str, object] = {"inbox_no": inbox_no}
    with open_state(warehouse) as state:
        state.execute(load("deferred_forget"), {**inbox, "batch_nos": [batch.batch_no for batch in resumed]})
        _record_deferred(state, inbox_no, deferred, run_id=run_id, now=now)
        state.execute(load("ignored_forget"), inbox)
        if ignored:
            state.register(
                "ignored_files", pa.Table.from_pylist([asdict(one) for one in ignored], schema=IGNORED_SCHEMA)
            )
            state.execute(load("ignored_learn"), inbox)
            state.unregister("ignored_files")


def _counts(state: duckdb.DuckDBPyConnection) -> tuple[int, int, int, int]:
    [(file_count, accepted, rejected, duplicate)] = state.execute(load("count_verdicts")).fetchall()
    return file_count, accepted, rejected, duplicate


def _learn_inbox(state: duckdb.DuckDBPyConnection) -> int:
    """Enter the inbox of a batch under the number that raw/ has for it, and return the number."""
    [(inbox_no, inbox)] = state.execute("SELECT min(inbox_no), min(inbox) FROM raw_files").fetchall()
    state.execute(load("inbox_forget"), {"inbox_no": inbox_no, "inbox": inbox})
    state.execute(load("inbox_learn"), {"inbox_no": inbox_no, "inbox": inbox})
    return int(inbox_no)


def _record_deferred(
    state: duckdb.DuckDBPyConnection, inbox_no: int, deferred: Sequence[DeferredFile], *, run_id: str, now: datetime
) -> None:
    if not deferred:
        return
    inbox: dict[str, object] = {"inbox_no": inbox_no}
    state.register("deferred_files", pa.Table.from_pylist([asdict(one) for one in deferred], schema=DEFERRED_SCHEMA))
    state.execute(load("deferred_forget_path"), inbox)
    state.execute(load("deferred_learn"), {**inbox, "run_id": run_id, "seen_at_utc": now.replace(tzinfo=None)})
    state.unregister("deferred_files")


def record_run(
    warehouse: Warehouse,
    *,
    run_id: str,
    command: str,
    started_at: datetime,
    ended_at: datetime,
    outcome: str,
    report: str,
    retention_days: int,
) -> None:
    """Record how a run ended, and forget old ones that found nothing new: a year has 52,000 of them.

    Args:
        warehouse: That it was done in.
        run_id: Of the run.
        command: That it ran as.
        started_at: UTC.
        ended_at: UTC.
        outcome: In a few words; `nothing new` may be forgotten later.
        report: JSON text.
        retention_days: How long what may be forgotten is kept.
    """
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
        before = (ended_at - timedelta(days=retention_days)).replace(tzinfo=None)
        state.execute(load("runs_forget"), {"before": before})
