"""Warehouses in which publishing is held."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from warehouse.decisions import record_decision
from warehouse.layout import Warehouse

DAY = datetime(2026, 11, 22, tzinfo=UTC)


def hold(warehouse: Path, *, version: str = "2026.11.0") -> None:
    """As after a rollback."""
    entry = {"version": version, "from_version": "2026.11.1", "reason": f"rolled back to {version}"}
    record_decision(Warehouse(warehouse), "rollback", now=DAY, **entry)
