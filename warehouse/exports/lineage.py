"""Which releases lie between the one that somebody holds and the one that is exported."""

from __future__ import annotations

from pathlib import Path

import duckdb

from transforms.errors import UsageError
from transforms.schema import CHANGES
from warehouse.engine import view_files
from warehouse.layout import Warehouse
from warehouse.releases import read_manifest, table_files
from warehouse.sql import load
from warehouse.versions import is_version, version_key

__all__ = ["releases_after"]


def releases_after(warehouse: Warehouse, release: Path, since: str) -> list[str]:
    """Releases after one, up to the one exported, oldest first.

    Args:
        warehouse: Where.
        release: Folder of the release that is exported.
        since: The release that somebody holds; it may have been pruned.

    Raises:
        UsageError: It is no forerunner of the release, so their difference is not what `changes` tells.
    """
    chain = _forerunners(warehouse, release)
    if since not in chain or since == release.name:
        newest = [version for version in chain if version != release.name]
        raise UsageError(
            f"{release.name} was not made from {since}, so there are no changes since then to export.",
            where=str(release),
            what_to_do=f"Its forerunners: {', '.join(newest[-5:]) or 'none'}. To start afresh, leave --since out.",
        )
    return [version for version in chain if version_key(version) > version_key(since)]


def _forerunners(warehouse: Warehouse, release: Path) -> list[str]:
    """The release and those it was made from, oldest first.

    Parents come from manifests; where one was pruned, the releases that `changes` names stand in: it holds rows of
    forerunners only.
    """
    found: set[str] = set()
    folder = release
    while (folder / "manifest.json").is_file() and folder.name not in found:
        found.add(folder.name)
        parent = read_manifest(folder)["parent"]
        if parent is None:
            break
        found.add(parent)
        folder = warehouse.releases / parent
        if (folder / "manifest.json").is_file():
            found.discard(parent)
    with duckdb.connect() as connection:
        view_files(connection, "changes", table_files(release, CHANGES.name), CHANGES)
        found |= {str(version) for (version,) in connection.execute(load("export_releases")).fetchall()}
    return sorted((version for version in found if is_version(version)), key=version_key)
