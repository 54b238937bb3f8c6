"""What the gate is given: narrow tables about the candidate, and the thresholds of the settings.

The tables hold ids, dates, labels and counts; never a text. Their schemas stand here, so that whoever assembles a
candidate can build against them and whatever differs is found by `suites.schema`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

import pyarrow as pa

from expectations.slices import FrameRows
from transforms.schema import DOCUMENTS, DUPLICATES, VERDICTS_TABLE
from transforms.schema_types import Table

__all__ = [
    "DOCUMENTS_SCHEMA",
    "DUPLICATES_SCHEMA",
    "FILES_SCHEMA",
    "FRAME_SCHEMAS",
    "METRICS_SCHEMA",
    "MONTHS_SCHEMA",
    "RELEASE_SCHEMA",
    "STRUCTURE_SCHEMA",
    "TABLES_SCHEMA",
    "VERDICTS_SCHEMA",
    "CandidateFrames",
    "GateThresholds",
]


def _narrow(table: Table, *names: str) -> list[pa.Field]:
    return [table.column(name).arrow_field for name in names]


def _counts(*names: str) -> list[pa.Field]:
    return [pa.field(name, pa.int64(), nullable=False) for name in names]


DOCUMENTS_SCHEMA = pa.schema(
    [
        *_narrow(
            DOCUMENTS,
            "doc_id", "inbox_no", "source", "source_path", "date_start", "date_end", "date_precision",
            "published_month", "earliest_date", "lang", "lang_probability", "second_lang", "target_lang_share",
            "is_anachronistic", "char_count", "word_count", "sentence_count", "paragraph_count", "encoding",
            "rules_version", "batch_id", "first_release",
        ),
        pa.field("is_added", pa.bool_(), nullable=False),  # else it was published before and only moved
        pa.field("text_char_count", pa.int64()),  # length of the text itself; null for changed documents, as below
        pa.field("control_character_count", pa.int64()),
        pa.field("accepted_source", pa.string()),  # source of the current accepted verdict on its path and bytes
        pa.field("expected_earliest_date", pa.date32()),  # over its own date and those of its duplicates
    ]
)  # fmt: skip

VERDICTS_SCHEMA = pa.schema(
    [
        *_narrow(
            VERDICTS_TABLE,
            "inbox_no", "source", "source_path", "source_sha256", "verdict", "standing", "reason", "measure",
            "measured_value", "threshold", "doc_id", "batch_id",
        ),
        pa.field("is_kept_document", pa.bool_(), nullable=False),  # its document was published before and still is
    ]
)  # fmt: skip

STRUCTURE_SCHEMA = pa.schema(
    [
        pa.field("doc_id", pa.string(), nullable=False),
        pa.field("batch_id", pa.string()),  # null for an id that is no document
        *_counts(
            "orphan_paragraph_count",
            "orphan_sentence_count",
            "orphan_date_mention_count",
            "paragraph_count",  # as the document says
            "found_paragraph_count",
            "sentence_count",
            "found_sentence_count",
            "paragraph_number_error_count",
            "sentence_number_error_count",
            "paragraph_offset_error_count",
            "sentence_offset_error_count",
            "date_mention_offset_error_count",
            "paragraph_gap_error_count",  # overlaps, and gaps that hold more than white space
            "sentence_gap_error_count",
            "stray_sentence_count",  # outside their paragraph, or of no paragraph
            "repeated_date_mention_count",  # two that overlap
            "wrong_value_count",  # date mentions that end before they start
            "wrong_relation_count",  # date mentions whose relation does not follow from the dates
            "wrong_month_count",  # rows that carry another month than their document
            "unlisted_label_count",  # kinds, precisions and relations of no closed list
        ),
    ]
)
"""One row a new document, and one an id that paragraphs, sentences or date mentions name and no document has."""

DUPLICATES_SCHEMA = pa.schema(
    [
        *_narrow(
            DUPLICATES,
            "inbox_no", "source", "source_path", "doc_id", "duplicate_of", "kind", "similarity", "date_start",
            "survivor_date_start", "batch_id",
        ),
        pa.field("document_date_start", pa.date32()),  # of the published survivor; null where there is none
        pa.field("is_published_itself", pa.bool_(), nullable=False),
    ]
)  # fmt: skip

FILES_SCHEMA = pa.schema(
    [
        pa.field("path", pa.string(), nullable=False),
        pa.field("is_new", pa.bool_(), nullable=False),  # else linked from the parent
        pa.field("state", pa.string(), nullable=False),  # sound, absent, unreadable
        pa.field("manifest_rows", pa.int64()),
        pa.field("footer_rows", pa.int64()),
        pa.field("manifest_bytes", pa.int64(), nullable=False),
        pa.field("found_bytes", pa.int64()),
        pa.field("content", pa.string(), nullable=False),  # `as written`, `the parent's`, or other bytes
    ]
)
"""One row a table file of the candidate."""

TABLES_SCHEMA = pa.schema(
    [
        pa.field("table", pa.string(), nullable=False),
        pa.field("footer_rows", pa.int64(), nullable=False),
        pa.field("manifest_rows", pa.int64(), nullable=False),
        pa.field("catalog_rows", pa.int64()),  # null where the catalog cannot count them
    ]
)
"""One row a table: its rows by the files' footers, by the manifest and through the catalog."""

