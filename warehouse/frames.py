"""What the gate is given of a candidate: narrow tables and one-row figures, read from its files.

A flow hands these to the gate; the gate does not know the warehouse. What is read follows what the candidate wrote:
files that it links were judged when they were new, and are looked at from outside (`warehouse.candidate_files`). Of the
parent only those files are read that the candidate replaces. Ids are the one thing that is asked of every file.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from transforms.schema import (
    DOCUMENTS,
    PUBLISHED_TABLES,
    RAW_FILES,
    STRUCTURE_TABLES,
    TERM_MONTHS,
    TOMBSTONES,
    VERDICTS_TABLE,
)
from warehouse.assemble import Candidate
from warehouse.candidate_files import FoundFile, files_frame, inspect_files, new_files_by_key
from warehouse.catalog import count_through_catalog
from warehouse.distributions import Distributions, count_distributions
from warehouse.durable import make_folder, read_json, remove_tree, replace_json
from warehouse.engine import MEMORY_LIMIT, count_of, limited_memory, view_files, view_files_of_batches
from warehouse.filing import year_of
from warehouse.frame_files import fill_by_range, write_answer, write_answer_by_range, write_frame
from warehouse.language_audit import LanguageAudit
from warehouse.layout import Warehouse
from warehouse.memory import give_back
from warehouse.partitions import file_key_of
from warehouse.publish import table_counts
from warehouse.releases import read_manifest
from warehouse.sql import load
from warehouse.stored_frame import StoredFrame
from warehouse.structure import SuspectSearch, read_structure
from warehouse.workers import WorkerPool

__all__ = ["Frames", "collect_frames", "load_frames"]

FRAMES = ("documents", "verdicts", "structure", "duplicates", "release", "months", "metrics", "shares", "examples")
QUERIED = ("duplicates", "months", "metrics", "shares")
"""Those that are one query's answer, and follow from nothing that other processes find."""

LONG = ("documents", "verdicts", "structure", "duplicates")
"""Frames with a row for each file of a delivery."""

PLACED_TABLES = (DOCUMENTS, *STRUCTURE_TABLES)
"""Tables of which rows are looked up by their place in a new file."""

REPORTS = ("report_months",)

EXAMPLE_COUNT = 20


@dataclass(frozen=True)
class Frames:
    """Tables about a candidate.

    Attributes:
        documents: New and changed documents, without their text.
        verdicts: New verdicts.
        structure: Errors of paragraphs, sentences and date mentions, by new document.
        duplicates: Duplicates on touched paths.
        files: Its table files as they lie on the disk.
        tables: Rows of each table by the files, the manifest and the catalog.
        release: One row of figures that must agree or be 0.
        months: Documents by month, here and in the parent.
        metrics: One row of figures that later releases are compared with.
        shares: Shares by label: refused files by reason, new documents by source and language.
        examples: Ids behind figures of `release`.
        schemas: Arrow schema of a file of each table that has one: of one that is not as described, else of a new one.
        documents_per_month: Month or year, and its documents.
        distributions: What the release is made of, counted (`warehouse.distributions`).
    """

    documents: StoredFrame
    verdicts: StoredFrame
    structure: StoredFrame
    duplicates: StoredFrame
    files: pa.Table
    tables: pa.Table
    release: pa.Table
    months: pa.Table
    metrics: pa.Table
    shares: Mapping[str, Mapping[str, float]]
    examples: Mapping[str, tuple[str | None, ...]]
    schemas: Mapping[str, pa.Schema]
    documents_per_month: list[tuple[str, int]]
    distributions: Distributions


