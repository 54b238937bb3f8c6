"""From Arrow to the frames that are judged: nothing changes its meaning on the way.

A comparison needs two columns, so what a value ought to be is worked out here and stands beside it
(`expected_date_end`, `file_verdict` ...); the judging itself is Great Expectations'. Columns that are absent or of
another type than described are left out: every check that needs them then fails to run, which stops the release,
and `suites.schema` names the column.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Literal

import pyarrow as pa
import pyarrow.compute as pc

from expectations import slices
from expectations.candidate import FRAME_SCHEMAS, CandidateFrames, GateThresholds
from expectations.checks import FrameName
from expectations.derived_columns import (
    FILE_KEY,
    NEW_DOCUMENT,
    VerdictsFound,
    file_key,
    has,
    is_current,
    with_documents,
    with_duplicates,
    with_files,
    with_release,
    with_verdicts,
)
from expectations.drift import drift_row
from expectations.found_schema import plain_type, schema_rows
from expectations.slices import DerivedRows, FrameRows, is_stored

__all__ = ["JudgedFrame", "judged_frames"]


SLICED = ("documents", "verdicts", "structure", "duplicates")
"""Frames that have as many rows as a delivery has files."""
SlicedName = Literal["documents", "verdicts", "structure", "duplicates"]


@dataclass(frozen=True, slots=True)
class JudgedFrame:
    """One frame as Great Expectations gets it.

    Attributes:
        rows: The columns that are judged, derived ones too; of many rows they are worked out a slice at a time.
        row_count: Rows of the table that was handed in; Great Expectations must have seen as many.
        id_column: Column that names a row for people; None where there is only one row.
        examples: Ids behind a figure of a single row, by column.
    """

    rows: FrameRows
    row_count: int
    id_column: str | None
    examples: Mapping[str, tuple[str | None, ...]] = field(default_factory=dict)


def judged_frames(frames: CandidateFrames, thresholds: GateThresholds) -> Mapping[FrameName, JudgedFrame]:
    """All frames, by the name that suites use."""
    described = {
        name: _as_described(getattr(frames, name), schema)
        for name, schema in FRAME_SCHEMAS.items()
        if name not in SLICED
    }
    document_ids = _read(frames, "documents", "doc_id")
    duplicates = _read(frames, "duplicates", *FILE_KEY)
    copies = _read(frames, "duplicates", "doc_id", "duplicate_of")
    if document_ids is not None:
        document_ids = document_ids.column("doc_id")
    if copies is not None:
        # Byte-equal copies have the survivor's own id; they make no chain.
        copies = copies.filter(pc.not_equal(copies.column("doc_id"), copies.column("duplicate_of"))).column("doc_id")
    duplicate_keys = None if duplicates is None else file_key(duplicates)
    verdicts = _fold_verdicts(frames, duplicate_keys)
    found = schema_rows(frames)
    drift, examples = drift_row(frames, thresholds)
    return {
        "documents": _sliced(frames, "documents", "doc_id", with_documents),
        "verdicts": _sliced(
            frames, "verdicts", "source_path", lambda rows: with_verdicts(rows, document_ids, duplicate_keys)
        ),
        "structure": _sliced(frames, "structure", "doc_id", lambda rows: rows),
        "duplicates": _sliced(
            frames, "duplicates", "source_path", lambda rows: with_duplicates(rows, copies, document_ids, verdicts)
        ),
        "files": JudgedFrame(with_files(described["files"]), frames.files.num_rows, "path"),
        "tables": JudgedFrame(described["tables"], frames.tables.num_rows, "table"),
        "release": JudgedFrame(
            with_release(
                described["release"],
                verdicts,
                verdict_count=frames.verdicts.num_rows,
                document_count=frames.documents.num_rows,
            ),
            frames.release.num_rows,
            None,
            frames.examples,
        ),
        "drift": JudgedFrame(drift, frames.metrics.num_rows, None, examples),
        "schema": JudgedFrame(found, found.num_rows, "name"),
    }


def _as_described(found: pa.Table, schema: pa.Schema) -> pa.Table:
    """The described columns that are there and of their type, freed of dictionaries and wide or narrow variants."""
    columns = {}
    for described in schema:
        if found.column_names.count(described.name) == 1:
            column = found.column(described.name)
            if plain_type(column.type) in (plain_type(described.type), "null"):
                # Great Expectations walks through int32 in Python and judges int64 as a whole.
                columns[described.name] = column.cast(pa.int64() if described.type == pa.int32() else described.type)
    return pa.table(columns) if columns else pa.table({"no_column_as_described": pa.nulls(found.num_rows)})


def _read(frames: CandidateFrames, name: str, *columns: str) -> pa.Table | None:
    """Some columns of a frame that has many rows; None where one of them is not as described."""
    found = getattr(frames, name)
    if not has(_as_described(found.schema.empty_table(), FRAME_SCHEMAS[name]), *columns):
        return None
    rows = found.read(columns) if is_stored(found) else found.select(list(columns))
    return _as_described(rows, FRAME_SCHEMAS[name])


def _sliced(
    frames: CandidateFrames, name: SlicedName, id_column: str, derive: Callable[[pa.Table], pa.Table]
) -> JudgedFrame:
    """A frame that has many rows; as long as they are few they are judged at once."""
    found = getattr(frames, name)
    row_count = found.num_rows
    if is_stored(found) and row_count > slices.ROWS_AT_A_TIME:
        rows = DerivedRows(found, lambda rows: derive(_as_described(rows, FRAME_SCHEMAS[name])))
        return JudgedFrame(rows, row_count, id_column)
    whole = found.read() if is_stored(found) else found
    return JudgedFrame(derive(_as_described(whole, FRAME_SCHEMAS[name])), row_count, id_column)


def _fold_verdicts(frames: CandidateFrames, duplicate_keys: pa.ChunkedArray | None) -> VerdictsFound:
    found = frames.verdicts
    columns = _as_described(found.schema.empty_table(), FRAME_SCHEMAS["verdicts"])
    tells_new, tells_keys = has(columns, *NEW_DOCUMENT), has(columns, *FILE_KEY, "verdict")
    asked = [name for name in columns.column_names if name in (*NEW_DOCUMENT, *FILE_KEY)]
    has_new, keys, of_duplicates = False, [], []
    for piece in found.slices(slices.ROWS_AT_A_TIME, columns=asked) if is_stored(found) else [found]:
        rows = _as_described(piece, FRAME_SCHEMAS["verdicts"])
        if tells_new:
            current = pc.and_(is_current(rows, "accepted"), pc.invert(rows.column("is_kept_document")))
            has_new = has_new or bool(pc.any(current, min_count=0).as_py())
        if tells_keys and duplicate_keys is not None:
            key = file_key(rows)
            is_asked = pc.is_in(key, value_set=duplicate_keys, skip_nulls=True)
            is_duplicate = pc.equal(rows.column("verdict"), "duplicate")
            keys += key.filter(is_asked).chunks
            of_duplicates += key.filter(pc.and_(is_asked, is_duplicate)).chunks
    return VerdictsFound(
        has_new if tells_new else None,
        pa.chunked_array(keys, pa.string()) if tells_keys else None,
        pa.chunked_array(of_duplicates, pa.string()) if tells_keys else None,
    )
