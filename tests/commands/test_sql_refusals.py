"""What `kroniek sql` refuses, and how it says so: mistakes with a way out, and everything that writes."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.commands.outcome import Command


@pytest.mark.parametrize(
    ("query", "suggested"),
    [
        ("SELECT dat_start FROM documents", "date_start"),
        ("SELECT d.docid FROM documents AS d", "doc_id"),
        ("SELECT * FROM documnts", "documents"),
        ("SELECT date FROM documents", "date_"),
        ("SELECT lenght(text) FROM documents", "length"),
    ],
)
def test_a_misspelt_name_gets_the_nearest_ones(query: str, suggested: str, sql: Command) -> None:
    outcome = sql(query)
    assert outcome.exit_code == 2
    assert outcome.out == ""
    assert "Did you mean" in outcome.err
    assert suggested in outcome.err.partition("Did you mean")[2]
    assert "Traceback" not in outcome.err


@pytest.mark.parametrize("query", ["SELECT FROM WHERE", "SELECT 'a", "SELECT CAST('a' AS INTEGER)", "SELECT 1 +"])
def test_an_sql_error_is_2_and_shows_the_place(query: str, sql: Command) -> None:
    outcome = sql(query)
    assert outcome.exit_code == 2
    assert query in outcome.err
    assert "^" in outcome.err


def test_the_place_of_an_error_that_comes_while_running_is_in_the_question(sql: Command) -> None:
    place = sql("SELECT CAST('a' AS INTEGER)", "--json").error["where"].splitlines()
    assert place == ["SELECT CAST('a' AS INTEGER)", "       ^^^^^^^^^^^^^^^^^^^^"]


@pytest.mark.parametrize(
    "query",
    [
        "INSERT INTO documents SELECT * FROM documents",
        "DELETE FROM documents",
        "CREATE TABLE mine AS SELECT 1",
        "DROP VIEW documents",
        "ATTACH 'mine.duckdb'",
        "COPY documents TO 'taken.csv'",
        "EXPORT DATABASE 'taken'",
        "INSTALL httpfs",
        "SET threads = 1",
        "EXPLAIN ANALYZE COPY (SELECT 1) TO 'taken.csv'",
        "EXPLAIN (ANALYZE, FORMAT json) COPY (SELECT 1) TO 'taken.csv'",
        "WITH taken AS (COPY (SELECT 1) TO 'taken.csv') FROM taken",
        "WITH é AS MATERIALIZED ( /* now */ COPY (SELECT 1) TO 'taken.csv') FROM é",
    ],
)
def test_writing_is_refused_and_nothing_is_written(query: str, sql: Command, tmp_path: Path) -> None:
    outcome = sql(query)
    assert outcome.exit_code == 2
    assert "read-only" in outcome.err
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "query",
    [
        "FROM months",
        "SHOW TABLES",
        "DESCRIBE documents",
        "SUMMARIZE months",
        "EXPLAIN SELECT 1",
        "EXPLAIN (SELECT 1)",
        "EXPLAIN ANALYZE SELECT 1",
        "PRAGMA table_info('documents')",
        "PIVOT verdicts ON verdict USING count(*) GROUP BY source",
        "WITH copy AS (SELECT 1 AS insert) SELECT insert FROM copy -- at the end",
        "/* first */ SELECT 1;",
    ],
)
def test_every_way_of_reading_works(query: str, sql: Command) -> None:
    assert sql(query).exit_code == 0
    assert len(sql(query, "--json").json) >= 1


def test_one_statement_at_a_time(sql: Command) -> None:
    assert "One statement" in sql("SELECT 1; SELECT 2").err
    assert sql(" ; -- nothing").exit_code == 2


def test_a_statement_that_is_no_utf8_is_2(sql: Command) -> None:
    assert sql("SELECT 'caf\udce9'").exit_code == 2


def test_variables_of_the_program_are_no_tables(sql: Command) -> None:
    assert sql("SELECT * FROM connection").exit_code == 2
