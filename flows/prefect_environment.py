"""Prefect's surroundings, set before Prefect is imported: quiet, private, patient.

Every value is a default: what the user has set stays.
"""

from __future__ import annotations

import os

from flows.service.record import find_service
from warehouse.layout import Warehouse

__all__ = ["PRIVACY", "join_service", "prepare_prefect"]

PRIVACY = {
    # Nothing phones home.
    "DO_NOT_TRACK": "1",
    "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
    "PREFECT_CLOUD_ENABLE_ORCHESTRATION_TELEMETRY": "false",
}
DEFAULTS = {
    **PRIVACY,
    # The first run on a fresh machine makes the server's database: 24 to 40 s, where Prefect waits 20.
    "PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS": "180",
    "PREFECT_SERVER_EPHEMERAL_ENABLED": "true",
    # An expected failure is one line of ours, no traceback of Prefect's; logs still go to the server.
    "PREFECT_LOGGING_HANDLERS_CONSOLE_LEVEL": "CRITICAL",
    "PREFECT_LOGGING_SERVER_LEVEL": "CRITICAL",
}


def prepare_prefect() -> None:
    """Set Prefect's defaults; to be called before the first import of prefect."""
    for name, value in DEFAULTS.items():
        os.environ.setdefault(name, value)


def join_service(warehouse: Warehouse) -> None:
    """Have a run be recorded by the service of its warehouse, where one is up: seconds sooner, and seen in its UI.

    Args:
        warehouse: That the run will work in.
    """
    service = find_service(warehouse)
    if service is not None and service.is_ready:
        os.environ.setdefault("PREFECT_API_URL", service.api)
