"""Parquet files: the bytes depend on the rows alone, and describe themselves."""

from __future__ import annotations

import os
import random
from datetime import date
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from transforms.errors import VerificationError
from transforms.schema import CHANGES, DOCUMENTS, PARAGRAPHS, TABLES, TERM_MONTHS, VERDICTS_TABLE
from transforms.schema_types import Table
from warehouse.durable import hash_file
from warehouse.parquet import ROW_GROUP_ROWS, read_footer, read_row_count, write_batches, write_table


def paragraphs(count: int) -> pa.Table:
    """Rows with ids, repeated and missing values, and texts of many lengths."""
    draw = random.Random(1)  # noqa: S311 (the same rows every time)
    return pa.table(
        [
            pa.array([f"{number // 5:032x}" for number in range(count)]),
            pa.array([None if number % 7 == 0 else date(2019, 1 + number % 12, 1) for number in range(count)]),
            pa.array([number % 5 + 1 for number in range(count)], pa.int32()),
            pa.array([("text", "heading")[number % 5 == 1] for number in range(count)]),
            pa.array(["é" * draw.randint(0, 30) for _ in range(count)]),
            pa.array([number * 7919 for number in range(count)], pa.int64()),
            pa.array(range(count), pa.int32()),
            pa.array(range(count), pa.int32()),
            pa.array(["nl" if number % 3 else None for number in range(count)]),
        ],
        schema=PARAGRAPHS.arrow_schema,
    )


def test_the_bytes_do_not_depend_on_how_the_rows_were_cut(tmp_path: Path) -> None:
    rows = paragraphs(2 * ROW_GROUP_ROWS + 100)
    write_table(rows, PARAGRAPHS, tmp_path / "whole.parquet")
    expected = hash_file(tmp_path / "whole.parquet")
    draw = random.Random(2)  # noqa: S311
    cuts = sorted(draw.sample(range(rows.num_rows), 40))
    uneven = [rows.slice(start, end - start) for start, end in zip([0, *cuts], [*cuts, rows.num_rows], strict=True)]
    for name, batches in {
        "thousands": rows.to_batches(max_chunksize=1000),
        "groups": rows.to_batches(max_chunksize=ROW_GROUP_ROWS),
        "uneven": [batch for part in uneven for batch in part.to_batches()],
        "with empty ones": [*rows.slice(0, 0).to_batches(), *rows.to_batches(max_chunksize=9999)],
    }.items():
        path = tmp_path / f"{name}.parquet"
        assert write_batches(iter(batches), PARAGRAPHS, path) == rows.num_rows
        assert hash_file(path) == expected, name


def test_other_rows_make_other_bytes(tmp_path: Path) -> None:
    rows = paragraphs(100)
    write_table(rows, PARAGRAPHS, tmp_path / "one.parquet")
    write_table(rows.slice(1), PARAGRAPHS, tmp_path / "other.parquet")
    assert hash_file(tmp_path / "one.parquet") != hash_file(tmp_path / "other.parquet")


@pytest.mark.parametrize("count", [0, 1, ROW_GROUP_ROWS - 1, ROW_GROUP_ROWS, ROW_GROUP_ROWS + 1, 2 * ROW_GROUP_ROWS])
def test_row_groups_have_16384_rows_and_none_is_empty(tmp_path: Path, count: int) -> None:
    path = tmp_path / "rows.parquet"
    rows = paragraphs(count)
    assert write_batches(rows.to_batches(max_chunksize=1000), PARAGRAPHS, path) == count
    metadata = pq.read_metadata(path)
    sizes = [metadata.row_group(group).num_rows for group in range(metadata.num_row_groups)]
    assert sizes == [ROW_GROUP_ROWS] * (count // ROW_GROUP_ROWS) + [count % ROW_GROUP_ROWS] * bool(
        count % ROW_GROUP_ROWS
    )
    assert read_row_count(path) == count
    assert pq.read_table(path).equals(rows)


