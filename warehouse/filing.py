"""Which file of a release a row lies in: that of its year or month, or where that would be large a finer one.

What comes to a file has all of it written anew, so what one row more costs is bound by how many a file holds. How many
rows a year or month has is all that decides, not how they came in:

| rows | lie in the file of | where it has many |
|---|---|---|
| documents and all that is told of them by date | the year of `date_start` | its month |
| verdicts and duplicates | the month of take-in | the day of take-in |
| changes | the month of the release | the release |
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import NamedTuple

import duckdb

from transforms.schema import CHANGES, DOCUMENTS, VERDICTS_TABLE
from transforms.schema_types import Table
from warehouse.partitions import file_key_of
from warehouse.releases import read_manifest
from warehouse.sql import load

__all__ = [
    "MOST_DOCUMENTS_OF_A_YEAR_FILE",
    "MOST_ROWS_OF_A_MONTH_FILE",
    "Filing",
    "decide_filing",
    "file_like",
    "year_of",
]

MOST_DOCUMENTS_OF_A_YEAR_FILE = 10_000
"""Written with all their parts and terms in about two seconds (docs/speed.md)."""

MOST_ROWS_OF_A_MONTH_FILE = 100_000
"""Verdicts or changes of a month: written in some tenths of a second."""

PERIOD_LENGTHS = {DOCUMENTS.name: len("2019"), VERDICTS_TABLE.name: len("2026-11"), CHANGES.name: len("2026-11")}
VARIABLES = {
    DOCUMENTS.name: "large_years",
    VERDICTS_TABLE.name: "large_months_of_take_in",
    CHANGES.name: "large_months_of_changes",
}
"""In which variable of the engine SQL finds the periods of each table that have finer files."""


class Filing(NamedTuple):
    """How a table of a candidate is filed.

    Attributes:
        large: Years or months that have finer files.
        refiled: Those that the parent has filed the other way, so that all of their files are written.
    """

    large: frozenset[str]
    refiled: frozenset[str]

    def is_refiled(self, file_key: str) -> bool:
        """Whether the key is of a period that the parent has filed the other way."""
        return any(_is_of(file_key, period) for period in self.refiled)


def year_of(file_key: str) -> str:
    """The year of the key of a file of documents: of `2019` and of `2019-03`."""
    return file_key[: len("2019")]


def decide_filing(
    engine: duckdb.DuckDBPyConnection, parent: Path | None, *, version: str, is_measured_again: bool
) -> Mapping[str, Filing]:
    """Decide how a candidate is filed, after `assemble.prepare`; from now on macros tell SQL the key of a row's file.

    Args:
        engine: Where what changes was worked out.
        parent: Folder of the last release, or None before the first.
        version: Of the candidate.
        is_measured_again: Whether documents and verdicts are all told by what changes, and none is the parent's.

    Returns:
        By table: documents, verdicts and changes.
    """
    engine.execute(load("filing_replaced_verdicts"))
    other = "_measured" if is_measured_again else ""
    queries: dict[str, tuple[str, dict[str, object] | None]] = {
        DOCUMENTS.name: (f"filing_documents{other}", None),
        VERDICTS_TABLE.name: (f"filing_verdicts{other}", None),
        CHANGES.name: ("filing_changes", {"release": version}),
    }
    # Where all was measured again, changes are counted that turn out to be none: their file is finer than need be,
    # and the next release files it as it should.
    files = [] if parent is None else read_manifest(parent)["files"]
    filings: dict[str, Filing] = {}
    for table in (DOCUMENTS, VERDICTS_TABLE, CHANGES):
        rows = {
            file_key_of(Path(file["path"]), table): int(file["rows"]) for file in files if file["table"] == table.name
        }
        counts: Counter[str] = Counter()
        for key, count in rows.items():
            counts[_period_of(key, table)] += 0 if is_measured_again and table is not CHANGES else count
        query, parameters = queries[table.name]
        for period, change in engine.execute(load(query), parameters).fetchall():
            counts[period] += change
        most = MOST_DOCUMENTS_OF_A_YEAR_FILE if table is DOCUMENTS else MOST_ROWS_OF_A_MONTH_FILE
        large = frozenset(period for period, count in counts.items() if count > most)
        refiled = (_period_of(key, table) for key in rows if _is_fine(key, table) != (_period_of(key, table) in large))
        filings[table.name] = Filing(large, frozenset(refiled))
    _tell(engine, {name: filing.large for name, filing in filings.items()})
    return filings


def file_like(engine: duckdb.DuckDBPyConnection, document_keys: Iterable[str]) -> None:
    """Have `file_key(date)` in the engine's SQL tell what files of documents of a release, by their keys, tell."""
    large = frozenset(year_of(key) for key in document_keys if _is_fine(key, DOCUMENTS))
    _tell(engine, {DOCUMENTS.name: large})


def _period_of(key: str, table: Table) -> str:
    """The year or month of a key; a release `2026.11.3` is of the month `2026-11`."""
    return key[: PERIOD_LENGTHS[table.name]].replace(".", "-")


def _is_of(key: str, period: str) -> bool:
    return key[: len(period)].replace(".", "-") == period


def _is_fine(key: str, table: Table) -> bool:
    return len(key) > PERIOD_LENGTHS[table.name]


def _tell(engine: duckdb.DuckDBPyConnection, large: Mapping[str, frozenset[str]]) -> None:
    for table, variable in VARIABLES.items():
        periods = ", ".join(f"'{period}'" for period in sorted(large.get(table, ())))
        engine.execute(f"SET VARIABLE {variable} = [{periods}]::VARCHAR[]")
    for macro in ("file_key", "take_in_key", "change_key"):
        engine.execute(load(macro))
