"""One writer at a time, told by name; a holder that dies lets go."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.conftest import REPOSITORY
from transforms.errors import InputUnreadableError, WarehouseBusyError
from warehouse.layout import Warehouse
from warehouse.lock import lock_holder, writer_lock

HOLD = """
import sys
from pathlib import Path
from warehouse.layout import Warehouse
from warehouse.lock import writer_lock
with writer_lock(Warehouse(Path(sys.argv[1])), holder="run nachtloop"):
    print("held", flush=True)
    sys.stdin.read()
"""
HOLD_WITH_CHILD = """
import subprocess, sys
from pathlib import Path
from warehouse.layout import Warehouse
from warehouse.lock import writer_lock
with writer_lock(Warehouse(Path(sys.argv[1])), holder="run ouder"):
    child = subprocess.Popen([sys.executable, "-c", "import sys; sys.stdin.read()"], close_fds=False)
    print("held", child.pid, flush=True)
    sys.stdin.read()
"""


@contextmanager
def another_process(script: str, warehouse: Path) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """A process that holds the lock, and the line it said; it ends when its standard input is closed."""
    with subprocess.Popen(
        [sys.executable, "-c", script, str(warehouse)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": str(REPOSITORY)},
    ) as process:
        assert process.stdout is not None
        yield process, process.stdout.readline()


def test_a_second_writer_is_told_who_holds_the_warehouse(tmp_path: Path) -> None:
    warehouse = Warehouse(tmp_path / "warehouse")
    with another_process(HOLD, warehouse.root) as (process, said):
        assert said == "held\n"
        with (
            pytest.raises(WarehouseBusyError, match=rf"run nachtloop, process {process.pid}") as error,
            writer_lock(warehouse, holder="second"),
        ):
            pytest.fail("two writers at once")
        assert error.value.where == str(warehouse.root)
        assert error.value.exit_code == 13
        assert lock_holder(warehouse) == f"run nachtloop, process {process.pid}"
        process.communicate()
    assert lock_holder(warehouse) is None
    with writer_lock(warehouse, holder="second"):
        pass


def test_a_holder_that_is_killed_lets_go(tmp_path: Path) -> None:
    warehouse = Warehouse(tmp_path / "warehouse")
    with another_process(HOLD, warehouse.root) as (process, said):
        assert said == "held\n"
        process.kill()
        process.wait()
        assert lock_holder(warehouse) is None
        with writer_lock(warehouse, holder="next"):
            assert lock_holder(warehouse) == f"next, process {os.getpid()}"


def test_a_child_that_outlives_the_holder_does_not_hold_the_warehouse(tmp_path: Path) -> None:
    warehouse = Warehouse(tmp_path / "warehouse")
    with another_process(HOLD_WITH_CHILD, warehouse.root) as (process, said):
        assert said.startswith("held ")
        child = int(said.split()[1])
        process.kill()
        process.wait()
        os.kill(child, 0)  # it lives: it waits for its standard input, which is ours
        with writer_lock(warehouse, holder="next"):
            pass
        process.communicate()


def test_in_one_process_too_the_second_is_refused(tmp_path: Path) -> None:
    warehouse = Warehouse(tmp_path)
    with (
        writer_lock(warehouse, holder="first"),
        pytest.raises(WarehouseBusyError, match="first"),
        writer_lock(warehouse, holder="second"),
    ):
        pytest.fail("two writers at once")


def test_an_exception_in_the_run_lets_go(tmp_path: Path) -> None:
    warehouse = Warehouse(tmp_path)
    with pytest.raises(ZeroDivisionError), writer_lock(warehouse, holder="first"):
        raise ZeroDivisionError
    with writer_lock(warehouse, holder="second"):
        assert lock_holder(warehouse) == f"second, process {os.getpid()}"


def test_asking_who_holds_it_makes_nothing(tmp_path: Path) -> None:
    assert lock_holder(Warehouse(tmp_path / "geen")) is None
    assert list(tmp_path.iterdir()) == []


def test_a_warehouse_that_cannot_be_made_is_an_expected_failure(tmp_path: Path) -> None:
    (tmp_path / "bestand").write_text("x")
    with (
        pytest.raises(InputUnreadableError, match="cannot be written"),
        writer_lock(Warehouse(tmp_path / "bestand" / "warehouse"), holder="first"),
    ):
        pytest.fail("locked a folder that is none")


def test_a_lock_that_cannot_be_opened_is_an_expected_failure(tmp_path: Path) -> None:
    (tmp_path / ".lock").mkdir()
    with (
        pytest.raises(InputUnreadableError, match="cannot be written"),
        writer_lock(Warehouse(tmp_path), holder="first"),
    ):
        pytest.fail("locked a folder")
