"""Which files of a candidate are its parent's, byte for byte.

Asked of the sums and not of who wrote a file: a release that is made anew after an erasure takes files over from its
own earlier self, and these are not its parent's.
"""

from __future__ import annotations

from pathlib import Path

from transforms.schema_types import Table
from warehouse.assemble import Candidate
from warehouse.releases import read_manifest

__all__ = ["FilesByOrigin", "split_files"]


class FilesByOrigin:
    """Files of one table.

    Attributes:
        own: The candidate's that its parent does not hold.
        shared: The candidate's that its parent holds too.
        replaced: The parent's that the candidate does not hold.
    """

    def __init__(self, own: list[Path], shared: list[Path], replaced: list[Path]) -> None:
        self.own = own
        self.shared = shared
        self.replaced = replaced


def split_files(candidate: Candidate, table: Table) -> FilesByOrigin:
    """Compare a candidate's files of a table with its parent's, by path and sum."""
    held = {(file.path, file.sha256) for file in candidate.files if file.table == table.name}
    parent = candidate.parent
    if parent is None or not (parent / "manifest.json").is_file():  # a parent may have been pruned since
        return FilesByOrigin([candidate.folder / path for path, _ in sorted(held)], [], [])
    before = {(file["path"], file["sha256"]) for file in read_manifest(parent)["files"] if file["table"] == table.name}
    return FilesByOrigin(
        [candidate.folder / path for path, _ in sorted(held - before)],
        [candidate.folder / path for path, _ in sorted(held & before)],
        [parent / path for path, _ in sorted(before - held)],
    )
