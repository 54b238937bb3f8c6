"""What lies in a warehouse: bytes and files by folder, each inode counted once, and what is new since the last look."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import Path

__all__ = ["Lying", "look_at"]


@dataclass
class Lying:
    """What was found.

    Attributes:
        bytes: By top folder or file of the warehouse; a file that several releases link counts once.
        file_count: Names, however many of them are links to one file.
        new_bytes: Of files that were not there at the look before.
        inodes: Of all files.
    """

    bytes: dict[str, int] = field(default_factory=dict)
    file_count: int = 0
    new_bytes: int = 0
    inodes: set[int] = field(default_factory=set)

    @property
    def total(self) -> int:
        """Bytes of everything."""
        return sum(self.bytes.values())


def look_at(warehouse: Path, known: set[int]) -> Lying:
    """Count everything in a warehouse.

    Args:
        warehouse: Not being written at the moment.
        known: Inodes of the look before.
    """
    found = Lying()
    for folder, _, names in os.walk(warehouse):
        for name in names:
            path = Path(folder) / name
            status = path.lstat()
            found.file_count += 1
            if status.st_ino in found.inodes:
                continue
            found.inodes.add(status.st_ino)
            place = path.relative_to(warehouse).parts[0]
            found.bytes[place] = found.bytes.get(place, 0) + status.st_size
            if status.st_ino not in known:
                found.new_bytes += status.st_size
    return found
