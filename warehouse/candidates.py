"""From pending batches to a candidate that the gate can judge."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from warehouse.assemble import Candidate, assemble, has_changes, prepare
from warehouse.engine import open_engine
from warehouse.frames import collect_frames
from warehouse.judgement import is_judged_again
from warehouse.layout import BatchName, Warehouse
from warehouse.publish import build_candidate_catalog
from warehouse.releases import latest_folder, used_versions
from warehouse.versions import next_version

__all__ = ["assemble_candidate"]


def assemble_candidate(
    warehouse: Warehouse, batches: Sequence[BatchName], *, now: datetime, today: date, languages: Sequence[str]
) -> Candidate | None:
    """Assemble the last release and the pending batches.

    Args:
        warehouse: Where.
        batches: Pending batches.
        now: Clock of the run (UTC).
        today: Its day in Amsterdam.
        languages: Wanted languages, for `target_lang_share` of documents that are added.

    Returns:
        The candidate with its catalog, its frames kept for the gate; None when nothing that is published would
        change: new refusals alone make no release.
    """
    parent = latest_folder(warehouse)
    with open_engine(warehouse) as engine:
        prepare(engine, warehouse, parent, batches, is_whole=is_judged_again(warehouse, parent))
        if not has_changes(engine):
            return None
        version = next_version(now, used_versions(warehouse))
        candidate = assemble(engine, warehouse, version=version, parent=parent, batches=batches, languages=languages)
        build_candidate_catalog(candidate)
        collect_frames(engine, warehouse, candidate, today=today)
    return candidate
