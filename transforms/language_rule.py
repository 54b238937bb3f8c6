"""The rule on languages: what the two voices and the thresholds make of a file.

A file passes when both voices name a wanted language, surely enough and for enough of the text. When neither names one
it is not wanted; when only one does, it is uncertain. Nothing is measured here: a changed threshold is applied to kept
measures.
"""

from __future__ import annotations

from dataclasses import dataclass

import pyarrow as pa
import pyarrow.compute as pc

__all__ = ["LanguageCheck", "LanguageThresholds", "check_languages"]

_SHOWN_DIGITS = 4
"""Rounded only for the eye; comparisons use the full value."""


@dataclass(frozen=True)
class LanguageThresholds:
    """What measures of language are held against; each is a setting.

    Attributes:
        languages: Wanted languages (ISO 639-1).
        minimum_letter_count: Fewer letters are too little to tell a language.
        minimum_language_probability: Below it, langdetect is not sure enough.
        minimum_target_lang_share: Least share of the characters that must be in a wanted language.
    """

    languages: tuple[str, ...]
    minimum_letter_count: int
    minimum_language_probability: float
    minimum_target_lang_share: float


@dataclass(frozen=True)
class LanguageCheck:
    """One question about all files, and the evidence.

    Attributes:
        reason: Of `transforms.reasons`: why a file that fails is refused.
        measure: Column that was looked at.
        fails: Whether each file fails it; never null.
        value: What was found, for a curator to read; null where the measure is.
        threshold: What it was held against.
    """

    reason: str
    measure: str
    fails: pa.Array
    value: pa.Array
    threshold: str


def check_languages(measured: pa.Table, thresholds: LanguageThresholds) -> list[LanguageCheck]:
    """Ask every question about the language of some files.

    Args:
        measured: `letter_count`, `lang`, `lang_probability`, `second_lang`, `second_lang_by`,
            `second_lang_confidence`, `dutch_word_share`, `neighbour_lang`, `neighbour_word_lead` and
            `target_lang_share` of some files, each column in one chunk.
        thresholds: What they are held against.

    Returns:
        The questions in order; the first that a file fails gives its reason, and a file that fails none passes.
    """
    column = {name: _one_array(measured.column(name)) for name in measured.column_names}
    wanted = pa.array(thresholds.languages, pa.string())
    first_wanted = pc.is_in(column["lang"], value_set=wanted)
    second_wanted = pc.is_in(column["second_lang"], value_set=wanted)
    neither = pc.and_(pc.invert(first_wanted), pc.invert(second_wanted))
    evidence = _evidence(column)
    names = " or ".join(thresholds.languages)
    return [
        LanguageCheck(
            "text_too_short",
            "letter_count",
            pc.less(column["letter_count"], thresholds.minimum_letter_count),
            pc.cast(column["letter_count"], pa.string()),
            f"at least {thresholds.minimum_letter_count}",
        ),
        LanguageCheck("language_unknown", "lang", pc.is_null(column["lang"]), evidence, names),
        LanguageCheck(
            "language_not_wanted",
            "lang",
            pc.and_(neither, pc.is_valid(column["second_lang"])),
            evidence,
            names,
        ),
        LanguageCheck(
            "language_uncertain",
            "second_lang",
            pc.invert(pc.and_(first_wanted, second_wanted)),
            evidence,
            f"both voices {names}",
        ),
        LanguageCheck(
            "language_uncertain",
            "lang_probability",
            pc.less(column["lang_probability"], thresholds.minimum_language_probability),
            _shown(column["lang_probability"]),
            f"at least {thresholds.minimum_language_probability:g}",
        ),
        LanguageCheck(
            "language_uncertain",
            "target_lang_share",
            pc.less(column["target_lang_share"], thresholds.minimum_target_lang_share),
            _shown(column["target_lang_share"]),
            f"at least {thresholds.minimum_target_lang_share:g}",
        ),
    ]


def _evidence(column: dict[str, pa.Array]) -> pa.Array:
    """What both voices say, in words.

    `langdetect nl 0.86; function words nds 0.61; Dutch function words 0.17 of all, nds 0.61 of those that differ`
    """

    def or_none(names: pa.Array) -> pa.Array:
        return pc.fill_null(names, "none")

    asked = pc.replace_substring(pc.fill_null(column["second_lang_by"], "second voice"), "_", " ")
    contested = pc.binary_join_element_wise(
        ", ", column["neighbour_lang"], " ", _shown(column["neighbour_word_lead"]), " of those that differ", ""
    )
    return pc.binary_join_element_wise(
        "langdetect ",
        or_none(column["lang"]),
        " ",
        _shown(column["lang_probability"]),
        "; ",
        asked,
        " ",
        or_none(column["second_lang"]),
        " ",
        _shown(column["second_lang_confidence"]),
        "; Dutch function words ",
        _shown(column["dutch_word_share"]),
        " of all",
        pc.fill_null(contested, ""),
        "",
    )


def _shown(values: pa.Array) -> pa.Array:
    return pc.cast(pc.round(values, ndigits=_SHOWN_DIGITS), pa.string())


def _one_array(column: pa.ChunkedArray) -> pa.Array:
    return column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column
