"""Verifying with progress, for the command line and the flow; without Prefect, so that the command starts at once."""

from __future__ import annotations

from datetime import datetime

from flows.progress import active_reporter
from warehouse.last_verification import note_verification
from warehouse.layout import Warehouse
from warehouse.verification import Verified, count_bytes, damage_error, verify_warehouse

__all__ = ["verify_whole"]


def verify_whole(warehouse: Warehouse, version: str | None = None, *, now: datetime) -> Verified:
    """Verify a warehouse, or one release of it, and fail where something is damaged; `status` tells of the former.

    Args:
        warehouse: What to verify.
        version: The release to verify; None for everything.
        now: The clock (UTC).

    Raises:
        VerificationError: Something is damaged; its `report` is the `Verified` that names it.
        UsageError: There is no release of that version.
    """
    reporter = active_reporter()
    reporter.start("verify", count_bytes(warehouse, version))
    try:
        verified = verify_warehouse(warehouse, version, on_bytes=reporter.advance)
    finally:
        reporter.finish()
    if version is None:
        note_verification(warehouse, verified, now=now)
    if not verified.is_whole:
        error = damage_error(warehouse, verified)
        error.report = verified
        raise error
    return verified
