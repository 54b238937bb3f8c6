"""Keeps a Prefect server and a worker running until told to stop, then stops every process it started."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import FrameType
from typing import Any

from flows.service.api import WORK_POOL, Api, ApiUnreachableError, ScheduledRun, real_now
from flows.service.environment import service_environment
from flows.service.journal import Journal
from flows.service.ports import free_port
from flows.service.processes import adopt_orphans, descendants, reap, start_tied, stop_all
from flows.service.record import ServiceRecord, hold_service, write_record
from flows.settings import Settings
from transforms.errors import InputUnreadableError
from warehouse.layout import Warehouse

__all__ = ["ServiceStopped", "supervise"]

START_SECONDS = 180.0
"""The server's first start makes its database; a busy machine takes long over that."""
SCHEDULES_SECONDS = 20.0
CHECK_SECONDS = 30.0
CHECKS_MISSED = 4
CHECK_PATIENCE_SECONDS = 20.0
FIRST_PAUSE_SECONDS = 1.0
LONGEST_PAUSE_SECONDS = 60.0
STEADY_SECONDS = 120.0
RUNS_GET_SECONDS = 4.0
WORKER_GETS_SECONDS = 2.0
SERVER_GETS_SECONDS = 3.0
HOPELESS_DEATHS = 3
"""A process that dies so often before all is up will not come up; later on it is started again for ever."""
DEPLOY_ATTEMPTS = 3
POLL_SECONDS = 0.2


class ServiceStopped(Exception):  # noqa: N818 (no error: somebody asked for it)
    """Told to stop before everything was up."""


@dataclass
class _Kept:
    """A process that is started again when it dies."""

    name: str
    command: list[str]
    is_shown: bool
    process: subprocess.Popen[bytes] | None = None
    started: float = 0.0
    deaths: int = 0
    pause: float = FIRST_PAUSE_SECONDS
    not_before: float = 0.0


@dataclass
class _Supervisor:
    settings: Settings
    environment: Mapping[str, str]
    folder: Path
    journal: Journal
    kept: list[_Kept] = field(default_factory=list)
    stop: threading.Event = field(default_factory=threading.Event)

    def start(self, kept: _Kept) -> None:
        kept.process = start_tied(kept.command, environment=self.environment, folder=self.folder)
        kept.started = time.monotonic()
        if kept.process.stdout is not None:
            self.journal.follow(kept.name, kept.process.stdout, is_shown=kept.is_shown)
        self.journal.tell(f"{kept.name}.started", process=kept.process.pid)
        if kept not in self.kept:
            self.kept.append(kept)

    def look_after(self) -> None:
        """Start again what has died: at once, then after pauses that grow while it keeps dying."""
        now = time.monotonic()
        for kept in self.kept:
            if kept.process is not None and kept.process.poll() is not None:
                if now - kept.started > STEADY_SECONDS:
                    kept.pause = FIRST_PAUSE_SECONDS
                self.journal.tell(
                    f"{kept.name}.died", level="warning", exit_code=kept.process.returncode, again_in_seconds=kept.pause
                )
                kept.process, kept.not_before = None, now + kept.pause
                kept.deaths += 1
                kept.pause = min(kept.pause * 2, LONGEST_PAUSE_SECONDS)
            if kept.process is None and now >= kept.not_before:
                self.start(kept)
        reap([kept.process for kept in self.kept if kept.process is not None])

    def wait_for(self, is_there: Callable[[], bool], seconds: float) -> bool:
        """Look after everything until something is there; False when it takes too long or only dies."""
        deadline = time.monotonic() + seconds
        while not is_there():
            if time.monotonic() > deadline or any(kept.deaths >= HOPELESS_DEATHS for kept in self.kept):
                return False
            if self.stop.wait(POLL_SECONDS):
                raise ServiceStopped
            self.look_after()
        return True

    def end(self) -> None:
        """Stop runs, worker and server in that order, so that each can still say that it stops; then what is left."""
        processes = {kept.name: kept.process.pid for kept in self.kept if kept.process is not None}
        worker, server = processes.get("worker"), processes.get("server")
        runs = [] if worker is None else descendants(worker)
        killed = stop_all(
            [
                (runs, RUNS_GET_SECONDS),
                ([] if worker is None else [worker], WORKER_GETS_SECONDS),
                ([] if server is None else [server], SERVER_GETS_SECONDS),
            ]
        )
        self.journal.tell("service.stopped", killed=killed)


