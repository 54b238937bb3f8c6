"""The road as people start it: the command line, a real Prefect, processes of their own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from typing import Any

import duckdb
import pytest

from tests.articles import write_article
from tests.conftest import REPOSITORY
from tests.plain_road import STATED

NAMES = ("seen", "accepted", "rejected", "duplicates", "unchanged", "deferred")


def kroniek(*arguments: str | Path, environment: dict[str, str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "kroniek", *map(str, arguments)],
        env=environment,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )


def run(inbox: Path, warehouse: Path, environment: dict[str, str]) -> dict[str, Any]:
    done = kroniek("run", "--inbox", inbox, "--warehouse", warehouse, "--json", environment=environment)
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""  # quiet: no library's warning, no traceback, no bar where there is no terminal
    report = json.loads(done.stdout)
    assert isinstance(report, dict)
    return report


@pytest.fixture
def environment(prefect_server: dict[str, str]) -> dict[str, str]:
    return {
        **prefect_server,
        "PYTHONPATH": str(REPOSITORY),
        "KRONIEK_NOW": "2026-11-22T06:00:00Z",
        **{f"KRONIEK_{name.upper()}": value for name, value in STATED.items()},
        # The tests write their files a moment before the run looks at them.
        "KRONIEK_MINIMUM_FILE_AGE_SECONDS": "0",
    }


def test_a_run_publishes_once_and_a_new_file_makes_the_next_release(
    tmp_path: Path, environment: dict[str, str]
) -> None:
    inbox, warehouse = tmp_path / "inbox", tmp_path / "warehouse"
    for number, topic in enumerate(("de brug", "het museum", "de dijk"), start=1):
        write_article(inbox, f"{number}.txt", f"2019-0{number}", topic)
    first = run(inbox, warehouse, environment)
    assert [first[name] for name in NAMES] == [3, 3, 0, 0, 0, 0]
    assert (first["published"], first["release"], first["latest"], first["gate"]) == (
        True,
        "2026.11.0",
        "2026.11.0",
        "passed",
    )
    assert set(first) == {
        "run_id", "seen", "accepted", "rejected", "duplicates", "unchanged", "deferred", "ignored", "published",
        "release", "latest", "gate", "seconds",
    }  # fmt: skip

    second = run(inbox, warehouse, environment)
    assert [second[name] for name in NAMES] == [3, 0, 0, 0, 3, 0]
    assert (second["published"], second["release"], second["latest"], second["gate"]) == (
        False,
        None,
        "2026.11.0",
        None,
    )

    write_article(inbox, "4.txt", "2020-05", "de markt")
    third = run(inbox, warehouse, environment)
    assert [third[name] for name in NAMES] == [4, 1, 0, 0, 3, 0]
    assert third["release"] == "2026.11.1"

    write_article(inbox, "5.txt", "2020-06", "het hek")
    taken = kroniek("take-in", "--inbox", inbox, "--warehouse", warehouse, environment=environment)
    assert taken.returncode == 0, taken.stderr
    with closing(duckdb.connect(warehouse / "state.duckdb", read_only=True)) as state:
        outcomes = state.execute("SELECT outcome FROM runs ORDER BY ended_at_utc, rowid").fetchall()
    # What found something is no run that may be forgotten.
    assert [outcome for (outcome,) in outcomes] == ["published", "nothing new", "published", "taken in"]


def test_the_run_is_recorded_on_the_server_with_its_account(tmp_path: Path, environment: dict[str, str]) -> None:
    write_article(tmp_path / "inbox", "1.txt", "2019-01")
    report = run(tmp_path / "inbox", tmp_path / "warehouse", environment)
    look = (
        "import json, sys, uuid\n"
        "from prefect.client.orchestration import get_client\n"
        "with get_client(sync_client=True) as client:\n"
        "    run = client.read_flow_run(uuid.UUID(sys.argv[1]))\n"
        "    artifacts = client.read_artifacts()\n"
        "print(json.dumps([run.name, run.state.name, [a.key for a in artifacts if str(a.flow_run_id) == sys.argv[1]]]))"
    )
    seen = subprocess.run(
        [sys.executable, "-c", look, report["run_id"]], env=environment, capture_output=True, text=True, check=True
    )
    name, state, artifacts = json.loads(seen.stdout)
    assert name == "published 2026.11.0: 1 accepted, 0 rejected, 0 duplicates"
    assert state == "Completed"
    assert "account" in artifacts


def test_a_run_needs_no_server_and_a_first_run_on_an_empty_home_works(tmp_path: Path) -> None:
    write_article(tmp_path / "inbox", "1.txt", "2019-01")
    outside = {name: value for name, value in os.environ.items() if not name.startswith("PREFECT_")}
    environment = {**outside, "HOME": str(tmp_path / "home"), "PYTHONPATH": str(REPOSITORY)}
    (tmp_path / "home").mkdir()
    assert run(tmp_path / "inbox", tmp_path / "warehouse", environment)["published"]


def test_every_deployment_of_prefect_yaml_is_made_with_its_schedule(environment: dict[str, str]) -> None:
    def prefect(*arguments: str) -> str:
        done = subprocess.run(
            [sys.executable, "-m", "prefect", *arguments],
            env=environment,
            cwd=REPOSITORY,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    prefect("work-pool", "create", "kroniek", "--type", "process", "--overwrite")
    prefect("--no-prompt", "deploy", "--all")
    for name, cron in (
        ("take-in/take-in", "*/10 * * * *"),
        ("publish/publish", "30 5 * * *"),
        ("verify/verify", "15 3 * * 0"),
        ("rejudge/rejudge", None),
        ("whole-road/whole-road", None),
    ):
        deployment = json.loads(prefect("deployment", "inspect", name, "--output", "json"))
        assert deployment["global_concurrency_limit"]["limit"] == 1
        schedules = [schedule["schedule"] for schedule in deployment["schedules"]]
        assert [(one["cron"], one["timezone"]) for one in schedules] == ([(cron, "Europe/Amsterdam")] if cron else [])
