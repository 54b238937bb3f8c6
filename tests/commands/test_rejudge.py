"""What `rejudge` prints; what it does is shown with the road."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

import flows.road
from flows.reports import RunReport
from flows.settings import Settings
from tests.commands.outcome import Command
from warehouse.durable import hash_file
from warehouse.layout import Warehouse
from warehouse.lock import writer_lock

CHANGES = [
    {"from": "text_too_short", "to": "all_checks_passed", "files": 7},
    {"from": "all_checks_passed", "to": "exact_duplicate", "files": 2},
]
REJUDGED = RunReport(
    run_id="again", published=True, release="2026.11.1", latest="2026.11.1", gate="passed", documents=13, judged=40,
    changes=CHANGES, seconds={"rejudge": 0.5},
)  # fmt: skip


@pytest.fixture
def warehouse(seeds_like_warehouse: Path, tmp_path: Path) -> Path:
    shutil.copytree(seeds_like_warehouse, tmp_path / "warehouse")
    return tmp_path / "warehouse"


@pytest.fixture
def answered(monkeypatch: pytest.MonkeyPatch) -> None:
    def walk(_: Settings) -> RunReport:
        return REJUDGED

    monkeypatch.setattr(flows.road, "run_rejudge", walk)


@pytest.mark.usefixtures("answered")
def test_changes_are_a_table_of_reasons(kroniek: Command, warehouse: Path) -> None:
    outcome = kroniek("rejudge", "--warehouse", warehouse)
    assert outcome.exit_code == 0
    lines = [line.split() for line in outcome.out.splitlines()]
    assert ["text_too_short", "all_checks_passed", "7"] in lines
    assert "Judged again: 40 files, 9 of them with another reason." in outcome.out
    assert "Published 2026.11.1: 13 documents." in outcome.out
    assert "seen" not in outcome.out


@pytest.mark.usefixtures("answered")
def test_json_begins_with_what_changed_and_goes_on_as_that_of_run(kroniek: Command) -> None:
    assert kroniek("rejudge", "--json").json == {
        "judged": 40, "changed": 9, "changes": CHANGES, "run_id": "again", "seen": 0, "accepted": 0, "rejected": 0,
        "duplicates": 0, "unchanged": 0, "deferred": 0, "ignored": 0, "published": True, "release": "2026.11.1",
        "latest": "2026.11.1", "gate": "passed", "seconds": {"rejudge": 0.5},
    }  # fmt: skip


def test_a_dry_run_shows_the_table_and_changes_nothing(
    kroniek: Command, warehouse: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KRONIEK_EARLIEST_YEAR", "2012")
    monkeypatch.setenv("KRONIEK_NOW", "2026-11-22T06:00:00Z")
    before = {path: hash_file(path) for path in warehouse.rglob("*.parquet") if ".tmp" not in path.parts}
    outcome = kroniek("rejudge", "--dry-run", "--warehouse", warehouse)
    assert outcome.exit_code == 0
    assert ["all_checks_passed", "date_too_early", "2"] in [line.split() for line in outcome.out.splitlines()]
    assert kroniek("rejudge", "--dry-run", "--json", "--warehouse", warehouse).json == {
        "judged": 11,
        "changed": 2,
        "changes": [{"from": "all_checks_passed", "to": "date_too_early", "files": 2}],
    }
    assert {path: hash_file(path) for path in before} == before
    assert kroniek("status", "--warehouse", warehouse, "--json").json["is_judged_otherwise"]


def test_a_dry_run_makes_no_warehouse(kroniek: Command, tmp_path: Path) -> None:
    outcome = kroniek("rejudge", "--dry-run", "--warehouse", tmp_path / "none", "--json")
    assert outcome.json == {"judged": 0, "changed": 0, "changes": []}
    assert not (tmp_path / "none").exists()


@pytest.mark.parametrize("flags", [(), ("--dry-run",)])
def test_a_warehouse_that_a_run_holds_is_13(kroniek: Command, warehouse: Path, flags: tuple[str, ...]) -> None:
    with writer_lock(Warehouse(warehouse), holder="run gentle-heron"):
        assert kroniek("rejudge", *flags, "--warehouse", warehouse).exit_code == 13


def test_status_says_when_the_settings_are_not_those_of_the_verdicts(
    kroniek: Command, warehouse: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "kroniek rejudge" not in kroniek("status", "--warehouse", warehouse).err
    monkeypatch.setenv("KRONIEK_MINIMUM_LETTER_COUNT", "10")
    outcome = kroniek("status", "--warehouse", warehouse)
    assert outcome.exit_code == 0
    assert "The settings differ from those that verdicts were made with." in outcome.err
    assert "kroniek rejudge" in outcome.err
