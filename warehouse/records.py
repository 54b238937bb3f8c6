"""What runs enter into the state: batches with their verdicts, looks at an inbox, and runs.

A batch's staged folder has its name before the ledger learns of it, in one transaction. A kill in between leaves a
batch with a name and no ledger row: the next run finishes it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import datetime, timedelta
from itertools import groupby
from typing import Any

import duckdb
import pyarrow as pa

from transforms.schema import RAW_FILES, SETTLED_FILES
from warehouse.engine import view_files_of_batches
from warehouse.layout import BatchName, Warehouse
from warehouse.retry import DeferredFile
from warehouse.settlement import BatchAccount
from warehouse.sql import load
from warehouse.state import open_state

__all__ = ["record_batches", "record_look", "record_run", "renew_set_aside"]

DROP_VIEWS = tuple(
    f"DROP VIEW {view}"
    for view in ("settled_files", "settled_files_of_any_batch", "raw_files", "raw_files_of_any_batch")
)

BATCH_SCHEMA = pa.schema(
    [
        ("batch_no", pa.int32()),
        ("batch_id", pa.string()),
        ("taken_in_at_utc", pa.timestamp("us")),
        ("run_id", pa.string()),
        *((f"{name}_count", pa.int64()) for name in ("file", "byte", "accepted", "rejected", "duplicate")),
    ]
)

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


def record_batches(
    warehouse: Warehouse, batches: Sequence[BatchName], *, run_id: str, now: datetime
) -> list[BatchAccount]:
    """Enter settled batches into the ledger, in one transaction, and count their verdicts.

    Args:
        warehouse: Whose state.
        batches: Batches that are staged, by number; thousands of them where a state was lost.
        run_id: Of the run.
        now: Clock of the run (UTC).
    """
    raw, staged = warehouse.raw_folders(), warehouse.staged_folders()
    batch_nos = [batch.batch_no for batch in batches]
    raw_files = sorted({path for batch in batches for path in raw.folder_of(batch).part_files(batch)})
    with open_state(warehouse) as state:
        view_files_of_batches(state, "settled_files", staged.verdict_files(batches)[0], SETTLED_FILES, batch_nos)
        view_files_of_batches(state, "raw_files", raw_files, RAW_FILES, batch_nos)
        counts = {row[0]: row[1:] for row in state.execute(load("count_verdicts")).fetchall()}
        inboxes = _learn_inboxes(state)
        state.execute(load("ledger_forget"))
        state.execute(load("ledger_learn"))
        accounts = []
        for batch in batches:
            isolated = tuple(
                DeferredFile(source_path, source, "unforeseen_exception", detail, batch.batch_no)
                for source_path, source, detail in staged.record(batch)["isolated"]
            )
            accepted, rejected, duplicate = counts.get(batch.batch_no, (0, 0, 0))
            accounts.append(BatchAccount(batch, accepted, rejected, duplicate, isolated))
            _record_deferred(state, inboxes[batch.batch_no], isolated, run_id=run_id, now=now)
        rows = [_batch_row(raw.record(account.batch), account, run_id) for account in accounts]
        state.register("settled_batches", pa.Table.from_pylist(rows, schema=BATCH_SCHEMA))
        state.execute(load("batch_learn"))
        state.unregister("settled_batches")
        for statement in DROP_VIEWS:
            state.execute(statement)
    return accounts


def _batch_row(record: Mapping[str, Any], account: BatchAccount, run_id: str) -> dict[str, Any]:
    """Row of `batches`."""
    return {
        "batch_no": account.batch.batch_no,
        "batch_id": account.batch.batch_id,
        "taken_in_at_utc": record["taken_in_at_utc"],
        "run_id": run_id,
        "file_count": account.file_count - len(account.isolated),
        "byte_count": record["byte_count"],
        "accepted_count": account.accepted_count,
        "rejected_count": account.rejected_count,
        "duplicate_count": account.duplicate_count,
    }


def renew_set_aside(warehouse: Warehouse, *, run_id: str, now: datetime) -> list[DeferredFile]:
    """Record anew which files of all batches are set aside after an unforeseen exception, when all were measured again.

    Returns:
        Those files.
    """
    staged, raw = warehouse.staged_folders(), warehouse.raw_folders()
    set_aside = [
        DeferredFile(source_path, source, "unforeseen_exception", detail, batch.batch_no)
        for batch in staged.batches
        for source_path, source, detail in staged.record(batch)["isolated"]
    ]
    with open_state(warehouse) as state:
        state.execute(load("deferred_forget_set_aside"))
        for batch_no, together in groupby(set_aside, key=lambda one: one.batch_no):
            [batch] = staged.numbered([batch_no or 0])
            view_files_of_batches(
                state, "raw_files", raw.folder_of(batch).part_files(batch), RAW_FILES, [batch.batch_no]
            )
            [(inbox_no,)] = state.execute("SELECT min(inbox_no) FROM raw_files").fetchall()
            state.execute("DROP VIEW raw_files")
            state.execute("DROP VIEW raw_files_of_any_batch")
            _record_deferred(state, inbox_no, tuple(together), run_id=run_id, now=now)
    return set_aside


def record_look(
    warehouse: Warehouse,
    inbox_no: int,
    *,
    deferred: Sequence[DeferredFile],
    ignored: pa.Table,
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
        if ignored.num_rows:
            state.register("ignored_files", ignored)
            state.execute(load("ignored_learn"), inbox)
            state.unregister("ignored_files")


def _learn_inboxes(state: duckdb.DuckDBPyConnection) -> dict[int, int]:
    """Enter the inboxes of batches under the numbers that raw/ has for them; gives the number of each batch's inbox."""
    rows = state.execute(load("inboxes_of_batches")).fetchall()
    for (inbox_no, inbox), _ in groupby(row[1:] for row in rows):
        state.execute(load("inbox_forget"), {"inbox_no": inbox_no, "inbox": inbox})
        state.execute(load("inbox_learn"), {"inbox_no": inbox_no, "inbox": inbox})
    return {batch_no: inbox_no for batch_no, inbox_no, _ in rows}


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
        outcome: In a few words; `nothing new` may be forgotten later, whatever found something is kept.
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
