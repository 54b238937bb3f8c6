"""Publish: a checked candidate becomes a release in one switch, or nothing changes.

Readers follow `latest.json` only. Until it is replaced they read the last release; a kill before that leaves a
folder that the next run sweeps, a kill after it leaves a finished release.
"""

from __future__ import annotations

import importlib.metadata
import stat
import sys
from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

import duckdb

from transforms.errors import VerificationError
from transforms.schema import PUBLISHED_TABLES
from transforms.schema_version import described_columns
from warehouse.assemble import Candidate
from warehouse.batches import list_folders
from warehouse.catalog import CATALOG_NAME, build_catalog, count_through_catalog
from warehouse.describe.change_counts import count_changes, totals
from warehouse.describe.facts import ReleaseFacts
from warehouse.describe.feed import replace_feed
from warehouse.describe.sample import write_sample
from warehouse.describe.texts import describe
from warehouse.durable import (
    fsync_file,
    hash_file,
    make_folder,
    move_folder,
    read_json,
    remove_tree,
    replace_json,
    write_text,
)
from warehouse.engine import NARROW_LIMIT, connect_bounded
from warehouse.layout import Warehouse
from warehouse.measurement import installed_rules
from warehouse.memory import give_back
from warehouse.parquet import read_row_count
from warehouse.partitions import ReleaseFile
from warehouse.prune import finish_prune
from warehouse.recompute import finish_measuring
from warehouse.rejudge_switch import finish_switch
from warehouse.revision_notice import revision_notice
from warehouse.rollback import finish_rollback

__all__ = ["build_candidate_catalog", "keep_failed", "publish_candidate", "sweep"]

LIBRARIES = (
    "duckdb", "pyarrow", "prefect", "great-expectations", "langdetect", "langdetect-rs", "pycld2", "ftfy",
    "charset-normalizer", "google-re2", "numpy", "rensa",
)  # fmt: skip
"""What made a release: its files, its texts, its measures and its checks."""
READ_ONLY = stat.S_IRUSR | stat.S_IRGRP | stat.S_IROTH


def build_candidate_catalog(engine: duckdb.DuckDBPyConnection, candidate: Candidate) -> None:
    """Make the candidate's catalog with any engine, so that the gate and `sql --candidate` see it as readers would."""
    files: dict[str, list[str]] = {}
    for file in candidate.files:
        if file.table is not None:
            files.setdefault(file.table, []).append(file.path)
    build_catalog(engine, candidate.folder, files)


def write_manifest(
    candidate: Candidate,
    *,
    created_at: datetime | None,
    settings: Mapping[str, Any],
    gate: str,
    documents: Mapping[str, str],
    waived: Sequence[Mapping[str, Any]] = (),
    revised: Mapping[str, Any] | None = None,
) -> dict[str, Any]:
    """Add the texts that describe the release, the manifest and SHA256SUMS to the candidate's folder.

    Args:
        candidate: The candidate.
        created_at: Clock of the run (UTC); None for a revision.
        settings: Settings that shaped the release.
        gate: The gate's verdict.
        documents: Texts by file name, such as quality.json.
        waived: Checks that fail and that a person waived: `check`, `reason`, `observed`, `threshold`.
        revised: Of a revision: what its manifest keeps of the one before, and `revision` and `revised_at_utc`.
    """
    folder = candidate.folder
    give_back()  # what the gate's frames took
    with connect_bounded(folder.parent, NARROW_LIMIT) as engine:
        changes = count_changes(engine, candidate)
        sample = write_sample(engine, candidate)
    header = {
        "version": candidate.version,
        "parent": None if candidate.parent is None else candidate.parent.name,
        "created_at_utc": None if created_at is None else created_at.strftime("%Y-%m-%dT%H:%M:%SZ"),
        **installed_rules().as_record(),
        "gate": gate,
        "waived": [dict(one) for one in waived],
        "last_batch_no": candidate.last_batch_no,
        "judgement_no": candidate.judgement_no,
        "measurement_no": candidate.measurement_no,
        "settings": dict(settings),
        "libraries": dict(_library_versions()),
        "counts": table_counts(candidate),
        "changes": totals(changes),
        **(revised or {}),
    }
    facts = ReleaseFacts.collect(
        header, candidate.files, sample=sample, changes=changes, quality=documents.get("quality.json", "")
    )
    texts = {**documents, **describe(facts)}
    texts["README.md"] += revision_notice(header)
    for name, text in texts.items():
        write_text(folder / name, text)
    others = [_describe(folder, name) for name in (CATALOG_NAME, *texts)]
    files = sorted([*candidate.files, sample, *others], key=lambda file: file.path)
    manifest = {
        **header,
        "schema": {table.name: described_columns(table) for table in PUBLISHED_TABLES},
        "files": [
            {"path": f.path, "table": f.table, "rows": f.rows, "bytes": f.bytes, "sha256": f.sha256} for f in files
        ],
    }
    replace_json(folder / "manifest.json", manifest)
    sums = {file.path: file.sha256 for file in files} | {"manifest.json": hash_file(folder / "manifest.json")}
    write_text(folder / "SHA256SUMS", "".join(f"{sums[path]}  {path}\n" for path in sorted(sums)))
    return manifest


@cache
def _library_versions() -> Mapping[str, str]:
    """Versions of Python and of `LIBRARIES`: to ask for them is to parse twelve files, and they stay while it runs."""
    python = ".".join(map(str, sys.version_info[:3]))
    return {"python": python, **{name: importlib.metadata.version(name) for name in LIBRARIES}}


