"""Which failures of a task are tried again, and when."""

from __future__ import annotations

from typing import Any

from prefect.cache_policies import NO_CACHE
from prefect.client.schemas.objects import State, TaskRun
from prefect.tasks import Task

from transforms.errors import KroniekError

__all__ = ["RETRIED"]


def _may_help(_: Task[Any, Any], __: TaskRun, state: State[Any]) -> bool:
    """Try again only what another try can mend: an expected failure says itself what to do, a bug stays a bug."""
    failure = state.result(raise_on_failure=False)
    return isinstance(failure, OSError) and not isinstance(failure, KroniekError)


RETRIED: dict[str, Any] = {
    "retries": 2,
    "retry_delay_seconds": [1, 10],
    "retry_jitter_factor": 0.5,
    "retry_condition_fn": _may_help,
    "cache_policy": NO_CACHE,
}
"""Options of the tasks that may be tried again; what judges and publishes is not."""
