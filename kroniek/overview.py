"""Shows the status of a warehouse in lines to read; `status --json` gives the same as data."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from kroniek.console import byte_size, note, visible, warn, write

if TYPE_CHECKING:
    from flows.service.api import ScheduledRun
    from flows.service.watching import ServiceView
    from warehouse.inspection import Row
    from warehouse.status import Status

__all__ = ["AMSTERDAM", "show_overview"]

AMSTERDAM = ZoneInfo("Europe/Amsterdam")


def show_overview(found: Status, inbox: Path, service: ServiceView) -> None:
    """Show what is going on.

    Args:
        found: The warehouse's status.
        inbox: The inbox of the settings.
        service: What runs by itself.
    """
    _line("inbox", f"{inbox}{'' if inbox.is_dir() else ' (does not exist)'}")
    _line("warehouse", f"{found.warehouse}{'' if found.warehouse_exists else ' (not made yet)'}")
    _line("service", _service(service))
    _line("running", found.running or "nothing")
    _line("last run", _last_run(found))
    for run in service.next_runs:
        _line("next run", _next_run(run))
    _line("release", _latest(found))
    if service.gate is not None:
        _line("gate", _gate(service.gate))
    if found.warehouse_exists:
        for verdict, counts in found.verdicts.items():
            pending = f", and {counts['pending']} in no release yet" if counts["pending"] else ""
            _line(verdict, f"{counts['published']}{pending}")
        _line("waiting", _waiting(found))
        if found.set_aside:
            batches = (f"batch {row['batch_no']} ({row['reason'] or 'no reason given'})" for row in found.set_aside)
            _line("set aside", ", ".join(batches))
        _line("verified", _verified(found))
        _line("disk", _disk(found))
    if found.state_note:
        note(f"The last run and what it put off are left out. {found.state_note}")
    if not inbox.is_dir() and not found.warehouse_exists:
        note("To begin: kroniek run --inbox FOLDER")
    for warning in (*found.warnings, *service.warnings):
        warn(f"Look after: {warning.what} {warning.what_to_do}")


def _line(label: str, text: str) -> None:
    write(f"{label:<10} {visible(text, is_one_line=True)}")


def _last_run(found: Status) -> str:
    run = found.last_run
    if run is None:
        return "unknown just now" if found.state_note else "none yet"
    ended = run["ended_at_utc"] or run["started_at_utc"]
    return f"{run['command']}, {ended:%Y-%m-%d %H:%M:%S} UTC, {run['outcome']}{_account(run)}"


def _service(service: ServiceView) -> str:
    record = service.record
    if record is None:
        return "not up (kroniek up)"
    state = "up" if record.is_ready else "coming up"
    return f"{state}, {record.ui or record.api}{'' if service.is_answering else ' (does not answer)'}"


def _next_run(run: ScheduledRun) -> str:
    return f"{run.deployment}, {run.at.astimezone(AMSTERDAM):%Y-%m-%d %H:%M %Z}"


def _gate(gate: Row) -> str:
    failed = f", {len(gate['failed_checks'])} checks failed" if gate["failed_checks"] else ""
    return f"{gate['verdict']}{failed}, {gate['judged_at_utc']:%Y-%m-%d %H:%M:%S} UTC"


def _account(run: Row) -> str:
    names = ("seen", "accepted", "rejected", "duplicates", "unchanged", "deferred")
    counted = [f"{run['report'][name]} {name}" for name in names if run["report"].get(name)]
    return f" ({', '.join(counted)})" if counted else ""


def _latest(found: Status) -> str:
    latest = found.latest
    if latest is None:
        return "none yet"
    others = f"; {found.release_count} in all" if found.release_count > 1 else ""
    return f"{latest['version']}: {latest['documents']} documents, {latest['files']} files accounted for{others}"


def _waiting(found: Status) -> str:
    causes = Counter(row["cause"] for row in found.deferred)
    parts = [
        f"{found.pending_batches} batches in no release yet" if found.pending_batches else "",
        f"{found.unfinished_batches} batches not judged yet" if found.unfinished_batches else "",
        "verdicts that were judged again" if found.is_judged_again else "",
        *(f"{count} files deferred ({cause})" for cause, count in sorted(causes.items())),
        f"{found.ignored_count} ignored (kroniek rejects --ignored)" if found.ignored_count else "",
    ]
    return ", ".join(part for part in parts if part) or "nothing"


def _verified(found: Status) -> str:
    last = found.verification
    if last is None:
        return "never (kroniek verify)"
    outcome = "everything is what was written" if last["is_whole"] else "damage was found"
    return f"{last['verified_at_utc']}, {last['files']} files, {outcome}"


def _disk(found: Status) -> str:
    sizes = found.disk_bytes
    parts = ", ".join(f"{name} {byte_size(sizes[name])}" for name in ("raw", "staged", "releases"))
    return f"{byte_size(sizes['total'])} ({parts}); {byte_size(found.disk_free_bytes)} free"
