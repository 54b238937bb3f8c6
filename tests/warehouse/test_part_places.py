"""The parts of documents are found where they lie, however many rows are read at a time."""

from __future__ import annotations

from collections import Counter
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from warehouse import part_places
from warehouse.part_places import FiledDocuments, find_part_places

APRIL, MAY = date(2019, 4, 1), date(2019, 5, 1)
SCHEMA = pa.schema([("doc_id", pa.string()), ("published_month", pa.date32())])
Rows = list[tuple[str | None, date | None]]

DOCUMENTS: Rows = [("a", APRIL), ("b", APRIL), ("c", None), ("d", MAY), ("e", MAY)]
PARTS = st.lists(
    st.tuples(
        st.sampled_from(["a", "b", "c", "d", "elsewhere", None]), st.sampled_from([APRIL, MAY, None]), st.integers(1, 4)
    ),
    max_size=8,
)


def write(folder: str, name: str, rows: Rows) -> Path:
    path = Path(folder) / f"{name}.parquet"
    columns = [list(column) for column in zip(*rows, strict=True)] or [[], []]
    pq.write_table(pa.table(columns, schema=SCHEMA), path)
    return path


@given(PARTS, st.integers(1, 5))
def test_places_are_those_of_a_walk_row_by_row(runs: list[tuple[str | None, date | None, int]], at_a_time: int) -> None:
    rows = [(doc_id, month) for doc_id, month, count in runs for _ in range(count)]
    with TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        patch.setattr(part_places, "ROWS_AT_A_TIME", at_a_time)
        documents = FiledDocuments(write(folder, "documents", DOCUMENTS), ())
        found = find_part_places(write(folder, "sentences", rows), documents)
    known = {doc_id for doc_id, _ in DOCUMENTS}
    assert found.strays == Counter(doc_id for doc_id, _ in rows if doc_id not in known)
    for number, (doc_id, month) in enumerate(DOCUMENTS):
        places = [place for place, (owner, _) in enumerate(rows) if owner == doc_id]
        assert found.counts[number] == len(places)
        assert found.starts[number] == min(places, default=0)
        is_one_stretch = places == list(range(min(places, default=0), max(places, default=-1) + 1))
        are_of_its_month = all(rows[place][1] == month for place in places)
        assert found.are_in_place[number] == (is_one_stretch and are_of_its_month)


def test_without_a_file_of_parts_no_document_has_any(tmp_path: Path) -> None:
    documents = FiledDocuments(write(str(tmp_path), "documents", DOCUMENTS), ())
    found = find_part_places(None, documents)
    assert found.counts.tolist() == [0] * len(DOCUMENTS)
    assert found.are_in_place.all()


def test_without_a_file_of_documents_all_parts_are_stray(tmp_path: Path) -> None:
    found = find_part_places(write(str(tmp_path), "sentences", [("a", APRIL), ("a", APRIL)]), FiledDocuments(None, ()))
    assert found.strays == {"a": 2}
    assert found.counts.size == 0
