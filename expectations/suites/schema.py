"""Columns, types and nullability of what is published, held against the one schema module."""

from __future__ import annotations

from expectations.checks import Check, Suite

__all__ = ["schema_suite"]


def schema_suite() -> Suite:
    """The checks on the schemas found, one row a column of a table."""
    return Suite(
        "schema",
        "schema",
        (
            Check(
                "schema.columns_as_described",
                "critical",
                "Every table has exactly the columns that the schema module describes.",
                "ExpectColumnPairValuesToBeEqual",
                {"column_A": "found_column", "column_B": "expected_column"},
                "as described",
            ),
            Check(
                "schema.types_as_described",
                "critical",
                "Every column has the type that the schema module gives it.",
                "ExpectColumnPairValuesToBeEqual",
                {"column_A": "found_type", "column_B": "expected_type"},
                "as described",
            ),
            Check(
                "schema.nulls_as_described",
                "critical",
                "Exactly those columns may hold nulls for which the schema module says so.",
                "ExpectColumnPairValuesToBeEqual",
                {"column_A": "found_nulls", "column_B": "expected_nulls"},
                "as described",
            ),
        ),
    )
