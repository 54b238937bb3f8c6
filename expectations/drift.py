"""This candidate beside the release before it and beside what is usual: the figures that the drift suite judges.

Usual is the median over the last releases that had enough to take a share of. What has nothing to be compared with,
such as a first release or a handful of files, is null, and no check holds for or against it.
"""

from __future__ import annotations

from collections.abc import Mapping
from statistics import median

import pyarrow as pa

from expectations.candidate import METRICS_SCHEMA, CandidateFrames, GateThresholds
from expectations.month_drift import compare_months
from expectations.verdict import Metrics

__all__ = ["HISTORY_LENGTH", "candidate_metrics", "drift_row"]

HISTORY_LENGTH = 12
"""Releases whose median is what is usual."""

MOST_LABELS = 20
"""Labels of one kind (sources, reasons) that are kept in the metrics, the greatest first."""

HABIT = 2
"""Releases that make a habit."""

OF_FILES = ("refused_share", "exact_duplicate_share", "near_duplicate_share")
OF_DOCUMENTS = ("year_precision_share", "repaired_share", "anachronistic_share", "function_word_share")

FIGURES = (
    "refused_share", "refused_share_rise", "reason_share_rise", "exact_duplicate_share_rise",
    "near_duplicate_share_rise", "year_precision_share_rise", "repaired_share_rise", "anachronistic_share_rise",
    "function_word_share_change", "new_term_share_rise", "length_ratio", "source_shift", "silent_source_count",
    "lang_shift", "growth_ratio", "removed_share", "lost_month_share", "lost_month_count", "thin_month_count",
    "fat_month_count", "new_gap_month_count",
)  # fmt: skip
COUNTED = ("new_file_count", "document_count")


def candidate_metrics(frames: CandidateFrames, thresholds: GateThresholds) -> dict[str, float | None]:
    """The candidate's metrics, flat: `source_share.krant` is one label's share. Empty where they cannot be made."""
    months = compare_months(frames.months, thresholds)
    is_whole = frames.metrics.num_rows == 1 and not set(METRICS_SCHEMA.names) - set(frames.metrics.column_names)
    if months is None or not is_whole:
        return {}
    row: dict[str, float | None] = frames.metrics.select(METRICS_SCHEMA.names).to_pylist()[0]
    row |= months.figures
    for kind, shares in sorted(frames.shares.items()):
        first = sorted(shares.items(), key=lambda each: (-each[1], each[0]))[:MOST_LABELS]
        row |= {f"{kind}.{label}": round(share, 6) for label, share in first}
    return row


def drift_row(frames: CandidateFrames, thresholds: GateThresholds) -> tuple[pa.Table, dict[str, tuple[str, ...]]]:
    """One row of figures, and the labels behind its figures.

    A table without such columns where there are no metrics to make it of: no check can then be evaluated.
    """
    metrics = candidate_metrics(frames, thresholds)
    if any(metrics.get(name) is None for name in COUNTED):
        return pa.table({"no_metrics": pa.nulls(frames.metrics.num_rows)}), {}
    history = frames.history[:HISTORY_LENGTH]
    figures = _figures(metrics, history, thresholds.minimum_comparison_count)
    columns = {name: pa.array([figures.get(name)], pa.float64()) for name in FIGURES}
    columns |= {name: pa.array([metrics[name]], pa.int64()) for name in COUNTED}
    return pa.table(columns), _examples(frames, thresholds, metrics, history)


def _examples(
    frames: CandidateFrames, thresholds: GateThresholds, metrics: Metrics, history: tuple[Metrics, ...]
) -> dict[str, tuple[str, ...]]:
    months = compare_months(frames.months, thresholds)
    reasons = tuple(f"{name} {share:.0%}" for name, share in _labels(metrics, "refused_share.").items())
    return {
        **({} if months is None else months.examples),
        "lost_month_share": () if months is None else months.examples.get("lost_month_count", ()),
        "refused_share": reasons,
        "reason_share_rise": reasons,
        "silent_source_count": tuple(sorted(_silent_labels(metrics, history, "source_share."))),
    }