def collect_frames(
    engine: duckdb.DuckDBPyConnection,
    warehouse: Warehouse,
    candidate: Candidate,
    *,
    today: date,
    pool: WorkerPool | None = None,
) -> None:
    """Read a candidate back from its files, in the engine that assembled it, and keep the frames for the gate.

    Processes of `pool` that run already read with this one; none is started for it.
    """
    running = pool if pool is not None and pool.is_started else None
    found = inspect_files(candidate)
    _view_candidate(engine, candidate, found)
    counts = _counts_of_parent(candidate)
    sizes = {
        "document_count": sum(file.row_count or 0 for file in found if file.table == DOCUMENTS.name),
        "parent_document_count": counts.get("documents", 0),
    }
    changed_count = count_of(engine, "SELECT count(*) FROM delta")
    engine.execute(load("frame_filled_tables"))
    fill_by_range(engine, "frame_asked_documents", {}, id_count=changed_count)
    of_examples = {"today": today, "release": candidate.version}
    fill_by_range(engine, "frame_examples", of_examples, id_count=changed_count)
    folder = _folder(warehouse)
    remove_tree(folder)
    make_folder(folder / "schemas")
    # What processes do is begun first, and what follows from it comes last.
    audit = LanguageAudit(engine, pool=running)
    new_files = new_files_by_key(found, PLACED_TABLES)
    search = SuspectSearch(engine, new_files, folder / "asked_documents.arrow", pool=running)
    taken_in = _count_taken_in(engine, warehouse, candidate)
    months = engine.sql(load("frame_added_months")).to_arrow_table().to_pylist()[0]
    verdict_count = count_of(engine, "SELECT count(*) FROM touched_verdicts")
    write_answer_by_range(engine, "frame_verdicts", {}, folder, id_count=verdict_count)
    parameters = {"frame_metrics": sizes}
    for name in (*(f"frame_{frame}" for frame in QUERIED), *REPORTS):
        write_answer(engine, name, parameters.get(name), folder)
    examples = engine.sql(load("frame_examples_first"), params={"example_count": EXAMPLE_COUNT}).to_arrow_table()
    write_frame(examples, folder / "frame_examples.parquet")
    write_frame(files_frame(found), folder / "frame_files.parquet")
    write_frame(_tables_frame(candidate, found), folder / "frame_tables.parquet")
    usable = {file.file.path for file in found if file.is_usable}
    replace_json(_distributions_file(warehouse), count_distributions(engine, candidate, usable))
    # A new file of the table has the last word, and one that is not as described the very last.
    in_order = sorted(found, key=lambda one: (not one.is_as_described, one.file.is_new))
    schemas = {file.table: file.schema for file in in_order if file.schema is not None}
    for name, schema in schemas.items():
        write_frame(schema.empty_table(), folder / "schemas" / f"{name}.parquet")
    suspect_count = search.finish()
    give_back()
    audited, disagreed = audit.finish()
    of_release = {
        "release": candidate.version,
        **sizes,
        "parent_rules_version": _rules_version_of_linked(candidate, found),
        "taken_in_file_count": taken_in - _isolated_count(warehouse, candidate),
        "langdetect_audit_count": audited,
        "langdetect_disagreement_count": disagreed,
    }
    write_answer(engine, "frame_release", of_release, folder)
    of_documents = {**months, "has_suspects": suspect_count > 0}
    write_answer_by_range(engine, "frame_documents", of_documents, folder, id_count=changed_count)
    if not suspect_count:
        write_answer_by_range(engine, "frame_structure", {}, folder, id_count=changed_count)
        return
    with limited_memory(engine, MEMORY_LIMIT):  # texts of suspects are read
        errors = read_structure(engine, months, suspect_count=suspect_count)
    write_frame(errors, folder / "frame_structure.parquet")


def load_frames(warehouse: Warehouse) -> Frames:
    """The frames that `collect_frames` kept."""
    folder = _folder(warehouse)
    paths = {name: folder / f"frame_{name}.parquet" for name in (*FRAMES, "files", "tables")}
    tables = {name: pq.read_table(path) for name, path in paths.items() if name not in LONG}
    shares: dict[str, dict[str, float]] = {}
    for row in tables.pop("shares").to_pylist():
        shares.setdefault(row["kind"], {})[row["label"]] = row["share"]
    examples: dict[str, tuple[str, ...]] = {}
    for row in tables.pop("examples").to_pylist():
        examples[row["figure"]] = (*examples.get(row["figure"], ()), row["doc_id"])
    return Frames(
        **{name: StoredFrame(paths[name]) for name in LONG},
        **tables,
        shares=shares,
        examples=examples,
        schemas={path.stem: pq.read_schema(path) for path in sorted((folder / "schemas").iterdir())},
        documents_per_month=_tuples(pq.read_table(folder / "report_months.parquet")),
        distributions=read_json(_distributions_file(warehouse)),
    )


def _folder(warehouse: Warehouse) -> Path:
    return warehouse.temporary / "frames"


