"""`kroniek rebuild`: everything made again from raw/ alone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from kroniek.options import JsonOption, WarehouseOption

if TYPE_CHECKING:
    from flows.reports import RunReport as Report
    from flows.settings import Settings

__all__ = ["REBUILD_EXAMPLES", "rebuild"]

REBUILD_EXAMPLES = """\b
Examples:
  kroniek rebuild
  kroniek rebuild --yes --json
"""


def rebuild(
    warehouse: WarehouseOption = None,
    is_agreed: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
    as_json: JsonOption = False,
) -> None:
    """Make everything again from raw/: staged/, the index of fingerprints, the state, and a release of it all.

    For when something of it was lost or is damaged; raw/ alone is enough, and what was taken down stays down. Releases
    that are there are not touched: the next version is made from everything, if it would differ. A rebuild that is
    stopped goes on where it was when the command is given again.
    """
    from flows.reports import RunReport
    from flows.road import plan_recompute
    from flows.settings import load_settings
    from kroniek.confirmation import confirm
    from kroniek.console import write, write_json
    from kroniek.journey import travel

    plan = plan_recompute(load_settings(warehouse=warehouse), is_forced=True)
    if plan is None or not plan.batches:
        if as_json:
            write_json({**RunReport(run_id="", measured=0, judged=0).as_json(), "plan": plan and plan.as_json()})
        else:
            write("raw/ holds no batch: there is nothing to make again.")
        return
    confirm(
        f"Make everything again from {len(plan.batches)} batches of raw/, {plan.file_count} files to be measured?",
        is_agreed=is_agreed,
    )

    def walk(settings: Settings) -> Report:
        from flows.road import run_rebuild

        return run_rebuild(settings)

    travel(walk, as_json=as_json, warehouse=warehouse)
