"""What `kroniek status` tells of a service: whether it is up, what runs next, the gate, and what to see to.

Asks the server briefly, starts nothing, and imports neither Prefect nor the settings: the answer is wanted at once.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flows.alarm_names import INBOX_EMPTY, INBOX_SILENT
from flows.service.api import Api, ApiUnreachableError, ScheduledRun
from flows.service.record import ServiceRecord, find_service
from transforms.errors import InputUnreadableError
from warehouse.inspection import Row, read_state
from warehouse.layout import Warehouse
from warehouse.status import Warn

__all__ = ["ServiceView", "look_at_service"]

PATIENCE_SECONDS = 0.5
ALARM_WARNINGS = {
    INBOX_SILENT: Warn(
        "Nothing new has arrived for longer than maximum_silence_hours.", "Ask those who deliver, or raise the setting."
    ),
    INBOX_EMPTY: Warn(
        "The inbox is an empty folder and was full at the look before.", "See whether the disk there is still mounted."
    ),
}


@dataclass(frozen=True)
class ServiceView:
    """What is to be told of a service.

    Attributes:
        record: Where it is, or None when none is up.
        is_answering: Whether its Prefect API answers; None when none is up.
        next_runs: When which deployment runs next.
        gate: What the quality gate said last: version or None, gate, failed_checks, judged_at_utc; None before.
        warnings: What to look after.
    """

    record: ServiceRecord | None
    is_answering: bool | None
    next_runs: list[ScheduledRun]
    gate: Row | None
    warnings: list[Warn]

    def as_json(self) -> dict[str, Any]:
        """For `status --json`."""
        service = None if self.record is None else {**self.record.as_json(), "is_answering": self.is_answering}
        return {"service": service, "next_runs": [run.as_json() for run in self.next_runs], "gate": self.gate}


def look_at_service(warehouse: Warehouse) -> ServiceView:
    """Look at the service of a warehouse, which may be down, coming up or ill.

    Args:
        warehouse: Whose service.
    """
    record = find_service(warehouse)
    gate, warnings = _recorded(warehouse)
    if record is None:
        return ServiceView(None, None, [], gate, warnings)
    api = Api(record.api, patience=PATIENCE_SECONDS)
    try:
        next_runs = api.next_runs()
        has_worker = api.has_worker()
    except ApiUnreachableError:
        if record.is_ready:
            warnings.append(
                Warn("The Prefect server does not answer.", f"It is started again by itself; its log: {record.logs}.")
            )
        return ServiceView(record, is_answering=False, next_runs=[], gate=gate, warnings=warnings)
    if record.is_ready and not has_worker:
        warnings.append(
            Warn("No worker is online, so no run starts.", f"It is started again by itself; its log: {record.logs}.")
        )
    if record.is_ready and not next_runs:
        warnings.append(Warn("No run is scheduled.", "See in the Prefect UI whether the schedules are paused."))
    return ServiceView(record, is_answering=True, next_runs=next_runs, gate=gate, warnings=warnings)


def _recorded(warehouse: Warehouse) -> tuple[Row | None, list[Warn]]:
    try:
        answers = read_state(warehouse, status_last_look={}, status_last_gate={})
    except InputUnreadableError:  # a run holds the state; the rest of the status says so
        return None, []
    looks = [json.loads(row["report"]) for row in answers["status_last_look"]]
    warnings = [ALARM_WARNINGS[name] for look in looks for name in look.get("alarms", ())]
    for row in answers["status_last_gate"]:
        report = json.loads(row["report"])
        gate = {
            "verdict": report["gate"],
            "release": report["release"],
            "failed_checks": report["failed_checks"],
            "judged_at_utc": _moment(row),
        }
        if report["gate"] == "stopped":
            warnings.append(
                Warn(
                    f"The quality gate stopped the last candidate: {len(report['failed_checks'])} checks failed.",
                    'Look at it with kroniek sql --candidate "FROM documents", mend the input and run again.',
                )
            )
        return gate, warnings
    return None, warnings


def _moment(row: Row) -> datetime | None:
    moment: datetime | None = row["ended_at_utc"] or row["started_at_utc"]
    return moment
