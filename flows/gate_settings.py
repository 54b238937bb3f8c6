"""The settings of the quality gate (docs/quality_gate.md)."""

from __future__ import annotations

from pydantic import Field
from pydantic_settings import BaseSettings

__all__ = ["GateSettings"]


class GateSettings(BaseSettings):
    """Bounds on what a release may look like beside those before it."""

    maximum_rejected_share: float = Field(
        0.5, ge=0, le=1, description="The gate warns when a larger share of the new files is refused."
    )
    maximum_growth_ratio: float = Field(
        10.0,
        gt=0,
        description="The gate warns when a release, or a month of it, holds more than this many times its parent's "
        "documents.",
    )
    maximum_removed_share: float = Field(
        0.5,
        ge=0,
        le=1,
        description="The gate stops a release that drops a larger share of its parent's documents or months, and warns "
        "when a month does.",
    )
    maximum_share_rise: float = Field(
        0.25,
        ge=0,
        le=1,
        description="The gate warns when a share (refused for one reason, near duplicates, repaired texts, ...) is "
        "this much above what is usual.",
    )
    maximum_length_ratio: float = Field(
        3.0, ge=1, description="The gate warns when new texts are this many times longer or shorter than usual."
    )
    minimum_comparison_count: int = Field(
        20, ge=1, description="With fewer files, documents or months a share says nothing, and the gate compares none."
    )
