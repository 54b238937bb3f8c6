"""The one judge: measures and thresholds in, verdicts out.

No measure drops a document; only this module turns measures into verdicts. It asks in a fixed order and the first
check that fails gives the reason, so a file has exactly one reason. Changing a threshold means judging again,
never measuring again.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from transforms.language_rule import LanguageThresholds, check_languages
from transforms.quality_rule import judge_quality
from transforms.quality_thresholds import QUALITY_REASONS, WHATEVER_THE_LANGUAGE, default_bounds

__all__ = ["Thresholds", "judge"]

JUDGED_HERE = ("ok", "file_empty", "binary_data")
"""Values of content_status that questions of their own are asked about; any other is a reason itself."""


@dataclass(frozen=True)
class Thresholds:
    """What measures are held against; each is a setting.

    Attributes:
        today: Day of the run in Europe/Amsterdam; nothing dated after it is accepted.
        languages: Wanted languages (ISO 639-1).
        minimum_language_probability: Below it, the detector is not sure enough.
        minimum_target_lang_share: Least share of the characters that must be in a wanted language.
        minimum_letter_count: Fewer letters are too little to tell a language.
        earliest_year: Year before which there was no Dutch newspaper.
        minimum_duplicate_similarity: Jaccard similarity of their 5-word shingles from which two texts are near copies.
        is_anachronism_refused: Whether a text that tells of a time after its own date as past is refused.
        quality_bounds: The bound of every setting in `transforms.quality_thresholds`.
    """

    today: date
    languages: tuple[str, ...]
    minimum_language_probability: float
    minimum_target_lang_share: float
    minimum_letter_count: int
    earliest_year: int
    is_anachronism_refused: bool = False
    minimum_duplicate_similarity: float = 0.8
    quality_bounds: Mapping[str, float] = field(default_factory=default_bounds)

    def settings(self) -> dict[str, Any]:
        """The settings among them, as JSON has them: all but the day."""
        values = {name: value for name, value in asdict(self).items() if name != "today"}
        return {name: list(value) if isinstance(value, tuple) else value for name, value in values.items()}


@dataclass(frozen=True)
class _Check:
    """One question of the judge: the files that fail it, and the evidence."""

    reason: str | pa.Array
    measure: str | pa.Array
    fails: pa.Array
    value: pa.Array
    threshold: str | pa.Array


def judge(measured: pa.Table, thresholds: Thresholds) -> pa.Table:
    """Give every measured file its verdict.

    Args:
        measured: Rows of `measured_documents`.
        thresholds: What the measures are held against.

    Returns:
        One row a file in the same order: verdict, reason, measure, measured_value, threshold. Duplicates are not
        known here: a file that passes is `accepted` until it is compared with the others.
    """
    count = measured.num_rows
    reason = pa.array(["all_checks_passed"] * count, pa.string())
    measure = measured_value = threshold = pa.nulls(count, pa.string())
    # From the last question to the first, so that the first one that fails has the last word.
    for check in reversed(_checks(measured.combine_chunks(), thresholds)):
        reason = pc.if_else(check.fails, check.reason, reason)
        measure = pc.if_else(check.fails, check.measure, measure)
        measured_value = pc.if_else(check.fails, check.value, measured_value)
        threshold = pc.if_else(check.fails, check.threshold, threshold)
    verdict = pc.if_else(pc.equal(reason, "all_checks_passed"), "accepted", "rejected")
    return pa.table(
        {
            "verdict": verdict,
            "reason": reason,
            "measure": measure,
            "measured_value": measured_value,
            "threshold": threshold,
        }
    )


def _quality_check(quality: pa.Table, reasons: Collection[str]) -> _Check:
    """Files that quality refuses for one of some reasons."""
    fails = pc.is_in(quality["reason"], value_set=pa.array(reasons, pa.string()))
    return _Check(quality["reason"], quality["measure"], fails, quality["measured_value"], quality["threshold"])


def _checks(measured: pa.Table, thresholds: Thresholds) -> list[_Check]:
    """The questions in the order of `transforms.reasons`."""
    column = {name: measured.column(name) for name in measured.column_names}
    as_text = {name: pc.cast(column[name], pa.string()) for name in ("byte_count", "char_count", "date_start")}
    too_short, *other_languages = (
        _Check(one.reason, one.measure, one.fails, one.value, one.threshold)
        for one in check_languages(
            measured,
            LanguageThresholds(
                thresholds.languages,
                thresholds.minimum_letter_count,
                thresholds.minimum_language_probability,
                thresholds.minimum_target_lang_share,
            ),
        )
    )
    quality = judge_quality(measured, thresholds.quality_bounds)
    content, dates = column["content_status"], column["date_status"]
    earliest = date(thresholds.earliest_year, 1, 1)

    def no(mask: pa.Array) -> pa.Array:
        """Null compares as false: a measure that is absent is judged by the question that asks for it."""
        return pc.fill_null(mask, False)  # noqa: FBT003 (pyarrow's signature)

    return [
        _Check("file_empty", "byte_count", pc.equal(content, "file_empty"), as_text["byte_count"], "at least 1"),
        # Measured where the bytes are read, or the bytes are not kept any more: only a new look at the file can come to
        # another verdict.
        _Check(
            content,
            column["content_measure"],
            pc.invert(pc.is_in(content, value_set=pa.array(JUDGED_HERE, pa.string()))),
            column["content_value"],
            column["content_threshold"],
        ),
        _Check("binary_data", "content_status", pc.equal(content, "binary_data"), content, "text"),
        _Check("date_missing", "date_text", pc.equal(dates, "date_missing"), column["date_text"], "date YYYY-MM"),
        _Check(
            "date_malformed",
            "date_text",
            pc.equal(dates, "date_malformed"),
            column["date_text"],
            "YYYY, YYYY-MM or YYYY-MM-DD",
        ),
        _Check(
            "date_impossible",
            "date_text",
            pc.equal(dates, "date_impossible"),
            column["date_text"],
            "a date that exists",
        ),
        _Check(
            "date_ambiguous",
            "date_text",
            pc.equal(dates, "date_ambiguous"),
            column["date_text"],
            "a date with one meaning",
        ),
        _Check(
            "date_in_future",
            "date_start",
            no(pc.greater(column["date_start"], thresholds.today)),
            as_text["date_start"],
            f"at most {thresholds.today.isoformat()}",
        ),
        _Check(
            "date_too_early",
            "date_start",
            no(pc.less(column["date_start"], earliest)),
            as_text["date_start"],
            f"at least {earliest.isoformat()}",
        ),
        _Check("text_missing", "char_count", pc.equal(column["char_count"], 0), as_text["char_count"], "at least 1"),
        too_short,
        # Before the language: what is code or furniture of a page is told as such, whatever language it seems to be in.
        _quality_check(quality, WHATEVER_THE_LANGUAGE),
        *other_languages,
        _quality_check(quality, QUALITY_REASONS),
        _Check(
            "text_anachronistic",
            "anachronism_evidence",
            pc.and_(column["is_anachronistic"], thresholds.is_anachronism_refused),
            column["anachronism_evidence"],
            "no time after the date told as past",
        ),
    ]
