"""Covering the source paths of whole rows, on their way into a release and out of it."""

from __future__ import annotations

import pyarrow as pa
import pyarrow.compute as pc

from warehouse.path_cover import COLUMN, MARK, PathCover

__all__ = ["cover_rows", "has_covered_paths", "uncover_rows"]


def has_covered_paths(rows: pa.Table) -> bool:
    """Whether rows show covered paths."""
    return COLUMN in rows.column_names and bool(pc.any(pc.starts_with(rows[COLUMN], MARK)).as_py())


def cover_rows(rows: pa.RecordBatch, cover: PathCover) -> pa.RecordBatch:
    """Rows with their paths covered; rows of a table without paths stay as they are."""
    place = rows.schema.get_field_index(COLUMN)
    if place < 0:
        return rows
    column = rows.schema.field(place)
    covered = [cover.cover(path) for path in rows.column(place).to_pylist()]
    return rows.set_column(place, column, pa.array(covered, column.type))


def uncover_rows(rows: pa.Table, cover: PathCover) -> pa.Table:
    """Rows with their true paths; rows of a table without paths stay as they are."""
    place = rows.schema.get_field_index(COLUMN)
    if place < 0:
        return rows
    column = rows.schema.field(place)
    paths = [cover.uncover(path) for path in rows.column(place).to_pylist()]
    return rows.set_column(place, column, pa.array(paths, column.type))