def table_counts(candidate: Candidate) -> dict[str, int]:
    """Rows by table, tables without a row too."""
    counts = {table.name: 0 for table in PUBLISHED_TABLES}
    for file in candidate.files:
        if file.table is not None:
            counts[file.table] += file.rows or 0
    return dict(sorted(counts.items()))


def _describe(folder: Path, name: str) -> ReleaseFile:
    path = folder / name
    return ReleaseFile(name, None, None, path.stat().st_size, hash_file(path))


def publish_candidate(
    warehouse: Warehouse,
    candidate: Candidate,
    *,
    created_at: datetime,
    settings: Mapping[str, Any],
    gate: str,
    documents: Mapping[str, str],
    waived: Sequence[Mapping[str, Any]] = (),
) -> Path:
    """Finish a candidate, verify it, make it read-only and point `latest.json` at it.

    Returns:
        Folder of the release.

    Raises:
        VerificationError: What was written is not what can be read again.
    """
    manifest = write_manifest(
        candidate, created_at=created_at, settings=settings, gate=gate, documents=documents, waived=waived
    )
    verify_candidate(candidate, manifest)
    make_read_only(candidate.folder)
    target = warehouse.releases / candidate.version
    pointer = {"version": candidate.version, "path": target.relative_to(warehouse.root).as_posix()}
    # From here on a kill is finished by the next run's sweep: the release is whole and has passed the gate.
    replace_json(_intent_file(warehouse), pointer)
    move_folder(candidate.folder, target)
    replace_json(warehouse.latest_file, pointer)
    replace_feed(warehouse)
    _intent_file(warehouse).unlink()
    remove_tree(warehouse.candidate_failed)  # what it waited for is published, or kept out, or mended
    return target


def make_read_only(folder: Path) -> None:
    """Nobody changes a file of a release by accident."""
    for path in folder.rglob("*"):
        if path.is_file():
            path.chmod(READ_ONLY)


def _intent_file(warehouse: Warehouse) -> Path:
    """Says which release is being switched to; there only while the switch is under way."""
    return warehouse.root / ".publishing.json"


def verify_candidate(candidate: Candidate, manifest: Mapping[str, Any]) -> None:
    """Look again at what was written: sizes, sums of new files, rows by footer and through the catalog.

    Linked files were checked by size when they were linked; re-hashing all of them is `kroniek verify`'s. Footers and
    catalog that were read for the gate are read again where a file is another since (`warehouse.read_once`).
    """
    new = {file.path for file in candidate.files if file.is_new}
    for file in manifest["files"]:
        path = candidate.folder / file["path"]
        is_right = path.is_file() and path.stat().st_size == file["bytes"]
        if is_right and (file["path"] in new or file["table"] is None):
            is_right = hash_file(path) == file["sha256"]
        if is_right and file["table"] is not None:
            is_right = read_row_count(path) == file["rows"]
        if not is_right:
            raise VerificationError(
                "A file of the candidate is not what was written; nothing is published.",
                where=str(path),
                what_to_do="Check the disk, then run `kroniek publish` again.",
            )
    catalog = count_through_catalog(candidate.folder, [file.path for file in candidate.files])
    for table, rows in manifest["counts"].items():
        if catalog[table] != rows:
            raise VerificationError(
                f"The catalog counts {catalog[table]} {table} instead of {rows}; nothing is published.",
                where=str(candidate.folder / CATALOG_NAME),
                what_to_do="Run `kroniek publish` again; if it happens twice, report it as a bug.",
            )


def keep_failed(
    warehouse: Warehouse,
    candidate: Candidate,
    *,
    created_at: datetime,
    settings: Mapping[str, Any],
    documents: Mapping[str, str],
) -> Path:
    """Keep what the gate stopped, with its report, in place of what it stopped before."""
    write_manifest(candidate, created_at=created_at, settings=settings, gate="stopped", documents=documents)
    remove_tree(warehouse.candidate_failed)
    move_folder(candidate.folder, warehouse.candidate_failed)
    return warehouse.candidate_failed


def sweep(warehouse: Warehouse) -> None:
    """Finish the switches of a run that died in one, and remove what dead runs left half done.

    Finished batches and releases are never touched; of a batch that lies in a pack, the folder it had before goes.
    """
    intent = _intent_file(warehouse)
    if intent.exists():
        pointer = read_json(intent)
        if (warehouse.root / pointer["path"]).is_dir():
            replace_json(warehouse.latest_file, pointer)
            replace_feed(warehouse)
        intent.unlink()
        fsync_file(warehouse.root)
    finish_switch(warehouse)
    finish_switch(warehouse.beside)  # its new verdicts lie among what is removed below
    finish_measuring(warehouse)
    finish_rollback(warehouse)
    finish_prune(warehouse)
    remove_tree(warehouse.temporary)
    make_folder(warehouse.temporary)
    for root in (warehouse.raw, warehouse.staged):
        for leftover in list_folders(root)[1]:
            # Out of sight in one step: a reader never finds half of it.
            leftover.rename(warehouse.temporary / f"{root.name}-{leftover.name}")
            remove_tree(warehouse.temporary / f"{root.name}-{leftover.name}")
    if warehouse.withdrawals_file.exists():
        from warehouse.erase import finish_erasures  # noqa: PLC0415 (it revises releases with what is here)

        finish_erasures(warehouse)
