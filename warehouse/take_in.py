"""Take in: the bytes of new and changed files into raw/, a batch a run.

From the moment a batch's folder has its name the inbox may be emptied: everything can be made from raw/. The
ledger learns of the batch only when its verdicts are settled, so a run that dies in between is finished by the next.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

import pyarrow as pa

from transforms.identifiers import doc_id
from warehouse.archives import MemberReader
from warehouse.arrivals import Arrivals, is_young, look_at_inbox, still_young
from warehouse.discovery import PORTION_FILES
from warehouse.inbox import inbox_name
from warehouse.layout import BatchName, Warehouse
from warehouse.moves import MovedFile, record_moves
from warehouse.raw_batches import BatchWriter, PartLimits, RawFile, next_batch_no
from warehouse.reading import Deferral, ReadingLimits, SourceBytes, read_source_file
from warehouse.retry import DeferredFile, SetAside, retry_isolated
from warehouse.withdrawals import read_withdrawals

__all__ = ["TakenIn", "take_in"]

ASKED_FILES = 4_000
"""Files that are read before the ledger is asked which of them have moved: each asking costs a look through it."""
UNASKED_FILES = 100
"""Files that are read before they are sorted where nothing can have moved: the sooner a part is on its way, the more is
written beside the reading."""


@dataclass(frozen=True)
class TakenIn:
    """What one look at the inbox found.

    Attributes:
        inbox_no: Number of the inbox.
        batch: The new batch, or None when nothing was new.
        file_count: Its files.
        seen_count: Source files in the inbox, and folders and archives that could not be looked into, without the files
            that this very run has judged already with a batch that an earlier run left behind.
        unchanged_count: Known files with the bytes they had.
        ignored: What is no source file (`warehouse.known_files.IGNORED_SCHEMA`).
        deferred: Files put off until the next run.
    """

    inbox_no: int
    batch: BatchName | None
    file_count: int
    seen_count: int
    unchanged_count: int
    ignored: pa.Table
    deferred: list[DeferredFile]


class _NewFile(NamedTuple):
    """A file that the ledger does not know as it is now: a row of `NEW_SCHEMA`."""

    source_path: str
    archive_path: str | None
    source: str
    byte_count: int
    modified_at_ns: int
    known_sha256: str | None
    is_judged_again: bool


def take_in(
    warehouse: Warehouse,
    inbox: Path,
    *,
    source: str | None,
    now: datetime,
    run_id: str,
    limits: ReadingLimits,
    part_limits: PartLimits,
    minimum_age_seconds: float,
    resumed: list[BatchName],
    on_files: Callable[[int], None],
    portion_files: int = PORTION_FILES,
) -> TakenIn:
    """Copy the bytes of every new or changed source file into a new batch.

    Args:
        warehouse: Where to.
        inbox: Where from; never written to.
        source: Name of where the files come from, or None for the first sub-folder.
        now: Clock of the run (UTC).
        run_id: Of the run.
        limits: Larger files become a verdict; their bytes are not kept.
        part_limits: How many files and bytes one part may hold.
        minimum_age_seconds: New files that were changed more recently are left for the next run.
        resumed: Batches of an earlier run that this run has finished.
        on_files: Told how many files were read since the last call.
        portion_files: Names of the inbox that are held against the ledger at a time; the outcome is the same for any.
    """
    arrivals = look_at_inbox(
        warehouse,
        inbox,
        source=source,
        limits=limits,
        minimum_age_seconds=minimum_age_seconds,
        resumed=resumed,
        portion_files=portion_files,
    )
    ahead = UNASKED_FILES if arrivals.known.is_all_listed() else ASKED_FILES
    set_aside, resumed_count = arrivals.known.set_aside(), arrivals.known.count_resumed()
    with BatchWriter(warehouse, next_batch_no(warehouse), part_limits) as writer:
        erased = read_withdrawals(warehouse).erased
        sorter = _Sorter(inbox_name(inbox), arrivals, set_aside, limits, writer, erased=erased)
        with MemberReader(inbox, limits) as members:
            reader = _Reader(inbox, arrivals.refused, members, limits, minimum_age_seconds)
            for read in reader.read_ahead(arrivals.new, PartLimits(ahead, part_limits.bytes)):
                sorter.sort(read)
                on_files(len(read))
        # A file that was only touched or moved is still the one that was set aside; new content is judged by itself.
        retried = [one for one in set_aside if one.source_path in sorter.moved_from or not one.is_changed]
        retries = retry_isolated(warehouse, retried)
        for row in retries.mended:
            writer.add(row)
        # Before the batch has its name: a newcomer under the old path of a file that has moved must not pass for it.
        record_moves(warehouse, arrivals.inbox_no, sorter.moved, through_batch_no=writer.batch_no - 1)
        batch = writer.finish(now=now, run_id=run_id)
    moved_retries = sum(one.source_path in sorter.moved_from for one in retried)
    listed_retries = sum(one.is_listed and one.source_path not in sorter.moved_from for one in retried)
    return TakenIn(
        inbox_no=arrivals.inbox_no,
        batch=batch,
        file_count=writer.file_count,
        seen_count=arrivals.file_count - resumed_count + len(arrivals.deferred)
        + len(retried) - listed_retries - moved_retries,
        unchanged_count=arrivals.file_count - len(arrivals.new) - resumed_count - listed_retries
        + len(sorter.moved) - moved_retries + sorter.erased_count,
        ignored=arrivals.ignored,
        deferred=[*arrivals.deferred, *sorter.deferred, *retries.still_failing],
    )  # fmt: skip


_Read = tuple[_NewFile, SourceBytes | Deferral]


@dataclass(frozen=True)
class _Reader:
    """Reads new files, wherever they lie."""

    inbox: Path
    refused: Mapping[str, SourceBytes]
    members: MemberReader
    limits: ReadingLimits
    minimum_age_seconds: float

    def read_ahead(self, new: pa.Table, limits: PartLimits) -> Iterator[list[_Read]]:
        """Read new files in their order, so many or so many bytes at a time."""
        read: list[_Read] = []
        byte_count = 0
        for batch in new.to_batches(max_chunksize=ASKED_FILES):
            for row in zip(*(column.to_pylist() for column in batch.columns), strict=True):
                file = _NewFile(*row)
                found = self._read(file)
                read.append((file, found))
                byte_count += 0 if isinstance(found, Deferral) else len(found.content or b"")
                if len(read) >= limits.files or byte_count >= limits.bytes:
                    yield read
                    read, byte_count = [], 0
        if read:
            yield read

    def _read(self, file: _NewFile) -> SourceBytes | Deferral:
        if file.source_path in self.refused:
            return self.refused[file.source_path]
        if file.archive_path is not None:
            return self.members.read(file.archive_path, file.source_path)
        if is_young(file.modified_at_ns, self.minimum_age_seconds):
            return still_young(file.modified_at_ns)
        return read_source_file(self.inbox, file.source_path, self.limits)


class _Sorter:
    """Tells apart what was read: new content, a known file that was moved or touched, and what is put off."""

    def __init__(
        self,
        inbox: str,
        arrivals: Arrivals,
        set_aside: list[SetAside],
        limits: ReadingLimits,
        writer: BatchWriter,
        *,
        erased: Collection[str],
    ) -> None:
        self.inbox = inbox
        self.inbox_no = arrivals.inbox_no
        self.limits = limits.as_text()
        self.writer = writer
        self.set_aside = {one.source_path: one for one in set_aside}
        self.known = arrivals.known
        self.gone_by_sha: dict[str, list[str]] = {}
        self.erased = erased
        self.erased_count = 0
        self.moved: list[MovedFile] = []
        self.moved_from: set[str] = set()
        self.deferred: list[DeferredFile] = []

    def sort(self, read: list[_Read]) -> None:
        """Put files where they belong."""
        sums = {found.sha256 for file, found in read if isinstance(found, SourceBytes) and file.known_sha256 is None}
        self.gone_by_sha = {
            sha: [path for path in paths if path not in self.moved_from]
            for sha, paths in self.known.paths_before(sums).items()
        }
        for file, found in read:
            self._sort(file, found)

    def _sort(self, file: _NewFile, read: SourceBytes | Deferral) -> None:
        if isinstance(read, Deferral):
            kept = self.set_aside.get(file.source_path)
            self.deferred.append(
                DeferredFile(file.source_path, file.source, read.cause, read.detail, archive_path=file.archive_path)
                if kept is None
                else kept.put_off(read.cause, read.detail)
            )
            return
        if doc_id(read.sha256) in self.erased:  # known, and never kept again
            self.erased_count += 1
            return
        known_path = file.source_path if read.sha256 == file.known_sha256 else self._path_before(file, read.sha256)
        if known_path is not None and not file.is_judged_again:
            self.moved_from.add(known_path)
            self.moved.append(
                MovedFile(
                    known_path, file.source_path, file.archive_path, file.source,
                    read.listed_byte_count, read.modified_at_ns,
                )
            )  # fmt: skip
            return
        self.writer.add(self._row(file, read))

    def _path_before(self, file: _NewFile, sha: str) -> str | None:
        """The path that a file was moved from: same bytes, old path gone. A known path with new bytes has not moved."""
        paths = self.gone_by_sha.get(sha)
        return paths.pop(0) if paths and file.known_sha256 is None else None

    def _row(self, file: _NewFile, read: SourceBytes) -> RawFile:
        problem = read.problem
        return RawFile(
            inbox_no=self.inbox_no,
            inbox=self.inbox,
            source=file.source,
            source_path=file.source_path,
            archive_path=file.archive_path,
            source_sha256=read.sha256,
            byte_count=read.byte_count,
            listed_byte_count=read.listed_byte_count,
            modified_at_ns=read.modified_at_ns,
            content=read.content,
            content_problem=None if problem is None else problem.reason,
            problem_measure=None if problem is None else problem.measure,
            problem_value=None if problem is None else problem.value,
            problem_threshold=None if problem is None else problem.threshold,
            limits=None if problem is None or problem.reason == "archive_unreadable" else self.limits,
        )
