"""Database files are opened in one DuckDB: nothing of one opening is left for the next, or for other processes."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import duckdb
import pytest

from transforms.errors import UsageError
from warehouse import kept_engine
from warehouse.kept_engine import open_file
from warehouse.layout import Warehouse
from warehouse.state import open_state


@pytest.fixture
def warehouse(tmp_path: Path) -> Warehouse:
    return Warehouse(tmp_path / "warehouse")


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[object]]:
    """Every DuckDB that is made."""
    connect, made = duckdb.connect, list[object]()

    def counted(*arguments: Any, **named: Any) -> duckdb.DuckDBPyConnection:
        made.append(arguments)
        return connect(*arguments, **named)

    kept_engine._give_up()
    monkeypatch.setattr(duckdb, "connect", counted)
    yield made
    kept_engine._give_up()


def enter(warehouse: Warehouse, name: str) -> None:
    with open_state(warehouse) as state:
        state.execute("INSERT INTO inboxes SELECT count(*) + 1, $name FROM inboxes", {"name": name})


def names(warehouse: Warehouse) -> set[str]:
    with open_state(warehouse, read_only=True) as state:
        return {name for (name,) in state.execute("SELECT inbox FROM inboxes").fetchall()}


def test_a_state_is_opened_many_times_in_one_duckdb(warehouse: Warehouse, made: list[object], tmp_path: Path) -> None:
    enter(warehouse, "een")
    enter(warehouse, "twee")
    assert names(warehouse) == {"een", "twee"}
    assert len(made) == 1
    other = Warehouse(tmp_path / "other")
    enter(other, "drie")
    assert names(other) == {"drie"}
    assert names(warehouse) == {"een", "twee"}
    assert len(made) == 2  # each spills into its own warehouse
    enter(Warehouse(tmp_path / "third"), "vier")
    assert names(other) == {"drie"}
    assert len(made) == 3
    assert names(warehouse) == {"een", "twee"}
    assert len(made) == 4  # two are kept


def write_and_fail(warehouse: Warehouse, error: BaseException | None) -> None:
    with open_state(warehouse) as state:
        state.execute("INSERT INTO inboxes VALUES (7, 'zeven')")
        if error is not None:
            raise error
        state.execute("FROM no_such_table")


@pytest.mark.parametrize(
    ("error", "told"),
    [
        (None, duckdb.CatalogException),
        (UsageError("stop", where="here", what_to_do="go on"), UsageError),
        (KeyboardInterrupt(), KeyboardInterrupt),
    ],
)
def test_what_was_written_before_an_error_is_not_kept_and_the_next_opening_is_as_ever(
    warehouse: Warehouse, made: list[object], error: BaseException | None, told: type[BaseException]
) -> None:
    enter(warehouse, "een")
    with pytest.raises(told):
        write_and_fail(warehouse, error)
    assert names(warehouse) == {"een"}
    enter(warehouse, "twee")
    assert names(warehouse) == {"een", "twee"}
    assert len(made) == 2


def test_what_is_registered_at_one_opening_is_not_there_at_the_next(warehouse: Warehouse) -> None:
    with open_state(warehouse) as state:
        state.execute("CREATE TEMPORARY TABLE asked AS SELECT 1")
        state.execute("SET VARIABLE asked = 1")
    with open_state(warehouse) as state:
        with pytest.raises(duckdb.CatalogException):
            state.table("asked")
        assert state.execute("SELECT getvariable('asked')").fetchall() == [(None,)]


def test_another_process_can_open_the_file_as_soon_as_it_is_closed(warehouse: Warehouse) -> None:
    enter(warehouse, "een")
    program = "import duckdb, sys; print(duckdb.connect(sys.argv[1]).table('inboxes').count('*').fetchall())"
    command = [sys.executable, "-c", program, str(warehouse.state_file)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert done.stdout == "[(1,)]\n"
    assert not warehouse.state_file.with_name("state.duckdb.wal").exists()


def test_threads_wait_for_each_other(warehouse: Warehouse) -> None:
    expected = {f"inbox {number}" for number in range(12)}
    enter(warehouse, "inbox 0")
    with ThreadPoolExecutor(4) as threads:
        list(threads.map(lambda name: enter(warehouse, name), sorted(expected - {"inbox 0"})))
    assert names(warehouse) == expected


def test_a_file_that_is_only_read_is_not_made(tmp_path: Path) -> None:
    settings: dict[str, Any] = {"temporary": tmp_path, "memory_limit": "64MB"}
    with pytest.raises(duckdb.IOException), open_file(tmp_path / "absent.duckdb", read_only=True, **settings):
        pytest.fail("there is nothing to read")
    assert not (tmp_path / "absent.duckdb").exists()
    with open_file(tmp_path / "new's.duckdb", read_only=False, **settings) as connection:
        connection.execute("CREATE TABLE words AS SELECT 'brug' AS word")
    with open_file(tmp_path / "new's.duckdb", read_only=True, **settings) as connection:
        assert connection.table("words").fetchall() == [("brug",)]
        with pytest.raises(duckdb.InvalidInputException):
            connection.execute("DROP TABLE words")
