"""The variables that server, deployments, worker and runs of a service get."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

from flows.prefect_environment import PRIVACY
from flows.settings import Settings

__all__ = ["HEARTBEAT_SECONDS", "service_environment"]

DAY_SECONDS = 86_400
HEARTBEAT_SECONDS = 30
EVENT_DAYS = 7
QUIET = {
    # Prefect's own chatter would drown the lines of our runs; what it warns of is kept.
    "PREFECT_LOGGING_LEVEL": "WARNING",
    "PREFECT_LOGGING_SERVER_LEVEL": "WARNING",
    "PREFECT_SERVER_LOGGING_LEVEL": "WARNING",
    # Lines of our runs are shown in the UI as well.
    "PREFECT_LOGGING_EXTRA_LOGGERS": "kroniek",
    "PREFECT_LOGGING_COLORS": "false",
    "PREFECT_CLI_COLORS": "false",
    "PREFECT_CLI_PROMPT": "false",
}
STEADY = {
    # A run that is killed with its worker is noticed by its missing heartbeats.
    "PREFECT_FLOWS_HEARTBEAT_FREQUENCY": str(HEARTBEAT_SECONDS),
    # Slots of the concurrency limits outlive a killed server, and so do the dates at which they are given back.
    "PREFECT_SERVER_CONCURRENCY_LEASE_STORAGE": "prefect.server.concurrency.lease_storage.filesystem",
    # Events of scheduled runs are looked at in time.
    "PREFECT_SERVER_EVENTS_CAUSAL_ORDERING": "flows.service.ordering",
    # Where the server's SQLite says "database is locked" even so, the server passes it on as 503: ask again.
    "PREFECT_CLIENT_RETRY_EXTRA_CODES": "500,503",
}


def service_environment(
    settings: Settings, *, api: str, home: Path, inbox: Path | None, outside: Mapping[str, str] | None = None
) -> dict[str, str]:
    """All variables of the processes of a service. What the person has set goes before our defaults.

    Args:
        settings: Of the service.
        api: Address of the Prefect API.
        home: Where Prefect keeps its database, unless PREFECT_HOME is set.
        inbox: As given on the command line, or None for what the settings say at each run.
        outside: Variables of the person; by default those of this process.
    """
    retention = str(settings.run_retention_days * DAY_SECONDS)
    defaults = {
        **PRIVACY,
        **QUIET,
        **STEADY,
        "PREFECT_HOME": str(home),
        # Old runs, their logs and artifacts are deleted, and old events, which take the most room (100 kB a run).
        "PREFECT_SERVER_SERVICES_DB_VACUUM_ENABLED": "events,flow_runs",
        "PREFECT_SERVER_SERVICES_DB_VACUUM_RETENTION_PERIOD": retention,
        "PREFECT_SERVER_EVENTS_RETENTION_PERIOD": f"P{min(settings.run_retention_days, EVENT_DAYS)}D",
    }
    found = {**defaults, **(os.environ if outside is None else outside), "PREFECT_API_URL": api}
    # The service belongs to one warehouse, wherever a run of it looks from.
    found["KRONIEK_WAREHOUSE"] = str(settings.warehouse.resolve())
    if inbox is not None:
        found["KRONIEK_INBOX"] = str(inbox.resolve())
    return found
