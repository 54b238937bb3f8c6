"""The checks of `kroniek doctor`: each looks at one thing and says what it found and what to do about it."""

from __future__ import annotations

import os
import platform
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from importlib import metadata
from pathlib import Path
from zoneinfo import ZoneInfo

from packaging.requirements import Requirement

from flows.service.api import Api, ApiUnreachableError, real_now
from flows.service.record import ServiceRecord, find_service
from flows.settings import Settings, load_settings
from kroniek.console import byte_size, show_table
from transforms.errors import KroniekError
from warehouse.durable import check_writable
from warehouse.inbox import check_inbox
from warehouse.layout import Warehouse
from warehouse.releases import latest_folder, read_manifest

__all__ = ["FAILED", "OK", "WARNING", "Check", "examine", "show_checkup"]

OK, WARNING, FAILED = "ok", "warning", "failed"
LITTLE_DISK_BYTES = 2 * 1024**3
OLDEST_PYTHON, FIRST_UNTRIED_PYTHON = (3, 11), (3, 14)
CLOCK_SLACK = timedelta(minutes=5)
SCHEDULE_SLACK = timedelta(minutes=15)


@dataclass(frozen=True)
class Check:
    """What one check found.

    Attributes:
        name: What was looked at.
        verdict: `ok`, `warning` or `failed`.
        found: What is the case.
        what_to_do: Empty when all is well.
    """

    name: str
    verdict: str
    found: str
    what_to_do: str = ""


def examine(*, inbox: Path | None, warehouse: Path | None) -> list[Check]:
    """Look at everything; without usable settings only at what does not depend on them.

    Args:
        inbox: As given on the command line.
        warehouse: As given on the command line.
    """
    checks = [_python(), *_libraries()]
    try:
        settings = load_settings(inbox=inbox, warehouse=warehouse)
    except KroniekError as error:
        return [*checks, Check("settings", FAILED, f"{error.what} {error.where}", error.what_to_do)]
    place = Warehouse(settings.warehouse.resolve())
    checks.append(Check("settings", OK, "kroniek.toml and variables can be used"))
    checks += [
        _expect("inbox", lambda: check_inbox(settings.inbox), str(settings.inbox.resolve())),
        _warehouse(place.root),
        _disk(place.root),
        _links(place.root),
        *_clock(settings, place),
    ]
    return [*checks, *_service(find_service(place))]


def show_checkup(checks: list[Check]) -> None:
    """Show what was found, a line a check."""
    show_table(
        ["check", "verdict", "found", "what to do"],
        [(check.name, check.verdict, check.found, check.what_to_do) for check in checks],
        are_numbers=[False],
    )


def _python() -> Check:
    version = platform.python_version()
    if OLDEST_PYTHON <= sys.version_info[:2] < FIRST_UNTRIED_PYTHON:
        return Check("Python", OK, version)
    return Check("Python", FAILED, version, "Use Python 3.11, 3.12 or 3.13.")


def _libraries() -> Iterator[Check]:
    """Whether what is installed is what was asked for: Prefect with other versions beside it never creates a run."""
    try:
        wanted = [Requirement(line) for line in metadata.requires("kroniek") or ()]
    except metadata.PackageNotFoundError:
        yield Check("libraries", WARNING, "kroniek itself is not installed", "make install")
        return
    wrong = []
    for requirement in wanted:
        if requirement.marker is not None and not requirement.marker.evaluate():
            continue
        try:
            version = metadata.version(requirement.name)
        except metadata.PackageNotFoundError:
            wrong.append(f"{requirement.name} is missing")
            continue
        if not requirement.specifier.contains(version, prereleases=True):
            wrong.append(f"{requirement.name} {version} is not {requirement.specifier}")
    if wrong:
        yield Check("libraries", FAILED, "; ".join(wrong), "make install brings them in line with the lock.")
    else:
        versions = ", ".join(f"{name} {metadata.version(name)}" for name in ("prefect", "duckdb", "pyarrow"))
        yield Check("libraries", OK, f"{len(wanted)} as asked for ({versions})")


def _expect(name: str, check: Callable[[], None], found: str) -> Check:
    try:
        check()
    except KroniekError as error:
        return Check(name, FAILED, f"{error.what} {error.where}", error.what_to_do)
    return Check(name, OK, found)


