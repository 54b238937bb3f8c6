"""Expectations that Great Expectations lacks. Importing this module imports Great Expectations.

Each is a pair as its documentation asks for: a metric that judges rows, and the expectation that names it.
"""

from __future__ import annotations

from typing import Any, ClassVar

from great_expectations.execution_engine import PandasExecutionEngine
from great_expectations.expectations.expectation import MulticolumnMapExpectation
from great_expectations.expectations.metrics.map_metric_provider import (
    MulticolumnMapMetricProvider,
    multicolumn_condition_partial,
)

__all__ = ["ExpectRowsToBeAtLeast", "ExpectRowsToBeComplete"]


class RowsComplete(MulticolumnMapMetricProvider):
    """True for rows without a null in any of the columns."""

    condition_metric_name = "multicolumn_values.complete"

    @multicolumn_condition_partial(engine=PandasExecutionEngine)
    def _pandas(cls, column_list: Any, **_: object) -> Any:  # noqa: ANN401, N805  # the decorator passes class and frame
        return column_list.notna().all(axis=1)


class ExpectRowsToBeComplete(MulticolumnMapExpectation):
    """Expect no null in any of several columns; one expectation a table instead of one a column.

    Pass `ignore_row_if="never"`: by default rows in which everything is missing would be skipped.
    """

    map_metric: ClassVar[str] = "multicolumn_values.complete"


class RowsAtLeast(MulticolumnMapMetricProvider):
    """True for rows in which every one of the columns reaches a minimum; nulls do not."""

    condition_metric_name = "multicolumn_values.at_least"
    condition_value_keys = ("minimum",)

    @multicolumn_condition_partial(engine=PandasExecutionEngine)
    def _pandas(cls, column_list: Any, minimum: float, **_: object) -> Any:  # noqa: ANN401, N805  # as above
        return (column_list >= minimum).all(axis=1)


class ExpectRowsToBeAtLeast(MulticolumnMapExpectation):
    """Expect the values of several columns to reach one minimum."""

    minimum: float

    map_metric: ClassVar[str] = "multicolumn_values.at_least"
    success_keys: ClassVar[tuple[str, ...]] = ("minimum", "mostly")
