"""Batches that are kept out: what a person says of one, and which batch that is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from transforms.errors import UsageError
from warehouse.decisions import read_decisions, record_decision
from warehouse.layout import BatchName, Warehouse

__all__ = ["SetAsideBatch", "find_batch", "set_aside", "take_back"]


@dataclass(frozen=True)
class SetAsideBatch:
    """What became of one batch.

    Attributes:
        batch_no: Its number.
        batch_id: Its hash.
        is_set_aside: Whether it is kept out now.
        is_changed: Whether it was otherwise before.
    """

    batch_no: int
    batch_id: str
    is_set_aside: bool
    is_changed: bool


def find_batch(warehouse: Warehouse, asked: str, *, is_set_aside: bool = False) -> BatchName:
    """The batch of a number, a batch_id, or the beginning of one.

    Args:
        warehouse: Where.
        asked: As somebody wrote it.
        is_set_aside: Of several batches with the same id the last is meant that is kept out already, else the last that
            is not: who follows what the gate says, and says it again, gets to the batch that it means.

    Raises:
        UsageError: There is none, or ids of several begin so.
    """
    batches = warehouse.staged_batches()
    text = asked.strip().casefold()
    if text.isdecimal():
        numbered = [batch for batch in batches if batch.batch_no == int(text)]
        if numbered:
            return numbered[0]
    found = [batch for batch in batches if text in (batch.folder, batch.batch_id) or batch.batch_id.startswith(text)]
    if text and len({batch.batch_id for batch in found}) == 1:
        kept_out = read_decisions(warehouse).set_aside
        return max(found, key=lambda batch: ((batch.batch_no in kept_out) is is_set_aside, batch.batch_no))
    if found and text:
        raise UsageError(
            f"Several batches begin with {asked}.",
            where=_listed(found),
            what_to_do="Give more digits, or the number of the batch.",
        )
    raise UsageError(
        f"There is no batch {asked}.",
        where=str(warehouse.root),
        what_to_do=f"The last ones are {_listed(batches[-3:])}." if batches else "No batch was judged here yet.",
    )


def _listed(batches: Sequence[BatchName]) -> str:
    return ", ".join(f"{batch.batch_no} ({batch.batch_id})" for batch in batches)


def set_aside(warehouse: Warehouse, batch: BatchName, *, reason: str, now: datetime) -> SetAsideBatch:
    """Keep a batch out from the next release on; the writer's lock is held.

    Args:
        warehouse: Where.
        batch: Which; one that is kept out already gets no second entry.
        reason: Why, in words; `status` shows it.
        now: Clock of the command (UTC).
    """
    is_changed = batch.batch_no not in read_decisions(warehouse).set_aside
    if is_changed:
        record_decision(
            warehouse, "set_aside", now=now, batch_no=batch.batch_no, batch_id=batch.batch_id, reason=reason
        )
    return SetAsideBatch(batch.batch_no, batch.batch_id, is_set_aside=True, is_changed=is_changed)


def take_back(warehouse: Warehouse, batch: BatchName, *, now: datetime) -> SetAsideBatch:
    """Let a batch that was kept out count again; the writer's lock is held."""
    is_changed = batch.batch_no in read_decisions(warehouse).set_aside
    if is_changed:
        record_decision(warehouse, "take_back", now=now, batch_no=batch.batch_no, batch_id=batch.batch_id)
    return SetAsideBatch(batch.batch_no, batch.batch_id, is_set_aside=False, is_changed=is_changed)
