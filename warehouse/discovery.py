"""Finding the source files and archives of an inbox; nothing is opened or read here."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import Path

import pyarrow as pa

from transforms.identifiers import source_path_of_bytes
from warehouse.archives import ARCHIVE_ENDING
from warehouse.inbox import scan_inbox
from warehouse.reading import GZIP_ENDING

__all__ = ["LISTING_SCHEMA", "Listing", "list_inbox"]

LISTING_SCHEMA = pa.schema(
    [
        ("source_path", pa.string()),
        ("archive_path", pa.string()),
        ("source", pa.string()),
        ("byte_count", pa.int64()),
        ("modified_at_ns", pa.int64()),
    ]
)
"""A source file as listed; `archive_path` is null but for members of archives, which have its size and time."""

SOURCE_ENDINGS = (b".txt", GZIP_ENDING.encode())


@dataclass(frozen=True)
class Listing:
    """What lies in an inbox right now.

    Attributes:
        files: Source files, one row each (`LISTING_SCHEMA`), in no particular order.
        archives: Archives that source files may lie in, likewise.
        ignored: Paths of everything that is no source file.
        unreadable: Folders that could not be listed, with the system's words.
    """

    files: pa.Table
    archives: pa.Table
    ignored: list[str]
    unreadable: list[tuple[str, str]]


@dataclass
class _Columns:
    """Files that a walk has found so far, column by column."""

    paths: list[str] = field(default_factory=list)
    sizes: list[int] = field(default_factory=list)
    times: list[int] = field(default_factory=list)

    def table(self, source: str | None, inbox: Path) -> pa.Table:
        """The files as a listing."""
        columns = (
            self.paths, [None] * len(self.paths), _sources(self.paths, source, inbox), self.sizes, self.times,
        )  # fmt: skip
        arrays = [
            pa.array(column, column_field.type) for column, column_field in zip(columns, LISTING_SCHEMA, strict=True)
        ]
        return pa.table(arrays, schema=LISTING_SCHEMA)


@dataclass
class _Found:
    """What a walk has found so far."""

    files: _Columns = field(default_factory=_Columns)
    archives: _Columns = field(default_factory=_Columns)
    ignored: list[str] = field(default_factory=list)
    unreadable: list[tuple[str, str]] = field(default_factory=list)


def list_inbox(inbox: Path, *, source: str | None = None) -> Listing:
    """List an inbox, sub-folders too.

    Links to folders, and links to files that lead outside the inbox, are ignored.

    Args:
        inbox: Folder that files arrive in.
        source: Name of where the files come from; by default the first sub-folder, else the inbox's name.

    Raises:
        InputUnreadableError: The inbox does not exist or cannot be listed.
    """
    found = _Found()
    _walk(scan_inbox(inbox), b"", os.path.realpath(os.fsencode(inbox)), found)
    return Listing(
        found.files.table(source, inbox),
        found.archives.table(source, inbox),
        sorted(found.ignored),
        sorted(found.unreadable),
    )


def _sources(paths: list[str], source: str | None, inbox: Path) -> list[str]:
    if source is not None:
        return [source] * len(paths)
    name = source_path_of_bytes(os.fsencode(inbox.resolve().name)) or "inbox"
    return [first if slash else name for first, slash, _ in (path.partition("/") for path in paths)]


def _walk(entries: list[os.DirEntry[bytes]], prefix: bytes, root: bytes, found: _Found) -> None:
    """Walk without recursion: inboxes may nest deeper than Python's stack."""
    waiting = [(entries, prefix)]
    while waiting:
        entries, prefix = waiting.pop()
        for entry in entries:
            path = prefix + entry.name
            if entry.is_dir(follow_symlinks=False):
                try:
                    waiting.append((list(os.scandir(entry.path)), path + b"/"))
                except OSError as error:
                    found.unreadable.append((source_path_of_bytes(path) + "/", error.strerror or str(error)))
            elif entry.name.endswith(SOURCE_ENDINGS) and _is_file_inside(entry, root):
                _add(entry, source_path_of_bytes(path), found.files, found)
            elif entry.name.endswith(ARCHIVE_ENDING) and _is_file_inside(entry, root):
                _add(entry, source_path_of_bytes(path), found.archives, found)
            else:
                found.ignored.append(source_path_of_bytes(path))


def _is_file_inside(entry: os.DirEntry[bytes], root: bytes) -> bool:
    if not entry.is_symlink():
        return entry.is_file()
    try:
        return entry.is_file() and os.path.realpath(entry.path).startswith(root + b"/")
    except OSError:  # a link that leads in a circle, or through a folder that may not be entered
        return False


def _add(entry: os.DirEntry[bytes], source_path: str, into: _Columns, found: _Found) -> None:
    try:
        status = entry.stat()
    except OSError as error:  # vanished since the folder was listed
        found.unreadable.append((source_path, error.strerror or str(error)))
        return
    into.paths.append(source_path)
    into.sizes.append(status.st_size)
    into.times.append(status.st_mtime_ns)
