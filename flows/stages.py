"""The two halves of the road in plain order; flows wrap them, and nothing here knows SQL or Parquet."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from itertools import groupby

from prefect.runtime import flow_run

from flows.announcements import announce, raise_alarms
from flows.gating import stopped_error
from flows.reports import RunReport
from flows.settings import Settings, active_settings
from flows.steps import (
    assemble_step,
    curate_step,
    gate_step,
    plan_of,
    publish_step,
    recompute_step,
    rejudge_step,
    resettle_step,
    take_in_step,
    tidy_step,
)
from transforms.errors import GateStoppedError, KroniekError
from warehouse.compaction import plan_packs
from warehouse.holds import hold_on_publishing
from warehouse.layout import Warehouse
from warehouse.lock import writer_lock
from warehouse.measurement import check_one_rules
from warehouse.near_duplicates import index_new_batches
from warehouse.publish import sweep
from warehouse.records import record_batches, record_look, record_run
from warehouse.releases import latest_folder, latest_version, read_manifest
from warehouse.resettlement import is_settled_otherwise
from warehouse.retention import forget_refused
from warehouse.settlement import BatchAccount, pending_batches, published_batch_no, unrecorded_batches
from warehouse.state import forget_state
from warehouse.tombstones import has_new_withdrawals

__all__ = [
    "do_publish",
    "do_publish_and_tidy",
    "do_rebuild",
    "do_recompute",
    "do_rejudge",
    "do_take_in",
    "do_tidy",
    "run_on_warehouse",
]


@contextmanager
def run_on_warehouse(command: str) -> Iterator[tuple[Warehouse, Settings, datetime, RunReport]]:
    """Hold the warehouse for one run; at the end its report is recorded and shown, however it ends."""
    settings = active_settings()
    now = settings.now_utc()
    warehouse = Warehouse(settings.warehouse.resolve())
    report = RunReport(run_id=str(flow_run.id))
    with writer_lock(warehouse, holder=f"{command} {flow_run.name}"):
        sweep(warehouse)

        def end(outcome: str) -> None:
            report.latest = latest_version(warehouse)
            folder = latest_folder(warehouse)
            report.documents = None if folder is None else read_manifest(folder)["counts"]["documents"]
            raise_alarms(warehouse, settings, report, now)
            record_run(
                warehouse,
                run_id=report.run_id,
                command=command,
                started_at=now,
                ended_at=settings.now_utc(),
                outcome=outcome,
                report=json.dumps(report.fields()),
                retention_days=settings.run_retention_days,
            )
            announce(warehouse, report, command=command, outcome=outcome)

        try:
            yield warehouse, settings, now, report
        except BaseException as error:
            outcome = "failed"
            if isinstance(error, KroniekError):
                error.report = report
                outcome = f"exit {error.exit_code}: {error.what}"
            # A full disk cannot be written to at the end either: what is told is why the run failed.
            with suppress(OSError, KroniekError):
                end(outcome)
            raise
        end(_outcome(report))


def _outcome(report: RunReport) -> str:
    """How a run that came to its end ended; `nothing new` may be forgotten after a while, the others not."""
    if report.published:
        return "published"
    if report.held is not None:
        return "held"
    return "taken in" if report.batches else "nothing new"


def do_take_in(warehouse: Warehouse, settings: Settings, now: datetime, report: RunReport) -> None:
    """Finish what an earlier run left behind, then take in and curate what is new."""
    published = published_batch_no(warehouse)
    # A batch that a release holds is only known again to a state file that was lost.
    resumed = [one for one in _resume(warehouse, settings, now, report) if one.batch.batch_no > published]
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
    report.is_look_done = True
    report.batches = [account.batch.folder for account in accounts]
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


def _resume(warehouse: Warehouse, settings: Settings, now: datetime, report: RunReport) -> list[BatchAccount]:
    """Finish the batches that the ledger does not know, in their order."""
    accounts: list[BatchAccount] = []
    raw, staged = warehouse.raw_folders(), warehouse.staged_folders()
    for is_staged, batches in groupby(unrecorded_batches(warehouse), key=staged.__contains__):
        with _timed(report, "resume"):
            if is_staged:
                accounts += record_batches(warehouse, list(batches), run_id=report.run_id, now=now)
            else:
                accounts += [
                    curate_step(
                        warehouse,
                        one,
                        settings,
                        now=now,
                        run_id=report.run_id,
                        file_count=raw.record(one)["file_count"],
                    )
                    for one in batches
                ]
    return accounts


def do_rejudge(warehouse: Warehouse, settings: Settings, report: RunReport) -> None:
    """Judge every file again under the settings, without measuring again."""
    with _timed(report, "rejudge"):
        rejudged = rejudge_step(warehouse, settings, run_id=report.run_id)
    report.judged, report.changes = rejudged.judged_count, rejudged.as_rows()


def do_recompute(
    warehouse: Warehouse, settings: Settings, now: datetime, report: RunReport, *, is_forced: bool = False
) -> None:
    """Measure everything again from raw/ where something is of other rules, or it is forced."""
    report.measured = report.judged = 0
    if plan_of(warehouse, settings, is_forced=is_forced).batches:
        _measure_again(warehouse, settings, now, report, is_from_raw_alone=False)


def do_rebuild(warehouse: Warehouse, settings: Settings, now: datetime, report: RunReport) -> None:
    """Make staged/, fingerprints and the state again from raw/ alone."""
    report.measured = report.judged = 0
    if not plan_of(warehouse, settings, is_forced=True).batches:
        return
    forget_state(warehouse)
    _measure_again(warehouse, settings, now, report, is_from_raw_alone=True)
    report.changes = []  # there is nothing that they could have changed from
    with _timed(report, "record"):
        record_batches(warehouse, unrecorded_batches(warehouse), run_id=report.run_id, now=now)


def _measure_again(
    warehouse: Warehouse, settings: Settings, now: datetime, report: RunReport, *, is_from_raw_alone: bool
) -> None:
    with _timed(report, "measure"):
        recomputed = recompute_step(
            warehouse, settings, now=now, run_id=report.run_id, is_from_raw_alone=is_from_raw_alone
        )
    report.measured = recomputed.measured_count
    report.judged, report.changes = recomputed.rejudged.judged_count, recomputed.rejudged.as_rows()
    report.isolated += recomputed.isolated


def do_publish(warehouse: Warehouse, settings: Settings, now: datetime, report: RunReport) -> None:
    """Assemble what is pending, have it judged, and publish it.

    Raises:
        GateStoppedError: The gate stopped the release.
        OtherRulesError: What is pending, or the last release, was measured under other rules.
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
    check_one_rules(warehouse, batches)
    with _timed(report, "assemble"):
        candidate = assemble_step(warehouse, batches, settings, now=now)
    if candidate is None:
        return
    with _timed(report, "gate"):
        verdict, texts = gate_step(warehouse, candidate, settings, now=now, run_id=report.run_id)
    report.gate = verdict.verdict
    report.failed_checks = verdict.failed_lines()
    with _timed(report, "publish"):
        folder = publish_step(warehouse, candidate, settings, now=now, verdict=verdict, texts=texts)
    if verdict.verdict == "stopped":
        published = published_batch_no(warehouse)
        raise stopped_error(verdict, folder, [one.batch_no for one in batches if one.batch_no > published])
    report.published = True
    report.release = candidate.version


def do_publish_and_tidy(warehouse: Warehouse, settings: Settings, now: datetime, report: RunReport) -> None:
    """Publish what is pending, then tidy; a stopped release is no reason to leave closed days as they are.

    Raises:
        GateStoppedError: The gate stopped the release.
    """
    try:
        do_publish(warehouse, settings, now, report)
    except GateStoppedError:
        do_tidy(warehouse, settings, now, report)
        raise
    do_tidy(warehouse, settings, now, report)


def do_tidy(warehouse: Warehouse, settings: Settings, now: datetime, report: RunReport) -> None:
    """Index new batches, which the next run would have to do, and put those of closed days, months and years together.

    So no run pays for the delivery before it, and none opens more and more files.
    """
    with _timed(report, "index"):
        index_new_batches(warehouse)
    with _timed(report, "tidy"):
        plans = plan_packs(warehouse, now)
        if plans:
            tidy_step(warehouse, plans, settings)


@contextmanager
def _timed(report: RunReport, step: str) -> Iterator[None]:
    start = time.monotonic()
    try:
        yield
    finally:
        report.seconds[step] = report.seconds.get(step, 0.0) + time.monotonic() - start
