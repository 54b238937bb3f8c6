"""New and changed documents: ids, dates that mean what was written, the wanted language, a text."""

from __future__ import annotations

from datetime import datetime

from expectations.candidate import DOCUMENTS_SCHEMA, GateThresholds
from expectations.checks import Check, Suite, closed_list, no_missing_values
from transforms.schema import DOCUMENTS

__all__ = ["documents_suite"]

REQUIRED = tuple(name for name in DOCUMENTS_SCHEMA.names if not DOCUMENTS.column(name).is_nullable)


def documents_suite(thresholds: GateThresholds) -> Suite:
    """The checks on new and changed documents."""
    return Suite("documents", "documents", (*_identity(), *_dates(thresholds), *_content(thresholds)))


def _identity() -> tuple[Check, ...]:
    return (
        no_missing_values("documents", "Documents", REQUIRED),
        Check(
            "documents.doc_id_unique",
            "critical",
            "No two documents have the same id.",
            "ExpectColumnValuesToBeUnique",
            {"column": "doc_id"},
            "each id once",
        ),
        Check(
            "documents.doc_id_form",
            "critical",
            "A document id is 32 lower-case hex digits.",
            "ExpectColumnValuesToMatchRegex",
            {"column": "doc_id", "regex": r"^[0-9a-f]{32}$"},
            "32 hex digits",
        ),
        Check(
            "documents.source_file_unique",
            "critical",
            "A source file gives one current document.",
            "ExpectCompoundColumnsToBeUnique",
            {"column_list": ["inbox_no", "source_path"]},
            "each (inbox_no, source_path) once",
        ),
    )


def _dates(thresholds: GateThresholds) -> tuple[Check, ...]:
    # datetime, not date: Great Expectations compares timestamps and would not compare the two kinds.
    today = datetime.combine(thresholds.today, datetime.min.time())
    first_day = datetime(thresholds.earliest_year, 1, 1)  # noqa: DTZ001  # a calendar day has no zone
    return (
        closed_list("documents", DOCUMENTS, "date_precision"),
        Check(
            "documents.date_start_fits_precision",
            "critical",
            "date_start is the first day of the year, month or day that the header names.",
            "ExpectColumnPairValuesToBeEqual",
            {"column_A": "date_start", "column_B": "expected_date_start"},
            "first day of the period",
        ),
        Check(
            "documents.date_end_fits_precision",
            "critical",
            "date_end is the last day of the year, month or day that the header names, never before date_start.",
            "ExpectColumnPairValuesToBeEqual",
            {"column_A": "date_end", "column_B": "expected_date_end"},
            "last day of the period",
        ),
        Check(
            "documents.month_fits_date",
            "critical",
            "published_month is the month of date_start, and null where only the year is known.",
            "ExpectColumnPairValuesToBeEqual",
            {"column_A": "published_month", "column_B": "expected_published_month"},
            "first day of the month",
        ),
        Check(
            "documents.date_not_in_future",
            "critical",
            "No document is dated after the day of the run.",
            "ExpectColumnValuesToBeBetween",
            {"column": "date_start", "max_value": today},
            f"{thresholds.today.isoformat()} or earlier",
        ),
        Check(
            "documents.date_not_too_early",
            "critical",
            "No document is dated before the earliest year of the settings.",
            "ExpectColumnValuesToBeBetween",
            {"column": "date_start", "min_value": first_day},
            f"{thresholds.earliest_year:04d}-01-01 or later",
        ),
        Check(
            "documents.earliest_date_not_later",
            "critical",
            "The earliest date over a document and its duplicates is not later than its own.",
            "ExpectColumnPairValuesAToBeGreaterThanB",
            {"column_A": "date_start", "column_B": "earliest_date", "or_equal": True},
            "date_start or earlier",
        ),
    )


def _content(thresholds: GateThresholds) -> tuple[Check, ...]:
    return (
        Check(
            "documents.lang_wanted",
            "critical",
            "Every document is in a wanted language.",
            "ExpectColumnValuesToBeInSet",
            {"column": "lang", "value_set": list(thresholds.languages)},
            ", ".join(thresholds.languages),
        ),
        Check(
            "documents.second_lang_wanted",
            "critical",
            "The second voice names a wanted language for every document too.",
            "ExpectColumnValuesToBeInSet",
            {"column": "second_lang", "value_set": list(thresholds.languages)},
            ", ".join(thresholds.languages),
        ),
        Check(
            "documents.lang_probability_high_enough",
            "critical",
            "The detector is sure enough of every document's language.",
            "ExpectColumnValuesToBeBetween",
            {"column": "lang_probability", "min_value": thresholds.minimum_language_probability, "max_value": 1.0},
            f"{thresholds.minimum_language_probability:g} to 1",
        ),
        Check(
            "documents.target_lang_share_high_enough",
            "critical",
            "Enough of every document is in a wanted language.",
            "ExpectColumnValuesToBeBetween",
            {"column": "target_lang_share", "min_value": thresholds.minimum_target_lang_share, "max_value": 1.0},
            f"{thresholds.minimum_target_lang_share:g} to 1",
        ),
        Check(
            "documents.text_not_empty",
            "critical",
            "Every document has a text.",
            "ExpectColumnValuesToBeBetween",
            {"column": "char_count", "min_value": 1},
            "1 character or more",
        ),
        Check(
            "documents.text_has_structure",
            "critical",
            "Every text has words, sentences and paragraphs.",
            "ExpectRowsToBeAtLeast",
            {
                "column_list": ["word_count", "sentence_count", "paragraph_count"],
                "minimum": 1,
                "ignore_row_if": "never",
            },
            "1 or more of each",
        ),
        Check(
            "documents.rules_version_current",
            "critical",
            "Every document was measured under the rules of this release.",
            "ExpectColumnValuesToBeInSet",
            {"column": "rules_version", "value_set": [thresholds.rules_version]},
            thresholds.rules_version,
        ),
    )
