"""What the gate found of past releases: the memory of drift, of sparklines and of `kroniek quality`.

It is read from the `quality.json` of the releases themselves, so that it outlives a lost state file.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from transforms.errors import VerificationError
from warehouse.durable import read_json
from warehouse.layout import Warehouse
from warehouse.releases import latest_version, release_versions
from warehouse.versions import version_key

__all__ = ["HISTORY_LENGTH", "QUALITY_NAME", "past_quality", "read_quality"]

QUALITY_NAME = "quality.json"
HISTORY_LENGTH = 24
"""Releases that the history goes back: two years of monthly ones. More would make a page of the same size say less."""


def past_quality(warehouse: Warehouse, *, limit: int = HISTORY_LENGTH) -> list[dict[str, Any]]:
    """The quality records of the latest release and of releases older than it, newest first.

    After a rollback those that were rolled back are no measure of what is usual. A record that is absent or cannot be
    read is left out: it is damage, which `verify` names, and no reason to stop a publication that needs it for
    comparison only.

    Args:
        warehouse: Where.
        limit: At most so many releases are looked at.
    """
    latest = latest_version(warehouse)
    if latest is None:
        return []
    versions = [each for each in release_versions(warehouse) if version_key(each) <= version_key(latest)]
    records = []
    for version in reversed(versions[max(0, len(versions) - limit) :]):
        try:
            records.append({**read_json(warehouse.releases / version / QUALITY_NAME), "version": version})
        except (OSError, ValueError, TypeError):
            continue
    return records


def read_quality(folder: Path) -> dict[str, Any]:
    """The quality record of one release folder, or of a candidate that the gate stopped.

    Raises:
        VerificationError: It is absent or no JSON object.
    """
    try:
        return read_json(folder / QUALITY_NAME)
    except (OSError, ValueError, TypeError) as error:
        raise VerificationError(
            f"The quality record cannot be read: {error}.",
            where=str(folder / QUALITY_NAME),
            what_to_do="Restore the release folder from a backup; `kroniek verify` names every damaged file.",
        ) from error
