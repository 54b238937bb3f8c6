"""Which files a candidate writes, and which of its parent's they take the place of; every other file is linked."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import duckdb

from transforms.schema import CHANGES, DOCUMENTS, DUPLICATES, STRUCTURE_TABLES, TERM_MONTHS, VERDICTS_TABLE
from transforms.schema_types import Table
from warehouse.engine import view_older_files
from warehouse.filing import Filing
from warehouse.partitions import file_key_of, file_path
from warehouse.releases import table_files
from warehouse.sql import load

__all__ = ["TouchedFiles", "find_touched_files"]

FILED_LIKE = {
    **dict.fromkeys((DOCUMENTS, *STRUCTURE_TABLES, TERM_MONTHS), DOCUMENTS.name),
    **dict.fromkeys((VERDICTS_TABLE, DUPLICATES), VERDICTS_TABLE.name),
    CHANGES: CHANGES.name,
}
"""The table whose rows decide how each table is filed."""

QUERIES = {
    DOCUMENTS: "touched_document_files",
    **dict.fromkeys(STRUCTURE_TABLES, "touched_structure_files"),
    VERDICTS_TABLE: "touched_verdict_files",
    DUPLICATES: "touched_duplicate_files",
    CHANGES: "touched_change_files",
}


@dataclass(frozen=True)
class TouchedFiles:
    """Keys of files by table. Of terms only what is filed otherwise than the parent's: which others, their texts tell.

    Attributes:
        written: Of the files that are written.
        replaced: Of the parent's files that they take the place of.
    """

    written: Mapping[Table, list[str]]
    replaced: Mapping[Table, list[str]]

    def paths(self) -> Iterator[str]:
        """Paths of all of these files."""
        for keys in (self.written, self.replaced):
            yield from (file_path(table, key) for table, of_table in keys.items() for key in of_table)


def find_touched_files(
    engine: duckdb.DuckDBPyConnection,
    parent: Path | None,
    filings: Mapping[str, Filing],
    *,
    version: str,
    is_every_path_anew: bool,
) -> TouchedFiles:
    """What is written, after `assemble.prepare` and `filing.decide_filing`.

    Args:
        engine: Where that was worked out.
        parent: Folder of the last release, or None before the first.
        filings: How the candidate is filed, by table.
        version: Of the candidate.
        is_every_path_anew: Whether every file that holds source paths is written, whatever comes to it or goes from it.
    """
    view_older_files(engine, "parent_changes", table_files(parent, CHANGES.name), CHANGES)
    written: dict[Table, list[str]] = {}
    replaced: dict[Table, list[str]] = {}
    for table, decided_by in FILED_LIKE.items():
        filing = filings[decided_by]
        if table is TERM_MONTHS:
            written[table] = [key for key in written[DOCUMENTS] if filing.is_refiled(key)]
        else:
            parameters: dict[str, object] = {"refiled": sorted(filing.refiled)}
            if table not in STRUCTURE_TABLES:
                parameters["is_every_file"] = is_every_path_anew
            if table is CHANGES:
                parameters["release"] = version
            written[table] = [str(key) for (key,) in engine.execute(load(QUERIES[table]), parameters).fetchall()]
        parents = [file_key_of(path, table) for path in table_files(parent, table.name)]
        alike = {key for key in written[table] if not filing.is_refiled(key)}
        replaced[table] = sorted(key for key in parents if key in alike or filing.is_refiled(key))
    return TouchedFiles(written, replaced)
