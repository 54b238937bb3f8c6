"""New and changed documents: ids, dates that mean what was written, the wanted language, a text."""

from __future__ import annotations

from datetime import datetime

from expectations.candidate import DOCUMENTS_SCHEMA, GateThresholds
from expectations.checks import COUNT_IS_ZERO, Check, Suite, closed_list, no_missing_values
from transforms.schema import DOCUMENTS

__all__ = ["documents_suite"]

REQUIRED = tuple(field.name for field in DOCUMENTS_SCHEMA if not field.nullable)


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
        Check(
            "documents.source_agrees",
            "critical",
            "A new document is the current accepted file on its path, and comes from that file's source.",
            "ExpectColumnPairValuesToBeEqual",
            {"column_A": "new_source", "column_B": "accepted_source"},
            "as its verdict says",
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
            "No new document is dated before the earliest year of the settings.",
            "ExpectColumnValuesToBeBetween",
            {"column": "new_date_start", "min_value": first_day},
            f"{thresholds.earliest_year:04d}-01-01 or later",
            is_waivable=True,
        ),
        Check(
            "documents.earliest_date_not_later",
            "critical",
            "The earliest date over a document and its duplicates is not later than its own.",
            "ExpectColumnPairValuesAToBeGreaterThanB",
            {"column_A": "date_start", "column_B": "earliest_date", "or_equal": True},
            "date_start or earlier",
        ),
        Check(
            "documents.earliest_date_right",
            "critical",
            "The earliest date is the earliest of a document and its duplicates.",
            "ExpectColumnPairValuesToBeEqual",
            {"column_A": "earliest_date", "column_B": "expected_earliest_date"},
            "earliest of all",
        ),
    )


def _content(thresholds: GateThresholds) -> tuple[Check, ...]:
    return (
        Check(
            "documents.lang_wanted",
            "critical",
            "Every new document is in a wanted language.",
            "ExpectColumnValuesToBeInSet",
            {"column": "new_lang", "value_set": list(thresholds.languages)},
            ", ".join(thresholds.languages),
            is_waivable=True,
        ),
        Check(
            "documents.second_lang_wanted",
            "critical",
            "The second voice names a wanted language for every new document too.",
            "ExpectColumnValuesToBeInSet",
            {"column": "new_second_lang", "value_set": list(thresholds.languages)},
            ", ".join(thresholds.languages),
            is_waivable=True,
        ),
        Check(
            "documents.lang_probability_high_enough",
            "critical",
            "The detector is sure enough of every new document's language.",
            "ExpectColumnValuesToBeBetween",
            {"column": "new_lang_probability", "min_value": thresholds.minimum_language_probability, "max_value": 1.0},
            f"{thresholds.minimum_language_probability:g} to 1",
            is_waivable=True,
        ),
        Check(
            "documents.target_lang_share_high_enough",
            "critical",
            "Enough of every new document is in a wanted language.",
            "ExpectColumnValuesToBeBetween",
            {"column": "new_target_lang_share", "min_value": thresholds.minimum_target_lang_share, "max_value": 1.0},
            f"{thresholds.minimum_target_lang_share:g} to 1",
            is_waivable=True,
        ),
        Check(
            "documents.text_not_empty",
            "critical",
            "Every document has a text.",
            "ExpectColumnValuesToBeBetween",
            {"column": "least_char_count", "min_value": 1},
            "1 character or more",
        ),
        Check(
            "documents.text_as_long_as_measured",
            "critical",
            "The text of a new document is as long as it was when it was measured.",
            "ExpectColumnPairValuesToBeEqual",
            {"column_A": "text_char_count", "column_B": "new_char_count"},
            "char_count",
        ),
        Check(
            "documents.no_control_characters",
            "critical",
            "No new text holds control characters but line ends and tabs.",
            "ExpectColumnValuesToBeBetween",
            {"column": "control_character_count", **COUNT_IS_ZERO},
            "0",
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
