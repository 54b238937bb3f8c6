"""Files that are either whole or not there: temporary name, fsync, rename, fsync of the folder."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import stat
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from transforms.errors import InputUnreadableError
from warehouse.disk import naming

__all__ = [
    "check_writable",
    "fsync_file",
    "fsync_tree",
    "hash_file",
    "json_text",
    "make_folder",
    "move_folder",
    "read_json",
    "remove_tree",
    "replace_json",
    "write_text",
]


def make_folder(folder: Path) -> None:
    """Make a folder and its parents; an unwritable place is an expected failure.

    Raises:
        InputUnreadableError: The folder cannot be made.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise _unwritable(folder, error.strerror) from error


def check_writable(folder: Path) -> None:
    """Make a folder and raise InputUnreadableError when nothing can be written in it."""
    try:
        is_usable = b"?" not in str(folder).encode("utf-8")
    except UnicodeEncodeError:
        is_usable = False
    if not is_usable:
        raise InputUnreadableError(
            "The warehouse's path holds a question mark or is not UTF-8: DuckDB cannot keep files there.",
            where=str(folder),
            what_to_do="Choose another folder with --warehouse.",
        )
    make_folder(folder)
    if not os.access(folder, os.W_OK | os.X_OK):
        raise _unwritable(folder, "Permission denied")


def _unwritable(folder: Path, cause: str | None) -> InputUnreadableError:
    return InputUnreadableError(
        f"The warehouse cannot be written: {cause}.",
        where=str(folder),
        what_to_do="Choose a folder you may write with --warehouse, or mend its permissions.",
    )


def fsync_file(path: Path) -> None:
    """Force a file's or folder's content to the disk."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def fsync_tree(folder: Path) -> None:
    """Force every file and folder under a folder to the disk, the folder itself last.

    A file that has another name too was linked from a folder that is there, and forced to the disk under that name.
    """
    for parent, _, names in os.walk(folder, topdown=False):
        for name in names:
            path = Path(parent) / name
            if path.stat(follow_symlinks=False).st_nlink == 1:
                fsync_file(path)
        fsync_file(Path(parent))


def move_folder(source: Path, target: Path) -> None:
    """Give a finished folder its name: fsync all of it, rename, fsync the parent."""
    fsync_tree(source)
    make_folder(target.parent)
    source.rename(target)
    fsync_file(target.parent)


def write_text(path: Path, text: str) -> None:
    """Write a new text file (UTF-8, LF) and force it to the disk."""
    with naming(path), path.open("w", encoding="utf-8", newline="\n") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())


def json_text(value: Mapping[str, Any]) -> str:
    """A JSON object as people and diffs like to read it."""
    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"


def replace_json(path: Path, value: Mapping[str, Any]) -> None:
    """Replace a small JSON file in one step: readers see the old one or the new one."""
    temporary = path.with_name(f".{path.name}.new")
    write_text(temporary, json_text(value))
    temporary.replace(path)
    fsync_file(path.parent)


def read_json(path: Path) -> dict[str, Any]:
    """A JSON object from a file."""
    value = json.loads(path.read_text(encoding="utf-8"))
    if not isinstance(value, dict):
        raise TypeError(f"{path} holds no JSON object")
    return value


def hash_file(path: Path) -> str:
    """sha256 of a file's bytes, in hex."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def remove_tree(folder: Path) -> None:
    """Remove a folder, read-only ones inside it too; nothing happens when it is not there."""
    if not folder.exists():
        return
    for parent, _, _ in os.walk(folder):
        Path(parent).chmod(stat.S_IRWXU)  # a read-only folder does not let its entries go
    shutil.rmtree(folder)
