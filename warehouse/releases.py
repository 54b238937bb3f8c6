"""Finding releases and what their manifests say."""

from __future__ import annotations

import difflib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from transforms.errors import NothingPublishedError, UsageError, VerificationError
from warehouse.decisions import read_decisions
from warehouse.durable import read_json
from warehouse.layout import Warehouse
from warehouse.versions import is_version, version_key

__all__ = [
    "ReleaseSummary",
    "judgement_no",
    "last_batch_no",
    "latest_folder",
    "latest_version",
    "list_releases",
    "read_manifest",
    "release_folder",
    "release_versions",
    "shown_paths",
    "table_files",
    "used_versions",
]


@dataclass(frozen=True)
class ReleaseSummary:
    """One release as `kroniek releases` lists it.

    Attributes:
        version: Its version.
        parent: The version it was made from, or None.
        created_at_utc: When, ISO 8601.
        counts: Rows by table.
        bytes: Size of its files; linked files count in every release that holds them.
        is_latest: Whether `latest.json` points at it.
        gate: The gate's verdict.
        rules_version: Of the rules that measured its documents.
        revision: How often it was revised, because a withdrawn document was erased from it.
        is_pruned: Whether its folder was removed; it stays listed, and `bytes` is what it held.
    """

    version: str
    parent: str | None
    created_at_utc: str
    counts: dict[str, int]
    bytes: int
    is_latest: bool
    gate: str = ""
    rules_version: str = ""
    revision: int = 0
    is_pruned: bool = False


def latest_version(warehouse: Warehouse) -> str | None:
    """Version that `latest.json` points at, or None before the first release."""
    pointer = _read_pointer(warehouse)
    return None if pointer is None else pointer["version"]


def latest_folder(warehouse: Warehouse) -> Path | None:
    """Folder that `latest.json` points at, or None before the first release.

    Raises:
        VerificationError: The folder is gone, or `latest.json` is damaged.
    """
    pointer = _read_pointer(warehouse)
    if pointer is None:
        return None
    folder = warehouse.root / pointer["path"]
    if not (folder / "manifest.json").is_file():
        raise VerificationError(
            "The latest release has no manifest.",
            where=str(folder),
            what_to_do="Restore the release folder from a backup, or point latest.json at a release that is whole.",
        )
    return folder


def _read_pointer(warehouse: Warehouse) -> dict[str, str] | None:
    if not warehouse.latest_file.exists():
        return None
    try:
        pointer = read_json(warehouse.latest_file)
        return {name: str(pointer[name]) for name in ("version", "path")}
    except (OSError, ValueError, TypeError, KeyError) as error:
        raise VerificationError(
            f"latest.json cannot be read: {error}.",
            where=str(warehouse.latest_file),
            what_to_do="Restore it from a backup, or write it anew; releases/ holds the versions it can point at.",
        ) from error


def release_versions(warehouse: Warehouse) -> list[str]:
    """Versions of all release folders, oldest first."""
    if not warehouse.releases.is_dir():
        return []
    names = [entry.name for entry in warehouse.releases.iterdir() if entry.is_dir() and is_version(entry.name)]
    return sorted(names, key=version_key)


def release_folder(warehouse: Warehouse, version: str | None) -> Path:
    """Folder of a release; of the latest one for None.

    Raises:
        NothingPublishedError: There is no release yet.
        UsageError: There is none of that version.
    """
    latest = latest_folder(warehouse)
    if latest is None:
        raise NothingPublishedError(
            "Nothing is published yet.",
            where=str(warehouse.root),
            what_to_do="Run `kroniek run --inbox FOLDER` first.",
        )
    if version is None:
        return latest
    versions = release_versions(warehouse)
    if version in read_decisions(warehouse).pruned and version not in versions:
        raise UsageError(
            f"Release {version} was pruned.",
            where=str(warehouse.releases),
            what_to_do="`kroniek releases` lists what is left; a copy or a backup may hold it.",
        )
    if version not in versions:
        near = difflib.get_close_matches(version, versions, n=3, cutoff=0.0)
        raise UsageError(
            f"There is no release {version}.",
            where=str(warehouse.releases),
            what_to_do=f"Nearest: {', '.join(near)}. `kroniek releases` lists all.",
        )
    return warehouse.releases / version


def used_versions(warehouse: Warehouse) -> list[str]:
    """Every version that was ever used, pruned ones too: none is used again."""
    return [*release_versions(warehouse), *read_decisions(warehouse).pruned]


def list_releases(warehouse: Warehouse, *, with_pruned: bool = False) -> list[ReleaseSummary]:
    """All releases, newest first.

    Args:
        warehouse: Where.
        with_pruned: Those too whose folder was removed.
    """
    latest = latest_version(warehouse)
    pruned = read_decisions(warehouse).pruned if with_pruned else {}
    summaries = [ReleaseSummary(**summary) for summary in pruned.values()]
    for version in reversed(release_versions(warehouse)):
        manifest = read_manifest(warehouse.releases / version)
        summaries.append(
            ReleaseSummary(
                version=version,
                parent=manifest["parent"],
                created_at_utc=manifest["created_at_utc"],
                counts=manifest["counts"],
                bytes=sum(file["bytes"] for file in manifest["files"]),
                is_latest=version == latest,
                gate=str(manifest.get("gate", "")),
                rules_version=str(manifest.get("rules_version", "")),
                revision=int(manifest.get("revision", 0)),
            )
        )
    return sorted(summaries, key=lambda summary: version_key(summary.version), reverse=True)


def shown_paths(folder: Path) -> str:
    """What a release shows of source paths: full, hash or none; it never shows some of them otherwise."""
    return str(read_manifest(folder)["settings"].get("publish_paths", "full"))


def read_manifest(folder: Path) -> dict[str, Any]:
    """Manifest of a release folder.

    Raises:
        VerificationError: It is absent or no manifest.
    """
    try:
        return read_json(folder / "manifest.json")
    except (OSError, ValueError, TypeError) as error:
        raise VerificationError(
            f"The manifest cannot be read: {error}.",
            where=str(folder / "manifest.json"),
            what_to_do="Restore the release folder from a backup.",
        ) from error


def table_files(folder: Path | None, table: str) -> list[Path]:
    """Parquet files of a table, as the manifest lists them: a stray file in the folder is not read."""
    if folder is None:
        return []
    return [folder / file["path"] for file in read_manifest(folder)["files"] if file["table"] == table]


def last_batch_no(folder: Path | None) -> int:
    """Number of the last batch that a release holds; 0 without a release."""
    return 0 if folder is None else int(read_manifest(folder)["last_batch_no"])


def judgement_no(folder: Path | None) -> int:
    """Number of the judgement that a release's verdicts are of; 0 without a release (see `warehouse.judgement`)."""
    return 0 if folder is None else int(read_manifest(folder).get("judgement_no", 0))
