"""Duplicates: a star around the published document, never a chain."""

from __future__ import annotations

from expectations.candidate import DUPLICATES_SCHEMA
from expectations.checks import Check, Suite, closed_list, no_missing_values
from transforms.schema import DUPLICATES

__all__ = ["duplicates_suite"]

REQUIRED = tuple(name for name in DUPLICATES_SCHEMA.names if not DUPLICATES.column(name).is_nullable)


def duplicates_suite() -> Suite:
    """The checks on new duplicates."""
    return Suite(
        "duplicates",
        "duplicates",
        (
            no_missing_values("duplicates", "New duplicates", REQUIRED),
            Check(
                "duplicates.file_unique",
                "critical",
                "A duplicate file is listed once.",
                "ExpectCompoundColumnsToBeUnique",
                {"column_list": list(DUPLICATES.key)},
                "each (inbox_no, source, source_path, doc_id) once",
            ),
            closed_list("duplicates", DUPLICATES, "kind"),
            Check(
                "duplicates.similarity_in_range",
                "critical",
                "A similarity is a share.",
                "ExpectColumnValuesToBeBetween",
                {"column": "similarity", "min_value": 0.0, "max_value": 1.0},
                "0 to 1",
            ),
            Check(
                "duplicates.exact_is_identical",
                "critical",
                "Exact duplicates have similarity 1.",
                "ExpectColumnValuesToBeBetween",
                {"column": "exact_similarity", "min_value": 1.0, "max_value": 1.0},
                "1",
            ),
            Check(
                "duplicates.verdict_agrees",
                "critical",
                "A new file that is listed as a duplicate has that verdict.",
                "ExpectColumnValuesToBeInSet",
                {"column": "file_verdict", "value_set": ["duplicate"]},
                "duplicate",
            ),
            Check(
                "duplicates.star_not_chain",
                "critical",
                "No duplicate points at a document that is itself a duplicate.",
                "ExpectColumnValuesToBeInSet",
                {"column": "survivor_role", "value_set": ["original"]},
                "original",
            ),
            Check(
                "duplicates.not_published_itself",
                "critical",
                "The text of a duplicate is not published a second time.",
                "ExpectColumnValuesToBeInSet",
                {"column": "own_document", "value_set": ["not published"]},
                "not published",
            ),
        ),
    )