RELEASE_SCHEMA = pa.schema(
    _counts(
        "document_count",
        "parent_document_count",
        "added_document_count",  # by `changes` of this release, like the two below
        "removed_document_count",
        "withdrawn_document_count",
        "accepted_file_difference",  # accepted and current verdicts, against the files that new ones replace
        "taken_in_file_count",  # rows in raw of the batches that are new in this candidate
        "new_verdict_count",
        "new_accepted_count",
        "new_rejected_count",
        "new_duplicate_count",
        "repeated_doc_id_count",
        "lost_document_count",  # in the parent, neither here nor in `changes` as removed or withdrawn
        "unexplained_document_count",  # new here and not in `changes` as added, or the other way round
        "untold_change_count",  # worked out by assemble and not in `changes`, or the other way round
        "orphan_duplicate_count",  # copies of a document that this release removes
        "tombstone_error_count",  # withdrawn without one, published in spite of one, or lost since the parent
        "future_document_count",
        "rules_version_count",
        "months_document_count",  # sum of months.documents
        "wrong_month_count",  # months that do not say what their documents add up to
        "wrong_term_month_count",  # months whose terms are more than the month holds, or below the cut-off
        "langdetect_audit_count",  # new documents that langdetect itself judged again
        "langdetect_disagreement_count",
        "stated_licence_count",  # 1 or 0, by the settings, like the next: they are published with the release
        "stated_contact_count",
    )
)
"""One row: figures of the candidate as a whole."""

MONTHS_SCHEMA = pa.schema(
    [
        pa.field("month", pa.string(), nullable=False),  # `2019-04`, and `2019` where only the year is known
        *_counts("documents", "parent_documents"),
    ]
)
"""One row a month that the candidate or its parent has documents of."""

METRICS_SCHEMA = pa.schema(
    [
        *_counts(
            "document_count",
            "parent_document_count",
            "added_document_count",
            "removed_document_count",  # not the withdrawn ones: that people took down is no drift
            "new_file_count",
            "new_accepted_count",
            "new_rejected_count",
            "new_duplicate_count",
        ),
        *(
            pa.field(name, pa.float64())  # null where there is nothing to take a share of
            for name in (
                "refused_share",
                "exact_duplicate_share",
                "near_duplicate_share",
                "year_precision_share",
                "repaired_share",
                "anachronistic_share",
                "median_word_count",
                "function_word_share",
                "new_term_share",  # terms of one word that the same year's terms of the parent do not hold
            )
        ),
    ]
)
"""One row: the figures that later releases are compared with."""

