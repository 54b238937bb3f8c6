"""What the gate says: one result a check, and one verdict over all of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from expectations.checks import Severity

__all__ = ["CheckResult", "GateVerdict", "Observed", "one_line"]

Observed = str | int | float | bool | None


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


@dataclass(frozen=True, slots=True)
class GateVerdict:
    """Whether a candidate becomes a release.

    Attributes:
        verdict: `stopped` is never published; `warned` is, with a note.
        checks: Every result, in the order of the specification.
    """

    verdict: Literal["passed", "warned", "stopped"]
    checks: tuple[CheckResult, ...]

    @classmethod
    def over(cls, checks: tuple[CheckResult, ...]) -> GateVerdict:
        """The verdict that follows from the results."""
        failed = {check.severity for check in checks if not check.success}
        is_whole = bool(checks) and all(check.is_evaluated for check in checks)
        if "critical" in failed or not is_whole:
            return cls("stopped", checks)
        return cls("warned" if "warning" in failed else "passed", checks)

    @property
    def failed(self) -> tuple[CheckResult, ...]:
        """The checks that do not hold: critical first, else in the order of the specification."""
        order = ("critical", "warning", "info")
        return tuple(
            sorted((check for check in self.checks if not check.success), key=lambda each: order.index(each.severity))
        )

    def failed_lines(self) -> list[str]:
        """One line a failed check, for the terminal: severity, id, figure, threshold and up to 20 ids."""
        lines = []
        for check in self.failed:
            ids = f" [{', '.join(check.offending)}]" if check.offending else ""
            lines.append(one_line(f"{check.severity} {check.id}: {check.message} (threshold: {check.threshold}){ids}"))
        return lines


def one_line(text: str) -> str:
    """The text without line breaks or control characters: ids are paths, and a path may hold anything."""
    return "".join(char if char.isprintable() else char.encode("unicode_escape").decode("ascii") for char in text)
