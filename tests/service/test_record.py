"""Whether a service is up: known by a lock that dies with its holder, not by a file that may be left behind."""

from __future__ import annotations

from pathlib import Path

import pytest

from flows.service.record import ServiceFolder, ServiceRecord, find_service, hold_service, write_record
from transforms.errors import WarehouseBusyError
from warehouse.layout import Warehouse

RECORD = ServiceRecord(1, "http://127.0.0.1:1/api", "http://127.0.0.1:1", True, True, "2026-11-22", "/f", "/l")  # noqa: FBT003


@pytest.fixture
def place(tmp_path: Path) -> Warehouse:
    return Warehouse(tmp_path / "warehouse")


def test_an_absent_warehouse_has_no_service_and_stays_absent(place: Warehouse) -> None:
    assert find_service(place) is None
    assert not place.root.exists()


def test_a_service_is_found_while_it_holds_its_lock_and_not_afterwards(place: Warehouse) -> None:
    with hold_service(place) as folder:
        assert find_service(place) is None  # it has said nothing yet
        write_record(folder, RECORD)
        assert find_service(place) == RECORD
    assert find_service(place) is None


def test_a_record_that_a_killed_service_left_behind_counts_for_nothing(place: Warehouse) -> None:
    folder = ServiceFolder.of(place)
    folder.root.mkdir(parents=True)
    folder.lock_file.touch()
    write_record(folder, RECORD)
    assert find_service(place) is None
    with hold_service(place):
        assert find_service(place) is None


@pytest.mark.parametrize("content", ["", "{", "[]", '{"other": 1}', "null"])
def test_a_record_that_cannot_be_read_is_no_service(place: Warehouse, content: str) -> None:
    with hold_service(place) as folder:
        folder.record_file.write_text(content)
        assert find_service(place) is None


def test_a_second_service_is_refused(place: Warehouse) -> None:
    with hold_service(place), pytest.raises(WarehouseBusyError, match="already up"), hold_service(place):
        pass
