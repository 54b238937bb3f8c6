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

from flows.service.deployments import Deployment

__all__ = ["catch_up", "is_missed"]

WHOLE_ROAD = "whole-road"
HALVES = ("take-in", "publish")


def is_missed(schedules: Sequence[tuple[str, str]], last_start: datetime | None, now: datetime) -> bool:
    """Whether a schedule's moment has passed since its last run; always true where there was none.

    Args:
        schedules: Cron lines with their time zones.
        last_start: When the last run started (UTC).
        now: The clock (UTC).
    """
    if last_start is None:
        return bool(schedules)
    return any(next(CronSim(cron, last_start.astimezone(ZoneInfo(zone)))) <= now for cron, zone in schedules)


def catch_up(client: SyncPrefectClient, deployments: Sequence[Deployment], now: datetime) -> list[str]:
    """Which deployments should run at once. A missed publish takes in first: that is the whole road.

    Args:
        client: Of the server.
        deployments: As wanted.
        now: The clock (UTC).
    """
    missed = {one.name for one in deployments if is_missed(one.schedules, _last_start(client, one.name), now)}
    if "publish" in missed and any(one.name == WHOLE_ROAD for one in deployments):
        missed = missed - set(HALVES) | {WHOLE_ROAD}
    return [one.name for one in deployments if one.name in missed]


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
