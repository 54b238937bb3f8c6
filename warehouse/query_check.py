"""Refuses everything but one reading statement.

A release is opened read-only, which guards the catalog but not the disk: `COPY ... TO` writes a file from any
connection, and DuckDB 2.0 takes it inside a WITH and after EXPLAIN ANALYZE too.
"""

from __future__ import annotations

from itertools import pairwise

import duckdb

from transforms.errors import UsageError

__all__ = ["require_reading_statement"]

READING = {"SELECT", "EXPLAIN", "PRAGMA", "MULTI"}
"""MULTI is how DuckDB calls PIVOT."""
WRITING_WORDS = {"COPY", "INSERT", "UPDATE", "DELETE", "MERGE", "CREATE", "EXPORT"}


def require_reading_statement(connection: duckdb.DuckDBPyConnection, sql: str) -> None:
    """Let one reading statement pass.

    Args:
        connection: Parses the statement.
        sql: What the user typed.

    Raises:
        UsageError: There is none, there are several, or it writes.
        duckdb.Error: It cannot be parsed.
    """
    if any("\ud800" <= char <= "\udfff" for char in sql):
        raise UsageError("The statement holds bytes that are no UTF-8.", what_to_do="Save or type it as UTF-8.")
    statements = connection.extract_statements(sql)
    if not statements:
        raise UsageError(
            "There is no statement to run.", where=sql, what_to_do='Try kroniek sql "SELECT count(*) FROM documents".'
        )
    if len(statements) > 1:
        raise UsageError(
            f"One statement at a time: these are {len(statements)}.", where=sql, what_to_do="Run them one by one."
        )
    kind = statements[0].type.name
    words = _words(sql)
    if kind == "EXPLAIN":
        _require_reading_explained(connection, sql)
    if kind not in READING or _writes_inside(words):
        raise _refusal(kind, sql)


def _refusal(kind: str, sql: str) -> UsageError:
    what = f"A release is read-only: {kind} is refused." if kind not in READING else "A release is read-only."
    return UsageError(what, where=sql, what_to_do="Ask with SELECT; to keep the answer in a file, add --out FILE.")


def _words(sql: str) -> list[tuple[str, int]]:
    """Every token but comments, in capitals, with where it starts."""
    tokens = duckdb.tokenize(sql)
    ends = [start for start, _ in tokens[1:]] + [len(sql.encode())]
    content = sql.encode()
    return [
        (content[start:end].decode(errors="replace").strip().upper(), start)
        for (start, kind), end in zip(tokens, ends, strict=True)
        if kind is not duckdb.token_type.comment
    ]


def _writes_inside(words: list[tuple[str, int]]) -> bool:
    """Whether a WITH holds a writing statement: `AS (COPY ...`, `AS MATERIALIZED (INSERT ...`."""
    triples = zip(pairwise(words), words[2:], strict=False)
    return any(
        before[0] in {"AS", "MATERIALIZED"} and bracket[0] == "(" and word[0] in WRITING_WORDS
        for (before, bracket), word in triples
    )


def _require_reading_explained(connection: duckdb.DuckDBPyConnection, sql: str) -> None:
    """EXPLAIN ANALYZE runs what it explains."""
    words = _words(sql)[1:]
    if words and words[0][0] in {"ANALYZE", "VERBOSE"}:
        words = words[1:]
    elif words and words[0][0] == "(":
        closing = next((number for number, (word, _) in enumerate(words) if word == ")"), -1)
        # A bracket may also open the explained query itself: EXPLAIN (SELECT 1).
        if words[1][0] in {"ANALYZE", "FORMAT", "VERBOSE"}:
            words = words[closing + 1 :]
    if not words:
        return
    explained = connection.extract_statements(sql.encode()[words[0][1] :].decode())
    if explained and explained[0].type.name not in READING:
        raise _refusal(explained[0].type.name, sql)
