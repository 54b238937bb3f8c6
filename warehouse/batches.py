"""Which batches raw/ and staged/ hold, and in which folder each lies.

A batch is written into a folder of its own, `000017-<batch_id>`. Batches of a closed day are put together later: a
pack, `000001-000144.pack`, holds consecutive batches, and each row in it says which one it is of. Where a pack holds a
batch, the batch's own folder is a leftover and counts for nothing.

Nothing here loads pyarrow: `status`, `explain` and `rejects` ask too.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

from transforms.errors import VerificationError
from warehouse.damage import damaged_file, read_record

__all__ = ["BatchFolder", "BatchFolders", "BatchName", "list_folders", "pack_name", "part_name"]

BATCH_FOLDER = re.compile("[0-9]{6,}-[0-9a-f]+")
PACK_FOLDER = re.compile(r"[0-9]{6,}-[0-9]{6,}\.pack")


@dataclass(frozen=True, order=True)
class BatchName:
    """A batch's number in this warehouse and the hash of its members, as its folders are named.

    The number orders batches and keeps two batches of the same bytes apart.
    """

    batch_no: int
    batch_id: str

    @property
    def folder(self) -> str:
        """Name of its own folder under raw/ and staged/."""
        return f"{self.batch_no:06d}-{self.batch_id}"

    @classmethod
    def parse(cls, folder: str) -> BatchName:
        """The batch of a folder name; raises ValueError when it is none."""
        number, _, batch_id = folder.partition("-")
        return cls(int(number), batch_id)


def pack_name(first: BatchName, last: BatchName) -> str:
    """Name of the folder that holds all batches from one to another."""
    return f"{first.batch_no:06d}-{last.batch_no:06d}.pack"


def part_name(part_no: int) -> str:
    """Name of the file of a part."""
    return f"part-{part_no:05d}.parquet"


@dataclass(frozen=True)
class BatchFolder:
    """A folder of raw/ or staged/: one batch, or a pack of consecutive ones.

    Attributes:
        path: Where it lies.
        batches: What it holds, by number.
    """

    path: Path
    batches: tuple[BatchName, ...]

    @property
    def is_pack(self) -> bool:
        """Whether it may hold several batches."""
        return self.path.suffix == ".pack"

    @property
    def verdicts_file(self) -> Path:
        """Verdicts of all its batches; of staged/ only."""
        return self.path / "verdicts.parquet"

    @property
    def record_file(self) -> Path:
        """What is known of its batches, and the list of its files."""
        return self.path / ("batches.json" if self.is_pack else "batch.json")

    @cached_property
    def listed_files(self) -> dict[str, dict[str, Any]]:
        """Its Parquet files as they were written, by their path in the folder: `path`, `rows`, `bytes`, `sha256`."""
        content = _read_record(self.record_file)
        return {file["path"]: file for file in content["files"]}

    def record(self, batch: BatchName) -> dict[str, Any]:
        """What is known of one of its batches; `taken_in_at_utc` as a datetime without a zone."""
        record = self.stored_record(batch)
        if "taken_in_at_utc" in record:
            record["taken_in_at_utc"] = datetime.fromisoformat(record["taken_in_at_utc"]).replace(tzinfo=None)
        return record

    def stored_record(self, batch: BatchName) -> dict[str, Any]:
        """What is written down of one of its batches, as it is written."""
        return dict(self._packed[batch.batch_no] if self.is_pack else _read_record(self.record_file))

    def part_numbers(self, batch: BatchName, table: str = "") -> list[int]:
        """Numbers of the parts that hold a batch's rows.

        A batch counts its parts from 0 for good; the list has at each place the number that the part has here.

        Args:
            batch: One of its batches.
            table: Sub-folder that the parts lie in: of staged/ one a table, of raw/ none.
        """
        if self.is_pack:
            return list(self._packed[batch.batch_no]["parts"])
        return list(range(sum(1 for _ in (self.path / table).glob("part-*.parquet"))))

    def part_number(self, batch: BatchName, part_no: int) -> int:
        """Number that a part of a batch, which counts its parts from 0, has here."""
        return int(self._packed[batch.batch_no]["parts"][part_no]) if self.is_pack else part_no

    def part_files(self, batch: BatchName, table: str = "") -> list[Path]:
        """The files that hold a batch's rows; in a pack they may hold those of its neighbours too."""
        return [self.path / table / part_name(number) for number in sorted(set(self.part_numbers(batch, table)))]

    @cached_property
    def _packed(self) -> dict[int, dict[str, Any]]:
        return {record["batch_no"]: record for record in _read_record(self.record_file)["batches"]}


