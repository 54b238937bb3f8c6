"""The specification: one module a table, one line a check. Nothing here runs anything."""

from __future__ import annotations

from expectations.candidate import GateThresholds
from expectations.checks import Suite
from expectations.suites.documents import documents_suite
from expectations.suites.drift import drift_suite
from expectations.suites.duplicates import duplicates_suite
from expectations.suites.files import files_suite, tables_suite
from expectations.suites.release import release_suite
from expectations.suites.schema import schema_suite
from expectations.suites.source_files import source_files_suite
from expectations.suites.structure import structure_suite

__all__ = ["SUITE_TITLES", "all_suites", "waivable_checks"]

SUITE_TITLES = {
    "source_files": "Source files",
    "documents": "Documents",
    "structure": "Paragraphs, sentences and date mentions",
    "duplicates": "Duplicates",
    "files": "Files",
    "tables": "Rows by table",
    "release": "The release as a whole",
    "drift": "Against earlier releases",
    "schema": "Tables and columns",
}
"""Headings for the report, which knows results and no suites."""


def all_suites(thresholds: GateThresholds) -> tuple[Suite, ...]:
    """Every suite, in the order of the road and of the report."""
    return (
        source_files_suite(),
        documents_suite(thresholds),
        structure_suite(),
        duplicates_suite(thresholds),
        files_suite(),
        tables_suite(),
        release_suite(),
        drift_suite(thresholds),
        schema_suite(),
    )


def waivable_checks(thresholds: GateThresholds) -> dict[str, str]:
    """The checks that a person may waive for one candidate, by id, with what they hold."""
    checks = (check for suite in all_suites(thresholds) for check in suite.checks)
    return {check.id: check.sentence for check in checks if check.is_waivable}
