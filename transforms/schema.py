"""Every table and column of Kroniek, written down once.

Parquet field metadata, DuckDB comments, `docs/data_dictionary.md` and the schema expectations of the gate are
all made from `TABLES`. Nothing else describes a column.
"""

from __future__ import annotations

from transforms.reasons import REASONS, VERDICTS
from transforms.schema_types import Column, Table

__all__ = [
    "CHANGES",
    "DOCUMENTS",
    "DUPLICATES",
    "JUDGED_FILES",
    "MEASURED_DOCUMENTS",
    "MONTHS",
    "PARAGRAPHS",
    "PUBLISHED_TABLES",
    "RAW_FILES",
    "SENTENCES",
    "SETTLED_FILES",
    "TABLES",
    "TOMBSTONES",
    "VERDICTS_TABLE",
]

PRECISIONS = ("year", "month", "day")
PARAGRAPH_KINDS = ("heading", "text", "caption", "quote", "list")
STANDINGS = ("current", "superseded", "withdrawn", "set_aside")
CHANGE_KINDS = ("added", "removed", "withdrawn", "changed")
WITHDRAWAL_REASONS = ("request_of_subject", "rights_holder", "court_order", "error", "other")

# Columns that several tables share: one description, so that they cannot drift apart.
DOC_ID = Column("doc_id", "string", "Document id: first 32 hex digits of the sha256 of the source bytes.", "take in")
SOURCE = Column(
    "source",
    "string",
    "Name of where the file came from: a setting, else the inbox's first sub-folder, else the inbox's name.",
    "take in",
    is_dictionary=True,
)
SOURCE_PATH = Column(
    "source_path",
    "string",
    "Path of the source file relative to its inbox, parted by /; bytes that are not UTF-8 as %XX, a literal % as %25.",
    "take in",
)
SOURCE_SHA256 = Column("source_sha256", "string", "sha256 of the source bytes, in hex.", "take in")
BATCH_ID = Column(
    "batch_id", "string", "Batch that the file was taken in with: hash of its members' sha256s.", "take in",
    is_dictionary=True,
)  # fmt: skip
BATCH_NO = Column("batch_no", "int32", "Running number of the batch in this warehouse, from 1.", "take in")
PUBLISHED_MONTH = Column(
    "published_month",
    "date",
    "First day of the month of publication; null where only the year is known.",
    "header date",
    is_nullable=True,
    is_dictionary=True,
)
RULES_VERSION = Column(
    "rules_version", "string", "Version of the rules that measured the document.", "curate", is_dictionary=True
)
CHAR_START = Column(
    "char_start", "int32", "Where it starts in documents.text, 0-based.", "structure", "Unicode code points"
)
CHAR_END = Column(
    "char_end", "int32", "Where it ends in documents.text, exclusive.", "structure", "Unicode code points"
)
TEXT_SHA256 = Column(
    "text_sha256",
    "string",
    "sha256 of the text with every run of white space as one space: equal for exact duplicates.",
    "structure",
)
PARAGRAPH_NO = Column("paragraph_no", "int32", "Number of the paragraph in its document, from 1.", "structure")

MEASURES = (
    Column("date_text", "string", "The date as written in the header.", "header date", is_nullable=True),
    Column("date_start", "date", "First day the date can mean.", "header date", is_nullable=True),
    Column("date_end", "date", "Last day the date can mean.", "header date", is_nullable=True),
    Column(
        "date_precision", "string", "How exact the date is; never made finer than written.", "header date",
        is_nullable=True, allowed=PRECISIONS, is_dictionary=True,
    ),
    PUBLISHED_MONTH,
    Column(
        "lang", "string", "Language of the text (ISO 639-1), by langdetect on its first 1,000 characters.", "language",
        is_nullable=True, is_dictionary=True,
    ),
    Column("lang_probability", "double", "langdetect's probability of that language, 0 to 1.", "language"),
    Column(
        "target_lang_share", "double",
        "Share of the characters, in paragraphs long enough to tell, that are in a wanted language; where no paragraph "
        "is long enough, 1 if the whole text is in a wanted language and else 0.", "language",
    ),
    Column("title", "string", "The first heading, or null; never invented.", "structure", is_nullable=True),
    Column("text", "string", "The text without its header; paragraphs parted by one blank line.", "decode and repair"),
    Column("char_count", "int32", "Length of the text.", "structure", "Unicode code points"),
    Column("word_count", "int32", "Number of words in the text.", "words", "words"),
    Column("sentence_count", "int32", "Number of sentences in the text.", "structure", "sentences"),
    Column("paragraph_count", "int32", "Number of paragraphs in the text.", "structure", "paragraphs"),
    Column("encoding", "string", "Encoding the bytes were read in, as Python names it.", "decode and repair",
           is_dictionary=True),
    Column("repairs", "list<string>",
           "Named repairs of the text and its header (docs/repairs.md, docs/header_date.md); empty when none was.",
           "decode and repair"),
    TEXT_SHA256,
)  # fmt: skip

