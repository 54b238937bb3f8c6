"""The catalog of a release: a small DuckDB file of views, comments and macros over the Parquet files beside it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import duckdb

from transforms.errors import VerificationError
from transforms.schema import PUBLISHED_TABLES
from transforms.schema_types import Column, Table
from transforms.schema_views import VIEWS
from warehouse.disk import refusal_of
from warehouse.read_once import ReadOnce
from warehouse.sql import load, quote, render

__all__ = ["CATALOG_NAME", "MACROS", "build_catalog", "count_through_catalog", "open_catalog"]

CATALOG_NAME = "kroniek.duckdb"

MACROS = {
    "phrase_pattern": "Pattern that finds a word or phrase whole and in any case: "
    "FROM documents WHERE regexp_matches(text, phrase_pattern('brug')). docs/terms.md.",
    "kwic": "Keyword in context: every place of a word or phrase, with the characters before and behind it. "
    "FROM kwic('brug', width := 40). docs/terms.md.",
    "term_trend": "A word, 2-gram or 3-gram by month, in a million words; 0 where it is below the cut-off of "
    "term_months. FROM term_trend('de brug'). docs/terms.md.",
    "unrepeated_paragraphs": "The paragraphs without the passages that stand in more than so many documents. "
    "FROM unrepeated_paragraphs(most_documents := 1). docs/structure.md.",
}
"""Macros over the views, each in its `catalog_<name>.sql`, and what they say of themselves."""
TABLE_MACROS = ("kwic", "term_trend", "unrepeated_paragraphs")

SQL_TYPES = {
    "string": "VARCHAR",
    "list<string>": "VARCHAR[]",
    "int32": "INTEGER",
    "int64": "BIGINT",
    "double": "DOUBLE",
    "boolean": "BOOLEAN",
    "date": "DATE",
    "timestamp": "TIMESTAMP",
    "binary": "BLOB",
}


def build_catalog(engine: duckdb.DuckDBPyConnection, folder: Path, files: Mapping[str, Sequence[str]]) -> Path:
    """Make the catalog of a release folder.

    Args:
        engine: Any DuckDB in memory; of what it holds nothing is seen or changed.
        folder: Release folder that holds the Parquet files.
        files: Paths relative to the folder, by table.
    """
    path = folder / CATALOG_NAME
    connection = engine.cursor()
    try:
        # Views are bound when they are made; this variable says where the files lie now and is not stored.
        connection.execute("SET VARIABLE kroniek = $folder", {"folder": str(folder)})
        connection.execute(render("attach_catalog", file=quote(str(path))))
        connection.execute("USE catalog")
        # One transaction: a commit for each of some two hundred comments costs more than all else here.
        connection.execute("BEGIN")
        connection.execute(load("catalog_release_folder"))
        for table in PUBLISHED_TABLES:
            _add_view(connection, table, files.get(table.name, ()))
        for view in VIEWS:
            connection.execute(load(f"catalog_{view.name}"))
            _add_comments(connection, view)
        for macro, comment in MACROS.items():
            connection.execute(load(f"catalog_{macro}"))
            kind = "TABLE" if macro in TABLE_MACROS else ""
            connection.execute(render("catalog_macro_comment", kind=kind, macro=macro, comment=quote(comment)))
        connection.execute("COMMIT")
        connection.execute("USE memory")
        connection.execute("DETACH catalog")
    except duckdb.Error as error:
        refusal = refusal_of(error, path)
        if refusal is None:
            raise
        raise refusal from error
    finally:
        connection.close()
    leftover = path.with_name(path.name + ".wal")
    if leftover.exists():
        raise VerificationError(
            "The catalog was not closed cleanly.", where=str(leftover), what_to_do="Run `kroniek publish` again."
        )
    return path


def _add_view(connection: duckdb.DuckDBPyConnection, table: Table, files: Sequence[str]) -> None:
    if files:
        connection.execute(render("catalog_view", table=table.name, files=quote("|".join(files))))
    else:
        columns = ", ".join(f"CAST(NULL AS {SQL_TYPES[column.type]}) AS {column.name}" for column in table.columns)
        connection.execute(render("catalog_empty_view", table=table.name, columns=columns))
    _add_comments(connection, table)


def _add_comments(connection: duckdb.DuckDBPyConnection, table: Table) -> None:
    comment = quote(f"{table.description} Grain: {table.grain}.")
    connection.execute(render("catalog_view_comment", table=table.name, comment=comment))
    for column in table.columns:
        connection.execute(
            render(
                "catalog_column_comment", table=table.name, column=column.name, comment=quote(_column_comment(column))
            )
        )


def _column_comment(column: Column) -> str:
    unit = f" Unit: {column.unit}." if column.unit else ""
    return f"{column.description}{unit} Source: {column.source}."


def open_catalog(release_folder: Path) -> duckdb.DuckDBPyConnection:
    """A read-only connection to a release's catalog.

    Raises:
        VerificationError: The catalog is absent or no DuckDB file.
    """
    path = release_folder / CATALOG_NAME
    try:
        return duckdb.connect(path, read_only=True)
    except duckdb.Error as error:
        raise VerificationError(
            f"The release's catalog cannot be opened: {error}.",
            where=str(path),
            what_to_do="Restore the release folder from a backup, or query another release with --release.",
        ) from error


_COUNTS: ReadOnce[dict[str, int | None]] = ReadOnce()


def count_through_catalog(folder: Path, files: Sequence[str]) -> dict[str, int | None]:
    """Rows of each table as a reader would count them; None for one that cannot be counted.

    A release of a million documents has 840 files, and a reader opens all of them. So as long as the catalog and they
    are the same, they are counted once in a run: for the gate, and not again for the publisher.

    Args:
        folder: Of the release or candidate.
        files: Paths of its table files, relative to the folder.

    Raises:
        VerificationError: The catalog is absent or no DuckDB file.
    """
    asked = [folder / name for name in (CATALOG_NAME, *files)]
    return _COUNTS.ask(asked, lambda: _count_tables(folder), about=str(folder))


def _count_tables(folder: Path) -> dict[str, int | None]:
    catalog = open_catalog(folder)
    try:
        return {table.name: _count(catalog, table.name) for table in PUBLISHED_TABLES}
    finally:
        catalog.close()


def _count(catalog: duckdb.DuckDBPyConnection, table: str) -> int | None:
    try:
        [(count,)] = catalog.execute(render("catalog_count", table=table)).fetchall()
    except duckdb.Error:  # a file of it is absent or damaged, which checks on files name
        return None
    return int(count)
