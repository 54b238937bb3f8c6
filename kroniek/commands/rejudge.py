"""`kroniek rejudge`: changed thresholds, applied to what was measured long ago."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from kroniek.options import JsonOption, WarehouseOption

if TYPE_CHECKING:
    from flows.reports import RunReport
    from flows.settings import Settings

__all__ = ["REJUDGE_EXAMPLES", "rejudge"]

REJUDGE_EXAMPLES = """\b
Examples:
  kroniek rejudge --dry-run
  kroniek rejudge
"""


def rejudge(
    warehouse: WarehouseOption = None,
    is_dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Only tell which verdicts would change; change nothing.")
    ] = False,
    as_json: JsonOption = False,
) -> None:
    """Judge every file again under the settings of now, without measuring again, and publish what that changes.

    Verdicts are given under the settings of the moment and stay when a setting changes, until this command applies it
    to all of them: languages, minimum_language_probability, minimum_target_lang_share, minimum_letter_count and
    earliest_year. Where publishing is held, the verdicts change and nothing is published.
    """
    from kroniek.journey import preview, travel

    if is_dry_run:
        preview(as_json=as_json, warehouse=warehouse)
        return

    def walk(settings: Settings) -> RunReport:
        from flows.road import run_rejudge

        return run_rejudge(settings)

    travel(walk, as_json=as_json, warehouse=warehouse)
