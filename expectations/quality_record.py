"""The gate's verdict as `quality.json`: a stable schema for scripts, and the memory that drift compares with."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from expectations.verdict import CheckResult, GateVerdict

if TYPE_CHECKING:
    from expectations.report.page import ReportContext

__all__ = ["quality_json", "waived_json"]


def quality_json(verdict: GateVerdict, context: ReportContext) -> dict[str, Any]:
    """The content of `quality.json`; nothing in it but JSON scalars, lists and objects."""
    return {
        "version": context.version,
        "parent": context.parent,
        "created_at_utc": context.created.strftime("%Y-%m-%dT%H:%M:%SZ"),
        "verdict": verdict.verdict,
        "checks": [_check_json(check) for check in verdict.checks],
        "metrics": dict(verdict.metrics),
        "distributions": context.distributions.as_json(),
    }


def waived_json(verdict: GateVerdict) -> list[dict[str, Any]]:
    """What the manifest says of checks that a person waived: `check`, `reason`, `observed`, `threshold`."""
    return [
        {
            "check": check.id,
            "reason": check.waived_because,
            "observed": check.observed,
            "threshold": check.threshold,
        }
        for check in verdict.waived
    ]


def _check_json(check: CheckResult) -> dict[str, Any]:
    return {
        "id": check.id,
        "suite": check.suite,
        "severity": check.severity,
        "success": check.success,
        "observed": check.observed,
        "threshold": check.threshold,
        "message": check.message,
        "sentence": check.sentence,
        "offending": list(check.offending),
        "is_evaluated": check.is_evaluated,
        "is_waivable": check.is_waivable,
        "waived_because": check.waived_because,
    }
