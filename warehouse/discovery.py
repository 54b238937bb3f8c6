"""Finding the source files and archives of an inbox; nothing is opened or read here.

The listing comes in portions: an inbox may hold millions of files, and who asks needs a portion of them at a time.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pyarrow as pa

from transforms.identifiers import source_path_of_bytes
from warehouse.archives import ARCHIVE_ENDING
from warehouse.inbox import scan_inbox
from warehouse.reading import GZIP_ENDING

__all__ = ["LISTING_SCHEMA", "PORTION_FILES", "Listing", "list_inbox"]

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

PORTION_FILES = 100_000
"""Names in one portion of a listing: some 40 MB while it is made. Each portion costs a look through the ledger, a tenth
of a second at a million known files, so a smaller one would save little and cost more."""


@dataclass(frozen=True)
class Listing:
    """A portion of what lies in an inbox right now; no path is in two of them.

    Attributes:
        files: Source files, one row each (`LISTING_SCHEMA`), in no particular order.
        archives: Archives that source files may lie in, likewise.
        ignored: Paths of everything that is no source file, in no particular order.
        unreadable: Folders that could not be listed, and files that could not be looked at, with the system's words.
    """

    files: pa.Table
    archives: pa.Table
    ignored: list[str]
    unreadable: list[tuple[str, str]]


@dataclass
class _Columns:
    """Files that a walk has found, column by column."""

    paths: list[str] = field(default_factory=list)
    sources: list[str] = field(default_factory=list)
    sizes: list[int] = field(default_factory=list)
    times: list[int] = field(default_factory=list)

    def table(self) -> pa.Table:
        """The files as a listing."""
        columns = (self.paths, [None] * len(self.paths), self.sources, self.sizes, self.times)
        arrays = [
            pa.array(column, column_field.type) for column, column_field in zip(columns, LISTING_SCHEMA, strict=True)
        ]
        return pa.table(arrays, schema=LISTING_SCHEMA)


@dataclass
class _Found:
    """What a walk has found since the last portion."""

    files: _Columns = field(default_factory=_Columns)
    archives: _Columns = field(default_factory=_Columns)
    ignored: list[str] = field(default_factory=list)
    unreadable: list[tuple[str, str]] = field(default_factory=list)

    name_count: int = 0
    """Names that are in it: counted, for they are asked about after each of them."""

    def take(self) -> Listing:
        """The portion; what comes now belongs to the next."""
        listing = Listing(self.files.table(), self.archives.table(), self.ignored, self.unreadable)
        self.files, self.archives, self.ignored, self.unreadable = _Columns(), _Columns(), [], []
        self.name_count = 0
        return listing


@dataclass(frozen=True)
class _Folder:
    """A folder on the walk, with what the source paths in it begin with: nothing, or a text that ends in a slash."""

    path: bytes
    source_prefix: str
    source: str


def list_inbox(inbox: Path, *, source: str | None = None, portion_files: int = PORTION_FILES) -> Iterator[Listing]:
    """List an inbox, sub-folders too, a portion at a time; an empty one gives none.

    Links to folders, and links to files that lead outside the inbox, are ignored.

    Args:
        inbox: Folder that files arrive in.
        source: Name of where the files come from; by default the first sub-folder, else the inbox's name.
        portion_files: Names in one portion.

    Raises:
        InputUnreadableError: The inbox does not exist or cannot be listed; told when the first portion is asked for.
    """
    root = os.path.realpath(os.fsencode(inbox))
    name = source_path_of_bytes(os.fsencode(inbox.resolve().name)) or "inbox"
    found = _Found()
    # Without recursion: inboxes may nest deeper than Python's stack. One folder is open at a time.
    waiting = [b""]
    while waiting:
        path = waiting.pop()
        prefix = source_path_of_bytes(path)
        folder = _Folder(path, prefix, (prefix.partition("/")[0] or name) if source is None else source)
        for entry in _scan(inbox, path, found):
            if entry.is_dir(follow_symlinks=False):
                waiting.append(path + entry.name + b"/")
                continue
            _sort(entry, folder, root, found)
            found.name_count += 1
            if found.name_count >= portion_files:
                yield found.take()
    if found.name_count:
        yield found.take()


def _scan(inbox: Path, path: bytes, found: _Found) -> Iterator[os.DirEntry[bytes]]:
    """What lies in a folder of an inbox, one by one: a million names may lie there."""
    if not path:
        yield from scan_inbox(inbox)
        return
    try:
        with os.scandir(os.fsencode(inbox) + b"/" + path[:-1]) as entries:
            yield from entries
    except OSError as error:
        found.name_count += 1
        found.unreadable.append((source_path_of_bytes(path[:-1]) + "/", error.strerror or str(error)))


def _sort(entry: os.DirEntry[bytes], folder: _Folder, root: bytes, found: _Found) -> None:
    # Asked a million times in one run: each further call in it costs the run a quarter of a second.
    name = entry.name
    # What is text in a path ends at a slash, so a path is the text of its folder and that of its name.
    source_path = folder.source_prefix + source_path_of_bytes(name)
    if name.endswith(SOURCE_ENDINGS):
        into = found.files
    elif name.endswith(ARCHIVE_ENDING):
        into = found.archives
    else:
        found.ignored.append(source_path)
        return
    if not (entry.is_file(follow_symlinks=False) or _leads_to_file_inside(entry, root)):
        found.ignored.append(source_path)
        return
    try:
        status = entry.stat()
    except OSError as error:  # vanished since the folder was listed
        found.unreadable.append((source_path, error.strerror or str(error)))
        return
    into.paths.append(source_path)
    into.sources.append(folder.source)
    into.sizes.append(status.st_size)
    into.times.append(status.st_mtime_ns)


def _leads_to_file_inside(entry: os.DirEntry[bytes], root: bytes) -> bool:
    try:
        return entry.is_symlink() and entry.is_file() and os.path.realpath(entry.path).startswith(root + b"/")
    except OSError:  # a link that leads in a circle, or through a folder that may not be entered
        return False
