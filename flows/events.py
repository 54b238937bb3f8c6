"""Events that other systems can wait for, and alarms that people are told about; each is also a line of the log."""

from __future__ import annotations

from typing import Any

from prefect.events import emit_event
from prefect.runtime import deployment, flow_run
from prefect.settings import PREFECT_API_URL

from flows.alarm_names import INBOX_EMPTY, INBOX_SILENT
from flows.logs import log
from warehouse.layout import Warehouse

__all__ = [
    "ALARMS", "BATCH_STAGED", "RELEASE_PUBLISHED", "RELEASE_STOPPED", "RUN_REFUSED", "VERIFY_FAILED", "is_deployed",
    "tell",
]  # fmt: skip

BATCH_STAGED = "kroniek.batch.staged"
RELEASE_PUBLISHED = "kroniek.release.published"
RELEASE_STOPPED = "kroniek.release.stopped"
VERIFY_FAILED = "kroniek.verify.failed"
RUN_REFUSED = "kroniek.run.refused"
ALARMS = (RELEASE_STOPPED, VERIFY_FAILED, INBOX_SILENT, INBOX_EMPTY, RUN_REFUSED)
"""Events that a person has to know of; each carries `subject` and `body`."""


def is_deployed() -> bool:
    """Whether this run was started by a deployment, by schedule or in the UI, and by no command."""
    return deployment.id is not None


def tell(event: str, warehouse: Warehouse, *, subject: str = "", body: str = "", **fields: Any) -> None:
    """Log an event about a warehouse, and emit it where a server listens. Never texts: only names, counts and paths.

    Args:
        event: One of the names above.
        warehouse: Which one it is about.
        subject: For an alarm: one line.
        body: For an alarm: what happened and what to do.
        fields: Facts, for systems that listen.
    """
    level = "warning" if event in ALARMS else "info"
    log(event.removeprefix("kroniek."), level=level, **fields, **({"subject": subject} if subject else {}))
    if flow_run.id is None or not PREFECT_API_URL.value():
        return  # the server of a single command is gone before anybody could listen
    payload = {"warehouse": str(warehouse.root), "run": str(flow_run.name), **fields}
    if subject:
        payload |= {"subject": subject, "body": body}
    emit_event(
        event,
        resource={
            "prefect.resource.id": f"kroniek.warehouse.{warehouse.root.name}",
            "prefect.resource.name": str(warehouse.root),
        },
        payload=payload,
    )
