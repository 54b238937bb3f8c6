"""What came in: every new source file has one verdict, and the verdict is kept to."""

from __future__ import annotations

from expectations.candidate import VERDICTS_SCHEMA
from expectations.checks import Check, Suite, closed_list, no_missing_values
from transforms.reasons import REASONS
from transforms.schema import VERDICTS_TABLE

__all__ = ["source_files_suite"]

REQUIRED = tuple(field.name for field in VERDICTS_SCHEMA if not field.nullable)

# Empty, absolute, or leading out of the inbox. No look-around: pandas hands patterns to RE2 where it can.
BAD_PATH_PATTERN = r"^$|^/|(?:^|/)\.\.(?:/|$)"


def source_files_suite() -> Suite:
    """The checks on new verdicts."""
    return Suite(
        "source_files",
        "verdicts",
        (
            no_missing_values("source_files", "New verdicts", REQUIRED),
            Check(
                "source_files.file_unique",
                "critical",
                "A file content has one verdict, not two.",
                "ExpectCompoundColumnsToBeUnique",
                {"column_list": list(VERDICTS_TABLE.key)},
                "each (inbox_no, source, source_path, source_sha256) once",
            ),
            Check(
                "source_files.reason_fits_verdict",
                "critical",
                "Verdict and reason are of the closed lists, and the reason is one for that verdict.",
                # Not ExpectColumnPairValuesToBeInSet: that walks through the rows in Python, 0.2 ms each.
                "ExpectColumnValuesToBeInSet",
                {
                    "column": "verdict_and_reason",
                    "value_set": [f"{reason.verdict}: {reason.name}" for reason in REASONS],
                },
                f"{len(REASONS)} pairs",
            ),
            closed_list("source_files", VERDICTS_TABLE, "standing"),
            Check(
                "source_files.doc_id_from_bytes",
                "critical",
                "The document id is the beginning of the sha256 of the source bytes.",
                "ExpectColumnPairValuesToBeEqual",
                {"column_A": "doc_id", "column_B": "expected_doc_id"},
                "first 32 of 64 hex digits",
            ),
            Check(
                "source_files.path_relative",
                "critical",
                "Paths are relative to the inbox and do not lead out of it.",
                "ExpectColumnValuesToNotMatchRegex",
                {"column": "source_path", "regex": BAD_PATH_PATTERN},
                "no leading /, no ..",
            ),
            Check(
                "source_files.accepted_is_published",
                "critical",
                "Every newly accepted and current file is published: among the new documents, or since before.",
                "ExpectColumnValuesToBeInSet",
                {"column": "accepted_document", "value_set": ["published"]},
                "published",
            ),
            Check(
                "source_files.duplicate_is_listed",
                "critical",
                "Every new and current duplicate is listed with the document that holds its text.",
                "ExpectColumnValuesToBeInSet",
                {"column": "duplicate_entry", "value_set": ["listed"]},
                "listed",
            ),
        ),
    )
