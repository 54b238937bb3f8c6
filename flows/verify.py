"""Verify the warehouse: read everything again and name what is not what was written."""

from __future__ import annotations

from typing import Any

from prefect import flow

from flows.settings import active_settings
from flows.verification import verify_whole
from warehouse.layout import Warehouse

__all__ = ["verify"]


@flow(name="verify", description="Read releases, raw/ and staged/ again and hold every file against its record.")
def verify(version: str | None = None) -> dict[str, Any]:
    """Verify the warehouse of the settings, or one release of it; the flow fails where something is damaged.

    Returns:
        What was verified, as `warehouse.verification.Verified.as_json` has it.

    Raises:
        VerificationError: Something is damaged; its `report` is the `Verified` that names it.
    """
    return verify_whole(Warehouse(active_settings().warehouse.resolve()), version).as_json()
