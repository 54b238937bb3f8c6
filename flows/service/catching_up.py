"""What was missed while nothing ran: one run makes up for it, however long it was."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from cronsim import CronSim
from prefect.client.orchestration import SyncPrefectClient
from prefect.client.schemas.filters import DeploymentFilter, FlowRunFilter
from prefect.client.schemas.sorting import FlowRunSort

from flows.service.api import TAG
from flows.service.deployments import Deployment

__all__ = ["catch_up", "forget_missed_runs", "is_missed"]

WHOLE_ROAD = "whole-road"
HALVES = ("take-in", "publish")


def is_missed(schedules: Sequence[tuple[str, str]], last_start: datetime, now: datetime) -> bool:
    """Whether a schedule's moment has passed since its last run.

    Args:
        schedules: Cron lines with their time zones.
        last_start: When the last run started (UTC).
        now: The clock (UTC).
    """
    return any(next(CronSim(cron, last_start.astimezone(ZoneInfo(zone)))) <= now for cron, zone in schedules)


def catch_up(client: SyncPrefectClient, deployments: Sequence[Deployment], now: datetime) -> list[str]:
    """Which deployments should run at once. A missed publish takes in first: that is the whole road.

    Args:
        client: Of the server.
        deployments: As wanted.
        now: The clock (UTC).
    """
    missed = set()
    for one in deployments:
        last_start = _last_start(client, one.name)
        # What waits in the inbox of a first start is taken in and published; reading all of it again can wait.
        if one.name in HALVES if last_start is None else is_missed(one.schedules, last_start, now):
            missed.add(one.name)
    if "publish" in missed and any(one.name == WHOLE_ROAD for one in deployments):
        missed = missed - set(HALVES) | {WHOLE_ROAD}
    return [one.name for one in deployments if one.name in missed]


def forget_missed_runs(client: SyncPrefectClient, now: datetime) -> int:
    """Delete runs that schedules created for moments that have passed: a worker would start all of them at once.

    Args:
        client: Of a server that only this machine's worker uses.
        now: The clock (UTC).

    Returns:
        How many there were.
    """
    missed: dict[str, Any] = {
        "tags": {"all_": [TAG, "auto-scheduled"]},
        "state": {"type": {"any_": ["SCHEDULED"]}},
        "expected_start_time": {"before_": now.isoformat()},
    }
    count = 0
    while runs := client.read_flow_runs(flow_run_filter=FlowRunFilter.model_validate(missed), limit=200):
        for run in runs:
            client.delete_flow_run(run.id)
        count += len(runs)
    return count


def _last_start(client: SyncPrefectClient, name: str) -> datetime | None:
    named: dict[str, Any] = {"name": {"any_": [name] if name != "publish" else [name, WHOLE_ROAD]}}
    # Runs that were cancelled or killed have a start too, and did nothing of what was due.
    started: dict[str, Any] = {"state": {"type": {"any_": ["RUNNING", "COMPLETED", "FAILED"]}}}
    runs = client.read_flow_runs(
        deployment_filter=DeploymentFilter.model_validate(named),
        flow_run_filter=FlowRunFilter.model_validate(started),
        sort=FlowRunSort.START_TIME_DESC,
        limit=1,
    )
    return runs[0].start_time if runs else None
