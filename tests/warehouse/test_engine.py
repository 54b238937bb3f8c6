"""What the engine holds goes to the disk when others need the memory, and nothing is lost by it."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

import warehouse.assemble
import warehouse.frames
from bench.multiplied import write_articles
from tests.plain_road import run_plain
from warehouse.engine import NARROW_LIMIT, count_of, limit_memory, open_engine
from warehouse.layout import Warehouse

ROWS = 1_500_000
HELD = "SELECT coalesce(sum(memory_usage_bytes), 0)::BIGINT FROM duckdb_memory()"
SMALL = "32MB"


def test_tables_beyond_the_limit_wait_on_the_disk(tmp_path: Path) -> None:
    with open_engine(Warehouse(tmp_path)) as engine:
        engine.execute("CREATE TEMP TABLE ids AS SELECT md5(i::VARCHAR) AS id FROM range($n) AS x (i)", {"n": ROWS})
        before = count_of(engine, HELD)
        limit_memory(engine, SMALL)
        assert count_of(engine, HELD) <= 32_000_000 < before
        assert count_of(engine, "SELECT count(DISTINCT id) FROM ids") == ROWS


def test_the_engine_makes_do_with_less_while_texts_are_written_and_read_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    found: dict[str, object] = {}

    def limit_of(engine: duckdb.DuckDBPyConnection) -> object:
        return engine.execute("SELECT current_setting('memory_limit')").fetchall()[0][0]

    def noting(module: object, name: str) -> None:
        work = getattr(module, name)

        def call(engine: duckdb.DuckDBPyConnection, *arguments: object, **named: object) -> object:
            tables = {row[0] for row in engine.execute("SELECT table_name FROM duckdb_tables()").fetchall()}
            found[name] = limit_of(engine)
            assert "versions" not in tables  # nobody asks for them any more
            return work(engine, *arguments, **named)

        monkeypatch.setattr(module, name, call)

    noting(warehouse.assemble, "write_documents")
    noting(warehouse.frames, "SuspectSearch")
    write_articles(tmp_path / "inbox", range(5))
    report = run_plain(tmp_path / "inbox", tmp_path / "warehouse")
    assert report.published
    with open_engine(Warehouse(tmp_path / "other")) as engine:
        limit_memory(engine, NARROW_LIMIT)
        assert set(found.values()) == {limit_of(engine)}, found
        assert len(found) == 3


def test_no_two_engines_spill_into_one_folder(tmp_path: Path) -> None:
    """None depends on what another clears away when it closes."""
    place = Warehouse(tmp_path)
    query = "CREATE TEMP TABLE ids AS SELECT md5(i::VARCHAR) AS id FROM range($n) AS x (i)"
    with open_engine(place) as first:
        first.execute(query, {"n": ROWS})
        limit_memory(first, SMALL)
        with open_engine(place) as second:
            second.execute(query, {"n": ROWS})
            limit_memory(second, SMALL)
            assert len(list(place.temporary.glob("spill*"))) == 2
            assert count_of(second, "SELECT count(DISTINCT id) FROM ids") == ROWS
        assert count_of(first, "SELECT count(DISTINCT id) FROM ids") == ROWS
