"""Raw batches: writing the bytes of source files into raw/, part by part, and finding them again."""

from __future__ import annotations

from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import NamedTuple, Self

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from transforms.identifiers import batch_id
from transforms.schema import RAW_FILES
from warehouse.batches import part_name
from warehouse.damage import reading
from warehouse.durable import make_folder, move_folder, remove_tree, replace_json
from warehouse.inventory import list_files
from warehouse.layout import BatchName, Warehouse
from warehouse.parquet import write_table

__all__ = ["BatchWriter", "PartLimits", "RawFile", "next_batch_no", "read_raw_part"]

RAW_COMPRESSION_LEVEL = 1


class RawFile(NamedTuple):
    """A row of `raw_files`, in the order of its columns, without the number of its batch."""

    inbox_no: int
    inbox: str
    source: str
    source_path: str
    archive_path: str | None
    source_sha256: str
    byte_count: int
    listed_byte_count: int
    modified_at_ns: int
    content: bytes | None
    content_problem: str | None
    problem_measure: str | None
    problem_value: str | None
    problem_threshold: str | None
    limits: str | None


@dataclass(frozen=True)
class PartLimits:
    """How large one part of a batch may become before the next is begun."""

    files: int
    bytes: int


@dataclass
class _Part:
    """Rows on their way into one raw file; bounded by count and by bytes, so memory is flat."""

    rows: list[RawFile] = field(default_factory=list)
    byte_count: int = 0


class BatchWriter:
    """Writes the parts of one raw batch into a temporary folder and names the folder at the end.

    A part is written in a thread beside the reading of the next: half of what it costs is compression and waiting for
    the disk. No more than one is on its way. Left early, the writer waits for it: who tries again clears the folder.
    """

    def __init__(self, warehouse: Warehouse, batch_no: int, limits: PartLimits) -> None:
        self.warehouse = warehouse
        self.batch_no = batch_no
        self.limits = limits
        self.folder = warehouse.temporary / f"raw-{batch_no:06d}"
        self.part = _Part()
        self.part_count = 0
        self.byte_count = 0
        self.shas: list[str] = []
        self.thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="raw")
        self.on_its_way: Future[int] | None = None
        remove_tree(self.folder)
        make_folder(self.folder)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.thread.shutdown()

    @property
    def file_count(self) -> int:
        """Files added so far."""
        return len(self.shas)

    def add(self, row: RawFile) -> None:
        """Add a file; a part that is full goes to the disk."""
        self.shas.append(row.source_sha256)
        self.byte_count += row.byte_count
        self.part.rows.append(row)
        self.part.byte_count += len(row.content or b"")
        if len(self.part.rows) >= self.limits.files or self.part.byte_count >= self.limits.bytes:
            self._flush()

    def finish(self, *, now: datetime, run_id: str) -> BatchName | None:
        """Name the batch and make its folder final; None when it has no member."""
        if self.part.rows:
            self._flush()
        self._arrive()
        if not self.shas:
            remove_tree(self.folder)
            return None
        name = BatchName(self.batch_no, batch_id(self.shas))
        replace_json(
            self.folder / "batch.json",
            {
                "batch_no": self.batch_no,
                "batch_id": name.batch_id,
                "taken_in_at_utc": now.isoformat(),
                "run_id": run_id,
                "file_count": self.file_count,
                "byte_count": self.byte_count,
                "part_count": self.part_count,
                "files": list_files(self.folder),
            },
        )
        move_folder(self.folder, self.warehouse.own_raw_folder(name))
        return name

    def _flush(self) -> None:
        schema = RAW_FILES.arrow_schema
        columns = [*zip(*self.part.rows, strict=True), [self.batch_no] * len(self.part.rows)]
        arrays = [pa.array(column, column_field.type) for column, column_field in zip(columns, schema, strict=True)]
        self._arrive()
        self.on_its_way = self.thread.submit(
            write_table,
            pa.table(arrays, schema=schema),
            RAW_FILES,
            self.folder / part_name(self.part_count),
            compression_level=RAW_COMPRESSION_LEVEL,
        )
        self.part_count += 1
        self.part = _Part()

    def _arrive(self) -> None:
        """Wait until the part on its way is on the disk; what went wrong with it is raised here."""
        if self.on_its_way is not None:
            self.on_its_way.result()


def next_batch_no(warehouse: Warehouse) -> int:
    """Number of the batch that comes next in this warehouse."""
    return max((batch.batch_no for batch in warehouse.raw_batches()), default=0) + 1


def read_raw_part(path: Path, batch: BatchName) -> pa.Table:
    """Rows of a batch in a raw part, which may hold rows of its neighbours too."""
    # `pq.read_table` would import all of pyarrow's datasets for one small file.
    with reading(path), pq.ParquetFile(path) as file:
        rows = file.read(use_threads=False)
    is_wanted = pc.equal(rows.column("batch_no"), batch.batch_no)
    # Nearly always all are, and a filter would copy them.
    return rows if pc.all(is_wanted).as_py() else rows.filter(is_wanted)
