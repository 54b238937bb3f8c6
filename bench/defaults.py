"""The limits and thresholds that measurements use: the defaults of the settings, on a fixed day."""

from __future__ import annotations

from datetime import date

from transforms.judge import Thresholds
from warehouse.reading import ReadingLimits

__all__ = ["LIMITS", "THRESHOLDS"]

LIMITS = ReadingLimits(file_bytes=20_000_000, archive_members=100_000, archive_bytes=2_000_000_000, archive_ratio=100)
THRESHOLDS = Thresholds(date(2026, 11, 22), ("nl",), 0.5, 0.6, 60, 1618)
