"""The two halves of the road in plain order; flows wrap them, and nothing here knows SQL or Parquet."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from prefect.runtime import flow_run

from flows.artifacts import name_run, show_account
from flows.reports import RunReport
from flows.settings import Settings, active_settings
from flows.steps import assemble_step, curate_step, gate_step, publish_step, rejudge_step, resettle_step, take_in_step
from transforms.errors import GateStoppedError, KroniekError
from warehouse.holds import hold_on_publishing
from warehouse.layout import Warehouse
from warehouse.lock import writer_lock
from warehouse.publish import sweep
from warehouse.raw_batches import read_batch_record
from warehouse.records import record_look, record_run
from warehouse.releases import latest_folder, latest_version, read_manifest
from warehouse.resettlement import is_settled_otherwise
from warehouse.retention import forget_refused
from warehouse.settlement import BatchAccount, pending_batches, published_batch_no, unrecorded_batches
from warehouse.tombstones import has_new_withdrawals

__all__ = ["do_publish", "do_rejudge", "do_take_in", "run_on_warehouse"]


@contextmanager
def run_on_warehouse(command: str) -> Iterator[tuple[Warehouse, Settings, datetime, RunReport]]:
    """Hold the warehouse for one run; at the end its report is recorded and shown, however it ends."""
    settings = active_settings()
    now = settings.now_utc()
    warehouse = Warehouse(settings.warehouse.resolve())
    report = RunReport(run_id=str(flow_run.id))
    with writer_lock(warehouse, holder=f"{command} {flow_run.name}"):
        sweep(warehouse)
        outcome = "failed"
        try:
            yield warehouse, settings, now, report
            outcome = "published" if report.published else "nothing new" if report.held is None else "held"
        except KroniekError as error:
            error.report = report
            outcome = f"exit {error.exit_code}: {error.what}"
            raise
        finally:
            report.latest = latest_version(warehouse)
            folder = latest_folder(warehouse)
            report.documents = None if folder is None else read_manifest(folder)["counts"]["documents"]
            record_run(
                warehouse,
                run_id=report.run_id,
                command=command,
                started_at=now,
                ended_at=settings.now_utc(),
                outcome=outcome,
                report=json.dumps(report.fields()),
            )
            show_account(report)
            name_run(report)


def do_take_in(warehouse: Warehouse, settings: Settings, now: datetime, report: RunReport) -> None:
    """Finish what an earlier run left behind, then take in and curate what is new."""
    leftover = unrecorded_batches(warehouse)
    published = published_batch_no(warehouse)
    resumed: list[BatchAccount] = []
    for batch in leftover:
        record = read_batch_record(warehouse.raw_batch(batch))
        with _timed(report, "resume"):
            account = curate_step(
                warehouse, batch, settings, now=now, run_id=report.run_id, file_count=record["file_count"]
            )
        # A batch that a release holds is only known again to a state file that was lost.
        if batch.batch_no > published:
            resumed.append(account)
    with _timed(report, "take in"):
        taken = take_in_step(warehouse, settings, now=now, run_id=report.run_id, resumed=[a.batch for a in resumed])
        record_look(
            warehouse,
            taken.inbox_no,
            deferred=taken.deferred,
            ignored=taken.ignored,
            resumed=[account.batch for account in resumed],
            run_id=report.run_id,
            now=now,
        )
    if settings.refused_bytes_days is not None:
        with _timed(report, "retention"):
            forget_refused(warehouse, now=now, days=settings.refused_bytes_days)
    accounts = list(resumed)
    if taken.batch is not None:
        with _timed(report, "curate"):
            accounts.append(
                curate_step(
                    warehouse, taken.batch, settings, now=now, run_id=report.run_id, file_count=taken.file_count
                )
            )
    for account in accounts:
        report.accepted += account.accepted_count
        report.rejected += account.rejected_count
        report.duplicates += account.duplicate_count
        report.isolated += [f"{one.source_path}: {one.detail}" for one in account.isolated]
    report.isolated += [
        f"{one.source_path}: {one.detail}" for one in taken.deferred if one.cause == "unforeseen_exception"
    ]
    report.unchanged = taken.unchanged_count
    report.deferred = len(taken.deferred) + sum(len(account.isolated) for account in accounts)
    report.ignored = len(taken.ignored)
    report.seen = taken.seen_count + sum(account.file_count for account in resumed)
    if not report.is_balanced():
        raise RuntimeError(f"The account does not close: {report}")


def do_rejudge(warehouse: Warehouse, settings: Settings, report: RunReport) -> None:
    """Judge every file again under the settings, without measuring again."""
    with _timed(report, "rejudge"):
        rejudged = rejudge_step(warehouse, settings, run_id=report.run_id)
    report.judged, report.changes = rejudged.judged_count, rejudged.as_rows()


def do_publish(warehouse: Warehouse, settings: Settings, now: datetime, report: RunReport) -> None:
    """Assemble what is pending, have it judged, and publish it.

    Raises:
        GateStoppedError: The gate stopped the release.
    """
    report.held = hold_on_publishing(warehouse)
    if report.held is not None:
        return
    if is_settled_otherwise(warehouse):
        with _timed(report, "settle again"):
            resettle_step(warehouse, run_id=report.run_id)
    batches = pending_batches(warehouse)
    if not batches and not has_new_withdrawals(warehouse):
        return
    with _timed(report, "assemble"):
        candidate = assemble_step(warehouse, batches, settings, now=now)
    if candidate is None:
        return
    with _timed(report, "gate"):
        verdict, texts = gate_step(warehouse, candidate, settings, now=now)
    report.gate = verdict.verdict
    report.failed_checks = verdict.failed_lines()
    with _timed(report, "publish"):
        folder = publish_step(warehouse, candidate, settings, now=now, gate=verdict.verdict, texts=texts)
    if verdict.verdict == "stopped":
        raise GateStoppedError(
            "The quality gate stopped the release; readers go on with the last one.\n"
            + "\n".join(report.failed_checks),
            where=str(folder),
            what_to_do=(
                'Look at the candidate with `kroniek sql --candidate "..."`, mend the input and run again, or keep the '
                f"bad batch out with `kroniek set-aside {batches[-1].batch_no if batches else 'BATCH'}` and run again."
            ),
        )
    report.published = True
    report.release = candidate.version


@contextmanager
def _timed(report: RunReport, step: str) -> Iterator[None]:
    start = time.monotonic()
    try:
        yield
    finally:
        report.seconds[step] = report.seconds.get(step, 0.0) + time.monotonic() - start
