"""Erasing what was taken down before."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from warehouse.erase import finish_erasures
from warehouse.layout import Warehouse
from warehouse.withdrawals import Erasure, record_erasure

__all__ = ["erase"]


def erase(warehouse: Warehouse, doc_ids: Iterable[str], *, is_past_included: bool, now: datetime) -> None:
    """As `kroniek withdraw --erase` does of documents that were taken down before."""
    record_erasure(warehouse, Erasure(is_past_included, list(doc_ids)), now=now)
    finish_erasures(warehouse)
