"""Brings the service of a warehouse up and down for `up` and `down`, and shows where it is."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from contextlib import closing, suppress
from pathlib import Path
from typing import Any

from flows.service.api import Api, ApiUnreachableError, ScheduledRun
from flows.service.journal import Journal
from flows.service.processes import is_alive
from flows.service.record import ServiceFolder, ServiceRecord, find_service
from flows.settings import Settings, load_settings
from kroniek.console import note, write, write_json
from kroniek.overview import AMSTERDAM
from kroniek.places import find_places
from transforms.errors import InputUnreadableError, KroniekError
from warehouse.durable import check_writable, make_folder
from warehouse.inbox import check_inbox
from warehouse.layout import Warehouse

__all__ = ["bring_up", "show_next_runs", "take_down"]

UP_SECONDS = 420.0
DOWN_SECONDS = 30.0
POLL_SECONDS = 0.1


def bring_up(*, inbox: Path | None, warehouse: Path | None, is_detached: bool, as_json: bool) -> None:
    """Bring the service up, or say that it is up.

    Args:
        inbox: As given on the command line.
        warehouse: As given on the command line.
        is_detached: Leave it in the background.
        as_json: Print one JSON object when it is ready.

    Raises:
        KroniekError: A setting, a folder or the server stands in the way.
    """
    settings = load_settings(inbox=inbox, warehouse=warehouse)
    place = Warehouse(settings.warehouse.resolve())
    found = find_service(place)
    if found is not None:
        _show(found, _next_runs(found), settings, as_json=as_json, is_new=False)
        return
    check_inbox(settings.inbox)
    check_writable(place.root)
    if is_detached:
        record = _start_in_background(place, inbox)
        _show(record, _next_runs(record), settings, as_json=as_json, is_new=True)
        return
    from flows.service.supervisor import supervise

    folder = ServiceFolder.of(place)
    make_folder(folder.logs)

    def show(record: ServiceRecord, next_runs: list[ScheduledRun], _: dict[str, Any]) -> None:
        _show(record, next_runs, settings, as_json=as_json, is_new=True)

    with closing(Journal(folder.logs, log_format=settings.log_format, screen=sys.stderr)) as journal:
        supervise(settings, inbox=inbox, journal=journal, on_ready=show)
    note("Stopped, and every process with it.")


def _start_in_background(place: Warehouse, inbox: Path | None) -> ServiceRecord:
    folder = ServiceFolder.of(place)
    make_folder(folder.logs)
    command = [sys.executable, "-m", "kroniek", "up", "--json", "--warehouse", str(place.root)]
    if inbox is not None:
        command += ["--inbox", str(inbox.resolve())]
    said = folder.logs / "up.err"
    with said.open("wb") as errors:
        process = subprocess.Popen(  # noqa: S603 (our own command)
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=errors,
            start_new_session=True,
        )
    deadline = time.monotonic() + UP_SECONDS
    while time.monotonic() < deadline:
        record = find_service(place)
        if record is not None and record.is_ready:
            return record
        if process.poll() is not None:
            raise _failure(said)
        time.sleep(POLL_SECONDS)
    process.terminate()
    raise InputUnreadableError("The service did not come up in time.", where=str(said), what_to_do="See the log.")


def _failure(said: Path) -> KroniekError:
    """What the service in the background said before it ended; its last line is the error."""
    lines = said.read_text(encoding="utf-8", errors="replace").splitlines()
    for line in reversed(lines):
        with suppress(ValueError, KeyError, TypeError):
            error = json.loads(line)["error"]
            failure = KroniekError(error["what"], where=error["where"], what_to_do=error["what_to_do"])
            failure.exit_code = error["exit_code"]
            return failure
    return InputUnreadableError("The service ended at once.", where=str(said), what_to_do="See the log.")


def take_down(*, warehouse: Path | None, as_json: bool) -> None:
    """Stop the service of a warehouse, or say that none is up.

    Args:
        warehouse: As given on the command line.
        as_json: Print one JSON object.
    """
    place = find_places(warehouse=warehouse).warehouse
    record = find_service(place)
    if record is None:
        if as_json:
            write_json({"stopped": False})
        else:
            write(f"No service is up for {place.root}.")
        return
    with suppress(ProcessLookupError):
        os.kill(record.process, signal.SIGTERM)
    deadline = time.monotonic() + DOWN_SECONDS
    while is_alive(record.process) and find_service(place) is not None:
        if time.monotonic() > deadline:
            # What it started dies with it.
            with suppress(ProcessLookupError):
                os.kill(record.process, signal.SIGKILL)
            break
        time.sleep(POLL_SECONDS)
    if as_json:
        write_json({"stopped": True, **record.as_json()})
    else:
        write(f"Stopped the service of {place.root}.")


def _next_runs(record: ServiceRecord) -> list[ScheduledRun]:
    try:
        return Api(record.api).next_runs()
    except ApiUnreachableError:
        return []


def _show(
    record: ServiceRecord, next_runs: Sequence[ScheduledRun], settings: Settings, *, as_json: bool, is_new: bool
) -> None:
    if as_json:
        runs = [run.as_json() for run in next_runs]
        write_json({"was_up_already": not is_new, **record.as_json(), "next_runs": runs})
        return
    state = "Kroniek is up" if is_new else "Kroniek is up already"
    write(f"{state}: {record.ui or record.api}" if record.is_ready or is_new else f"Kroniek is coming up: {record.ui}")
    write(f"inbox      {settings.inbox.resolve()}")
    write(f"warehouse  {settings.warehouse.resolve()}")
    write(f"logs       {record.logs}")
    show_next_runs(next_runs)
    if record.process == os.getpid():
        note("Ctrl-C stops it, and everything that it started.")
    else:
        note("kroniek down stops it, kroniek status tells what it does.")


def show_next_runs(next_runs: Sequence[ScheduledRun]) -> None:
    """Show when which deployment runs next, in Amsterdam's time."""
    for run in next_runs:
        write(f"next       {run.deployment}, {run.at.astimezone(AMSTERDAM):%Y-%m-%d %H:%M %Z}")
