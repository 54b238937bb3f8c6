"""Verify the warehouse: read everything again and name what is not what was written."""

from __future__ import annotations

from typing import Any

from prefect import flow

from flows.outcomes import conclude
from flows.settings import active_settings
from flows.verification import verify_whole
from warehouse.layout import Warehouse

__all__ = ["verify"]

LONGEST_SECONDS = 48 * 3600
"""All bytes are read; a large warehouse on a slow disk takes a day."""


@flow(
    name="verify",
    description="Read releases, raw/ and staged/ again and hold every file against its record.",
    timeout_seconds=LONGEST_SECONDS,
)
def verify(version: str | None = None) -> Any:  # noqa: ANN401
    """Verify the warehouse of the settings, or one release of it; the flow fails where something is damaged.

    Args:
        version: The release to verify; by default all of them, raw/ and staged/.

    Returns:
        What was verified, as `warehouse.verification.Verified.as_json` has it; a state where a deployment ran it and
        found damage.

    Raises:
        VerificationError: Something is damaged; its `report` is the `Verified` that names it.
    """

    def work() -> dict[str, Any]:
        settings = active_settings()
        return verify_whole(Warehouse(settings.warehouse.resolve()), version, now=settings.now_utc()).as_json()

    return conclude(work)
