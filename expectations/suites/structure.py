"""Paragraphs, sentences and date mentions: each belongs to a document, and its offsets give its text."""

from __future__ import annotations

from expectations.checks import Suite, none_of

__all__ = ["structure_suite"]


def structure_suite() -> Suite:
    """The checks on paragraphs and sentences; their texts are compared where the candidate is assembled."""
    return Suite(
        "structure",
        "release",
        (
            none_of(
                "structure.no_orphan_paragraphs",
                "orphan_paragraph_count",
                "Every paragraph belongs to a published document.",
            ),
            none_of(
                "structure.no_orphan_sentences",
                "orphan_sentence_count",
                "Every sentence belongs to a published paragraph.",
            ),
            none_of(
                "structure.paragraph_offsets_exact",
                "paragraph_offset_error_count",
                "Slicing a document by a paragraph's offsets gives the paragraph.",
            ),
            none_of(
                "structure.no_orphan_date_mentions",
                "orphan_date_mention_count",
                "Every date mention belongs to a published document.",
            ),
            none_of(
                "structure.date_mention_offsets_exact",
                "date_mention_offset_error_count",
                "Slicing a document by a date mention's offsets gives the mention.",
            ),
            none_of(
                "structure.relations_follow_from_dates",
                "wrong_relation_count",
                "A date mention is before, at or after its document's date as their days say.",
            ),
            none_of(
                "structure.sentence_offsets_exact",
                "sentence_offset_error_count",
                "Slicing a document by a sentence's offsets gives the sentence.",
            ),
            none_of(
                "structure.documents_have_paragraphs",
                "documents_without_paragraph_count",
                "No document is without paragraphs.",
            ),
        ),
    )
