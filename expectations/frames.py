"""From Arrow to the frames that are judged: nothing changes its meaning on the way.

A comparison needs two columns, so what a value ought to be is worked out here and stands beside it
(`expected_date_end`, `file_verdict` ...); the judging itself is Great Expectations'. Columns that are absent or of
another type than described are left out: every check that needs them then fails to run, which stops the release,
and `suites.schema` names the column.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import pyarrow as pa
import pyarrow.compute as pc

from expectations.candidate import FRAME_SCHEMAS, CandidateFrames, GateThresholds
from expectations.checks import FrameName
from expectations.drift import drift_row
from expectations.found_schema import plain_type, schema_rows

__all__ = ["JudgedFrame", "judged_frames"]

JUDGED_WHEN_NEW = (
    "source", "lang", "second_lang", "lang_probability", "target_lang_share", "date_start", "char_count",
)  # fmt: skip
"""Columns of documents that are judged of new ones only, as `new_lang` and so on."""

FILE_KEY = ("inbox_no", "source_path", "doc_id")
KEY_SEPARATOR = "\0"  # in no path


@dataclass(frozen=True, slots=True)
class JudgedFrame:
    """One frame as Great Expectations gets it.

    Attributes:
        rows: The columns that are judged, derived ones too.
        row_count: Rows of the table that was handed in; Great Expectations must have seen as many.
        id_column: Column that names a row for people; None where there is only one row.
        examples: Ids behind a figure of a single row, by column.
    """

    rows: pa.Table
    row_count: int
    id_column: str | None
    examples: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


def judged_frames(frames: CandidateFrames, thresholds: GateThresholds) -> Mapping[FrameName, JudgedFrame]:
    """All frames, by the name that suites use."""
    described = {name: _as_described(getattr(frames, name), schema) for name, schema in FRAME_SCHEMAS.items()}
    documents, verdicts, duplicates = (described[name] for name in ("documents", "verdicts", "duplicates"))
    found = schema_rows(frames)
    drift, examples = drift_row(frames, thresholds)
    return {
        "documents": JudgedFrame(_with_documents(documents), frames.documents.num_rows, "doc_id"),
        "verdicts": JudgedFrame(
            _with_verdicts(verdicts, documents, duplicates), frames.verdicts.num_rows, "source_path"
        ),
        "structure": JudgedFrame(described["structure"], frames.structure.num_rows, "doc_id"),
        "duplicates": JudgedFrame(
            _with_duplicates(duplicates, documents, verdicts), frames.duplicates.num_rows, "source_path"
        ),
        "files": JudgedFrame(_with_files(described["files"]), frames.files.num_rows, "path"),
        "tables": JudgedFrame(described["tables"], frames.tables.num_rows, "table"),
        "release": JudgedFrame(
            _with_release(described["release"], verdicts, frames.documents),
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

    def new_only() -> Mapping[str, object]:
        # What was published before was held against the thresholds that were in force when it was new.
        return {f"new_{name}": _case((rows.column("is_added"), rows.column(name))) for name in JUDGED_WHEN_NEW}

    def shortest() -> Mapping[str, object]:
        return {"least_char_count": pc.min_element_wise(rows.column("char_count"), rows.column("text_char_count"))}

    judged = _derive(rows, ("date_start", "date_precision"), expected)
    judged = _derive(judged, ("char_count", "text_char_count"), shortest)
    return _derive(judged, ("is_added", *JUDGED_WHEN_NEW), new_only)


def _with_files(rows: pa.Table) -> pa.Table:
    def presence() -> Mapping[str, object]:
        state = rows.column("state")
        is_absent = pc.equal(state, "absent")
        return {
            "presence": pc.if_else(is_absent, "absent", "present"),
            # An absent file is named once, by its own check.
            "reading": _case((pc.invert(is_absent), state)),
        }

    def content() -> Mapping[str, object]:
        is_there, is_new = pc.not_equal(rows.column("state"), "absent"), rows.column("is_new")
        found = rows.column("content")
        return {
            "new_content": _case((pc.and_(is_there, is_new), found)),
            "linked_content": _case((pc.and_(is_there, pc.invert(is_new)), found)),
        }

    judged = _derive(rows, ("state",), presence)
    return _derive(judged, ("state", "is_new", "content"), content)


def _with_verdicts(rows: pa.Table, documents: pa.Table, duplicates: pa.Table) -> pa.Table:
    def from_bytes() -> Mapping[str, object]:
        sha256 = rows.column("source_sha256")
        is_sha256 = pc.match_substring_regex(sha256, "^[0-9a-f]{64}$")
        return {"expected_doc_id": _case((is_sha256, pc.utf8_slice_codeunits(sha256, 0, 32)))}

    def with_reason() -> Mapping[str, object]:
        return {"verdict_and_reason": pc.binary_join_element_wise(rows["verdict"], rows["reason"], ": ")}

    def published() -> Mapping[str, object]:
        is_new = pc.is_in(rows.column("doc_id"), value_set=documents.column("doc_id"), skip_nulls=True)
        is_there = pc.or_(is_new, rows.column("is_kept_document"))
        state = pc.if_else(is_there, "published", "not published")
        return {"accepted_document": _case((_is_current(rows, "accepted"), state))}

    def listed() -> Mapping[str, object]:
        is_there = pc.is_in(_file_key(rows), value_set=_file_key(duplicates), skip_nulls=True)
        state = pc.if_else(is_there, "listed", "not listed")
        return {"duplicate_entry": _case((_is_current(rows, "duplicate"), state))}

    judged = _derive(rows, ("source_sha256",), from_bytes)
    judged = _derive(judged, ("verdict", "reason"), with_reason)
    if _has(documents, "doc_id"):
        judged = _derive(judged, ("doc_id", "verdict", "standing", "is_kept_document"), published)
    if _has(duplicates, *FILE_KEY):
        judged = _derive(judged, (*FILE_KEY, "verdict", "standing"), listed)
    return judged


def _with_duplicates(rows: pa.Table, documents: pa.Table, verdicts: pa.Table) -> pa.Table:
    def exact() -> Mapping[str, object]:
        kind, similarity = rows.column("kind"), rows.column("similarity")
        return {f"{name}_similarity": _case((pc.equal(kind, name), similarity)) for name in ("exact", "near")}

    def survivor() -> Mapping[str, object]:
        date_start = rows.column("document_date_start")
        is_there = pc.is_valid(date_start)
        return {
            "survivor": pc.if_else(is_there, "published", "not published"),
            # A survivor that is not there is named once, by its own check.
            "expected_survivor_date": pc.coalesce(date_start, rows.column("survivor_date_start")),
        }

    def role() -> Mapping[str, object]:
        # Byte-equal copies have the survivor's own id; they make no chain.
        others = rows.filter(pc.not_equal(rows.column("doc_id"), rows.column("duplicate_of"))).column("doc_id")
        is_duplicate = pc.is_in(rows.column("duplicate_of"), value_set=others, skip_nulls=True)
        return {"survivor_role": pc.if_else(is_duplicate, "duplicate", "original")}

    def own_document() -> Mapping[str, object]:
        doc_id = rows.column("doc_id")
        is_new = pc.is_in(doc_id, value_set=documents.column("doc_id"), skip_nulls=True)
        is_published = pc.or_(is_new, rows.column("is_published_itself"))
        is_other = pc.not_equal(doc_id, rows.column("duplicate_of"))
        return {"own_document": _case((is_other, pc.if_else(is_published, "published", "not published")))}

    def verdict() -> Mapping[str, object]:
        # Null where the file is not new: it got another survivor, its verdict was judged in its own release.
        key, is_duplicate = _file_key(verdicts), pc.equal(verdicts.column("verdict"), "duplicate")
        is_new = pc.is_in(_file_key(rows), value_set=key, skip_nulls=True)
        agrees = pc.is_in(_file_key(rows), value_set=key.filter(is_duplicate), skip_nulls=True)
        return {"file_verdict": _case((is_new, pc.if_else(agrees, "duplicate", "another verdict")))}

    judged = _derive(rows, ("kind", "similarity"), exact)
    judged = _derive(judged, ("document_date_start", "survivor_date_start"), survivor)
    judged = _derive(judged, ("doc_id", "duplicate_of"), role)
    if _has(documents, "doc_id"):
        judged = _derive(judged, ("doc_id", "duplicate_of", "is_published_itself"), own_document)
    if _has(verdicts, *FILE_KEY, "verdict"):
        judged = _derive(judged, FILE_KEY, verdict)
    return judged


def _with_release(rows: pa.Table, verdicts: pa.Table, documents: pa.Table) -> pa.Table:
    parts = ("new_accepted_count", "new_rejected_count", "new_duplicate_count")

    def summed() -> Mapping[str, object]:
        accepted, rejected, duplicate = (rows.column(name) for name in parts)
        return {"summed_verdict_count": pc.add(pc.add(accepted, rejected), duplicate)}

    def judged_here() -> Mapping[str, object]:
        current = pc.and_(_is_current(verdicts, "accepted"), pc.invert(verdicts.column("is_kept_document")))
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

    def expected() -> Mapping[str, object]:
        before, now = rows.column("parent_document_count"), rows.column("document_count")
        gone = pc.add(rows.column("removed_document_count"), rows.column("withdrawn_document_count"))
        return {
            "document_difference": pc.subtract(now, before),
            "expected_document_count": pc.subtract(pc.add(before, rows.column("added_document_count")), gone),
        }

    counts = (
        "document_count", "parent_document_count", "added_document_count", "removed_document_count",
        "withdrawn_document_count",
    )  # fmt: skip
    judged = rows.append_column("judged_document_count", _repeat(documents.num_rows, rows))
    judged = _derive(judged, parts, summed)
    judged = _derive(judged, counts, expected)
    judged = _derive(judged, ("document_count",), rules)
    judged = _derive(judged, ("new_verdict_count",), least)
    return _derive(judged, (), judged_here) if _has(verdicts, "verdict", "standing", "is_kept_document") else judged


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
