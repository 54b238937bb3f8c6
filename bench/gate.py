"""`python -m bench.gate --published 10000`: what the gate costs beside so many published documents.

A release of a thousand real files is multiplied in its own tables. A tenth of the documents are of this year, whole,
where the new ones go to. The others are of nine earlier years, whose files the candidate links, and are narrow (no
text, one sentence): of linked files only footers and ids are read. Then 1,000 new files of this month come, and what is
measured is what the gate costs of making a release of them: reading the candidate back, and judging.
"""

from __future__ import annotations

import argparse
import json
import shutil
import sys
import time
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, TypeVar

import duckdb

from bench.corpus.articles import make_article
from expectations.gate import judge_candidate
from flows.gating import gate_frames, gate_thresholds
from flows.settings import load_settings
from flows.steps import thresholds_of
from transforms.schema import DOCUMENTS, MONTHS, PUBLISHED_TABLES, STRUCTURE_TABLES, TERM_MONTHS, VERDICTS_TABLE
from transforms.schema_types import Table
from warehouse.assemble import assemble, prepare
from warehouse.candidates import assemble_candidate
from warehouse.catalog import build_catalog
from warehouse.durable import hash_file
from warehouse.engine import open_engine
from warehouse.frames import collect_frames, load_frames
from warehouse.layout import Warehouse
from warehouse.parquet import read_row_count, write_batches
from warehouse.partitions import file_path
from warehouse.publish import build_candidate_catalog, publish_candidate, sweep
from warehouse.raw_batches import PartLimits
from warehouse.reading import ReadingLimits
from warehouse.records import record_batches
from warehouse.releases import latest_folder
from warehouse.settlement import pending_batches, settle_batch
from warehouse.staging import stage_batch
from warehouse.take_in import take_in

BASE_FILES = NEW_FILES = 1_000
THIS_YEAR, YEARS = 2026, 10
FIRST, SECOND = datetime(2026, 10, 31, 6, tzinfo=UTC), datetime(2026, 11, 20, 6, tzinfo=UTC)
Answer = TypeVar("Answer")


def main() -> int:
    """Print the seconds of each part, wall time and CPU."""
    parser = argparse.ArgumentParser(prog="python -m bench.gate", description="Measure the gate.")
    parser.add_argument("--published", type=int, required=True, help="documents of the release before")
    parser.add_argument("--folder", type=Path, required=True, help="where to work; it is emptied first")
    arguments = parser.parse_args()
    shutil.rmtree(arguments.folder, ignore_errors=True)
    warehouse = Warehouse(arguments.folder.resolve() / "warehouse")
    inbox = arguments.folder.resolve() / "inbox"
    sweep(warehouse)
    _write_files(inbox, range(BASE_FILES), [f"{THIS_YEAR}-{month:02d}" for month in range(1, 11)])
    _take_in(warehouse, inbox, FIRST)
    candidate = assemble_candidate(
        warehouse, pending_batches(warehouse), now=FIRST, today=FIRST.date(), languages=("nl",)
    )
    if candidate is None:
        raise RuntimeError("nothing to publish")
    folder = publish_candidate(
        warehouse, candidate, created_at=FIRST, settings={}, gate="passed", documents={"quality.json": "{}\n"}
    )
    multiply(folder, arguments.published)
    _write_files(inbox, range(BASE_FILES, BASE_FILES + NEW_FILES), [f"{THIS_YEAR}-11"])
    _take_in(warehouse, inbox, SECOND)
    measure(warehouse, SECOND.date())
    return 0


def _write_files(inbox: Path, numbers: range, dates: list[str]) -> None:
    folder = inbox / "krant"
    folder.mkdir(parents=True, exist_ok=True)
    for number in numbers:
        text = make_article(1, number).text
        (folder / f"{number}.txt").write_text(f" date {dates[number % len(dates)]} {text}", encoding="utf-8")


