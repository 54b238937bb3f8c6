"""Past releases without what is erased: each that holds something of it is made anew in full and takes its old place.

Rewritten files get new inodes, so a copy or a link that somebody made keeps what it had. The version stays and gets a
`revision` number: new manifest, new sums, a notice in the card.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from transforms.schema import (
    DOCUMENTS,
    DUPLICATES,
    MONTHS,
    PUBLISHED_TABLES,
    TOMBSTONES,
)
from warehouse.assemble import Candidate, write_empty
from warehouse.durable import make_folder, remove_tree
from warehouse.engine import open_engine, view_files
from warehouse.erasure_plan import ErasurePlan
from warehouse.exchange import exchange_folder, finish_exchanges
from warehouse.filing import file_like
from warehouse.layout import Warehouse
from warehouse.linking import take_over
from warehouse.partitions import ReleaseFile, file_key_of, file_path, write_partitions
from warehouse.path_cover import PathCover, find_cover
from warehouse.publish import build_candidate_catalog, make_read_only, verify_candidate, write_manifest
from warehouse.releases import read_manifest, release_versions
from warehouse.revised_rows import ASKED_COLUMNS, ErasedRows, Key, find_copies, find_earliest
from warehouse.sql import load
from warehouse.term_files import TermFiles
from warehouse.term_months import find_touched_months
from warehouse.tombstones import load_tombstones

__all__ = ["restore_exchanged", "revise_releases"]

TABLES = {table.name: table for table in PUBLISHED_TABLES}
TEXT_SUFFIXES = (".json", ".html", ".md", ".cff", ".txt")
CARD = "README.md"

Written = dict[Key, tuple[Path, ReleaseFile | None]]
"""By its key: where a file was written anew, and how; None where no row of it was left. Releases that shared the old
file share the new one."""


@dataclass
class _Revision:
    """One release on its way to its next revision.

    Attributes:
        old: Folder of the release.
        new: Folder that takes its place.
        manifest: Of the old one.
        files: Table files of the new one.
        rewritten: Paths of the old one's files that are not linked.
        keys: Of the files that documents go from.
    """

    old: Path
    new: Path
    manifest: dict[str, Any]
    files: list[ReleaseFile] = field(default_factory=list)
    rewritten: set[str] = field(default_factory=set)
    keys: set[str] = field(default_factory=set)


def restore_exchanged(warehouse: Warehouse) -> None:
    """Finish an exchange of folders that a kill broke off."""
    finish_exchanges(warehouse.releases)


def revise_releases(warehouse: Warehouse, plan: ErasurePlan, *, revised_at: str) -> None:
    """Revise every release that tells something of what is erased; releases that are done already are passed over.

    Args:
        warehouse: Where; its writer's lock is held.
        plan: What is erased.
        revised_at: When it was asked for (ISO 8601, UTC).
    """
    written: Written = {}
    cover = find_cover(warehouse)
    if cover is not None:  # what the gate wrote tells paths as the release shows them
        covered = {(inbox_no, cover.cover(path), doc_id): name for (inbox_no, path, doc_id), name in plan.names.items()}
        plan = replace(plan, names=plan.names | covered)
    for version in release_versions(warehouse):
        old = warehouse.releases / version
        new = warehouse.temporary / f"revised-{version}"
        remove_tree(new)
        revision = _Revision(old, new, read_manifest(old))
        with open_engine(warehouse) as engine:
            _rewrite_rows(revision, plan, written, cover)
            if not revision.rewritten:
                continue
            _count_anew(engine, warehouse, revision, plan)
            _link_rest(revision)
            candidate = _candidate(warehouse, revision)
            build_candidate_catalog(engine, candidate)
        manifest = _describe(candidate, revision, plan, revised_at)
        verify_candidate(candidate, manifest)
        make_read_only(new)
        exchange_folder(new, old, warehouse.temporary / f"unrevised-{version}")


def _rewrite_rows(revision: _Revision, plan: ErasurePlan, written: Written, cover: PathCover | None) -> None:
    """Write the files anew that tell something of the documents."""
    files = [file for file in revision.manifest["files"] if file["table"] in ASKED_COLUMNS]
    duplicates = [revision.old / file["path"] for file in files if file["table"] == DUPLICATES.name]
    erased = ErasedRows(plan, cover, find_copies(duplicates, plan, cover), find_earliest(duplicates, plan))
    for file in files:
        name, path = file["table"], revision.old / file["path"]
        key = erased.key_of(file)
        if key not in written and not erased.are_told_by(path, name):
            continue
        revision.rewritten.add(file["path"])
        if name == DOCUMENTS.name:
            revision.keys.add(file_key_of(path, DOCUMENTS))
        if key in written:
            release, new = written[key]
            if new is not None:
                _take_over(release, new, revision.new)
        else:
            new = erased.write_rest(path, TABLES[name], revision.new, file["path"])
            written[key] = (revision.old, new)
        if new is not None:
            revision.files.append(new)


def _count_anew(
    engine: duckdb.DuckDBPyConnection, warehouse: Warehouse, revision: _Revision, plan: ErasurePlan
) -> None:
    """Terms and months of the files that documents go from, and the tombstones."""
    make_folder(revision.new)
    if revision.keys:
        paths = [file_path(DOCUMENTS, key) for key in sorted(revision.keys)]
        left = [revision.new / path for path in paths if (revision.new / path).is_file()]
        view_files(engine, "candidate_documents", left, DOCUMENTS)
        view_files(engine, "touched_documents_files", [revision.old / path for path in paths], DOCUMENTS)
        file_like(engine, revision.keys)
        months_of_terms = find_touched_months(engine)
        counted = TermFiles(revision.old, revision.new, months_of_terms, revision.rewritten, pool=None)
        terms, replaced = counted.finish(), counted.paths
        before = [revision.old / file["path"] for file in revision.manifest["files"] if file["table"] == MONTHS.name]
        view_files(engine, "parent_months", before, MONTHS)
        engine.register("touched_files", pa.table({"file_key": pa.array(sorted(revision.keys), pa.string())}))
        months = write_partitions(engine, load("candidate_months"), None, MONTHS, revision.new)
        if not months:
            months = [write_empty(MONTHS, revision.new)]
        revision.files += [*terms, *months]
        revision.rewritten.update(replaced, (file.path for file in months))
    load_tombstones(engine, warehouse, revision.old, only=plan.everywhere)
    version: dict[str, object] = {"release": revision.old.name}
    stones = write_partitions(engine, load("candidate_tombstones"), version, TOMBSTONES, revision.new)
    revision.files += stones
    revision.rewritten.update(file.path for file in stones)


def _link_rest(revision: _Revision) -> None:
    for file in revision.manifest["files"]:
        if file["table"] is None or file["path"] in revision.rewritten:
            continue
        kept = ReleaseFile(file["path"], file["table"], file["rows"], file["bytes"], file["sha256"], is_new=False)
        _take_over(revision.old, kept, revision.new)
        revision.files.append(kept)


def _take_over(release: Path, file: ReleaseFile, folder: Path) -> None:
    make_folder((folder / file.path).parent)
    take_over(
        release / file.path,
        folder / file.path,
        byte_count=file.bytes,
        row_count=int(file.rows or 0),
        sha256=file.sha256,
    )


def _candidate(warehouse: Warehouse, revision: _Revision) -> Candidate:
    """The revision as if it were about to be published. New is what the release itself wrote, as the first time."""
    parent = revision.manifest["parent"]
    folder = None if parent is None else warehouse.releases / parent
    if folder is not None and not folder.is_dir():  # pruned
        folder = None
    of_parent = set() if folder is None else {(file["path"], file["sha256"]) for file in read_manifest(folder)["files"]}
    files = [replace(file, is_new=(file.path, file.sha256) not in of_parent) for file in revision.files]
    return Candidate(
        folder=revision.new,
        version=revision.manifest["version"],
        parent=folder,
        batches=(),
        last_batch_no=revision.manifest["last_batch_no"],
        judgement_no=revision.manifest.get("judgement_no", 0),
        measurement_no=revision.manifest.get("measurement_no", 0),
        files=tuple(sorted(files, key=lambda file: file.path)),
    )


def _describe(candidate: Candidate, revision: _Revision, plan: ErasurePlan, revised_at: str) -> dict[str, Any]:
    """Texts, manifest and sums of the new revision; texts that are not made anew stay, without the paths."""
    before = revision.manifest
    texts = {
        file["path"]: plan.clean((revision.old / file["path"]).read_text(encoding="utf-8"))
        for file in before["files"]
        if file["table"] is None and Path(file["path"]).suffix in TEXT_SUFFIXES and file["path"] != CARD
    }
    count = len(plan.everywhere) + int(before.get("erased_count", 0))
    return write_manifest(
        candidate,
        created_at=None,
        settings=before["settings"],
        gate=before["gate"],
        documents=texts,
        revised={
            **{name: value for name, value in before.items() if name not in {"counts", "files"}},
            "revision": int(before.get("revision", 0)) + 1,
            "revised_at_utc": revised_at,
            "erased_count": count,
        },
    )
