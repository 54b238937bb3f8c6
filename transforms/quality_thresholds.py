"""Which measures of quality refuse a text, and from what value: sober bounds, each with where it comes from.

A text is refused only if no reader would call it an article. What is merely unusual is flagged
(`transforms/quality_measures.py`) and published. Real Dutch text reaches further than English rules of thumb allow:
parliament's votes repeat 62 % of their phrases, advertisements of the nineteenth century are half figures.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

__all__ = [
    "FEWEST_WORDS",
    "MOST_DISTINCT_PHRASES",
    "QUALITY_REASONS",
    "QUALITY_THRESHOLDS",
    "WHATEVER_THE_LANGUAGE",
    "QualityThreshold",
    "default_bounds",
]

FEWEST_WORDS = 30
"""Of fewer words, shares are chance: a caption or a list of four towns has no function word. How short a text may be
is asked elsewhere."""

MOST_DISTINCT_PHRASES = 400
"""A text with more different phrases than an article has words holds an article, whatever else is repeated in it."""


@dataclass(frozen=True)
class QualityThreshold:
    """One bound on one measure.

    Attributes:
        setting: Name of the setting that holds the bound.
        reason: Reason of the refusal, one of `QUALITY_REASONS`.
        measure: Column that is judged.
        side: `maximum`: a greater value fails; `minimum`: a smaller one does.
        default: The bound unless the setting says otherwise.
        spares_rich_texts: Whether a text with more than `MOST_DISTINCT_PHRASES` different phrases passes anyway.
        source: Where the bound comes from.
    """

    setting: str
    reason: str
    measure: str
    side: Literal["maximum", "minimum"]
    default: float
    source: str
    spares_rich_texts: bool = False


QUALITY_REASONS = (
    "text_placeholder",
    "text_markup",
    "text_boilerplate",
    "text_repetitive",
    "text_not_prose",
)
"""In the order in which they are asked: what a text is comes before what its figures look like."""

WHATEVER_THE_LANGUAGE = ("text_placeholder", "text_markup", "text_boilerplate")
"""Reasons that say more of a page than its language does; the others are asked of texts in a wanted language only,
because words are held against a Dutch list."""

QUALITY_THRESHOLDS = (
    QualityThreshold(
        "maximum_placeholder_share",
        "text_placeholder",
        "placeholder_share",
        "maximum",
        0.3,
        "C4 drops a page for one such phrase; an article may say `video volgt`, so it must be a good part of the text.",
    ),
    QualityThreshold(
        "maximum_filler_word_share",
        "text_placeholder",
        "filler_word_share",
        "maximum",
        0.15,
        "C4 drops a page for `lorem ipsum`; an article about it, or with a Latin motto, stays far below.",
    ),
    QualityThreshold(
        "maximum_markup_share",
        "text_markup",
        "markup_share",
        "maximum",
        0.5,
        "C4 drops a page for one {; posts about programming show code and are articles, so code must outweigh prose.",
    ),
    QualityThreshold(
        "maximum_symbol_share",
        "text_markup",
        "symbol_share",
        "maximum",
        0.2,
        "Gopher allows one # or ellipsis to ten words, about .02 of the characters; pictures in posts come higher.",
    ),
    QualityThreshold(
        "maximum_boilerplate_share",
        "text_boilerplate",
        "boilerplate_share",
        "maximum",
        0.5,
        "C4 drops such lines and keeps the rest; here no line is dropped, so the page must be mostly that.",
    ),
    QualityThreshold(
        "maximum_repeated_line_share",
        "text_repetitive",
        "repeated_line_share",
        "maximum",
        0.7,
        "Gopher refuses from .20; an article that was pasted twice has .50 and can be read, votes of parliament .62.",
        spares_rich_texts=True,
    ),
    QualityThreshold(
        "maximum_repeated_phrase_share",
        "text_repetitive",
        "repeated_phrase_share",
        "maximum",
        0.7,
        "Gopher refuses from .15; votes of parliament, with a formula for every motion, tend to .65 however long.",
        spares_rich_texts=True,
    ),
    QualityThreshold(
        "maximum_top_pair_share",
        "text_repetitive",
        "top_pair_share",
        "maximum",
        0.4,
        "Gopher refuses from .20; a list of election results with `van de` in each entry has .27.",
        spares_rich_texts=True,
    ),
    QualityThreshold(
        "minimum_letter_share",
        "text_not_prose",
        "letter_share",
        "minimum",
        0.5,
        "Gopher counts words; real Dutch text has at least .78 and lists of names and years .55, tables lie below.",
    ),
    QualityThreshold(
        "minimum_lettered_word_share",
        "text_not_prose",
        "lettered_word_share",
        "minimum",
        0.5,
        "Gopher asks for .80, of words between spaces; results and prices in an article reach .73.",
    ),
    QualityThreshold(
        "minimum_function_word_share",
        "text_not_prose",
        "function_word_share",
        "minimum",
        0.06,
        "Gopher asks for two function words in all; Dutch prose has .40 to .60, the least of a real text is .16.",
    ),
    QualityThreshold(
        "minimum_mean_word_length",
        "text_not_prose",
        "mean_word_length",
        "minimum",
        2.5,
        "Gopher asks for 3; OCR of old papers that breaks words apart has 3.0 and is text.",
    ),
    QualityThreshold(
        "maximum_mean_word_length",
        "text_not_prose",
        "mean_word_length",
        "maximum",
        12.0,
        "Gopher asks for at most 10; Dutch writes compounds as one word.",
    ),
)


def default_bounds() -> dict[str, float]:
    """The bound of every setting."""
    return {threshold.setting: threshold.default for threshold in QUALITY_THRESHOLDS}
