"""`kroniek sql`: formats, limits, errors that help, and nothing but reading."""

from __future__ import annotations

import csv
import io
import json
import shutil
from pathlib import Path

import pyarrow.parquet as pq
import pytest

import kroniek as package
from tests.commands.outcome import Command
from transforms.errors import NothingPublishedError
from warehouse.layout import Warehouse

QUERY = "SELECT source_path, date_start, word_count, title, repairs FROM documents ORDER BY source_path"


def test_a_table_by_default(sql: Command) -> None:
    outcome = sql("SELECT source_path, NULL AS nothing, 7 AS number FROM documents ORDER BY ALL LIMIT 2")
    assert outcome.exit_code == 0
    assert outcome.out == (
        "source_path          nothing  number\n"
        "krant/artikel-0.txt  null          7\n"
        "krant/artikel-1.txt  null          7\n"
    )  # fmt: skip
    assert outcome.err == ""


def test_json_is_an_array_of_typed_objects(sql: Command) -> None:
    rows = sql(QUERY, "--format", "json").json
    assert len(rows) == 6
    assert list(rows[0]) == ["source_path", "date_start", "word_count", "title", "repairs"]
    assert rows[0]["source_path"] == "krant/artikel-0.txt"
    assert rows[0]["date_start"] == "2010-01-01"
    assert isinstance(rows[0]["word_count"], int)
    assert rows[0]["repairs"] == []


def test_json_option_is_the_json_format(sql: Command) -> None:
    assert sql(QUERY, "--json").out == sql(QUERY, "--format", "json").out
    assert sql(QUERY, "--json", "--format", "csv").exit_code == 2


def test_json_of_values_that_json_does_not_have(sql: Command) -> None:
    query = """
        SELECT 'NaN'::DOUBLE AS nan, [-'infinity'::DOUBLE] AS list, NULL AS nothing, 'NaN "q" é' AS word,
               TIMESTAMP '2026-11-22 06:00:00' AS moment, 1 AS twice, 2 AS twice, 12345678901234567890::HUGEINT AS huge
    """
    assert sql(query, "--json").json == [
        {
            "nan": None, "list": [None], "nothing": None, "word": 'NaN "q" é', "moment": "2026-11-22T06:00:00",
            "twice": 1, "twice_1": 2, "huge": 12345678901234567890,
        }
    ]  # fmt: skip


def test_no_row_in_every_format(sql: Command) -> None:
    empty = "SELECT doc_id, text FROM documents WHERE false"
    assert sql(empty, "--json").json == []
    assert sql(empty, "--format", "csv").out == "doc_id,text\n"
    assert sql(empty, "--format", "markdown").out == "| doc_id | text |\n| --- | --- |\n"
    assert sql(empty).out == "doc_id  text\n"


def test_csv_holds_text_with_commas_quotes_and_line_ends_and_null_as_nothing(sql: Command) -> None:
    text = sql("SELECT 'a, \"b\"' AS one, E'c\nd' AS two, NULL AS three, DATE '2019-04-01' AS four", "--format", "csv")
    assert text.out.endswith("\n")
    assert "\r" not in text.out
    assert list(csv.reader(io.StringIO(text.out))) == [
        ["one", "two", "three", "four"],
        ['a, "b"', "c\nd", "", "2019-04-01"],
    ]


def test_markdown_keeps_its_columns_apart(sql: Command) -> None:
    outcome = sql("SELECT 'a|b' AS one, E'c\nd' AS two, NULL AS three, 4 AS four", "--format", "markdown")
    assert outcome.out.splitlines() == [
        "| one | two | three | four |",
        "| --- | --- | --- | ---: |",
        r"| a\|b | c d |  | 4 |",
    ]


@pytest.mark.parametrize("ending", ["csv", "json", "parquet", "md", "CSV"])
def test_the_ending_of_the_file_decides(ending: str, sql: Command, tmp_path: Path) -> None:
    out = tmp_path / f"answer.{ending}"
    outcome = sql(QUERY, "--out", out)
    assert outcome.exit_code == 0
    assert outcome.out == ""
    assert "6 rows" in outcome.err
    assert [path.name for path in tmp_path.iterdir()] == [out.name]
    content = out.read_bytes()
    if ending == "json":
        assert len(json.loads(content)) == 6
    elif ending == "parquet":
        table = pq.read_table(out)
        assert table.num_rows == 6
        assert str(table.schema.field("date_start").type) == "date32[day]"
    else:
        assert content.count(b"krant/artikel-") == 6


def test_a_format_overrules_the_ending(sql: Command, tmp_path: Path) -> None:
    sql(QUERY, "--out", tmp_path / "answer.txt", "--format", "json")
    assert len(json.loads((tmp_path / "answer.txt").read_text(encoding="utf-8"))) == 6


@pytest.mark.parametrize("name", ["answer.xlsx", "answer", "nowhere/answer.csv"])
def test_a_file_that_cannot_be_written_is_2(name: str, sql: Command, tmp_path: Path) -> None:
    outcome = sql(QUERY, "--out", tmp_path / name)
    assert outcome.exit_code == 2
    assert str(tmp_path / name) in outcome.err
    assert list(tmp_path.iterdir()) == []


