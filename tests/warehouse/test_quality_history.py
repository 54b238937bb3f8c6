"""The quality records of past releases, as they lie in their folders."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from transforms.errors import VerificationError
from warehouse.layout import Warehouse
from warehouse.quality_history import HISTORY_LENGTH, past_quality, read_quality


def publish(warehouse: Warehouse, version: str, content: str | None = None, *, parent: str | None = None) -> Path:
    """A release folder with nothing but its quality record; the latest from now on."""
    folder = warehouse.releases / version
    folder.mkdir(parents=True)
    record = json.dumps({"verdict": "passed", "parent": parent, "metrics": {"number": int(version[8:])}})
    (folder / "quality.json").write_text(record if content is None else content, encoding="utf-8")
    point_at(warehouse, version)
    return folder


def point_at(warehouse: Warehouse, version: str) -> None:
    pointer = {"version": version, "path": f"releases/{version}"}
    warehouse.latest_file.write_text(json.dumps(pointer), encoding="utf-8")


def test_the_newest_come_first_as_numbers(tmp_path: Path) -> None:
    warehouse = Warehouse(tmp_path)
    for version in ("2026.11.10", "2026.12.0", "2026.11.9"):
        publish(warehouse, version)
    point_at(warehouse, "2026.12.0")

    assert [record["version"] for record in past_quality(warehouse)] == ["2026.12.0", "2026.11.10", "2026.11.9"]
    assert [record["version"] for record in past_quality(warehouse, limit=1)] == ["2026.12.0"]
    assert past_quality(warehouse, limit=0) == []


def test_the_history_has_an_end(tmp_path: Path) -> None:
    warehouse = Warehouse(tmp_path)
    for number in range(HISTORY_LENGTH + 3):
        publish(warehouse, f"2026.11.{number}")

    records = past_quality(warehouse)

    assert [record["metrics"]["number"] for record in records] == list(range(HISTORY_LENGTH + 2, 2, -1))


def test_before_the_first_release_there_is_none(tmp_path: Path) -> None:
    assert past_quality(Warehouse(tmp_path / "absent")) == []


def test_what_was_rolled_back_is_no_history(tmp_path: Path) -> None:
    warehouse = Warehouse(tmp_path)
    for number in range(4):
        publish(warehouse, f"2026.11.{number}")
    point_at(warehouse, "2026.11.1")

    assert [record["version"] for record in past_quality(warehouse)] == ["2026.11.1", "2026.11.0"]

    publish(warehouse, "2026.11.4", parent="2026.11.1")

    assert [record["version"] for record in past_quality(warehouse)] == ["2026.11.4", "2026.11.1", "2026.11.0"]


def test_a_pruned_parent_is_passed_over(tmp_path: Path) -> None:
    warehouse = Warehouse(tmp_path)
    publish(warehouse, "2026.11.0")
    publish(warehouse, "2026.11.9", parent="2026.11.8")

    assert [record["version"] for record in past_quality(warehouse)] == ["2026.11.9", "2026.11.0"]


@pytest.mark.parametrize("content", ["", "[]", "{", "\x00"])
def test_a_damaged_record_is_left_out_but_named_when_it_is_asked_for(content: str, tmp_path: Path) -> None:
    warehouse = Warehouse(tmp_path)
    publish(warehouse, "2026.11.0")
    damaged = publish(warehouse, "2026.11.1", content)
    publish(warehouse, "2026.11.2")

    assert [record["version"] for record in past_quality(warehouse)] == ["2026.11.2", "2026.11.0"]
    with pytest.raises(VerificationError, match="cannot be read"):
        read_quality(damaged)
