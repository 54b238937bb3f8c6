"""`kroniek recompute`: everything measured again from raw/, under the rules of this installation."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from kroniek.options import JsonOption, WarehouseOption

if TYPE_CHECKING:
    from flows.reports import RunReport as Report
    from flows.settings import Settings
    from warehouse.recompute import Plan

__all__ = ["RECOMPUTE_EXAMPLES", "recompute"]

RECOMPUTE_EXAMPLES = """\b
Examples:
  kroniek recompute --dry-run
  kroniek recompute
"""


def recompute(
    warehouse: WarehouseOption = None,
    is_dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Only tell what would be measured again; change nothing.")
    ] = False,
    is_forced: Annotated[
        bool, typer.Option("--force", help="Measure again under the same rules too, and go back to older ones.")
    ] = False,
    as_json: JsonOption = False,
) -> None:
    """Measure everything again from raw/ under the rules of this installation, judge it, and publish a whole release.

    A release never mixes rules, tokenisers or schemas. After an upgrade that brings new ones, files are taken in as
    ever, and nothing is published until this command was run. It takes about as long as taking in all files did; one
    that is stopped goes on where it was when the command is given again. Readers keep the last release meanwhile;
    `changes` of the new one tells which documents came out otherwise.
    """
    from flows.reports import RunReport
    from flows.road import plan_recompute
    from flows.settings import load_settings
    from kroniek.console import note, write_json
    from kroniek.journey import travel

    plan = plan_recompute(load_settings(warehouse=warehouse), is_forced=is_forced)
    if is_dry_run or plan is None or not plan.batches:
        if as_json:
            write_json({**RunReport(run_id="", measured=0, judged=0).as_json(), "plan": plan and plan.as_json()})
        else:
            _show(plan)
        if is_dry_run and not as_json:
            note("A dry run: nothing was changed.")
        return

    def walk(settings: Settings) -> Report:
        from flows.road import run_recompute

        return run_recompute(settings, is_forced=is_forced)

    travel(walk, as_json=as_json, warehouse=warehouse)


def _show(plan: Plan | None) -> None:
    from kroniek.console import show_table, write

    if plan is None:
        write("There is no warehouse yet: nothing to measure again.")
        return
    if not plan.batches:
        write(f"Nothing to measure again: everything is of rules {plan.rules}.")
        return
    if plan.found:
        show_table(["rules", "batches"], [(str(rules), count) for rules, count in sorted(plan.found.items())])
    done = f", {len(plan.done)} of them done by a run before" if plan.done else ""
    write(f"To be measured again under rules {plan.rules}: {len(plan.batches)} batches{done}; {plan.file_count} files.")
