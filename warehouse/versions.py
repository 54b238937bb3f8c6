"""Release versions: `YYYY.MM.N` of the clock in Europe/Amsterdam, sorted as numbers, never used twice."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime
from zoneinfo import ZoneInfo

__all__ = ["is_version", "next_version", "version_key"]

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
PATTERN = re.compile(r"(\d{4})\.(\d{2})\.(\d+)")


def is_version(text: str) -> bool:
    """Whether a text is written like a version."""
    return PATTERN.fullmatch(text) is not None


def version_key(version: str) -> tuple[int, int, int]:
    """Sort key: 2026.11.10 comes after 2026.11.9. Raises ValueError for anything that is no version."""
    match = PATTERN.fullmatch(version)
    if match is None:
        raise ValueError(f"{version!r} is no version")
    year, month, number = match.groups()
    return int(year), int(month), int(number)


def next_version(now: datetime, used: Iterable[str]) -> str:
    """The version of a release made now.

    A clock that was set back never makes a version below one that exists: the highest existing month goes on.

    Args:
        now: Clock of the run, with its zone.
        used: Every version ever used.
    """
    local = now.astimezone(AMSTERDAM)
    month = local.year, local.month
    keys = [version_key(version) for version in used]
    if keys and max(keys)[:2] > month:
        month = max(keys)[:2]
    number = max((key[2] for key in keys if key[:2] == month), default=-1) + 1
    return f"{month[0]:04d}.{month[1]:02d}.{number}"
