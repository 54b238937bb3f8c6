"""Assemble a candidate: the last release and the pending batches, at the cost of what is new.

Only the files of years and months that something comes to or goes from are written; every other file of the
parent is hard-linked, its sum carried over.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import duckdb
import pyarrow as pa

from transforms.schema import (
    CHANGES,
    DOCUMENTS,
    DUPLICATES,
    MONTHS,
    SETTLED_FILES,
    TERM_MONTHS,
    TOMBSTONES,
    VERDICTS_TABLE,
)
from transforms.schema_types import Table
from warehouse.assembly_views import view_staged, view_touched
from warehouse.document_tables import DocumentTables
from warehouse.durable import hash_file, make_folder, remove_tree
from warehouse.engine import (
    IDLE_LIMIT,
    MEMORY_LIMIT,
    NARROW_LIMIT,
    count_of,
    in_little_room,
    limited_memory,
    view_files,
    view_older_files,
)
from warehouse.filing import decide_filing
from warehouse.judgement import read_judgement
from warehouse.layout import BatchName, Warehouse
from warehouse.linking import take_over
from warehouse.measurement import measurement_no
from warehouse.memory import keep_little
from warehouse.moves import load_aliases, view_under_present_paths
from warehouse.parquet import write_table
from warehouse.partitions import ReleaseFile, file_path, write_partitions
from warehouse.path_cover import ShownPaths, setting_of
from warehouse.placed_files import place_documents
from warehouse.releases import last_batch_no, read_manifest, shown_paths, table_files
from warehouse.sql import load
from warehouse.standings import load_decisions
from warehouse.succession import reassign_copies
from warehouse.term_files import DOCUMENTS_WORTH_A_PROCESS, TermFiles
from warehouse.term_months import TouchedMonths, find_touched_months
from warehouse.tombstones import load_tombstones, write_tombstones
from warehouse.touched_files import TouchedFiles, find_touched_files
from warehouse.verdict_files import write_verdicts
from warehouse.withdrawals import read_withdrawals, record_arrivals
from warehouse.withdrawn_texts import find_matches
from warehouse.workers import WorkerPool

__all__ = ["Candidate", "assemble", "has_changes", "prepare", "write_empty"]


@dataclass(frozen=True)
class Candidate:
    """A release in the making.

    Attributes:
        folder: Its temporary folder.
        version: Version it will have.
        parent: Folder of the release it is made from, or None for the first.
        batches: Pending batches that it takes up.
        last_batch_no: Number of the last batch it holds.
        judgement_no: Number of the judgement that its verdicts are of.
        measurement_no: Number of the measurement that its tables are of.
        files: Its table files, new and linked.
    """

    folder: Path
    version: str
    parent: Path | None
    batches: tuple[BatchName, ...]
    last_batch_no: int
    judgement_no: int
    measurement_no: int
    files: tuple[ReleaseFile, ...]


def prepare(
    engine: duckdb.DuckDBPyConnection,
    warehouse: Warehouse,
    parent: Path | None,
    batches: Sequence[BatchName],
    *,
    is_whole: bool = False,
    is_measured_again: bool = False,
) -> None:
    """Work out what changes, in temporary tables; see the SQL files `assemble_*`.

    Args:
        engine: Where the tables are made.
        warehouse: Where.
        parent: Folder of the last release, or None before the first.
        batches: Pending batches.
        is_whole: The parent's verdicts count for nothing, because everything was judged again since; `batches` are
            all there are.
        is_measured_again: Everything was measured again since: `is_whole`, and no table of the parent is taken over.
    """
    view_older_files(engine, "parent_documents", table_files(parent, "documents"), DOCUMENTS)
    load_aliases(engine, warehouse)
    _remember_arrivals(engine, warehouse, batches)
    load_decisions(engine, warehouse)
    load_tombstones(engine, warehouse, parent)
    _view_parent_verdicts(engine, None if is_whole else parent)
    settled, batch_nos = warehouse.staged_folders().verdict_files(batches)
    view_under_present_paths(engine, "pending_files", settled, SETTLED_FILES, batch_nos=batch_nos)

    def make(name: str, parameters: dict[str, object] | None = None) -> None:
        in_little_room(engine, partial(engine.execute, load(f"assemble_{name}"), parameters), NARROW_LIMIT)

    make("versions")
    make("succession")
    reassign_copies(engine, warehouse)
    make("touched_verdicts")
    engine.execute("DROP TABLE versions")  # a third of all that the engine holds, and nothing asks for it any more
    if is_measured_again:
        _view_parent_verdicts(engine, parent)
        make("measured_delta")
    elif is_whole:
        _view_parent_verdicts(engine, parent)
        make("whole_delta")
        make("whole_touched")
    else:
        make("delta")
    for name in ("new_contents", "origins"):
        make(name, {"is_measured_again": is_measured_again})


def _remember_arrivals(engine: duckdb.DuckDBPyConnection, warehouse: Warehouse, batches: Sequence[BatchName]) -> None:
    """Enter documents that match what was taken down: they are never published, through rebuilding too."""
    withdrawals = read_withdrawals(warehouse)
    minimum = read_judgement(warehouse).minimum_duplicate_similarity
    matches = find_matches(engine, warehouse, batches, withdrawals.matched, minimum_similarity=minimum)
    known = withdrawals.doc_ids
    record_arrivals(warehouse, {doc_id: other for doc_id, other in matches.items() if doc_id not in known})


def _view_parent_verdicts(engine: duckdb.DuckDBPyConnection, parent: Path | None) -> None:
    view_under_present_paths(engine, "parent_verdicts", table_files(parent, "verdicts"), VERDICTS_TABLE)
    view_under_present_paths(engine, "parent_duplicates", table_files(parent, "duplicates"), DUPLICATES)


def has_changes(engine: duckdb.DuckDBPyConnection) -> bool:
    """Whether anything that is published would change; asked after `prepare`."""
    return count_of(engine, load("assemble_is_changed")) == 1


def assemble(
    engine: duckdb.DuckDBPyConnection,
    warehouse: Warehouse,
    *,
    version: str,
    parent: Path | None,
    batches: Sequence[BatchName],
    languages: Sequence[str],
    is_measured_again: bool = False,
    shown: ShownPaths | None = None,
    pool: WorkerPool | None = None,
) -> Candidate:
    """Write the candidate's tables, after `prepare` in the same engine; `shown` stands for the source paths in them.

    The processes of `pool` count terms while this one writes; what is written is the same for any number of them.
    Where everything was measured again, nothing is linked or copied from the parent but its `changes` and `tombstones`.
    """
    kept_parent = None if is_measured_again else parent
    folder = warehouse.temporary / "candidate"
    remove_tree(folder)
    make_folder(folder)
    view_staged(engine, warehouse)
    # Files that tell paths beside files that do not would fit together in no query: after a change all are written.
    is_told_otherwise = kept_parent is not None and shown_paths(kept_parent) != setting_of(shown)
    filings = decide_filing(engine, parent, version=version, is_measured_again=is_measured_again)
    touched = find_touched_files(engine, parent, filings, version=version, is_every_path_anew=is_told_otherwise)
    replaced = {file_path(MONTHS, "all"), *touched.paths()}
    view_touched(engine, parent, touched, is_measured_again=is_measured_again)
    placed = in_little_room(engine, partial(place_documents, engine, folder, version=version), NARROW_LIMIT)
    keep_little(placed.document_count)
    pool = pool if placed.document_count >= DOCUMENTS_WORTH_A_PROCESS else None
    tables = DocumentTables(placed, kept_parent, folder, replaced=touched.replaced, languages=languages, pool=pool)
    with limited_memory(engine, IDLE_LIMIT):  # texts are sorted and terms counted beside it
        written = tables.write_documents(shown)
    months = _find_touched_months(engine, folder, written, touched, is_measured_again=is_measured_again)
    terms = TermFiles(kept_parent, folder, months, frozenset(replaced), pool=pool)

    def begin_terms() -> None:
        if tables.are_sentences_written:
            terms.begin()

    begin_terms()
    with limited_memory(engine, IDLE_LIMIT):
        written.extend(tables.write_parts(on_file=begin_terms))
    engine.register("touched_files", pa.table({"file_key": pa.array(touched.written[DOCUMENTS], pa.string())}))
    written.extend(in_little_room(engine, partial(write_verdicts, engine, folder, shown=shown)))
    begin_terms()
    rest: tuple[tuple[Table, str, dict[str, object] | None], ...] = (
        (DUPLICATES, "candidate_duplicates", None),
        (CHANGES, "candidate_changes", {"release": version}),
        (MONTHS, "candidate_months", None),
    )
    for table, query, parameters in rest:
        write = partial(write_partitions, engine, load(query), parameters, table, folder, shown=shown)
        written.extend(in_little_room(engine, write))
        begin_terms()
    replaced.update(terms.paths)

    tombstones = write_tombstones(engine, kept_parent, folder, version=version)
    written.extend(tombstones)
    replaced.update(file.path for file in tombstones)

    linked = _link_unchanged(kept_parent, folder, replaced)
    # Last of all, for other processes may write and count a few large files while this one does the rest.
    with limited_memory(engine, IDLE_LIMIT):
        tables.wait_for_sentences()
        written.extend(terms.finish())
        written.extend(tables.finish())
    if is_measured_again:
        view_older_files(engine, "parent_months", table_files(parent, MONTHS.name), MONTHS)  # the gate asks for them
    if not any(file.table == TOMBSTONES.name for file in (*written, *linked)):
        written.append(write_empty(TOMBSTONES, folder))
    newest = max((batch.batch_no for batch in batches), default=last_batch_no(parent))
    files = tuple(sorted([*written, *linked], key=lambda file: file.path))
    return Candidate(
        folder=folder,
        version=version,
        parent=parent,
        batches=tuple(batches),
        last_batch_no=newest,
        judgement_no=read_judgement(warehouse).judgement_no,
        measurement_no=measurement_no(warehouse),
        files=files,
    )


def _find_touched_months(
    engine: duckdb.DuckDBPyConnection,
    folder: Path,
    documents: Sequence[ReleaseFile],
    touched: TouchedFiles,
    *,
    is_measured_again: bool,
) -> TouchedMonths:
    """Keys of files of terms with their months that are counted again, once the files of documents are written."""
    view_files(engine, "candidate_documents", [folder / file.path for file in documents], DOCUMENTS)
    if is_measured_again:
        with limited_memory(engine, MEMORY_LIMIT):  # it compares texts
            engine.execute(load("assemble_measured_alike"))
    months = in_little_room(engine, partial(find_touched_months, engine))
    for key in touched.written[TERM_MONTHS]:  # no file of the parent that holds other months has their place
        months.setdefault(key, {})
    return months


def write_empty(table: Table, folder: Path) -> ReleaseFile:
    """A table file without rows, for tables that are one file in every release."""
    path = folder / file_path(table, "all")
    rows = write_table(table.arrow_schema.empty_table(), table, path)
    return ReleaseFile(path.name, table.name, rows, path.stat().st_size, hash_file(path))


def _link_unchanged(parent: Path | None, folder: Path, replaced: set[str]) -> list[ReleaseFile]:
    """Take over the parent's table files that did not change, with the sums that its manifest has of them."""
    if parent is None:
        return []
    linked = []
    for file in read_manifest(parent)["files"]:
        if file["table"] is None or file["path"] in replaced:
            continue
        make_folder((folder / file["path"]).parent)
        take_over(
            parent / file["path"],
            folder / file["path"],
            byte_count=file["bytes"],
            row_count=file["rows"],
            sha256=file["sha256"],
        )
        linked.append(
            ReleaseFile(file["path"], file["table"], file["rows"], file["bytes"], file["sha256"], is_new=False)
        )
    return linked
