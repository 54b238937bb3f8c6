"""From a result of Great Expectations to a result people can read.

Nothing is believed that was not shown: a result that raised, lacks its figures or saw another number of rows than
were handed in counts as not evaluated, and what is not evaluated is critical.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from expectations.checks import Check
from expectations.frames import JudgedFrame
from expectations.slices import cut
from expectations.verdict import CheckResult, Observed, one_line

if TYPE_CHECKING:
    from great_expectations.core.expectation_validation_result import ExpectationValidationResult

__all__ = ["BATCH_COLUMN", "MAXIMUM_OFFENDING", "not_evaluated", "read_result"]

MAXIMUM_OFFENDING = 20
BATCH_COLUMN = "batch_id"  # where a frame has it: a bad batch can be set aside
MAXIMUM_VALUE_LENGTH = 80
COMPLETE_ROWS = "ExpectRowsToBeComplete"
SINGLE_COLUMN_ARGUMENTS = ("column", "column_A", "column_B")


Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class _Rows:
    """How many rows an expectation saw, and how many of them failed it."""

    seen: int
    failed: int


def not_evaluated(check: Check, suite: str, why: str) -> CheckResult:
    """The result of a check that says nothing about the candidate: it stops the release."""
    return CheckResult(
        check.id, suite, "critical", success=False, observed=None, threshold=check.threshold,
        message=f"{check.sentence} This could not be checked: {one_line(why)}", is_evaluated=False,
        sentence=check.sentence,
    )  # fmt: skip


def read_result(
    check: Check,
    suite: str,
    results: Sequence[ExpectationValidationResult],
    frame: JudgedFrame,
    failing: list[Row],
) -> CheckResult:
    """What became of a check, by the results of its expectation on each slice and some rows that fail it."""
    seen = failed = 0
    for result in results:
        raised = _exception_message(result.exception_info)
        if raised is not None:
            return not_evaluated(check, suite, raised)
        found = _rows(result)
        if found is None:
            return not_evaluated(check, suite, "the result holds no figures.")
        if bool(result.success) != (found.failed == 0):
            return not_evaluated(check, suite, f"{found.failed} rows fail, and success is {result.success}.")
        seen, failed = seen + found.seen, failed + found.failed
    if seen != frame.row_count:
        return not_evaluated(check, suite, f"{seen} rows were judged, {frame.row_count} were handed in.")
    rows, success = _Rows(seen, failed), failed == 0
    is_single = frame.id_column is None
    observed, told = _single_row(check, frame) if is_single else _many_rows(check, rows, frame, failing)
    offending = _examples(check, frame) if is_single else tuple(_distinct(failing, str(frame.id_column)))
    return CheckResult(
        check.id, suite, check.severity, success, observed, check.threshold, f"{check.sentence} {told}",
        () if success else offending, sentence=check.sentence, is_waivable=check.is_waivable,
        batches=() if success else tuple(_distinct(failing, BATCH_COLUMN, is_null_shown=False)),
    )  # fmt: skip


def _exception_message(info: Mapping[str, Any] | None) -> str | None:
    """Great Expectations tells of an exception either directly or by metric; None where there was none."""
    if not info:
        return "the result does not say whether it raised."
    parts = [info] if "raised_exception" in info else list(info.values())
    for part in parts:
        if not isinstance(part, Mapping) or part.get("raised_exception") is not False:
            return str(part.get("exception_message") if isinstance(part, Mapping) else part)
    return None


def _rows(result: ExpectationValidationResult) -> _Rows | None:
    figures = result.result or {}
    seen, failed = figures.get("element_count"), figures.get("unexpected_count")
    if seen is not None and failed is not None:
        return _Rows(int(seen), int(failed))
    if figures.get("observed_value") is not None:  # the one expectation on a whole table that we use counts its rows
        return _Rows(int(figures["observed_value"]), int(not result.success))
    return None


def _many_rows(check: Check, rows: _Rows, frame: JudgedFrame, failing: list[Row]) -> tuple[Observed, str]:
    if not rows.seen:
        return 0, "There were no rows to judge."
    if not rows.failed:
        return 0, f"It holds for {'the one row' if rows.seen == 1 else f'all {rows.seen:,} rows'}."
    example = f", for instance {_example(check, frame, failing[0])}" if failing else ""
    return rows.failed, f"{rows.failed:,} of {rows.seen:,} rows fail{example}."


def _single_row(check: Check, frame: JudgedFrame) -> tuple[Observed, str]:
    """The figures themselves, from the frame: one where one column was judged, else each with its name."""
    if frame.row_count != 1:
        return frame.row_count, f"Found {frame.row_count} rows."
    [row] = (row for rows in cut(frame.rows, ()) for row in rows.to_pylist())
    columns = _columns(check)
    if not columns:
        return frame.row_count, "Found 1 row."
    if len(columns) == 1:
        value = _plain(row.get(columns[0]))
        return value, "Nothing to compare with." if value is None else f"Found {_figure(value)}."
    values = {name: _plain(row.get(name)) for name in columns}
    if check.expectation == COMPLETE_ROWS:
        missing = [name for name, value in values.items() if value is None]
        return len(missing), f"Missing: {', '.join(missing)}." if missing else "Nothing is missing."
    if len(set(values.values())) == 1:
        value = values[columns[0]]
        return value, f"Found {_figure(value)} in each."
    figures = ", ".join(f"{name} {_figure(value)}" for name, value in values.items())
    return figures, f"Found {figures}."


def _columns(check: Check) -> list[str]:
    single = [str(check.arguments[name]) for name in SINGLE_COLUMN_ARGUMENTS if name in check.arguments]
    several = check.arguments.get("column_list")
    return single or ([str(name) for name in several] if isinstance(several, list) else [])


def _examples(check: Check, frame: JudgedFrame) -> tuple[str, ...]:
    """Ids behind the figures of a single row."""
    names = (name for column in _columns(check) for name in frame.examples.get(column, ()))
    found = ("(no id)" if name is None else one_line(name) for name in names)
    return tuple(dict.fromkeys(found))[:MAXIMUM_OFFENDING]


def _distinct(failing: list[Row], column: str, *, is_null_shown: bool = True) -> Iterator[str]:
    names = (_plain(row.get(column)) for row in failing)
    shown = (
        f"(no {column})" if name is None else one_line(str(name)) for name in names if is_null_shown or name is not None
    )
    yield from list(dict.fromkeys(shown))[:MAXIMUM_OFFENDING]


def _example(check: Check, frame: JudgedFrame, row: Row) -> str:
    """A failing row with the values that were judged: `doc_id 3f.. (date_start 2031-05-01)`."""
    values = {str(name): _plain(value) for name, value in row.items()}
    name = values.pop(str(frame.id_column), None)
    values.pop(BATCH_COLUMN, None)
    if check.expectation == COMPLETE_ROWS:  # of many columns, those that lack a value
        values = {column: value for column, value in values.items() if value is None}
    judged = ", ".join(f"{column} {_figure(value)}" for column, value in values.items())
    return f"{frame.id_column} {_figure(name)}{f' ({judged})' if judged else ''}"


def _plain(value: Any) -> Observed:  # noqa: ANN401  # whatever a pandas cell holds
    """A JSON scalar: pandas' timestamps as ISO days, its missing values as None."""
    if hasattr(value, "isoformat"):
        return None if value != value else str(value.isoformat())[:10]  # noqa: PLR0124  # NaT is not equal to itself
    if hasattr(value, "item"):  # numpy scalars
        value = value.item()
    if isinstance(value, float):
        if math.isnan(value):
            return None
        if math.isinf(value):
            return "infinite"
        return int(value) if value.is_integer() else value
    return value if value is None or isinstance(value, (bool, int, str)) else str(value)


def _figure(value: Observed) -> str:
    if value is None:
        return "null"
    text = f"{value:.6g}" if isinstance(value, float) else one_line(str(value))
    return text if len(text) <= MAXIMUM_VALUE_LENGTH else f"{text[:MAXIMUM_VALUE_LENGTH]}..."
