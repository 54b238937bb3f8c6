"""Prefect's surroundings of a command: private by default, and on the server of a service that is up."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

import pytest

from flows.prefect_environment import PRIVACY, join_service, prepare_prefect
from flows.service.record import ServiceRecord, hold_service, write_record
from transforms.errors import InputUnreadableError
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


def test_a_home_that_is_not_there_yet_is_made_with_its_parents(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PREFECT_HOME", "")
    monkeypatch.setenv("HOME", str(tmp_path / "nieuw" / "thuis"))
    prepare_prefect()
    assert (tmp_path / "nieuw" / "thuis" / ".prefect").is_dir()


def test_a_folder_that_prefect_cannot_have_is_told_before_prefect_waits_for_its_server(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "bestand").write_text("x", encoding="utf-8")
    monkeypatch.setenv("PREFECT_HOME", str(tmp_path / "bestand" / "prefect"))
    with pytest.raises(InputUnreadableError, match=r"Prefect's folder cannot be written: Not a directory\.") as error:
        prepare_prefect()
    assert error.value.where == str(tmp_path / "bestand" / "prefect")
    assert "PREFECT_HOME" in error.value.what_to_do
    monkeypatch.setenv("PREFECT_API_URL", "http://127.0.0.1:1/api")
    prepare_prefect()  # nothing is kept here then


def test_a_folder_that_is_not_to_be_written_is_refused_unless_a_profile_stands_in_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PREFECT_HOME", str(tmp_path))
    monkeypatch.setattr(os, "access", lambda _path, _mode: False)
    with pytest.raises(InputUnreadableError, match="Permission denied"):
        prepare_prefect()
    (tmp_path / "profiles.toml").write_text("", encoding="utf-8")
    prepare_prefect()
