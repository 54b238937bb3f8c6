"""From Arrow to the frames that are judged: nothing changes its meaning on the way.

A comparison needs two columns, so what a value ought to be is worked out here and stands beside it
(`expected_date_end`, `file_verdict` ...); the judging itself is Great Expectations'. Columns that are absent or of
another type than described are left out: every check that needs them then fails to run, which stops the release,
and `suites.schema` names the column.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import pyarrow as pa
import pyarrow.compute as pc

from expectations.candidate import (
    DOCUMENTS_SCHEMA,
    DRIFT_SCHEMA,
    DUPLICATES_SCHEMA,
    RELEASE_SCHEMA,
    VERDICTS_SCHEMA,
    CandidateFrames,
)
from expectations.checks import FrameName
from expectations.found_schema import plain_type, schema_rows

__all__ = ["JudgedFrame", "judged_frames"]

FILE_KEY = ("inbox_no", "source_path", "doc_id")
KEY_SEPARATOR = "\0"  # in no path


@dataclass(frozen=True, slots=True)
class JudgedFrame:
    """One frame as Great Expectations gets it.

    Attributes:
        rows: The columns that are judged, derived ones too.
        row_count: Rows of the table that was handed in; Great Expectations must have seen as many.
        id_column: Column that names a row for people; None where there is only one row.
    """

    rows: pa.Table
    row_count: int
    id_column: str | None


def judged_frames(frames: CandidateFrames) -> Mapping[FrameName, JudgedFrame]:
    """All frames, by the name that suites use."""
    documents = _as_described(frames.documents, DOCUMENTS_SCHEMA)
    verdicts = _as_described(frames.verdicts, VERDICTS_SCHEMA)
    duplicates = _as_described(frames.duplicates, DUPLICATES_SCHEMA)
    release = _as_described(frames.release, RELEASE_SCHEMA)
    drift = _as_described(frames.drift, DRIFT_SCHEMA)
    found = schema_rows(frames)
    return {
        "documents": JudgedFrame(_with_documents(documents), frames.documents.num_rows, "doc_id"),
        "verdicts": JudgedFrame(
            _with_verdicts(verdicts, documents, duplicates), frames.verdicts.num_rows, "source_path"
        ),
        "duplicates": JudgedFrame(
            _with_duplicates(duplicates, documents, verdicts), frames.duplicates.num_rows, "source_path"
        ),
        "release": JudgedFrame(_with_release(release, verdicts, frames.documents), frames.release.num_rows, None),
        "drift": JudgedFrame(_with_drift(drift), frames.drift.num_rows, None),
        "schema": JudgedFrame(found, found.num_rows, "name"),
    }


def _as_described(found: pa.Table, schema: pa.Schema) -> pa.Table:
    """The described columns that are there and of their type, freed of dictionaries and wide or narrow variants."""
    columns = {}
    for field in schema:
        if found.column_names.count(field.name) == 1:
            column = found.column(field.name)
            if plain_type(column.type) in (plain_type(field.type), "null"):
                # Great Expectations walks through int32 in Python and judges int64 as a whole.
                columns[field.name] = column.cast(pa.int64() if field.type == pa.int32() else field.type)
    return pa.table(columns) if columns else pa.table({"no_column_as_described": pa.nulls(found.num_rows)})


def _derive(rows: pa.Table, needs: tuple[str, ...], make: Callable[[], Mapping[str, object]]) -> pa.Table:
    """Append derived columns, provided that the columns they are made from are there."""
    if not set(needs) <= set(rows.column_names):
        return rows
    for name, values in make().items():
        rows = rows.append_column(name, values)
    return rows


def _with_documents(rows: pa.Table) -> pa.Table:
    def expected() -> Mapping[str, object]:
        start, precision = rows.column("date_start"), rows.column("date_precision")
        is_year, is_month, is_day = (pc.equal(precision, name) for name in ("year", "month", "day"))
        month = pc.floor_temporal(start, unit="month")
        # An unknown or missing precision matches none of the three: null, which equals no date.
        return {
            "expected_date_start": _case(
                (is_year, pc.floor_temporal(start, unit="year")), (is_month, month), (is_day, start)
            ),
            "expected_date_end": _case((is_year, _last_day(start, "year")), (is_month, _last_day(start, "month")),
                                       (is_day, start)),
            "expected_published_month": _case((is_month, month), (is_day, month)),
        }  # fmt: skip

    return _derive(rows, ("date_start", "date_precision"), expected)


def _with_verdicts(rows: pa.Table, documents: pa.Table, duplicates: pa.Table) -> pa.Table:
    def from_bytes() -> Mapping[str, object]:
        sha256 = rows.column("source_sha256")
        is_sha256 = pc.match_substring_regex(sha256, "^[0-9a-f]{64}$")
        return {"expected_doc_id": _case((is_sha256, pc.utf8_slice_codeunits(sha256, 0, 32)))}

    def with_reason() -> Mapping[str, object]:
        return {"verdict_and_reason": pc.binary_join_element_wise(rows["verdict"], rows["reason"], ": ")}

    def published() -> Mapping[str, object]:
        is_there = pc.is_in(rows.column("doc_id"), value_set=documents.column("doc_id"), skip_nulls=True)
        state = pc.if_else(is_there, "published", "not published")
        return {"accepted_document": _case((_is_current(rows, "accepted"), state))}

    def listed() -> Mapping[str, object]:
        is_there = pc.is_in(_file_key(rows), value_set=_file_key(duplicates), skip_nulls=True)
        state = pc.if_else(is_there, "listed", "not listed")
        return {"duplicate_entry": _case((_is_current(rows, "duplicate"), state))}

    judged = _derive(rows, ("source_sha256",), from_bytes)
    judged = _derive(judged, ("verdict", "reason"), with_reason)
    if _has(documents, "doc_id"):
        judged = _derive(judged, ("doc_id", "verdict", "standing"), published)
    if _has(duplicates, *FILE_KEY):
        judged = _derive(judged, (*FILE_KEY, "verdict", "standing"), listed)
    return judged


def _with_duplicates(rows: pa.Table, documents: pa.Table, verdicts: pa.Table) -> pa.Table:
    def exact() -> Mapping[str, object]:
        return {"exact_similarity": _case((pc.equal(rows.column("kind"), "exact"), rows.column("similarity")))}

    def role() -> Mapping[str, object]:
        # Byte-equal copies have the survivor's own id; they make no chain.
        others = rows.filter(pc.not_equal(rows.column("doc_id"), rows.column("duplicate_of"))).column("doc_id")
        is_duplicate = pc.is_in(rows.column("duplicate_of"), value_set=others, skip_nulls=True)
        return {"survivor_role": pc.if_else(is_duplicate, "duplicate", "original")}

    def own_document() -> Mapping[str, object]:
        doc_id = rows.column("doc_id")
        is_published = pc.is_in(doc_id, value_set=documents.column("doc_id"), skip_nulls=True)
        is_other = pc.not_equal(doc_id, rows.column("duplicate_of"))
        return {"own_document": _case((is_other, pc.if_else(is_published, "published", "not published")))}

    def verdict() -> Mapping[str, object]:
        # Null where the file is not new: it got another survivor, its verdict was judged in its own release.
        key, is_duplicate = _file_key(verdicts), pc.equal(verdicts.column("verdict"), "duplicate")
        is_new = pc.is_in(_file_key(rows), value_set=key, skip_nulls=True)
        agrees = pc.is_in(_file_key(rows), value_set=key.filter(is_duplicate), skip_nulls=True)
        return {"file_verdict": _case((is_new, pc.if_else(agrees, "duplicate", "another verdict")))}

    judged = _derive(rows, ("kind", "similarity"), exact)
    judged = _derive(judged, ("doc_id", "duplicate_of"), role)
    if _has(documents, "doc_id"):
        judged = _derive(judged, ("doc_id", "duplicate_of"), own_document)
    if _has(verdicts, *FILE_KEY, "verdict"):
        judged = _derive(judged, FILE_KEY, verdict)
    return judged


def _with_release(rows: pa.Table, verdicts: pa.Table, documents: pa.Table) -> pa.Table:
    parts = ("new_accepted_count", "new_rejected_count", "new_duplicate_count")

    def summed() -> Mapping[str, object]:
        accepted, rejected, duplicate = (rows.column(name) for name in parts)
        return {"summed_verdict_count": pc.add(pc.add(accepted, rejected), duplicate)}

    def judged_here() -> Mapping[str, object]:
        current = _is_current(verdicts, "accepted")
        has_new_document = bool(pc.any(current, min_count=0).as_py())
        return {
            "judged_verdict_count": _repeat(verdicts.num_rows, rows),
            "langdetect_audit_minimum": _repeat(int(has_new_document), rows),
        }

    def least() -> Mapping[str, object]:
        return {"judged_verdict_minimum": pc.greater(rows.column("new_verdict_count"), 0).cast(pa.int64())}

    def rules() -> Mapping[str, object]:
        has_documents = pc.greater(rows.column("document_count"), 0)
        return {"expected_rules_version_count": has_documents.cast(pa.int64())}

    judged = rows.append_column("judged_document_count", _repeat(documents.num_rows, rows))
    judged = _derive(judged, parts, summed)
    judged = _derive(judged, ("document_count",), rules)
    judged = _derive(judged, ("new_verdict_count",), least)
    return _derive(judged, (), judged_here) if _has(verdicts, "verdict", "standing") else judged


def _with_drift(rows: pa.Table) -> pa.Table:
    def share() -> Mapping[str, object]:
        without_files = pc.if_else(pc.equal(rows.column("new_file_count"), 0), 0.0, None)
        return {"rejected_share_or_no_files": pc.coalesce(rows.column("new_rejected_share"), without_files)}

    def growth() -> Mapping[str, object]:
        parent = rows.column("parent_document_count")
        has_no_parent = pc.or_kleene(pc.is_null(parent), pc.equal(parent, 0))
        return {"growth_ratio_or_first": pc.coalesce(rows.column("growth_ratio"), _case((has_no_parent, 1.0)))}

    def rise() -> Mapping[str, object]:
        return {
            "rejected_share_rise": pc.subtract(rows.column("new_rejected_share"), rows.column("parent_rejected_share"))
        }

    judged = _derive(rows, ("new_file_count", "new_rejected_share"), share)
    judged = _derive(judged, ("parent_document_count", "growth_ratio"), growth)
    return _derive(judged, ("new_rejected_share", "parent_rejected_share"), rise)


def _has(rows: pa.Table, *names: str) -> bool:
    return set(names) <= set(rows.column_names)


def _case(*branches: tuple[pa.ChunkedArray, object]) -> pa.ChunkedArray:
    """The value of the first branch whose condition is true, else null."""
    conditions = pc.make_struct(*(condition for condition, _ in branches))
    return pc.case_when(conditions, *(value for _, value in branches))


def _last_day(start: pa.ChunkedArray, unit: str) -> pa.ChunkedArray:
    next_period = pc.ceil_temporal(start, unit=unit, ceil_is_strictly_greater=True)
    return pc.subtract(next_period.cast(pa.int32()), pa.scalar(1, pa.int32())).cast(pa.date32())


def _is_current(verdicts: pa.Table, verdict: str) -> pa.ChunkedArray:
    return pc.and_(pc.equal(verdicts.column("verdict"), verdict), pc.equal(verdicts.column("standing"), "current"))


def _file_key(rows: pa.Table) -> pa.ChunkedArray:
    parts = (rows.column(name).cast(pa.string()) for name in FILE_KEY)
    return pc.binary_join_element_wise(*parts, KEY_SEPARATOR)


def _repeat(value: int, rows: pa.Table) -> pa.Array:
    return pa.array([value] * rows.num_rows, pa.int64())
