"""Prefect's surroundings, set before Prefect is imported: quiet, private, patient.

Every value is a default: what the user has set stays.
"""

from __future__ import annotations

import os
from pathlib import Path

from flows.service.record import find_service
from transforms.errors import InputUnreadableError
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
    """Set Prefect's defaults; to be called before the first import of prefect.

    Raises:
        InputUnreadableError: There is no folder for the database of the server that Prefect will start.
    """
    for name, value in DEFAULTS.items():
        os.environ.setdefault(name, value)
    if not os.environ.get("PREFECT_API_URL"):
        _make_home()


def _make_home() -> None:
    """Make Prefect's folder, or say at once that nothing can be written there.

    Prefect makes no parents of it and goes on with a warning; its server then never answers, and after
    `PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS` the flow ends with a traceback.
    """
    home = Path(os.environ.get("PREFECT_HOME") or "~/.prefect")
    cause: str | None = "Permission denied"
    try:
        home = home.expanduser()
        home.mkdir(mode=0o700, parents=True, exist_ok=True)
        # A profile that stands in a folder not to be written may well name a server of its own.
        if os.access(home, os.W_OK | os.X_OK) or (home / "profiles.toml").exists():
            return
    except RuntimeError:
        cause = "the home folder of this user is not known"
    except OSError as error:
        cause = error.strerror
    raise InputUnreadableError(
        f"Prefect's folder cannot be written: {cause}.",
        where=str(home),
        what_to_do="Set PREFECT_HOME to a folder you may write, or HOME to a home folder.",
    )


def join_service(warehouse: Warehouse) -> None:
    """Have a run be recorded by the service of its warehouse, where one is up: seconds sooner, and seen in its UI.

    Args:
        warehouse: That the run will work in.
    """
    service = find_service(warehouse)
    if service is not None and service.is_ready:
        os.environ.setdefault("PREFECT_API_URL", service.api)
