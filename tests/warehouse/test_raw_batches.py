"""A raw batch is written part by part beside the reading; what goes wrong there is not lost."""

from __future__ import annotations

import threading
from datetime import UTC, datetime
from pathlib import Path

import pyarrow as pa
import pytest

from transforms.schema_types import Table
from warehouse import raw_batches
from warehouse.layout import Warehouse
from warehouse.parquet import write_table
from warehouse.raw_batches import BatchWriter, PartLimits, RawFile

LIMITS = PartLimits(files=1, bytes=1_000)


def row(number: int) -> RawFile:
    return RawFile(
        1, "/in", "krant", f"{number}.txt", None, f"{number:064x}", 3, 3, 1, b"een", None, None, None, None, None
    )  # fmt: skip


def test_a_part_that_cannot_be_written_ends_the_batch(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> int:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(raw_batches, "write_table", refuse)
    with BatchWriter(Warehouse(tmp_path), 1, LIMITS) as writer:
        writer.add(row(1))
        with pytest.raises(OSError, match="No space left"):
            writer.finish(now=datetime(2026, 11, 22, tzinfo=UTC), run_id="run")
    assert Warehouse(tmp_path).raw_batches() == []


def test_who_leaves_early_leaves_no_part_on_its_way(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    may_go_on = threading.Event()
    written: list[Path] = []

    def write_later(rows: pa.Table, table: Table, path: Path, *, compression_level: int) -> int:
        may_go_on.wait()
        written.append(path)
        return write_table(rows, table, path, compression_level=compression_level)

    monkeypatch.setattr(raw_batches, "write_table", write_later)
    with BatchWriter(Warehouse(tmp_path), 1, LIMITS) as writer:
        writer.add(row(1))
        may_go_on.set()
    assert [path.is_file() for path in written] == [True]
