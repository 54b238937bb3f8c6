"""What the engine holds goes to the disk when others need the memory, and nothing is lost by it."""

from __future__ import annotations

import errno
import os
from pathlib import Path
from typing import Any

import duckdb
import pytest

import warehouse.assemble
import warehouse.document_files
import warehouse.partitions
from bench.multiplied import write_articles
from tests.plain_road import run_plain
from warehouse.engine import (
    IDLE_LIMIT,
    LAST_LIMIT,
    NARROW_LIMIT,
    ROOMS,
    count_of,
    in_little_room,
    limited_memory,
    open_engine,
)
from warehouse.layout import Warehouse
from warehouse.partitions import ReleaseFile
from warehouse.placed_files import PlacedDocuments, place_documents

ROWS = 1_500_000
HELD = "SELECT coalesce(sum(memory_usage_bytes), 0)::BIGINT FROM duckdb_memory()"
SMALL = "32MB"


def test_tables_beyond_the_limit_wait_on_the_disk(tmp_path: Path) -> None:
    with open_engine(Warehouse(tmp_path)) as engine:
        engine.execute("CREATE TEMP TABLE ids AS SELECT md5(i::VARCHAR) AS id FROM range($n) AS x (i)", {"n": ROWS})
        before = count_of(engine, HELD)
        with limited_memory(engine, SMALL):
            assert count_of(engine, HELD) <= 32_000_000 < before
        assert count_of(engine, "SELECT count(DISTINCT id) FROM ids") == ROWS


def test_the_engine_makes_do_with_less_while_texts_are_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write = warehouse.partitions.write_by_key
    engines: list[duckdb.DuckDBPyConnection] = []
    found: list[object] = []

    def noting(engine: duckdb.DuckDBPyConnection, folder: Path, *, version: str) -> PlacedDocuments:
        tables = {row[0] for row in engine.execute("SELECT table_name FROM duckdb_tables()").fetchall()}
        assert "versions" not in tables  # nobody asks for them any more
        engines.append(engine)
        found.append(limit_of(engine))
        return place_documents(engine, folder, version=version)

    def writing(*arguments: Any, **named: Any) -> list[ReleaseFile]:
        found.append(limit_of(engines[0]))
        return write(*arguments, **named)

    monkeypatch.setattr(warehouse.assemble, "place_documents", noting)
    monkeypatch.setattr(warehouse.document_files, "write_by_key", writing)
    write_articles(tmp_path / "inbox", range(5))
    assert run_plain(tmp_path / "inbox", tmp_path / "warehouse").published
    with open_engine(Warehouse(tmp_path / "other"), NARROW_LIMIT) as engine:
        assert found[0] == limit_of(engine)
        with limited_memory(engine, IDLE_LIMIT):
            assert found[1:] == [limit_of(engine)] * 4


def limit_of(engine: duckdb.DuckDBPyConnection) -> object:
    return engine.execute("SELECT current_setting('memory_limit')").fetchall()[0][0]


def test_an_engine_that_was_made_elsewhere_is_limited_too_and_gets_its_own_limit_back() -> None:
    with duckdb.connect(config={"memory_limit": "300MB"}) as engine:
        before = limit_of(engine)
        for _ in range(2):
            with limited_memory(engine, SMALL):
                assert limit_of(engine) != before
            assert limit_of(engine) == before


@pytest.mark.parametrize("failure", [duckdb.OutOfMemoryException, OSError])
@pytest.mark.parametrize("failures", range(4))
def test_what_does_not_fit_in_little_room_is_done_in_more(
    failures: int, failure: type[Exception], tmp_path: Path
) -> None:
    limits: list[object] = []
    with open_engine(Warehouse(tmp_path)) as engine:

        def work() -> str:
            limits.append(limit_of(engine))
            if len(limits) <= failures:
                raise failure("Out of Memory Error: failed to pin block")  # OSError: as Arrow tells it
            return "done"

        before = limit_of(engine)
        assert in_little_room(engine, work) == "done"
        assert limit_of(engine) == before
        for found, limit in zip(limits, (*ROOMS, LAST_LIMIT)[: failures + 1], strict=True):
            with limited_memory(engine, limit):
                assert found == limit_of(engine)


def test_an_answer_that_is_read_and_does_not_fit_is_asked_for_again(tmp_path: Path) -> None:
    """The engine itself runs out of memory, while Arrow reads."""
    limits: list[object] = []
    with open_engine(Warehouse(tmp_path)) as engine:
        engine.execute("SET operator_memory_limit = '2GB'")
        engine.execute("SET temp_directory = ''")  # nothing can wait on the disk

        def work() -> int:
            limits.append(limit_of(engine))
            query = "SELECT md5(i::VARCHAR) AS id FROM range($n) AS x (i) ORDER BY ALL"
            return sum(batch.num_rows for batch in engine.sql(query, params={"n": 3 * ROWS}).to_arrow_reader(2_048))

        assert in_little_room(engine, work) == 3 * ROWS
        assert len(limits) > 1


def test_what_goes_wrong_while_an_answer_is_read_is_told_as_what_it_is(tmp_path: Path) -> None:
    query = "SELECT i FROM range($n) AS x (i)"
    with open_engine(Warehouse(tmp_path)) as engine:

        def read() -> None:
            for _ in engine.sql(query, params={"n": ROWS}).to_arrow_reader(2_048):
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

        with pytest.raises(OSError, match="No space"), limited_memory(engine, SMALL):
            read()
        assert count_of(engine, "SELECT 1") == 1


def test_another_error_of_the_system_is_not_asked_away(tmp_path: Path) -> None:
    calls = 0
    with open_engine(Warehouse(tmp_path)) as engine:

        def work() -> None:
            nonlocal calls
            calls += 1
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

        with pytest.raises(OSError, match="No space"):
            in_little_room(engine, work)
    assert calls == 1


def test_no_two_engines_spill_into_one_folder(tmp_path: Path) -> None:
    """None depends on what another clears away when it closes."""
    place = Warehouse(tmp_path)
    query = "CREATE TEMP TABLE ids AS SELECT md5(i::VARCHAR) AS id FROM range($n) AS x (i)"
    with open_engine(place) as first:
        first.execute(query, {"n": ROWS})
        with limited_memory(first, SMALL), open_engine(place, SMALL) as second:
            second.execute(query, {"n": ROWS})
            assert len(list(place.temporary.glob("spill*"))) == 2
            assert count_of(second, "SELECT count(DISTINCT id) FROM ids") == ROWS
        assert count_of(first, "SELECT count(DISTINCT id) FROM ids") == ROWS
