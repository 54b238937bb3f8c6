"""Which documents an export holds: each document of the release gets one fate, and the fates add up."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import duckdb
import pyarrow as pa

from transforms.errors import UsageError
from transforms.schema import CHANGES, DATE_MENTIONS, DOCUMENTS, TOMBSTONES
from transforms.schema_types import Table
from warehouse.engine import view_files
from warehouse.exports.request import ExportRequest
from warehouse.query import SESSION
from warehouse.query_errors import error_of_query
from warehouse.releases import table_files
from warehouse.sql import load

__all__ = [
    "choose_documents",
    "count_fates",
    "open_reader",
    "readable_errors",
    "require_repeatable",
    "unpublished_withdrawals",
]

MEMORY_LIMIT = "512MB"
SAMPLING_WORDS = {"TABLESAMPLE", "SAMPLE"}


@contextmanager
def open_reader(spill: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """A DuckDB in memory that spills beside the export, never into the warehouse, which may belong to somebody else."""
    connection = duckdb.connect(config={"memory_limit": MEMORY_LIMIT, "temp_directory": str(spill)})
    try:
        connection.execute(SESSION)
        yield connection
    finally:
        connection.close()


def choose_documents(
    connection: duckdb.DuckDBPyConnection,
    request: ExportRequest,
    release: Path,
    *,
    latest: Path,
    later: list[str],
    revised: Sequence[str] = (),
    withdrawn: Collection[str] = (),
) -> None:
    """Make the table `fates`: doc_id, year of date_start, fate (`chosen` or why not) and part (all, train or test).

    Args:
        connection: Where.
        request: What is wanted.
        release: Folder of the release that is exported.
        latest: Folder of the latest release: what was withdrawn since stays withdrawn.
        later: Releases after `request.since`, up to the one exported.
        revised: Documents that were written again after their date (`warehouse.exports.revised`).
        withdrawn: Documents that were taken down, whether or not a release tells it yet.

    Raises:
        UsageError: The condition cannot be used.
    """
    for table in (DOCUMENTS, DATE_MENTIONS, CHANGES):
        view_files(connection, table.name, table_files(release, table.name), table)
    # Of both: after a rollback the latest release may be an earlier one.
    tombstones = [path for folder in dict.fromkeys((release, latest)) for path in table_files(folder, TOMBSTONES.name)]
    view_files(connection, "tombstones", tombstones, TOMBSTONES)
    connection.execute(load("export_withdrawn"), {"recorded": sorted(withdrawn)})
    connection.register("revised", pa.table({"doc_id": pa.array(revised, pa.string())}))
    documents = connection.table("documents")
    if request.where is not None and request.schema is DOCUMENTS:
        # One expression is all that DuckDB takes here, so nothing else can be slipped in.
        documents = documents.filter(request.where)
    documents.project("doc_id").create("matching")
    connection.execute(
        load("export_fates"),
        {
            "start": request.start,
            "end": request.end,
            "is_overlap": request.is_overlap,
            "is_causal": request.is_causal,
            "has_no_later_mentions": request.has_no_later_mentions,
            "split": request.split,
            "is_delta": request.since is not None,
            "later": later,
        },
    )
    if request.sample_size is not None:
        connection.execute(load("export_sample"), {"size": request.sample_size, "seed": str(request.seed)})


def unpublished_withdrawals(connection: duckdb.DuckDBPyConnection) -> list[str]:
    """Documents of the release that are left out though no release tells yet that they were withdrawn."""
    return [str(doc_id) for (doc_id,) in connection.execute(load("export_unpublished")).fetchall()]


def count_fates(connection: duckdb.DuckDBPyConnection) -> dict[str, int]:
    """Documents by fate; together they are all documents of the release."""
    return dict(connection.execute(load("export_counts")).fetchall())


@contextmanager
def readable_errors(connection: duckdb.DuckDBPyConnection, where: str | None, release: Path) -> Iterator[None]:
    """Tell a damaged release from a mistaken condition; whatever is neither stays a bug.

    Raises:
        UsageError: DuckDB does not understand the condition, or it fails on a row.
        VerificationError: A file of the release cannot be read.
    """
    try:
        yield
    except (duckdb.Error, OSError) as error:
        if isinstance(error, OSError) and error.errno is not None:  # of the disk, so not of the query
            raise
        # DuckDB's own errors come through pyarrow as OSError.
        found = error if isinstance(error, duckdb.Error) else duckdb.DataError(str(error))
        told = error_of_query(found, connection, sql=where or "", release_folder=release, is_wrapped=True)
        if where is None and isinstance(told, UsageError):
            raise
        raise told from error


def require_repeatable(connection: duckdb.DuckDBPyConnection, where: str, table: Table) -> None:
    """Refuse a condition that would not give the same rows twice, such as `random() < 0.1`.

    Raises:
        UsageError: It asks for chance, the clock or the session.
    """
    names = {str(name) for (name,) in connection.execute(load("export_volatile_functions")).fetchall()}
    names = {name.upper() for name in names - set(table.column_names)} | SAMPLING_WORDS
    content = where.encode()
    tokens = duckdb.tokenize(where)
    ends = [start for start, _ in tokens[1:]] + [len(content)]
    for (start, kind), end in zip(tokens, ends, strict=True):
        word = content[start:end].decode(errors="replace").strip().strip('"').upper()
        if kind in {duckdb.token_type.identifier, duckdb.token_type.keyword} and word in names:
            raise UsageError(
                f"With {word.lower()} the same export would not hold the same rows twice.",
                where=where,
                what_to_do="Leave it out; --sample N --seed S draws documents at random and can be repeated.",
            )
