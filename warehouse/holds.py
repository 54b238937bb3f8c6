"""Holds: what keeps publishing from going on until a person says so."""

from __future__ import annotations

from datetime import datetime

from warehouse.decisions import read_decisions, record_decision
from warehouse.layout import Warehouse

__all__ = ["end_hold", "hold_on_publishing"]


def hold_on_publishing(warehouse: Warehouse) -> str | None:
    """Why publishing is held, or None."""
    hold = read_decisions(warehouse).hold
    return None if hold is None else str(hold["reason"])


def end_hold(warehouse: Warehouse, *, now: datetime) -> None:
    """Let publishing go on; nothing happens where it is not held. The writer's lock is held."""
    if read_decisions(warehouse).hold is not None:
        record_decision(warehouse, "resume", now=now)
