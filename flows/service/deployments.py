"""Reads `prefect.yaml`: the one place where deployments, schedules and limits stand.

`prefect deploy --all` reads the same file. `kroniek up` makes the deployments itself, because it knows more: the
working folder that runs belong to, and a start of runs that needs no second Python (docs/operations.md).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from transforms.errors import SettingsError

__all__ = ["Deployment", "find_prefect_file", "read_deployments"]

FILE_NAME = "prefect.yaml"
SHIPPED = (Path(__file__).parents[2] / FILE_NAME, Path(__file__).parents[1] / FILE_NAME)
"""In a checkout it lies at the top; in an installed package inside `flows`."""


@dataclass(frozen=True)
class Deployment:
    """One deployment of the file.

    Attributes:
        name: Of the deployment.
        module: Module of its flow, such as `flows.take_in`.
        function: The flow in it.
        description: Shown in the UI.
        tags: Of its runs.
        limit: How many of its runs may be under way at once.
        collision_strategy: What becomes of one more: ENQUEUE or CANCEL_NEW.
        schedules: Cron lines with their time zones.
        parameters: Values other than the flow's defaults.
    """

    name: str
    module: str
    function: str
    description: str
    tags: tuple[str, ...]
    limit: int
    collision_strategy: str
    schedules: tuple[tuple[str, str], ...]
    parameters: Mapping[str, Any]


def find_prefect_file(folder: Path) -> Path:
    """The file in the working folder, else the one that came with this installation."""
    for path in (folder / FILE_NAME, *SHIPPED):
        if path.is_file():
            return path
    raise SettingsError(
        f"{FILE_NAME} was not found.", where=str(folder), what_to_do="Put it back from the repository of kroniek."
    )


def read_deployments(path: Path) -> list[Deployment]:
    """The deployments of a `prefect.yaml`.

    Raises:
        SettingsError: It cannot be read, or lacks something.
    """
    try:
        content = yaml.safe_load(path.read_text(encoding="utf-8"))
        return [_deployment(one) for one in content["deployments"]]
    except (OSError, ValueError, KeyError, TypeError, yaml.YAMLError) as error:
        raise SettingsError(
            f"{FILE_NAME} cannot be used: {type(error).__name__} {error}.",
            where=str(path),
            what_to_do="Mend it, or take it away to use the one that came with kroniek.",
        ) from error


def _deployment(one: Mapping[str, Any]) -> Deployment:
    file, _, function = str(one["entrypoint"]).partition(":")
    limit = one["concurrency_limit"]
    return Deployment(
        name=one["name"],
        module=file.removesuffix(".py").replace("/", "."),
        function=function,
        description=" ".join(str(one["description"]).split()),
        tags=tuple(one["tags"]),
        limit=int(limit["limit"]),
        collision_strategy=limit["collision_strategy"],
        schedules=tuple((line["cron"], line["timezone"]) for line in one.get("schedules", ())),
        parameters=dict(one.get("parameters", {})),
    )
