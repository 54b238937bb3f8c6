"""DuckDB's errors as one clear line, the place, and the names that would have worked."""

from __future__ import annotations

import re
from pathlib import Path

import duckdb

from transforms.errors import KroniekError, UsageError, VerificationError
from warehouse.nearest import did_you_mean, nearest_names
from warehouse.sql import load

__all__ = ["error_of_query"]

UNKNOWN_COLUMN = re.compile(r'(?:Referenced column|does not have a column named) "([^"]+)"')
UNKNOWN_TABLE = re.compile(r"Table with name \"?([^\s\"]+)\"? does not exist")
SUGGESTED = re.compile(r'Did you mean "([^"]+)"|Candidate bindings: (.*)')
GENERAL_ADVICE = 'See the tables with kroniek sql "SHOW TABLES", their columns with kroniek sql "DESCRIBE documents".'
LONGEST_MESSAGE = 300


def error_of_query(
    error: duckdb.Error,
    connection: duckdb.DuckDBPyConnection,
    *,
    sql: str,
    release_folder: Path,
    is_wrapped: bool,
) -> KroniekError:
    """What to tell about an error that DuckDB raised over a query.

    Args:
        error: As raised.
        connection: Knows the names of tables and columns.
        sql: The query.
        release_folder: A message about a file in it is no mistake of the user.
        is_wrapped: The query ran inside one of ours, so the line that DuckDB counts is not the user's.
    """
    message, _, place = str(error).partition("\n\nLINE ")
    lines = [line.strip() for line in message.splitlines() if line.strip()]
    what = lines[0].partition(" Error: ")[2] or lines[0] if lines else type(error).__name__
    if str(release_folder) in message and isinstance(error, (duckdb.OperationalError, duckdb.ProgrammingError)):
        return VerificationError(
            f"A file of the release cannot be read: {_shortened(what)}",
            where=str(release_folder),
            what_to_do="Compare the release with its SHA256SUMS (sha256sum -c SHA256SUMS in that folder), "
            "and ask an earlier one with --release meanwhile.",
        )
    names = _nearest(message, connection)
    advice = " ".join(
        part for part in (did_you_mean(names), GENERAL_ADVICE if _is_about_a_name(message) else "") if part
    )
    return UsageError(
        f"SQL error: {_shortened(what)}",
        where=_place(place, is_wrapped=is_wrapped) if place else sql,
        what_to_do=advice or "Correct the query; kroniek sql --help has examples.",
    )


def _place(place: str, *, is_wrapped: bool) -> str:
    """The line with the caret below it, as DuckDB draws it: `1: SELECT ...` and spaces up to the caret."""
    if not is_wrapped:
        return f"LINE {place}".rstrip()
    number, _, rest = place.partition(": ")
    line, _, caret = rest.partition("\n")
    return f"{line}\n{caret[len(f'LINE {number}: ') :]}".rstrip()


def _is_about_a_name(message: str) -> bool:
    return bool(UNKNOWN_COLUMN.search(message) or UNKNOWN_TABLE.search(message))


def _nearest(message: str, connection: duckdb.DuckDBPyConnection) -> list[str]:
    """Names like the unknown one: of the catalog first, else what DuckDB suggests itself."""
    for pattern, kind in ((UNKNOWN_COLUMN, "column"), (UNKNOWN_TABLE, "table")):
        unknown = pattern.search(message)
        if unknown:
            rows = connection.execute(load("catalog_names"), {"kind": kind}).fetchall()
            found = nearest_names(unknown.group(1), [str(row[0]) for row in rows])
            if found:
                return found
    suggested = SUGGESTED.search(message)
    if not suggested:
        return []
    one, several = suggested.groups()
    return [one] if one else [name.strip().strip('"') for name in several.split(",")][:3]


def _shortened(text: str) -> str:
    return text if len(text) <= LONGEST_MESSAGE else text[: LONGEST_MESSAGE - 1] + "…"