@dataclass(frozen=True)
class BatchFolders:
    """The folders of raw/ or staged/ at one moment, by batch."""

    folders: tuple[BatchFolder, ...]

    @cached_property
    def batches(self) -> list[BatchName]:
        """All batches, by number."""
        return [batch for folder in self.folders for batch in folder.batches]

    @cached_property
    def _places(self) -> dict[BatchName, BatchFolder]:
        return {batch: folder for folder in self.folders for batch in folder.batches}

    def __contains__(self, batch: BatchName) -> bool:
        """Whether a batch lies here."""
        return batch in self._places

    def folder_of(self, batch: BatchName) -> BatchFolder:
        """The folder that a batch lies in; raises KeyError when there is none."""
        return self._places[batch]

    def folders_of(self, batches: Iterable[BatchName]) -> list[BatchFolder]:
        """The folders that some batches lie in, each once, by batch."""
        wanted = {self._places[batch].path for batch in batches}
        return [folder for folder in self.folders if folder.path in wanted]

    def record(self, batch: BatchName) -> dict[str, Any]:
        """What is known of a batch; see `BatchFolder.record`."""
        return self._places[batch].record(batch)

    def numbered(self, batch_nos: Iterable[int]) -> list[BatchName]:
        """The batches of some numbers."""
        wanted = set(batch_nos)
        return [batch for batch in self.batches if batch.batch_no in wanted]

    def verdict_files(self, batches: Iterable[BatchName]) -> tuple[list[Path], list[int] | None]:
        """Files that hold the verdicts of some batches.

        Returns:
            The files, and the numbers to choose rows by, where the files hold other batches too; else None.
        """
        wanted = list(batches)
        folders = self.folders_of(wanted)
        is_whole = sum(len(folder.batches) for folder in folders) == len(wanted)
        return [folder.verdicts_file for folder in folders], None if is_whole else [one.batch_no for one in wanted]


def list_folders(root: Path) -> tuple[BatchFolders, list[Path]]:
    """Look at raw/ or staged/.

    Returns:
        The folders that count, and leftovers: those of which a pack holds everything.
    """
    if not root.is_dir():
        return BatchFolders(()), []
    # Anything else is not ours: lost+found, a folder that somebody copied aside.
    names = [entry.name for entry in root.iterdir() if entry.is_dir()]
    packs = [pack for name in names if PACK_FOLDER.fullmatch(name) if (pack := _open_pack(root / name)) is not None]
    singles = [BatchFolder(root / name, (BatchName.parse(name),)) for name in names if BATCH_FOLDER.fullmatch(name)]
    kept: list[BatchFolder] = []
    leftovers: list[Path] = []
    packed: set[BatchName] = set()
    for folder in [*sorted(packs, key=lambda pack: -len(pack.batches)), *singles]:
        if packed.issuperset(folder.batches):
            leftovers.append(folder.path)
        else:
            kept.append(folder)
            packed.update(folder.batches if folder.is_pack else ())
    return BatchFolders(tuple(sorted(kept, key=lambda folder: folder.batches[0]))), leftovers


def _open_pack(path: Path) -> BatchFolder | None:
    """A pack; None when a run has just cleared it away, because a larger one holds its batches."""
    try:
        records = _read_record(path / "batches.json")["batches"]
        return BatchFolder(path, tuple(BatchName(record["batch_no"], record["batch_id"]) for record in records))
    except VerificationError:
        if not path.is_dir():
            return None
        raise
    except KeyError as error:
        raise damaged_file(path / "batches.json", f"it has no {error}") from error


def _read_record(path: Path) -> dict[str, Any]:
    """The record of a batch folder.

    Raises:
        VerificationError: It is damaged or gone.
    """
    try:
        status = path.stat()
    except FileNotFoundError as error:
        raise damaged_file(path, str(error)) from error
    return _read_unchanged(path, status.st_ino, status.st_mtime_ns)


@lru_cache(maxsize=128)
def _read_unchanged(path: Path, inode: int, modified_at_ns: int) -> dict[str, Any]:  # noqa: ARG001
    """A record is replaced, never written to: the same inode and time are the same text."""
    return read_record(path)
