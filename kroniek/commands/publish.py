"""`kroniek publish`: the second half of the road."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from kroniek.options import JsonOption, WarehouseOption

if TYPE_CHECKING:
    from flows.reports import RunReport
    from flows.settings import Settings

__all__ = ["PUBLISH_EXAMPLES", "publish"]

PUBLISH_EXAMPLES = """\b
Examples:
  kroniek publish
  kroniek publish --resume
"""


def publish(
    warehouse: WarehouseOption = None,
    is_resumed: Annotated[bool, typer.Option("--resume", help="End a hold on publishing first.")] = False,
    as_json: JsonOption = False,
) -> None:
    """Publish what was taken in and is in no release yet, if the quality gate lets it pass.

    The second half of `kroniek run`. Nothing is published when what is published would stay the same.
    """
    from kroniek.journey import travel

    def walk(settings: Settings) -> RunReport:
        from flows.road import run_publish

        return run_publish(settings, resume=is_resumed)

    travel(walk, as_json=as_json, warehouse=warehouse)
