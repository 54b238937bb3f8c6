"""Builds honest candidates that tests then spoil: rows are dictionaries, figures follow from the rows."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import pyarrow as pa

from expectations.candidate import (
    DOCUMENTS_SCHEMA,
    DRIFT_SCHEMA,
    DUPLICATES_SCHEMA,
    RELEASE_SCHEMA,
    VERDICTS_SCHEMA,
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
    duplicates: list[Row] = field(default_factory=list)
    release: Row = field(default_factory=dict)
    drift: Row = field(default_factory=dict)
    schemas: dict[str, pa.Schema] = field(default_factory=dict)

    def frames(self) -> CandidateFrames:
        return CandidateFrames(
            documents=pa.Table.from_pylist(self.documents, schema=without_null_rule(DOCUMENTS_SCHEMA)),
            verdicts=pa.Table.from_pylist(self.verdicts, schema=without_null_rule(VERDICTS_SCHEMA)),
            duplicates=pa.Table.from_pylist(self.duplicates, schema=without_null_rule(DUPLICATES_SCHEMA)),
            release=pa.Table.from_pylist([self.release], schema=without_null_rule(RELEASE_SCHEMA)),
            drift=pa.Table.from_pylist([self.drift], schema=without_null_rule(DRIFT_SCHEMA)),
            schemas=self.schemas,
        )


def without_null_rule(schema: pa.Schema) -> pa.Schema:
    return pa.schema([column.with_nullable(nullable=True) for column in schema])


def verdict_row(path: str, verdict: str, reason: str) -> Row:
    return {
        "inbox_no": 1, "source": "krant", "source_path": path, "source_sha256": sha256_of(path), "verdict": verdict,
        "standing": "current", "reason": reason, "measure": None, "measured_value": None, "threshold": None,
        "doc_id": sha256_of(path)[:32], "batch_id": "b1",
    }  # fmt: skip


def document_row(path: str, precision: str, start: date, end: date) -> Row:
    return {
        "doc_id": sha256_of(path)[:32], "inbox_no": 1, "source": "krant", "source_path": path,
        "date_start": start, "date_end": end,
        "date_precision": precision, "published_month": None if precision == "year" else start.replace(day=1),
        "earliest_date": start, "lang": "nl", "lang_probability": 0.99999, "second_lang": "nl",
        "target_lang_share": 1.0, "is_anachronistic": False,
        "char_count": 3600, "word_count": 567, "sentence_count": 30, "paragraph_count": 12, "encoding": "utf-8",
        "rules_version": "1", "batch_id": "b1", "first_release": "2026.11.0",
    }  # fmt: skip


def duplicate_row(path: str, survivor: str, start: date) -> Row:
    return {
        "inbox_no": 1, "source": "krant", "source_path": path, "doc_id": sha256_of(path)[:32],
        "duplicate_of": sha256_of(survivor)[:32], "kind": "exact", "similarity": 1.0, "date_start": start,
        "survivor_date_start": start,
    }  # fmt: skip


def draft(accepted: int = 5, rejected: int = 2, duplicates: int = 1, already_published: int = 0) -> Draft:
    """An honest candidate of so many new files, beside so many documents of the parent."""
    made = Draft()
    for number in range(accepted):
        path = f"2018/artikel-{number}.txt"
        precision, start, end = DATES[number % len(DATES)]
        made.documents.append(document_row(path, precision, start, end))
        made.verdicts.append(verdict_row(path, "accepted", "all_checks_passed"))
    for number in range(rejected):
        made.verdicts.append(verdict_row(f"geweigerd/{number}.txt", "rejected", "date_missing"))
    for number in range(duplicates):
        path = f"kopie/{number}.txt"
        made.verdicts.append(verdict_row(path, "duplicate", "exact_duplicate"))
        made.duplicates.append(duplicate_row(path, "2018/artikel-0.txt", date(2018, 4, 1)))
    documents, files = already_published + accepted, accepted + rejected + duplicates
    made.release = dict.fromkeys(RELEASE_SCHEMA.names, 0) | {
        **dict.fromkeys(
            (
                "document_count", "catalog_document_count", "manifest_document_count", "months_document_count",
                "published_accepted_current_count",
            ),
            documents,
        ),
        **dict.fromkeys(("paragraph_count", "manifest_paragraph_count"), documents * 12),
        **dict.fromkeys(("sentence_count", "manifest_sentence_count"), documents * 30),
        **dict.fromkeys(("date_mention_count", "manifest_date_mention_count"), documents * 2),
        **dict.fromkeys(("term_month_count", "manifest_term_month_count"), documents * 20),
        **dict.fromkeys(("verdict_count", "manifest_verdict_count"), already_published + files),
        **dict.fromkeys(("taken_in_file_count", "new_verdict_count"), files),
        "new_accepted_count": accepted, "new_rejected_count": rejected, "new_duplicate_count": duplicates,
        "rules_version_count": min(documents, 1), "langdetect_audit_count": min(accepted, 3),
    }  # fmt: skip
    made.drift = {
        "new_file_count": files,
        "new_rejected_share": rejected / files if files else None,
        "parent_rejected_share": 0.2 if already_published else None,
        "document_count": documents,
        "parent_document_count": already_published or None,
        "growth_ratio": documents / already_published if already_published else None,
        "months_lost_count": 0,
    }
    written = {"changes", "months"}
    if accepted:
        written |= {"documents", "paragraphs", "sentences", "date_mentions", "term_months"}
    if files:
        written.add("verdicts")
    if duplicates:
        written.add("duplicates")
    made.schemas = {table.name: table.arrow_schema for table in PUBLISHED_TABLES if table.name in written}
    return made
