"""`up`, `down`, `doctor` and what `status` tells of a service, without bringing one up (tests/schedule does)."""

from __future__ import annotations

import http.server
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from flows.reports import RunReport
from flows.service.record import ServiceRecord, hold_service, write_record
from tests.commands.outcome import Command
from warehouse.layout import Warehouse
from warehouse.records import record_run

SOON = datetime.now(UTC) + timedelta(minutes=7)  # noqa: TID251 (the real clock, as schedules)
RECORD = ServiceRecord(
    process=1, api="http://127.0.0.1:9/api", ui="http://127.0.0.1:9", is_server_ours=True, is_ready=True,
    started_at_utc="2026-11-22T06:00:00+00:00", folder="/srv", logs="/srv/logs",
)  # fmt: skip
TAKE_IN = {"id": "1", "name": "take-in", "paused": False, "schedules": [{"active": True}]}
ANSWERS: dict[str, Any] = {
    "/api/health": True,
    "/api/deployments/filter": [TAKE_IN, {**TAKE_IN, "id": "2", "name": "whole-road", "schedules": []}],
    "/api/flow_runs/filter": [{"deployment_id": "1", "expected_start_time": SOON.isoformat()}],
    "/api/work_pools/kroniek/workers/filter": [{"status": "ONLINE"}],
}


@contextmanager
def answering(answers: dict[str, Any]) -> Iterator[str]:
    """A server that gives these answers over real HTTP."""

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            content = json.dumps(answers[self.path]).encode()
            self.send_response(200)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["Content-Length"]))
            self.do_GET()

        def log_message(self, *_: object) -> None:
            """Keep quiet."""

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/api"
    finally:
        server.shutdown()
        server.server_close()


@pytest.fixture
def place(tmp_path: Path) -> Warehouse:
    (tmp_path / "inbox").mkdir()
    return Warehouse(tmp_path / "warehouse")


@contextmanager
def service(place: Warehouse, **answers: Any) -> Iterator[None]:
    """A service that is up, with a server that answers."""
    found = {**ANSWERS, **{f"/api/{name}": answer for name, answer in answers.items()}}
    with hold_service(place) as folder, answering(found) as api:
        write_record(folder, replace(RECORD, api=api))
        yield


def verdicts(outcome_text: str) -> dict[str, str]:
    return {check["name"]: check["verdict"] for check in json.loads(outcome_text)}


def test_down_where_nothing_is_up_says_so(kroniek: Command, place: Warehouse) -> None:
    outcome = kroniek("down", "--warehouse", place.root)
    assert (outcome.exit_code, outcome.out) == (0, f"No service is up for {place.root}.\n")
    assert json.loads(kroniek("down", "--warehouse", place.root, "--json").out) == {"stopped": False}
    assert not place.root.exists()


def test_a_second_up_says_where_the_first_is(kroniek: Command, place: Warehouse) -> None:
    with service(place):
        outcome = kroniek("up", "--warehouse", place.root)
        assert outcome.exit_code == 0
        assert outcome.out.startswith("Kroniek is up already: http://127.0.0.1:9\n")
        assert "next       take-in" in outcome.out
        told = json.loads(kroniek("up", "--warehouse", place.root, "--json").out)
    assert told["was_up_already"]
    assert [run["deployment"] for run in told["next_runs"]] == ["take-in"]


@pytest.mark.parametrize("flags", [(), ("--detach",)])
def test_up_without_an_inbox_starts_nothing(kroniek: Command, place: Warehouse, flags: tuple[str, ...]) -> None:
    outcome = kroniek("up", "--inbox", place.root / "nowhere", "--warehouse", place.root, *flags)
    assert outcome.exit_code == 11
    assert "inbox cannot be read" in outcome.err
    assert not place.root.exists()


def test_status_tells_of_a_service_what_runs_next_and_what_is_wrong_with_it(kroniek: Command, place: Warehouse) -> None:
    def status() -> dict[str, Any]:
        found: dict[str, Any] = json.loads(kroniek("status", "--warehouse", place.root, "--json").out)
        return found

    assert (status()["service"], status()["next_runs"]) == (None, [])
    assert "service    not up (kroniek up)" in kroniek("status", "--warehouse", place.root).out
    with service(place):
        found = status()
        assert found["service"]["is_answering"]
        assert [run["deployment"] for run in found["next_runs"]] == ["take-in"]
        shown = kroniek("status", "--warehouse", place.root).out
        assert "service    up, http://127.0.0.1:9" in shown
        assert "next run   take-in, 20" in shown
    with service(place, **{"work_pools/kroniek/workers/filter": [], "flow_runs/filter": []}):
        warned = [warning["what"] for warning in status()["warnings"]]
        assert "No worker is online, so no run starts." in warned
        assert "No run is scheduled." in warned
    with hold_service(place) as folder:
        write_record(folder, RECORD)
        found = status()
        assert not found["service"]["is_answering"]
        assert "The Prefect server does not answer." in [warning["what"] for warning in found["warnings"]]


