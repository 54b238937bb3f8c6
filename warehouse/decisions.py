"""What people decided about batches and releases: set aside, take back, roll back, resume, prune.

`decisions.jsonl` in the warehouse is the only place that says so, and no run can make it again: it is apart from
state.duckdb, which may be deleted. An entry that has its line stands; whatever has to follow from it is done by the
command itself or, after a kill, by the next run.

Nothing here loads pyarrow: `status` asks too.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from warehouse.journal import append_entry, read_entries
from warehouse.layout import Warehouse

__all__ = ["Decisions", "read_decisions", "record_decision"]

RESETTLING = ("set_aside", "take_back", "rollback", "erasure")
"""After these, verdicts lean on what does not stand any more: every batch is settled again before the next release."""


@dataclass(frozen=True)
class Decisions:
    """What is in force.

    Attributes:
        set_aside: The entry of each batch that is kept out, by batch_no.
        hold: The entry that holds publishing, or None.
        pruned: What each release was that was pruned (`warehouse.releases.ReleaseSummary`), by version.
        waiting_prune: The decision to prune that is not carried out to its end, or None.
        last_rollback: The last entry that pointed `latest.json` at an earlier release, or None.
        resettling_count: How many entries ask for every batch to be settled again.
    """

    set_aside: dict[int, dict[str, Any]]
    hold: dict[str, Any] | None
    pruned: dict[str, dict[str, Any]]
    waiting_prune: dict[str, Any] | None
    last_rollback: dict[str, Any] | None
    resettling_count: int


def record_decision(warehouse: Warehouse, decision: str, *, now: datetime, **details: object) -> None:
    """Enter a decision; the writer's lock is held.

    Args:
        warehouse: Where.
        decision: set_aside, take_back, rollback, resume, prune, pruned (it is done) or erasure (from past releases).
        now: Clock of the command (UTC).
        details: What it is about, such as batch_no and reason.
    """
    moment = now.strftime("%Y-%m-%dT%H:%M:%SZ")
    append_entry(warehouse.decisions_file, {"decision": decision, "decided_at_utc": moment, **details})


def read_decisions(warehouse: Warehouse) -> Decisions:
    """What is in force now."""
    set_aside: dict[int, dict[str, Any]] = {}
    pruned: dict[str, dict[str, Any]] = {}
    hold = last_rollback = waiting_prune = None
    resettling_count = 0
    for entry in read_entries(warehouse.decisions_file):
        decision = entry["decision"]
        resettling_count += decision in RESETTLING
        if decision == "set_aside":
            set_aside[entry["batch_no"]] = entry
        elif decision == "take_back":
            set_aside.pop(entry["batch_no"], None)
        elif decision == "rollback":
            hold = last_rollback = entry
        elif decision == "resume":
            hold = None
        elif decision == "prune":
            pruned |= entry["versions"]
            waiting_prune = entry
        elif decision == "pruned":
            waiting_prune = None
    return Decisions(set_aside, hold, pruned, waiting_prune, last_rollback, resettling_count)
