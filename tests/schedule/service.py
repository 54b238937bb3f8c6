"""A real service as people start it: `kroniek up` in a process of its own, real server, real worker, real clock."""

from __future__ import annotations

import http.server
import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from flows.service.api import Api, ApiUnreachableError
from flows.service.ports import free_port
from flows.service.processes import descendants
from tests.conftest import REPOSITORY
from transforms.errors import WarehouseBusyError
from warehouse.layout import Warehouse
from warehouse.lock import writer_lock

PATIENCE_SECONDS = 240.0
EVERY_MINUTE = '"* * * * *"'
DONE = ["COMPLETED", "FAILED", "CRASHED", "CANCELLED"]


@dataclass
class Receiver:
    """An HTTP receiver of notifications on a free port."""

    url: str
    told: list[dict[str, str]] = field(default_factory=list)

    def subjects(self) -> list[str]:
        return [one["subject"] for one in self.told]


@contextmanager
def receive() -> Iterator[Receiver]:
    class Handler(http.server.BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            receiver.told.append(json.loads(body))
            self.send_response(204)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Keep quiet."""

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    receiver = Receiver(f"http://127.0.0.1:{server.server_port}/")
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield receiver
    finally:
        server.shutdown()
        server.server_close()


@dataclass
class Service:
    """A service that a test brought up."""

    folder: Path
    environment: dict[str, str]
    process: subprocess.Popen[str] | None = None
    ready: dict[str, Any] = field(default_factory=dict)

    @property
    def inbox(self) -> Path:
        return self.folder / "inbox"

    @property
    def warehouse(self) -> Path:
        return self.folder / "warehouse"

    @property
    def api(self) -> Api:
        return Api(self.ready["api"], patience=30.0, environment={})

    def up(self) -> dict[str, Any]:
        """Start it and wait until it says that it is ready."""
        with (self.folder / "up.log").open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "kroniek", "up", "--json"],
                env=self.environment,
                cwd=self.folder,
                stdout=subprocess.PIPE,
                stderr=log,
                text=True,
                start_new_session=True,
            )
        said = ""
        assert self.process.stdout is not None
        for line in self.process.stdout:
            said += line
            if line == "}\n":
                break
        self.process.stdout.close()
        assert said, (self.folder / "up.log").read_text()
        self.ready = json.loads(said)
        return self.ready

    def stop(self, number: int = signal.SIGINT) -> tuple[int, list[int]]:
        """Send a signal; gives the exit code, and which of its processes are still there afterwards."""
        assert self.process is not None
        below = descendants(self.process.pid)
        assert below
        self.process.send_signal(number)
        exit_code = self.process.wait(timeout=60)
        deadline = time.monotonic() + 5
        left = below
        while left and time.monotonic() < deadline:
            left = [one for one in below if Path(f"/proc/{one}").exists()]
            time.sleep(0.1)
        return exit_code, left

    def kill_everything(self) -> None:
        """Kill supervisor, server, worker and runs at once, as a power cut does."""
        assert self.process is not None
        for one in [self.process.pid, *descendants(self.process.pid)]:
            with suppress(ProcessLookupError):
                os.kill(one, signal.SIGKILL)
        self.process.wait(timeout=30)

    @contextmanager
    def held(self) -> Iterator[None]:
        """Hold the warehouse, as soon as no run is at work in it: schedules start two a minute."""
        with ExitStack() as stack:

            def hold() -> bool:
                with suppress(WarehouseBusyError):
                    stack.enter_context(writer_lock(Warehouse(self.warehouse), holder="a test"))
                    return True
                return False

            wait_until(hold, "the warehouse is free")
            yield

    def kroniek(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "kroniek", *arguments],
            env=self.environment,
            cwd=self.folder,
            capture_output=True,
            text=True,
            check=False,
            timeout=300,
        )

    def status(self) -> dict[str, Any]:
        done = self.kroniek("status", "--json")
        assert done.returncode == 0, done.stderr
        found: dict[str, Any] = json.loads(done.stdout)
        return found

    def published_titles(self) -> list[str]:
        """Paths that the latest release holds, asked as an analyst asks."""
        done = self.kroniek("sql", "SELECT source_path FROM documents ORDER BY 1", "--format", "json")
        if done.returncode != 0:
            return []
        return [row["source_path"] for row in json.loads(done.stdout)]

    def runs(self, deployment: str, *, states: list[str] | None = None) -> list[dict[str, Any]]:
        """Runs of a deployment, those that began last first."""
        asked: dict[str, Any] = {
            "deployments": {"name": {"any_": [deployment]}},
            "sort": "START_TIME_DESC",
            "limit": 100,
        }
        if states:
            asked["flow_runs"] = {"state": {"type": {"any_": states}}}
        found: list[dict[str, Any]] = self.api.ask("/flow_runs/filter", asked)
        return found

    def run(self, run_id: str) -> dict[str, Any]:
        found: dict[str, Any] = self.api.ask(f"/flow_runs/{run_id}")
        return found

    def start_run(self, deployment: str) -> str:
        """Start a run by hand, as the button in the UI does; pressed again where the server's database was locked."""

        def create() -> Any:  # noqa: ANN401
            [found] = [one for one in self.api.deployments() if one["name"] == deployment]
            return self.api.ask(f"/deployments/{found['id']}/create_flow_run", {"state": {"type": "SCHEDULED"}})

        return str(wait_until(create, "a run is created")["id"])

    def carried_out_run(self, deployment: str) -> tuple[str, int]:
        """Start a run by hand; gives it and its process. Where another one has the only slot it is cancelled: anew."""

        def start() -> tuple[str, int] | None:
            run = self.start_run(deployment)
            wait_until(
                lambda: self.process_of(run) or self.run(run)["state"]["type"] in DONE, "a run begins or is cancelled"
            )
            process = self.process_of(run)
            return None if process is None else (run, process)

        found: tuple[str, int] = wait_until(start, "a run has a process")
        return found

    def process_of(self, run_id: str) -> int | None:
        """Process that carries a run out: its variables name the run."""
        assert self.process is not None
        for one in descendants(self.process.pid):
            with suppress(OSError):
                if f"PREFECT__FLOW_RUN_ID={run_id}".encode() in Path(f"/proc/{one}/environ").read_bytes():
                    return one
        return None

    def child(self, words: str) -> int:
        """Process of the service whose command line has these words."""
        assert self.process is not None
        for one in descendants(self.process.pid):
            with suppress(OSError):
                if words in Path(f"/proc/{one}/cmdline").read_bytes().replace(b"\0", b" ").decode():
                    return one
        pytest.fail(f"no process with {words}")


def make_service(folder: Path, *, is_every_minute: bool, settings: str = "") -> Service:
    """A working folder with an inbox, settings and, where asked, schedules that fire every minute."""
    (folder / "inbox").mkdir(parents=True)
    if is_every_minute:
        text = (REPOSITORY / "prefect.yaml").read_text()
        text = text.replace('"*/10 * * * *"', EVERY_MINUTE).replace('"30 5 * * *"', EVERY_MINUTE)
        (folder / "prefect.yaml").write_text(text)
    lines = f'inbox = "inbox"\nwarehouse = "warehouse"\nserver_port = {free_port(14200)}\n{settings}'
    (folder / "kroniek.toml").write_text(lines)
    outside = {name: value for name, value in os.environ.items() if not name.startswith(("KRONIEK_", "PREFECT_"))}
    return Service(folder, {**outside, "HOME": str(folder / "home"), "PYTHONPATH": str(REPOSITORY)})


def wait_until(is_so: Callable[[], object], what: str, seconds: float = PATIENCE_SECONDS) -> Any:  # noqa: ANN401
    """Wait until something is so; gives what it found."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        with suppress(ApiUnreachableError):
            if found := is_so():
                return found
        time.sleep(1)
    pytest.fail(f"waited {seconds:g} s in vain until {what}")