def _take_in(warehouse: Warehouse, inbox: Path, now: datetime) -> None:
    settings = load_settings(now=now.isoformat())
    taken = take_in(
        warehouse, inbox, source=None, now=now, run_id="bench",
        limits=ReadingLimits(file_bytes=20_000_000, archive_members=9, archive_bytes=9, archive_ratio=9),
        part_limits=PartLimits(500, 16_000_000), minimum_age_seconds=0, resumed=[], on_files=lambda _: None,
    )  # fmt: skip
    if taken.batch is None:
        raise RuntimeError("nothing was taken in")
    parts = stage_batch(
        warehouse, taken.batch, thresholds_of(settings), is_file_name_dated=False, workers=2, on_files=lambda _: None
    )
    settle_batch(warehouse, taken.batch, parts, run_id="bench", minimum_duplicate_similarity=0.8)
    record_batches(warehouse, [taken.batch], run_id="bench", now=now)


WHOLE = {
    "documents": """
        SELECT rows.* REPLACE (
            md5(doc_id || $year || copy) AS doc_id,
            md5(doc_id || $year || copy) || right(source_sha256, 32) AS source_sha256,
            source_path || $year || copy AS source_path,
            (published_month - to_years($back))::DATE AS published_month,
            (date_start - to_years($back))::DATE AS date_start,
            (date_end - to_years($back))::DATE AS date_end,
            (earliest_date - to_years($back))::DATE AS earliest_date,
            CASE WHEN $back = 0 THEN text ELSE '' END AS text
        )
        FROM base_documents AS rows JOIN wanted USING (doc_id) ORDER BY published_month, doc_id""",
    "paragraphs": """
        SELECT rows.* REPLACE (
            md5(doc_id || $year || copy) AS doc_id, (published_month - to_years($back))::DATE AS published_month
        )
        FROM base_paragraphs AS rows JOIN wanted USING (doc_id) WHERE $back = 0 OR paragraph_no = 1
        ORDER BY published_month, doc_id, paragraph_no""",
    "sentences": """
        SELECT rows.* REPLACE (
            md5(doc_id || $year || copy) AS doc_id, (published_month - to_years($back))::DATE AS published_month
        )
        FROM base_sentences AS rows JOIN wanted USING (doc_id)
        WHERE $back = 0 OR (paragraph_no = 1 AND sentence_no = 1)
        ORDER BY published_month, doc_id, paragraph_no, sentence_no""",
    "date_mentions": """
        SELECT rows.* REPLACE (
            md5(doc_id || $year || copy) AS doc_id, (published_month - to_years($back))::DATE AS published_month
        )
        FROM base_date_mentions AS rows JOIN wanted USING (doc_id) ORDER BY published_month, doc_id, char_start""",
}
WANTED = """
    CREATE OR REPLACE TEMP TABLE wanted AS
    SELECT doc_id, copy::VARCHAR AS copy FROM base_documents, range($copies) AS copies(copy)
    ORDER BY copies.copy, doc_id LIMIT $count"""
VERDICTS = """
    SELECT inbox_no, source, source_path, source_sha256, 'accepted' AS verdict, 'current' AS standing,
        'all_checks_passed' AS reason, NULL::VARCHAR AS measure, NULL::VARCHAR AS measured_value,
        NULL::VARCHAR AS threshold, doc_id, batch_id, 1::INTEGER AS batch_no, ingested_at_utc AS taken_in_at_utc,
        'bench' AS run_id
    FROM many_documents ORDER BY source_path"""
MONTHS_OF_DOCUMENTS = """
    SELECT year(date_start)::INTEGER AS year, published_month, count(*) AS documents, sum(word_count)::BIGINT AS words,
        sum(sentence_count)::BIGINT AS sentences
    FROM many_documents GROUP BY ALL ORDER BY ALL"""


