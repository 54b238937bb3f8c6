"""Which file of a release a document lies in: that of its year, or in a year of many documents that of its month.

What comes to a file has all of it written anew, so what one document more costs is bound by how many a file holds.
The number of a year's documents alone decides, not how they came in.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

import duckdb

from transforms.schema import DOCUMENTS
from warehouse.partitions import file_key_of, is_month, year_of
from warehouse.releases import read_manifest
from warehouse.sql import load

__all__ = ["MOST_DOCUMENTS_OF_A_YEAR_FILE", "Filing", "file_documents", "file_like"]

MOST_DOCUMENTS_OF_A_YEAR_FILE = 10_000
"""Written with all their parts and terms in about two seconds (docs/speed.md)."""


class Filing(NamedTuple):
    """How the documents of a candidate are filed.

    Attributes:
        years_by_month: Years with a file a month.
        refiled_years: Years that the parent has filed the other way, so that all of their files are written.
    """

    years_by_month: frozenset[int]
    refiled_years: frozenset[int]


def file_documents(engine: duckdb.DuckDBPyConnection, parent: Path | None, *, is_measured_again: bool) -> Filing:
    """Decide how a candidate is filed, after `assemble.prepare`; from now on `file_key(date)` tells it to SQL.

    Args:
        engine: Where what changes was worked out.
        parent: Folder of the last release, or None before the first.
        is_measured_again: Whether all documents are told by what changes, and none is the parent's.
    """
    counts: Counter[int] = Counter()
    keys: set[str] = set()
    for file in [] if parent is None else read_manifest(parent)["files"]:
        if file["table"] == DOCUMENTS.name:
            key = file_key_of(Path(file["path"]), DOCUMENTS)
            keys.add(key)
            counts[year_of(key)] += 0 if is_measured_again else int(file["rows"])
    name = "filing_measured" if is_measured_again else "filing_changes"
    for year, change in engine.execute(load(name)).fetchall():
        counts[year] += change
    by_month = frozenset(year for year, count in counts.items() if count > MOST_DOCUMENTS_OF_A_YEAR_FILE)
    _tell(engine, by_month)
    refiled = frozenset(year_of(key) for key in keys if is_month(key) != (year_of(key) in by_month))
    return Filing(by_month, refiled)


def file_like(engine: duckdb.DuckDBPyConnection, keys: Iterable[str]) -> None:
    """Have `file_key(date)` in the engine's SQL tell what files of a release, by their keys, tell."""
    _tell(engine, frozenset(year_of(key) for key in keys if is_month(key)))


def _tell(engine: duckdb.DuckDBPyConnection, years_by_month: frozenset[int]) -> None:
    years = ", ".join(str(year) for year in sorted(years_by_month))
    engine.execute(f"SET VARIABLE years_by_month = [{years}]::INTEGER[]")
    engine.execute(load("file_key"))
