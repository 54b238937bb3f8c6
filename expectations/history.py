"""What earlier releases were like, as their `quality.json` tells it: the memory behind sparklines and trends."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from expectations.distributions import Distributions

__all__ = ["PastRelease", "as_number", "read_past_release"]


@dataclass(frozen=True, slots=True)
class PastRelease:
    """One earlier release.

    Attributes:
        version: Its version.
        observed: Figure of each check that found a number, by check id.
        metrics: Its metrics that are numbers.
        distributions: What it was made of.
    """

    version: str
    observed: Mapping[str, float] = field(default_factory=dict)
    metrics: Mapping[str, float] = field(default_factory=dict)
    distributions: Distributions = field(default_factory=Distributions)


def read_past_release(record: Mapping[str, object]) -> PastRelease:
    """What a quality record says; whatever it lacks or has in another shape is left out.

    Args:
        record: Content of a `quality.json`, of this version of Kroniek or of an older one.
    """
    checks = record.get("checks")
    metrics = record.get("metrics")
    observed = {
        str(check["id"]): number
        for check in (checks if isinstance(checks, list) else [])
        if isinstance(check, dict) and "id" in check and (number := as_number(check.get("observed"))) is not None
    }
    return PastRelease(
        str(record.get("version")),
        observed,
        _numbers(metrics),
        Distributions.read(record.get("distributions")),
    )


def as_number(value: object) -> float | None:
    """A number, or None for anything else: a flag is none, and neither is text."""
    return float(value) if isinstance(value, (int, float)) and not isinstance(value, bool) else None


def _numbers(values: object) -> dict[str, float]:
    if not isinstance(values, Mapping):
        return {}
    return {str(name): number for name, value in values.items() if (number := as_number(value)) is not None}