DOCUMENTS = Table(
    "documents",
    "Accepted and current documents: what a release is about.",
    "one row a document (doc_id)",
    ("doc_id",),
    ("published_month", "doc_id"),
    "year",
    (
        DOC_ID, SOURCE, SOURCE_PATH, SOURCE_SHA256,
        *(
            Column(c.name, c.type, c.description, c.source, c.unit, c.name in ("published_month", "title"), c.allowed,
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

REASON = Column(
    "reason", "string", "Why the file got its verdict.", "judge",
    allowed=tuple(reason.name for reason in REASONS), is_dictionary=True,
)  # fmt: skip
VERDICT = Column("verdict", "string", "What became of the file.", "judge", allowed=VERDICTS, is_dictionary=True)
MEASURE = Column("measure", "string", "The measure that decided.", "judge", is_nullable=True, is_dictionary=True)
MEASURED_VALUE = Column("measured_value", "string", "Its value for this file.", "judge", is_nullable=True)
THRESHOLD = Column(
    "threshold", "string", "What the value was held against.", "judge", is_nullable=True, is_dictionary=True
)
TAKEN_IN_AT = Column("taken_in_at_utc", "timestamp", "When its batch was taken in.", "take in", "UTC")
RUN_ID = Column("run_id", "string", "Prefect flow run that judged the file.", "judge", is_dictionary=True)

VERDICTS_TABLE = Table(
    "verdicts",
    "The account: what became of every file that was ever judged, and why.",
    "one row a file content (source, source_path, source_sha256)",
    ("source", "source_path", "source_sha256"),
    ("batch_no", "source", "source_path", "source_sha256"),
    "month",
    (
        SOURCE, SOURCE_PATH, SOURCE_SHA256, VERDICT,
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
    "one row a duplicate source file (source, source_path, doc_id)",
    ("source", "source_path", "doc_id"),
    ("duplicate_of", "doc_id", "source", "source_path"),
    "month",
    (
        SOURCE, SOURCE_PATH, DOC_ID,
        Column("duplicate_of", "string", "doc_id of the published document; equal to doc_id for byte-equal copies.",
               "sameness"),
        Column("kind", "string", "How it is the same.", "sameness", allowed=("exact", "near"), is_dictionary=True),
        SIMILARITY,
        Column("date_start", "date", "First day of the duplicate's own date.", "header date"),
        Column("survivor_date_start", "date", "First day of the published document's date.", "header date"),
        BATCH_ID, TAKEN_IN_AT,
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

RAW_FILES = Table(
    "raw_files",
    "The bytes that everything can be made from again.",
    "one row a source file of the batch (inbox, source_path)",
    ("inbox", "source_path"),
    ("source", "source_path"),
    "single",
    (
        Column("inbox", "string", "Absolute path of the inbox.", "take in", is_dictionary=True),
        SOURCE, SOURCE_PATH, SOURCE_SHA256,
        Column("byte_count", "int64", "Size of the source bytes.", "take in", "bytes"),
        Column("modified_at_ns", "int64", "Modification time of the file.", "take in", "nanoseconds since 1970"),
        Column("content", "binary", "The source bytes; null where they were not read.", "take in", is_nullable=True),
        Column("content_problem", "string", "Reason for which the bytes were not read, or null.", "take in",
               is_nullable=True, is_dictionary=True),
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
        DOC_ID, SOURCE, SOURCE_PATH, SOURCE_SHA256,
        Column("content_status", "string", "ok, or the reason for which there is no text.", "decode and repair",
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

JUDGED_FILES = Table(
    "judged_files",
    "Verdicts of one part of a batch by its measures alone, before files are compared with each other.",
    "one row a source file of the part (source, source_path)",
    ("source", "source_path"),
    ("source", "source_path"),
    "single",
    (
        SOURCE, SOURCE_PATH, SOURCE_SHA256, VERDICT, REASON, MEASURE, MEASURED_VALUE, THRESHOLD, DOC_ID,
        Column("date_start", "date", "First day the date can mean.", "header date", is_nullable=True),
        TEXT_SHA256,
    ),
    is_published=False,
)  # fmt: skip

SETTLED_FILES = Table(
    "settled_files",
    "The verdicts of one batch, with what assemble needs to place them.",
    "one row a source file of the batch (source, source_path)",
    ("source", "source_path"),
    ("source", "source_path"),
    "single",
    (
        *JUDGED_FILES.columns,
        Column("duplicate_of", "string", "doc_id of the survivor, for duplicates.", "sameness", is_nullable=True),
        BATCH_ID, BATCH_NO, TAKEN_IN_AT, RUN_ID,
    ),
    is_published=False,
)  # fmt: skip

PUBLISHED_TABLES = (DOCUMENTS, PARAGRAPHS, SENTENCES, VERDICTS_TABLE, DUPLICATES, CHANGES, MONTHS, TOMBSTONES)
TABLES = (*PUBLISHED_TABLES, RAW_FILES, MEASURED_DOCUMENTS, JUDGED_FILES, SETTLED_FILES)
