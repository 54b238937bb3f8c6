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
from warehouse.versions import is_version, version_key

__all__ = ["HISTORY_LENGTH", "QUALITY_NAME", "past_quality", "read_quality"]

QUALITY_NAME = "quality.json"
HISTORY_LENGTH = 24
"""Releases that the history goes back: two years of monthly ones. More would make a page of the same size say less."""


def past_quality(warehouse: Warehouse, *, limit: int = HISTORY_LENGTH) -> list[dict[str, Any]]:
    """The quality records of the latest release and of those that it was made from, newest first.

    What was rolled back is no measure of what is usual. A record that is absent or cannot be read is left out: it is
    damage, which `verify` names, and no reason to stop a publication that needs it for comparison only.

    Args:
        warehouse: Where.
        limit: At most so many records.
    """
    records: list[dict[str, Any]] = []
    line = latest_version(warehouse)
    for version in reversed(release_versions(warehouse)):
        if line is None or len(records) >= limit:
            break
        # Above the line stands what was rolled back before its successor was made from an older release. A parent that
        # was pruned is passed over.
        if version_key(version) > version_key(line):
            continue
        try:
            record = {**read_json(warehouse.releases / version / QUALITY_NAME), "version": version}
        except (OSError, ValueError, TypeError):
            continue
        records.append(record)
        parent = record.get("parent")
        line = parent if isinstance(parent, str) and is_version(parent) else version
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
