"""Great Expectations, in memory and quiet. Importing this module imports it, which takes seconds."""

from __future__ import annotations

import gc
import logging
import warnings
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from expectations.asked_once import answer_once, name_quickly
from expectations.stand_ins import leave_out, stand_in

with stand_in(), leave_out(), warnings.catch_warnings():
    # Deprecations inside the library and what it stands on; nobody here can act on them.
    warnings.simplefilter("ignore")
    import great_expectations as gx
    from great_expectations import expectations as stock
    from great_expectations.core import id_dict
    from great_expectations.data_context.data_context.context_factory import project_manager
    from great_expectations.data_context.types.base import (
        DataContextConfig,
        InMemoryStoreBackendDefaults,
        ProgressBarsConfig,
    )
    from great_expectations.exceptions import DataContextRequiredError, GreatExpectationsError
    from great_expectations.expectations import expectation as expectations_of_all_kinds

    answer_once(expectations_of_all_kinds)
    name_quickly(id_dict)

    from expectations import custom

from expectations.checks import Check, FrameName, Suite
from expectations.findings import BATCH_COLUMN, MAXIMUM_OFFENDING, not_evaluated, read_result
from expectations.frames import JudgedFrame
from expectations.slices import cut
from expectations.verdict import CheckResult

if TYPE_CHECKING:
    import pyarrow as pa
    from great_expectations.core.expectation_validation_result import ExpectationValidationResult
    from great_expectations.data_context import EphemeralDataContext
    from great_expectations.datasource.fluent.interfaces import Batch
    from great_expectations.datasource.fluent.pandas_datasource import DataFrameAsset
    from great_expectations.expectations.expectation import Expectation

__all__ = ["run_suites"]

CHECK_KEY = "check"  # in an expectation's meta: results come back in another order than they were asked in


def run_suites(suites: tuple[Suite, ...], frames: Mapping[FrameName, JudgedFrame]) -> tuple[CheckResult, ...]:
    """Judge every suite on its frame; the results stand in the order of the specification."""
    results: list[CheckResult] = []
    with _quiet(), _context() as context:
        # One asset for all frames, and no batch definition: whatever is added or taken away, the library writes the
        # whole context out as YAML, into memory.
        asset = context.data_sources.add_pandas("candidate").add_dataframe_asset("frame")
        for suite in suites:
            results.extend(_run_suite(asset, suite, frames[suite.frame]))
    return tuple(results)


@contextmanager
def _context() -> Iterator[EphemeralDataContext]:
    """A context that keeps everything in memory, shows no bars and sends nothing. Takes milliseconds.

    The library remembers the last context, and with it the frames: the one from before is put back afterwards.
    """
    try:
        before = project_manager.get_current_project()
    except DataContextRequiredError:
        before = None
    try:
        yield gx.get_context(
            mode="ephemeral",
            project_config=DataContextConfig(
                store_backend_defaults=InMemoryStoreBackendDefaults(init_temp_docs_sites=False),
                progress_bars=ProgressBarsConfig(globally=False),
                analytics_enabled=False,
            ),
        )
    finally:
        project_manager.set_project(before)


def _batch(asset: DataFrameAsset, judged: pa.Table) -> Batch:
    # date_as_object=False: real timestamps (in milliseconds, so that 1618 fits), which compare with thresholds.
    rows = judged.to_pandas(date_as_object=False)
    return asset.get_batch(asset.build_batch_request({"dataframe": rows}))


def _run_suite(asset: DataFrameAsset, suite: Suite, frame: JudgedFrame) -> Iterator[CheckResult]:
    judged: list[_JudgedSlice] = []
    try:
        for rows in cut(frame.rows, _unique_keys(suite)):
            if judged:
                gc.collect()  # the library ties what it has judged into knots
            judged.append(_judge_slice(_batch(asset, rows), suite, rows.column_names, frame.id_column))
    except GreatExpectationsError as error:
        yield from (not_evaluated(check, suite.name, str(error)) for check in suite.checks)
        return
    for check in suite.checks:
        refused = next((one.refused[check.id] for one in judged if check.id in one.refused), None)
        of_slices = [one.results.pop(check.id, []) for one in judged]
        odd = next((len(results) for results in of_slices if len(results) != 1), None)
        if refused is not None:
            yield not_evaluated(check, suite.name, refused)
        elif odd is not None:
            yield not_evaluated(check, suite.name, f"it ran {odd} times, not once.")
        else:
            failing = [row for one in judged for row in one.failing.get(check.id, [])][:MAXIMUM_OFFENDING]
            yield read_result(check, suite.name, [results[0] for results in of_slices], frame, failing)
    for one in judged:
        if one.results or one.evaluated_count != len(suite.checks):
            yield _wrong_count(suite, one.evaluated_count)
            return