def multiply(folder: Path, published: int) -> None:
    """Put `published` documents into a release in the place of those that it has: real rows, with ids of their own."""
    for path in folder.rglob("*"):
        path.chmod(0o755 if path.is_dir() else 0o644)
    connection = duckdb.connect()
    for table in (DOCUMENTS, *STRUCTURE_TABLES):
        base = folder / file_path(table, str(THIS_YEAR))
        base.rename(folder / f"base-{table.name}")
        connection.read_parquet(str(folder / f"base-{table.name}")).create_view(f"base_{table.name}")
    count = published // YEARS
    connection.execute(WANTED, {"copies": count // 900 + 2, "count": count})  # a few of the thousand are no documents
    for year in range(THIS_YEAR - YEARS + 1, THIS_YEAR + 1):
        for table in (DOCUMENTS, *STRUCTURE_TABLES):
            parameters = {"year": str(year), "back": THIS_YEAR - year}
            _write(connection, folder, table, WHOLE[table.name], str(year), parameters=parameters)
    connection.read_parquet(str(folder / "documents/*.parquet")).create_view("many_documents")
    _write(connection, folder, VERDICTS_TABLE, VERDICTS, "2026-10")
    _write(connection, folder, MONTHS, MONTHS_OF_DOCUMENTS, "all")
    connection.close()
    for table in (DOCUMENTS, *STRUCTURE_TABLES):
        (folder / f"base-{table.name}").unlink()
    if count < BASE_FILES:  # the terms of a thousand documents are more than so few can hold
        (folder / file_path(TERM_MONTHS, str(THIS_YEAR))).unlink()
    files = [_describe(folder, path) for path in sorted(folder.rglob("*.parquet"))]
    counts = {table.name: 0 for table in PUBLISHED_TABLES}
    by_table: dict[str, list[str]] = {}
    for file in files:
        counts[file["table"]] += file["rows"]
        by_table.setdefault(file["table"], []).append(file["path"])
    (folder / "kroniek.duckdb").unlink()
    with duckdb.connect() as engine:
        build_catalog(engine, folder, by_table)
    manifest = json.loads((folder / "manifest.json").read_text())
    (folder / "manifest.json").write_text(json.dumps({**manifest, "counts": counts, "files": files}))


def _write(
    connection: duckdb.DuckDBPyConnection,
    folder: Path,
    table: Table,
    query: str,
    key: str,
    *,
    parameters: dict[str, Any] | None = None,
) -> None:
    path = folder / file_path(table, key)
    path.unlink(missing_ok=True)
    write_batches(connection.sql(query, params=parameters).to_arrow_reader(16_384), table, path)


def _describe(folder: Path, path: Path) -> dict[str, Any]:
    table = path.stem if path.parent == folder else path.parent.name
    return {
        "path": path.relative_to(folder).as_posix(), "table": table, "rows": read_row_count(path),
        "bytes": path.stat().st_size, "sha256": hash_file(path),
    }  # fmt: skip


def measure(warehouse: Warehouse, today: date) -> None:
    """Make the candidate and print what each part took."""
    parent, batches = latest_folder(warehouse), pending_batches(warehouse)
    with open_engine(warehouse) as engine:
        _timed("prepare", lambda: prepare(engine, warehouse, parent, batches))
        candidate = _timed(
            "assemble",
            lambda: assemble(engine, warehouse, version="2026.11.0", parent=parent, batches=batches, languages=("nl",)),
        )
        build_candidate_catalog(engine, candidate)
        for _ in range(3):
            _timed("collect", lambda: collect_frames(engine, warehouse, candidate, today=today))
    settings = load_settings(now=SECOND.isoformat())
    frames = gate_frames(load_frames(warehouse), (), settings)
    thresholds = gate_thresholds(settings, today=today, judged_with=())
    for _ in range(3):
        verdict = _timed("judge", lambda: judge_candidate(frames, thresholds))
    print(verdict.verdict, verdict.failed_lines(), {k: v for k, v in verdict.metrics.items() if "count" in k})


def _timed(name: str, call: Callable[[], Answer]) -> Answer:
    wall, cpu = time.monotonic(), time.process_time()
    answer = call()
    print(f"{name:>9}  {time.monotonic() - wall:7.2f} s  {time.process_time() - cpu:7.2f} CPU-s", flush=True)
    return answer


if __name__ == "__main__":
    sys.exit(main())
