"""Makes an export: chooses documents, streams their rows into files, and says in a manifest how it was done."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from transforms.errors import UsageError
from transforms.schema import CHANGES, TOMBSTONES
from transforms.schema_types import Table
from warehouse.durable import fsync_file, fsync_tree, hash_file, json_text, write_text
from warehouse.engine import view_files
from warehouse.exports.lineage import releases_after
from warehouse.exports.request import ExportRequest, PathChoice
from warehouse.exports.selection import (
    choose_documents,
    count_fates,
    open_reader,
    readable_errors,
    require_repeatable,
)
from warehouse.exports.writers import WrittenFile, write_rows
from warehouse.layout import Warehouse
from warehouse.releases import read_manifest, release_folder, table_files
from warehouse.sql import load, quote, render

__all__ = ["Export", "export"]

MANIFEST_NAME = "manifest.json"
HEADER_TEXT = (
    "' date ' || CASE date_precision WHEN 'year' THEN strftime(date_start, '%Y') WHEN 'month' THEN "
    "strftime(date_start, '%Y-%m') ELSE strftime(date_start, '%Y-%m-%d') END || ' ' || text AS text"
)
PATHS = {
    PathChoice.HASH: "left(sha256(source_path), 32) AS source_path",
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
    with _temporary(out, is_file=is_file) as folder, open_reader(folder / ".spill") as connection:
        if request.where is not None:
            require_repeatable(connection, request.where, request.schema)
        name = out.name if is_file else None
        with readable_errors(connection, request.where, release):
            files = _write(connection, request, release, latest, folder, later=later, name=name, on_file=on_file)
            fates = count_fates(connection) if request.is_of_documents else {}
        manifest = _manifest(request, release, latest, files, fates)
        write_text(folder / MANIFEST_NAME, json_text(manifest))
        shutil.rmtree(folder / ".spill", ignore_errors=True)
        target = _place_files(folder, out, [file.path for file in files]) if is_file else _place_folder(folder, out)
    return Export(target, manifest)


def _write(
    connection: duckdb.DuckDBPyConnection,
    request: ExportRequest,
    release: Path,
    latest: Path,
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
    choose_documents(connection, request, release, latest=latest, later=later)
    years = {str(year) for (year,) in connection.execute(load("export_years")).fetchall()}
    paths = [path for path in paths if path.stem.rpartition("-")[2] in years]
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
    request: ExportRequest, release: Path, latest: Path, files: list[WrittenFile], fates: dict[str, int]
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


@contextmanager
def _temporary(out: Path, *, is_file: bool) -> Iterator[Path]:
    """A folder beside `out` in which everything is made; what is left of it is removed, however it ends."""
    if out.exists() and not (out.is_dir() and not any(out.iterdir())):
        raise _taken(out)
    if is_file and (out.parent / MANIFEST_NAME).exists():  # of another export; told before the work, not after it
        raise _taken(out.parent / MANIFEST_NAME)
    try:
        folder = Path(tempfile.mkdtemp(dir=out.parent, prefix=f".{out.name}.", suffix=".part"))
    except OSError as error:
        raise UsageError(
            f"The export cannot be written: {error.strerror}.",
            where=str(out),
            what_to_do="Choose a folder that exists, that you may write, and that has room.",
        ) from error
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _place_folder(folder: Path, out: Path) -> Path:
    _give_usual_rights(folder)
    fsync_tree(folder)
    if out.is_dir():
        out.rmdir()  # an empty one, as was checked
    folder.rename(out)
    fsync_file(out.parent)
    return out


def _place_files(folder: Path, out: Path, names: list[str]) -> Path:
    """Files first and the manifest last: where it lies, the export is whole."""
    _give_usual_rights(folder)
    fsync_tree(folder)
    placed: list[Path] = []
    try:
        for name in (*names, MANIFEST_NAME):
            os.link(folder / name, out.parent / name)  # unlike a rename, it never replaces a file
            placed.append(out.parent / name)
    except FileExistsError as error:
        for path in placed:
            path.unlink()
        raise _taken(out.parent / name) from error
    fsync_file(out.parent)
    return out.parent


def _taken(place: Path) -> UsageError:
    return UsageError(
        "There is something already.",
        where=str(place),
        what_to_do="Name another place, such as a folder of its own, or remove it.",
    )


def _give_usual_rights(folder: Path) -> None:
    """A temporary folder is its owner's alone; what is handed over is not."""
    mask = os.umask(0)
    os.umask(mask)
    folder.chmod(0o777 & ~mask)
