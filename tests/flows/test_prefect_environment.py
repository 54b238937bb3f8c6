"""Prefect's surroundings of a command: private by default, and on the server of a service that is up."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

import pytest

from flows.prefect_environment import PRIVACY, join_service, prepare_prefect
from flows.service.record import ServiceRecord, hold_service, write_record
from warehouse.layout import Warehouse

RECORD = ServiceRecord(
    process=1, api="http://127.0.0.1:1/api", ui="", is_server_ours=True, is_ready=True, started_at_utc="", folder="",
    logs="",
)  # fmt: skip


@pytest.fixture(autouse=True)
def _nothing_set(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in (*PRIVACY, "PREFECT_API_URL"):
        monkeypatch.setenv(name, "")  # so that monkeypatch brings back what was there
        monkeypatch.delenv(name)


def test_nothing_phones_home_unless_somebody_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DO_NOT_TRACK", "0")
    prepare_prefect()
    assert os.environ["DO_NOT_TRACK"] == "0"
    assert os.environ["PREFECT_SERVER_ANALYTICS_ENABLED"] == "false"


def test_a_command_joins_the_service_that_is_up_and_no_other(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    warehouse = Warehouse(tmp_path / "warehouse")
    join_service(warehouse)
    assert "PREFECT_API_URL" not in os.environ
    with hold_service(warehouse) as folder:
        write_record(folder, replace(RECORD, is_ready=False))
        join_service(warehouse)
        assert "PREFECT_API_URL" not in os.environ  # it is only coming up
        write_record(folder, RECORD)
        monkeypatch.setenv("PREFECT_API_URL", "http://127.0.0.1:2/api")
        join_service(warehouse)
        assert os.environ["PREFECT_API_URL"] == "http://127.0.0.1:2/api"
        monkeypatch.delenv("PREFECT_API_URL")
        join_service(warehouse)
        assert os.environ["PREFECT_API_URL"] == RECORD.api
