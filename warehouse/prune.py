"""Thinning out past releases. They share files by hard links, so a folder can go without harm to the others."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime

from warehouse.decisions import read_decisions, record_decision
from warehouse.describe.feed import replace_feed
from warehouse.durable import fsync_file, make_folder, remove_tree
from warehouse.kept_paths import drop_unused_paths
from warehouse.layout import Warehouse
from warehouse.releases import ReleaseSummary, list_releases

__all__ = ["choose_prunable", "finish_prune", "prune"]


def choose_prunable(warehouse: Warehouse, keep: int) -> list[ReleaseSummary]:
    """The releases that go when so many of the newest are kept; never the one that readers follow."""
    return [release for release in list_releases(warehouse)[keep:] if not release.is_latest]


def prune(warehouse: Warehouse, releases: list[ReleaseSummary], *, now: datetime) -> None:
    """Remove releases; they stay listed, and their versions are never used again. The writer's lock is held.

    Args:
        warehouse: Where.
        releases: As `choose_prunable` gave them under the same lock.
        now: Clock of the command (UTC).
    """
    if not releases:
        return
    versions = {release.version: {**asdict(release), "is_pruned": True} for release in releases}
    record_decision(warehouse, "prune", now=now, versions=versions)
    finish_prune(warehouse, now=now)


def finish_prune(warehouse: Warehouse, *, now: datetime | None = None) -> None:
    """Remove what the last decision to prune names and a kill left behind.

    Args:
        warehouse: Where; its writer's lock is held.
        now: Clock of the command (UTC); by default the decision's own time.
    """
    waiting = read_decisions(warehouse).waiting_prune
    if waiting is None:
        return
    make_folder(warehouse.temporary)
    for version in waiting["versions"]:
        folder = warehouse.releases / version
        if folder.is_dir():
            gone = warehouse.temporary / f"pruned-{version}"
            remove_tree(gone)
            folder.rename(gone)
            fsync_file(warehouse.releases)
            remove_tree(gone)
    drop_unused_paths(warehouse)
    replace_feed(warehouse)
    moment = now or datetime.fromisoformat(waiting["decided_at_utc"])
    record_decision(warehouse, "pruned", now=moment, versions=list(waiting["versions"]))
