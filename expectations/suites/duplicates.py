"""Duplicates: a star around the published document, never a chain."""

from __future__ import annotations

from expectations.candidate import DUPLICATES_SCHEMA, GateThresholds
from expectations.checks import Check, Suite, closed_list, no_missing_values
from transforms.schema import DUPLICATES

__all__ = ["duplicates_suite"]

REQUIRED = tuple(field.name for field in DUPLICATES_SCHEMA if not field.nullable)


def duplicates_suite(thresholds: GateThresholds) -> Suite:
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
                "duplicates.similarity_reaches_threshold",
                "critical",
                "A near duplicate is as similar to the document that stays as the settings ask.",
                "ExpectColumnValuesToBeBetween",
                {"column": "near_similarity", "min_value": thresholds.minimum_duplicate_similarity},
                f"{thresholds.minimum_duplicate_similarity:g} or more",
                is_waivable=True,
            ),
            Check(
                "duplicates.survivor_published",
                "critical",
                "The document that a duplicate points at is published.",
                "ExpectColumnValuesToBeInSet",
                {"column": "survivor", "value_set": ["published"]},
                "published",
            ),
            Check(
                "duplicates.survivor_date_agrees",
                "critical",
                "survivor_date_start is the date of the document that the duplicate points at.",
                "ExpectColumnPairValuesToBeEqual",
                {"column_A": "survivor_date_start", "column_B": "expected_survivor_date"},
                "date_start of the document",
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
