"""Every table and column of Kroniek, written down once.

Parquet field metadata, DuckDB comments, `docs/data_dictionary.md` and the schema expectations of the gate are
all made from `TABLES`. Nothing else describes a column.
"""

from __future__ import annotations

from transforms.schema_columns import (
    BATCH_ID,
    BATCH_NO,
    CHAR_END,
    CHAR_START,
    DOC_ID,
    INBOX_NO,
    MEASURE,
    MEASURED_VALUE,
    MEASURES,
    MENTION_PRECISIONS,
    PARAGRAPH_NO,
    PUBLISHED_MONTH,
    REASON,
    RELATIONS,
    RULES_VERSION,
    RUN_ID,
    SOURCE,
    SOURCE_PATH,
    SOURCE_SHA256,
    TAKEN_IN_AT,
    THRESHOLD,
    VERDICT,
)
from transforms.schema_internal import (
    FINGERPRINTS,
    JUDGED_FILES,
    MEASURED_DOCUMENTS,
    RAW_FILES,
    SETTLED_FILES,
    of_batches,
)
from transforms.schema_types import Column, Table

__all__ = [
    "CHANGES",
    "CHANGE_KINDS",
    "DATE_MENTIONS",
    "DOCUMENTS",
    "DUPLICATES",
    "FINGERPRINTS",
    "JUDGED_FILES",
    "MEASURED_DOCUMENTS",
    "MONTHS",
    "PARAGRAPHS",
    "PUBLISHED_TABLES",
    "RAW_FILES",
    "SENTENCES",
    "SETTLED_FILES",
    "STAGED_TABLES",
    "STRUCTURE_TABLES",
    "TABLES",
    "TERM_MONTHS",
    "TOMBSTONES",
    "VERDICTS_TABLE",
]

PARAGRAPH_KINDS = ("heading", "text", "caption", "quote", "list")
STANDINGS = ("current", "superseded", "withdrawn", "set_aside")
CHANGE_KINDS = ("added", "removed", "withdrawn", "changed")
WITHDRAWAL_REASONS = ("request_of_subject", "rights_holder", "court_order", "error", "other")

NULLABLE = ("published_month", "title", "neighbour_lang", "latest_year_mentioned", "anachronism_evidence")
"""Measures that a document may lack."""

DOCUMENTS = Table(
    "documents",
    "Accepted and current documents: what a release is about.",
    "one row a document (doc_id)",
    ("doc_id",),
    ("published_month", "doc_id"),
    "year",
    (
        DOC_ID, INBOX_NO, SOURCE, SOURCE_PATH, SOURCE_SHA256,
        *(
            Column(c.name, c.type, c.description, c.source, c.unit, c.name in NULLABLE, c.allowed,
                   c.is_dictionary)
            for c in MEASURES
        ),
        Column("earliest_date", "date", "Earliest date_start over the document and its duplicates.", "assemble"),
        Column("first_release", "string", "Release that first held the document.", "assemble", is_dictionary=True),
        RULES_VERSION, BATCH_ID,
        Column("ingested_at_utc", "timestamp", "When its batch was taken in.", "take in", "UTC"),
    ),
    bloom_filters=("doc_id",),
)  # fmt: skip

PARAGRAPHS = Table(
    "paragraphs",
    "The paragraphs of the published documents.",
    "one row a paragraph (doc_id, paragraph_no)",
    ("doc_id", "paragraph_no"),
    ("published_month", "doc_id", "paragraph_no"),
    "year",
    (
        DOC_ID, PUBLISHED_MONTH, PARAGRAPH_NO,
        Column("kind", "string", "What kind of paragraph it is.", "structure", allowed=PARAGRAPH_KINDS,
               is_dictionary=True),
        Column("text", "string", "The paragraph: documents.text from char_start to char_end.", "structure"),
        Column("text_hash", "int64", "BLAKE2b of its text in 64 bits: equal for equal paragraphs.", "structure"),
        CHAR_START, CHAR_END,
        Column("lang", "string", "Language of the paragraph (ISO 639-1); null where it is too short to tell.",
               "language", is_nullable=True, is_dictionary=True),
    ),
    bloom_filters=("doc_id",),
)  # fmt: skip

