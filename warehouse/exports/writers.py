"""Rows of an export to a file: Parquet as releases have it, CSV or JSON Lines; the same rows give the same bytes."""

from __future__ import annotations

import gzip
import hashlib
import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, cast

import duckdb
import pyarrow as pa

from transforms.schema_types import Column, Table
from warehouse.durable import hash_file
from warehouse.engine import ARROW_BATCH_ROWS
from warehouse.exports.request import ExportFormat
from warehouse.parquet import write_batches

__all__ = ["WrittenFile", "write_rows"]

CHUNK_ROWS = 2_000
GZIP_LEVEL = 6
Relations = Iterable[duckdb.DuckDBPyRelation]


@dataclass(frozen=True)
class WrittenFile:
    """A file of an export.

    Attributes:
        path: Its name.
        rows: Rows, a CSV heading not counted.
        bytes: Size.
        sha256: Of its bytes, in hex.
        content_sha256: Of what gzip unpacks, which another zlib may pack otherwise; else the same.
    """

    path: str
    rows: int
    bytes: int
    sha256: str
    content_sha256: str


def write_rows(
    connection: duckdb.DuckDBPyConnection, relations: Relations, table: Table, format_: ExportFormat, path: Path
) -> WrittenFile:
    """Stream some relations, one after the other, into a new file.

    Args:
        connection: Theirs.
        relations: Each with the table's columns, its rows in order; taken up only when the one before it is written.
        table: The table.
        format_: How.
        path: The file.
    """
    if format_ is ExportFormat.PARQUET:
        rows = write_batches(_batches(relations), table, path)
        digest = hash_file(path)
        return WrittenFile(path.name, rows, path.stat().st_size, digest, digest)
    is_csv = format_.value.startswith("csv")
    with _text_file(path, is_gzip=format_.value.endswith(".gz")) as (file, content):
        rows = (_write_csv if is_csv else _write_jsonl)(connection, relations, table, file)
        content_digest = content()
    return WrittenFile(path.name, rows, path.stat().st_size, hash_file(path), content_digest)


def _batches(relations: Relations) -> Iterator[pa.RecordBatch]:
    for relation in relations:
        yield from relation.to_arrow_reader(ARROW_BATCH_ROWS)


class _Hashing:
    """Passes bytes on and hashes them."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._digest = hashlib.sha256()

    def write(self, content: bytes) -> int:
        """Pass some bytes on."""
        self._digest.update(content)
        return self._file.write(content)

    def hexdigest(self) -> str:
        """sha256 of what was passed on, in hex."""
        return self._digest.hexdigest()


@contextmanager
def _text_file(path: Path, *, is_gzip: bool) -> Iterator[tuple[BinaryIO, Callable[[], str]]]:
    with path.open("wb") as raw:
        if is_gzip:
            # No name and no time inside: they would make the bytes differ.
            with gzip.GzipFile(filename="", mode="wb", compresslevel=GZIP_LEVEL, fileobj=raw, mtime=0) as packed:
                hashing = _Hashing(cast("BinaryIO", packed))
                yield cast("BinaryIO", hashing), hashing.hexdigest
        else:
            hashing = _Hashing(raw)
            yield cast("BinaryIO", hashing), hashing.hexdigest
        raw.flush()
        os.fsync(raw.fileno())


def _write_csv(connection: duckdb.DuckDBPyConnection, relations: Relations, table: Table, file: BinaryIO) -> int:
    """RFC 4180 but for the line ends, which are LF; null is empty, an empty text is `""`, a list is JSON."""
    file.write((",".join(table.column_names) + "\n").encode())
    casts = ", ".join(_csv_value(column) for column in table.columns)
    count = 0
    for relation in relations:
        for rows in _chunks(connection, relation.project(casts)):
            file.write("".join(",".join(map(_csv_cell, row)) + "\n" for row in rows).encode())
            count += len(rows)
    return count


def _csv_value(column: Column) -> str:
    if column.type.startswith("list<"):
        return f"CAST(to_json({column.name}) AS VARCHAR)"
    return _iso(column) if column.type == "timestamp" else f"CAST({column.name} AS VARCHAR)"


def _iso(column: Column) -> str:
    return f"strftime({column.name}, '%Y-%m-%dT%H:%M:%S.%fZ')"


def _csv_cell(value: str | None) -> str:
    if value is None:
        return ""
    if not value or any(char in value for char in ',"\n\r'):
        return '"' + value.replace('"', '""') + '"'
    return value


def _write_jsonl(connection: duckdb.DuckDBPyConnection, relations: Relations, table: Table, file: BinaryIO) -> int:
    """One JSON object a line, every column named."""
    members = ", ".join(
        f"'{column.name}', {_iso(column) if column.type == 'timestamp' else column.name}" for column in table.columns
    )
    count = 0
    for relation in relations:
        for rows in _chunks(connection, relation.project(f"CAST(json_object({members}) AS VARCHAR)")):
            file.write("".join(f"{row[0]}\n" for row in rows).encode())
            count += len(rows)
    return count


def _chunks(
    connection: duckdb.DuckDBPyConnection, relation: duckdb.DuckDBPyRelation
) -> Iterator[list[tuple[str | None, ...]]]:
    connection.execute(relation.sql_query())
    while rows := connection.fetchmany(CHUNK_ROWS):
        yield rows
