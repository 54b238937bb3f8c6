"""state.duckdb is deleted, damaged or half made: nothing that was published or taken in is lost."""

from __future__ import annotations

import os
from pathlib import Path

import duckdb
import pytest

from tests.commands.outcome import Command
from tests.crash.conftest import Delivery
from tests.crash.moments import published_tables
from tests.crash.test_damaged_files import Harm, cut, empty, spoil
from warehouse import state as state_module
from warehouse.inspection import read_state
from warehouse.layout import Warehouse
from warehouse.sql import load
from warehouse.state import open_state


@pytest.mark.parametrize("which", ["published", "pending"])
def test_a_deleted_state_is_made_again(
    which: str, delivery: Delivery, kroniek: Command, request: pytest.FixtureRequest
) -> None:
    warehouse = request.getfixturevalue(which)
    (warehouse / "state.duckdb").unlink()
    call = ("run", "--inbox", delivery.inbox, "--warehouse", warehouse, "--json")
    assert kroniek(*call).exit_code == 0
    assert published_tables(warehouse) == delivery.expected
    again = kroniek(*call).json
    assert (again["seen"], again["unchanged"], again["published"]) == (17, 17, False)


@pytest.mark.parametrize("harm", [cut, spoil, empty], ids=lambda harm: harm.__name__)
def test_a_damaged_state_is_told_with_what_to_do_and_doing_so_loses_nothing(
    pending: Path, delivery: Delivery, kroniek: Command, harm: Harm
) -> None:
    state = pending / "state.duckdb"
    harm(state)
    call = ("run", "--inbox", delivery.inbox, "--warehouse", pending)
    outcome = kroniek(*call)
    assert outcome.exit_code == 11
    assert str(state) in outcome.err
    assert "may be deleted" in outcome.err
    assert "Traceback" not in outcome.err
    assert kroniek("sql", "FROM months", "--warehouse", pending).exit_code == 0
    assert kroniek("status", "--warehouse", pending).exit_code == 0
    state.unlink()
    assert kroniek(*call).exit_code == 0
    assert published_tables(pending) == delivery.expected


def test_a_state_that_a_killed_run_has_only_half_made_is_no_state_yet(tmp_path: Path) -> None:
    """Found by killing: tables were made one by one, and a reader asked one that was not there."""
    warehouse = Warehouse(tmp_path)
    with duckdb.connect(warehouse.state_file) as state:
        first, _, _ = load("state_tables").partition(";")
        state.execute(first)
    assert read_state(warehouse, status_last_run={}, status_holds={}) == {"status_last_run": [], "status_holds": []}


@pytest.mark.parametrize("at", [1, 2])
def test_a_state_that_was_being_made_when_the_run_died_is_made_by_the_next(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, at: int
) -> None:
    calls = [0]

    def dying(path: Path) -> None:
        calls[0] += 1
        if calls[0] == at:
            raise KeyboardInterrupt(path)

    with monkeypatch.context() as patch:
        patch.setattr(state_module, "fsync_file", dying)
        with pytest.raises(KeyboardInterrupt), open_state(Warehouse(tmp_path)):
            pass
    with open_state(Warehouse(tmp_path)) as state:
        assert state.execute("FROM runs").fetchall() == []


def test_a_log_that_a_deleted_state_has_left_behind_does_not_come_back(
    pending: Path, delivery: Delivery, kroniek: Command
) -> None:
    """A killed run leaves `state.duckdb.wal`; whoever deletes the state may leave it there."""
    with duckdb.connect(pending / "state.duckdb") as state:
        state.execute("SET wal_autocheckpoint = '1GB'")
        state.execute("PRAGMA disable_checkpoint_on_shutdown")
        state.execute("UPDATE ledger SET source_path = 'verzonnen.txt'")
    assert (pending / "state.duckdb.wal").exists()
    os.unlink(pending / "state.duckdb")  # noqa: PTH108 (what a person does)
    assert kroniek("run", "--inbox", delivery.inbox, "--warehouse", pending).exit_code == 0
    assert published_tables(pending) == delivery.expected
