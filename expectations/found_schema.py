"""The schemas of a candidate, found and described side by side: one row a column of a table."""

from __future__ import annotations

from collections.abc import Iterator

import pyarrow as pa

from expectations.candidate import FRAME_SCHEMAS, CandidateFrames
from transforms.schema import PUBLISHED_TABLES

__all__ = ["plain_type", "schema_rows"]

ROW_SCHEMA = pa.schema(
    [
        pa.field(name, pa.string())
        for name in (
            "name",  # `documents.title`, or `frame documents.doc_id` for what the gate itself was handed
            "found_column",
            "expected_column",
            "found_type",
            "expected_type",
            "found_nulls",
            "expected_nulls",
        )
    ]
)

NULL_SAFE_TYPES = ("null",)  # pyarrow's type of a column that holds nothing but nulls, or no row


def plain_type(found: pa.DataType) -> str:
    """Name of a type, regardless of how it is encoded: dictionaries, offset widths, names of list members."""
    if pa.types.is_dictionary(found):
        return plain_type(found.value_type)
    if pa.types.is_large_string(found) or pa.types.is_string_view(found):
        return "string"
    if pa.types.is_list(found) or pa.types.is_large_list(found):
        return f"list<{plain_type(found.value_type)}>"
    return str(found)


def schema_rows(frames: CandidateFrames) -> pa.Table:
    """The rows that `suites.schema` judges.

    A table that is not written anew has no schema to judge; one whose rows are new must have one.
    """
    rows: list[dict[str, str | None]] = []
    described = {table.name: table.arrow_schema for table in PUBLISHED_TABLES}
    empty = pa.schema([])
    for name in sorted(set(frames.schemas) | _must_be_written(frames)):
        found, expected = frames.schemas.get(name, empty), described.get(name, empty)
        rows.extend(_compare(name, found, expected, with_nulls=True))
    for name, expected in FRAME_SCHEMAS.items():
        judged = _judged_part(getattr(frames, name), expected)
        rows.extend(_compare(f"frame {name}", judged, expected, with_nulls=False))
    return pa.Table.from_pylist(rows, schema=ROW_SCHEMA)


def _must_be_written(frames: CandidateFrames) -> set[str]:
    needed = set()
    if frames.documents.num_rows:
        needed |= {"documents", "paragraphs", "sentences"}  # a text may name no date and share no term
    if frames.verdicts.num_rows:
        needed.add("verdicts")
    if frames.duplicates.num_rows:
        needed.add("duplicates")
    return needed


def _judged_part(table: pa.Table, expected: pa.Schema) -> pa.Schema:
    """Columns beyond those that the gate asked for do no harm; a column of nulls alone has lost its type."""
    fields = []
    for field in table.schema:
        if field.name in expected.names:
            is_typeless = plain_type(field.type) in NULL_SAFE_TYPES
            fields.append(expected.field(field.name) if is_typeless else field)
    return pa.schema(fields)


def _compare(table: str, found: pa.Schema, expected: pa.Schema, *, with_nulls: bool) -> Iterator[dict[str, str | None]]:
    for column in dict.fromkeys((*expected.names, *found.names)):
        found_fields = [field for field in found if field.name == column]
        found_field = found_fields[0] if len(found_fields) == 1 else None
        expected_field = expected.field(column) if column in expected.names else None
        row: dict[str, str | None] = {
            "name": f"{table}.{column}",
            "found_column": column if found_field is not None else None,
            "expected_column": column if expected_field is not None else None,
        }
        # A column that is missing, or found twice, or that nobody described, is named once: by its own check.
        if found_field is not None and expected_field is not None:
            row |= {"found_type": plain_type(found_field.type), "expected_type": plain_type(expected_field.type)}
            if with_nulls:
                row |= {"found_nulls": _nulls(found_field), "expected_nulls": _nulls(expected_field)}
        yield row


def _nulls(field: pa.Field) -> str:
    return "allowed" if field.nullable else "none"
