"""Prefect's surroundings, set before Prefect is imported: quiet, private, patient.

Every value is a default: what the user has set stays.
"""

from __future__ import annotations

import os

__all__ = ["PRIVACY", "prepare_prefect"]

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
