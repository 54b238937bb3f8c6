"""The schema module is the one description of every table: it must be whole and consistent."""

from __future__ import annotations

import re

import pyarrow as pa
import pytest

from transforms.reasons import REASONS
from transforms.schema import MEASURED_DOCUMENTS, PUBLISHED_TABLES, TABLES
from transforms.schema_types import TYPES, Column, Table, arrow_types

COLUMNS = [(table, column) for table in TABLES for column in table.columns]
EVERY_TABLE = pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
EVERY_COLUMN = pytest.mark.parametrize(
    ("table", "column"), COLUMNS, ids=[f"{table.name}.{column.name}" for table, column in COLUMNS]
)
# Columns that the design promises to other people's scripts.
PROMISED = {
    "documents": (
        "doc_id source source_path source_sha256 date_text date_start date_end date_precision published_month"
        " earliest_date lang lang_probability target_lang_share title text char_count word_count sentence_count"
        " paragraph_count encoding repairs first_release rules_version batch_id ingested_at_utc"
    ),
    "paragraphs": "doc_id paragraph_no kind text char_start char_end lang",
    "sentences": "doc_id paragraph_no sentence_no text char_start char_end",
    "verdicts": (
        "source source_path source_sha256 verdict standing reason measure measured_value threshold doc_id batch_id"
        " run_id"
    ),
    "duplicates": "source_path doc_id duplicate_of kind similarity date_start survivor_date_start",
    "changes": "doc_id change release",
    "term_months": "term n published_month occurrences documents",
    "months": "year published_month documents words sentences",
}


def test_tables_have_names_of_their_own() -> None:
    names = [table.name for table in TABLES]
    assert len(set(names)) == len(names)
    assert {table.name for table in PUBLISHED_TABLES} == {table.name for table in TABLES if table.is_published}


@pytest.mark.parametrize("name", sorted(PROMISED))
def test_a_published_table_has_the_columns_that_are_promised(name: str) -> None:
    [table] = [table for table in PUBLISHED_TABLES if table.name == name]
    assert set(PROMISED[name].split()) <= set(table.column_names)


@EVERY_TABLE
def test_keys_sort_columns_and_bloom_filters_are_columns(table: Table) -> None:
    assert table.key
    assert table.sort
    assert {*table.key, *table.sort, *table.bloom_filters} <= set(table.column_names)
    assert len(set(table.sort)) == len(table.sort)


@EVERY_TABLE
def test_the_order_of_published_rows_is_total(table: Table) -> None:
    """Same bytes in, same bytes out: rows that tie would come in any order. One file may hold one release's rows."""
    if table.is_published:
        assert set(table.key) <= set(table.sort)


@EVERY_TABLE
def test_no_column_comes_twice(table: Table) -> None:
    assert len(set(table.column_names)) == len(table.column_names)
    assert table.arrow_schema.names == list(table.column_names)


@EVERY_TABLE
def test_a_table_says_what_it_is_and_what_a_row_is(table: Table) -> None:
    assert table.description.endswith(".")
    assert table.grain.startswith("one row ")
    assert re.fullmatch("[a-z]+(_[a-z]+)*", table.name)
    assert table.partition in {"year", "month", "single"}
    for column in table.key:
        assert column in table.grain


@EVERY_COLUMN
def test_a_column_is_described(table: Table, column: Column) -> None:
    del table
    assert re.fullmatch("[A-Za-z].*[.]", column.description, re.DOTALL)
    assert column.source
    assert not column.source.endswith(".")
    assert column.type in TYPES
    assert re.fullmatch("[a-z]+[0-9]*(_[a-z]+[0-9]*)*", column.name)


@EVERY_COLUMN
def test_a_name_ends_in_utc_exactly_when_it_is_a_moment(table: Table, column: Column) -> None:
    del table
    assert column.name.endswith("_utc") == (column.type == "timestamp")
    if column.type == "timestamp":
        assert column.unit == "UTC"


@EVERY_COLUMN
def test_units_are_in_names_and_counts_are_numbers(table: Table, column: Column) -> None:
    del table
    if column.name.endswith(("_count", "_no")):
        assert column.type in {"int32", "int64"}
    if column.name.endswith(("_share", "_probability")):
        assert column.type == "double"
    if column.name.endswith("_count"):
        assert column.unit


@EVERY_COLUMN
def test_a_closed_list_is_one_of_texts_without_repeats(table: Table, column: Column) -> None:
    del table
    if column.allowed:
        assert column.type == "string"
        assert len(set(column.allowed)) == len(column.allowed)


@EVERY_COLUMN
def test_a_key_is_never_null_but_for_the_month_of_year_precision(table: Table, column: Column) -> None:
    if column.name in table.key:
        assert not column.is_nullable or column.name == "published_month"


@EVERY_COLUMN
def test_the_arrow_field_carries_the_description(table: Table, column: Column) -> None:
    field = table.arrow_schema.field(column.name)
    assert field.metadata[b"description"].decode() == column.description
    assert field.metadata[b"source"].decode() == column.source
    assert field.metadata.get(b"unit", b"").decode() == column.unit
    assert field.nullable == column.is_nullable
    assert field.type == arrow_types()[column.type]


def test_columns_of_one_name_have_one_type() -> None:
    types: dict[str, set[str]] = {}
    for _, column in COLUMNS:
        types.setdefault(column.name, set()).add(column.type)
    assert {name: found for name, found in types.items() if len(found) > 1} == {}


def test_moments_are_utc_without_a_zone() -> None:
    assert pa.timestamp("us") == arrow_types()["timestamp"]


def test_a_column_is_found_by_name_and_an_unknown_one_is_an_error() -> None:
    assert MEASURED_DOCUMENTS.column("letter_count").type == "int32"
    with pytest.raises(KeyError, match="measured_documents has no column lettercount"):
        MEASURED_DOCUMENTS.column("lettercount")


@pytest.mark.parametrize("reason", REASONS, ids=lambda reason: reason.name)
def test_a_reason_says_what_it_means_and_gives_an_example(reason: object) -> None:
    assert str(getattr(reason, "meaning", "")).endswith(".")
    assert getattr(reason, "example", "")
    assert getattr(reason, "verdict", "") in {"accepted", "rejected", "duplicate"}
