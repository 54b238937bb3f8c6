"""What the gate is given of a candidate: narrow tables and one-row metrics, read as a reader would read them.

A flow hands these to the gate; the gate does not know the warehouse.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from transforms.language import detect_with_langdetect
from transforms.schema import DOCUMENTS, PUBLISHED_TABLES, STRUCTURE_TABLES, TERM_MONTHS
from warehouse.assemble import Candidate
from warehouse.catalog import open_catalog
from warehouse.distributions import Distributions, count_distributions
from warehouse.durable import make_folder, read_json, remove_tree, replace_json
from warehouse.engine import view_files
from warehouse.layout import Warehouse
from warehouse.parquet import read_row_count
from warehouse.publish import table_counts
from warehouse.raw_batches import raw_parts
from warehouse.sql import load

__all__ = ["Frames", "collect_frames", "load_frames"]

QUERIES = (
    "frame_documents", "frame_verdicts", "frame_duplicates", "frame_release", "frame_drift", "report_months",
)  # fmt: skip

AUDIT_SAMPLE_SIZE = 5
"""New documents of each candidate that langdetect itself judges again: 4 ms each, and the port must agree."""

PROBABILITY_TOLERANCE = 2e-6
"""Stored probabilities are rounded to six digits."""


@dataclass(frozen=True)
class Frames:
    """Tables about a candidate.

    Attributes:
        documents: New and changed documents, without their text.
        verdicts: New verdicts.
        duplicates: Duplicates on touched paths.
        release: One row of metrics.
        drift: One row: the candidate against its parent.
        schemas: Arrow schema of a file of each table that has one, of a new one where there is one.
        documents_per_month: Month or year, and its documents.
        distributions: What the release is made of, counted (`warehouse.distributions`).
    """

    documents: pa.Table
    verdicts: pa.Table
    duplicates: pa.Table
    release: pa.Table
    drift: pa.Table
    schemas: Mapping[str, pa.Schema]
    documents_per_month: list[tuple[str, int]]
    distributions: Distributions


def collect_frames(
    engine: duckdb.DuckDBPyConnection, warehouse: Warehouse, candidate: Candidate, *, today: date
) -> None:
    """Read a candidate back from its files, in the engine that assembled it, and keep the frames for the gate."""
    for table in PUBLISHED_TABLES:
        view_files(engine, table.name, _files(candidate, table.name), table)
    for table in (DOCUMENTS, *STRUCTURE_TABLES, TERM_MONTHS):
        new = _files(candidate, table.name, only_new=True)
        # Terms of documents of which only the year is known: the file says which year.
        view_files(engine, f"new_{table.name}", new, table, with_file_name=table is TERM_MONTHS)
    counts = table_counts(candidate)
    engine.register(
        "manifest_counts",
        pa.table({"table_name": list(counts), "rows": pa.array(counts.values(), pa.int64())}),
    )
    folder = _folder(warehouse)
    remove_tree(folder)
    make_folder(folder / "schemas")
    queries: dict[str, dict[str, object] | None] = dict.fromkeys(QUERIES)
    queries["frame_release"] = _facts(engine, warehouse, candidate, today)
    for name, parameters in queries.items():
        pq.write_table(engine.sql(load(name), params=parameters).to_arrow_table(), folder / f"{name}.parquet")
    replace_json(_distributions_file(warehouse), count_distributions(engine, candidate))
    # Linked files come first, so that a new file of the same table has the last word.
    for file in sorted(candidate.files, key=lambda one: one.is_new):
        if file.table is not None:
            schema = pq.read_schema(candidate.folder / file.path)
            pq.write_table(schema.empty_table(), folder / "schemas" / f"{file.table}.parquet")


def load_frames(warehouse: Warehouse) -> Frames:
    """The frames that `collect_frames` kept."""
    folder = _folder(warehouse)
    tables = {name: pq.read_table(folder / f"{name}.parquet") for name in QUERIES}
    return Frames(
        documents=tables["frame_documents"],
        verdicts=tables["frame_verdicts"],
        duplicates=tables["frame_duplicates"],
        release=tables["frame_release"],
        drift=tables["frame_drift"],
        schemas={path.stem: pq.read_schema(path) for path in sorted((folder / "schemas").iterdir())},
        documents_per_month=_tuples(tables["report_months"]),
        distributions=read_json(_distributions_file(warehouse)),
    )


def _folder(warehouse: Warehouse) -> Path:
    return warehouse.temporary / "frames"


def _distributions_file(warehouse: Warehouse) -> Path:
    return _folder(warehouse) / "distributions.json"


def _tuples(table: pa.Table) -> list[Any]:
    return [tuple(row.values()) for row in table.to_pylist()]


def _files(candidate: Candidate, table: str, *, only_new: bool = False) -> list[Path]:
    return [
        candidate.folder / file.path
        for file in candidate.files
        if file.table == table and (file.is_new or not only_new)
    ]


def _facts(
    engine: duckdb.DuckDBPyConnection, warehouse: Warehouse, candidate: Candidate, today: date
) -> dict[str, object]:
    """What only files can tell: rows taken in, files absent or of another length, what langdetect says itself."""
    taken_in = sum(read_row_count(path) for batch in candidate.batches for _, path in raw_parts(warehouse, batch))
    paths = [(candidate.folder / file.path, file.rows) for file in candidate.files]
    missing = sum(not path.is_file() for path, _ in paths)
    wrong = sum(path.is_file() and read_row_count(path) != rows for path, rows in paths)
    audited, disagreed = _audit(engine)
    return {
        "today": today,
        "catalog_document_count": _count_in_catalog(candidate),
        "taken_in_file_count": taken_in - _isolated_count(warehouse, candidate),
        "missing_file_count": missing,
        "wrong_row_count_file_count": wrong,
        "langdetect_audit_count": audited,
        "langdetect_disagreement_count": disagreed,
    }


def _count_in_catalog(candidate: Candidate) -> int:
    """Documents as a reader would count them, through the candidate's own catalog."""
    catalog = open_catalog(candidate.folder)
    try:
        [(count,)] = catalog.view("documents").count("*").fetchall()
    finally:
        catalog.close()
    return int(count)


def _isolated_count(warehouse: Warehouse, candidate: Candidate) -> int:
    """Rows of raw/ that curate set aside after an unforeseen exception: they have no verdict, they are deferred."""
    return sum(len(read_json(warehouse.staged_batch(batch) / "batch.json")["isolated"]) for batch in candidate.batches)


def _audit(engine: duckdb.DuckDBPyConnection) -> tuple[int, int]:
    """Let langdetect itself judge a few new documents again. Returns how many, and how many it sees otherwise."""
    sample = engine.execute(load("frame_audit_sample"), {"sample_size": AUDIT_SAMPLE_SIZE}).fetchall()
    answers = detect_with_langdetect([text for *_, text in sample])
    disagreed = sum(
        lang != kept_lang or abs(probability - kept_probability) > PROBABILITY_TOLERANCE
        for (_, kept_lang, kept_probability, _), (lang, probability) in zip(sample, answers, strict=True)
    )
    return len(sample), disagreed