def test_an_answer_is_whole_or_not_there(sql: Command, tmp_path: Path) -> None:
    out = tmp_path / "answer.csv"
    out.write_text("kept", encoding="utf-8")
    failing = "SELECT CAST(CASE WHEN i = 9000 THEN 'x' ELSE '1' END AS INTEGER) FROM range(10000) numbers(i)"
    for path in (out, tmp_path / "answer.parquet"):
        outcome = sql(failing, "--out", path)
        assert outcome.exit_code == 2
        assert "Could not convert string 'x'" in outcome.err
    assert out.read_text(encoding="utf-8") == "kept"
    assert [path.name for path in tmp_path.iterdir()] == ["answer.csv"]


def test_nothing_is_written_into_the_warehouse(sql: Command, seeds_like_warehouse: Path) -> None:
    outcome = sql(QUERY, "--out", seeds_like_warehouse / "releases" / "answer.csv")
    assert outcome.exit_code == 2
    assert not (seeds_like_warehouse / "releases" / "answer.csv").exists()


def test_a_table_shows_fifty_rows_and_says_how_many_there_are(sql: Command) -> None:
    query = "SELECT i FROM range(5000) numbers(i) ORDER BY i"
    outcome = sql(query)
    assert outcome.out.split() == ["i", *map(str, range(50))]
    assert "50 of 5000" in outcome.err
    assert sql(query, "--limit", 3).out.split() == ["i", "0", "1", "2"]
    assert len(sql(query, "--limit", 0).out.split()) == 5001
    assert len(sql(query, "--json").json) == 5000
    assert sql(query, "--json", "--limit", 2).json == [{"i": 0}, {"i": 1}]


def test_the_question_can_come_through_a_pipe(
    kroniek: Command, seeds_like_warehouse: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("SELECT count(*) AS n FROM documents\n"))
    assert kroniek("sql", "-", "--json", "--warehouse", seeds_like_warehouse).json == [{"n": 6}]


def test_an_unknown_release_is_2_and_names_those_there_are(sql: Command) -> None:
    outcome = sql("SELECT 1", "--release", "2026.11.7")
    assert outcome.exit_code == 2
    assert "2026.11.0" in outcome.err


def test_a_release_can_be_named(sql: Command) -> None:
    assert sql("SELECT count(*) AS n FROM documents", "--release", "2026.11.0", "--json").json == [{"n": 6}]


@pytest.fixture
def with_candidate(seeds_like_warehouse: Path, tmp_path: Path) -> Warehouse:
    place = Warehouse(tmp_path / "stopped")
    shutil.copytree(seeds_like_warehouse / "releases" / "2026.11.0", place.candidate_failed)
    return place


def test_a_stopped_candidate_can_be_asked(kroniek: Command, with_candidate: Warehouse) -> None:
    query = "SELECT count(*) AS n FROM documents"
    assert kroniek("sql", query, "--candidate", "--json", "--warehouse", with_candidate.root).json == [{"n": 6}]
    both = kroniek("sql", query, "--candidate", "--release", "2026.11.0", "--warehouse", with_candidate.root)
    assert both.exit_code == 2


def test_without_a_stopped_candidate_there_is_none_to_ask(sql: Command) -> None:
    outcome = sql("SELECT 1", "--candidate")
    assert outcome.exit_code == 2
    assert "candidate" in outcome.err


def test_a_damaged_release_is_14(kroniek: Command, seeds_like_warehouse: Path, tmp_path: Path) -> None:
    shutil.copytree(seeds_like_warehouse, tmp_path / "damaged")
    for file in (tmp_path / "damaged").glob("releases/*/documents/*.parquet"):
        file.chmod(0o644)
        file.write_bytes(b"damaged")
    outcome = kroniek("sql", "SELECT text FROM documents", "--warehouse", tmp_path / "damaged")
    assert outcome.exit_code == 14
    assert "documents-20" in outcome.err


def test_a_missing_file_of_the_user_is_no_damage(sql: Command) -> None:
    assert sql("SELECT * FROM 'mine.csv'").exit_code == 2


def test_connect_opens_a_release_for_notebooks(seeds_like_warehouse: Path) -> None:
    for release in (None, "2026.11.0"):
        with package.connect(release, warehouse=str(seeds_like_warehouse)) as connection:
            assert connection.execute("SELECT count(*) FROM documents").fetchone() == (6,)


def test_connect_reads_footers_of_files_that_never_change_once(seeds_like_warehouse: Path) -> None:
    with package.connect(warehouse=str(seeds_like_warehouse)) as connection:
        assert connection.execute("SELECT current_setting('parquet_metadata_cache')").fetchone() == (True,)


def test_connect_without_a_release_says_so(tmp_path: Path) -> None:
    with pytest.raises(NothingPublishedError):
        package.connect(warehouse=tmp_path)