@dataclass(frozen=True)
class _JudgedSlice:
    """What became of a suite on one slice of its frame.

    Attributes:
        results: By check id; one each, if all is well.
        failing: Some rows that fail, by check id.
        refused: Why an expectation could not be made, by check id.
        evaluated_count: Expectations that were evaluated.
    """

    results: dict[str, list[ExpectationValidationResult]]
    failing: dict[str, list[dict[str, Any]]]
    refused: dict[str, str]
    evaluated_count: int


def _unique_keys(suite: Suite) -> list[list[str]]:
    """The columns that the suite expects to name one row each."""
    keys = []
    for check in suite.checks:
        if check.expectation == "ExpectColumnValuesToBeUnique":
            keys.append([str(check.arguments["column"])])
        elif check.expectation == "ExpectCompoundColumnsToBeUnique":
            columns = check.arguments["column_list"]
            keys.append([str(column) for column in columns] if isinstance(columns, list) else [])
    return keys


def _judge_slice(batch: Batch, suite: Suite, columns: Sequence[str], id_column: str | None) -> _JudgedSlice:
    expectations, refused = _expectations(suite.checks)
    # Not a ValidationDefinition: that stores its results, and the store cannot hold every numpy value.
    outcome = batch.validate(
        gx.ExpectationSuite(suite.name, expectations=expectations), result_format={"result_format": "BASIC"}
    )
    found = _by_check(outcome.results)
    failing = _failing_rows(batch, suite, found, columns, id_column)
    return _JudgedSlice(found, failing, refused, int(outcome.statistics["evaluated_expectations"]))


def _failing_rows(
    batch: Batch,
    suite: Suite,
    found: Mapping[str, list[ExpectationValidationResult]],
    columns: Sequence[str],
    id_column: str | None,
) -> dict[str, list[dict[str, Any]]]:
    """Up to 20 rows of every check that failed, with their ids.

    Asked for apart: looking for rows makes every expectation half as dear again, and mostly there are none.
    """
    failed = tuple(check for check in suite.checks if any(not result.success for result in found.get(check.id, ())))
    if not failed or id_column is None:
        return {}
    names = [id_column, *([BATCH_COLUMN] if BATCH_COLUMN in columns else [])]
    outcome = batch.validate(
        gx.ExpectationSuite(suite.name, expectations=_expectations(failed)[0]),
        result_format={
            "result_format": "SUMMARY",
            "partial_unexpected_count": MAXIMUM_OFFENDING,
            "unexpected_index_column_names": names,
        },
    )
    return {
        check_id: list((results[0].result or {}).get("partial_unexpected_index_list") or ())
        for check_id, results in _by_check(outcome.results).items()
    }


def _expectations(checks: tuple[Check, ...]) -> tuple[list[Expectation], dict[str, str]]:
    """The expectations of checks, and by check id why one could not be made."""
    expectations: list[Expectation] = []
    refused: dict[str, str] = {}
    for check in checks:
        try:
            expectations.append(_expectation(check))
        except (TypeError, ValueError) as error:  # arguments that the expectation does not take
            refused[check.id] = str(error)
    return expectations, refused


def _by_check(results: list[ExpectationValidationResult]) -> dict[str, list[ExpectationValidationResult]]:
    found: dict[str, list[ExpectationValidationResult]] = {}
    for result in results:
        config = result.expectation_config
        found.setdefault(str((config.meta or {}).get(CHECK_KEY)) if config else "", []).append(result)
    return found


def _expectation(check: Check) -> Expectation:
    """The expectation of a check: one of our own, else one of the library's."""
    kind = getattr(custom, check.expectation, None) or getattr(stock, check.expectation)
    expectation: Expectation = kind(**check.arguments, severity=check.severity, meta={CHECK_KEY: check.id})
    return expectation


def _wrong_count(suite: Suite, evaluated: int) -> CheckResult:
    count = len(suite.checks)
    return CheckResult(
        f"{suite.name}.every_check_ran", suite.name, "critical", success=False, observed=evaluated,
        threshold=str(count), message=f"Every check runs once. {evaluated} ran, {count} are specified.",
        is_evaluated=False,
    )  # fmt: skip


@contextmanager
def _quiet() -> Iterator[None]:
    """Silence the library's log and warnings: every finding is in the results."""
    logger = logging.getLogger("great_expectations")
    level = logger.level
    logger.setLevel(logging.CRITICAL + 1)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        logger.setLevel(level)
