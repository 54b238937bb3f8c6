"""What a check is: one line of the specification that a candidate is held against.

A check names its expectation by class name and gives its arguments as plain values. That keeps the suites readable
as data, and keeps Great Expectations (five seconds to import) away from callers who only want to know the checks.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from transforms.schema_types import Table

__all__ = ["COUNT_IS_ZERO", "Check", "FrameName", "Severity", "Suite", "closed_list", "no_missing_values", "none_of"]

Severity = Literal["critical", "warning", "info"]
FrameName = Literal["documents", "verdicts", "structure", "duplicates", "files", "tables", "release", "drift", "schema"]

COUNT_IS_ZERO: Mapping[str, object] = {"min_value": 0, "max_value": 0}
"""Arguments for a count of things that must not be."""


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that must hold.

    Attributes:
        id: Stable name, `suite.what_holds`: scripts, waivers and past reports refer to it.
        severity: A failed `critical` check stops the release; a failed `warning` is published with a note; a failed
            `info` is only mentioned.
        sentence: What holds, in plain language.
        expectation: Class name in Great Expectations, or in `expectations.custom`.
        arguments: Its arguments.
        threshold: What the figure is held against, for people.
        is_waivable: Whether a person may publish one candidate although the check fails: thresholds only, never a
            balance, a sum, a count of rows, an id, an offset, a future date or a schema.
    """

    id: str
    severity: Severity
    sentence: str
    expectation: str
    arguments: Mapping[str, object]
    threshold: str
    is_waivable: bool = False


@dataclass(frozen=True, slots=True)
class Suite:
    """The checks of one table.

    Attributes:
        name: First part of the ids of its checks.
        frame: The frame (`expectations.frames`) that is judged.
        checks: In the order of the report.
    """

    name: str
    frame: FrameName
    checks: tuple[Check, ...]


def no_missing_values(suite: str, rows: str, columns: tuple[str, ...]) -> Check:
    """No row lacks a value that must be there."""
    return Check(
        f"{suite}.no_missing_values",
        "critical",
        f"{rows}: every column that needs a value has one.",
        "ExpectRowsToBeComplete",
        {"column_list": list(columns), "ignore_row_if": "never"},
        "no null",
    )


def closed_list(suite: str, table: Table, column: str) -> Check:
    """A column holds nothing but the values that the schema module lists for it."""
    allowed = table.column(column).allowed
    return Check(
        f"{suite}.{column}_allowed",
        "critical",
        f"{column} holds only values of its closed list.",
        "ExpectColumnValuesToBeInSet",
        {"column": column, "value_set": list(allowed)},
        ", ".join(allowed),
    )


def none_of(check_id: str, column: str, sentence: str) -> Check:
    """A count of things that must not be, in a one-row frame."""
    return Check(
        check_id, "critical", sentence, "ExpectColumnValuesToBeBetween", {"column": column, **COUNT_IS_ZERO}, "0"
    )
