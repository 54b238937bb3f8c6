"""What lies in an inbox right now, with the archives in it opened: the source files that a run sees."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from warehouse.archives import list_archive
from warehouse.discovery import LISTING_SCHEMA, list_inbox
from warehouse.inbox import inbox_name
from warehouse.layout import Warehouse
from warehouse.reading import Deferral, ReadingLimits, SourceBytes
from warehouse.retry import DeferredFile
from warehouse.sql import load
from warehouse.state import open_state

__all__ = ["Arrivals", "IgnoredFile", "is_young", "look_at_inbox", "still_young"]

NANOSECONDS = 1_000_000_000

LIKE_ENOUGH = 0.5
"""An unknown inbox is a known one that was moved when the old folder is gone and more than this share of the files it
holds lay there under the same path with the same size."""


@dataclass(frozen=True)
class IgnoredFile:
    """Something in an inbox that is no source file; `archive_path` is set for members of archives."""

    source_path: str
    archive_path: str | None = None


@dataclass(frozen=True)
class Arrivals:
    """What a look at an inbox saw.

    Attributes:
        inbox_no: Number of the inbox in this warehouse.
        files: Source files (`LISTING_SCHEMA`): those on the disk, the members of archives, and archives refused whole.
        refused: What is wrong with archives that are refused whole, by path.
        ignored: What is no source file.
        deferred: Folders and archives that could not be looked into just now.
    """

    inbox_no: int
    files: pa.Table
    refused: dict[str, SourceBytes] = field(default_factory=dict)
    ignored: list[IgnoredFile] = field(default_factory=list)
    deferred: list[DeferredFile] = field(default_factory=list)


def look_at_inbox(
    warehouse: Warehouse, inbox: Path, *, source: str | None, limits: ReadingLimits, minimum_age_seconds: float
) -> Arrivals:
    """List an inbox and open the archives that are new or have changed.

    Args:
        warehouse: Whose state knows what was there before.
        inbox: The folder.
        source: Name of where the files come from, or None for the first sub-folder.
        limits: How large archives may be.
        minimum_age_seconds: Archives changed more recently are left for the next run.
    """
    listing = list_inbox(inbox, source=source)
    with open_state(warehouse) as state:
        state.register("listing", pa.concat_tables([listing.files, listing.archives]))
        inbox_no = _number_of(state, inbox_name(inbox))
        state.unregister("listing")
        members = listing.archives.slice(0, 0)
        kept_ignored: list[IgnoredFile] = []
        if listing.archives.num_rows:
            state.register("archives", listing.archives)
            known: dict[str, object] = {"inbox_no": inbox_no, "limits": limits.as_text()}
            members = state.sql(load("known_members"), params=known).to_arrow_table().cast(LISTING_SCHEMA)
            archive_paths = members.column("archive_path").unique().to_pylist()
            named = {"inbox_no": inbox_no, "archive_paths": archive_paths}
            kept_ignored = [IgnoredFile(*row) for row in state.execute(load("known_ignored_members"), named).fetchall()]
            state.unregister("archives")
    arrivals = Arrivals(
        inbox_no,
        pa.concat_tables([listing.files, members]),
        {},
        [*(IgnoredFile(path) for path in listing.ignored), *kept_ignored],
        [DeferredFile(path, source or "", "unreadable", detail) for path, detail in listing.unreadable],
    )
    known_archives = set(members.column("archive_path").to_pylist())
    changed = [row for row in listing.archives.to_pylist() if row["source_path"] not in known_archives]
    return _open_archives(inbox, changed, arrivals, limits, minimum_age_seconds)


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


def _number_of(state: duckdb.DuckDBPyConnection, name: str) -> int:
    """The number of an inbox; one that is new, or was moved, is entered."""
    found = state.execute(load("inbox_number"), {"inbox": name}).fetchall()
    if found:
        return int(found[0][0])
    likest = [row for row in state.execute(load("inbox_likeness")).fetchall() if not _may_be_there(Path(row[1]))]
    if likest and likest[0][2] > LIKE_ENOUGH:
        number = int(likest[0][0])
    else:
        number = int(state.execute(load("inbox_next_number")).fetchall()[0][0])
    state.execute(load("inbox_forget"), {"inbox_no": number, "inbox": name})
    state.execute(load("inbox_learn"), {"inbox_no": number, "inbox": name})
    return number


def _open_archives(
    inbox: Path,
    archives: Sequence[dict[str, Any]],
    arrivals: Arrivals,
    limits: ReadingLimits,
    minimum_age_seconds: float,
) -> Arrivals:
    """Add what lies in new and changed archives."""
    rows: list[dict[str, Any]] = []
    for archive in archives:
        path, source = archive["source_path"], archive["source"]
        found = (
            still_young(archive["modified_at_ns"])
            if is_young(archive["modified_at_ns"], minimum_age_seconds)
            else list_archive(inbox, path, limits)
        )
        if isinstance(found, Deferral):
            arrivals.deferred.append(DeferredFile(path, source, found.cause, found.detail, archive_path=path))
            continue
        if found.refused is not None:
            arrivals.refused[path] = found.refused
        members = found.members if found.refused is None else [path]
        rows.extend({**archive, "source_path": member, "archive_path": path} for member in members)
        arrivals.ignored.extend(IgnoredFile(member, path) for member in found.ignored)
        if not members and not found.ignored:  # nothing in it is counted, so the archive itself is
            arrivals.ignored.append(IgnoredFile(path))
    opened = pa.Table.from_pylist(rows, schema=LISTING_SCHEMA)
    return Arrivals(
        arrivals.inbox_no,
        pa.concat_tables([arrivals.files, opened]),
        arrivals.refused,
        arrivals.ignored,
        arrivals.deferred,
    )