SENTENCES = Table(
    "sentences",
    "The sentences of the published documents.",
    "one row a sentence (doc_id, paragraph_no, sentence_no)",
    ("doc_id", "paragraph_no", "sentence_no"),
    ("published_month", "doc_id", "paragraph_no", "sentence_no"),
    "year",
    (
        DOC_ID, PUBLISHED_MONTH, PARAGRAPH_NO,
        Column("sentence_no", "int32", "Number of the sentence in its paragraph, from 1.", "structure"),
        Column("text", "string", "The sentence: documents.text from char_start to char_end.", "structure"),
        CHAR_START, CHAR_END,
    ),
    bloom_filters=("doc_id",),
)  # fmt: skip

DATE_MENTIONS = Table(
    "date_mentions",
    "The years and dates that the published texts name.",
    "one row a mention (doc_id, char_start)",
    ("doc_id", "char_start"),
    ("published_month", "doc_id", "char_start"),
    "year",
    (
        DOC_ID, PUBLISHED_MONTH, CHAR_START, CHAR_END,
        Column("text", "string", "The mention: documents.text from char_start to char_end.", "date mentions"),
        Column("value_start", "date", "First day that it can mean.", "date mentions"),
        Column("value_end", "date", "Last day that it can mean.", "date mentions"),
        Column("precision", "string",
               "How exact it is, never finer than written; a range lies between two years or two days of a month.",
               "date mentions", allowed=MENTION_PRECISIONS, is_dictionary=True),
        Column("relation", "string",
               "before: ends before the document's date_start; after: starts after its date_end; same: they overlap.",
               "date mentions", allowed=RELATIONS, is_dictionary=True),
        Column("is_told_as_past", "boolean",
               "Whether it lies after the document's date and its clause tells of it as past.", "date mentions"),
    ),
    bloom_filters=("doc_id",),
)  # fmt: skip

VERDICTS_TABLE = Table(
    "verdicts",
    "The account: what became of every file that was ever judged, and why.",
    "one row a file content of an inbox (inbox_no, source, source_path, source_sha256)",
    ("inbox_no", "source", "source_path", "source_sha256"),
    ("batch_no", "source", "source_path", "source_sha256", "inbox_no"),
    "month",
    (
        INBOX_NO, SOURCE, SOURCE_PATH, SOURCE_SHA256, VERDICT,
        Column("standing", "string", "Whether the verdict still stands.", "assemble", allowed=STANDINGS,
               is_dictionary=True),
        REASON, MEASURE, MEASURED_VALUE, THRESHOLD, DOC_ID, BATCH_ID, BATCH_NO, TAKEN_IN_AT, RUN_ID,
    ),
    bloom_filters=("doc_id",),
)  # fmt: skip

SIMILARITY = Column(
    "similarity", "double", "Jaccard similarity of their 5-word shingles; 1.0 for exact.", "sameness", "share"
)
DUPLICATES = Table(
    "duplicates",
    "Source files that hold a text that is published under another file.",
    "one row a duplicate source file of an inbox (inbox_no, source, source_path, doc_id)",
    ("inbox_no", "source", "source_path", "doc_id"),
    ("duplicate_of", "doc_id", "source", "source_path", "inbox_no"),
    "month",
    (
        INBOX_NO, SOURCE, SOURCE_PATH, DOC_ID,
        Column("duplicate_of", "string", "doc_id of the published document; equal to doc_id for byte-equal copies.",
               "sameness"),
        Column("kind", "string", "How it is the same.", "sameness", allowed=("exact", "near"), is_dictionary=True),
        SIMILARITY,
        Column("date_start", "date", "First day of the duplicate's own date.", "header date"),
        Column("survivor_date_start", "date", "First day of the published document's date.", "header date"),
        BATCH_ID, BATCH_NO, TAKEN_IN_AT,
    ),
)  # fmt: skip

