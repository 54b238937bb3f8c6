"""Questions of a user to a release: one reading statement, its rows streamed, its errors made readable.

Rows are never held together in memory. Text and JSON are made by DuckDB itself, so that every type it knows has one
spelling (ISO dates, exact decimals), and so that a question in the terminal need not wait for pyarrow to load.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

import duckdb

from transforms.errors import UsageError
from warehouse.query_check import require_reading_statement
from warehouse.query_errors import error_of_query

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["Query", "ask"]

CHUNK_ROWS = 2_000
NUMBERS = ("TINYINT", "SMALLINT", "INTEGER", "BIGINT", "HUGEINT", "UTINYINT", "USMALLINT", "UINTEGER", "UBIGINT",
           "UHUGEINT", "FLOAT", "DOUBLE", "DECIMAL", "BIGNUM")  # fmt: skip
NOT_IN_JSON = ("NaN", "Infinity")

SESSION = """
SET TimeZone = 'UTC';
SET python_enable_replacements = false;
SET enable_progress_bar = false;
SET autoinstall_known_extensions = false;
SET autoload_known_extensions = false;
"""
"""The answer must not depend on the machine's time zone or on our own Python variables, and nothing may be fetched."""


@dataclass(frozen=True)
class Query:
    """A statement that was understood and has not been run yet.

    Attributes:
        columns: Names of the columns; one that comes twice has a number added.
        is_number: For each column, whether it is shown flush right.
    """

    columns: tuple[str, ...]
    is_number: tuple[bool, ...]
    _connection: duckdb.DuckDBPyConnection
    _relation: duckdb.DuckDBPyRelation
    _types: tuple[str, ...]
    _sql: str
    _release_folder: Path

    def limited(self, maximum_rows: int) -> Query:
        """The same question for its first rows only."""
        return replace(self, _relation=self._relation.limit(maximum_rows))

    def text_rows(self) -> Iterator[list[tuple[str | None, ...]]]:
        """The rows in chunks, every value as text or None."""
        casts = ", ".join(f"CAST(#{number} AS VARCHAR)" for number in range(1, len(self.columns) + 1))
        yield from self._stream(casts)

    def json_rows(self) -> Iterator[list[str]]:
        """The rows in chunks, each row a JSON object; dates and times as ISO, what is no number in JSON as null."""
        members = ", ".join(
            f"{_quoted(name)}, {_json_value(number, kind)}"
            for number, (name, kind) in enumerate(zip(self.columns, self._types, strict=True), start=1)
        )
        for rows in self._stream(f"CAST(json_object({members}) AS VARCHAR)"):
            yield [_legal_json(row) for (row,) in rows if row is not None]

    def write_parquet(self, file: BinaryIO) -> int:
        """Write the rows to a Parquet file, a row group at a time.

        Args:
            file: Open for writing; it need not be seekable.

        Returns:
            How many rows were written.
        """
        import pyarrow as pa  # noqa: PLC0415 (half a second that other formats need not wait for)
        import pyarrow.parquet as pq  # noqa: PLC0415

        from warehouse.parquet import ROW_GROUP_ROWS  # noqa: PLC0415

        names = ", ".join(f"#{number} AS {_name(name)}" for number, name in enumerate(self.columns, start=1))
        relation = self._relation.project(names)
        row_count = 0
        with self._errors():
            reader = relation.to_arrow_reader(ROW_GROUP_ROWS)
            try:
                writer = pq.ParquetWriter(pa.PythonFile(file, "w"), reader.schema, compression="zstd")
            except pa.ArrowNotImplementedError as error:
                raise UsageError(
                    f"Parquet cannot hold a column of this answer: {error}",
                    where=self._sql,
                    what_to_do="Cast that column to VARCHAR in the query.",
                ) from error
            with writer:
                while (batch := _next_batch(reader)) is not None:
                    writer.write_batch(batch, row_group_size=ROW_GROUP_ROWS)
                    row_count += batch.num_rows
        return row_count

    def _stream(self, projection: str) -> Iterator[list[tuple[str | None, ...]]]:
        with self._errors():
            self._connection.execute(self._relation.project(projection).sql_query())
        while rows := self._fetch():
            yield rows

    def _fetch(self) -> list[tuple[str | None, ...]]:
        with self._errors():
            return self._connection.fetchmany(CHUNK_ROWS)

    @contextmanager
    def _errors(self) -> Iterator[None]:
        with _readable_errors(self._connection, self._sql, self._release_folder, is_wrapped=True):
            yield


def ask(connection: duckdb.DuckDBPyConnection, sql: str, *, release_folder: Path) -> Query:
    """Understand one reading statement: names and types are looked up, nothing is run yet.

    Args:
        connection: A catalog, opened read-only.
        sql: The statement.
        release_folder: What the catalog is about, to tell a damaged release from a mistaken question.

    Raises:
        UsageError: It is no single reading statement, or DuckDB does not understand it.
        VerificationError: A file of the release is damaged or missing.
    """
    connection.execute(SESSION)
    with _readable_errors(connection, sql, release_folder):
        require_reading_statement(connection, sql)
        relation = connection.sql(sql)
    if relation is None:
        raise UsageError("The statement gives no rows.", where=sql, what_to_do="Ask with SELECT, FROM or DESCRIBE.")
    types = tuple(str(kind) for kind in relation.types)
    is_number = tuple(kind.partition("(")[0] in NUMBERS for kind in types)
    return Query(_distinct(relation.columns), is_number, connection, relation, types, sql, release_folder)


@contextmanager
def _readable_errors(
    connection: duckdb.DuckDBPyConnection, sql: str, release_folder: Path, *, is_wrapped: bool = False
) -> Iterator[None]:
    try:
        yield
    except RuntimeError as error:
        if "interrupted" in str(error):  # how DuckDB passes Ctrl-C on
            raise KeyboardInterrupt from error
        raise
    except duckdb.Error as error:
        raise error_of_query(
            error, connection, sql=sql, release_folder=release_folder, is_wrapped=is_wrapped
        ) from error


def _next_batch(reader: pa.RecordBatchReader) -> pa.RecordBatch | None:
    """The next record batch; DuckDB's own errors come through pyarrow as OSError and are turned back."""
    try:
        return next(reader, None)
    except OSError as error:
        if error.errno is not None:  # of the operating system, so not of the query
            raise
        raise duckdb.DataError(str(error)) from error


def _distinct(names: list[str]) -> tuple[str, ...]:
    """Column names, made distinct: a JSON object or a Parquet file with one name twice loses a column."""
    seen: set[str] = set()
    distinct = []
    for name in names:
        number, candidate = 1, name
        while candidate.casefold() in seen:
            candidate = f"{name}_{number}"
            number += 1
        seen.add(candidate.casefold())
        distinct.append(candidate)
    return tuple(distinct)


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def _name(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'


def _json_value(number: int, kind: str) -> str:
    if kind.startswith("TIMESTAMP") and not kind.endswith("]"):
        return f"replace(CAST(#{number} AS VARCHAR), ' ', 'T')"  # ISO 8601 as parsers want it
    return f"#{number}"


def _legal_json(row: str) -> str:
    """DuckDB writes NaN and Infinity, which JSON does not have; most rows hold neither word and stay untouched."""
    if not any(word in row for word in NOT_IN_JSON):
        return row
    no_number: Callable[[str], None] = lambda _: None  # noqa: E731 (a def would need a docstring for no gain)
    return json.dumps(json.loads(row, parse_constant=no_number), ensure_ascii=False, separators=(",", ":"))
