"""Columns that several tables share: one description each, so that they cannot drift apart."""

from __future__ import annotations

from transforms.quality_measures import QUALITY_FLAGS, QUALITY_MEASURES
from transforms.reasons import REASONS, VERDICTS
from transforms.schema_types import Column

PRECISIONS = ("year", "month", "day")
MENTION_PRECISIONS = ("day", "month", "year", "range", "decade", "century")
RELATIONS = ("before", "same", "after")
COLUMN_TYPES = {"double": "double", "int32": "int32", "bool": "boolean"}

DOC_ID = Column("doc_id", "string", "Document id: first 32 hex digits of the sha256 of the source bytes.", "take in")
INBOX_NO = Column("inbox_no", "int32", "Running number of the inbox in this warehouse, from 1.", "take in")
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
    "Path of the source file relative to its inbox, parted by /; bytes that are not UTF-8 as %XX, a literal % as %25. "
    "A member of an archive is drop.zip!/member.txt; a folder that is named like one has %21 for its !.",
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
    Column(
        "has_date_conflict", "boolean",
        "Whether the name of the file holds a date that has no day in common with the header's.", "header date",
    ),
    PUBLISHED_MONTH,
    Column(
        "lang", "string", "Language of the text (ISO 639-1), by langdetect on its first 1,000 characters.", "language",
        is_nullable=True, is_dictionary=True,
    ),
    Column("lang_probability", "double", "langdetect's probability of that language, 0 to 1.", "language"),
    Column(
        "second_lang", "string",
        "Language by the second voice (docs/language.md): that of most of the labelled text, else of the whole text.",
        "language", is_nullable=True, is_dictionary=True,
    ),
    Column(
        "second_lang_by", "string", "Who gave the second voice's answer for most of the text.", "language",
        is_nullable=True, allowed=("function_words", "cld2"), is_dictionary=True,
    ),
    Column(
        "second_lang_confidence", "double",
        "Share of the labelled text in the second voice's language; where no paragraph decides, how sure it is.",
        "language", "share",
    ),
    Column("dutch_word_share", "double", "Share of the words that are Dutch function words.", "language", "share"),
    Column(
        "neighbour_lang", "string", "Neighbour language whose function words contest Dutch most; null without any.",
        "language", is_nullable=True, allowed=("fy", "nds", "af", "de"), is_dictionary=True,
    ),
    Column(
        "neighbour_word_lead", "double",
        "Of the function words that only one of the two languages has, the share that is the neighbour's.", "language",
        "share",
    ),
    Column(
        "lang_shares", "list<string>",
        "Languages of the paragraphs long enough to tell with their shares of those characters, the greatest first, as "
        "`nl 0.931`; where no paragraph is long enough, that of the whole text.", "language",
    ),
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
    Column(
        "latest_year_mentioned", "int32", "Last year of the latest year, month, day or range that the text names.",
        "date mentions", "year", is_nullable=True,
    ),
    Column(
        "is_anachronistic", "boolean",
        "Whether the text tells of a time after its own date as past (docs/date_mentions.md); a flag, no verdict.",
        "date mentions",
    ),
    Column(
        "anachronism_evidence", "string", "The first sentence that does so, cut to 200 characters.", "date mentions",
        is_nullable=True,
    ),
    *(
        Column(measure.name, COLUMN_TYPES[measure.type], measure.meaning, f"text quality; {measure.source}",
               measure.unit)
        for measure in (*QUALITY_MEASURES, *QUALITY_FLAGS)
    ),
    Column("encoding", "string", "Encoding the bytes were read in, as Python names it.", "decode and repair",
           is_dictionary=True),
    Column("repairs", "list<string>",
           "Named repairs of the text and its header (docs/repairs.md, docs/header_date.md); empty when none was.",
           "decode and repair"),
    TEXT_SHA256,
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
