"""What a run has to tell others when it ends: events, alarms, artifacts, its name."""

from __future__ import annotations

from datetime import datetime

import httpx

from flows.alarms import look_for_alarms
from flows.artifacts import name_run, show_artifacts
from flows.events import BATCH_STAGED, RELEASE_PUBLISHED, RELEASE_STOPPED, is_deployed, tell
from flows.logs import log
from flows.reports import RunReport
from flows.settings import Settings
from warehouse.layout import Warehouse

__all__ = ["announce", "raise_alarms"]


def raise_alarms(warehouse: Warehouse, settings: Settings, report: RunReport, now: datetime) -> None:
    """Tell what is the matter with the inbox, once, and note it in the report; to be called before it is recorded."""
    if not report.is_look_done:
        return
    for alarm in look_for_alarms(warehouse, settings, report, now):
        report.alarms.append(alarm.event)
        if alarm.is_new:
            tell(alarm.event, warehouse, subject=alarm.subject, body=alarm.body)


def announce(warehouse: Warehouse, report: RunReport, *, command: str, outcome: str) -> None:
    """Tell what a run has done, when all of it is safe on the disk.

    Args:
        warehouse: That it was done in.
        report: Of the run.
        command: That it ran as.
        outcome: As recorded in the state.
    """
    counts = {name: getattr(report, name) for name in ("accepted", "rejected", "duplicates", "deferred")}
    if report.batches:
        tell(BATCH_STAGED, warehouse, batches=report.batches, **counts)
    if report.published:
        tell(RELEASE_PUBLISHED, warehouse, release=report.release, documents=report.documents, gate=report.gate)
    if report.gate == "stopped":
        tell(
            RELEASE_STOPPED,
            warehouse,
            subject="Kroniek: the quality gate stopped a release",
            body="Readers go on with " + (report.latest or "no release yet") + ". Failed checks:\n"
            + "\n".join(report.failed_checks)
            + '\nLook at the candidate with kroniek sql --candidate "...", mend the input or set the batch aside.',
            latest=report.latest,
        )  # fmt: skip
    log("run.ended", command=command, run=report.run_id, outcome=outcome, seen=report.seen, **counts)
    try:
        if report.is_eventful or not is_deployed():
            show_artifacts(warehouse, report)
        name_run(report)
    except httpx.HTTPError as error:  # the work is done and safe; only its showing failed
        log("run.not_shown", level="warning", why=str(error))