def _distributions_file(warehouse: Warehouse) -> Path:
    return _folder(warehouse) / "distributions.json"


def _tuples(table: pa.Table) -> list[Any]:
    return [tuple(row.values()) for row in table.to_pylist()]


def _view_candidate(engine: duckdb.DuckDBPyConnection, candidate: Candidate, found: Sequence[FoundFile]) -> None:
    """Make views over the candidate's files, by table.

    All of a table, those that it wrote (`new_`), those of the parent's that it does not link (`replaced_`), and the
    parent's terms of the years that it wrote terms of (`parent_`). A file that cannot be read as what it should be is
    left out: other checks name it.
    """
    linked = {file.file.path for file in found if not file.file.is_new and file.state == "sound"}
    folder = candidate.parent or Path()
    parent = [] if candidate.parent is None else read_manifest(folder)["files"]
    for table in PUBLISHED_TABLES:
        usable = [file for file in found if file.table == table.name and file.is_usable]
        # Terms of documents of which only the year is known: the file says which year.
        is_placed = table in PLACED_TABLES
        is_named = is_placed or table is TERM_MONTHS
        view_files(engine, table.name, [file.path for file in usable], table)
        new = [file.path for file in usable if file.file.is_new]
        view_files(engine, f"new_{table.name}", new, table, with_file_name=is_named, with_row_number=is_placed)
        before = [file for file in parent if file["table"] == table.name]
        if table in (DOCUMENTS, VERDICTS_TABLE):
            replaced = [folder / file["path"] for file in before if file["path"] not in linked]
            view_files(engine, f"replaced_{table.name}", replaced, table, with_file_name=is_named)
        elif table is TERM_MONTHS:
            years = {year_of(file_key_of(path, table)) for path in new}
            paths = [folder / file["path"] for file in before]
            of_years = [path for path in paths if year_of(file_key_of(path, table)) in years]
            view_files(engine, f"parent_{table.name}", of_years, table, with_file_name=True)
    tombstones = [] if candidate.parent is None else [candidate.parent / f"{TOMBSTONES.name}.parquet"]
    view_files(engine, "parent_tombstones", [path for path in tombstones if path.is_file()], TOMBSTONES)


def _counts_of_parent(candidate: Candidate) -> Mapping[str, int]:
    counts: Mapping[str, int] = {} if candidate.parent is None else read_manifest(candidate.parent)["counts"]
    return counts


def _rules_version_of_linked(candidate: Candidate, found: Sequence[FoundFile]) -> str | None:
    """What linked documents were measured under: the rules of the release that they come from; None without any."""
    is_any_linked = any(file.table == DOCUMENTS.name and not file.file.is_new for file in found)
    if candidate.parent is None or not is_any_linked:
        return None
    return str(read_manifest(candidate.parent)["rules_version"])


def _tables_frame(candidate: Candidate, found: Sequence[FoundFile]) -> pa.Table:
    manifest = table_counts(candidate)
    footers = dict.fromkeys(manifest, 0)
    for file in found:
        footers[file.table] += file.row_count or 0
    catalog = count_through_catalog(candidate.folder, [file.file.path for file in found])
    return pa.table(
        {
            "table": list(manifest),
            "footer_rows": pa.array([footers[name] for name in manifest], pa.int64()),
            "manifest_rows": pa.array(manifest.values(), pa.int64()),
            "catalog_rows": pa.array([catalog[name] for name in manifest], pa.int64()),
        }
    )


def _count_taken_in(engine: duckdb.DuckDBPyConnection, warehouse: Warehouse, candidate: Candidate) -> int:
    """Rows of the candidate's batches in raw/, as they lie there."""
    raw = warehouse.raw_folders()
    files = {path for batch in candidate.batches for path in raw.folder_of(batch).part_files(batch)}
    batch_nos = [batch.batch_no for batch in candidate.batches]
    view_files_of_batches(engine, "taken_in_files", sorted(files), RAW_FILES, batch_nos)
    return count_of(engine, "SELECT count(*) FROM taken_in_files")


def _isolated_count(warehouse: Warehouse, candidate: Candidate) -> int:
    """Rows of raw/ that curate set aside after an unforeseen exception: they have no verdict, they are deferred."""
    staged = warehouse.staged_folders()
    return sum(len(staged.record(batch)["isolated"]) for batch in candidate.batches)
