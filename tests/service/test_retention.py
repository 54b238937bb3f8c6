"""A year of runs every ten minutes does not fill the disk: what found nothing new is forgotten, in both databases."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

from flows.reports import RunReport
from flows.service.environment import service_environment
from flows.settings import load_settings
from tests.conftest import REPOSITORY
from warehouse.inspection import read_state
from warehouse.layout import Warehouse
from warehouse.records import record_run
from warehouse.state import open_state

NOW = datetime(2026, 11, 22, 6, tzinfo=UTC)
YEAR = 365 * 144
RUNS_OF_A_YEAR = """
INSERT INTO runs
SELECT 'run ' || n, 'take-in', $now - n * INTERVAL 10 MINUTE, $now - n * INTERVAL 10 MINUTE,
    CASE WHEN n % 144 = 0 THEN 'published' ELSE 'nothing new' END, $report
FROM range(1, $year + 1) AS years(n)
"""


def test_a_year_of_runs_shrinks_to_the_days_that_are_kept_and_every_release(tmp_path: Path) -> None:
    warehouse = Warehouse(tmp_path)
    report = json.dumps(RunReport("x" * 36, seen=20_000, unchanged=20_000, is_look_done=True).fields())
    with open_state(warehouse) as state:
        state.execute(RUNS_OF_A_YEAR, {"now": NOW.replace(tzinfo=None), "report": report, "year": YEAR})
    record_run(
        warehouse, run_id="now", command="take-in", started_at=NOW, ended_at=NOW, outcome="nothing new", report=report,
        retention_days=30,
    )  # fmt: skip
    with open_state(warehouse, read_only=True) as state:
        [(quiet, published)] = state.execute(
            "SELECT count(*) FILTER (outcome = 'nothing new'), count(*) FILTER (outcome = 'published') FROM runs"
        ).fetchall()
    assert quiet == 30 * 143 + 1
    assert published == 365
    assert read_state(warehouse, status_last_run={})["status_last_run"][0]["run_id"] == "now"
    assert warehouse.state_file.stat().st_size < 20_000_000


def test_prefect_is_told_to_forget_old_runs_and_events_and_keeps_what_a_person_has_set(tmp_path: Path) -> None:
    settings = load_settings(warehouse=tmp_path, run_retention_days=30)
    outside = {"PATH": "/usr/bin", "PREFECT_SERVER_EVENTS_RETENTION_PERIOD": "P2D"}
    environment = service_environment(
        settings, api="http://127.0.0.1:1/api", home=tmp_path / "home", inbox=None, outside=outside
    )
    look = (
        "from prefect.settings import get_current_settings; server = get_current_settings().server;"
        "vacuum = server.services.db_vacuum;"
        "print(sorted(vacuum.enabled_vacuum_types), vacuum.retention_period.days, server.events.retention_period.days,"
        " server.analytics_enabled, server.concurrency.lease_storage, server.events.causal_ordering)"
    )
    done = subprocess.run(
        [sys.executable, "-c", look], env=environment, cwd=REPOSITORY, capture_output=True, text=True, check=True
    )
    assert done.stdout.split("\n")[0] == (
        "['events', 'flow_runs', 'orphans'] 30 2 False prefect.server.concurrency.lease_storage.filesystem"
        " flows.service.ordering"
    )
    assert environment["KRONIEK_WAREHOUSE"] == str(tmp_path.resolve())
    assert "KRONIEK_INBOX" not in environment
    assert environment["PREFECT_SERVER_SERVICES_DB_VACUUM_RETENTION_PERIOD"] == str(
        timedelta(days=30) // timedelta(seconds=1)
    )
