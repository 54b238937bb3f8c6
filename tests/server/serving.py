"""A `kroniek serve` of its own process, and requests that no client library would send."""

from __future__ import annotations

import http.client
import json
import os
import socket
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.conftest import REPOSITORY

PATIENCE_SECONDS = 30


@dataclass(frozen=True)
class Answer:
    """What came back."""

    status: int
    headers: Mapping[str, str]
    body: bytes


@dataclass(frozen=True)
class Serving:
    """A running server."""

    process: subprocess.Popen[str]
    url: str
    port: int
    latest: str | None

    def get(self, path: str, *, method: str = "GET", **headers: str) -> Answer:
        """Ask for a path, which is sent as it is; `if_none_match` becomes `if-none-match`."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE_SECONDS)
        try:
            connection.request(method, path, headers={name.replace("_", "-"): value for name, value in headers.items()})
            response = connection.getresponse()
            found = {name.lower(): value for name, value in response.getheaders()}
            return Answer(response.status, found, response.read())
        finally:
            connection.close()

    def send(self, request: bytes) -> int:
        """Send bytes that need not be HTTP; returns the status, 0 where the server only hangs up."""
        with socket.create_connection(("127.0.0.1", self.port), timeout=PATIENCE_SECONDS) as connection:
            connection.sendall(request)
            answer = connection.recv(65536)
        return int(answer.split(b" ")[1]) if answer.startswith(b"HTTP/") else 0


@contextmanager
def serving(warehouse: Path, *arguments: str) -> Iterator[Serving]:
    """Serve a warehouse on a free port."""
    command = [sys.executable, "-m", "kroniek", "serve", "--warehouse", str(warehouse), "--port", "0", "--json"]
    environment = {name: value for name, value in os.environ.items() if not name.startswith("KRONIEK_")}
    process = subprocess.Popen(
        [*command, *arguments],
        env={**environment, "PYTHONPATH": str(REPOSITORY)},
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=warehouse.parent,
    )  # fmt: skip
    try:
        assert process.stdout is not None
        lines: list[str] = []
        while not lines or lines[-1] != "}\n":
            line = process.stdout.readline()
            if not line:
                assert process.stderr is not None
                raise AssertionError(process.stderr.read())
            lines.append(line)
        told = json.loads("".join(lines))
        yield Serving(process, told["url"], told["port"], told["latest"])
    finally:
        if process.poll() is None:
            process.terminate()
        process.communicate(timeout=PATIENCE_SECONDS)