def test_a_footer_is_read_again_when_the_file_is_another(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[Path] = []
    real = pq.read_metadata

    def read_metadata(path: Path) -> pq.FileMetaData:
        asked.append(path)
        return real(path)

    monkeypatch.setattr(pq, "read_metadata", read_metadata)
    path = tmp_path / "rows.parquet"
    write_table(paragraphs(100), PARAGRAPHS, path)
    os.utime(path, (0, 0))
    assert [read_footer(path).row_count, read_row_count(path)] == [100, 100]
    assert read_footer(path).schema.equals(PARAGRAPHS.arrow_schema, check_metadata=True)
    assert len(asked) == 1
    path.write_bytes(path.read_bytes()[:-1])
    with pytest.raises(VerificationError):
        read_row_count(path)
    path.unlink()
    write_table(paragraphs(99), PARAGRAPHS, path)
    assert read_row_count(path) == 99


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_a_file_of_any_table_keeps_names_types_and_descriptions(tmp_path: Path, table: Table) -> None:
    path = tmp_path / "empty.parquet"
    assert write_table(table.arrow_schema.empty_table(), table, path) == 0
    schema = pq.read_schema(path)
    assert schema.metadata[b"table"].decode() == table.name
    assert schema.metadata[b"grain"].decode() == table.grain
    for column in table.columns:
        field = schema.field(column.name)
        assert field.type == table.arrow_schema.field(column.name).type
        assert field.nullable == column.is_nullable
        assert field.metadata[b"description"].decode() == column.description
        assert field.metadata[b"source"].decode() == column.source


def test_columns_come_in_the_order_of_the_schema_whatever_the_order_they_arrive_in(tmp_path: Path) -> None:
    rows = paragraphs(10)
    write_table(rows, PARAGRAPHS, tmp_path / "one.parquet")
    write_table(rows.select(rows.column_names[::-1]), PARAGRAPHS, tmp_path / "other.parquet")
    assert hash_file(tmp_path / "one.parquet") == hash_file(tmp_path / "other.parquet")


def test_ids_have_a_bloom_filter_and_columns_a_page_index(tmp_path: Path) -> None:
    assert DOCUMENTS.bloom_filters == PARAGRAPHS.bloom_filters == VERDICTS_TABLE.bloom_filters == ("doc_id",)
    with_filter, without = tmp_path / "with.parquet", tmp_path / "without.parquet"
    rows = paragraphs(500)
    write_table(rows, PARAGRAPHS, with_filter)
    bare = Table(
        PARAGRAPHS.name, PARAGRAPHS.description, PARAGRAPHS.grain, PARAGRAPHS.key, PARAGRAPHS.sort,
        PARAGRAPHS.partition, PARAGRAPHS.columns,
    )  # fmt: skip
    write_table(rows, bare, without)
    # pyarrow tells of no filter; it shows as bytes of the file that no column chunk holds.
    assert with_filter.stat().st_size > without.stat().st_size
    chunk = pq.read_metadata(with_filter).row_group(0).column(0)
    assert chunk.path_in_schema == "doc_id"
    assert chunk.has_offset_index
    assert chunk.has_column_index


def test_only_columns_of_few_values_are_dictionary_encoded(tmp_path: Path) -> None:
    write_table(paragraphs(500), PARAGRAPHS, tmp_path / "rows.parquet")
    group = pq.read_metadata(tmp_path / "rows.parquet").row_group(0)
    encoded = {
        chunk.path_in_schema
        for chunk in (group.column(number) for number in range(group.num_columns))
        if chunk.has_dictionary_page
    }
    assert encoded == {column.name for column in PARAGRAPHS.columns if column.is_dictionary}


def test_a_missing_value_where_none_may_be_is_refused(tmp_path: Path) -> None:
    rows = paragraphs(2).set_column(0, "doc_id", pa.array(["0" * 32, None]))
    with pytest.raises(ValueError, match="non-nullable"):
        write_table(rows, PARAGRAPHS, tmp_path / "rows.parquet")


def test_a_column_that_lacks_is_refused(tmp_path: Path) -> None:
    rows = pa.table({"doc_id": ["0" * 32], "change": ["added"]})
    with pytest.raises(KeyError, match="release"):
        write_table(rows, CHANGES, tmp_path / "rows.parquet")


def test_a_table_may_ask_for_smaller_row_groups(tmp_path: Path) -> None:
    size = TERM_MONTHS.row_group_rows
    count = size * 2 + 1
    rows = pa.table(
        [[f"woord {number:06d}" for number in range(count)], [2] * count, [None] * count, [3] * count, [2] * count],
        schema=TERM_MONTHS.arrow_schema,
    )
    write_table(rows, TERM_MONTHS, tmp_path / "terms.parquet")
    metadata = pq.read_metadata(tmp_path / "terms.parquet")
    assert size < ROW_GROUP_ROWS
    assert [metadata.row_group(place).num_rows for place in range(metadata.num_row_groups)] == [size, size, 1]
