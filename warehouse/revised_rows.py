"""What is left of the rows of a past release when documents are erased from it.

A copy of an erased document stays out of that release, because its own text was never in it; its verdict stands as
withdrawn there, and no row of `duplicates` tells of a document that is gone. A document that stays and whose copy is
erased has the earliest date of itself and the copies that are left.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from transforms.schema import CHANGES, DOCUMENTS, DUPLICATES, STRUCTURE_TABLES, VERDICTS_TABLE
from transforms.schema_types import Table
from warehouse.covered_rows import find_shown, read_true_groups, read_true_rows, write_shown
from warehouse.durable import hash_file, make_folder
from warehouse.erased_rows import rename_paths, rows_of
from warehouse.erasure_plan import ERASED_FOLDER, ErasurePlan
from warehouse.partitions import ReleaseFile
from warehouse.path_cover import PathCover

__all__ = ["ASKED_COLUMNS", "ErasedRows", "Key", "find_copies", "find_earliest"]

OF_TEXT = {table.name for table in (DOCUMENTS, *STRUCTURE_TABLES)}
ABOUT_FILES = {VERDICTS_TABLE.name, CHANGES.name}
COPY = ["inbox_no", "source_path", "doc_id"]
ASKED_COLUMNS = {
    **{name: ["doc_id"] for name in OF_TEXT},
    DOCUMENTS.name: ["doc_id", "date_start", "earliest_date"],
    VERDICTS_TABLE.name: [*COPY, "verdict", "standing"],
    CHANGES.name: ["doc_id", "source_path"],
    DUPLICATES.name: ["doc_id", "duplicate_of"],
}
"""What has to be read of each table to know whether it tells something of a document."""

Copies = frozenset[tuple[int, str, str]]
"""Inbox, true path and doc_id of files."""
Earliest = frozenset[tuple[str, date | None]]
"""Documents that lose a copy, and the earliest date of the copies that are left, if any."""
Key = tuple[str, frozenset[object]]
"""What a rewritten file follows from: the sum that it had, and what its table takes from others of its release."""


def find_copies(duplicates: Iterable[Path], plan: ErasurePlan, cover: PathCover | None) -> Copies:
    """The files of a release whose texts are copies of an erased document and are not erased themselves."""
    found: set[tuple[int, str, str]] = set()
    for path in duplicates:
        rows = read_true_rows(path, [*COPY, "duplicate_of"], cover)
        about = pc.and_(rows_of(rows, plan.everywhere, "duplicate_of"), pc.invert(rows_of(rows, plan.everywhere)))
        found.update(_keys(rows.filter(about)))
    return frozenset(found)


def find_earliest(duplicates: Iterable[Path], plan: ErasurePlan) -> Earliest:
    """The documents of a release that stay and lose a copy, with the earliest date of the copies that are left."""
    tables = [pq.read_table(path, columns=["doc_id", "duplicate_of", "date_start"]) for path in duplicates]
    losing: set[str] = set()
    for rows in tables:
        lost = pc.and_(rows_of(rows, plan.everywhere), pc.invert(rows_of(rows, plan.everywhere, "duplicate_of")))
        losing.update(rows.filter(lost)["duplicate_of"].to_pylist())
    earliest: dict[str, date | None] = dict.fromkeys(losing)
    for rows in tables:
        left = pc.and_(rows_of(rows, tuple(losing), "duplicate_of"), pc.invert(rows_of(rows, plan.everywhere)))
        for row in rows.filter(left).to_pylist():
            dates = [one for one in (earliest[row["duplicate_of"]], row["date_start"]) if one is not None]
            earliest[row["duplicate_of"]] = min(dates, default=None)
    return frozenset(earliest.items())


def _keys(rows: pa.Table) -> list[tuple[int, str, str]]:
    return list(zip(*(rows[name].to_pylist() for name in COPY), strict=True))


@dataclass(frozen=True)
class ErasedRows:
    """What is erased from one release.

    Attributes:
        plan: Which documents, and what their paths become.
        cover: What covers paths in releases, if anything does.
        copies: As `find_copies` found them in this release.
        earliest: As `find_earliest` found it in this release.
    """

    plan: ErasurePlan
    cover: PathCover | None
    copies: Copies
    earliest: Earliest

    def key_of(self, file: Mapping[str, Any]) -> Key:
        """Files of two releases with one key become one file."""
        taken: dict[str, frozenset[object]] = {VERDICTS_TABLE.name: self.copies, DOCUMENTS.name: self.earliest}
        return file["sha256"], taken.get(file["table"], frozenset())

    def are_told_by(self, path: Path, table: str) -> bool:
        """Whether a file tells something of them."""
        rows = read_true_rows(path, ASKED_COLUMNS[table], self.cover)
        about = rows_of(rows, self.plan.everywhere)
        if table == DUPLICATES.name:
            about = pc.or_(about, rows_of(rows, self.plan.everywhere, "duplicate_of"))
        elif table in ABOUT_FILES:
            about = pc.and_(about, pc.invert(pc.starts_with(rows["source_path"], ERASED_FOLDER)))
        if table == VERDICTS_TABLE.name:
            about = pc.or_(about, self._are_copies(rows))
        elif table == DOCUMENTS.name:
            about = pc.or_(about, pc.not_equal(self._earliest_dates(rows), rows["earliest_date"]))
        return bool(pc.any(about).as_py())

    def write_rest(self, source: Path, table: Table, folder: Path, path: str) -> ReleaseFile | None:
        """Write what is left of a file, a row group at a time; None where nothing is.

        The new file shows of paths what the old one did.
        """
        target = folder / path
        make_folder(target.parent)
        with pq.ParquetFile(source) as file:
            left = (self._without(rows, table.name) for rows in read_true_groups(file, self.cover))
            batches = (batch for rows in left for batch in rows.to_batches())
            count = write_shown(batches, table, target, find_shown(file, self.cover))
        if not count:
            target.unlink()
            return None
        return ReleaseFile(path, table.name, count, target.stat().st_size, hash_file(target))

    def _without(self, rows: pa.Table, table: str) -> pa.Table:
        about = rows_of(rows, self.plan.everywhere)
        if table == DOCUMENTS.name:
            place = rows.column_names.index("earliest_date")
            rows = rows.set_column(place, rows.schema.field(place), self._earliest_dates(rows))
        if table in OF_TEXT:
            return rows.filter(pc.invert(about))
        if table == DUPLICATES.name:
            return rows.filter(pc.invert(pc.or_(about, rows_of(rows, self.plan.everywhere, "duplicate_of"))))
        if table == VERDICTS_TABLE.name:
            is_gone = pc.or_(pc.and_(about, pc.not_equal(rows["verdict"], "rejected")), self._are_copies(rows))
            place = rows.column_names.index("standing")
            column = rows.schema.field(place)
            standing = pc.if_else(is_gone, pa.scalar("withdrawn", pa.string()), rows["standing"].cast(pa.string()))
            rows = rows.set_column(place, column, standing.cast(column.type))
        return rename_paths(rows, self.plan)

    def _are_copies(self, rows: pa.Table) -> pa.ChunkedArray:
        """Which verdicts are those of the copies; rows show true paths."""
        if not self.copies:
            return pa.chunked_array([pa.repeat(pa.scalar(value=False), rows.num_rows)])
        are_named = pa.array([key in self.copies for key in _keys(rows)], pa.bool_())
        stand = pc.and_(pc.equal(rows["verdict"], "duplicate"), pc.equal(rows["standing"], "current"))
        return pc.and_(stand, pa.chunked_array([are_named]))

    def _earliest_dates(self, rows: pa.Table) -> pa.ChunkedArray:
        """The earliest date of each document over itself and the copies that it still has."""
        if not self.earliest:
            return rows["earliest_date"]
        of_copies = dict(self.earliest)
        names = ("doc_id", "date_start", "earliest_date")
        told = zip(*(rows[name].to_pylist() for name in names), strict=True)
        dates = [
            earliest if doc_id not in of_copies else min(one for one in (start, of_copies[doc_id]) if one is not None)
            for doc_id, start, earliest in told
        ]
        return pa.chunked_array([pa.array(dates, rows.schema.field("earliest_date").type)])
