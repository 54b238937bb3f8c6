"""Rows follow their documents into order, whether they fit in memory or not."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from transforms.schema import DATE_MENTIONS, SENTENCES
from transforms.schema_types import Table
from warehouse import placed_rows
from warehouse.placed_rows import PlacedRows, merge_placed_rows

Documents = dict[int, list[tuple[int, int, str]]]

ROWS = st.lists(st.tuples(st.integers(1, 3), st.integers(1, 3), st.text(max_size=5)), max_size=6)
DOCUMENTS = st.dictionaries(st.integers(0, 30), ROWS, max_size=20)
CUTS = st.lists(st.integers(1, 4), min_size=40, max_size=40)


def placed(documents: Documents, order: list[int]) -> PlacedRows:
    rows = [(place, *row) for place in order for row in documents[place]]
    columns = list(zip(*rows, strict=True)) if rows else [()] * 4
    names = ("paragraph_no", "sentence_no", "text")
    types = (pa.int32(), pa.int32(), pa.string())
    table = pa.table(
        {name: pa.array(column, kind) for name, column, kind in zip(names, columns[1:], types, strict=True)}
    )
    return PlacedRows(np.array(columns[0], dtype=np.int64), table)


def in_pieces(documents: Documents, order: list[int], cuts: list[int]) -> Iterator[PlacedRows]:
    rest, sizes = order, iter(cuts)
    while rest:
        size = next(sizes)
        yield placed(documents, rest[:size])
        rest = rest[size:]


def merge(new: Iterator[PlacedRows], kept: Iterator[PlacedRows], folder: Path) -> list[tuple[int, int, int, str]]:
    found: list[tuple[int, int, int, str]] = []
    for piece in merge_placed_rows(new, kept, SENTENCES, document_count=31, spill=folder / "rows"):
        columns = [piece.rows.column(name).to_pylist() for name in ("paragraph_no", "sentence_no", "text")]
        found += zip(piece.places.tolist(), *columns, strict=True)
    assert not list(folder.iterdir())
    return found


@pytest.mark.parametrize("run_bytes", [1, 100, 1_000_000])
@given(DOCUMENTS, st.randoms(use_true_random=False), st.sets(st.integers(0, 30)), CUTS)
def test_rows_lie_by_document_and_number(
    run_bytes: int, documents: Documents, random: Random, kept: set[int], cuts: list[int]
) -> None:
    new = [place for place in documents if place not in kept]
    random.shuffle(new)
    kept_rows = {place: sorted(rows, key=lambda row: row[:2]) for place, rows in documents.items()}
    expected = [
        (place, *row) for place in sorted(documents) for row in sorted(documents[place], key=lambda row: row[:2])
    ]
    with pytest.MonkeyPatch.context() as patch, TemporaryDirectory() as folder:
        patch.setattr(placed_rows, "RUN_BYTES", run_bytes)
        patch.setattr(placed_rows, "DOCUMENTS_AT_A_TIME", 4)
        found = merge(
            in_pieces(documents, new, cuts),
            in_pieces(kept_rows, sorted(place for place in documents if place in kept), cuts),
            Path(folder),
        )
    assert found == expected


def test_no_rows_are_no_rows(tmp_path: Path) -> None:
    assert merge(iter(()), iter(()), tmp_path) == []


def test_temporary_files_are_gone_when_nobody_reads_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(placed_rows, "RUN_BYTES", 1)
    documents: Documents = {place: [(1, 1, "de brug")] for place in range(5)}
    pieces = merge_placed_rows(
        in_pieces(documents, [3, 1, 4, 0, 2], [1] * 5), (), SENTENCES, document_count=5, spill=tmp_path / "rows"
    )
    next(pieces)
    assert len(list(tmp_path.iterdir())) == 5
    pieces.close()  # type: ignore[attr-defined]
    assert not list(tmp_path.iterdir())


def test_rows_that_come_in_the_order_of_their_documents_lie_in_memory_no_more_than_others(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text_bytes = 100_000
    monkeypatch.setattr(placed_rows, "RUN_BYTES", 4 * text_bytes)
    monkeypatch.setattr(placed_rows, "DOCUMENTS_AT_A_TIME", 4)
    before = pa.total_allocated_bytes()
    # As news comes: each run is of documents that lie together, and of no others.
    new = (placed({place: [(1, 1, "x" * text_bytes)]}, [place]) for place in range(100))
    pieces = merge_placed_rows(new, (), SENTENCES, document_count=100, spill=tmp_path / "rows")
    held = [pa.total_allocated_bytes() - before for _ in pieces]
    assert len(held) == 25
    assert max(held) < 16 * text_bytes


@pytest.mark.parametrize("table", [SENTENCES, DATE_MENTIONS])
def test_what_tells_the_rows_of_a_document_apart_is_counted(table: Table) -> None:
    names = table.sort[table.sort.index("doc_id") + 1 :]
    assert all(table.column(name).type == "int32" for name in names)
    assert len(names) <= 2
