"""Months beside those of the parent: which are gone, thin, fat or missing in between."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pyarrow as pa

from expectations.candidate import MONTHS_SCHEMA, GateThresholds

__all__ = ["MONTH_FIGURES", "MonthDrift", "compare_months"]

MONTH_FIGURES = (
    "month_count", "parent_month_count", "lost_month_count", "thin_month_count", "fat_month_count", "gap_month_count",
)  # fmt: skip
MONTHS_OF_A_YEAR = 12


@dataclass(frozen=True, slots=True)
class MonthDrift:
    """What became of the months.

    Attributes:
        figures: Counts, by the names of `MONTH_FIGURES`.
        examples: The months behind each count that is odd, in order.
    """

    figures: dict[str, float | None]
    examples: dict[str, tuple[str, ...]]


def compare_months(months: pa.Table, thresholds: GateThresholds) -> MonthDrift | None:
    """Compare every month with the parent's; None where the table is not as described.

    A month of few documents is neither thin nor fat: one article more or less means nothing.
    """
    if set(MONTHS_SCHEMA.names) - set(months.column_names):
        return None
    now: dict[str, int] = {}
    before: dict[str, int] = {}
    for row in months.to_pylist():
        if row["documents"]:
            now[row["month"]] = row["documents"]
        if row["parent_documents"]:
            before[row["month"]] = row["parent_documents"]
    many = {month: count for month, count in before.items() if count >= thresholds.minimum_comparison_count}
    kept = 1 - thresholds.maximum_removed_share
    odd = {
        "lost_month_count": [month for month in before if month not in now],
        "thin_month_count": [month for month, count in many.items() if 0 < now.get(month, 0) < count * kept],
        "fat_month_count": [
            month for month, count in many.items() if now.get(month, 0) > count * thresholds.maximum_growth_ratio
        ],
        "gap_month_count": list(_gaps(now)),
    }
    counts = {name: len(found) for name, found in odd.items()}
    return MonthDrift(
        {"month_count": len(now), "parent_month_count": len(before), **counts},
        {name: tuple(sorted(found)) for name, found in odd.items() if found},
    )


def _gaps(months: dict[str, int]) -> Iterator[str]:
    """Months without a document between the first and the last that have some."""
    numbers = {int(month[:4]) * MONTHS_OF_A_YEAR + int(month[5:]) - 1 for month in months if len(month) > len("2019")}
    if numbers:
        for number in range(min(numbers), max(numbers)):
            if number not in numbers:
                yield f"{number // MONTHS_OF_A_YEAR:04d}-{number % MONTHS_OF_A_YEAR + 1:02d}"
