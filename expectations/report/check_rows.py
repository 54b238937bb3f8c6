"""The checks of the report, suite by suite, each with how its figure went over the releases."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from expectations.history import PastRelease, as_number
from expectations.report.numbers import shown
from expectations.report.sparkline import Sparkline, sparkline
from expectations.suites import SUITE_TITLES
from expectations.verdict import CheckResult

__all__ = ["CheckRow", "SuiteTable", "suite_tables"]


@dataclass(frozen=True, slots=True)
class CheckRow:
    """One check.

    Attributes:
        result: What became of it.
        found: What was found, when that is more than the specified sentence says.
        line: How its figure went; None where it never changed.
        cells: Its figure in each release, as text, oldest first.
    """

    result: CheckResult
    found: str
    line: Sparkline | None
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SuiteTable:
    """One suite.

    Attributes:
        name: As in the ids of its checks.
        title: In words.
        rows: Its checks.
        state: `stop`, `warn` or `ok`: the worst of it.
    """

    name: str
    title: str
    rows: tuple[CheckRow, ...]
    state: str

    @property
    def held_count(self) -> int:
        """Checks that hold."""
        return sum(row.result.success for row in self.rows)

    @property
    def has_history(self) -> bool:
        """Whether a figure of an earlier release is known."""
        return any(len(row.cells) > 1 for row in self.rows)


def suite_tables(checks: Sequence[CheckResult], past: Sequence[PastRelease]) -> list[SuiteTable]:
    """The checks by suite.

    Args:
        checks: In the order of the specification.
        past: Earlier releases, oldest first.
    """
    tables = []
    for name, results in groupby(checks, key=lambda check: check.suite):
        rows = tuple(_row(result, past) for result in results)
        tables.append(SuiteTable(name, SUITE_TITLES.get(name, name), rows, _state(rows)))
    return tables


def _state(rows: Sequence[CheckRow]) -> str:
    failed = [row.result for row in rows if not row.result.success]
    if any(result.is_stopping for result in failed):
        return "stop"
    return "warn" if failed else "ok"


def _row(result: CheckResult, past: Sequence[PastRelease]) -> CheckRow:
    values = [*(one.observed.get(result.id) for one in past), as_number(result.observed)]
    found = result.message.removeprefix(result.sentence).strip() if result.sentence else ""
    return CheckRow(result, found, sparkline(values), tuple(shown(value) for value in values))
