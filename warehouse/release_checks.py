"""Is a release what its manifest says? Every file by sum and rows, the list of sums, and the catalog by counting."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import duckdb

from transforms.errors import VerificationError
from warehouse.catalog import CATALOG_NAME, open_catalog
from warehouse.file_checks import Damage, FileReader, Inode, first_line, inode_of
from warehouse.layout import Warehouse
from warehouse.releases import latest_version, read_manifest, release_versions

__all__ = ["Holders", "check_pointer", "check_release", "find_holders"]

UNLISTED = {"manifest.json", "SHA256SUMS"}
"""Files of a release that its manifest cannot list."""

Holders = dict[Inode, list[str]]
"""Releases by the inodes that their manifests list: damage in one is damage in all of them."""


def find_holders(warehouse: Warehouse) -> Holders:
    """Which releases hold which inodes."""
    holders: Holders = {}
    for version in release_versions(warehouse):
        folder = warehouse.releases / version
        for path in _listed_paths(folder):
            inode = inode_of(folder / path)
            if inode is not None:
                holders.setdefault(inode, []).append(version)
    return holders


def _listed_paths(folder: Path) -> list[str]:
    try:
        return [file["path"] for file in read_manifest(folder)["files"]]
    except (VerificationError, KeyError, TypeError):
        return []  # its own check names the manifest


def check_pointer(warehouse: Warehouse) -> list[Damage]:
    """Hold `latest.json` against the releases: it points at one that is there."""
    try:
        version = latest_version(warehouse)
    except VerificationError as error:
        return [Damage("latest.json", "pointer", error.what)]
    if version is None:
        if release_versions(warehouse):
            return [Damage("latest.json", "pointer", "There are releases, and nothing points at one.")]
        return []
    if version not in release_versions(warehouse):
        return [Damage("latest.json", "pointer", f"It points at {version}, and there is no such release.")]
    return []


def check_release(warehouse: Warehouse, version: str, files: FileReader, holders: Holders) -> list[Damage]:
    """Everything that is wrong with a release; each damaged file with all releases that hold it."""
    folder = warehouse.releases / version
    found = _check_files(folder, version, files)
    return sorted(replace(one, releases=_held_by(warehouse.root / one.path, version, holders)) for one in found)


def _held_by(path: Path, version: str, holders: Holders) -> tuple[str, ...]:
    inode = inode_of(path)
    return tuple(holders.get(inode, [version])) if inode is not None else (version,)


def _check_files(folder: Path, version: str, files: FileReader) -> list[Damage]:
    name = files.name(folder / "manifest.json")
    try:
        manifest = read_manifest(folder)
        listed = sorted(manifest["files"], key=lambda file: str(file["path"]))
        counts, named = dict(manifest["counts"]), manifest["version"]
        found = [damage for file in listed if (damage := files.compare(folder, file)) is not None]
    except VerificationError as error:
        return [Damage(name, "manifest", error.what)]
    except (KeyError, TypeError, ValueError) as error:
        return [Damage(name, "manifest", f"It is no manifest: {type(error).__name__} {error}.")]
    are_tables_whole = not any(damage.path.endswith(".parquet") for damage in found)
    if named != version:
        found.append(Damage(name, "manifest", f"It is that of release {named}."))
    found += files.strays(folder, {*(file["path"] for file in listed), *UNLISTED})
    found += _check_counts(name, listed, counts)
    found += _check_sums(folder, listed, files)
    # Over damaged tables the catalog cannot count, and is not to blame.
    if are_tables_whole and (folder / CATALOG_NAME).is_file():
        found += _check_catalog(folder, counts, files)
    return found


def _check_counts(name: str, listed: list[dict[str, Any]], counts: dict[str, int]) -> list[Damage]:
    rows = dict.fromkeys(counts, 0)
    for file in listed:
        if file["table"] is not None:
            rows[file["table"]] = rows.get(file["table"], 0) + file["rows"]
    return [
        Damage(name, "counts", f"It counts {counts.get(table)} {table}; the files that it lists have {found}.")
        for table, found in sorted(rows.items())
        if found != counts.get(table)
    ]


def _check_sums(folder: Path, listed: list[dict[str, Any]], files: FileReader) -> list[Damage]:
    path = folder / "SHA256SUMS"
    name = files.name(path)
    expected = {file["path"]: file["sha256"] for file in listed}
    try:
        expected["manifest.json"] = files.sha256(folder / "manifest.json")
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return [Damage(name, "absent", "It is not there.")]
    except (OSError, UnicodeDecodeError) as error:
        return [Damage(name, "unreadable", f"It cannot be read: {first_line(error)}.")]
    if text == "".join(f"{expected[key]}  {key}\n" for key in sorted(expected)):
        return []
    told = {listed_path: digest for digest, _, listed_path in (line.partition("  ") for line in text.splitlines())}
    differing = sorted(key for key in told.keys() | expected.keys() if told.get(key) != expected.get(key))
    if differing == ["manifest.json"] and "manifest.json" in told:
        # Of the two, the manifest is the one that was changed: a flipped digit in a list of sums is the rarer case.
        return [Damage(files.name(folder / "manifest.json"), "sums", "Its sha256 is not the one in SHA256SUMS.")]
    return [
        Damage(name, "sums", f"What it says of {', '.join(differing[:5]) or 'its files'} is not as it was written.")
    ]


def _check_catalog(folder: Path, counts: dict[str, int], files: FileReader) -> list[Damage]:
    name = files.name(folder / CATALOG_NAME)
    try:
        catalog = open_catalog(folder)
    except VerificationError as error:
        return [Damage(name, "catalog", error.what)]
    found = []
    try:
        for table, expected in sorted(counts.items()):
            [(rows,)] = catalog.view(table).count("*").fetchall()
            if rows != expected:
                found.append(Damage(name, "catalog", f"It counts {rows} {table}; the manifest says {expected}."))
    except duckdb.Error as error:
        found.append(Damage(name, "catalog", f"It cannot count: {first_line(error)}."))
    finally:
        catalog.close()
    return found
