"""Frees runs whose processes are gone: Prefect would go on believing that they run, and hold their slot.

A server that was up all the time frees them by itself, by their missing heartbeats (`automations`). After a power cut
nobody was there to miss any; then the processes of this machine tell.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from prefect.client.orchestration import SyncPrefectClient
from prefect.client.schemas.filters import FlowRunFilter
from prefect.client.schemas.objects import FlowRun
from prefect.states import Crashed

from flows.service.api import TAG
from flows.service.processes import is_alive

__all__ = ["free_zombies"]


def free_zombies(client: SyncPrefectClient) -> list[str]:
    """Mark runs of our deployments as crashed whose process is not there.

    Args:
        client: Of a server that only this machine's worker uses.

    Returns:
        The names of the runs.
    """
    wanted: dict[str, Any] = {
        "tags": {"all_": [TAG]},
        "state": {"type": {"any_": ["PENDING", "RUNNING", "CANCELLING"]}},
    }
    freed = []
    for run in client.read_flow_runs(flow_run_filter=FlowRunFilter.model_validate(wanted)):
        if not _is_at_work(run):
            client.set_flow_run_state(
                run.id, Crashed(message="Its process was gone when kroniek up started."), force=True
            )
            freed.append(run.name)
    return freed


def _is_at_work(run: FlowRun) -> bool:
    """Whether the process that Prefect noted still is that run; numbers of processes are used again."""
    process = (run.infrastructure_pid or "").rpartition(":")[2]
    if not process.isdigit() or not is_alive(int(process)):
        return False
    try:
        variables = Path("/proc", process, "environ").read_bytes()
    except OSError:  # no Linux: the number has to do
        return not Path("/proc/self/environ").exists()
    return str(run.id).encode() in variables
