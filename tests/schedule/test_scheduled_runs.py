"""The service by itself: scheduled runs are created and complete, what is dropped is published, alarms reach people.

One service for all of these tests; they run in their order and the last one stops it. `make test-schedule`.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.articles import write_article
from tests.schedule.service import DONE, Receiver, Service, make_service, wait_until

pytestmark = pytest.mark.schedule


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory, receiver: Receiver) -> Iterator[Service]:
    made = make_service(
        tmp_path_factory.mktemp("service"), is_every_minute=True, settings=f'notify_url = "{receiver.url}"\n'
    )
    write_article(made.inbox, "krant/een.txt", "2019-01", "de brug")
    write_article(made.inbox, "krant/twee.txt", "2019-02", "het museum")
    made.up()
    yield made
    if made.process is not None and made.process.poll() is None:
        made.stop(signal.SIGTERM)


@pytest.fixture(scope="module")
def slow_writer(service: Service) -> Iterator[Path]:
    """A file that somebody goes on writing, a line every half second, until the fixture ends."""
    path = service.inbox / "krant" / "half.txt"
    is_over = threading.Event()

    def write() -> None:
        with path.open("w", encoding="utf-8") as file:
            file.write(" date 2019-03 Nieuws uit de stad\n\n")
            while not is_over.wait(0.5):
                file.write("De gemeente heeft gisteren besloten dat de markt ook volgend jaar wordt gehouden.\n")
                file.flush()

    thread = threading.Thread(target=write)
    thread.start()
    yield path
    is_over.set()
    thread.join()


def scheduled(service: Service, deployment: str) -> list[dict[str, Any]]:
    """Runs that the server created by schedule, and that came to an end."""
    return [run for run in service.runs(deployment, states=DONE) if run["auto_scheduled"]]


def test_it_says_where_it_is_and_when_it_runs_next(service: Service) -> None:
    assert service.ready["ui"].startswith("http://127.0.0.1:")
    assert {run["deployment"] for run in service.ready["next_runs"]} >= {"take-in", "publish"}
    again = service.kroniek("up")
    assert again.returncode == 0
    assert "up already" in again.stdout


def test_what_was_there_is_caught_up_at_once_in_one_run(service: Service) -> None:
    wait_until(lambda: service.runs("whole-road", states=["COMPLETED"]), "the run that catches up has ended")
    assert service.published_titles() == ["krant/een.txt", "krant/twee.txt"]


def test_a_scheduled_run_is_created_completes_and_its_release_is_queryable(service: Service, slow_writer: Path) -> None:
    write_article(service.inbox, "krant/drie.txt", "2020-05", "de markt")
    wait_until(lambda: "krant/drie.txt" in service.published_titles(), "the dropped file is published")
    published = wait_until(
        lambda: [run for run in scheduled(service, "publish") if run["name"].startswith("published ")],
        "a run that the server created by schedule has published it",
    )
    assert published[0]["state"]["type"] == "COMPLETED"
    took_in = scheduled(service, "take-in")
    assert any(run["name"].startswith("no release: 1 accepted") for run in took_in), [run["name"] for run in took_in]
    # The file that is still being written was seen by those runs, and left for later.
    assert slow_writer.exists()
    assert "krant/half.txt" not in service.published_titles()
    assert "krant/half.txt" in {row["source_path"] for row in service.status()["deferred"]}


def test_a_busy_warehouse_is_no_failure_and_a_killed_run_is_told_and_blocks_nothing(
    service: Service, receiver: Receiver
) -> None:
    with service.held():
        [waiting] = wait_until(
            lambda: [one for one in service.runs("publish", states=["RUNNING"]) if service.process_of(one["id"])],
            "a publish waits for the warehouse",
        )[:1]
        skipped = wait_until(
            lambda: [one for one in service.runs("take-in", states=["COMPLETED"]) if one["name"] == "skipped: busy"],
            "a take-in is skipped",
        )
        assert skipped[0]["state"]["message"].startswith("skipped: busy")
        process = service.process_of(waiting["id"])
        assert process is not None
        os.kill(process, signal.SIGKILL)
        wait_until(lambda: service.run(waiting["id"])["state"]["type"] == "CRASHED", "the killed run is Crashed")
    wait_until(lambda: any("Crashed" in one for one in receiver.subjects()), "people are told of the crash")
    newer = wait_until(
        lambda: [
            one for one in service.runs("publish", states=["COMPLETED"]) if one["start_time"] > waiting["start_time"]
        ],
        "the next publish completes",
    )
    assert newer


def test_an_empty_folder_where_a_full_inbox_was_is_told_once_and_withdraws_nothing(
    service: Service, receiver: Receiver, tmp_path: Path
) -> None:
    shutil.move(service.inbox / "krant", tmp_path / "krant")
    service.start_run("take-in")  # spares the wait for the next minute
    wait_until(lambda: any("empty folder" in one for one in receiver.subjects()), "people are told of the empty inbox")
    assert any("empty" in warning["what"] for warning in service.status()["warnings"])
    assert service.published_titles() == ["krant/drie.txt", "krant/een.txt", "krant/twee.txt"]


def test_a_run_that_a_person_starts_is_seen_on_the_server_of_the_service(service: Service) -> None:
    done = service.kroniek("publish", "--json")
    assert done.returncode in (0, 13), done.stderr  # 13: a scheduled run was just at work
    if done.returncode == 0:
        run = service.run(json.loads(done.stdout)["run_id"])
        assert (run["deployment_id"], run["state"]["type"]) == (None, "COMPLETED")


def test_a_take_in_with_nothing_new_costs_little(service: Service) -> None:
    run, process = service.carried_out_run("take-in")
    seconds, megabytes = cost_until_it_ends(process)
    assert service.run(run)["state"]["type"] == "COMPLETED"
    assert seconds <= 5
    assert megabytes <= 300


def cost_until_it_ends(process: int) -> tuple[float, float]:
    """Processor seconds of a process and its children, and the most megabytes it held: its share of what is shared."""
    seconds = megabytes = 0.0
    ticks = os.sysconf("SC_CLK_TCK")
    while True:
        try:
            fields = Path(f"/proc/{process}/stat").read_bytes().rpartition(b")")[2].split()
            lines = Path(f"/proc/{process}/smaps_rollup").read_text().splitlines()
        except OSError:
            return seconds, megabytes
        seconds = sum(map(int, fields[11:15])) / ticks
        pss = next((int(line.split()[1]) for line in lines if line.startswith("Pss:")), 0)
        megabytes = max(megabytes, pss / 1000)
        time.sleep(0.1)


def test_ctrl_c_stops_every_process(service: Service) -> None:
    exit_code, left = service.stop(signal.SIGINT)
    assert exit_code == 0
    assert left == []
    assert service.status()["service"] is None
