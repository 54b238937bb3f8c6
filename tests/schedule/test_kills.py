"""A service whose processes are killed: what became of their runs, and that the next scheduled run does the work.

Prints a table of what was killed and what was seen afterwards. `make test-schedule-long`.
"""

from __future__ import annotations

import os
import signal
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing
from itertools import pairwise
from pathlib import Path

import duckdb
import pytest

from flows.service.api import Api, real_now
from tests.articles import write_article
from tests.schedule.service import Service, make_service, wait_until

pytestmark = pytest.mark.schedule_long

TABLE: list[tuple[str, str, str]] = []
ONES = ("een", "twee", "drie", "vier", "vijf", "zes", "zeven", "acht", "negen", "tien")


@pytest.fixture(scope="module", autouse=True)
def _table() -> Iterator[None]:
    yield
    lines = ["", "| killed | the run | afterwards |", "|---|---|---|", *(f"| {' | '.join(row)} |" for row in TABLE)]
    print("\n".join(lines))  # noqa: T201 (it is what this is for)


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    made = make_service(tmp_path_factory.mktemp("kills"), is_every_minute=True)
    write_article(made.inbox, "krant/begin.txt", "2019-01", "de brug")
    made.up()
    wait_until(lambda: made.published_titles() == ["krant/begin.txt"], "the first release is there")
    yield made
    if made.process is not None and made.process.poll() is None:
        made.stop(signal.SIGTERM)


def waiting_publish(service: Service) -> str:
    """A publish that is Running, with a process, while the caller holds the warehouse."""
    run = wait_until(
        lambda: next(
            (one for one in service.runs("publish", states=["RUNNING"]) if service.process_of(one["id"])), None
        ),
        "a publish waits for the warehouse",
    )
    time.sleep(35)  # until its second heartbeat at least
    return str(run["id"])


def kill(*processes: int | None) -> float:
    for process in processes:
        assert process is not None
        os.kill(process, signal.SIGKILL)
    return time.monotonic()


def ended(service: Service, run_id: str) -> str:
    """How a run ended, when it has."""
    state = wait_until(
        lambda: (
            (run := service.run(run_id))["state"]["type"] in {"COMPLETED", "CRASHED", "FAILED", "CANCELLED"}
            and run["state"]
        ),
        "the run has ended",
        seconds=400,
    )
    return f"{state['name']}: {(state['message'] or '').splitlines()[0] if state['message'] else ''}".rstrip(": ")


def is_published_next(service: Service, name: str) -> float:
    """Drop a file and wait until schedules have published it; gives the seconds that took."""
    number = len(list((service.inbox / "krant").iterdir()))
    begun = time.monotonic()
    write_article(service.inbox, f"krant/{name}.txt", f"20{number + 10}-03", f"het {name} van de {ONES[number % 10]}")
    wait_until(lambda: f"krant/{name}.txt" in service.published_titles(), f"{name} is published", seconds=400)
    return time.monotonic() - begun


def test_the_worker_is_killed_and_its_run_goes_on(service: Service) -> None:
    with service.held():
        run = waiting_publish(service)
        kill(service.child("worker start"))
        time.sleep(5)
    state = ended(service, run)
    assert state.startswith("Completed")
    TABLE.append(("worker", state, f"next file published after {is_published_next(service, 'hek'):.0f} s"))


def test_the_server_is_killed_during_a_run(service: Service) -> None:
    with service.held():
        run = waiting_publish(service)
        begun = kill(service.child("server start"))
        wait_until(service.api.is_answering, "the server is back")
        back = time.monotonic() - begun
    state = ended(service, run)
    TABLE.append(
        (
            "server",
            state,
            f"back after {back:.0f} s; next file published after {is_published_next(service, 'park'):.0f} s",
        )
    )


def test_run_and_worker_are_killed_at_once(service: Service) -> None:
    with service.held():
        run = waiting_publish(service)
        begun = kill(service.child("worker start"), service.process_of(run))
    state = ended(service, run)
    assert state.startswith("Crashed")
    freed = time.monotonic() - begun
    TABLE.append(
        (
            "run and worker",
            f"{state} after {freed:.0f} s",
            f"next file published after {is_published_next(service, 'plein'):.0f} s",
        )
    )


