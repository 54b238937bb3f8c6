"""Makes an export: chooses documents, streams their rows into files, and says in a manifest how it was done."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from transforms.errors import UsageError
from transforms.schema import CHANGES, TOMBSTONES
from transforms.schema_types import Table
from warehouse.durable import hash_file, json_text, write_text
from warehouse.engine import view_files
from warehouse.exports.lineage import releases_after
from warehouse.exports.placing import MANIFEST_NAME, place_files, place_folder, temporary_folder
from warehouse.exports.request import ExportRequest, PathChoice
from warehouse.exports.revised import find_revised
from warehouse.exports.selection import (
    choose_documents,
    count_fates,
    open_reader,
    readable_errors,
    require_repeatable,
    unpublished_withdrawals,
)
from warehouse.exports.writers import WrittenFile, write_rows
from warehouse.filing import year_of
from warehouse.layout import Warehouse
from warehouse.partitions import file_key_of
from warehouse.releases import read_manifest, release_folder, table_files
from warehouse.sql import load, quote, render
from warehouse.withdrawals import read_withdrawals

__all__ = ["Export", "export"]

HEADER_TEXT = (
    "' date ' || CASE date_precision WHEN 'year' THEN strftime(date_start, '%Y') WHEN 'month' THEN "
    "strftime(date_start, '%Y-%m') ELSE strftime(date_start, '%Y-%m-%d') END || ' ' || text AS text"
)
PATHS = {
    PathChoice.HASH: "CASE WHEN source_path = '' THEN '' ELSE left(sha256(source_path), 32) END AS source_path",
    PathChoice.NONE: "'' AS source_path",
}
"""Expressions in the place of a column: they hold no value of anybody's."""


@dataclass(frozen=True)
class Export:
    """What was made.

    Attributes:
        folder: Where the files and their manifest lie.
        manifest: Content of the manifest.
    """

    folder: Path
    manifest: dict[str, Any]


def export(
    warehouse: Warehouse,
    request: ExportRequest,
    out: Path,
    *,
    as_of: str | None = None,
    is_file: bool = False,
    on_file: Callable[[int, int], None] = lambda _done, _all: None,
) -> Export:
    """Export a slice of a release.

    Args:
        warehouse: Where the release is.
        request: What is wanted.
        out: A folder to make, or a file.
        as_of: Version of the release; the latest for None.
        is_file: Whether `out` is a file; its manifest then lies beside it.
        on_file: Told how many files of the table are done, of how many.

    Raises:
        UsageError: Something in the request, or where it should go, cannot be.
        NothingPublishedError: There is no release yet.
        VerificationError: The release is damaged.
    """
    request.check()
    latest = release_folder(warehouse, None)
    release = release_folder(warehouse, as_of)
    if is_file and request.split is not None:
        raise UsageError("A split makes two files.", where=str(out), what_to_do="Name a folder with --out.")
    later = releases_after(warehouse, release, request.since) if request.since else []
    with temporary_folder(out, is_file=is_file) as folder, open_reader(folder / ".spill") as connection:
        if request.where is not None:
            require_repeatable(connection, request.where, request.schema)
        name = out.name if is_file else None
        with readable_errors(connection, request.where, release):
            if request.is_of_documents:
                choose_documents(
                    connection,
                    request,
                    release,
                    latest=latest,
                    later=later,
                    revised=find_revised(warehouse, release, folder / ".spill") if request.is_causal else (),
                    withdrawn=read_withdrawals(warehouse).doc_ids,
                )
            files = _write(connection, request, release, folder, later=later, name=name, on_file=on_file)
            fates = count_fates(connection) if request.is_of_documents else {}
            unpublished = unpublished_withdrawals(connection) if request.is_of_documents else []
        manifest = _manifest(request, release, latest, files, fates=fates, unpublished=unpublished)
        write_text(folder / MANIFEST_NAME, json_text(manifest))
        shutil.rmtree(folder / ".spill", ignore_errors=True)
        target = place_files(folder, out, [file.path for file in files]) if is_file else place_folder(folder, out)
    return Export(target, manifest)


