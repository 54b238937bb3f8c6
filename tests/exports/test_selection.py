"""Which documents an export holds, on a release made row by row: real Parquet, real DuckDB."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from transforms.errors import UsageError
from transforms.schema import CHANGES, DATE_MENTIONS, DOCUMENTS, PUBLISHED_TABLES, TOMBSTONES, VERDICTS_TABLE
from transforms.schema_types import Table
from warehouse.exports.request import ExportFormat, ExportRequest, choose_format, parse_day
from warehouse.exports.revised import find_revised
from warehouse.exports.selection import choose_documents, count_fates, require_repeatable
from warehouse.layout import Warehouse
from warehouse.parquet import write_table

FILLERS: dict[str, Any] = {
    "string": "x", "list<string>": [], "int32": 1, "int64": 1, "double": 1.0, "boolean": False,
    "date": date(2019, 1, 1), "timestamp": datetime(2026, 1, 1, tzinfo=UTC).replace(tzinfo=None), "binary": b"",
}  # fmt: skip


def write_rows(folder: Path, table: Table, rows: list[dict[str, Any]], files: list[dict[str, Any]]) -> None:
    """Write rows of a table, columns that are not named filled with something of their type."""
    columns = {
        column.name: pa.array(
            [row.get(column.name, FILLERS[column.type]) for row in rows], table.arrow_schema.field(column.name).type
        )
        for column in table.columns
    }
    name = f"{table.name}.parquet" if table.partition == "single" else f"{table.name}/{table.name}-2019.parquet"
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    count = write_table(pa.table(columns, schema=table.arrow_schema), table, path)
    files.append({"path": name, "table": table.name, "rows": count, "bytes": path.stat().st_size, "sha256": ""})


def document(doc_id: str, start: str, end: str | None = None, **more: Any) -> dict[str, Any]:
    first = date.fromisoformat(start)
    return {
        "doc_id": doc_id, "date_start": first, "date_end": date.fromisoformat(end or start), "earliest_date": first,
        "source_path": f"{doc_id}.txt", **more,
    }  # fmt: skip


DOCUMENTS_OF_RELEASE = [
    document("year", "2019-01-01", "2019-12-31"),
    document("april", "2019-04-01", "2019-04-30"),
    document("day", "2019-04-12"),
    document("may", "2019-05-01", "2019-05-31"),
    document("revised", "2019-04-03"),
    document("copied", "2019-04-20", earliest_date=date(2019, 2, 1)),
    document("foreseeing", "2019-04-21"),
    document("gone", "2019-04-22"),
]


@pytest.fixture(scope="module")
def release(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("release") / "2026.11.3"
    folder.mkdir()
    files: list[dict[str, Any]] = []
    rows: dict[str, list[dict[str, Any]]] = {table.name: [] for table in PUBLISHED_TABLES} | {
        "documents": DOCUMENTS_OF_RELEASE,
        "verdicts": [
            {"source_path": "revised.txt", "standing": "superseded", "verdict": "accepted"},
            {"source_path": "april.txt", "standing": "superseded", "verdict": "rejected"},
            {"source_path": "day.txt", "standing": "current", "verdict": "accepted"},
        ],
        "date_mentions": [
            {"doc_id": "foreseeing", "relation": "after"},
            {"doc_id": "april", "relation": "before"},
        ],
        "changes": [
            {"doc_id": "april", "change": "added", "release": "2026.11.1"},
            {"doc_id": "day", "change": "added", "release": "2026.11.2"},
            {"doc_id": "may", "change": "changed", "release": "2026.11.3"},
        ],
        "tombstones": [{"doc_id": "gone"}],
    }
    for table in (DOCUMENTS, VERDICTS_TABLE, DATE_MENTIONS, CHANGES, TOMBSTONES):
        write_rows(folder, table, rows[table.name], files)
    (folder / "manifest.json").write_text(json.dumps({"files": files, "settings": {}}))
    return folder


@pytest.fixture
def connection() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as opened:
        yield opened


def fates(
    connection: duckdb.DuckDBPyConnection, release: Path, *, later: list[str] | None = None, **wanted: Any
) -> dict[str, str]:
    revised = find_revised(Warehouse(release.parent), release, release.parent / "spill")
    request = ExportRequest(**wanted)
    choose_documents(connection, request, release, latest=release, later=later or [], revised=revised)
    found = dict(connection.execute("SELECT doc_id, fate FROM fates").fetchall())
    assert sum(count_fates(connection).values()) == len(DOCUMENTS_OF_RELEASE)
    return found


def chosen(*arguments: Any, **wanted: Any) -> set[str]:
    return {doc_id for doc_id, fate in fates(*arguments, **wanted).items() if fate == "chosen"}


def test_without_a_wish_all_but_the_revised_and_the_withdrawn_are_chosen(
    connection: duckdb.DuckDBPyConnection, release: Path
) -> None:
    found = fates(connection, release)
    assert {doc_id: fate for doc_id, fate in found.items() if fate != "chosen"} == {
        "revised": "revised", "gone": "withdrawn",
    }  # fmt: skip


def test_a_document_counts_when_all_its_days_lie_in_the_range(
    connection: duckdb.DuckDBPyConnection, release: Path
) -> None:
    april: dict[str, Any] = {"start": date(2019, 4, 1), "end": date(2019, 4, 30)}
    found = fates(connection, release, **april)
    assert {doc_id for doc_id, fate in found.items() if fate == "chosen"} == {"april", "day", "foreseeing"}
    assert found["year"] == found["may"] == "outside_range"
    assert found["copied"] == "known_before_range"


def test_overlap_asks_for_one_common_day(connection: duckdb.DuckDBPyConnection, release: Path) -> None:
    wanted: dict[str, Any] = {"start": date(2019, 4, 30), "end": date(2019, 5, 1), "is_overlap": True}
    assert chosen(connection, release, **wanted) == {"year", "april", "may"}


def test_an_open_range_has_one_bound(connection: duckdb.DuckDBPyConnection, release: Path) -> None:
    assert chosen(connection, release, start=date(2019, 5, 1)) == {"may"}


def test_what_is_not_causal_keeps_revised_and_copied(connection: duckdb.DuckDBPyConnection, release: Path) -> None:
    wanted: dict[str, Any] = {"start": date(2019, 4, 1), "end": date(2019, 4, 30), "is_causal": False}
    assert chosen(connection, release, **wanted) == {"april", "day", "foreseeing", "revised", "copied"}


def test_no_later_mentions_leaves_out_who_names_a_later_day(
    connection: duckdb.DuckDBPyConnection, release: Path
) -> None:
    found = fates(connection, release, has_no_later_mentions=True)
    assert found["foreseeing"] == "mentions_later_time"
    assert found["april"] == "chosen"


def test_a_split_puts_each_document_on_one_side_or_on_none(
    connection: duckdb.DuckDBPyConnection, release: Path
) -> None:
    found = fates(connection, release, split=date(2019, 4, 15))
    parts = dict(connection.execute("SELECT doc_id, part FROM fates WHERE fate = 'chosen'").fetchall())
    assert parts == {"day": "train", "may": "test", "foreseeing": "test"}
    assert found["year"] == found["april"] == "across_split"  # they may be of before and of after it
    assert found["copied"] == "across_split"  # a copy of before the split


def test_a_delta_holds_what_later_releases_added_or_changed(
    connection: duckdb.DuckDBPyConnection, release: Path
) -> None:
    wanted: dict[str, Any] = {"since": "2026.11.1", "later": ["2026.11.2", "2026.11.3"]}
    assert chosen(connection, release, **wanted) == {"day", "may"}


def test_a_condition_is_one_expression_on_the_rows(connection: duckdb.DuckDBPyConnection, release: Path) -> None:
    assert chosen(connection, release, where="doc_id IN ('day', 'may', 'gone')") == {"day", "may"}


@pytest.mark.parametrize(
    "where", ["1=1) UNION SELECT ('x'", "true; DROP TABLE x", "true ORDER BY 1", "", "nothing > 1"]
)
def test_nothing_is_slipped_in_with_a_condition(
    where: str, connection: duckdb.DuckDBPyConnection, release: Path
) -> None:
    with pytest.raises(duckdb.Error):
        fates(connection, release, where=where)


def test_a_draw_is_the_same_every_time_and_another_seed_draws_others(release: Path) -> None:
    def draw(size: int, seed: int) -> set[str]:
        with duckdb.connect() as opened:
            return chosen(opened, release, sample_size=size, seed=seed, is_causal=False)

    assert draw(3, 1) == draw(3, 1)
    assert len(draw(3, 1)) == 3
    assert draw(2, 1) < draw(3, 1)
    assert len({frozenset(draw(3, seed)) for seed in range(8)}) > 1
    assert draw(0, 1) == set()
    assert len(draw(99, 1)) == len(DOCUMENTS_OF_RELEASE) - 1


@pytest.mark.parametrize(
    "where", ["random() < 0.1", "date_start < current_date", "date_start < NOW()", '"uuid"() IS NULL',
              "today() IS NULL", "doc_id IN (SELECT doc_id FROM documents USING SAMPLE 3)"],
)  # fmt: skip
def test_a_condition_that_would_answer_otherwise_tomorrow_is_refused(
    where: str, connection: duckdb.DuckDBPyConnection
) -> None:
    with pytest.raises(UsageError, match="twice"):
        require_repeatable(connection, where, DOCUMENTS)


@pytest.mark.parametrize("where", ["text = 'now and random'", "word_count > 10 -- today", "lower(title) = 'x'"])
def test_a_plain_condition_is_not_refused(where: str, connection: duckdb.DuckDBPyConnection) -> None:
    require_repeatable(connection, where, DOCUMENTS)


@given(st.dates(min_value=date(1000, 1, 1)), st.integers(0, 2))
def test_a_written_date_covers_its_days(day: date, precision: int) -> None:
    text = day.isoformat()[: (4, 7, 10)[precision]]
    first, last = parse_day(text, "--from"), parse_day(text, "--to", is_last=True)
    assert first <= day <= last
    assert first.isoformat().startswith(text)
    assert last.isoformat().startswith(text)
    assert (last - first).days + 1 in ((365, 366), (28, 29, 30, 31), (1,))[precision]


@pytest.mark.parametrize("text", ["", "19", "2019-13", "2019-02-30", "2019-4", "april 2019", "2019-04-12-01", "0000"])
def test_what_is_no_date_is_refused(text: str) -> None:
    with pytest.raises(UsageError, match="no date"):
        parse_day(text, "--from")


@pytest.mark.parametrize(
    ("format_", "out", "is_gzip", "expected"),
    [
        (None, "x", False, (ExportFormat.PARQUET, False)),
        ("csv", "x", False, (ExportFormat.CSV, False)),
        ("csv", "x", True, (ExportFormat.CSV_GZ, False)),
        (None, "x.csv", False, (ExportFormat.CSV, True)),
        (None, "x.CSV.GZ", False, (ExportFormat.CSV_GZ, True)),
        ("jsonl", "x.jsonl.gz", True, (ExportFormat.JSONL_GZ, True)),
        (None, "x.d", False, (ExportFormat.PARQUET, False)),
    ],
)
def test_the_ending_or_the_flag_decides_the_format(
    format_: str | None, out: str, is_gzip: bool, expected: tuple[ExportFormat, bool]  # noqa: FBT001
) -> None:  # fmt: skip
    assert choose_format(format_, Path(out), is_gzip=is_gzip) == expected


@pytest.mark.parametrize(
    ("format_", "out", "is_gzip"), [("csv", "x.parquet", False), (None, "x.csv", True), (None, "x", True)]
)
def test_format_and_ending_that_differ_are_refused(format_: str | None, out: str, is_gzip: bool) -> None:  # noqa: FBT001
    with pytest.raises(UsageError):
        choose_format(format_, Path(out), is_gzip=is_gzip)
