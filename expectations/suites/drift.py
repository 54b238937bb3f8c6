"""This candidate beside the release before it and beside what is usual.

What is odd is published with a warning: what is good in a strange drop is good. Two things stop, because readers would
lose what they had: most of the documents, or most of the months, gone at once. A person may accept that.
"""

from __future__ import annotations

from expectations.candidate import GateThresholds
from expectations.checks import COUNT_IS_ZERO, Check, Severity, Suite, no_missing_values

__all__ = ["drift_suite"]


def drift_suite(thresholds: GateThresholds) -> Suite:
    """The checks on the row that sets the candidate beside earlier releases."""
    return Suite(
        "drift",
        "drift",
        (
            Check(
                "drift.one_row",
                "critical",
                "The comparison with earlier releases is one row.",
                "ExpectTableRowCountToEqual",
                {"value": 1},
                "1",
            ),
            no_missing_values("drift", "The comparison with earlier releases", ("new_file_count", "document_count")),
            *_losses(thresholds),
            *_account(thresholds),
            *_texts(thresholds),
            *_months(thresholds),
        ),
    )


def _at_most(  # noqa: PLR0917  # the suite reads as a table
    name: str, severity: Severity, sentence: str, column: str, most: float, words: str, *, is_waivable: bool = False
) -> Check:
    return Check(
        f"drift.{name}", severity, sentence, "ExpectColumnValuesToBeBetween", {"column": column, "max_value": most},
        words, is_waivable=is_waivable,
    )  # fmt: skip


def _losses(thresholds: GateThresholds) -> tuple[Check, ...]:
    most = thresholds.maximum_removed_share
    return (
        _at_most(
            "documents_kept", "critical", "Most documents of the last release are still here.", "removed_share", most,
            f"at most {most:g} removed", is_waivable=True,
        ),
        _at_most(
            "months_kept", "critical", "Most months of the last release still have documents.", "lost_month_share",
            most, f"at most {most:g} gone", is_waivable=True,
        ),
        Check(
            "drift.no_month_lost", "warning", "No month of the last release is without documents now.",
            "ExpectColumnValuesToBeBetween", {"column": "lost_month_count", **COUNT_IS_ZERO}, "0",
        ),
    )  # fmt: skip


def _account(thresholds: GateThresholds) -> tuple[Check, ...]:
    rise, more = thresholds.maximum_share_rise, f"at most {thresholds.maximum_share_rise:g} more than usual"
    return (
        _at_most(
            "refused_share", "warning", "Not too large a share of the new files was refused.", "refused_share",
            thresholds.maximum_rejected_share, f"at most {thresholds.maximum_rejected_share:g}",
        ),
        _at_most(
            "refused_share_rise", "info", "The share refused did not rise much.", "refused_share_rise", rise, more
        ),
        _at_most(
            "reason_share_rise", "warning", "No single reason refuses many more files than usual.",
            "reason_share_rise", rise, more,
        ),
        _at_most(
            "exact_duplicate_share_rise", "info", "The share of exact duplicates did not rise much.",
            "exact_duplicate_share_rise", rise, more,
        ),
        _at_most(
            "near_duplicate_share_rise", "warning", "The share of near duplicates did not rise much.",
            "near_duplicate_share_rise", rise, more,
        ),
        _at_most(
            "growth", "warning", "The corpus did not grow out of all proportion.", "growth_ratio",
            thresholds.maximum_growth_ratio, f"at most {thresholds.maximum_growth_ratio:g} times the last release",
        ),
        _at_most(
            "source_mix", "info", "New documents come from the sources that they usually come from.", "source_shift",
            2 * rise, f"at most {2 * rise:g} of them from others",
        ),
        _at_most(
            "no_source_silent", "warning", "Every source that always brought documents brought some.",
            "silent_source_count", 0, "0",
        ),
    )  # fmt: skip


def _texts(thresholds: GateThresholds) -> tuple[Check, ...]:
    rise, more = thresholds.maximum_share_rise, f"at most {thresholds.maximum_share_rise:g} more than usual"
    return (
        _at_most(
            "language_mix", "warning", "The languages of new documents are mixed as usual.", "lang_shift", rise,
            f"at most {rise:g} of them in others",
        ),
        _at_most(
            "length", "warning", "New texts are about as long as usual.", "length_ratio",
            thresholds.maximum_length_ratio,
            f"at most {thresholds.maximum_length_ratio:g} times longer or shorter than usual, by the median",
        ),
        _at_most(
            "repaired_share_rise", "warning", "The share of new texts that needed repairs did not rise much.",
            "repaired_share_rise", rise, more,
        ),
        _at_most(
            "function_words", "warning", "New texts have about as many function words as usual.",
            "function_word_share_change", rise / 2, f"at most {rise / 2:g} more or fewer than usual",
        ),
        _at_most(
            "new_term_share_rise", "info", "New texts do not bring many more unknown words than usual.",
            "new_term_share_rise", rise, more,
        ),
        _at_most(
            "anachronistic_share_rise", "warning", "The share of texts that tell of their future as past did not rise.",
            "anachronistic_share_rise", rise, more,
        ),
        _at_most(
            "year_precision_share_rise", "info", "The share of texts of which only the year is known did not rise.",
            "year_precision_share_rise", rise, more,
        ),
    )  # fmt: skip


def _months(thresholds: GateThresholds) -> tuple[Check, ...]:
    return (
        _at_most(
            "no_month_thin", "warning", "No month of the last release lost most of its documents.",
            "thin_month_count", 0, f"0 months that lost more than {thresholds.maximum_removed_share:g}",
        ),
        _at_most(
            "no_month_fat", "warning", "No month of the last release grew out of all proportion.", "fat_month_count",
            0, f"0 months that grew more than {thresholds.maximum_growth_ratio:g} times",
        ),
        _at_most(
            "no_new_gap", "info", "No more months without a document lie between the first and the last.",
            "new_gap_month_count", 0, "0 more than in the last release",
        ),
    )  # fmt: skip
