"""Runs the road, or a part of it, for `run`, `take-in`, `publish` and `rejudge`, and shows what came of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from flows.reports import RunReport
from flows.settings import Settings, load_settings
from kroniek.console import note, show_table, warn, write, write_json
from kroniek.interruption import ending_at_ctrl_c
from kroniek.progress import show_progress
from transforms.errors import KroniekError
from warehouse.holds import hold_on_publishing
from warehouse.layout import Warehouse
from warehouse.rejects import count_reasons

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["preview", "travel"]

SHOWN_PATHS = 5
ACCOUNT = ("seen", "accepted", "rejected", "duplicates", "unchanged", "deferred")


def travel(
    walk: Callable[[Settings], RunReport],
    *,
    as_json: bool,
    warehouse: Path | None,
    inbox: Path | None = None,
    source: str | None = None,
) -> None:
    """Run a flow and show its account.

    Args:
        walk: Runs the flow; it imports Prefect itself, so that a wrong setting is told at once.
        as_json: Print the report as one JSON object instead.
        warehouse: As given on the command line.
        inbox: As given on the command line.
        source: As given on the command line.

    Raises:
        KroniekError: The run could not go on, the gate stopped the release, or files were set aside.
    """
    settings = load_settings(inbox=inbox, warehouse=warehouse, source=source)
    try:
        with ending_at_ctrl_c(), show_progress():
            report = walk(settings)
    except KroniekError as error:
        # What the run had done until then happened all the same; the error itself says what is wrong.
        if isinstance(error.report, RunReport):
            _show(error.report, settings, as_json=as_json)
        raise
    _show(report, settings, as_json=as_json)
    if report.isolated:
        raise _set_aside(report)


def preview(*, as_json: bool, warehouse: Path | None) -> None:
    """Show what judging again would change; nothing is changed and no flow is run.

    Args:
        as_json: Print `judged`, `changed` and `changes` as one JSON object instead.
        warehouse: As given on the command line.
    """
    from flows.road import preview_rejudge

    settings = load_settings(warehouse=warehouse)
    with ending_at_ctrl_c(), show_progress():
        report = preview_rejudge(settings)
    if as_json:
        write_json({"judged": report.judged, "changed": report.changed, "changes": report.changes})
        return
    _show_changes(report)
    write("A dry run: nothing was changed.")


def _set_aside(report: RunReport) -> KroniekError:
    count = len(report.isolated)
    shown = report.isolated[:SHOWN_PATHS]
    if count > SHOWN_PATHS:
        shown.append(f"and {count - SHOWN_PATHS} more")
    return KroniekError(
        f"Set aside after an unforeseen exception: {count} {'file' if count == 1 else 'files'}; the rest went on.",
        where="\n".join(shown),
        what_to_do="Please report this bug with what kroniek explain PATH tells. Every run tries these files again.",
    )


def _show(report: RunReport, settings: Settings, *, as_json: bool) -> None:
    if as_json:
        write_json(report.as_json())
        return
    warehouse = Warehouse(settings.warehouse)
    if report.judged is None:
        _show_account(report, warehouse)
    else:
        _show_changes(report)
    write(_release_line(report, warehouse))
    if report.gate is not None:
        write(f"Quality gate: {report.gate}.")
    if report.gate == "warned":
        for check in report.failed_checks:
            warn(f"  {check}")
    if report.seconds:
        write("Seconds: " + ", ".join(f"{step} {seconds:.1f}" for step, seconds in report.seconds.items()))
    for hint in _hints(report):
        note(hint)


def _show_account(report: RunReport, warehouse: Warehouse) -> None:
    if not (report.seen or report.ignored):
        return
    rows = [(name, getattr(report, name)) for name in ACCOUNT]
    show_table(["files", "count"], [*rows, ("ignored (not part of seen)", report.ignored)])
    parts = " + ".join(f"{getattr(report, name)} {name}" for name in ACCOUNT[1:])
    is_closed = "The account closes" if report.is_balanced() else "THE ACCOUNT DOES NOT CLOSE"
    write(f"{is_closed}: {report.seen} seen = {parts}.")
    if report.rejected or report.duplicates:
        reasons = count_reasons(warehouse, run_id=report.run_id)
        write()
        show_table(["not accepted, by reason", "files"], [(row["reason"], row["file_count"]) for row in reasons])
    write()


def _show_changes(report: RunReport) -> None:
    """Show what judging again changed."""
    if report.changes:
        show_table(["reason it was", "reason it is", "files"], [tuple(one.values()) for one in report.changes])
    if report.measured is not None:
        write(f"Measured again: {report.measured} files.")
    write(f"Judged again: {report.judged} files, {report.changed} of them with another reason.")
    write()


def _release_line(report: RunReport, warehouse: Warehouse) -> str:
    latest = f"the latest is {report.latest}" if report.latest else "there is no release yet"
    if report.published:
        return f"Published {report.release}: {report.documents} documents."
    if report.gate == "stopped":
        return f"No release made: the quality gate stopped it; {latest}."
    held = hold_on_publishing(warehouse)
    if held is not None:
        return f"No release made: publishing is held ({held}); {latest}."
    if report.accepted or report.rejected or report.duplicates:
        return f"No release made: {latest}."
    if report.judged is not None:
        return f"No release made, nothing that is published would change: {latest}."
    return f"Nothing new: no release made, {latest}."


def _hints(report: RunReport) -> list[str]:
    hints = []
    if report.rejected or report.duplicates or report.changes:
        hints.append("Why files were not accepted: kroniek rejects, and kroniek explain PATH for one of them.")
    if report.gate == "stopped":
        hints.append('What the gate stopped: kroniek sql --candidate "FROM documents".')
    elif report.latest:
        hints.append('Ask the release: kroniek sql "SELECT published_month, documents, words FROM months".')
    if report.deferred:
        hints.append("What was put off until the next run, and why: kroniek status.")
    return hints
