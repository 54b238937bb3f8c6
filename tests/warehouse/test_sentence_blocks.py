"""Sentences are read month by month, in whole documents, however the file is cut."""

from __future__ import annotations

from datetime import date
from itertools import groupby
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from warehouse import sentence_blocks
from warehouse.sentence_blocks import read_sentence_blocks

Documents = dict[str, tuple[date | None, list[str]]]
MONTHS = (None, date(2018, 1, 1), date(2018, 2, 1), date(2018, 12, 1))


def write(path: Path, documents: Documents, group_rows: int) -> None:
    rows = [(month, doc_id, text) for doc_id, (month, texts) in documents.items() for text in texts]
    months, doc_ids, texts = zip(*rows, strict=True)
    table = pa.table({"doc_id": pa.array(doc_ids), "published_month": pa.array(months, pa.date32()), "text": texts})
    pq.write_table(table, path, row_group_size=group_rows)


def made() -> Documents:
    return {
        f"{place}{number}": (month, [f"{place}{number} zin {each}" for each in range(1 + number % 4)])
        for place, month in enumerate(MONTHS)
        for number in range(7)
    }


@pytest.mark.parametrize("block_sentences", [1, 3, 8, 1000])
@pytest.mark.parametrize("group_rows", [2, 9, 1000])
@pytest.mark.parametrize(
    "wanted", [None, set(MONTHS), {None}, {MONTHS[2]}, {None, MONTHS[3]}, set(), {date(2017, 1, 1)}]
)
def test_wanted_months_come_whole_and_in_order(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    block_sentences: int,
    group_rows: int,
    wanted: set[date | None] | None,
) -> None:
    monkeypatch.setattr(sentence_blocks, "BLOCK_SENTENCES", block_sentences)
    documents = made()
    write(tmp_path / "sentences.parquet", documents, group_rows)
    found: dict[date | None, list[list[str]]] = {}
    for block in read_sentence_blocks(tmp_path / "sentences.parquet", wanted):
        texts = iter(block.sentences.to_pylist())
        found.setdefault(block.published_month, []).extend(
            [next(texts) for _ in range(count)] for count in block.sentence_counts.tolist()
        )
        assert next(texts, None) is None
    assert found == {
        month: [texts for _, texts in group]
        for month, group in groupby(documents.values(), key=lambda one: one[0])
        if wanted is None or month in wanted
    }


def test_row_groups_of_other_months_are_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "sentences.parquet"
    documents = {name: (month, ["a", "b"]) for name, month in zip("abcd", MONTHS, strict=True)}
    write(path, documents, group_rows=2)
    asked: list[list[int]] = []
    real = pq.ParquetFile.iter_batches

    def iter_batches(self: pq.ParquetFile, size: int, *, row_groups: list[int], columns: list[str]) -> object:
        asked.append(row_groups)
        return real(self, size, row_groups=row_groups, columns=columns)

    monkeypatch.setattr(pq.ParquetFile, "iter_batches", iter_batches)
    for wanted in ({None}, {MONTHS[2]}, {MONTHS[1], MONTHS[3]}):
        list(read_sentence_blocks(path, wanted))
    assert asked == [[0], [2], [1, 3]]
