"""What lies in an inbox right now, with the archives in it opened: the source files that a run sees."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from warehouse.archives import list_archive
from warehouse.discovery import LISTING_SCHEMA, PORTION_FILES, Listing, list_inbox
from warehouse.inbox import check_inbox, inbox_name
from warehouse.known_files import IGNORED_SCHEMA, NEW_SCHEMA, KnownFiles
from warehouse.layout import BatchName, Warehouse
from warehouse.reading import Deferral, ReadingLimits, SourceBytes
from warehouse.retry import DeferredFile
from warehouse.sql import load
from warehouse.state import open_state

__all__ = ["Arrivals", "is_young", "look_at_inbox", "still_young"]

NANOSECONDS = 1_000_000_000

LIKE_ENOUGH = 0.5
"""An unknown inbox is a known one that was moved when the old folder is gone and more than this share of the files it
holds lay there under the same path with the same size."""


@dataclass(frozen=True)
class Arrivals:
    """What a look at an inbox saw.

    Attributes:
        inbox_no: Number of the inbox in this warehouse.
        known: What the ledger knows about the inbox, and how it was listed.
        file_count: Source files: those on the disk, the members of archives, and archives refused whole.
        new: Those of them that are new (`NEW_SCHEMA`), by source and path.
        refused: What is wrong with archives that are refused whole, by path.
        ignored: What is no source file (`IGNORED_SCHEMA`), by path.
        deferred: Folders and archives that could not be looked into just now, by path.
    """

    inbox_no: int
    known: KnownFiles
    file_count: int
    new: pa.Table
    refused: dict[str, SourceBytes]
    ignored: pa.Table
    deferred: list[DeferredFile]


def look_at_inbox(
    warehouse: Warehouse,
    inbox: Path,
    *,
    source: str | None,
    limits: ReadingLimits,
    minimum_age_seconds: float,
    resumed: Sequence[BatchName] = (),
    portion_files: int = PORTION_FILES,
) -> Arrivals:
    """List an inbox, hold it against the ledger, and open the archives that are new or have changed.

    Args:
        warehouse: Whose state knows what was there before.
        inbox: The folder.
        source: Name of where the files come from, or None for the first sub-folder.
        limits: How large archives may be.
        minimum_age_seconds: Archives changed more recently are left for the next run.
        resumed: Batches of an earlier run that this run has finished.
        portion_files: Names that are held against the ledger at a time; what is found is the same for any.
    """
    check_inbox(inbox)  # one that cannot be read gets no number
    inbox_no = _number_of(warehouse, inbox, portion_files)
    look = _Look(inbox, KnownFiles(warehouse, inbox_no, limits, resumed), limits, minimum_age_seconds, portion_files)
    for portion in list_inbox(inbox, source=source, portion_files=portion_files):
        look.add(portion, source or "")
    new = pa.concat_tables([NEW_SCHEMA.empty_table(), *look.new])
    ignored = pa.concat_tables([IGNORED_SCHEMA.empty_table(), *look.ignored])
    return Arrivals(
        inbox_no,
        look.known,
        look.file_count,
        new.sort_by([("source", "ascending"), ("source_path", "ascending")]),
        look.refused,
        ignored.sort_by("source_path"),
        sorted(look.deferred, key=lambda one: one.source_path),
    )


def is_young(modified_at_ns: int, minimum_age_seconds: float) -> bool:
    """Whether a file was changed so recently that somebody may still be writing it.

    The real clock is asked, not that of the run. A time that lies far in the future says nothing about writing.
    """
    return abs(time.time_ns() - modified_at_ns) < minimum_age_seconds * NANOSECONDS


def still_young(modified_at_ns: int) -> Deferral:
    """Why a young file is put off."""
    age = (time.time_ns() - modified_at_ns) / NANOSECONDS
    return Deferral("still_being_written", f"changed {max(age, 0):.1f} seconds ago")


def _may_be_there(folder: Path) -> bool:
    """Whether a folder is there, or lies where we may not look: then nobody can say that it has moved."""
    try:
        return folder.is_dir()
    except PermissionError:
        return True


def _number_of(warehouse: Warehouse, inbox: Path, portion_files: int) -> int:
    """The number of an inbox; one that is new, or was moved, is entered."""
    name = inbox_name(inbox)
    with open_state(warehouse) as state:
        found = state.execute(load("inbox_number"), {"inbox": name}).fetchall()
        if found:
            return int(found[0][0])
        others = state.execute(load("inbox_names")).fetchall()
        left = {inbox_no for inbox_no, folder in others if not _may_be_there(Path(folder))}
        if not left:
            return _enter(state, name, None)
    likest = _likest(warehouse, inbox, left, portion_files)
    with open_state(warehouse) as state:
        return _enter(state, name, likest)


def _enter(state: duckdb.DuckDBPyConnection, name: str, known_no: int | None) -> int:
    """Enter the name of an inbox, under the number that it had before or a new one."""
    number = int(state.execute(load("inbox_next_number")).fetchall()[0][0]) if known_no is None else known_no
    state.execute(load("inbox_forget"), {"inbox_no": number, "inbox": name})
    state.execute(load("inbox_learn"), {"inbox_no": number, "inbox": name})
    return number


def _likest(warehouse: Warehouse, inbox: Path, left: set[int], portion_files: int) -> int | None:
    """The inbox whose folder was left and whose files lie here now, if there is one; hardly ever asked."""
    file_count = 0
    like_counts: Counter[int] = Counter()
    for portion in list_inbox(inbox, portion_files=portion_files):
        listed = pa.concat_tables([portion.files, portion.archives])
        file_count += listed.num_rows
        with open_state(warehouse, read_only=True) as state:
            state.register("listing", listed)
            like_counts.update(dict(state.execute(load("inbox_likeness")).fetchall()))
            state.unregister("listing")
    inbox_no = min(left, key=lambda one: (-like_counts[one], one))
    return inbox_no if like_counts[inbox_no] > LIKE_ENOUGH * file_count else None


class _Look:
    """What a look at an inbox has found so far."""

    def __init__(
        self, inbox: Path, known: KnownFiles, limits: ReadingLimits, minimum_age_seconds: float, portion_files: int
    ) -> None:
        self.inbox = inbox
        self.known = known
        self.limits = limits
        self.minimum_age_seconds = minimum_age_seconds
        self.portion_files = portion_files
        self.file_count = 0
        self.new: list[pa.Table] = []
        self.refused: dict[str, SourceBytes] = {}
        self.ignored: list[pa.Table] = []
        self.deferred: list[DeferredFile] = []

    def add(self, portion: Listing, source: str) -> None:
        """Hold a portion against the ledger."""
        self._compare(portion.files)
        self._ignore(portion.ignored)
        self.deferred += (DeferredFile(path, source, "unreadable", detail) for path, detail in portion.unreadable)
        if not portion.archives.num_rows:
            return
        as_before = self.known.recognise(portion.archives)
        self.file_count += as_before.member_count
        self.ignored.append(as_before.ignored)
        changed = [row for row in portion.archives.to_pylist() if row["source_path"] not in as_before.paths]
        rows: list[dict[str, Any]] = []
        for archive in changed:
            rows += self._members(archive)
            if len(rows) >= self.portion_files:
                self._compare(pa.Table.from_pylist(rows, schema=LISTING_SCHEMA))
                rows = []
        self._compare(pa.Table.from_pylist(rows, schema=LISTING_SCHEMA))

    def _compare(self, files: pa.Table) -> None:
        if files.num_rows:
            self.file_count += files.num_rows
            self.new.append(self.known.compare(files))

    def _ignore(self, paths: Sequence[str], archive_path: str | None = None) -> None:
        if paths:
            columns = {"source_path": paths, "archive_path": [archive_path] * len(paths)}
            self.ignored.append(pa.table(columns, schema=IGNORED_SCHEMA))

    def _members(self, archive: dict[str, Any]) -> Iterator[dict[str, Any]]:
        """The source files of an archive that is new or has changed."""
        path, source = archive["source_path"], archive["source"]
        found = (
            still_young(archive["modified_at_ns"])
            if is_young(archive["modified_at_ns"], self.minimum_age_seconds)
            else list_archive(self.inbox, path, self.limits)
        )
        if isinstance(found, Deferral):
            self.deferred.append(DeferredFile(path, source, found.cause, found.detail, archive_path=path))
            return
        if found.refused is not None:
            self.refused[path] = found.refused
        members = found.members if found.refused is None else [path]
        # Where nothing in it is counted, the archive itself is.
        if not members and not found.ignored:
            self._ignore([path])
        self._ignore(found.ignored, path)
        for member in members:
            yield {**archive, "source_path": member, "archive_path": path}
