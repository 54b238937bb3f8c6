"""What `recompute` and `rebuild` print and ask; what they do is shown with the road."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

import flows.road
from flows.reports import RunReport
from flows.settings import Settings
from tests.commands.outcome import Command
from transforms import rules
from warehouse.layout import Warehouse
from warehouse.lock import writer_lock

DONE = RunReport(
    run_id="again", published=True, release="2026.11.1", latest="2026.11.1", gate="passed", documents=6, measured=11,
    judged=11, seconds={"measure": 0.5},
)  # fmt: skip


@pytest.fixture
def warehouse(seeds_like_warehouse: Path, tmp_path: Path) -> Path:
    shutil.copytree(seeds_like_warehouse, tmp_path / "warehouse")
    return tmp_path / "warehouse"


@pytest.fixture
def answered(monkeypatch: pytest.MonkeyPatch) -> None:
    def walk(_: Settings, *, is_forced: bool = True) -> RunReport:  # noqa: ARG001
        return DONE

    monkeypatch.setattr(flows.road, "run_recompute", walk)
    monkeypatch.setattr(flows.road, "run_rebuild", walk)


def test_without_other_rules_there_is_nothing_to_measure_again(kroniek: Command, warehouse: Path) -> None:
    outcome = kroniek("recompute", "--warehouse", warehouse)
    assert outcome.exit_code == 0
    assert outcome.out == f"Nothing to measure again: everything is of rules {rules.RULES_VERSION}.\n"
    assert kroniek("recompute", "--json", "--warehouse", warehouse).json["measured"] == 0


def test_a_dry_run_tells_what_is_of_which_rules(
    kroniek: Command, warehouse: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = rules.RULES_VERSION
    monkeypatch.setattr(rules, "RULES_VERSION", "2093.01.1")
    outcome = kroniek("recompute", "--dry-run", "--warehouse", warehouse)
    assert outcome.exit_code == 0
    assert [before, "1"] in [line.split() for line in outcome.out.splitlines()]
    assert "To be measured again under rules 2093.01.1: 1 batches; 11 files." in outcome.out
    found = kroniek("recompute", "--dry-run", "--json", "--warehouse", warehouse).json["plan"]
    assert (found["rules_version"], found["batches"], found["files"]) == ("2093.01.1", 1, 11)
    assert [(one["rules_version"], one["batches"]) for one in found["found"]] == [(before, 1)]
    status = kroniek("status", "--warehouse", warehouse)
    assert status.exit_code == 0
    assert "Run kroniek recompute." in status.err
    monkeypatch.setattr(rules, "RULES_VERSION", "2001.01.1")
    refused = kroniek("recompute", "--warehouse", warehouse)
    assert refused.exit_code == 10
    assert "newer Kroniek" in refused.err
    assert "--force" in refused.err
    assert "Install that version" in kroniek("status", "--warehouse", warehouse).err


@pytest.mark.usefixtures("answered")
def test_what_was_measured_is_told(kroniek: Command, warehouse: Path) -> None:
    outcome = kroniek("recompute", "--force", "--warehouse", warehouse)
    assert outcome.exit_code == 0
    assert "Measured again: 11 files." in outcome.out
    assert "Published 2026.11.1: 6 documents." in outcome.out
    found = kroniek("rebuild", "--yes", "--json", "--warehouse", warehouse).json
    assert (found["measured"], found["judged"], found["release"], found["published"]) == (11, 11, "2026.11.1", True)


@pytest.mark.usefixtures("answered")
def test_rebuild_asks_and_where_nobody_can_be_asked_wants_yes(kroniek: Command, warehouse: Path) -> None:
    outcome = kroniek("rebuild", "--warehouse", warehouse)
    assert outcome.exit_code == 2
    assert "--yes" in outcome.err
    assert outcome.out == ""


def test_no_warehouse_is_made(kroniek: Command, tmp_path: Path) -> None:
    for command in ("recompute", "rebuild"):
        outcome = kroniek(command, "--warehouse", tmp_path / "none")
        assert outcome.exit_code == 0
        assert outcome.out.endswith(("nothing to measure again.\n", "nothing to make again.\n"))
    assert not (tmp_path / "none").exists()


@pytest.mark.parametrize("command", ["recompute", "rebuild"])
def test_a_warehouse_that_a_run_holds_is_13(kroniek: Command, warehouse: Path, command: str) -> None:
    with writer_lock(Warehouse(warehouse), holder="run gentle-heron"):
        assert kroniek(command, "--warehouse", warehouse).exit_code == 13
