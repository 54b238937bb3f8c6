"""A large release, made in minutes: the rows of a small one many times over, under other ids and in other words.

Each copy has the letters of its texts moved along the alphabet, so that it is as large and packs as well as the text it
was made from, and is no text that another copy has. Dates stay, so years and months grow alike. There is no raw/ and no
staged/ of it: what is measured on it is what readers do, and what the next release costs.
"""

from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path
from string import ascii_lowercase

import duckdb

from bench.corpus.articles import make_article
from bench.corpus.writer import MODIFIED_AT
from bench.road import run_measured
from transforms.schema import PUBLISHED_TABLES
from transforms.schema_types import Table
from warehouse.assemble import Candidate
from warehouse.durable import hash_file, make_folder
from warehouse.engine import ARROW_BATCH_ROWS
from warehouse.layout import Warehouse
from warehouse.parquet import write_batches
from warehouse.partitions import ReleaseFile
from warehouse.publish import build_candidate_catalog, publish_candidate
from warehouse.releases import latest_folder, read_manifest

__all__ = ["COPIES", "make_large_warehouse", "write_articles"]

COPIES = len(ascii_lowercase) - 1
"""How often each document is there: as often as the alphabet can be moved, without coming back to itself."""

VERSION, VERSION_MONTH, THIS_MONTH = "2026.10.0", "2026-10", "2026-11"

ORDERS = {
    "documents": "published_month NULLS FIRST, doc_id",
    "paragraphs": "published_month NULLS FIRST, doc_id, paragraph_no",
    "sentences": "published_month NULLS FIRST, doc_id, paragraph_no, sentence_no",
    "date_mentions": "published_month NULLS FIRST, doc_id, char_start",
    "verdicts": "batch_no, source, source_path, source_sha256, inbox_no",
    "duplicates": "duplicate_of, doc_id, source, source_path, inbox_no",
    "changes": "release, doc_id",
    "term_months": "term, published_month NULLS FIRST",
}
"""Tables whose rows are multiplied, and how they are sorted in a release."""

IDS, HASHES, WORDS = {"doc_id", "duplicate_of"}, {"source_sha256", "text_sha256"}, {"text", "title", "term"}
COUNTS = {"documents", "words", "sentences"}


def write_articles(inbox: Path, numbers: range, date: str | None = None) -> None:
    """Write good articles into an inbox; all of one date, or each of its own."""
    inbox.mkdir(parents=True, exist_ok=True)
    for number in numbers:
        article = make_article(0, number)
        header = f" date {date} " if date else article.header.written
        path = inbox / f"{number}.txt"
        path.write_text(header + article.text, encoding="utf-8", newline="\n")
        os.utime(path, (MODIFIED_AT, MODIFIED_AT))  # a young file may still be being written


def make_large_warehouse(folder: Path, documents: int) -> Path:
    """Publish about so many documents in a new warehouse.

    Args:
        folder: Of the warehouse and of what it is made from; not there yet.
        documents: How many; the road is walked for one in 25 of them.

    Returns:
        The warehouse.
    """
    write_articles(folder / "inbox", range(max(1, documents // COPIES)))
    run_measured(folder / "inbox", folder / "small")
    small = latest_folder(Warehouse(folder / "small"))
    if small is None:
        raise RuntimeError("nothing was published")
    large = Warehouse(folder / "large")
    candidate_folder = large.temporary / "candidate"
    make_folder(candidate_folder)
    with duckdb.connect() as connection:
        connection.execute("SET memory_limit = '1GB'")
        connection.execute("SET temp_directory = $folder", {"folder": str(folder / "spill")})
        files = [
            _multiply(connection, small, candidate_folder, file["path"], file["table"])
            for file in read_manifest(small)["files"]
            if file["table"] is not None
        ]
        candidate = Candidate(candidate_folder, VERSION, None, (), 0, 0, 0, tuple(files))
        build_candidate_catalog(connection, candidate)
    publish_candidate(
        large, candidate, created_at=datetime(2026, 10, 31, tzinfo=UTC), settings={}, gate="passed", documents={}
    )
    return large.root


def _multiply(connection: duckdb.DuckDBPyConnection, small: Path, folder: Path, path: str, name: str) -> ReleaseFile:
    table = next(one for one in PUBLISHED_TABLES if one.name == name)
    target = folder / path.replace(THIS_MONTH, VERSION_MONTH)
    make_folder(target.parent)
    columns = ", ".join(_column(table, column) for column in table.column_names)
    copies = f"CROSS JOIN range({COPIES}) AS copies(copy) ORDER BY {ORDERS[name]}" if name in ORDERS else ""
    connection.read_parquet(str(small / path)).create_view("small_rows", replace=True)
    reader = connection.sql(f"SELECT {columns} FROM small_rows {copies}").to_arrow_reader(ARROW_BATCH_ROWS)  # noqa: S608 (names of the schema)
    rows = write_batches(reader, table, target)
    return ReleaseFile(target.relative_to(folder).as_posix(), name, rows, target.stat().st_size, hash_file(target))


def _column(table: Table, column: str) -> str:
    """A column of a copy, as SQL."""
    if table.name not in ORDERS:
        return f"{column} * {COPIES} AS {column}" if table.name == "months" and column in COUNTS else column
    letters = f"'{ascii_lowercase}'"
    moved = f"substr({letters}, copy::INTEGER + 1) || substr({letters}, 1, copy::INTEGER)"
    value = column
    if column in IDS:
        value = f"CASE WHEN copy = 0 THEN {column} ELSE md5({column} || copy) END"
    elif column in HASHES:
        value = f"CASE WHEN copy = 0 THEN {column} ELSE sha256({column} || copy) END"
    elif column in WORDS:
        value = f"translate({column}, {letters}, {moved})"
    elif column == "source_path":
        value = "source_path || '~' || copy"
    elif column == "taken_in_at_utc":
        # The month before: files of a month of take-in that is over are not written again either.
        value = "taken_in_at_utc - INTERVAL 1 MONTH"
    elif column == "release":
        value = f"'{VERSION}'"
    return f"{value} AS {column}"
