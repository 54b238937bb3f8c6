"""Compaction: batches of a closed day are put into one folder, days of a closed month and months of a closed year too.

So the folders that a run looks into are those of today, and a few dozen packs, however many batches there were. A pack
is built beside and gets its name in one step; from then on the folders that it was made of count for nothing, and the
next run's sweep clears them away. Until then they stay, for a reader that had found them a moment before.

Nothing depends on what is packed: rows keep their bytes, their order and the number of their batch.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from itertools import groupby
from pathlib import Path
from typing import Any, Protocol, TypeVar
from zoneinfo import ZoneInfo

import pyarrow as pa
import pyarrow.parquet as pq

from transforms.errors import VerificationError
from transforms.schema import RAW_FILES, SETTLED_FILES, STAGED_TABLES
from transforms.schema_types import Table
from warehouse.batches import BatchFolder, BatchFolders, BatchName, pack_name, part_name
from warehouse.damage import reading
from warehouse.durable import hash_file, make_folder, move_folder, remove_tree, replace_json
from warehouse.inventory import describe_file
from warehouse.layout import Warehouse
from warehouse.linking import take_over
from warehouse.measurement import Rules, installed_rules
from warehouse.parquet import write_batches
from warehouse.raw_batches import RAW_COMPRESSION_LEVEL, PartLimits
from warehouse.sql import load
from warehouse.state import open_state

__all__ = ["PackPlan", "make_packs", "plan_packs", "share_out"]

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
STAGED_COMPRESSION_LEVEL = 3


@dataclass(frozen=True)
class PackPlan:
    """Folders that become one.

    Attributes:
        root: raw/ or staged/.
        folders: Consecutive folders of it, two or more.
    """

    root: Path
    folders: tuple[BatchFolder, ...]

    @property
    def batches(self) -> list[BatchName]:
        """All their batches, by number."""
        return [batch for folder in self.folders for batch in folder.batches]


class Sized(Protocol):
    """What is put together within limits: so many rows and bytes."""

    @property
    def rows(self) -> int:
        """Number of rows."""

    @property
    def bytes(self) -> int:
        """Number of bytes."""


SomePart = TypeVar("SomePart", bound=Sized)


@dataclass(frozen=True)
class _Part:
    """A part of a folder that is packed: its rows, and the bytes of all its columns before they are compressed."""

    folder: BatchFolder
    number: int
    rows: int
    bytes: int


def plan_packs(warehouse: Warehouse, now: datetime) -> list[PackPlan]:
    """What there is to pack; costs two listings and a look at the state where there is nothing.

    Batches count that are settled and recorded, up to the first that is not.

    Args:
        warehouse: Where; its writer's lock is held.
        now: Clock of the run (UTC); its day in Amsterdam is not over yet.
    """
    raw, staged = warehouse.raw_folders(), warehouse.staged_folders()
    if max(len(raw.folders), len(staged.folders)) <= 1:
        return []
    with open_state(warehouse) as state:
        taken_in = dict(state.execute(load("recorded_batches")).fetchall())
    today = now.astimezone(AMSTERDAM).date()
    installed = installed_rules()
    periods: dict[BatchName, str] = {}
    for batch in raw.batches:
        if batch not in staged or batch.batch_no not in taken_in:
            break
        day = taken_in[batch.batch_no].replace(tzinfo=UTC).astimezone(AMSTERDAM).date()
        # A pack has one schema; what is of other rules stays as it is until it is measured again.
        periods[batch] = _period(day, today) if Rules.of(staged.record(batch)) == installed else ""
    return [
        PackPlan(root, together)
        for root, folders in ((warehouse.raw, raw), (warehouse.staged, staged))
        for together in _neighbours(folders, periods)
    ]


def _period(day: date, today: date) -> str:
    """The longest closed period that a day lies in: its year, month, itself; empty where it is not over."""
    if day.year < today.year:
        return f"{day:%Y}"
    if day.year == today.year and day.month < today.month:
        return f"{day:%Y-%m}"
    return f"{day:%Y-%m-%d}" if day < today else ""


def _neighbours(folders: BatchFolders, periods: dict[BatchName, str]) -> Iterator[tuple[BatchFolder, ...]]:
    """Two or more folders, one behind another, whose batches are all of one closed period."""

    def period_of(folder: BatchFolder) -> str:
        found = {periods.get(batch, "") for batch in folder.batches}
        return found.pop() if len(found) == 1 else ""

    for period, group in groupby(folders.folders, key=period_of):
        together = tuple(group)
        if period and len(together) > 1:
            yield together


def make_packs(
    warehouse: Warehouse, plans: Sequence[PackPlan], limits: PartLimits, *, on_batches: Callable[[int], None]
) -> None:
    """Pack folders as planned.

    Args:
        warehouse: Where; its writer's lock is held.
        plans: What becomes one.
        limits: How large a part may become by being put together.
        on_batches: Told how many batches of a folder were packed since the last call.

    Raises:
        VerificationError: A file is not what its folder's record says. Nothing is packed with it: a pack of damaged
            rows would have sums of its own.
    """
    for plan in plans:
        _make_pack(warehouse, plan, limits)
        on_batches(len(plan.batches))


def _make_pack(warehouse: Warehouse, plan: PackPlan, limits: PartLimits) -> None:
    is_raw = plan.root == warehouse.raw
    tables = {"": RAW_FILES} if is_raw else STAGED_TABLES
    level = RAW_COMPRESSION_LEVEL if is_raw else STAGED_COMPRESSION_LEVEL
    main, main_table = next(iter(tables.items()))
    parts = [part for folder in plan.folders for part in _parts_of(folder, main, main_table)]
    if len({part.folder.path for part in parts}) < len(plan.folders):
        return  # some were staged with other columns: measuring them again replaces them
    groups = share_out(parts, limits)
    name = pack_name(plan.batches[0], plan.batches[-1])
    folder = warehouse.temporary / f"{plan.root.name}-{name}"
    remove_tree(folder)
    make_folder(folder)
    files = []
    for sub_folder, table in tables.items():
        make_folder(folder / sub_folder)
        for number, group in enumerate(groups):
            sources = [_Source(part.folder, _path(sub_folder, part.number)) for part in group]
            files.append(_put_together(sources, table, folder, _path(sub_folder, number), level))
    if not is_raw:
        sources = [_Source(one, one.verdicts_file.name) for one in plan.folders]
        files.append(_put_together(sources, SETTLED_FILES, folder, sources[0].path, level))
    numbers = {(part.folder.path, part.number): number for number, group in enumerate(groups) for part in group}
    records = [
        {
            **{key: value for key, value in one.stored_record(batch).items() if key != "files"},
            "parts": [numbers[one.path, old] for old in one.part_numbers(batch, main)],
        }
        for one in plan.folders
        for batch in one.batches
    ]
    replace_json(folder / "batches.json", {"batches": records, "files": sorted(files, key=lambda file: file["path"])})
    move_folder(folder, plan.root / name)


def _path(sub_folder: str, number: int) -> str:
    return f"{sub_folder}/{part_name(number)}".lstrip("/")


def _parts_of(folder: BatchFolder, sub_folder: str, table: Table) -> list[_Part]:
    """Parts of a folder, in order; none where they have other columns than the table has."""
    numbers = sorted({number for batch in folder.batches for number in folder.part_numbers(batch, sub_folder)})
    parts = []
    for number in numbers:
        path = folder.path / _path(sub_folder, number)
        with reading(path):
            footer = pq.read_metadata(path)
        if tuple(footer.schema.to_arrow_schema().names) != table.column_names:
            return []
        byte_count = sum(footer.row_group(place).total_byte_size for place in range(footer.num_row_groups))
        parts.append(_Part(folder, number, footer.num_rows, byte_count))
    return parts


def share_out(parts: Sequence[SomePart], limits: PartLimits) -> list[list[SomePart]]:
    """Put whole parts together, in order, while they stay within the limits; one that is larger stays alone."""
    groups: list[list[SomePart]] = []
    rows = byte_count = 0
    for part in parts:
        rows, byte_count = rows + part.rows, byte_count + part.bytes
        if not groups or rows > limits.files or byte_count > limits.bytes:
            groups.append([])
            rows, byte_count = part.rows, part.bytes
        groups[-1].append(part)
    return groups


@dataclass(frozen=True)
class _Source:
    """A file of a folder that is packed."""

    folder: BatchFolder
    path: str

    @property
    def file(self) -> Path:
        return self.folder.path / self.path

    @property
    def entry(self) -> dict[str, Any]:
        """What the folder's record says of it."""
        return self.folder.listed_files[self.path]


def _put_together(sources: list[_Source], table: Table, folder: Path, path: str, level: int) -> dict[str, Any]:
    """Make one file of the pack. Returns its entry for the record; a file that stays as it is is linked."""
    if len(sources) == 1:
        [source] = sources
        entry = source.entry
        take_over(
            source.file, folder / path, byte_count=entry["bytes"], row_count=entry["rows"], sha256=entry["sha256"]
        )
        return {**source.entry, "path": path}
    for source in sources:
        if hash_file(source.file) != source.entry["sha256"]:
            raise _damage(source)
    write_batches(_rows_of(sources), table, folder / path, compression_level=level)
    entry = describe_file(folder, path)
    if entry["rows"] != sum(source.entry["rows"] for source in sources):
        raise RuntimeError(f"Packing lost rows of {folder / path}")
    return entry


def _rows_of(sources: list[_Source]) -> Iterator[pa.RecordBatch]:
    for source in sources:
        with pq.ParquetFile(source.file) as file:
            yield from file.iter_batches()


def _damage(source: _Source) -> VerificationError:
    return VerificationError(
        "A file of a batch is not what was written: it cannot be packed.",
        where=str(source.file),
        what_to_do="Restore the file from a backup; `kroniek verify` names every damaged file.",
    )
