"""Builds honest candidates that tests then spoil: rows are dictionaries, figures follow from the rows."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import pyarrow as pa

from expectations.candidate import (
    FRAME_SCHEMAS,
    METRICS_SCHEMA,
    RELEASE_SCHEMA,
    STRUCTURE_SCHEMA,
    CandidateFrames,
    GateThresholds,
)
from transforms.schema import PUBLISHED_TABLES

THRESHOLDS = GateThresholds(
    today=date(2026, 11, 22),
    languages=("nl",),
    minimum_language_probability=0.9,
    minimum_target_lang_share=0.6,
    earliest_year=1618,
    minimum_duplicate_similarity=0.8,
    rules_version="1",
)

DATES = (
    ("month", date(2018, 4, 1), date(2018, 4, 30)),
    ("day", date(2026, 11, 22), date(2026, 11, 22)),
    ("year", date(1618, 1, 1), date(1618, 12, 31)),
    ("month", date(2024, 2, 1), date(2024, 2, 29)),
    ("month", date(2023, 12, 1), date(2023, 12, 31)),
)

Row = dict[str, Any]


def sha256_of(path: str) -> str:
    return hashlib.sha256(path.encode()).hexdigest()


@dataclass
class Draft:
    """A candidate as rows that a test may change before `frames()`."""

    documents: list[Row] = field(default_factory=list)
    verdicts: list[Row] = field(default_factory=list)
    structure: list[Row] = field(default_factory=list)
    duplicates: list[Row] = field(default_factory=list)
    files: list[Row] = field(default_factory=list)
    tables: list[Row] = field(default_factory=list)
    release: Row = field(default_factory=dict)
    months: list[Row] = field(default_factory=list)
    metrics: Row = field(default_factory=dict)
    shares: dict[str, dict[str, float]] = field(default_factory=dict)
    history: list[dict[str, float | None]] = field(default_factory=list)
    schemas: dict[str, pa.Schema] = field(default_factory=dict)

    def frames(self) -> CandidateFrames:
        rows = {name: getattr(self, name) for name in FRAME_SCHEMAS}
        return CandidateFrames(
            **{
                name: pa.Table.from_pylist(
                    [rows[name]] if isinstance(rows[name], dict) else rows[name], schema=without_null_rule(schema)
                )
                for name, schema in FRAME_SCHEMAS.items()
            },
            schemas=self.schemas,
            shares=self.shares,
            history=tuple(self.history),
        )


def without_null_rule(schema: pa.Schema) -> pa.Schema:
    return pa.schema([column.with_nullable(nullable=True) for column in schema])


def verdict_row(path: str, verdict: str, reason: str) -> Row:
    return {
        "inbox_no": 1, "source": "krant", "source_path": path, "source_sha256": sha256_of(path), "verdict": verdict,
        "standing": "current", "reason": reason, "measure": None, "measured_value": None, "threshold": None,
        "doc_id": sha256_of(path)[:32], "batch_id": "b1", "is_kept_document": False,
    }  # fmt: skip


def document_row(path: str, precision: str, start: date, end: date) -> Row:
    return {
        "doc_id": sha256_of(path)[:32], "inbox_no": 1, "source": "krant", "source_path": path,
        "date_start": start, "date_end": end,
        "date_precision": precision, "published_month": None if precision == "year" else start.replace(day=1),
        "earliest_date": start, "lang": "nl", "lang_probability": 0.99999, "second_lang": "nl",
        "target_lang_share": 1.0, "is_anachronistic": False,
        "char_count": 3600, "word_count": 567, "sentence_count": 30, "paragraph_count": 12, "encoding": "utf-8",
        "rules_version": "1", "batch_id": "b1", "first_release": "2026.11.0", "is_added": True,
        "text_char_count": 3600, "control_character_count": 0, "accepted_source": "krant",
        "expected_earliest_date": start,
    }  # fmt: skip


def structure_row(doc_id: str) -> Row:
    counts = {"paragraph_count": 12, "found_paragraph_count": 12, "sentence_count": 30, "found_sentence_count": 30}
    return dict.fromkeys(STRUCTURE_SCHEMA.names, 0) | counts | {"doc_id": doc_id, "batch_id": "b1"}


def file_row(path: str, *, is_new: bool = True) -> Row:
    return {
        "path": path, "is_new": is_new, "state": "sound", "manifest_rows": 10, "footer_rows": 10,
        "manifest_bytes": 1000, "found_bytes": 1000, "content": "as written" if is_new else "the parent's",
    }  # fmt: skip


def duplicate_row(path: str, survivor: str, start: date) -> Row:
    return {
        "inbox_no": 1, "source": "krant", "source_path": path, "doc_id": sha256_of(path)[:32],
        "duplicate_of": sha256_of(survivor)[:32], "kind": "exact", "similarity": 1.0, "date_start": start,
        "survivor_date_start": start, "batch_id": "b1", "document_date_start": start, "is_published_itself": False,
    }  # fmt: skip


def draft(accepted: int = 5, rejected: int = 2, duplicates: int = 1, already_published: int = 0) -> Draft:
    """An honest candidate of so many new files, beside so many documents of the parent."""
    made = Draft()
    for number in range(accepted):
        path = f"2018/artikel-{number}.txt"
        precision, start, end = DATES[number % len(DATES)]
        made.documents.append(document_row(path, precision, start, end))
        made.verdicts.append(verdict_row(path, "accepted", "all_checks_passed"))
        made.structure.append(structure_row(sha256_of(path)[:32]))
    for number in range(rejected):
        made.verdicts.append(verdict_row(f"geweigerd/{number}.txt", "rejected", "date_missing"))
    for number in range(duplicates):
        path = f"kopie/{number}.txt"
        made.verdicts.append(verdict_row(path, "duplicate", "exact_duplicate"))
        made.duplicates.append(duplicate_row(path, "2018/artikel-0.txt", date(2018, 4, 1)))
    documents, files = already_published + accepted, accepted + rejected + duplicates
    made.files = [file_row("documents/documents-2018.parquet"), file_row("months.parquet", is_new=False)]
    made.tables = [
        {"table": table.name, **dict.fromkeys(("footer_rows", "manifest_rows", "catalog_rows"), 100)}
        for table in PUBLISHED_TABLES
    ]
    made.release = dict.fromkeys(RELEASE_SCHEMA.names, 0) | {
        "document_count": documents, "months_document_count": documents, "parent_document_count": already_published,
        "added_document_count": accepted, "accepted_file_difference": accepted,
        **dict.fromkeys(("taken_in_file_count", "new_verdict_count"), files),
        "new_accepted_count": accepted, "new_rejected_count": rejected, "new_duplicate_count": duplicates,
        "stated_licence_count": 1, "stated_contact_count": 1,
        "rules_version_count": min(documents, 1), "langdetect_audit_count": min(accepted, 3),
    }  # fmt: skip
    made.months = [{"month": "2018-04", "documents": documents, "parent_documents": already_published}]
    made.metrics = dict.fromkeys(METRICS_SCHEMA.names) | {
        "document_count": documents, "parent_document_count": already_published, "added_document_count": accepted,
        "removed_document_count": 0, "new_file_count": files, "new_accepted_count": accepted,
        "new_rejected_count": rejected, "new_duplicate_count": duplicates,
        "refused_share": rejected / files if files else None,
    }  # fmt: skip
    made.shares = {"refused_share": {"date_missing": rejected / files} if rejected else {}}
    written = {"changes", "months"}
    if accepted:
        written |= {"documents", "paragraphs", "sentences", "date_mentions", "term_months"}
    if files:
        written.add("verdicts")
    if duplicates:
        written.add("duplicates")
    made.schemas = {table.name: table.arrow_schema for table in PUBLISHED_TABLES if table.name in written}
    return made
