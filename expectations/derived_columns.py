"""Columns worked out beside those that are judged: what a value ought to be, or how it stands to other tables.

Each function takes rows of a frame, all of them or a slice, and appends columns; one that is made from a column that is
absent is left out.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import pyarrow as pa
import pyarrow.compute as pc

__all__ = [
    "FILE_KEY",
    "NEW_DOCUMENT",
    "VerdictsFound",
    "file_key",
    "has",
    "is_current",
    "with_documents",
    "with_duplicates",
    "with_files",
    "with_release",
    "with_verdicts",
]

JUDGED_WHEN_NEW = (
    "source", "lang", "second_lang", "lang_probability", "target_lang_share", "date_start", "char_count",
)  # fmt: skip
"""Columns of documents that are judged of new ones only, as `new_lang` and so on."""

FILE_KEY = ("inbox_no", "source_path", "doc_id")
NEW_DOCUMENT = ("verdict", "standing", "is_kept_document")
"""Columns of verdicts that say whether a document is new."""

KEY_SEPARATOR = "\0"  # in no path


def _derive(rows: pa.Table, needs: tuple[str, ...], make: Callable[[], Mapping[str, object]]) -> pa.Table:
    """Append derived columns, provided that the columns they are made from are there."""
    if not set(needs) <= set(rows.column_names):
        return rows
    for name, values in make().items():
        rows = rows.append_column(name, values)
    return rows


def with_documents(rows: pa.Table) -> pa.Table:
    """Documents, with the dates that follow from their precision and what is judged of new ones only."""

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


def with_files(rows: pa.Table) -> pa.Table:
    """Files, with what is judged of those that are there, of new and of linked ones."""

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


@dataclass(frozen=True, slots=True)
class VerdictsFound:
    """What other frames ask of the new verdicts.

    Attributes:
        has_new_document: Whether one of them publishes a document that was not there; None where they cannot tell.
        keys: Files among the duplicates that have a new verdict; None where the columns are not as described.
        duplicate_keys: Those of them that it calls duplicates.
    """

    has_new_document: bool | None
    keys: pa.ChunkedArray | None
    duplicate_keys: pa.ChunkedArray | None


def with_verdicts(
    rows: pa.Table, document_ids: pa.ChunkedArray | None, duplicate_keys: pa.ChunkedArray | None
) -> pa.Table:
    """Verdicts, with whether their documents are published and their duplicates listed.

    Args:
        rows: The verdicts.
        document_ids: `doc_id` of all documents of the candidate's frame; None where it lacks it.
        duplicate_keys: `file_key` of all duplicates of the frame; None where it lacks a part of it.
    """

    def from_bytes() -> Mapping[str, object]:
        sha256 = rows.column("source_sha256")
        is_sha256 = pc.match_substring_regex(sha256, "^[0-9a-f]{64}$")
        return {"expected_doc_id": _case((is_sha256, pc.utf8_slice_codeunits(sha256, 0, 32)))}

    def with_reason() -> Mapping[str, object]:
        return {"verdict_and_reason": pc.binary_join_element_wise(rows["verdict"], rows["reason"], ": ")}

    def published() -> Mapping[str, object]:
        is_new = pc.is_in(rows.column("doc_id"), value_set=document_ids, skip_nulls=True)
        is_there = pc.or_(is_new, rows.column("is_kept_document"))
        state = pc.if_else(is_there, "published", "not published")
        return {"accepted_document": _case((is_current(rows, "accepted"), state))}

    def listed() -> Mapping[str, object]:
        is_there = pc.is_in(file_key(rows), value_set=duplicate_keys, skip_nulls=True)
        state = pc.if_else(is_there, "listed", "not listed")
        return {"duplicate_entry": _case((is_current(rows, "duplicate"), state))}

    judged = _derive(rows, ("source_sha256",), from_bytes)
    judged = _derive(judged, ("verdict", "reason"), with_reason)
    if document_ids is not None:
        judged = _derive(judged, ("doc_id", "verdict", "standing", "is_kept_document"), published)
    if duplicate_keys is not None:
        judged = _derive(judged, (*FILE_KEY, "verdict", "standing"), listed)
    return judged


def with_duplicates(
    rows: pa.Table, copies: pa.ChunkedArray | None, document_ids: pa.ChunkedArray | None, verdicts: VerdictsFound
) -> pa.Table:
    """Duplicates, with what their survivor is and what their own verdict says.

    Args:
        rows: The duplicates.
        copies: `doc_id` of all of them that are copies of another id; None where a column is absent.
        document_ids: `doc_id` of all documents of the candidate's frame; None where it lacks it.
        verdicts: What the new verdicts say of duplicates.
    """

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
        is_duplicate = pc.is_in(rows.column("duplicate_of"), value_set=copies, skip_nulls=True)
        return {"survivor_role": pc.if_else(is_duplicate, "duplicate", "original")}

    def own_document() -> Mapping[str, object]:
        doc_id = rows.column("doc_id")
        is_new = pc.is_in(doc_id, value_set=document_ids, skip_nulls=True)
        is_published = pc.or_(is_new, rows.column("is_published_itself"))
        is_other = pc.not_equal(doc_id, rows.column("duplicate_of"))
        return {"own_document": _case((is_other, pc.if_else(is_published, "published", "not published")))}

    def verdict() -> Mapping[str, object]:
        # Null where the file is not new: it got another survivor, its verdict was judged in its own release.
        is_new = pc.is_in(file_key(rows), value_set=verdicts.keys, skip_nulls=True)
        agrees = pc.is_in(file_key(rows), value_set=verdicts.duplicate_keys, skip_nulls=True)
        return {"file_verdict": _case((is_new, pc.if_else(agrees, "duplicate", "another verdict")))}

    judged = _derive(rows, ("kind", "similarity"), exact)
    judged = _derive(judged, ("document_date_start", "survivor_date_start"), survivor)
    if copies is not None:
        judged = _derive(judged, ("doc_id", "duplicate_of"), role)
    if document_ids is not None:
        judged = _derive(judged, ("doc_id", "duplicate_of", "is_published_itself"), own_document)
    if verdicts.keys is not None:
        judged = _derive(judged, FILE_KEY, verdict)
    return judged


def with_release(rows: pa.Table, verdicts: VerdictsFound, *, verdict_count: int, document_count: int) -> pa.Table:
    """The one row of figures, with sums that must agree.

    Args:
        rows: The row.
        verdicts: What the new verdicts say.
        verdict_count: Rows of their frame.
        document_count: Rows of the frame of documents.
    """
    parts = ("new_accepted_count", "new_rejected_count", "new_duplicate_count")

    def summed() -> Mapping[str, object]:
        accepted, rejected, duplicate = (rows.column(name) for name in parts)
        return {"summed_verdict_count": pc.add(pc.add(accepted, rejected), duplicate)}

    def judged_here() -> Mapping[str, object]:
        return {
            "judged_verdict_count": _repeat(verdict_count, rows),
            "langdetect_audit_minimum": _repeat(int(bool(verdicts.has_new_document)), rows),
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
    judged = rows.append_column("judged_document_count", _repeat(document_count, rows))
    judged = _derive(judged, parts, summed)
    judged = _derive(judged, counts, expected)
    judged = _derive(judged, ("document_count",), rules)
    judged = _derive(judged, ("new_verdict_count",), least)
    return judged if verdicts.has_new_document is None else _derive(judged, (), judged_here)


def has(rows: pa.Table, *names: str) -> bool:
    """Whether rows have all of some columns."""
    return set(names) <= set(rows.column_names)


def _case(*branches: tuple[pa.ChunkedArray, object]) -> pa.ChunkedArray:
    """The value of the first branch whose condition is true, else null."""
    conditions = pc.make_struct(*(condition for condition, _ in branches))
    return pc.case_when(conditions, *(value for _, value in branches))


def _last_day(start: pa.ChunkedArray, unit: str) -> pa.ChunkedArray:
    next_period = pc.ceil_temporal(start, unit=unit, ceil_is_strictly_greater=True)
    return pc.subtract(next_period.cast(pa.int32()), pa.scalar(1, pa.int32())).cast(pa.date32())


def is_current(verdicts: pa.Table, verdict: str) -> pa.ChunkedArray:
    """Which verdicts are of this kind and stand."""
    return pc.and_(pc.equal(verdicts.column("verdict"), verdict), pc.equal(verdicts.column("standing"), "current"))


def file_key(rows: pa.Table) -> pa.ChunkedArray:
    """What tells a file content apart, in one text; null where a part of it is."""
    parts = (rows.column(name).cast(pa.string()) for name in FILE_KEY)
    return pc.binary_join_element_wise(*parts, KEY_SEPARATOR)


def _repeat(value: int, rows: pa.Table) -> pa.Array:
    return pa.array([value] * rows.num_rows, pa.int64())
