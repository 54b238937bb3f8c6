"""Paragraphs, sentences and date mentions: each belongs to a document, in order, and its offsets give its text.

A row of the frame is a document that is new, or an id that a part names and no document has; the texts are compared
where the candidate is assembled.
"""

from __future__ import annotations

from expectations.candidate import STRUCTURE_SCHEMA
from expectations.checks import COUNT_IS_ZERO, Check, Suite, no_missing_values

__all__ = ["structure_suite"]

REQUIRED = tuple(field.name for field in STRUCTURE_SCHEMA if not field.nullable)


def structure_suite() -> Suite:
    """The checks on the parts of new documents, and on whose parts they are in every file that was written."""
    return Suite(
        "structure",
        "structure",
        (
            no_missing_values("structure", "Errors by document", REQUIRED),
            *_belonging(),
            *_numbering(),
            *_offsets(),
            *_values(),
        ),
    )


def _none(name: str, column: str, sentence: str) -> Check:
    return Check(
        f"structure.{name}", "critical", sentence, "ExpectColumnValuesToBeBetween", {"column": column, **COUNT_IS_ZERO},
        "0",
    )  # fmt: skip


def _as_counted(name: str, counted: str, found: str, sentence: str) -> Check:
    return Check(
        f"structure.{name}", "critical", sentence, "ExpectColumnPairValuesToBeEqual",
        {"column_A": found, "column_B": counted}, counted,
    )  # fmt: skip


def _belonging() -> tuple[Check, ...]:
    return (
        _none("no_orphan_paragraphs", "orphan_paragraph_count", "Every paragraph belongs to a published document."),
        _none("no_orphan_sentences", "orphan_sentence_count", "Every sentence belongs to a published document."),
        _none(
            "no_orphan_date_mentions",
            "orphan_date_mention_count",
            "Every date mention belongs to a published document.",
        ),
        _as_counted(
            "paragraphs_complete",
            "paragraph_count",
            "found_paragraph_count",
            "A new document has as many paragraphs as it counts.",
        ),
        _as_counted(
            "sentences_complete",
            "sentence_count",
            "found_sentence_count",
            "A new document has as many sentences as it counts.",
        ),
        _none("months_agree", "wrong_month_count", "Parts of a document carry its month."),
    )


def _numbering() -> tuple[Check, ...]:
    return (
        _none(
            "paragraphs_numbered",
            "paragraph_number_error_count",
            "The paragraphs of a document are numbered from 1 without a gap.",
        ),
        _none(
            "sentences_numbered",
            "sentence_number_error_count",
            "The sentences of a paragraph are numbered from 1 without a gap.",
        ),
    )


def _offsets() -> tuple[Check, ...]:
    return (
        _none(
            "paragraph_offsets_exact",
            "paragraph_offset_error_count",
            "Slicing a document by a paragraph's offsets gives the paragraph.",
        ),
        _none(
            "sentence_offsets_exact",
            "sentence_offset_error_count",
            "Slicing a document by a sentence's offsets gives the sentence.",
        ),
        _none(
            "date_mention_offsets_exact",
            "date_mention_offset_error_count",
            "Slicing a document by a date mention's offsets gives the mention.",
        ),
        _none(
            "paragraphs_contiguous",
            "paragraph_gap_error_count",
            "Paragraphs do not overlap, and nothing but white space lies between, before and after them.",
        ),
        _none(
            "sentences_contiguous",
            "sentence_gap_error_count",
            "Sentences do not overlap, and nothing but white space lies between those of a paragraph.",
        ),
        _none("sentences_in_paragraph", "stray_sentence_count", "Every sentence lies inside its paragraph."),
        _none("date_mentions_apart", "repeated_date_mention_count", "The date mentions of a text do not overlap."),
    )


def _values() -> tuple[Check, ...]:
    return (
        _none("date_mentions_end_after_start", "wrong_value_count", "No date mention ends before it starts."),
        _none(
            "relations_follow_from_dates",
            "wrong_relation_count",
            "A date mention is before, at or after its document's date as their days say.",
        ),
        _none(
            "labels_allowed",
            "unlisted_label_count",
            "Kinds of paragraphs, precisions and relations are of their closed lists.",
        ),
    )
