"""What the gate says: one result a check, and one verdict over all of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

from expectations.checks import Severity

__all__ = ["CheckResult", "GateVerdict", "Metrics", "Observed", "one_line"]

Observed = str | int | float | bool | None
Metrics = Mapping[str, int | float | None]
"""Figures about a candidate by name, flat; None where there was nothing to take the figure of."""
SUITES_OF_PATHS = ("source_files", "duplicates")
"""Suites whose failing rows are named by source path."""


@dataclass(frozen=True, slots=True)
class CheckResult:
    """What became of one check.

    Attributes:
        id: The check's stable name.
        suite: Name of its suite.
        severity: As specified; `critical` where the check could not be evaluated, whatever was specified.
        success: Whether it holds.
        observed: The figure found: a value of a one-row frame, else the number of rows that fail.
        threshold: What it was held against.
        message: The check's sentence and what was found, in plain language.
        offending: Up to 20 ids of rows that fail.
        is_evaluated: False where the check raised, did not run, or ran on the wrong number of rows. Such a result can
            never be waived.
        sentence: What should hold, as specified.
        is_waivable: Whether a person may publish this candidate although the check fails.
        waived_because: The reason that person gave; None where it was not waived.
        batches: batch_ids that the rows of `offending` came in with.
    """

    id: str
    suite: str
    severity: Severity
    success: bool
    observed: Observed
    threshold: str
    message: str
    offending: tuple[str, ...] = ()
    is_evaluated: bool = True
    sentence: str = ""
    is_waivable: bool = False
    waived_because: str | None = None
    batches: tuple[str, ...] = ()

    @property
    def is_stopping(self) -> bool:
        """Whether this result alone stops the release."""
        if not self.is_evaluated:
            return True
        return not self.success and self.severity == "critical" and self.waived_because is None


@dataclass(frozen=True, slots=True)
class GateVerdict:
    """Whether a candidate becomes a release.

    Attributes:
        verdict: `stopped` is never published; `warned` is, with a note.
        checks: Every result, in the order of the specification.
        metrics: The figures that drift looks at; they go into `quality.json`, where later releases find them.
    """

    verdict: Literal["passed", "warned", "stopped"]
    checks: tuple[CheckResult, ...]
    metrics: Metrics = field(default_factory=dict)

    @classmethod
    def over(
        cls,
        checks: tuple[CheckResult, ...],
        *,
        metrics: Metrics | None = None,
        waivers: Mapping[str, str] | None = None,
    ) -> GateVerdict:
        """The verdict that follows from the results.

        Args:
            checks: The results.
            metrics: Figures to go with them.
            waivers: Reasons by check id. One counts only where its check was evaluated, fails and may be waived.
        """
        judged = tuple(_waived(check, (waivers or {}).get(check.id)) for check in checks)
        kept = dict(metrics or {})
        if not judged or any(check.is_stopping for check in judged):
            return cls("stopped", judged, kept)
        failed = {check.severity for check in judged if not check.success}
        return cls("warned" if failed & {"critical", "warning"} else "passed", judged, kept)

    @property
    def failed(self) -> tuple[CheckResult, ...]:
        """The checks that do not hold: critical first, else in the order of the specification."""
        order = ("critical", "warning", "info")
        return tuple(
            sorted((check for check in self.checks if not check.success), key=lambda each: order.index(each.severity))
        )

    @property
    def stopping(self) -> tuple[CheckResult, ...]:
        """The checks that stop the release, in the order of the specification."""
        return tuple(check for check in self.checks if check.is_stopping)

    @property
    def waived(self) -> tuple[CheckResult, ...]:
        """The checks that fail and were waived."""
        return tuple(check for check in self.checks if check.waived_because is not None)

    def with_paths(self, show: Callable[[str], str]) -> GateVerdict:
        """The same verdict with other texts in place of source paths, for a report that must not tell them.

        Args:
            show: What stands for a path; where that is nothing, the path is left out.
        """

        def shown(check: CheckResult) -> CheckResult:
            if check.suite not in SUITES_OF_PATHS or (check.success and check.is_evaluated):
                return check
            # Messages of failed checks quote a row, or what an exception said.
            found = f"{check.observed} rows fail." if check.is_evaluated else "The check could not be evaluated."
            offending = tuple(told for path in check.offending if (told := show(path)))
            return replace(check, message=f"{check.sentence} {found}", offending=offending)

        return replace(self, checks=tuple(shown(check) for check in self.checks))

    def failed_lines(self) -> list[str]:
        """One line a failed check, for the terminal: severity, id, figure, threshold and up to 20 ids."""
        lines = []
        for check in self.failed:
            ids = f" [{', '.join(check.offending)}]" if check.offending else ""
            waived = "" if check.waived_because is None else f" Waived: {check.waived_because}"
            lines.append(
                one_line(f"{check.severity} {check.id}: {check.message} (threshold: {check.threshold}){ids}{waived}")
            )
        return lines


def _waived(check: CheckResult, reason: str | None) -> CheckResult:
    is_rightful = check.is_waivable and check.is_evaluated and not check.success and check.severity == "critical"
    return replace(check, waived_because=reason) if reason is not None and is_rightful else check


def one_line(text: str) -> str:
    """The text without line breaks or control characters: ids are paths, and a path may hold anything."""
    return "".join(char if char.isprintable() else char.encode("unicode_escape").decode("ascii") for char in text)