FRAME_SCHEMAS: Mapping[str, pa.Schema] = {
    "documents": DOCUMENTS_SCHEMA,
    "verdicts": VERDICTS_SCHEMA,
    "structure": STRUCTURE_SCHEMA,
    "duplicates": DUPLICATES_SCHEMA,
    "files": FILES_SCHEMA,
    "tables": TABLES_SCHEMA,
    "release": RELEASE_SCHEMA,
    "months": MONTHS_SCHEMA,
    "metrics": METRICS_SCHEMA,
}
"""Every frame that is handed in, by the attribute of `CandidateFrames`."""


@dataclass(frozen=True, slots=True)
class CandidateFrames:
    """What the gate judges.

    Attributes:
        documents: Documents that are new or changed in this candidate (`DOCUMENTS_SCHEMA`).
        verdicts: Verdicts that are new (`VERDICTS_SCHEMA`).
        structure: Errors of paragraphs, sentences and date mentions, by document (`STRUCTURE_SCHEMA`).
        duplicates: Duplicate source files that are new or got another survivor (`DUPLICATES_SCHEMA`).
        files: The table files (`FILES_SCHEMA`).
        tables: The tables (`TABLES_SCHEMA`).
        release: One row of figures about the whole candidate (`RELEASE_SCHEMA`).
        months: Documents by month, here and in the parent (`MONTHS_SCHEMA`).
        metrics: One row of figures that drift compares (`METRICS_SCHEMA`).
        shares: Shares by label, by what they are shares of: `{"refused_share": {"date_missing": 0.1}, ...}` of the
            new files, `source_share` and `lang_share` of the new documents.
        schemas: The Arrow schema found in each table's new Parquet files, by table name.
        examples: Ids behind a figure of `release`, by its name, up to 20.
        history: Metrics of earlier releases (`quality.json`), the newest first.
    """

    documents: FrameRows
    verdicts: FrameRows
    structure: FrameRows
    duplicates: FrameRows
    files: pa.Table
    tables: pa.Table
    release: pa.Table
    months: pa.Table
    metrics: pa.Table
    schemas: Mapping[str, pa.Schema]
    shares: Mapping[str, Mapping[str, float]] = field(default_factory=dict)
    examples: Mapping[str, tuple[str | None, ...]] = field(default_factory=dict)
    history: tuple[Mapping[str, float | None], ...] = ()


@dataclass(frozen=True, slots=True)
class GateThresholds:
    """What the checks hold their figures against; all of it comes from the settings.

    The first five are the loosest that any verdict in force was made with: a document is held against the settings
    that it was judged under, and `rejudge` is what holds it against others.

    Attributes:
        languages: The wanted languages (ISO 639-1).
        minimum_language_probability: Least probability a published document's language has.
        minimum_target_lang_share: Least share of a published document that is in a wanted language.
        earliest_year: First year a document may be of.
        minimum_duplicate_similarity: Least similarity of a near duplicate with the document it is a duplicate of.
        today: Day of the run; no document may be dated after it.
        rules_version: The one rules version of the release.
        minimum_comparison_count: With fewer files, documents or months a share says nothing and is not compared.
        maximum_removed_share: Above this share of the parent's documents or months gone the gate stops.
        maximum_rejected_share: Above this share of refused new files the gate warns.
        maximum_growth_ratio: Above this many times the parent's documents the gate warns.
        maximum_share_rise: Above this rise of a share over what is usual the gate warns.
        maximum_length_ratio: Texts this many times longer or shorter than usual make the gate warn.
    """

    languages: tuple[str, ...]
    minimum_language_probability: float
    minimum_target_lang_share: float
    earliest_year: int
    minimum_duplicate_similarity: float
    today: date
    rules_version: str
    minimum_comparison_count: int = 20
    maximum_removed_share: float = 0.5
    maximum_rejected_share: float = 0.5
    maximum_growth_ratio: float = 10.0
    maximum_share_rise: float = 0.25
    maximum_length_ratio: float = 3.0
