"""What the last verification of the whole warehouse found: kept, so that `status` need not read everything to tell."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime
from typing import TYPE_CHECKING, Any

from warehouse.durable import read_json, replace_json
from warehouse.layout import Warehouse

if TYPE_CHECKING:
    from warehouse.verification import Verified

__all__ = ["note_verification", "read_verification"]


def note_verification(warehouse: Warehouse, verified: Verified, *, now: datetime) -> None:
    """Keep what verifying everything found; it replaces what the verification before found.

    A warehouse that may only be read can be verified all the same: then nothing is kept.

    Args:
        warehouse: Where.
        verified: What was found; of all releases, raw/ and staged/.
        now: When (UTC).
    """
    if not warehouse.root.is_dir():
        return
    with suppress(OSError):
        replace_json(
            warehouse.verification_file, {"verified_at_utc": now.strftime("%Y-%m-%dT%H:%M:%SZ"), **verified.as_json()}
        )


def read_verification(warehouse: Warehouse) -> dict[str, Any] | None:
    """verified_at_utc and what `verify --json` told; None before the first, or where the note is gone or unreadable."""
    try:
        return read_json(warehouse.verification_file)
    except (
        OSError,
        ValueError,
        TypeError,
    ):  # it is a note: whatever became of it, the next verification writes another
        return None
