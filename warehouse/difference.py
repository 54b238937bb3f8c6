"""What differs between two releases, however far they lie apart.

Files that both share have one sum and are not read: the cost follows what differs. Nothing here loads pyarrow.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import duckdb

from transforms.schema import DOCUMENTS, TOMBSTONES, VERDICTS_TABLE
from transforms.schema_types import Table
from warehouse.catalog import SQL_TYPES
from warehouse.inspection import Row
from warehouse.layout import Warehouse
from warehouse.path_cover import find_cover, read_under_true_paths, register_cover
from warehouse.releases import read_manifest, release_folder
from warehouse.sql import load, render

__all__ = ["CHANGES", "Difference", "compare_releases"]

CHANGES = ("added", "removed", "withdrawn", "changed")


@dataclass(frozen=True)
class Difference:
    """What differs between two releases.

    Attributes:
        old: Version of the one.
        new: Version of the other.
        counts: Documents added, removed, withdrawn and changed from `old` to `new`.
        months: The same by month (year where only that is known): name, added, removed, withdrawn, changed.
        languages: The same by language.
        sources: The same by source.
        reasons: Verdicts that stand, by reason, where their number differs: verdict, reason, more (fewer below 0).
        columns: In how many of the changed documents each column differs, those where it does.
        documents: The documents that differ: change, doc_id, published_month, lang, source, source_path.
        read_files: How many files were read; those that both releases share are not.
    """

    old: str
    new: str
    counts: dict[str, int]
    months: list[Row]
    languages: list[Row]
    sources: list[Row]
    reasons: list[Row]
    columns: dict[str, int]
    documents: list[Row]
    read_files: int

    def as_json(self) -> dict[str, Any]:
        """Everything, for `diff --json`."""
        return asdict(self)


def compare_releases(warehouse: Warehouse, old: str, new: str, *, limit: int | None) -> Difference:
    """Compare two releases.

    Args:
        warehouse: Where.
        old: Version of the one; it may be the later one.
        new: Version of the other.
        limit: How many documents are listed at most; None for all.

    Raises:
        UsageError: There is no such release.
    """
    folders = release_folder(warehouse, old), release_folder(warehouse, new)
    with duckdb.connect() as connection:
        register_cover(connection, find_cover(warehouse))
        read = sum(_view_both(connection, folders, table) for table in (DOCUMENTS, VERDICTS_TABLE))
        _view(connection, "b_tombstones", TOMBSTONES, _files(folders[1], TOMBSTONES))
        columns = [name for name in _columns(connection, "a") if name in _columns(connection, "b") and name != "doc_id"]
        differs = " OR ".join(f"a.{name} IS DISTINCT FROM b.{name}" for name in columns)
        connection.execute(render("diff_documents", differs=differs))
        counts = {row["change"]: row["documents"] for row in _rows(connection, load("diff_totals"))}
        counted = ", ".join(f"count(*) FILTER (a.{name} IS DISTINCT FROM b.{name}) AS {name}" for name in columns)
        [of_columns] = _rows(connection, render("diff_columns", counts=counted))
        months, languages, sources = (
            _rows(connection, load("diff_by"), {"by": by}) for by in ("month", "lang", "source")
        )
        return Difference(
            old=old,
            new=new,
            counts={change: counts.get(change, 0) for change in CHANGES},
            months=months,
            languages=languages,
            sources=sources,
            reasons=_rows(connection, load("diff_reasons")),
            columns={name: count for name, count in of_columns.items() if count},
            documents=_rows(connection, load("diff_list"), {"limit": limit}),
            read_files=read,
        )


def _files(folder: Path, table: Table) -> dict[str, Path]:
    """Files of a table by what they hold: sum and path."""
    files = (file for file in read_manifest(folder)["files"] if file["table"] == table.name)
    return {f"{file['sha256']} {file['path']}": folder / file["path"] for file in files}


def _view_both(connection: duckdb.DuckDBPyConnection, folders: tuple[Path, Path], table: Table) -> int:
    """Views `a_<table>` and `b_<table>` over the files that only one of the releases has. Returns how many."""
    one, other = (_files(folder, table) for folder in folders)
    for side, files, twins in (("a", one, other), ("b", other, one)):
        own = {key: path for key, path in files.items() if key not in twins}
        name = f"{side}_{table.name}"
        if table is DOCUMENTS:
            _view(connection, f"{name}_with_text", table, own)
            connection.sql(load("diff_side"), params={"view": f"{name}_with_text"}).create_view(name)
        else:
            _view(connection, name, table, own)
    return len(one.keys() ^ other.keys())


def _view(connection: duckdb.DuckDBPyConnection, name: str, table: Table, files: dict[str, Path]) -> None:
    if files:
        read_under_true_paths(connection, list(files.values())).create_view(name)
        return
    columns = ", ".join(f"CAST(NULL AS {SQL_TYPES[column.type]}) AS {column.name}" for column in table.columns)
    connection.execute(render("catalog_empty_view", table=name, columns=columns))


def _columns(connection: duckdb.DuckDBPyConnection, side: str) -> list[str]:
    return list(connection.view(f"{side}_documents").columns)


def _rows(connection: duckdb.DuckDBPyConnection, query: str, parameters: dict[str, object] | None = None) -> list[Row]:
    answer = connection.execute(query, parameters)
    names = [str(column[0]) for column in answer.description or ()]
    return [dict(zip(names, row, strict=True)) for row in answer.fetchall()]
