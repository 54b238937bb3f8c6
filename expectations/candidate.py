"""What the gate is given: narrow tables about the candidate, and the thresholds of the settings.

The tables hold ids, dates, labels and counts; never a text. Their schemas stand here, so that whoever assembles a
candidate can build against them and whatever differs is found by `suites.schema`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import pyarrow as pa

from transforms.schema import DOCUMENTS, DUPLICATES, VERDICTS_TABLE
from transforms.schema_types import Table

__all__ = [
    "DOCUMENTS_SCHEMA",
    "DRIFT_SCHEMA",
    "DUPLICATES_SCHEMA",
    "RELEASE_SCHEMA",
    "VERDICTS_SCHEMA",
    "CandidateFrames",
    "GateThresholds",
]


def _narrow(table: Table, *names: str) -> pa.Schema:
    return pa.schema([table.column(name).arrow_field for name in names])


DOCUMENTS_SCHEMA = _narrow(
    DOCUMENTS,
    "doc_id", "inbox_no", "source", "source_path", "date_start", "date_end", "date_precision", "published_month",
    "earliest_date", "lang", "lang_probability", "second_lang", "target_lang_share", "is_anachronistic", "char_count",
    "word_count", "sentence_count", "paragraph_count",
    "encoding", "rules_version", "batch_id", "first_release",
)  # fmt: skip

VERDICTS_SCHEMA = _narrow(
    VERDICTS_TABLE,
    "inbox_no", "source", "source_path", "source_sha256", "verdict", "standing", "reason", "measure", "measured_value",
    "threshold",
    "doc_id", "batch_id",
)  # fmt: skip

DUPLICATES_SCHEMA = _narrow(
    DUPLICATES,
    "inbox_no", "source", "source_path", "doc_id", "duplicate_of", "kind", "similarity", "date_start",
    "survivor_date_start",
)  # fmt: skip

RELEASE_SCHEMA = pa.schema(
    [
        pa.field(name, pa.int64(), nullable=False)
        for name in (
            "document_count",
            "catalog_document_count",
            "manifest_document_count",
            "paragraph_count",
            "manifest_paragraph_count",
            "sentence_count",
            "manifest_sentence_count",
            "date_mention_count",
            "manifest_date_mention_count",
            "term_month_count",
            "manifest_term_month_count",
            "wrong_term_month_count",  # months whose terms are more than the month holds, or below the cut-off
            "verdict_count",
            "manifest_verdict_count",
            "taken_in_file_count",  # rows in raw of the batches that are new in this candidate
            "new_verdict_count",
            "new_accepted_count",
            "new_rejected_count",
            "new_duplicate_count",
            "published_accepted_current_count",  # verdicts that are accepted and current, old ones too
            "repeated_doc_id_count",
            "orphan_paragraph_count",
            "orphan_sentence_count",
            "orphan_date_mention_count",
            "paragraph_offset_error_count",
            "sentence_offset_error_count",
            "date_mention_offset_error_count",
            "wrong_relation_count",  # date mentions whose relation does not follow from the dates
            "documents_without_paragraph_count",
            "lost_document_count",  # in the parent, neither here nor in `changes` as removed or withdrawn
            "missing_file_count",  # named in the manifest, not in the folder
            "wrong_row_count_file_count",
            "future_document_count",
            "rules_version_count",
            "months_document_count",  # sum of months.documents
            "langdetect_audit_count",  # new documents that langdetect itself judged again
            "langdetect_disagreement_count",
        )
    ]
)
"""One row: figures of the candidate as a whole."""

DRIFT_SCHEMA = pa.schema(
    [
        pa.field("new_file_count", pa.int64(), nullable=False),
        pa.field("new_rejected_share", pa.float64()),  # null where there is no new file
        pa.field("parent_rejected_share", pa.float64()),  # null for the first release
        pa.field("document_count", pa.int64(), nullable=False),
        pa.field("parent_document_count", pa.int64()),  # null for the first release
        pa.field("growth_ratio", pa.float64()),  # document_count / parent_document_count; null for the first release
        pa.field("months_lost_count", pa.int64(), nullable=False),  # months of the parent that are absent now
    ]
)
"""One row: this candidate beside the release before it."""


@dataclass(frozen=True, slots=True)
class CandidateFrames:
    """What the gate judges.

    Attributes:
        documents: Documents that are new or changed in this candidate (`DOCUMENTS_SCHEMA`).
        verdicts: Verdicts that are new (`VERDICTS_SCHEMA`).
        duplicates: Duplicate source files that are new (`DUPLICATES_SCHEMA`).
        release: One row of figures about the whole candidate (`RELEASE_SCHEMA`).
        drift: One row that sets the candidate beside its parent (`DRIFT_SCHEMA`).
        schemas: The Arrow schema found in each table's new Parquet files, by table name.
    """

    documents: pa.Table
    verdicts: pa.Table
    duplicates: pa.Table
    release: pa.Table
    drift: pa.Table
    schemas: Mapping[str, pa.Schema]


@dataclass(frozen=True, slots=True)
class GateThresholds:
    """What the checks hold their figures against; all of it comes from the settings.

    Attributes:
        today: Day of the run; no document may be dated after it.
        languages: The wanted languages (ISO 639-1).
        minimum_language_probability: Least probability a published document's language has.
        minimum_target_lang_share: Least share of a published document that is in a wanted language.
        earliest_year: First year a document may be of.
        rules_version: The one rules version of the release.
        maximum_rejected_share: Above this share of refused new files the gate warns.
        maximum_growth_ratio: Above this many times the parent's documents the gate warns.
        minimum_growth_ratio: Below this many times the parent's documents the gate warns.
        maximum_rejected_share_rise: Above this rise of the refused share over the parent's the report says so.
    """

    today: date
    languages: tuple[str, ...]
    minimum_language_probability: float
    minimum_target_lang_share: float
    earliest_year: int
    rules_version: str
    maximum_rejected_share: float = 0.5
    maximum_growth_ratio: float = 10.0
    minimum_growth_ratio: float = 0.5
    maximum_rejected_share_rise: float = 0.25