def _figures(now: Metrics, history: tuple[Metrics, ...], least: int) -> dict[str, float | None]:
    files, documents = (
        tuple(one for one in history if (one.get(count) or 0) >= least)
        for count in ("new_file_count", "added_document_count")
    )
    has_files = (now["new_file_count"] or 0) >= least
    has_documents = (now["added_document_count"] or 0) >= least
    parent, months = now["parent_document_count"] or 0, now["parent_month_count"] or 0
    figures: dict[str, float | None] = {
        "refused_share": now["refused_share"],
        "growth_ratio": (now["document_count"] or 0) / parent if parent >= least else None,
        "removed_share": (now["removed_document_count"] or 0) / parent if parent >= least else None,
        "lost_month_share": (now["lost_month_count"] or 0) / months if months >= least else None,
        "new_gap_month_count": _rise(now, history[:1], "gap_month_count"),
        **{name: now[name] for name in ("lost_month_count", "thin_month_count", "fat_month_count")},
    }
    if has_files:
        figures |= {f"{name}_rise": _rise(now, files, name) for name in OF_FILES}
        figures["reason_share_rise"] = _greatest_rise(now, files, "refused_share.")
    if has_documents:
        figures |= {f"{name}_rise": _rise(now, documents, name) for name in OF_DOCUMENTS}
        change = figures.pop("function_word_share_rise")
        figures["function_word_share_change"] = None if change is None else abs(change)
        figures["new_term_share_rise"] = _rise(now, documents, "new_term_share")
        figures["length_ratio"] = _ratio(now, documents, "median_word_count")
        figures["source_shift"] = _shift(now, documents, "source_share.")
        figures["silent_source_count"] = _silent(now, documents, "source_share.")
        figures["lang_shift"] = _shift(now, documents, "lang_share.")
    return figures


def _usual(history: tuple[Metrics, ...], name: str) -> float | None:
    values = [value for one in history if (value := one.get(name)) is not None]
    return median(values) if values else None


def _rise(now: Metrics, history: tuple[Metrics, ...], name: str) -> float | None:
    value, usual = now[name], _usual(history, name)
    return None if value is None or usual is None else value - usual


def _ratio(now: Metrics, history: tuple[Metrics, ...], name: str) -> float | None:
    """How many times more or less than usual, never below 1."""
    value, usual = now[name], _usual(history, name)
    if not value or not usual:
        return None
    return max(value / usual, usual / value)


def _labels(metrics: Metrics, prefix: str) -> Mapping[str, float]:
    """Values by label, in the order in which they were kept: the greatest first."""
    return {
        name.removeprefix(prefix): value
        for name, value in metrics.items()
        if name.startswith(prefix) and value is not None
    }


def _usual_shares(history: tuple[Metrics, ...], prefix: str) -> Mapping[str, float]:
    """Mean share by label: unlike medians they add up."""
    shares = [_labels(one, prefix) for one in history]
    names = {name for one in shares for name in one}
    return {name: sum(one.get(name, 0.0) for one in shares) / len(shares) for name in sorted(names)}


def _greatest_rise(now: Metrics, history: tuple[Metrics, ...], prefix: str) -> float | None:
    if not history:
        return None
    usual = _usual_shares(history, prefix)
    return max((share - usual.get(name, 0.0) for name, share in _labels(now, prefix).items()), default=0.0)


def _shift(now: Metrics, history: tuple[Metrics, ...], prefix: str) -> float | None:
    """Share of the documents that would have to bear another label to make the mix the usual one."""
    if not history:
        return None
    usual, shares = _usual_shares(history, prefix), _labels(now, prefix)
    return sum(abs(shares.get(name, 0.0) - usual.get(name, 0.0)) for name in usual.keys() | shares.keys()) / 2


def _silent(now: Metrics, history: tuple[Metrics, ...], prefix: str) -> float | None:
    """How many labels fell silent; one release makes no habit."""
    return float(len(_silent_labels(now, history, prefix))) if len(history) >= HABIT else None


def _silent_labels(now: Metrics, history: tuple[Metrics, ...], prefix: str) -> set[str]:
    """Labels that every one of several earlier releases had and this one has not."""
    if len(history) < HABIT:
        return set()
    return set.intersection(*(set(_labels(one, prefix)) for one in history)) - _labels(now, prefix).keys()
