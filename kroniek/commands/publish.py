"""`kroniek publish`: the second half of the road."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, cast

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
  kroniek publish --accept drift.documents_kept "The rights to the 1950s ended"
"""


def publish(
    warehouse: WarehouseOption = None,
    is_resumed: Annotated[bool, typer.Option("--resume", help="End a hold on publishing first.")] = False,
    accepted: Annotated[
        list[str] | None,  # pairs, in fact (kroniek.arguments.PAIRS)
        typer.Option(
            "--accept",
            metavar="CHECK REASON",
            help="Publish this candidate although that threshold check of the quality gate fails; the manifest and the "
            "report carry the reason. May be given several times.",
        ),
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """Publish what was taken in and is in no release yet, if the quality gate lets it pass.

    The second half of `kroniek run`. Nothing is published when what is published would stay the same. Balance,
    checksums, rows, ids, offsets, future dates and the schema can never be waived.
    """
    from kroniek.journey import travel

    def walk(settings: Settings) -> RunReport:
        from flows.road import run_publish

        return run_publish(settings, resume=is_resumed, waivers=_pairs(accepted))

    travel(walk, as_json=as_json, warehouse=warehouse)


def _pairs(accepted: object) -> dict[str, str]:
    """Reasons by check, as typer hands over an option that takes two values and was given several times."""
    return dict(cast("list[tuple[str, str]]", accepted or []))
