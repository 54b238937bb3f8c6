"""Small questions to a Prefect API over HTTP, without importing Prefect: `status` and the supervisor must be quick."""

from __future__ import annotations

import base64
import json
import os
import time
import urllib.request
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

__all__ = ["Api", "ApiUnreachableError", "ScheduledRun", "real_now"]

TAG = "kroniek"
WORK_POOL = "kroniek"


class ApiUnreachableError(Exception):
    """The Prefect API does not answer, or not as expected."""


class ScheduledRun:
    """A run that the server has created for later: which deployment, and when (UTC)."""

    def __init__(self, deployment: str, at: datetime) -> None:
        self.deployment = deployment
        self.at = at

    def as_json(self) -> dict[str, Any]:
        """For `--json`."""
        return {"deployment": self.deployment, "at_utc": self.at.isoformat()}


class Api:
    """A Prefect API.

    Args:
        url: As in PREFECT_API_URL.
        patience: Seconds to wait for one answer.
        environment: Where a key or a password of the API may stand.
    """

    def __init__(self, url: str, *, patience: float = 1.0, environment: Mapping[str, str] | None = None) -> None:
        self.url = url.rstrip("/")
        self.patience = patience
        self.headers = _authorization(os.environ if environment is None else environment)

    def is_answering(self) -> bool:
        """Whether the API says that it is well."""
        try:
            return self.ask("/health") is True
        except ApiUnreachableError:
            return False

    def next_runs(self) -> list[ScheduledRun]:
        """The next run of each of our deployments that is scheduled, soonest first."""
        names = {one["id"]: str(one["name"]) for one in self.deployments()}
        runs = self.ask(
            "/flow_runs/filter",
            {
                "flow_runs": {
                    "state": {"type": {"any_": ["SCHEDULED"]}},
                    "deployment_id": {"any_": list(names)},
                    "expected_start_time": {"after_": (real_now() - timedelta(hours=1)).isoformat()},
                },
                "sort": "EXPECTED_START_TIME_ASC",
                "limit": 200,
            },
        )
        found: dict[str, ScheduledRun] = {}
        for run in runs:
            name = names[run["deployment_id"]]
            found.setdefault(name, ScheduledRun(name, _moment(run["expected_start_time"])))
        return list(found.values())

    def deployments(self) -> list[dict[str, Any]]:
        """Our deployments."""
        found = self.ask("/deployments/filter", {"deployments": {"tags": {"all_": [TAG]}}, "limit": 50})
        return list(found)

    def has_worker(self) -> bool:
        """Whether a worker of our pool is online."""
        return any(worker["status"] == "ONLINE" for worker in self.ask(f"/work_pools/{WORK_POOL}/workers/filter", {}))

    def ask(self, path: str, body: object = None) -> Any:  # noqa: ANN401 (JSON)
        """One answer of the API; a body makes it a POST.

        Raises:
            ApiUnreachableError: No answer, or one that is no JSON.
        """
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(  # noqa: S310 (the address is a setting of the person who runs this)
            self.url + path, data=data, headers={**self.headers, "Content-Type": "application/json"}
        )
        try:
            with urllib.request.urlopen(request, timeout=self.patience) as answer:  # noqa: S310
                return json.loads(answer.read())
        except (OSError, ValueError) as error:
            raise ApiUnreachableError(f"{self.url}{path}: {error}") from error


def _authorization(environment: Mapping[str, str]) -> dict[str, str]:
    key, password = environment.get("PREFECT_API_KEY"), environment.get("PREFECT_API_AUTH_STRING")
    if key:
        return {"Authorization": f"Bearer {key}"}
    if password:
        return {"Authorization": f"Basic {base64.b64encode(password.encode()).decode()}"}
    return {}


def real_now() -> datetime:
    """The real clock (UTC): Prefect's schedules go by it, whatever KRONIEK_NOW says."""
    return datetime.fromtimestamp(time.time(), UTC)


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(UTC)
