"""Erasing texts that were taken down: first from past releases if asked, then from all that is kept behind them.

The entry in the record is what makes it so. Everything here can be done twice: a run that follows a kill goes on with
the plan that it left, until a second entry says that it is done.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from warehouse.decisions import record_decision
from warehouse.describe.feed import replace_feed
from warehouse.durable import fsync_file, remove_tree, write_text
from warehouse.erased_rows import erase_from_tree
from warehouse.erased_state import erase_from_state
from warehouse.erasure_plan import ErasurePlan, make_plan, waiting_documents
from warehouse.inspection import open_inspection
from warehouse.kept_paths import drop_unused_paths
from warehouse.layout import Warehouse
from warehouse.revision import restore_exchanged, revise_releases
from warehouse.withdrawals import (
    OverwrittenContent,
    read_withdrawals,
    record_erased,
    record_overwritten,
)

__all__ = ["finish_erasures"]

OWN_RECORDS = ("withdrawals.jsonl", "decisions.jsonl", "latest.json")
KEPT = ("releases", "kept-paths")
"""Folders of the warehouse that are not batches."""


def finish_erasures(warehouse: Warehouse) -> None:
    """Erase what is to be erased and is not yet; nothing happens where all is done. The writer's lock is held."""
    withdrawals = read_withdrawals(warehouse)
    doc_ids, everywhere = waiting_documents(withdrawals)
    if not doc_ids:
        warehouse.erasing_plan.unlink(missing_ok=True)
        return
    if not warehouse.erasing_plan.exists():  # else it was done before the kill, and paths are replaced since
        _remember_overwritten(warehouse, doc_ids, withdrawals.overwritten)
    plan = make_plan(warehouse, doc_ids, everywhere)
    moment = max(entry["asked_at_utc"] for entry in withdrawals.erasures)
    if plan.everywhere:
        restore_exchanged(warehouse)
        revise_releases(warehouse, plan, revised_at=moment)
        drop_unused_paths(warehouse)
        replace_feed(warehouse)
        erase_from_state(warehouse, plan)
        # Verdicts of the revised releases tell less than the batches: the next candidate is worked out from these.
        now = datetime.fromisoformat(moment)
        record_decision(warehouse, "erasure", now=now, doc_count=len(plan.doc_ids))
    remove_tree(warehouse.candidate_failed)
    remove_tree(warehouse.fingerprints)  # made again from staged/
    # raw/ last: the plan can be made of it until then.
    for folder in sorted(warehouse.root.iterdir(), reverse=True):
        is_of_batches = folder.is_dir() and folder.name not in KEPT and not folder.name.startswith(".")
        if is_of_batches and folder != warehouse.raw:
            erase_from_tree(folder, plan)
    _clean_records(warehouse, plan)
    erase_from_tree(warehouse.raw, plan)
    record_erased(warehouse, plan.doc_ids, plan.everywhere)
    warehouse.erasing_plan.unlink()
    fsync_file(warehouse.root)


def _remember_overwritten(warehouse: Warehouse, doc_ids: Iterable[str], known: set[OverwrittenContent]) -> None:
    """An older version of an erased file does not come back: what is left of the file can overwrite nothing."""
    with open_inspection(warehouse) as inspection:
        rows = inspection.rows("erased_overwritten", {"doc_ids": sorted(doc_ids)})
    new = {OverwrittenContent(**row) for row in rows} - known
    if new:
        record_overwritten(warehouse, sorted(new))


def _clean_records(warehouse: Warehouse, plan: ErasurePlan) -> None:
    """Replace the paths in what else is recorded in the warehouse's own folder, such as what the gate found."""
    for path in sorted(warehouse.root.glob("*.json*")):
        if path.name.startswith(".") or path.name in OWN_RECORDS:
            continue
        before = path.read_text(encoding="utf-8")
        after = plan.clean(before)
        if after != before:
            new = path.with_name(f".{path.name}.new")
            write_text(new, after)
            new.replace(path)
