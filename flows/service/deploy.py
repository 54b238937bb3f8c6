"""Makes on a Prefect API what the service needs: work pool, deployments, automations; frees and catches up runs.

Run as a process of its own, `python -m flows.service.deploy`: importing Prefect and the flows takes memory that the
supervisor then need not keep for a year. Prints one JSON object.
"""

from __future__ import annotations

import importlib
import json
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from uuid import UUID

from prefect.client.orchestration import SyncPrefectClient, get_client
from prefect.client.schemas.actions import DeploymentScheduleCreate, WorkPoolCreate
from prefect.client.schemas.objects import ConcurrencyLimitStrategy, ConcurrencyOptions
from prefect.client.schemas.schedules import CronSchedule
from prefect.flows import Flow
from prefect.utilities.callables import parameter_schema
from prefect.workers.process import ProcessWorker

from flows.service.api import WORK_POOL, real_now
from flows.service.automations import make_automations
from flows.service.catching_up import catch_up
from flows.service.deployments import Deployment, find_prefect_file, read_deployments
from flows.service.zombies import free_zombies
from flows.settings import Settings, load_settings

__all__ = ["deploy", "main"]

GRACE_SECONDS = 300
"""How long a run that got a slot may take to start before the slot is given to another."""


def deploy(folder: Path, settings: Settings, *, is_server_ours: bool) -> dict[str, Any]:
    """Make everything that the file of deployments asks for, and set right what an earlier service left behind.

    Args:
        folder: Working folder of the runs.
        settings: Of the service.
        is_server_ours: Whether no other machine's worker uses this server.

    Returns:
        `deployments`: their names; `scheduled`: those with schedules; `freed`: runs whose processes were gone;
        `caught_up`: deployments that run now.
    """
    wanted = read_deployments(find_prefect_file(folder))
    with get_client(sync_client=True) as client:
        _make_pool(client)
        freed = free_zombies(client) if is_server_ours else []
        due = catch_up(client, wanted, real_now())
        ids = {one.name: _make_deployment(client, one, folder) for one in wanted}
        make_automations(client, settings, ids)
        for name in due:
            client.create_flow_run_from_deployment(ids[name], name=f"catch up: {name}", tags=["catch-up"])
    scheduled = [one.name for one in wanted if one.schedules]
    return {"deployments": list(ids), "scheduled": scheduled, "freed": freed, "caught_up": due}


def _make_pool(client: SyncPrefectClient) -> None:
    template = ProcessWorker.get_default_base_job_template()
    client.create_work_pool(WorkPoolCreate(name=WORK_POOL, type="process", base_job_template=template), overwrite=True)


def _make_deployment(client: SyncPrefectClient, wanted: Deployment, folder: Path) -> UUID:
    flow: Flow[..., Any] = getattr(importlib.import_module(wanted.module), wanted.function)
    return client.create_deployment(
        flow_id=client.create_flow(flow),
        name=wanted.name,
        description=wanted.description,
        tags=list(wanted.tags),
        work_pool_name=WORK_POOL,
        # A module and no file: nothing is copied, and the working folder stays the one with kroniek.toml.
        entrypoint=f"{wanted.module}.{wanted.function}",
        # A named command: else Prefect starts a second Python for every run, to find out about its surroundings.
        job_variables={"command": f"{sys.executable} -m prefect.engine", "working_dir": str(folder)},
        schedules=[
            DeploymentScheduleCreate(schedule=CronSchedule(cron=cron, timezone=zone)) for cron, zone in wanted.schedules
        ],
        concurrency_limit=wanted.limit,
        concurrency_options=ConcurrencyOptions(
            collision_strategy=ConcurrencyLimitStrategy(wanted.collision_strategy), grace_period_seconds=GRACE_SECONDS
        ),
        parameters=dict(wanted.parameters),
        parameter_openapi_schema=parameter_schema(flow.fn).model_dump_for_openapi(),
        enforce_parameter_schema=True,
        pull_steps=[],
    )


def main(arguments: Sequence[str]) -> int:
    """Deploy for the working folder; `--own-server` says that no other machine uses the server."""
    made = deploy(Path.cwd(), load_settings(), is_server_ours="--own-server" in arguments)
    sys.stdout.write(json.dumps(made) + "\n")
    sys.stdout.flush()
    # Prefect's background threads would take seconds to end; everything is said and done.
    os._exit(0)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