def _warehouse(root: Path) -> Check:
    if root.exists():
        return _expect("warehouse", lambda: check_writable(root), str(root))
    above = _existing(root)
    if not os.access(above, os.W_OK | os.X_OK):
        return Check("warehouse", FAILED, f"{above} may not be written", "Choose another folder with --warehouse.")
    return Check("warehouse", OK, f"{root} (made on first use)")


def _disk(root: Path) -> Check:
    free = shutil.disk_usage(_existing(root)).free
    if free < LITTLE_DISK_BYTES:
        return Check("disk", WARNING, f"{byte_size(free)} free", "Make room before the next run.")
    return Check("disk", OK, f"{byte_size(free)} free")


def _links(root: Path) -> Check:
    """Releases share files by hard links; where the disk refuses them they are copied."""
    try:
        with tempfile.TemporaryDirectory(dir=_existing(root), prefix=".doctor-") as folder:
            one = Path(folder, "one")
            one.write_bytes(b"1")
            os.link(one, Path(folder, "other"))
    except OSError as error:
        return Check(
            "hard links", WARNING, f"refused: {error.strerror}", "Releases are copied, and take more room on this disk."
        )
    return Check("hard links", OK, "allowed")


def _clock(settings: Settings, place: Warehouse) -> Iterator[Check]:
    if settings.now is not None:
        yield Check("clock", WARNING, f"fixed to {settings.now:%Y-%m-%d %H:%M} UTC", "Take KRONIEK_NOW away.")
        return
    now = real_now()
    shown = f"{now.astimezone(ZoneInfo('Europe/Amsterdam')):%Y-%m-%d %H:%M %Z}"
    with suppress(KroniekError):
        release = latest_folder(place)
        if release is not None:
            made = datetime.fromisoformat(read_manifest(release)["created_at_utc"])
            made = made.replace(tzinfo=UTC) if made.tzinfo is None else made
            if made > now + CLOCK_SLACK:
                yield Check("clock", FAILED, f"{shown}, before the latest release was made", "Set the clock.")
                return
    yield Check("clock", OK, shown)


def _service(record: ServiceRecord | None) -> Iterator[Check]:
    """The service, or the server that it would join."""
    url = record.api if record is not None else os.environ.get("PREFECT_API_URL")
    if record is None:
        yield Check("service", WARNING, "not up", "Nothing runs by schedule: kroniek up.")
    else:
        yield Check("service", OK, f"process {record.process}, since {record.started_at_utc}, in {record.folder}")
    if url is None:
        return
    api = Api(url, patience=10.0)
    if not api.is_answering():
        yield Check("server", FAILED, f"{url} does not answer", "See the service's logs, or correct PREFECT_API_URL.")
        return
    yield Check("server", OK, url)
    try:
        yield _worker(api)
        yield from _schedules(api)
    except ApiUnreachableError as error:
        yield Check("schedules", FAILED, str(error), "See the service's logs.")


def _worker(api: Api) -> Check:
    if api.has_worker():
        return Check("worker", OK, "online")
    return Check("worker", FAILED, "none is online", "Runs are created and never start: kroniek up.")


def _schedules(api: Api) -> Iterator[Check]:
    """Whether every schedule has a run to come: with wrong libraries a server accepts schedules and creates none."""
    coming = {run.deployment: run.at for run in api.next_runs()}
    for deployment in api.deployments():
        name, schedules = str(deployment["name"]), deployment["schedules"]
        if not schedules:
            continue
        if deployment["paused"] or not any(schedule["active"] for schedule in schedules):
            yield Check(f"schedule of {name}", WARNING, "paused", "Resume it in the Prefect UI (Deployments).")
        elif name not in coming:
            yield Check(f"schedule of {name}", FAILED, "creates no runs", "Run make install, then kroniek up again.")
        elif coming[name] < real_now() - SCHEDULE_SLACK:
            late = f"a run has been waiting since {coming[name]:%H:%M} UTC"
            yield Check(f"schedule of {name}", FAILED, late, "See in the Prefect UI what holds it up.")
        else:
            yield Check(f"schedule of {name}", OK, f"next run {coming[name]:%Y-%m-%d %H:%M} UTC")


def _existing(path: Path) -> Path:
    return next(folder for folder in (path.absolute(), *path.absolute().parents) if folder.exists())
