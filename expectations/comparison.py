"""What moved between two quality records: checks that came out otherwise, and metrics with another figure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from expectations.history import as_number

__all__ = ["Comparison", "Move", "compare_records"]

Value = str | int | float | bool | None
CHECK_FIELDS = ("success", "severity", "observed", "waived_because")  # not the threshold: it may name the day
ABSENT = "absent"


@dataclass(frozen=True, slots=True)
class Move:
    """One check or metric that is not what it was.

    Attributes:
        name: Id of the check, or name of the metric.
        before: Its figure in the first record; None where it has none.
        after: In the second.
        difference: after - before where both are numbers.
        result_before: `holds`, `fails`, `waived` or `absent`; None for a metric.
        result_after: In the second record.
    """

    name: str
    before: Value
    after: Value
    difference: float | None
    result_before: str | None = None
    result_after: str | None = None


@dataclass(frozen=True, slots=True)
class Comparison:
    """What moved, in the order of the second record; what only the first has comes last.

    Attributes:
        checks: Checks that moved.
        metrics: Metrics that moved.
    """

    checks: tuple[Move, ...]
    metrics: tuple[Move, ...]


def compare_records(before: Mapping[str, object], after: Mapping[str, object]) -> Comparison:
    """Compare two contents of `quality.json`.

    Args:
        before: The first; it may be of an older Kroniek and lack parts.
        after: The second.
    """
    first, second = _checks(before), _checks(after)
    checks = [
        _check_move(name, first.get(name), second.get(name))
        for name in dict.fromkeys((*second, *first))
        if _told(first.get(name)) != _told(second.get(name))
    ]
    old, new = _metrics(before), _metrics(after)
    metrics = [
        Move(name, old.get(name), new.get(name), _difference(old.get(name), new.get(name)))
        for name in dict.fromkeys((*new, *old))
        if (name in old, old.get(name)) != (name in new, new.get(name))
    ]
    return Comparison(tuple(checks), tuple(metrics))


def _checks(record: Mapping[str, object]) -> dict[str, Mapping[str, Value]]:
    checks = record.get("checks")
    return {str(check["id"]): check for check in checks} if isinstance(checks, list) else {}


def _metrics(record: Mapping[str, object]) -> Mapping[str, Value]:
    metrics = record.get("metrics")
    return metrics if isinstance(metrics, Mapping) else {}


def _told(check: Mapping[str, Value] | None) -> tuple[Value, ...] | None:
    return None if check is None else tuple(check.get(name) for name in CHECK_FIELDS)


def _check_move(name: str, before: Mapping[str, Value] | None, after: Mapping[str, Value] | None) -> Move:
    first, second = (None if check is None else check.get("observed") for check in (before, after))
    return Move(name, first, second, _difference(first, second), _result(before), _result(after))


def _result(check: Mapping[str, Value] | None) -> str:
    if check is None:
        return ABSENT
    if check.get("waived_because") is not None:
        return "waived"
    return "holds" if check.get("success") else "fails"


def _difference(before: Value, after: Value) -> float | None:
    first, second = as_number(before), as_number(after)
    # Ten digits: what two fractions differ by is not 0.09999999999999998.
    return None if first is None or second is None else round(second - first, 10)
