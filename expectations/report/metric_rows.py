"""The metrics that drift looks at, each beside the release before and over all of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from expectations.history import PastRelease, as_number
from expectations.report.numbers import percent, shown
from expectations.report.sparkline import Sparkline, sparkline
from expectations.verdict import Metrics

__all__ = ["MetricRow", "metric_rows", "write_metric"]


@dataclass(frozen=True, slots=True)
class MetricRow:
    """One metric.

    Attributes:
        name: As in `quality.json`.
        value: The present one, as text.
        before: That of the release before, as text.
        line: How it went; None where it never changed.
    """

    name: str
    value: str
    before: str
    line: Sparkline | None


def metric_rows(metrics: Metrics, past: Sequence[PastRelease]) -> list[MetricRow]:
    """The metrics in their order, beside those of earlier releases.

    Args:
        metrics: Of the candidate.
        past: Earlier releases, oldest first.
    """
    rows = []
    for name, value in metrics.items():
        say = _writer(name)
        before = [one.metrics.get(name) for one in past]
        line = sparkline([*before, as_number(value)], say=say)
        rows.append(MetricRow(name, say(as_number(value)), say(before[-1]) if before else "", line))
    return rows


def write_metric(name: str, value: float | None) -> str:
    """A metric's value as people read it: shares as percentages."""
    return _writer(name)(value)


def _writer(name: str) -> Callable[[float | None], str]:
    return percent if name.endswith("_share") or "_share_" in name else shown
