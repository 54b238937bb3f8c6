"""Holds: what keeps publishing from going on until a person says so."""

from __future__ import annotations

from warehouse.layout import Warehouse
from warehouse.sql import load
from warehouse.state import open_state

__all__ = ["end_hold", "hold_on_publishing"]


def hold_on_publishing(warehouse: Warehouse) -> str | None:
    """Why publishing is held, or None."""
    with open_state(warehouse) as state:
        rows = state.execute(load("hold_on_publishing")).fetchall()
    return str(rows[0][0]) if rows else None


def end_hold(warehouse: Warehouse) -> None:
    """Let publishing go on."""
    with open_state(warehouse) as state:
        state.execute(load("hold_end"))