CHANGES = Table(
    "changes",
    "What each release changed against its parent.",
    "one row a changed document and release (release, doc_id)",
    ("release", "doc_id"),
    ("release", "doc_id"),
    "month",
    (
        DOC_ID,
        Column("change", "string", "What happened to the document.", "assemble", allowed=CHANGE_KINDS,
               is_dictionary=True),
        Column("release", "string", "Release that made the change.", "assemble", is_dictionary=True),
        SOURCE_PATH,
    ),
)  # fmt: skip

MONTHS = Table(
    "months",
    "How much text each month holds: the denominators of every rate.",
    "one row a month, and one a year for documents of which only the year is known (year, published_month)",
    ("year", "published_month"),
    ("year", "published_month"),
    "single",
    (
        Column("year", "int32", "Year of the month.", "assemble"),
        PUBLISHED_MONTH,
        Column("documents", "int64", "Documents of the month.", "assemble", "documents"),
        Column("words", "int64", "Words of the month.", "assemble", "words"),
        Column("sentences", "int64", "Sentences of the month.", "assemble", "sentences"),
    ),
)

TERM_MONTHS = Table(
    "term_months",
    "Words, 2-grams and 3-grams by month: those in 2 or more documents and with 3 or more occurrences in the month.",
    "one row a term and month, and one a year for documents of which only the year is known (term, published_month)",
    ("term", "published_month"),
    ("term", "published_month"),
    "year",
    (
        Column("term", "string", "The words in small letters, joined by one space; of one sentence.", "terms"),
        Column("n", "int32", "Number of its words, 1 to 3.", "terms", "words", is_dictionary=True),
        PUBLISHED_MONTH,
        Column("occurrences", "int64", "How often it occurs in the month.", "terms", "occurrences",
               is_dictionary=True),
        Column("documents", "int64", "Documents of the month that it occurs in.", "terms", "documents",
               is_dictionary=True),
    ),
    row_group_rows=8_192,  # rows are narrow, and one term is looked up in every file (docs/terms.md)
)  # fmt: skip

TOMBSTONES = Table(
    "tombstones",
    "Documents that were withdrawn: drop them from every copy you hold.",
    "one row a withdrawn document (doc_id)",
    ("doc_id",),
    ("doc_id",),
    "single",
    (
        DOC_ID,
        Column("withdrawn_at_utc", "timestamp", "When it was withdrawn.", "withdraw", "UTC"),
        Column("reason", "string", "Why, from a closed list.", "withdraw", allowed=WITHDRAWAL_REASONS),
        Column("release", "string", "First release without it.", "assemble"),
    ),
)

STRUCTURE_TABLES = (PARAGRAPHS, SENTENCES, DATE_MENTIONS)
"""Parts of documents.text: filed beside the documents, made once a doc_id, told by offsets."""

PUBLISHED_TABLES = (DOCUMENTS, *STRUCTURE_TABLES, VERDICTS_TABLE, DUPLICATES, CHANGES, TERM_MONTHS, MONTHS, TOMBSTONES)
STAGED_TABLES = {
    "documents": of_batches(MEASURED_DOCUMENTS, "staged_documents"),
    **{table.name: of_batches(table, f"staged_{table.name}") for table in STRUCTURE_TABLES},
    "fingerprints": of_batches(FINGERPRINTS, "staged_fingerprints"),
}
"""What curate makes of batches, by the folder that its parts lie in."""

TABLES = (*PUBLISHED_TABLES, RAW_FILES, *STAGED_TABLES.values(), JUDGED_FILES, SETTLED_FILES)
