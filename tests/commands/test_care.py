"""What set-aside, rollback, prune, withdraw and diff print and how they end; what they do is shown in tests/care."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.commands.outcome import Command
from warehouse.layout import Warehouse
from warehouse.lock import writer_lock
from warehouse.withdrawals import read_withdrawals

FIRST = "krant/artikel-0.txt"
COPIED = "krant/artikel-3.txt"


@pytest.fixture
def warehouse(seeds_like_warehouse: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    shutil.copytree(seeds_like_warehouse, tmp_path / "warehouse")
    monkeypatch.setenv("KRONIEK_NOW", "2026-11-22T07:00:00Z")
    return tmp_path / "warehouse"


def everything(warehouse: Path) -> dict[Path, bytes]:
    files = (path for path in warehouse.rglob("*") if path.is_file() and path.name != ".lock")
    return {path: path.read_bytes() for path in files}


def test_a_batch_is_named_by_number_id_or_prefix(kroniek: Command, warehouse: Path) -> None:
    here = ("--warehouse", warehouse)
    done = kroniek("set-aside", "1", "--reason", "half", *here, "--json").json
    assert done == {"batch_no": 1, "batch_id": done["batch_id"], "is_set_aside": True, "is_changed": True}
    again = kroniek("set-aside", done["batch_id"][:6], *here)
    assert (again.exit_code, again.out) == (0, f"Batch 1 ({done['batch_id']}) is set aside already.\n")
    status = kroniek("status", *here)
    assert "set aside  batch 1 (half)" in status.out
    assert kroniek("status", *here, "--json").json["set_aside"][0]["batch_no"] == 1
    assert kroniek("set-aside", done["batch_id"], "--undo", *here, "--json").json["is_changed"]
    assert "set aside" not in kroniek("status", *here).out


def test_an_unknown_batch_is_2_and_the_last_ones_are_named(kroniek: Command, warehouse: Path) -> None:
    outcome = kroniek("set-aside", "12", "--warehouse", warehouse, "--json")
    assert outcome.exit_code == 2
    assert outcome.error["what"] == "There is no batch 12."
    assert "1 (" in outcome.error["what_to_do"]
    assert not (warehouse / "decisions.jsonl").exists()


def test_rolling_back_asks_and_names_what_there_is(kroniek: Command, warehouse: Path) -> None:
    here = ("--warehouse", warehouse)
    assert kroniek("rollback", "2026.10.0", "--yes", *here).exit_code == 2
    asked = kroniek("rollback", "2026.11.0", *here)  # no terminal, so nobody to ask
    assert asked.exit_code == 2
    assert "--yes" in asked.err
    same = kroniek("rollback", "2026.11.0", "--yes", *here, "--json")
    assert same.json == {"latest": "2026.11.0", "before": "2026.11.0", "is_changed": False}
    assert kroniek("status", *here, "--json").json["holds"] == []
    assert kroniek("rollback", "2026.11.0", "--yes", "--warehouse", warehouse / "none").exit_code == 15


def test_pruning_never_touches_the_latest(kroniek: Command, warehouse: Path) -> None:
    before = everything(warehouse)
    assert kroniek("prune", "--keep", "1", "--warehouse", warehouse).out == "Nothing to remove.\n"
    assert kroniek("prune", "--keep", "1", "--yes", "--warehouse", warehouse, "--json").json == {"pruned": []}
    assert kroniek("prune", "--keep", "0", "--warehouse", warehouse).exit_code == 2
    assert everything(warehouse) == before


def test_a_withdrawal_is_shown_asked_for_and_recorded_once(kroniek: Command, warehouse: Path) -> None:
    place = Warehouse(warehouse)
    asked = ("withdraw", COPIED, "--reason", "rights_holder", "--warehouse", warehouse)
    dry = kroniek(*asked, "--dry-run")
    assert dry.exit_code == 0
    assert dry.out.count(COPIED) == 1
    assert "krant/kopie-3.txt" in dry.out  # the whole cluster is shown
    assert "A dry run" in dry.out
    assert kroniek(*asked).exit_code == 2  # no terminal, so nobody to ask
    assert read_withdrawals(place).doc_ids == set()
    done = kroniek(*asked, "--note", "brief van 3 mei", "--yes", "--json").json
    assert (done["is_withdrawn"], done["new_count"], len(done["files"])) == (True, 1, 2)
    assert read_withdrawals(place).doc_ids == set(done["documents"])
    prefix = done["documents"][0][:12]
    again = kroniek("withdraw", prefix, "--reason", "other", "--yes", "--warehouse", warehouse)
    assert "Withdrawn: 0 documents; 1 before." in again.out
    assert read_withdrawals(place).tombstones[done["documents"][0]].reason == "rights_holder"


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ((FIRST, "--reason", "spite"), "request_of_subject, rights_holder, court_order, error, other"),
        ((FIRST, "--reason", "other", "--past-releases"), "--erase"),
        (("krant/niets.txt", "--reason", "other"), "Did you mean"),
        ((FIRST,), "--reason"),
    ],
)
def test_a_withdrawal_that_cannot_be_meant_is_2(
    kroniek: Command, warehouse: Path, arguments: tuple[str, ...], told: str
) -> None:
    before = everything(warehouse)
    outcome = kroniek("withdraw", *arguments, "--yes", "--warehouse", warehouse)
    assert outcome.exit_code == 2
    assert told in outcome.err
    assert everything(warehouse) == before


@pytest.mark.parametrize(
    "command",
    [
        ("set-aside", "1"),
        ("rollback", "2026.11.0", "--yes"),
        ("withdraw", FIRST, "--reason", "other", "--yes"),
        ("publish", "--resume"),
    ],
)
def test_a_warehouse_that_a_run_holds_is_13(kroniek: Command, warehouse: Path, command: tuple[str, ...]) -> None:
    with writer_lock(Warehouse(warehouse), holder="run gentle-heron"):
        outcome = kroniek(*command, "--warehouse", warehouse)
    assert outcome.exit_code == 13
    assert "gentle-heron" in outcome.err
    assert not (warehouse / "decisions.jsonl").exists()
    assert not (warehouse / "withdrawals.jsonl").exists()


def test_comparing_says_when_nothing_differs(kroniek: Command, warehouse: Path) -> None:
    here = ("--warehouse", warehouse)
    outcome = kroniek("diff", "2026.11.0", "2026.11.0", *here)
    assert outcome.out == "2026.11.0 holds the same documents as 2026.11.0.\n"
    found = kroniek("diff", "2026.11.0", "2026.11.0", *here, "--json").json
    assert found["counts"] == {"added": 0, "removed": 0, "withdrawn": 0, "changed": 0}
    assert kroniek("diff", "2026.11.0", "2026.12.0", *here).exit_code == 2
    assert kroniek("diff", "a", "b", "--warehouse", warehouse / "none").exit_code == 15
