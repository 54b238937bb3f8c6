"""Which files of the parent a candidate writes anew, by the years and months that they are of."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import duckdb

from transforms.schema import CHANGES, DOCUMENTS, DUPLICATES, VERDICTS_TABLE
from transforms.schema_types import Table
from warehouse.releases import table_files
from warehouse.sql import load

__all__ = ["TouchedFiles", "find_touched_files"]


@dataclass(frozen=True)
class TouchedFiles:
    """Keys of the files that are written, by table; every other file is linked.

    Attributes:
        years: Of documents.
        structure_years: Of paragraphs, sentences and date mentions.
        verdict_months: Of verdicts.
        duplicate_months: Of duplicates.
        change_months: Of changes.
    """

    years: list[str]
    structure_years: list[str]
    verdict_months: list[str]
    duplicate_months: list[str]
    change_months: list[str]


def find_touched_files(
    engine: duckdb.DuckDBPyConnection, parent: Path | None, *, version: str, is_every_path_anew: bool
) -> TouchedFiles:
    """What is written, after `assemble.prepare`.

    Args:
        engine: Where that was worked out.
        parent: Folder of the last release, or None before the first.
        version: Of the candidate; what it changes is filed under its month.
        is_every_path_anew: Whether every file that holds source paths is written, whatever comes to it or goes from it.
    """
    of_all = parent if is_every_path_anew else None
    return TouchedFiles(
        years=_keys(engine, "touched_years", DOCUMENTS, of_all),
        structure_years=[str(row[0]) for row in engine.execute(load("touched_structure_years")).fetchall()],
        verdict_months=_keys(engine, "touched_verdict_months", VERDICTS_TABLE, of_all),
        duplicate_months=_keys(engine, "touched_duplicate_months", DUPLICATES, of_all),
        change_months=sorted({f"{version[:4]}-{version[5:7]}", *_all_keys(CHANGES, of_all)}),
    )


def _keys(engine: duckdb.DuckDBPyConnection, query: str, table: Table, parent: Path | None) -> list[str]:
    touched = (str(row[0]) for row in engine.execute(load(query)).fetchall())
    return sorted({*touched, *_all_keys(table, parent)})


def _all_keys(table: Table, parent: Path | None) -> list[str]:
    return [path.stem.removeprefix(f"{table.name}-") for path in table_files(parent, table.name)]
