"""`kroniek quality`: what the gate found."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from kroniek.options import JsonOption, WarehouseOption

if TYPE_CHECKING:
    from pathlib import Path

    from warehouse.layout import Warehouse

__all__ = ["QUALITY_EXAMPLES", "quality"]

QUALITY_EXAMPLES = """\b
Examples:
  kroniek quality
  kroniek quality 2026.11.0 --all
  kroniek quality --candidate
  kroniek quality --diff 2026.11.0 2026.11.1
"""


def quality(
    version: Annotated[
        str | None, typer.Argument(metavar="VERSION", help="Which release. [default: the latest]")
    ] = None,
    warehouse: WarehouseOption = None,
    is_candidate: Annotated[
        bool, typer.Option("--candidate", help="Show what the quality gate stopped last, instead of a release.")
    ] = False,
    are_all_shown: Annotated[bool, typer.Option("--all", help="Show the checks that hold, too.")] = False,
    diff: Annotated[
        tuple[str, str] | None,
        typer.Option("--diff", metavar="VERSION VERSION", help="Show which checks and metrics moved between two."),
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """Show what the quality gate found of a release: the verdict, then the checks that fail.

    The same stands, with charts, in `quality.html` of the release's folder. `--json` prints its `quality.json`.
    """
    from kroniek.console import write_json
    from kroniek.places import find_places
    from kroniek.quality_output import show_comparison, show_quality
    from transforms.errors import UsageError
    from warehouse.quality_history import read_quality

    if (version is not None) + is_candidate + (diff is not None) > 1:
        raise UsageError(
            "VERSION, --candidate and --diff are three different questions.", what_to_do="Give one of them."
        )
    place = find_places(warehouse=warehouse).warehouse
    if diff is not None:
        before, after = (_read(place, each) for each in diff)
        show_comparison(before, after, as_json=as_json)
        return
    record = read_quality(_stopped(place)) if is_candidate else _read(place, version)
    if as_json:
        write_json(record)
    else:
        show_quality(record, are_all_shown=are_all_shown)


def _read(place: Warehouse, version: str | None) -> dict[str, Any]:
    from warehouse.quality_history import read_quality
    from warehouse.releases import release_folder

    folder = release_folder(place, version)
    return {"version": folder.name, **read_quality(folder)}


def _stopped(place: Warehouse) -> Path:
    """Folder of what the gate stopped last."""
    from transforms.errors import UsageError

    if not (place.candidate_failed / "manifest.json").is_file():
        raise UsageError(
            "There is no candidate: the quality gate has stopped nothing here.",
            where=str(place.candidate_failed),
            what_to_do="Ask about the latest release: leave --candidate out.",
        )
    return place.candidate_failed
