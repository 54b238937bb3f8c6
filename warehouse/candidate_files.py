"""The table files of a candidate as they lie on the disk, beside what its manifest will say of them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa

from transforms.schema import PUBLISHED_TABLES
from transforms.schema_types import Table
from warehouse.assemble import Candidate
from warehouse.durable import hash_file
from warehouse.parquet import read_footer
from warehouse.partitions import ReleaseFile, file_key_of

__all__ = ["AS_WRITTEN", "THE_PARENTS", "FoundFile", "files_frame", "inspect_files", "new_files_by_key"]

AS_WRITTEN = "as written"
THE_PARENTS = "the parent's"
OTHER_BYTES = "other bytes"
NO_CONTENT = "none"

TABLES = {table.name: table for table in PUBLISHED_TABLES}


@dataclass(frozen=True)
class FoundFile:
    """One table file.

    Attributes:
        file: As the manifest will list it.
        path: Where it should lie.
        state: `sound`, `absent`, or `unreadable` where its footer cannot be read.
        row_count: Rows by its footer.
        byte_count: Its size.
        content: `as written` (a new file with the sum it was written with), `the parent's` (a linked file: the very
            file of the parent, or a copy with the same sum), else `other bytes`, or `none`.
        schema: Its Arrow schema.
    """

    file: ReleaseFile
    path: Path
    state: str
    row_count: int | None = None
    byte_count: int | None = None
    content: str = NO_CONTENT
    schema: pa.Schema | None = None

    @property
    def table(self) -> str:
        """The table whose rows it holds."""
        return str(self.file.table)

    @property
    def has_described_columns(self) -> bool:
        """Whether it has the columns of its table with their types; whether they may be null does not count here."""
        if self.schema is None or self.table not in TABLES:
            return False
        expected = TABLES[self.table].arrow_schema
        if self.schema.equals(expected):  # hundreds of files are asked several times, and nearly all are
            return True
        return {field.name: _type(field) for field in self.schema} == {field.name: _type(field) for field in expected}

    @property
    def is_as_described(self) -> bool:
        """Whether its columns also allow nulls exactly where the schema module does."""
        if self.schema is None or not self.has_described_columns:
            return False
        expected = TABLES[self.table].arrow_schema
        return all(self.schema.field(field.name).nullable == field.nullable for field in expected)

    @property
    def is_usable(self) -> bool:
        """Whether a query can read it and finds what was written. What is not usable stops the release anyway."""
        is_right = self.content in (AS_WRITTEN, THE_PARENTS) and self.row_count == self.file.rows
        return self.state == "sound" and is_right and self.has_described_columns


def _type(field: pa.Field) -> str:
    """A type regardless of what members of a list are called."""
    return f"list<{field.type.value_type}>" if pa.types.is_list(field.type) else str(field.type)


def inspect_files(candidate: Candidate) -> list[FoundFile]:
    """Look at every table file: size and footer of all, the sum of new ones.

    Linked files were hashed when they were new. As long as they are the parent's own files (one inode) nothing can have
    happened to them here; only copies, made where links are refused, are hashed.
    """
    return list(_inspect(candidate))


def files_frame(found: Sequence[FoundFile]) -> pa.Table:
    """What the gate judges of the files: one row each."""
    return pa.table(
        {
            "path": [file.file.path for file in found],
            "is_new": [file.file.is_new for file in found],
            "state": [file.state for file in found],
            "manifest_rows": pa.array([file.file.rows for file in found], pa.int64()),
            "footer_rows": pa.array([file.row_count for file in found], pa.int64()),
            "manifest_bytes": pa.array([file.file.bytes for file in found], pa.int64()),
            "found_bytes": pa.array([file.byte_count for file in found], pa.int64()),
            "content": [file.content for file in found],
        }
    )


def new_files_by_key(found: Sequence[FoundFile], tables: Sequence[Table]) -> dict[str, dict[str, Path]]:
    """Usable files that a candidate wrote, of tables that are filed by date: by table and key of the file."""
    by_table: dict[str, dict[str, Path]] = {table.name: {} for table in tables}
    for file in found:
        if file.table in by_table and file.file.is_new and file.is_usable:
            by_table[file.table][file_key_of(file.path, TABLES[file.table])] = file.path
    return by_table


def _inspect(candidate: Candidate) -> Iterable[FoundFile]:
    for file in candidate.files:
        if file.table is None:
            continue
        path = candidate.folder / file.path
        if not path.is_file():
            yield FoundFile(file, path, "absent")
            continue
        size = path.stat().st_size
        content = _content(candidate, file, path)
        try:
            footer = read_footer(path)
        except (OSError, pa.ArrowInvalid):
            yield FoundFile(file, path, "unreadable", None, size, content)
            continue
        yield FoundFile(file, path, "sound", footer.row_count, size, content, footer.schema)


def _content(candidate: Candidate, file: ReleaseFile, path: Path) -> str:
    if file.is_new:
        return AS_WRITTEN if hash_file(path) == file.sha256 else OTHER_BYTES
    published = None if candidate.parent is None else candidate.parent / file.path
    if published is None or not published.is_file():
        return OTHER_BYTES
    is_same = path.samefile(published) or hash_file(path) == file.sha256
    return THE_PARENTS if is_same else OTHER_BYTES
