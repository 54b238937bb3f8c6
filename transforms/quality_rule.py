"""The rule on quality: what the measures of a text and their bounds make of it. Nothing is measured here."""

from __future__ import annotations

from collections.abc import Mapping

import pyarrow as pa
import pyarrow.compute as pc

from transforms.quality_thresholds import FEWEST_WORDS, MOST_DISTINCT_PHRASES, QUALITY_THRESHOLDS

__all__ = ["judge_quality"]


def judge_quality(measured: pa.Table, bounds: Mapping[str, float]) -> pa.Table:
    """Hold the measures of quality against their bounds.

    Args:
        measured: Columns `word_count` and those of `transforms.quality.QUALITY_SCHEMA`; one row a text. With a column
            `lang`, Dutch function words are asked of texts that langdetect calls Dutch only.
        bounds: The bound of every setting in `QUALITY_THRESHOLDS`; as `default_bounds` gives them unless set.

    Returns:
        One row a text in the same order: `reason`, `measure` (strings, null where the text passes), `measured_value`
        and `threshold` (as they are shown). The first reason of `QUALITY_REASONS` that fails is the one given.
    """
    count = measured.num_rows
    reason = measure = value = shown = pa.nulls(count, pa.string())
    column = {name: measured.column(name).combine_chunks() for name in measured.column_names if name != "text"}
    is_long = pc.greater_equal(column["word_count"], FEWEST_WORDS)
    is_poor = pc.less_equal(column["distinct_phrase_count"], MOST_DISTINCT_PHRASES)
    # From the last question to the first, so that the first one that fails has the last word.
    for threshold in reversed(QUALITY_THRESHOLDS):
        bound, values = bounds[threshold.setting], column[threshold.measure]
        is_maximum = threshold.side == "maximum"
        fails = pc.greater(values, bound) if is_maximum else pc.less(values, bound)
        if threshold.measure not in _FROM_THE_FIRST_WORD:
            fails = pc.and_(fails, is_long)
        if threshold.spares_rich_texts:
            fails = pc.and_(fails, is_poor)
        if threshold.measure == "function_word_share" and "lang" in column:
            fails = pc.and_(fails, pc.fill_null(pc.equal(column["lang"], "nl"), True))  # noqa: FBT003
        reason = pc.if_else(fails, threshold.reason, reason)
        measure = pc.if_else(fails, threshold.measure, measure)
        value = pc.if_else(fails, pc.cast(values, pa.string()), value)
        shown = pc.if_else(fails, f"at {'most' if is_maximum else 'least'} {bound:g}", shown)
    return pa.table({"reason": reason, "measure": measure, "measured_value": value, "threshold": shown})


# Lines are told by what they say, and symbols are none of prose: these hold for short texts too.
_FROM_THE_FIRST_WORD = frozenset(
    {"placeholder_share", "filler_word_share", "markup_share", "symbol_share", "boilerplate_share"}
)
