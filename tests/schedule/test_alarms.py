"""A service whose people have to be told: by a real receiver, of what the gate stopped and of what is damaged.

The crash of a run and the empty inbox are told in `test_scheduled_runs`. `make test-schedule-long`.
"""

from __future__ import annotations

import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.articles import write_article
from tests.schedule.service import DONE, Receiver, Service, make_service, wait_until

pytestmark = pytest.mark.schedule_long

COMPARES_FEW = "minimum_comparison_count = 1\n"
"""The gate compares no shares of a handful of files unless it is told to."""


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory, receiver: Receiver) -> Iterator[Service]:
    settings = f'notify_url = "{receiver.url}"\n{COMPARES_FEW}'
    made = make_service(tmp_path_factory.mktemp("alarms"), is_every_minute=False, settings=settings)
    for number, subject in enumerate(("de brug", "het museum", "de markt", "het hek"), start=1):
        write_article(made.inbox, f"krant/{number}.txt", f"2019-0{number}", subject)
    made.up()
    wait_until(lambda: made.runs("whole-road", states=["COMPLETED"]), "the first start has caught up", seconds=400)
    yield made
    if made.process is not None and made.process.poll() is None:
        made.stop(signal.SIGTERM)


def finish(service: Service, deployment: str) -> tuple[str, str]:
    """Start a deployment by hand and wait until it has ended. Returns type and name of its state."""
    run_id = service.start_run(deployment)
    state = wait_until(
        lambda: (found := service.run(run_id)["state"])["type"] in DONE and found, "the run has ended", seconds=400
    )
    return state["type"], state["name"]


def test_a_sound_warehouse_is_verified_and_nobody_is_told(service: Service, receiver: Receiver) -> None:
    assert finish(service, "verify") == ("COMPLETED", "Completed")
    assert receiver.told == []


def test_a_release_that_the_gate_stops_is_told_with_its_failed_checks(service: Service, receiver: Receiver) -> None:
    before = service.status()["latest"]["version"]
    settings = service.folder / "kroniek.toml"
    sound = settings.read_text()
    settings.write_text(f"{sound}earliest_year = 2020\n")  # a slip that would take every document out
    assert finish(service, "rejudge")[1] == "Stopped"
    told = wait_until(
        lambda: [one for one in receiver.told if "gate stopped" in one["subject"]], "people are told of the stop"
    )
    assert len(told) == 1
    assert "removed" in told[0]["body"]
    assert service.status()["latest"]["version"] == before
    assert len(service.published_titles()) == 4
    settings.write_text(sound)
    assert finish(service, "rejudge") == ("COMPLETED", "Completed")


def test_a_damaged_file_is_told_by_the_verify_that_finds_it(service: Service, receiver: Receiver) -> None:
    [damaged] = (service.warehouse / "releases").glob("*/documents/documents-2019.parquet")
    _flip_a_byte(damaged)
    assert finish(service, "verify")[0] == "FAILED"
    told = wait_until(
        lambda: [one for one in receiver.told if "documents-2019.parquet" in one["body"]],
        "people are told of the damage",
    )
    assert len(told) == 1
    assert any("found damage" in warning["what"] for warning in service.status()["warnings"])


def _flip_a_byte(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.chmod(0o644)
    path.write_bytes(content)