def _write(
    connection: duckdb.DuckDBPyConnection,
    request: ExportRequest,
    release: Path,
    folder: Path,
    *,
    later: list[str],
    name: str | None,
    on_file: Callable[[int, int], None],
) -> list[WrittenFile]:
    table = request.schema
    ending = request.format.value
    paths = table_files(release, table.name)
    if not request.is_of_documents:
        target = folder / (name or f"{table.name}.{ending}")
        relations = _plain_rows(connection, request, table, paths, on_file=_Steps(on_file, len(paths)).take)
        return [write_rows(connection, relations, table, request.format, target)]
    years = {str(year) for (year,) in connection.execute(load("export_years")).fetchall()}
    paths = [path for path in paths if year_of(file_key_of(path, table)) in years]
    parts = {"all": name or f"{table.name}.{ending}"}
    if request.split is not None:
        parts = {part: f"{table.name}-{part}.{ending}" for part in ("train", "test")}
    step = _Steps(on_file, len(parts) * len(paths))
    files = []
    for part, file_name in parts.items():
        relations = _rows_of_chosen(connection, request, table, paths, part=part, on_file=step.take)
        files.append(write_rows(connection, relations, table, request.format, folder / file_name))
    if request.since is not None:
        stem = name.removesuffix(f".{ending}") + "-" if name else ""
        removed = connection.sql(render("export_removed", later=", ".join(map(quote, later))))
        removed = removed.project(_columns(request, CHANGES))
        files.append(write_rows(connection, [removed], CHANGES, request.format, folder / f"{stem}removed.{ending}"))
    return files


class _Steps:
    """Counts files that are done, and tells."""

    def __init__(self, on_file: Callable[[int, int], None], total: int) -> None:
        self._on_file = on_file
        self._total = total
        self._done = 0

    def take(self) -> None:
        """One more is done."""
        self._done += 1
        self._on_file(self._done, self._total)


def _rows_of_chosen(
    connection: duckdb.DuckDBPyConnection,
    request: ExportRequest,
    table: Table,
    paths: list[Path],
    *,
    part: str,
    on_file: Callable[[], None],
) -> Iterator[duckdb.DuckDBPyRelation]:
    """Rows of one file after the other: a year is sorted at a time, never the corpus."""
    columns = _columns(request, table)
    sort = ", ".join(f"{column} NULLS FIRST" for column in table.sort)
    for path in paths:
        view_files(connection, "rows_of_file", [path], table)
        if request.where is not None and request.schema.name != "documents":  # documents were matched when chosen
            connection.table("rows_of_file").filter(request.where).create_view("matching_rows", replace=True)
        else:
            connection.table("rows_of_file").create_view("matching_rows", replace=True)
        yield connection.sql(render("export_rows", columns=columns, table="matching_rows", part=quote(part), sort=sort))
        on_file()


def _plain_rows(
    connection: duckdb.DuckDBPyConnection,
    request: ExportRequest,
    table: Table,
    paths: list[Path],
    *,
    on_file: Callable[[], None],
) -> Iterator[duckdb.DuckDBPyRelation]:
    """Rows of a table that is not of documents; its files are sorted already, and their names in order."""
    sort = ", ".join(f"{column} NULLS FIRST" for column in table.sort)
    for path in paths:
        view_files(connection, table.name, [path], table)
        relation = connection.table(table.name)
        if request.where is not None:
            relation = relation.filter(request.where)
        yield relation.order(sort).project(_columns(request, table))
        on_file()


def _columns(request: ExportRequest, table: Table) -> str:
    """All columns, some of them told otherwise."""
    replaced = [HEADER_TEXT] if request.has_header else []
    if request.paths in PATHS and "source_path" in table.column_names:
        replaced.append(PATHS[request.paths])
    return f"* REPLACE ({', '.join(replaced)})" if replaced else "*"


def _manifest(
    request: ExportRequest,
    release: Path,
    latest: Path,
    files: list[WrittenFile],
    *,
    fates: dict[str, int],
    unpublished: list[str],
) -> dict[str, Any]:
    """How it was made. No time and no path in it: the same export gives the same manifest."""
    source = read_manifest(release)
    settings = source["settings"]
    return {
        "command": request.command(release.name),
        "release": release.name,
        "release_manifest_sha256": hash_file(release / MANIFEST_NAME),
        # What is on this list is left out, whatever the release holds: after a withdrawal the export holds less.
        "tombstones_sha256": _tombstones_sum(latest),
        # Documents that are left out besides: taken down, which the next release will tell.
        "unpublished_withdrawals": unpublished,
        "request": request.fields(),
        "documents": fates,
        "rules_version": source["rules_version"],
        "licence": settings.get("licence", "unknown"),
        "contact": settings.get("contact"),
        "legal_ground": settings.get("legal_ground"),
        "libraries": {"duckdb": duckdb.__version__, "pyarrow": pa.__version__},
        "files": [asdict(file) for file in files],
    }


def _tombstones_sum(latest: Path) -> list[str]:
    return [file["sha256"] for file in read_manifest(latest)["files"] if file["table"] == TOMBSTONES.name]
