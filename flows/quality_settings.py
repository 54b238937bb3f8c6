"""The settings that bound the quality of a text; defaults and reasons stand in `transforms.quality_thresholds`."""

from __future__ import annotations

from pydantic import Field
from pydantic_settings import BaseSettings

from transforms.quality_thresholds import QUALITY_THRESHOLDS, default_bounds

__all__ = ["QualitySettings"]

_THRESHOLDS = {threshold.setting: threshold for threshold in QUALITY_THRESHOLDS}


def _bound(setting: str) -> float:
    """The field of a setting, described by its threshold."""
    threshold = _THRESHOLDS[setting]
    word = "Greatest" if threshold.side == "maximum" else "Least"
    description = f"{word} {threshold.measure} of a text that is not refused as {threshold.reason}. {threshold.source}"
    bound: float = Field(threshold.default, ge=0, description=description)
    return bound


class QualitySettings(BaseSettings):
    """Bounds on the measures of docs/text_quality.md."""

    maximum_placeholder_share: float = _bound("maximum_placeholder_share")
    maximum_filler_word_share: float = _bound("maximum_filler_word_share")
    maximum_markup_share: float = _bound("maximum_markup_share")
    maximum_symbol_share: float = _bound("maximum_symbol_share")
    maximum_boilerplate_share: float = _bound("maximum_boilerplate_share")
    maximum_repeated_line_share: float = _bound("maximum_repeated_line_share")
    maximum_repeated_phrase_share: float = _bound("maximum_repeated_phrase_share")
    maximum_top_pair_share: float = _bound("maximum_top_pair_share")
    minimum_letter_share: float = _bound("minimum_letter_share")
    minimum_lettered_word_share: float = _bound("minimum_lettered_word_share")
    minimum_function_word_share: float = _bound("minimum_function_word_share")
    minimum_mean_word_length: float = _bound("minimum_mean_word_length")
    maximum_mean_word_length: float = _bound("maximum_mean_word_length")

    def quality_bounds(self) -> dict[str, float]:
        """The bound of every setting."""
        return {name: float(getattr(self, name)) for name in default_bounds()}
