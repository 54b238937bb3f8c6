"""This candidate beside the release before it. Nothing here stops a release: what is good in it is published."""

from __future__ import annotations

from expectations.candidate import GateThresholds
from expectations.checks import COUNT_IS_ZERO, Check, Suite, no_missing_values

__all__ = ["drift_suite"]

# The derived columns stand in for those that are rightly null (first release, no new file): a figure that is missing
# without such a reason would otherwise pass every comparison below.
REQUIRED = (
    "new_file_count",
    "document_count",
    "months_lost_count",
    "rejected_share_or_no_files",
    "growth_ratio_or_first",
)


def drift_suite(thresholds: GateThresholds) -> Suite:
    """The checks on the row that sets the candidate beside its parent."""
    return Suite(
        "drift",
        "drift",
        (
            Check(
                "drift.one_row",
                "critical",
                "The comparison with the last release is one row.",
                "ExpectTableRowCountToEqual",
                {"value": 1},
                "1",
            ),
            no_missing_values("drift", "The comparison with the last release", REQUIRED),
            Check(
                "drift.refused_share",
                "warning",
                "Not too large a share of the new files was refused.",
                "ExpectColumnValuesToBeBetween",
                {"column": "new_rejected_share", "max_value": thresholds.maximum_rejected_share},
                f"at most {thresholds.maximum_rejected_share:g}",
            ),
            Check(
                "drift.refused_share_rise",
                "info",
                "The share refused did not rise much against the last release.",
                "ExpectColumnValuesToBeBetween",
                {"column": "rejected_share_rise", "max_value": thresholds.maximum_rejected_share_rise},
                f"at most {thresholds.maximum_rejected_share_rise:g} more",
            ),
            Check(
                "drift.growth",
                "warning",
                "The corpus neither shrank nor grew out of all proportion.",
                "ExpectColumnValuesToBeBetween",
                {
                    "column": "growth_ratio",
                    "min_value": thresholds.minimum_growth_ratio,
                    "max_value": thresholds.maximum_growth_ratio,
                },
                f"{thresholds.minimum_growth_ratio:g} to {thresholds.maximum_growth_ratio:g} times the last release",
            ),
            Check(
                "drift.no_month_lost",
                "warning",
                "No month of the last release is without documents now.",
                "ExpectColumnValuesToBeBetween",
                {"column": "months_lost_count", **COUNT_IS_ZERO},
                "0",
            ),
        ),
    )