def supervise(
    settings: Settings,
    *,
    inbox: Path | None,
    journal: Journal,
    on_ready: Callable[[ServiceRecord, list[ScheduledRun], dict[str, Any]], None],
) -> None:
    """Bring the service of a warehouse up and keep it up until SIGINT, SIGTERM or SIGHUP.

    Args:
        settings: Of the service.
        inbox: As given on the command line.
        journal: Where things are logged.
        on_ready: Told once, when server, deployments and worker are there: the record, the next runs, and what was
            deployed.

    Raises:
        WarehouseBusyError: A service is up already.
        InputUnreadableError: The server or the deployments could not be brought up.
    """
    warehouse = Warehouse(settings.warehouse.resolve())
    with hold_service(warehouse) as place:
        adopt_orphans()
        given = os.environ.get("PREFECT_API_URL")
        port = None if given else free_port(settings.server_port)
        api = given or f"http://127.0.0.1:{port}/api"
        record = ServiceRecord(
            process=os.getpid(),
            api=api,
            ui=os.environ.get("PREFECT_UI_URL", "") if given else api.removesuffix("/api"),
            is_server_ours=given is None,
            is_ready=False,
            started_at_utc=real_now().isoformat(timespec="seconds"),
            folder=str(Path.cwd()),
            logs=str(place.logs),
        )
        write_record(place, record)
        environment = service_environment(settings, api=api, home=place.prefect_home, inbox=inbox)
        supervisor = _Supervisor(settings, environment, Path.cwd(), journal)
        _stop_on_signals(supervisor.stop)
        try:
            asked = Api(api, environment=environment)
            if port is not None:
                supervisor.start(_server(port))
            _wait_for_server(supervisor, asked)
            made = _deploy(supervisor, is_server_ours=given is None)
            supervisor.start(_worker())
            next_runs = _wait_for_worker(supervisor, asked, set(made["scheduled"]))
            record = replace(record, is_ready=True)
            write_record(place, record)
            journal.tell("service.ready", ui=record.ui or api, warehouse=warehouse.root)
            on_ready(record, next_runs, made)
            _watch(supervisor, Api(api, patience=CHECK_PATIENCE_SECONDS, environment=environment))
        except ServiceStopped:
            pass
        finally:
            supervisor.end()


def _server(port: int) -> _Kept:
    arguments = ["server", "start", "--host", "127.0.0.1", "--port", str(port)]
    return _Kept("server", [sys.executable, "-m", "flows.service.server", *arguments], is_shown=False)


def _worker() -> _Kept:
    arguments = ["worker", "start", "--pool", WORK_POOL, "--type", "process", "--no-create-pool-if-not-found"]
    name = f"kroniek-{socket.gethostname()}"
    return _Kept("worker", [sys.executable, "-m", "prefect", *arguments, "--name", name], is_shown=True)


def _stop_on_signals(stop: threading.Event) -> None:
    def ask(_: int, __: FrameType | None) -> None:
        stop.set()

    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, ask)


def _wait_for_server(supervisor: _Supervisor, api: Api) -> None:
    if not supervisor.wait_for(api.is_answering, START_SECONDS):
        raise InputUnreadableError(
            "The Prefect API does not answer.",
            where=api.url,
            what_to_do=f"See {supervisor.journal.folder / 'server.log'}, or correct PREFECT_API_URL.",
        )


def _deploy(supervisor: _Supervisor, *, is_server_ours: bool) -> dict[str, Any]:
    """Make the deployments in a process of its own; try again where the server's database was busy."""
    arguments = ["--own-server"] if is_server_ours else []
    command = [sys.executable, "-m", "flows.service.deploy", *arguments]
    said = b""
    for _ in range(DEPLOY_ATTEMPTS):
        done = subprocess.Popen(  # noqa: S603 (our own command)
            command,
            env=dict(supervisor.environment),
            cwd=supervisor.folder,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            start_new_session=True,
        )
        answer, said = _outcome(done, supervisor.stop)
        if done.returncode == 0:
            made: dict[str, Any] = json.loads(answer)
            supervisor.journal.tell("deployments.made", **made)
            return made
        supervisor.journal.tell("deployments.refused", level="warning", said=said.decode(errors="replace")[-500:])
    raise InputUnreadableError(
        "The deployments could not be made.",
        where=supervisor.environment["PREFECT_API_URL"],
        what_to_do=said.decode(errors="replace").strip()[-1500:],
    )


def _outcome(process: subprocess.Popen[bytes], stop: threading.Event) -> tuple[bytes, bytes]:
    """What a process printed, unless we are told to stop before it ends."""
    while True:
        try:
            return process.communicate(timeout=POLL_SECONDS)
        except subprocess.TimeoutExpired:
            if stop.is_set():
                process.kill()
                process.wait()
                raise ServiceStopped from None


def _wait_for_worker(supervisor: _Supervisor, api: Api, scheduled: set[str]) -> list[ScheduledRun]:
    """Wait until the worker is online and the server has created scheduled runs."""
    found: list[ScheduledRun] = []

    def is_online() -> bool:
        try:
            return api.has_worker()
        except ApiUnreachableError:
            return False

    def has_runs() -> bool:
        try:
            found[:] = api.next_runs()
        except ApiUnreachableError:
            return False
        return scheduled <= {run.deployment for run in found}

    supervisor.wait_for(is_online, START_SECONDS)
    supervisor.wait_for(has_runs, SCHEDULES_SECONDS)
    return found


def _watch(supervisor: _Supervisor, api: Api) -> None:
    """Look after everything until told to stop; a server that lives but never answers is killed, to be started anew."""
    missed, next_check = 0, time.monotonic() + CHECK_SECONDS
    while not supervisor.stop.wait(0.5):
        supervisor.look_after()
        if time.monotonic() < next_check:
            continue
        next_check = time.monotonic() + CHECK_SECONDS
        missed = 0 if api.is_answering() else missed + 1
        server = next((kept for kept in supervisor.kept if kept.name == "server"), None)
        if missed >= CHECKS_MISSED and server is not None and server.process is not None:
            supervisor.journal.tell("server.silent", level="warning", checks=missed)
            server.process.kill()
            missed = 0
