"""`kroniek run` as people start it, with a real Prefect and the real gate, killed five times on its way."""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.articles import write_article
from tests.conftest import REPOSITORY
from tests.crash.moments import PATIENCE_SECONDS, assert_readers_see_a_whole_release, published_tables
from warehouse.layout import Warehouse
from warehouse.lock import lock_holder
from warehouse.releases import latest_version, release_versions

pytestmark = pytest.mark.long
SEED, KILLS = 5, 5
NOW = "2026-11-22T06:00:00Z"


def start(inbox: Path, warehouse: Path, environment: dict[str, str]) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-m", "kroniek", "run", "--inbox", str(inbox), "--warehouse", str(warehouse), "--json"],
        env=environment,
        start_new_session=True,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
    )


def wait_until_it_writes(process: subprocess.Popen[bytes], warehouse: Warehouse) -> float:
    """Wait until the run holds the warehouse; gives the moment."""
    while lock_holder(warehouse) is None:
        assert process.poll() is None
        time.sleep(0.02)
    return time.monotonic()


def deliver(inbox: Path) -> None:
    for number in range(120):
        write_article(inbox, f"{number}.txt", f"201{number % 5}-0{1 + number % 9}", f"plan{number}")


def deliver_more(inbox: Path) -> None:
    for number in range(120):
        write_article(inbox, f"nieuw-{number}.txt", f"201{number % 3}-0{1 + number % 9}", f"zaak{number}")


def tables_but_for_run_ids(warehouse: Path) -> dict[str, str]:
    """Tables of all releases; only verdicts carry a run's id, and each run of Prefect has another."""
    return {name: sha256 for name, sha256 in published_tables(warehouse).items() if "/verdicts/" not in name}


def test_a_run_of_prefect_that_is_killed_five_times_is_finished(tmp_path: Path, prefect_server: dict[str, str]) -> None:
    environment = {
        **prefect_server, "PYTHONPATH": str(REPOSITORY), "KRONIEK_NOW": NOW, "KRONIEK_PART_FILES": "12",
        "KRONIEK_MINIMUM_FILE_AGE_SECONDS": "0",
    }  # fmt: skip
    inbox, place, undisturbed = tmp_path / "inbox", tmp_path / "warehouse", tmp_path / "undisturbed"
    warehouse = Warehouse(place)
    deliver(inbox)
    seconds = 0.0
    for is_more in (False, True):
        if is_more:
            shutil.copytree(undisturbed, place)
            deliver_more(inbox)
        run = start(inbox, undisturbed, environment)
        begin = wait_until_it_writes(run, Warehouse(undisturbed))
        assert run.wait() == 0, run.stderr.read() if run.stderr else ""
        seconds = time.monotonic() - begin
    draw = random.Random(SEED)  # noqa: S311
    for number in range(KILLS):
        run = start(inbox, place, environment)
        begin = wait_until_it_writes(run, warehouse)
        # In the part of its time that comes before the end of an undisturbed run, a fifth at a time.
        moment = begin + seconds * (number + draw.random()) / KILLS
        time.sleep(max(0.0, moment - time.monotonic()))
        if draw.random() < 0.5:
            os.killpg(run.pid, signal.SIGKILL)
        else:
            run.kill()
        run.wait()
        deadline = time.monotonic() + PATIENCE_SECONDS
        while lock_holder(warehouse) is not None:
            assert time.monotonic() < deadline
            time.sleep(0.05)
        assert assert_readers_see_a_whole_release(warehouse) in {"2026.11.0", "2026.11.1"}
    run = start(inbox, place, environment)
    _, errors = run.communicate()
    assert run.returncode == 0, errors
    assert release_versions(warehouse) == ["2026.11.0", "2026.11.1"]
    assert latest_version(warehouse) == "2026.11.1"
    assert assert_readers_see_a_whole_release(warehouse) == "2026.11.1"
    assert tables_but_for_run_ids(place) == tables_but_for_run_ids(undisturbed)
