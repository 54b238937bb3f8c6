"""The road as people start it: the command line, a real Prefect, processes of their own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from textwrap import indent
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


def ask_server(question: str, *arguments: str, environment: dict[str, str]) -> Any:  # noqa: ANN401 (any JSON)
    """What a program prints that is given a client of the server."""
    program = (
        "import json, sys, uuid\n"
        "from prefect.client.orchestration import get_client\n"
        "with get_client(sync_client=True) as client:\n" + indent(question, "    ")
    )
    command = [sys.executable, "-c", program, *arguments]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    return json.loads(done.stdout)


@pytest.fixture(scope="module")
def environment(prefect_server: dict[str, str]) -> dict[str, str]:
    return {
        **prefect_server,
        "PYTHONPATH": str(REPOSITORY),
        "KRONIEK_NOW": "2026-11-22T06:00:00Z",
        **{f"KRONIEK_{name.upper()}": value for name, value in STATED.items()},
        # The tests write their files a moment before the run looks at them.
        "KRONIEK_MINIMUM_FILE_AGE_SECONDS": "0",
    }


@pytest.fixture(scope="module")
def first(environment: dict[str, str], tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, Any]]:
    """A folder with an inbox of three articles and the warehouse they are published in, and what the run reported."""
    folder = tmp_path_factory.mktemp("through-prefect")
    for number, topic in enumerate(("de brug", "het museum", "de dijk"), start=1):
        write_article(folder / "inbox", f"{number}.txt", f"2019-0{number}", topic)
    return folder, run(folder / "inbox", folder / "warehouse", environment)


def test_the_run_is_recorded_on_the_server_with_its_account(
    first: tuple[Path, dict[str, Any]], environment: dict[str, str]
) -> None:
    _, report = first
    seen = ask_server(
        "run = client.read_flow_run(uuid.UUID(sys.argv[1]))\n"
        "keys = [one.key for one in client.read_artifacts() if one.flow_run_id == run.id]\n"
        "print(json.dumps([run.name, run.state.name, keys]))",
        report["run_id"],
        environment=environment,
    )
    name, state, artifacts = seen
    assert name == "published 2026.11.0: 3 accepted, 0 rejected, 0 duplicates"
    assert state == "Completed"
    assert "account" in artifacts


def test_a_run_publishes_once_and_a_new_file_makes_the_next_release(
    first: tuple[Path, dict[str, Any]], environment: dict[str, str]
) -> None:
    folder, report = first
    inbox, warehouse = folder / "inbox", folder / "warehouse"
    assert [report[name] for name in NAMES] == [3, 3, 0, 0, 0, 0]
    assert (report["published"], report["release"], report["latest"], report["gate"]) == (
        True,
        "2026.11.0",
        "2026.11.0",
        "passed",
    )
    assert set(report) == {
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
    made = ask_server(
        "flows = {one.id: one.name for one in client.read_flows()}\n"
        "print(json.dumps({\n"
        "    f'{flows[one.flow_id]}/{one.name}': [one.global_concurrency_limit.limit, [\n"
        "        [each.schedule.cron, each.schedule.timezone] for each in one.schedules]]\n"
        "    for one in client.read_deployments()}))",
        environment=environment,
    )
    for name, cron in (
        ("take-in/take-in", "*/10 * * * *"),
        ("publish/publish", "30 5 * * *"),
        ("verify/verify", "15 3 * * 0"),
        ("rejudge/rejudge", None),
        ("whole-road/whole-road", None),
    ):
        assert made[name] == [1, [[cron, "Europe/Amsterdam"]] if cron else []], name
