"""Append-only records of what people decided: one JSON object a line, on the disk before the command says so.

The end of a line is what makes an entry count. A kill in the middle of one leaves a tail without it; that tail is not
read, and the next entry takes its place.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from transforms.errors import VerificationError
from warehouse.durable import fsync_file

__all__ = ["append_entry", "read_entries"]

Entry = dict[str, Any]


def append_entry(path: Path, entry: Mapping[str, Any]) -> None:
    """Add one entry; the writer's lock of the warehouse is held."""
    line = json.dumps(entry, ensure_ascii=False).encode() + b"\n"
    is_new = not path.exists()
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
    try:
        os.ftruncate(descriptor, len(_whole_lines(path)))
        os.lseek(descriptor, 0, os.SEEK_END)
        os.write(descriptor, line)
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
    if is_new:
        fsync_file(path.parent)


def read_entries(path: Path) -> list[Entry]:
    """All entries, oldest first; none where there is no file.

    Raises:
        VerificationError: A line is no JSON object.
    """
    if not path.exists():
        return []
    entries = []
    for number, line in enumerate(_whole_lines(path).splitlines(), start=1):
        try:
            entry = json.loads(line)
        except ValueError:
            entry = None
        if not isinstance(entry, dict):
            raise VerificationError(
                f"Line {number} is no JSON object.",
                where=str(path),
                what_to_do="Restore the file from a backup: nothing can make again what people decided.",
            )
        entries.append(entry)
    return entries


def _whole_lines(path: Path) -> bytes:
    content = path.read_bytes()
    return content[: content.rfind(b"\n") + 1]
