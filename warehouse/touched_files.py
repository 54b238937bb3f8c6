"""Which files of the parent a candidate writes anew, by the years and months that they are of."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb

from transforms.schema import CHANGES, DOCUMENTS, DUPLICATES, STRUCTURE_TABLES, TERM_MONTHS, VERDICTS_TABLE
from transforms.schema_types import Table
from warehouse.partitions import file_key_of, file_path, year_of
from warehouse.releases import table_files
from warehouse.sql import load

__all__ = ["TouchedFiles", "find_touched_files"]


@dataclass(frozen=True)
class TouchedFiles:
    """Keys of the files that are written, by table; every other file is linked.

    Attributes:
        document_keys: Of documents.
        structure_keys: Of paragraphs, sentences and date mentions.
        refiled_keys: Those of `document_keys`, and of `structure_keys`, of years that the parent filed otherwise.
        parents_otherwise: Keys of the parent's files of those years.
        verdict_months: Of verdicts.
        duplicate_months: Of duplicates.
        change_months: Of changes.
    """

    document_keys: list[str]
    structure_keys: list[str]
    refiled_keys: frozenset[str]
    parents_otherwise: list[str]
    verdict_months: list[str]
    duplicate_months: list[str]
    change_months: list[str]

    def parents_of(self, keys: Sequence[str]) -> list[str]:
        """Keys of the parent's files that files of these keys, all that are written of a table, take the place of."""
        return sorted({*keys, *self.parents_otherwise} - self.refiled_keys)

    def paths_by_date(self) -> Iterator[str]:
        """Paths of the files of documents and their parts that are written, and of the parent's files in their place.

        Of terms only those of the parent's files that no file of their key takes the place of.
        """
        keys = {DOCUMENTS: self.document_keys, **dict.fromkeys(STRUCTURE_TABLES, self.structure_keys), TERM_MONTHS: []}
        for table, written in keys.items():
            yield from (file_path(table, key) for key in (*written, *self.parents_otherwise))


def find_touched_files(
    engine: duckdb.DuckDBPyConnection,
    parent: Path | None,
    refiled_years: Collection[int],
    *,
    version: str,
    is_every_path_anew: bool,
) -> TouchedFiles:
    """What is written, after `assemble.prepare`.

    Args:
        engine: Where that was worked out.
        parent: Folder of the last release, or None before the first.
        refiled_years: Years that the parent has filed otherwise (`warehouse.filing`).
        version: Of the candidate; what it changes is filed under its month.
        is_every_path_anew: Whether every file that holds source paths is written, whatever comes to it or goes from it.
    """
    of_all = parent if is_every_path_anew else None
    refiled: dict[str, object] = {"refiled_years": sorted(refiled_years)}
    keys = _asked(engine, "touched_document_files", {**refiled, "is_every_file": is_every_path_anew})
    return TouchedFiles(
        document_keys=keys,
        structure_keys=_asked(engine, "touched_structure_files", refiled),
        refiled_keys=frozenset(key for key in keys if year_of(key) in refiled_years),
        parents_otherwise=[key for key in _all_keys(DOCUMENTS, parent) if year_of(key) in refiled_years],
        verdict_months=_keys(engine, "touched_verdict_months", VERDICTS_TABLE, of_all),
        duplicate_months=_keys(engine, "touched_duplicate_months", DUPLICATES, of_all),
        change_months=sorted({f"{version[:4]}-{version[5:7]}", *_all_keys(CHANGES, of_all)}),
    )


def _keys(engine: duckdb.DuckDBPyConnection, query: str, table: Table, parent: Path | None) -> list[str]:
    return sorted({*_asked(engine, query, None), *_all_keys(table, parent)})


def _asked(engine: duckdb.DuckDBPyConnection, query: str, parameters: dict[str, object] | None) -> list[str]:
    return [str(key) for (key,) in engine.execute(load(query), parameters).fetchall()]


def _all_keys(table: Table, parent: Path | None) -> list[str]:
    return [file_key_of(path, table) for path in table_files(parent, table.name)]
