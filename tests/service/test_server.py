"""Transactions of the server's SQLite take turns: Prefect alone is refused where another one wrote in between."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import anyio
import pytest
import sqlalchemy as sa
from prefect.server.database.configurations import AioSqliteConfiguration

from flows.service.server import write_from_the_start
from tests.conftest import REPOSITORY


async def _two_writers(database: Path, *, is_told: bool) -> list[int]:
    """Two transactions: one reads before it writes, and lets the other go first if it can; gives what was written."""
    configuration = AioSqliteConfiguration(f"sqlite+aiosqlite:///{database}")
    engine = await configuration.engine()
    if is_told:
        write_from_the_start(engine.sync_engine)
    async with engine.connect() as connection:
        await connection.execute(sa.text("CREATE TABLE counted (number INTEGER)"))
    has_read, has_written = anyio.Event(), anyio.Event()

    async def read_then_write() -> None:
        session = await configuration.session(engine)
        async with session, configuration.begin_transaction(session):
            await session.execute(sa.text("SELECT count(*) FROM counted"))
            has_read.set()
            with anyio.move_on_after(0.3 if is_told else 60):  # of two that take turns the other cannot have written
                await has_written.wait()
            await session.execute(sa.text("INSERT INTO counted VALUES (1)"))

    async def write() -> None:
        await has_read.wait()
        session = await configuration.session(engine)
        async with session, configuration.begin_transaction(session):
            await session.execute(sa.text("INSERT INTO counted VALUES (2)"))
        has_written.set()

    async with anyio.create_task_group() as group:
        group.start_soon(read_then_write)
        group.start_soon(write)
    async with engine.connect() as connection:
        rows = await connection.execute(sa.text("SELECT number FROM counted ORDER BY rowid"))
        return [row.number for row in rows]


def test_a_transaction_that_reads_before_it_writes_is_not_refused(tmp_path: Path) -> None:
    async def write() -> list[int]:
        return await _two_writers(tmp_path / "ours.db", is_told=True)

    assert anyio.run(write) == [1, 2]


def test_prefect_alone_is_refused(tmp_path: Path) -> None:
    async def write() -> list[int]:
        return await _two_writers(tmp_path / "theirs.db", is_told=False)

    with pytest.raises(ExceptionGroup) as refused:
        anyio.run(write)
    assert "database is locked" in str(refused.value.exceptions[0])


def test_the_command_is_prefects_and_has_every_engine_told() -> None:
    program = (
        "import runpy, sys\n"
        "runpy.run_module = lambda name, **_: print(name, sys.argv)\n"
        "from flows.service.server import main\n"
        "main(['server', 'start'])\n"
        "from sqlalchemy import create_engine\n"
        "with create_engine('sqlite://').connect() as connection:\n"
        "    connection.connection.dbapi_connection.set_trace_callback(print)\n"
        "    connection.exec_driver_sql('BEGIN DEFERRED')\n"
    )
    done = subprocess.run([sys.executable, "-c", program], cwd=REPOSITORY, capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[:2] == ["prefect ['prefect', 'server', 'start']", "BEGIN IMMEDIATE"]
