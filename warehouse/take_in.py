"""Take in: the bytes of new and changed files into raw/, a batch a run.

From the moment a batch's folder has its name the inbox may be emptied: everything can be made from raw/. The
ledger learns of the batch only when its verdicts are settled, so a run that dies in between is finished by the next.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

import pyarrow as pa

from transforms.identifiers import batch_id
from transforms.schema import RAW_FILES
from warehouse.discovery import inbox_name, list_inbox
from warehouse.durable import make_folder, move_folder, read_json, remove_tree, replace_json
from warehouse.engine import count_of
from warehouse.layout import BatchName, Warehouse
from warehouse.parquet import write_table
from warehouse.reading import Deferral, read_source_file
from warehouse.retry import DeferredFile, SetAside, retry_isolated
from warehouse.sql import load
from warehouse.state import open_state

__all__ = ["DeferredFile", "MovedFile", "TakenIn", "raw_parts", "read_batch_record", "take_in"]

RAW_COMPRESSION_LEVEL = 1


@dataclass(frozen=True)
class MovedFile:
    """A known file seen under a new path or with a new time, its bytes unchanged."""

    known_path: str
    source_path: str
    source: str
    byte_count: int
    modified_at_ns: int


@dataclass(frozen=True)
class TakenIn:
    """What one look at the inbox found.

    Attributes:
        batch: The new batch, or None when nothing was new.
        file_count: Its files.
        seen_count: Source files in the inbox and folders that could not be listed, without the files that this very
            run has judged already with a batch that an earlier run left behind.
        unchanged_count: Known files with the bytes they had.
        ignored: Paths that are no source files.
        deferred: Files put off until the next run.
        moved: Known files with a new path or time.
    """

    batch: BatchName | None
    file_count: int
    seen_count: int
    unchanged_count: int
    ignored: list[str]
    deferred: list[DeferredFile]
    moved: list[MovedFile]


@dataclass
class _Part:
    """Rows on their way into one raw file; bounded by count and by bytes, so memory is flat."""

    rows: list[tuple[Any, ...]] = field(default_factory=list)
    byte_count: int = 0

    def add(self, row: tuple[Any, ...], byte_count: int) -> None:
        self.rows.append(row)
        self.byte_count += byte_count


@dataclass(frozen=True)
class PartLimits:
    """How large one part of a batch may become before the next is begun."""

    files: int
    bytes: int


def take_in(
    warehouse: Warehouse,
    inbox: Path,
    *,
    source: str | None,
    now: datetime,
    run_id: str,
    maximum_file_bytes: int,
    part_limits: PartLimits,
    resumed: list[BatchName],
    on_files: Callable[[int], None],
) -> TakenIn:
    """Copy the bytes of every new or changed source file into a new batch.

    Args:
        warehouse: Where to.
        inbox: Where from; never written to.
        source: Name of where the files come from, or None for the first sub-folder.
        now: Clock of the run (UTC).
        run_id: Of the run.
        maximum_file_bytes: Larger files become a verdict; their bytes are not kept.
        part_limits: How many files and bytes one part may hold.
        resumed: Batches of an earlier run that this run has finished.
        on_files: Told how many files were read since the last call.
    """
    listing = list_inbox(inbox, source=source)
    known = _look_up(warehouse, inbox, listing.files, resumed)
    deferred = [DeferredFile(path, source or "", "unreadable", detail) for path, detail in listing.unreadable]
    gone_by_sha: dict[str, list[str]] = {}
    for sha, path in known.gone:
        gone_by_sha.setdefault(sha, []).append(path)

    moved: list[MovedFile] = []
    batch_no = max((batch.batch_no for batch in warehouse.raw_batches()), default=0) + 1
    folder = warehouse.temporary / f"raw-{batch_no:06d}"
    remove_tree(folder)
    make_folder(folder)
    writer = _BatchWriter(folder, part_limits)
    set_aside = {one.known_path: one for one in known.retried}
    for source_path, file_source, known_sha, is_judged_again in known.new:
        read = read_source_file(inbox, source_path, maximum_bytes=maximum_file_bytes)
        on_files(1)
        if isinstance(read, Deferral):
            kept = set_aside.get(source_path)
            deferred.append(
                DeferredFile(source_path, file_source, read.cause, read.detail)
                if kept is None
                else DeferredFile(kept.source_path, kept.source, read.cause, read.detail, kept.batch_no)
            )
            continue
        known_path = source_path if read.sha256 == known_sha else _pop(gone_by_sha, read.sha256, known_sha)
        if known_path is not None and not is_judged_again:
            moved.append(MovedFile(known_path, source_path, file_source, read.byte_count, read.modified_at_ns))
            continue
        writer.add(
            (
                inbox_name(inbox), file_source, source_path, read.sha256, read.byte_count, read.modified_at_ns,
                read.content, read.problem,
            )
        )  # fmt: skip
    # A file that was only touched or moved is still the one that was set aside; new content is judged by itself.
    moved_from = {one.known_path for one in moved}
    retried = [one for one in known.retried if one.known_path in moved_from or not one.is_changed]
    retries = retry_isolated(warehouse, retried)
    for retry_row in retries.mended_rows:
        writer.add(retry_row)
    deferred += retries.still_failing
    moved_retries = sum(one.known_path in moved_from for one in retried)
    listed_retries = sum(one.is_listed and one.known_path not in moved_from for one in retried)
    matched = listing.files.num_rows - len(known.new)
    return TakenIn(
        batch=writer.finish(warehouse, batch_no, now=now, run_id=run_id),
        file_count=writer.file_count,
        seen_count=listing.files.num_rows - known.resumed_count + len(listing.unreadable)
        + len(retried) - listed_retries - moved_retries,
        unchanged_count=matched - known.resumed_count - listed_retries + len(moved) - moved_retries,
        ignored=listing.ignored,
        deferred=deferred,
        moved=moved,
    )  # fmt: skip


@dataclass(frozen=True)
class _Known:
    """What the ledger says about a listing; each field is the answer of one SQL file."""

    new: list[tuple[str, str, str | None, bool]]
    gone: list[tuple[str, str]]
    retried: list[SetAside]
    resumed_count: int


def _look_up(warehouse: Warehouse, inbox: Path, files: pa.Table, resumed: list[BatchName]) -> _Known:
    parameters: dict[str, object] = {"inbox": inbox_name(inbox)}
    with_resumed = {**parameters, "batch_nos": [batch.batch_no for batch in resumed]}
    with open_state(warehouse) as state:
        state.register("listing", files)
        new = state.execute(load("new_files"), parameters).fetchall()
        gone = state.execute(load("gone_files"), parameters).fetchall() if new else []
        retried = [SetAside(*row) for row in state.execute(load("retried_files"), with_resumed).fetchall()]
        resumed_count = count_of(state, load("listed_of_batches"), with_resumed)
        state.unregister("listing")
    return _Known(new, gone, retried, resumed_count)


def _pop(known_by_sha: dict[str, list[str]], sha: str, known_sha: str | None) -> str | None:
    """The path that a file was moved from: same bytes, old path gone. A known path with new bytes has not moved."""
    paths = known_by_sha.get(sha)
    return paths.pop(0) if paths and known_sha is None else None


class _BatchWriter:
    """Writes the parts of one raw batch into a temporary folder and names the folder at the end."""

    def __init__(self, folder: Path, limits: PartLimits) -> None:
        self.folder = folder
        self.limits = limits
        self.part = _Part()
        self.part_count = 0
        self.byte_count = 0
        self.shas: list[str] = []

    @property
    def file_count(self) -> int:
        return len(self.shas)

    def add(self, row: tuple[Any, ...]) -> None:
        _, _, _, sha, byte_count, _, content, _ = row
        self.shas.append(sha)
        self.byte_count += byte_count
        self.part.add(row, len(content or b""))
        if len(self.part.rows) >= self.limits.files or self.part.byte_count >= self.limits.bytes:
            self._flush()

    def finish(self, warehouse: Warehouse, batch_no: int, *, now: datetime, run_id: str) -> BatchName | None:
        """Name the batch and make its folder final; None when it has no member."""
        if self.part.rows:
            self._flush()
        if not self.shas:
            remove_tree(self.folder)
            return None
        name = BatchName(batch_no, batch_id(self.shas))
        replace_json(
            self.folder / "batch.json",
            {
                "batch_no": batch_no,
                "batch_id": name.batch_id,
                "taken_in_at_utc": now.isoformat(),
                "run_id": run_id,
                "file_count": self.file_count,
                "byte_count": self.byte_count,
                "part_count": self.part_count,
            },
        )
        move_folder(self.folder, warehouse.raw_batch(name))
        return name

    def _flush(self) -> None:
        schema = RAW_FILES.arrow_schema
        columns = zip(*self.part.rows, strict=True)
        arrays = [pa.array(column, column_field.type) for column, column_field in zip(columns, schema, strict=True)]
        write_table(
            pa.table(arrays, schema=schema),
            RAW_FILES,
            self.folder / f"part-{self.part_count:05d}.parquet",
            compression_level=RAW_COMPRESSION_LEVEL,
        )
        self.part_count += 1
        self.part = _Part()


def read_batch_record(folder: Path) -> dict[str, Any]:
    """What `batch.json` says of a batch; `taken_in_at_utc` as a datetime without a zone."""
    record = read_json(folder / "batch.json")
    record["taken_in_at_utc"] = datetime.fromisoformat(record["taken_in_at_utc"]).replace(tzinfo=None)
    return record


def raw_parts(warehouse: Warehouse, batch: BatchName) -> Iterator[tuple[int, Path]]:
    """Number and file of each part of a raw batch, in order."""
    for path in sorted(warehouse.raw_batch(batch).glob("part-*.parquet")):
        yield int(path.stem.removeprefix("part-")), path
