"""The reading side of a warehouse: verdicts of the latest release and of batches no release holds yet, side by side.

Used by `rejects`, `explain` and `status`. Nothing here writes, takes the writer's lock, or waits for a run; and nothing
here loads pyarrow, because these commands answer while somebody is looking at the screen.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from warehouse.batches import BatchFolders
from warehouse.engine_errors import explaining
from warehouse.judgement import is_judged_again
from warehouse.layout import BatchName, Warehouse
from warehouse.path_cover import find_cover, read_under_true_paths, register_cover
from warehouse.releases import last_batch_no, latest_folder, table_files
from warehouse.sql import load
from warehouse.standings import load_decisions
from warehouse.state import has_tables, open_state

__all__ = ["Inspection", "Row", "open_inspection", "read_state"]

STAND_IN_FOR_PARENT = ("parent_documents", "parent_verdicts", "parent_duplicates")
"""What assemble asks of a parent; after everything was judged again there is nothing in it to believe."""

Row = dict[str, Any]
"""One row of an answer, by column name."""


@dataclass(frozen=True)
class Inspection:
    """What is known of a warehouse's files at one moment.

    The connection has the views `all_verdicts` and `all_duplicates`, and `published_documents` and
    `published_changes` when there is a release.

    Attributes:
        connection: In memory; reads Parquet files only.
        release: Folder of the latest release, or None before the first.
        pending: Judged batches that the latest release does not hold, by number.
        is_judged_again: Whether everything was judged again since the latest release. Then every verdict and duplicate
            is told as the next release will have it, and is pending where that is not what the latest one says.
    """

    connection: duckdb.DuckDBPyConnection
    release: Path | None
    pending: tuple[BatchName, ...]
    is_judged_again: bool

    def rows(self, name: str, parameters: Mapping[str, object] | None = None) -> list[Row]:
        """Answer of the SQL file `name`."""
        return _rows(self.connection, name, parameters or {})


@contextmanager
def open_inspection(warehouse: Warehouse) -> Iterator[Inspection]:
    """Look at the verdicts of a warehouse; one that is empty or absent has none.

    Args:
        warehouse: Where to look.

    Raises:
        VerificationError: A file of the latest release or of a pending batch is damaged or missing.
    """
    # The pointer first: should a release be published a moment later, its batches still count as pending here.
    release = latest_folder(warehouse)
    published = last_batch_no(release)
    staged = warehouse.staged_folders()
    pending = tuple(batch for batch in staged.batches if batch.batch_no > published)
    is_whole = is_judged_again(warehouse, release)
    connection = duckdb.connect()
    try:
        with explaining(warehouse):
            register_cover(connection, find_cover(warehouse))
            load_decisions(connection, warehouse)
            _make_views(connection, staged, release, tuple(staged.batches) if is_whole else pending, is_whole=is_whole)
            yield Inspection(connection, release, pending, is_whole)
    finally:
        connection.close()


def _make_views(
    connection: duckdb.DuckDBPyConnection,
    staged: BatchFolders,
    release: Path | None,
    pending: tuple[BatchName, ...],
    *,
    is_whole: bool,
) -> None:
    verdicts, duplicates = _view_published(connection, release)
    if pending:
        files, batch_nos = staged.verdict_files(pending)
        _view(connection, "pending_as_filed", files, batch_nos)
        # A file that was moved since it was judged is told under its old path until the next release.
        connection.sql(load("unmoved_paths"), params={"view": "pending_as_filed"}).create_view("pending_files")
    if pending and is_whole:
        _judge_standing(connection, release)
        verdicts, duplicates = ["inspect_judged_again"], ["inspect_judged_again_duplicates"]
    elif pending:
        verdicts.append("inspect_pending")
        duplicates.append("inspect_pending_duplicates")
    _union(connection, "all_verdicts", verdicts or ["inspect_nothing"])
    _union(connection, "all_duplicates", duplicates or ["inspect_no_duplicates"])


def _view_published(connection: duckdb.DuckDBPyConnection, release: Path | None) -> tuple[list[str], list[str]]:
    """Views over the tables of a release; gives the SQL files that tell its verdicts and duplicates."""
    for name in ("verdicts", "duplicates", "documents", "changes"):
        files = table_files(release, name)
        if files:
            _view(connection, f"published_{name}", files)
    verdicts = ["inspect_published"] if table_files(release, "verdicts") else []
    duplicates = ["inspect_published_duplicates"] if table_files(release, "duplicates") else []
    return verdicts, duplicates


def _judge_standing(connection: duckdb.DuckDBPyConnection, release: Path | None) -> None:
    """Work out how every verdict stands, as assemble will: table `touched_verdicts`, of all batches."""
    for name in STAND_IN_FOR_PARENT:
        connection.sql(load(f"inspect_no_{name}")).create_view(name)
    for step in ("versions", "succession", "reassigned", "touched_verdicts"):
        connection.execute(load(f"assemble_{step}"))
    for table, nothing in (("verdicts", "inspect_nothing"), ("duplicates", "inspect_no_duplicates")):
        if not table_files(release, table):
            connection.sql(load(nothing)).create_view(f"published_{table}")


def _view(
    connection: duckdb.DuckDBPyConnection, name: str, files: list[Path], batch_nos: list[int] | None = None
) -> None:
    """A view over files; where `batch_nos` are given, over the rows of these batches in them."""
    relation = read_under_true_paths(connection, files)
    if batch_nos is None:
        relation.create_view(name)
        return
    relation.create_view(f"{name}_of_any_batch")
    chosen: dict[str, object] = {"view": f"{name}_of_any_batch", "batch_nos": batch_nos}
    connection.sql(load("rows_of_batches"), params=chosen).create_view(name)


def _union(connection: duckdb.DuckDBPyConnection, name: str, parts: list[str]) -> None:
    whole = connection.sql(load(parts[0]))
    for part in parts[1:]:
        whole = whole.union(connection.sql(load(part)))
    whole.create_view(name)


def read_state(warehouse: Warehouse, **questions: Mapping[str, object]) -> dict[str, list[Row]]:
    """Ask the state several questions in one short read-only opening.

    Args:
        warehouse: Whose state.
        questions: Name of a SQL file, and its parameters.

    Returns:
        For each question its rows; none for every question when there is no state yet.

    Raises:
        InputUnreadableError: A run holds the state for longer than a reader waits, or it is damaged.
    """
    nothing: dict[str, list[Row]] = {name: [] for name in questions}
    if not warehouse.state_file.exists():
        return nothing
    with open_state(warehouse, read_only=True) as state:
        if not has_tables(state):  # a run has only just made the file, or died then
            return nothing
        return {name: _rows(state, name, parameters) for name, parameters in questions.items()}


def _rows(connection: duckdb.DuckDBPyConnection, name: str, parameters: Mapping[str, object]) -> list[Row]:
    answer = connection.execute(load(name), dict(parameters))
    columns = [str(column[0]) for column in answer.description or ()]
    return [dict(zip(columns, row, strict=True)) for row in answer.fetchall()]