def test_status_tells_the_gate_s_last_word_whatever_ran_since(kroniek: Command, place: Warehouse) -> None:
    def status() -> dict[str, Any]:
        found: dict[str, Any] = json.loads(kroniek("status", "--warehouse", place.root, "--json").out)
        return found

    def record(hour: int, report: RunReport) -> None:
        moment = datetime(2026, 11, 22, hour, tzinfo=UTC)
        record_run(
            place, run_id=report.run_id, command="publish", started_at=moment, ended_at=moment, outcome="published",
            report=json.dumps(report.fields()), retention_days=30,
        )  # fmt: skip

    place.root.mkdir()
    assert status()["gate"] is None
    record(6, RunReport("1", gate="passed", release="2026.11.0"))
    assert status()["gate"]["verdict"] == "passed"
    record(7, RunReport("2", gate="stopped", failed_checks=["ids are unique: 2 of 3"]))
    record(8, RunReport("3"))
    found = status()
    assert (found["gate"]["verdict"], found["gate"]["failed_checks"]) == ("stopped", ["ids are unique: 2 of 3"])
    assert any("stopped the last candidate: 1 checks failed" in warning["what"] for warning in found["warnings"])
    assert (
        "gate       stopped, 1 checks failed, 2026-11-22 07:00:00 UTC"
        in kroniek("status", "--warehouse", place.root).out
    )


def test_doctor_finds_a_healthy_machine_healthy(kroniek: Command, place: Warehouse) -> None:
    with service(place):
        outcome = kroniek("doctor", "--inbox", place.root.parent / "inbox", "--warehouse", place.root, "--json")
    assert outcome.exit_code == 0
    found = verdicts(outcome.out)
    assert set(found.values()) <= {"ok", "warning"}
    for name in ("Python", "libraries", "settings", "inbox", "warehouse", "clock", "service", "server", "worker"):
        assert found[name] == "ok", name
    assert found["schedule of take-in"] == "ok"
    assert "schedule of whole-road" not in found


def test_doctor_names_what_is_wrong_and_changes_nothing(kroniek: Command, place: Warehouse) -> None:
    outcome = kroniek("doctor", "--inbox", place.root.parent / "nowhere", "--warehouse", place.root, "--json")
    assert outcome.exit_code == 11
    found = verdicts(outcome.out)
    assert (found["inbox"], found["warehouse"], found["service"]) == ("failed", "ok", "warning")
    assert not place.root.exists()


def test_doctor_sees_a_schedule_that_creates_no_runs_is_late_or_paused(kroniek: Command, place: Warehouse) -> None:
    def examined(**answers: Any) -> str:
        with service(place, **answers):
            outcome = kroniek("doctor", "--inbox", place.root.parent / "inbox", "--warehouse", place.root, "--json")
        return verdicts(outcome.out)["schedule of take-in"]

    late = (SOON - timedelta(minutes=50)).isoformat()
    assert examined(**{"flow_runs/filter": []}) == "failed"
    assert examined(**{"flow_runs/filter": [{"deployment_id": "1", "expected_start_time": late}]}) == "failed"
    assert examined(**{"deployments/filter": [{**TAKE_IN, "paused": True}]}) == "warning"


def test_doctor_names_a_library_that_is_not_the_one_that_was_asked_for(
    kroniek: Command, place: Warehouse, monkeypatch: pytest.MonkeyPatch
) -> None:
    wanted = ["duckdb>=99", "no-such-library", "prefect; extra == 'x'"]
    monkeypatch.setattr("importlib.metadata.requires", lambda _: wanted)
    outcome = kroniek("doctor", "--inbox", place.root.parent / "inbox", "--warehouse", place.root, "--json")
    [found] = [check["found"] for check in json.loads(outcome.out) if check["name"] == "libraries"]
    assert outcome.exit_code == 11
    assert "duckdb" in found
    assert ">=99" in found
    assert "no-such-library is missing" in found
    assert "prefect" not in found


def test_doctor_warns_of_a_clock_that_is_fixed_and_of_settings_that_cannot_be_read(
    kroniek: Command, place: Warehouse, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KRONIEK_NOW", "2026-11-22T06:00:00Z")
    arguments = ("doctor", "--inbox", place.root.parent / "inbox", "--warehouse", place.root, "--json")
    assert verdicts(kroniek(*arguments).out)["clock"] == "warning"
    monkeypatch.setenv("KRONIEK_NONSENSE", "1")
    outcome = kroniek(*arguments)
    assert outcome.exit_code == 11
    assert verdicts(outcome.out)["settings"] == "failed"