def test_everything_is_killed_in_the_middle_of_work_and_a_week_passes(service: Service) -> None:
    for number in range(600):
        write_article(service.inbox, f"archief/{number}.txt", f"20{number % 10 + 10}-{number % 12 + 1:02}",
                      f"de {ONES[number % 10]} {ONES[number // 10 % 10]} {ONES[number // 100]} molens")  # fmt: skip
    run = service.start_run("whole-road")
    wait_until(lambda: (service.warehouse / ".tmp").is_dir() and service.status()["running"], "it is at work")
    service.kill_everything()
    assert service.status()["service"] is None
    database = service.warehouse / "service" / "prefect" / "prefect.db"
    with closing(sqlite3.connect(database)) as connection:
        for column in ("start_time", "end_time", "expected_start_time", "next_scheduled_start_time"):
            connection.execute(
                f"UPDATE flow_run SET {column} = datetime({column}, '-7 days') WHERE {column} IS NOT NULL"  # noqa: S608
            )
        connection.commit()
    begun, restarted = time.monotonic(), real_now().isoformat()
    service.up()
    ready = time.monotonic() - begun
    state = ended(service, run)
    assert state.startswith("Crashed")
    files = sum(1 for _ in service.inbox.rglob("*.txt"))
    wait_until(lambda: len(service.published_titles()) == files, "all is published", seconds=400)
    since = time.monotonic() - begun
    caught_up = [
        one for one in service.runs("whole-road") if "catch-up" in one["tags"] and one["start_time"] > restarted
    ]
    assert len(caught_up) == 1
    TABLE.append(
        (
            "everything at once, then a week without",
            state,
            f"up again after {ready:.0f} s; all {files} documents published by one catch-up run after {since:.0f} s",
        )
    )


def test_no_two_runs_ever_wrote_at_the_same_time(service: Service) -> None:
    for deployment in ("whole-road", "take-in", "publish") * 2:
        service.start_run(deployment)
    time.sleep(75)
    service.stop()
    with closing(duckdb.connect(service.warehouse / "state.duckdb", read_only=True)) as state:
        runs = state.execute("SELECT started_at_utc, ended_at_utc FROM runs ORDER BY started_at_utc").fetchall()
    assert len(runs) >= 5
    overlaps = [(earlier, later) for earlier, later in pairwise(runs) if (earlier[1] - later[0]).total_seconds() > 1]
    assert overlaps == []
    TABLE.append(
        ("nothing: six runs started at once", "one writes, the others wait, skip or are cancelled", "no overlap")
    )


@pytest.fixture
def own(tmp_path: Path) -> Iterator[Service]:
    made = make_service(tmp_path / "own", is_every_minute=False, settings="is_published_when_staged = true\n")
    yield made
    if made.process is not None and made.process.poll() is None:
        made.stop(signal.SIGTERM)


def test_what_is_staged_is_published_at_once_if_asked_and_a_killed_supervisor_takes_all_with_it(own: Service) -> None:
    made = own
    write_article(made.inbox, "krant/een.txt", "2019-01", "de brug")
    made.up()
    wait_until(lambda: made.runs("whole-road", states=["COMPLETED"]), "the first start has caught up", seconds=400)
    write_article(made.inbox, "krant/twee.txt", "2019-02", "het museum")
    time.sleep(3)
    made.start_run("take-in")
    wait_until(lambda: "krant/twee.txt" in made.published_titles(), "what was staged is published", seconds=400)
    wait_until(lambda: made.runs("publish", states=["COMPLETED"]), "a publish that an event started has done it")
    assert made.process is not None
    processes = [made.child("server start"), made.child("worker start")]
    made.process.kill()
    made.process.wait()
    wait_until(lambda: not any(Path(f"/proc/{one}").exists() for one in processes), "they are gone", seconds=30)
    assert not Api(made.ready["api"], environment={}).is_answering()
    TABLE.append(("supervisor", "-", "server and worker died with it"))
