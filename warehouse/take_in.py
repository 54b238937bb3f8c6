"""Take in: the bytes of new and changed files into raw/, a batch a run.

From the moment a batch's folder has its name the inbox may be emptied: everything can be made from raw/. The
ledger learns of the batch only when its verdicts are settled, so a run that dies in between is finished by the next.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from transforms.identifiers import doc_id
from warehouse.archives import MemberReader
from warehouse.arrivals import Arrivals, IgnoredFile, is_young, look_at_inbox, still_young
from warehouse.engine import count_of
from warehouse.inbox import inbox_name
from warehouse.layout import BatchName, Warehouse
from warehouse.moves import MovedFile, record_moves
from warehouse.raw_batches import BatchWriter, PartLimits, RawFile, next_batch_no
from warehouse.reading import Deferral, ReadingLimits, SourceBytes, read_source_file
from warehouse.retry import DeferredFile, SetAside, retry_isolated
from warehouse.sql import load
from warehouse.state import open_state
from warehouse.withdrawals import read_withdrawals

__all__ = ["TakenIn", "take_in"]


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
        ignored: What is no source file.
        deferred: Files put off until the next run.
    """

    inbox_no: int
    batch: BatchName | None
    file_count: int
    seen_count: int
    unchanged_count: int
    ignored: list[IgnoredFile]
    deferred: list[DeferredFile]


@dataclass(frozen=True)
class _NewFile:
    """A file that the ledger does not know as it is now (`new_files.sql`)."""

    source_path: str
    archive_path: str | None
    source: str
    modified_at_ns: int
    known_sha256: str | None
    is_judged_again: bool


@dataclass(frozen=True)
class _Known:
    """What the ledger says about a listing; each field is the answer of one SQL file."""

    new: list[_NewFile]
    gone: list[tuple[str, str]]
    retried: list[SetAside]
    resumed_count: int


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
    """
    arrivals = look_at_inbox(warehouse, inbox, source=source, limits=limits, minimum_age_seconds=minimum_age_seconds)
    known = _look_up(warehouse, arrivals, limits, resumed)
    writer = BatchWriter(warehouse, next_batch_no(warehouse), part_limits)
    erased = read_withdrawals(warehouse).erased
    sorter = _Sorter(inbox_name(inbox), arrivals, known, limits, writer, erased=erased)
    with MemberReader(inbox, limits) as members:
        reader = _Reader(inbox, arrivals.refused, members, limits, minimum_age_seconds)
        for file in known.new:
            sorter.sort(file, reader.read(file))
            on_files(1)
    # A file that was only touched or moved is still the one that was set aside; new content is judged by itself.
    moved_from = {one.known_path for one in sorter.moved}
    retried = [one for one in known.retried if one.source_path in moved_from or not one.is_changed]
    retries = retry_isolated(warehouse, retried)
    for row in retries.mended:
        writer.add(row)
    moved_retries = sum(one.source_path in moved_from for one in retried)
    listed_retries = sum(one.is_listed and one.source_path not in moved_from for one in retried)
    file_count = arrivals.files.num_rows
    # Before the batch has its name: a newcomer under the old path of a file that has moved must not pass for it.
    record_moves(warehouse, arrivals.inbox_no, sorter.moved, through_batch_no=writer.batch_no - 1)
    return TakenIn(
        inbox_no=arrivals.inbox_no,
        batch=writer.finish(now=now, run_id=run_id),
        file_count=writer.file_count,
        seen_count=file_count - known.resumed_count + len(arrivals.deferred)
        + len(retried) - listed_retries - moved_retries,
        unchanged_count=file_count - len(known.new) - known.resumed_count - listed_retries
        + len(sorter.moved) - moved_retries + sorter.erased_count,
        ignored=arrivals.ignored,
        deferred=[*arrivals.deferred, *sorter.deferred, *retries.still_failing],
    )  # fmt: skip


def _look_up(warehouse: Warehouse, arrivals: Arrivals, limits: ReadingLimits, resumed: list[BatchName]) -> _Known:
    inbox: dict[str, object] = {"inbox_no": arrivals.inbox_no}
    of_batches = {**inbox, "batch_nos": [batch.batch_no for batch in resumed]}
    with open_state(warehouse) as state:
        state.register("listing", arrivals.files)
        in_force = {**inbox, "limits": limits.as_text()}
        new = [_NewFile(*row) for row in state.execute(load("new_files"), in_force).fetchall()]
        gone = state.execute(load("gone_files"), inbox).fetchall() if new else []
        retried = [SetAside(*row) for row in state.execute(load("retried_files"), of_batches).fetchall()]
        resumed_count = count_of(state, load("listed_of_batches"), of_batches)
        state.unregister("listing")
    return _Known(new, gone, retried, resumed_count)


@dataclass(frozen=True)
class _Reader:
    """Reads new files, wherever they lie."""

    inbox: Path
    refused: Mapping[str, SourceBytes]
    members: MemberReader
    limits: ReadingLimits
    minimum_age_seconds: float

    def read(self, file: _NewFile) -> SourceBytes | Deferral:
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
        known: _Known,
        limits: ReadingLimits,
        writer: BatchWriter,
        *,
        erased: Collection[str],
    ) -> None:
        self.inbox = inbox
        self.inbox_no = arrivals.inbox_no
        self.limits = limits.as_text()
        self.writer = writer
        self.set_aside = {one.source_path: one for one in known.retried}
        self.gone_by_sha: dict[str, list[str]] = {}
        for sha, path in known.gone:
            self.gone_by_sha.setdefault(sha, []).append(path)
        self.erased = erased
        self.erased_count = 0
        self.moved: list[MovedFile] = []
        self.deferred: list[DeferredFile] = []

    def sort(self, file: _NewFile, read: SourceBytes | Deferral) -> None:
        """Put one file where it belongs."""
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
