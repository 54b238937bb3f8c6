"""`kroniek releases`: what was published."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kroniek.options import JsonOption, WarehouseOption

if TYPE_CHECKING:
    from warehouse.releases import ReleaseSummary

__all__ = ["RELEASES_EXAMPLES", "releases"]

RELEASES_EXAMPLES = """\b
Examples:
  kroniek releases
  kroniek releases --json
"""


def releases(warehouse: WarehouseOption = None, as_json: JsonOption = False) -> None:
    """List the releases, newest first.

    Releases share the files that did not change, so their sizes do not add up to what the disk holds. Those that were
    pruned stay listed: their versions are never used again.
    """
    from dataclasses import asdict

    from kroniek.console import byte_size, note, show_table, write_json
    from kroniek.places import find_places
    from warehouse.releases import list_releases

    found = list_releases(find_places(warehouse=warehouse).warehouse, with_pruned=True)
    if as_json:
        write_json([asdict(release) for release in found])
        return
    if not found:
        note("Nothing is published yet: kroniek run --inbox FOLDER makes the first release.")
        return
    show_table(
        ["version", "created (UTC)", "documents", "files accounted", "size", "parent", "gate", "rules", "state"],
        [
            (
                release.version,
                release.created_at_utc[:19].replace("T", " "),
                release.counts.get("documents", 0),
                release.counts.get("verdicts", 0),
                byte_size(release.bytes),
                release.parent,
                release.gate,
                release.rules_version,
                _state(release),
            )
            for release in found
        ],
        are_numbers=[False, False, True, True, True],
    )


def _state(release: ReleaseSummary) -> str:
    parts = [
        "latest" if release.is_latest else "",
        "pruned" if release.is_pruned else "",
        f"revision {release.revision}" if release.revision else "",
    ]
    return ", ".join(part for part in parts if part)
