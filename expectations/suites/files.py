"""The files of the candidate, and its tables: what the manifest will say is what lies in the folder."""

from __future__ import annotations

from expectations.candidate import FILES_SCHEMA, TABLES_SCHEMA
from expectations.checks import Check, Suite, no_missing_values

__all__ = ["files_suite", "tables_suite"]


def files_suite() -> Suite:
    """The checks on every table file, new or linked."""
    return Suite(
        "files",
        "files",
        (
            no_missing_values("files", "The files", tuple(field.name for field in FILES_SCHEMA if not field.nullable)),
            _in_set("present", "presence", "Every file of the manifest is in the folder.", "present"),
            _in_set("readable", "reading", "Every file is Parquet that can be read.", "sound"),
            _equal("rows_agree", "footer_rows", "manifest_rows", "Every file holds as many rows as the manifest says."),
            _equal("sizes_agree", "found_bytes", "manifest_bytes", "Every file is as long as the manifest says."),
            _in_set("new_as_written", "new_content", "New files hold the bytes that were written.", "as written"),
            _in_set(
                "linked_as_published",
                "linked_content",
                "Linked files are the very files of the last release.",
                "the parent's",
            ),
        ),
    )


def tables_suite() -> Suite:
    """The checks on the number of rows of every table."""
    return Suite(
        "tables",
        "tables",
        (
            no_missing_values("tables", "Rows by table", tuple(TABLES_SCHEMA.names)),
            Check(
                "tables.rows_agree",
                "critical",
                "The files, the manifest and the catalog hold as many rows of every table.",
                "ExpectMulticolumnValuesToBeEqual",
                {"column_list": ["footer_rows", "manifest_rows", "catalog_rows"], "ignore_row_if": "never"},
                "equal",
            ),
        ),
    )


def _in_set(name: str, column: str, sentence: str, value: str) -> Check:
    return Check(
        f"files.{name}", "critical", sentence, "ExpectColumnValuesToBeInSet", {"column": column, "value_set": [value]},
        value,
    )  # fmt: skip


def _equal(name: str, found: str, expected: str, sentence: str) -> Check:
    return Check(
        f"files.{name}", "critical", sentence, "ExpectColumnPairValuesToBeEqual",
        {"column_A": found, "column_B": expected}, "equal",
    )  # fmt: skip
