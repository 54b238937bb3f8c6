"""Tables that never leave the warehouse: raw bytes, measures of refused files too, and verdicts on their way."""

from __future__ import annotations

from dataclasses import replace

from transforms.schema_columns import (
    BATCH_ID,
    BATCH_NO,
    DOC_ID,
    INBOX_NO,
    MEASURE,
    MEASURED_VALUE,
    MEASURES,
    REASON,
    RULES_VERSION,
    RUN_ID,
    SOURCE,
    SOURCE_PATH,
    SOURCE_SHA256,
    TAKEN_IN_AT,
    TEXT_SHA256,
    THRESHOLD,
    VERDICT,
)
from transforms.schema_types import Column, Table

__all__ = ["FINGERPRINTS", "JUDGED_FILES", "MEASURED_DOCUMENTS", "RAW_FILES", "SETTLED_FILES", "of_batches"]


def of_batches(table: Table, name: str) -> Table:
    """A table as staged/ keeps it: each row says which batch it is of, since a folder may hold many."""
    return replace(
        table,
        name=name,
        description=f"Rows of {table.name} that curate made of every file of a batch, refused ones too.",
        grain=f"{table.grain} of a batch (batch_no)",
        key=("batch_no", *table.key),
        sort=("batch_no", *table.sort),
        partition="single",
        columns=(*table.columns, BATCH_NO),
        is_published=False,
    )


RAW_FILES = Table(
    "raw_files",
    "The bytes that everything can be made from again.",
    "one row a source file of a batch (batch_no, inbox, source_path)",
    ("batch_no", "inbox", "source_path"),
    ("batch_no", "source", "source_path"),
    "single",
    (
        INBOX_NO,
        Column("inbox", "string", "Absolute path of the inbox.", "take in", is_dictionary=True),
        SOURCE, SOURCE_PATH,
        Column("archive_path", "string", "Source path of the archive it lies in, or is; else null.", "take in",
               is_nullable=True, is_dictionary=True),
        SOURCE_SHA256,
        Column("byte_count", "int64", "Size of the source bytes, expanded.", "take in", "bytes"),
        Column("listed_byte_count", "int64", "Size of the file on the disk; of a member, the archive's.", "take in",
               "bytes"),
        Column("modified_at_ns", "int64", "Modification time of the file.", "take in", "nanoseconds since 1970"),
        Column("content", "binary", "The source bytes; null where they were not read.", "take in", is_nullable=True),
        Column("content_problem", "string", "Reason for which the bytes were not taken in, or null.", "take in",
               is_nullable=True, is_dictionary=True),
        Column("problem_measure", "string", "What was measured then.", "take in", is_nullable=True, is_dictionary=True),
        Column("problem_value", "string", "What it came to.", "take in", is_nullable=True),
        Column("problem_threshold", "string", "What it was held against.", "take in", is_nullable=True,
               is_dictionary=True),
        Column("limits", "string", "Limits of reading that stood in the way; null where none did.", "take in",
               is_nullable=True, is_dictionary=True),
        BATCH_NO,
    ),
    is_published=False,
)  # fmt: skip

MEASURED_DOCUMENTS = Table(
    "measured_documents",
    "What curate measured of every file of a batch, refused ones too; no verdict yet.",
    "one row a source file of the batch (source, source_path)",
    ("source", "source_path"),
    ("source", "source_path"),
    "single",
    (
        DOC_ID, INBOX_NO, SOURCE, SOURCE_PATH, SOURCE_SHA256,
        Column("content_status", "string", "ok, or the reason for which there is no text.", "decode and repair",
               is_dictionary=True),
        Column("content_measure", "string", "What was measured where the bytes were not taken in.", "take in",
               is_nullable=True, is_dictionary=True),
        Column("content_value", "string", "What it came to.", "take in", is_nullable=True),
        Column("content_threshold", "string", "What it was held against.", "take in", is_nullable=True,
               is_dictionary=True),
        Column("date_status", "string", "ok, or the reason for which there is no date.", "header date",
               is_dictionary=True),
        Column("byte_count", "int64", "Size of the source bytes.", "take in", "bytes"),
        *MEASURES,
        Column("letter_count", "int32", "Number of letters in the text.", "words", "letters"),
        RULES_VERSION,
    ),
    is_published=False,
)  # fmt: skip

FINGERPRINTS = Table(
    "fingerprints",
    "What near copies are found by, of every text that has a date: kept, so that judging again measures nothing.",
    "one row a document of the batch (doc_id)",
    ("doc_id",),
    ("doc_id",),
    "single",
    (
        DOC_ID,
        Column("date_start", "date", "First day the date can mean.", "header date"),
        Column("bands", "binary", "MinHash of its 5-word shingles: 32 bands of 32 bits, least byte first.",
               "sameness"),
    ),
    is_published=False,
)  # fmt: skip

JUDGED_FILES = Table(
    "judged_files",
    "Verdicts of one part of a batch by its measures alone, before files are compared with each other.",
    "one row a source file of the part (source, source_path)",
    ("source", "source_path"),
    ("source", "source_path"),
    "single",
    (
        INBOX_NO, SOURCE, SOURCE_PATH, SOURCE_SHA256, VERDICT, REASON, MEASURE, MEASURED_VALUE, THRESHOLD, DOC_ID,
        Column("date_start", "date", "First day the date can mean.", "header date", is_nullable=True),
        TEXT_SHA256, BATCH_NO,
    ),
    is_published=False,
)  # fmt: skip

SETTLED_FILES = Table(
    "settled_files",
    "The verdicts of batches, with what assemble needs to place them.",
    "one row a source file of a batch (batch_no, source, source_path)",
    ("batch_no", "source", "source_path"),
    ("batch_no", "source", "source_path"),
    "single",
    (
        *(column for column in JUDGED_FILES.columns if column is not BATCH_NO),
        Column("duplicate_of", "string", "doc_id of the survivor, for duplicates.", "sameness", is_nullable=True),
        BATCH_ID, BATCH_NO, TAKEN_IN_AT, RUN_ID,
    ),
    is_published=False,
)  # fmt: skip
